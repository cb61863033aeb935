"""Every address says who may open it, and none carries a name or a number of a person."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern

from tests.house import repository as repo

#: What would tell of a person in a browser's history or a server's log.
TELLING = ("name", "nhs", "born", "birth", "postcode", "address", "phone", "email", "username")


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Callable, set[str]]]:
    for pattern in resolver.url_patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield where, pattern.callback, set(pattern.pattern.regex.groupindex)
        else:
            yield from addresses(pattern, where)


def undeclared(resolver: URLResolver) -> list[str]:
    """Views that neither `needs(...)` a permission nor are `public("because ...")`."""
    faults = []
    for where, view, _ in addresses(resolver):
        declared = getattr(view, "declared_access", None)
        if not declared:
            faults.append(f"{where}: {view.__module__}.{view.__qualname__} does not say who may open it")
        elif isinstance(declared, str) and len(declared.split()) < 2:
            faults.append(f"{where}: '{declared}' does not say why everybody may open it")
    return faults


def telling(resolver: URLResolver) -> list[str]:
    return [
        f"{where}: <{name}>"
        for where, _, names in addresses(resolver)
        for name in names
        if any(word in name for word in TELLING)
    ]


def _resolver() -> URLResolver:
    """All addresses of the product; none as long as nothing has pages."""
    if not (repo.PACKAGE / "config" / "urls.py").exists():
        return _made_up()
    from django.urls import get_resolver

    return get_resolver()


def _made_up(*patterns) -> URLResolver:
    return URLResolver(RegexPattern(r"^/"), SimpleNamespace(urlpatterns=list(patterns)))


def test_every_view_declares_who_may_open_it():
    assert not undeclared(_resolver())


def test_no_address_tells_of_a_person():
    assert not telling(_resolver())


def test_every_room_with_addresses_is_reachable():
    """A room's `urls.py` that nobody includes would escape the walk."""
    modules = {view.__module__.removesuffix(".views") for _, view, _ in addresses(_resolver())}
    for room_urls in repo.named("urls"):
        room = ".".join(room_urls.relative_to(repo.ROOT).parts[:-1])
        if room != "throughcare.config":
            assert any(module == room or module.startswith(f"{room}.") for module in modules), f"{room}: not included"


class TestTheseChecksCanFail:
    def test_a_view_that_says_nothing_is_found_however_deep(self):
        def silent(request): ...

        inner = _made_up(path("triage/", silent))
        outer = SimpleNamespace(urlpatterns=[URLResolver(RegexPattern(r"^episodes/"), inner.urlconf_name)])
        assert len(undeclared(URLResolver(RegexPattern(r"^/"), outer))) == 1

    def test_a_view_that_is_public_without_a_reason_is_found(self):
        def open_to_all(request): ...

        open_to_all.declared_access = "public"
        assert undeclared(_made_up(path("", open_to_all)))
        open_to_all.declared_access = "nobody can sign in without it"
        assert not undeclared(_made_up(path("", open_to_all)))

    def test_a_view_without_any_permission_is_found(self):
        def nothing_needed(request): ...

        nothing_needed.declared_access = ()
        assert undeclared(_made_up(path("", nothing_needed)))

    def test_a_name_in_an_address_is_found(self):
        def page(request): ...

        assert telling(_made_up(path("people/<str:family_name>/", page)))
        assert not telling(_made_up(path("people/<int:person_id>/", page)))
