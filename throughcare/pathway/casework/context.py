"""What pages about a person know without being told: whose strip stands at their top."""

from django.utils.functional import SimpleLazyObject

from throughcare.pathway.casework.queries.identity import identity_for

#: The parts of an address that say whom a page is about.
ABOUT = ("person_id", "thread_id", "origin_id", "goal_id")


def identity(request) -> dict:
    """A context processor of the Jinja2 backend: `identity` is looked up only by a page that draws it."""
    viewer = getattr(request, "viewer", None)
    match = getattr(request, "resolver_match", None)
    said = {name: match.kwargs[name] for name in ABOUT if name in match.kwargs} if match else {}
    if viewer is None or not said:
        return {"identity": None}
    return {"identity": SimpleLazyObject(lambda: identity_for(viewer, **said))}
