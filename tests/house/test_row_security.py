"""What the models say about who may see a row is what the database does, whatever the application forgets."""

import json
import re
from dataclasses import dataclass, field, replace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from throughcare.foundations.row_security import ByAgency, ByCase, NoPersonData, narrowing

#: These hold what happened; nobody may change them afterwards. History of tracked models is found by itself.
ALWAYS_APPEND_ONLY = frozenset({"clocks.Milestone", "foundations.AccessLogEntry"})
#: What each kind of rule has to lean on in the policy that the database keeps.
LEANS_ON = {
    "ByCase": ("access_caseaccess", "app_agency"),
    "ByCaseIf": ("access_caseaccess", "app_agency", "app_may"),
    "ByRegistration": ("people_registration", "app_agency"),
    "ByAgency": ("app_agency",),
    "ByUser": ("app_user",),
    "ByLink": ("access_caseaccess", "app_agency"),
}
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


@dataclass(frozen=True)
class Table:
    """What the database says of one table."""

    name: str
    secured: bool
    forced: bool
    owner: str
    app_policy: str
    rights: dict[str, frozenset[str]] = field(default_factory=dict)
    triggers: int = 0
    narrowed: dict[str, str] = field(default_factory=dict)
    """What binds whoever holds a one-time link besides, by verb."""


@dataclass(frozen=True)
class Declared:
    """What the model says of its table."""

    label: str
    table: str
    rule: str | None
    column: str | None = None
    why: str = ""
    append_only: bool = False
    narrowing: dict[str, str] = field(default_factory=dict)
    """What must hold besides for whoever holds a one-time link, by verb."""


def faults(declared: Declared, table: Table | None, app: str, reading: tuple[str, ...] = ()) -> list[str]:
    """Where model and database differ, or either says too little."""
    if declared.rule is None:
        return [f"{declared.label}: says nothing about row security"]
    if table is None:
        return [f"{declared.label}: has no table {declared.table}"]
    found = []
    if table.owner == app:
        found.append("is owned by the application, which no policy then binds by itself")
    if "TRUNCATE" in table.rights.get(app, ()):
        found.append("may be emptied by the application: TRUNCATE passes by every policy")
    for role in reading:
        if table.rights.get(role, frozenset()) - {"SELECT"}:
            found.append(f"may be changed by {role}, which only reads")
    if declared.append_only:
        changed = table.rights.get(app, frozenset()) & {"UPDATE", "DELETE"}
        if changed:
            found.append(f"is only added to, yet the application may {' and '.join(sorted(changed))}")
        if not table.triggers:
            found.append("is only added to, and has no trigger besides")
    if declared.rule == "NoPersonData":
        if len(declared.why.split()) < 3:
            found.append("does not say why it holds no person's data")
    else:
        found += _policy_faults(declared, table)
    return [f"{declared.label}: {fault}" for fault in found]


def _policy_faults(declared: Declared, table: Table) -> list[str]:
    found = []
    if not table.secured:
        found.append("has no row security in the database")
    if not table.forced:
        found.append("does not force row security on its owner")
    if not table.app_policy:
        found.append("has no policy for the application")
        return found
    for word in LEANS_ON.get(declared.rule, (f"a rule named {declared.rule}, which this test knows",)):
        if word not in table.app_policy:
            found.append(f"has a policy that does not lean on {word}")
    if declared.column and not re.search(rf"\b{re.escape(declared.column)}\b", table.app_policy):
        found.append(f"has a policy that does not lean on its own {declared.column}")
    return found + _link_faults(declared, table)


def _link_faults(declared: Declared, table: Table) -> list[str]:
    """Whoever holds a one-time link reads no more and changes no more than the rule says."""
    found = []
    for verb, condition in declared.narrowing.items():
        laid = table.narrowed.get(verb)
        if laid is None:
            found.append(f"does not narrow {verb} for one-time links")
        elif set(re.findall(r"app_\w+", condition)) != set(re.findall(r"app_\w+", laid)):
            found.append(f"narrows {verb} for one-time links by another condition: {laid}")
    return found + [f"narrows {verb}, and its rule does not" for verb in set(table.narrowed) - set(declared.narrowing)]


def declarations() -> list[Declared]:
    return [_declared(model) for model in _our_models()]


def _our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("throughcare.") and model._meta.managed and not model._meta.proxy
    ]


def _declared(model: type[models.Model]) -> Declared:
    rule = getattr(model, "row_security", None)
    return Declared(
        label=model._meta.label,
        table=model._meta.db_table,
        rule=type(rule).__name__ if rule is not None else None,
        column=getattr(rule, "column", None),
        why=getattr(rule, "why", ""),
        append_only=model._meta.label in ALWAYS_APPEND_ONLY or hasattr(model, "pgh_tracked_model"),
        narrowing={} if isinstance(rule, NoPersonData | None) else narrowing(model._meta.db_table, rule),
    )


def _tables(roles: tuple[str, ...], app: str) -> dict[str, Table]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),"
            " (select count(*) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal),"
            " coalesce((select string_agg(concat_ws(' ', p.qual, p.with_check), ' ') from pg_policies p"
            "   where p.schemaname = 'public' and p.tablename = c.relname and p.permissive = 'PERMISSIVE'"
            "   and p.roles && array[%s, 'public']::name[]), ''),"
            " coalesce((select jsonb_object_agg(lower(p.cmd), coalesce(p.with_check, p.qual)) from pg_policies p"
            "   where p.schemaname = 'public' and p.tablename = c.relname and p.permissive = 'RESTRICTIVE'"
            "   and p.roles && array[%s, 'public']::name[]), '{}')"
            " from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')",
            [app, app],
        )
        found = {}
        for oid, name, secured, forced, owner, triggers, policy, narrowed in cursor.fetchall():
            rights = {role: _rights(cursor, role, oid) for role in roles}
            narrowed = json.loads(narrowed) if isinstance(narrowed, str) else narrowed
            found[name] = Table(name, secured, forced, owner, policy, rights, triggers, narrowed)
    return found


def _rights(cursor, role: str, oid: int) -> frozenset[str]:
    """A right to a single column counts as a right to the table."""
    had = set()
    for right in RIGHTS:
        by_column = right in {"SELECT", "INSERT", "UPDATE"}
        cursor.execute(
            f"select has_table_privilege(%s, %s::oid, %s) {'or has_any_column_privilege(%s, %s::oid, %s)' * by_column}",
            [role, oid, right] * (1 + by_column),
        )
        if cursor.fetchone()[0]:
            had.add(right)
    return frozenset(had)


@pytest.mark.django_db
def test_every_table_guards_its_rows_as_its_model_says():
    roles = settings.DATABASE_ROLES
    tables = _tables((roles["app"], roles["extract"]), roles["app"])
    found = [
        fault
        for one in declarations()
        for fault in faults(one, tables.get(one.table), roles["app"], reading=(roles["extract"],))
    ]
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_no_table_stands_beside_the_models():
    """A table made by hand in a migration would escape every check."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    roles = settings.DATABASE_ROLES
    beside = set(_tables((), roles["app"])) - known
    assert not beside, sorted(beside)


@pytest.mark.django_db
def test_tests_and_pages_connect_as_a_role_that_no_policy_lets_through():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (settings.DATABASE_ROLES["app"], False, False)


@pytest.mark.django_db
def test_what_is_only_added_to_exists():
    """A renamed model would silently leave the list."""
    labels = {one.label for one in declarations()}
    rooms = {label.split(".")[0] for label in labels}
    assert not {label for label in ALWAYS_APPEND_ONLY if label.split(".")[0] in rooms} - labels


class TestTheseChecksCanFail:
    case = Declared(
        "referral.Referral",
        "referral_referral",
        "ByCase",
        "thread_id",
        narrowing=narrowing("referral_referral", ByCase("thread_id")),
    )
    sound = Table(
        "referral_referral",
        secured=True,
        forced=True,
        owner="owner",
        app_policy="exists (select 1 from access_caseaccess seen where seen.case_id = referral_referral.thread_id"
        " and seen.agency_id = (select app_agency()))",
        rights={"app": frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}), "extract": frozenset({"SELECT"})},
        triggers=1,
        narrowed=dict.fromkeys(("insert", "update", "delete"), "((select app_link()) is null)"),
    )

    def _faults(self, declared=None, **changed):
        return faults(declared or self.case, replace(self.sound, **changed), "app", reading=("extract",))

    def test_a_sound_table_passes(self):
        assert not self._faults()

    def test_a_model_that_says_nothing_is_found(self):
        assert self._faults(replace(self.case, rule=None))

    def test_a_table_without_forced_security_is_found(self):
        assert self._faults(secured=False)
        assert self._faults(forced=False)

    def test_a_missing_or_another_policy_is_found(self):
        assert self._faults(app_policy="")
        assert self._faults(app_policy="true")
        assert self._faults(app_policy=self.sound.app_policy.replace("thread_id", "id"))

    def test_a_table_that_a_one_time_link_could_change_is_found(self):
        assert self._faults(narrowed={})
        assert self._faults(narrowed=self.sound.narrowed | {"update": "true"})
        assert self._faults(narrowed=self.sound.narrowed | {"select": "true"})

    def test_a_table_of_the_agency_that_a_one_time_link_could_read_is_found(self):
        own = narrowing("referral_referral", ByAgency())
        assert self._faults(replace(self.case, narrowing=own))
        assert not self._faults(
            replace(self.case, narrowing=own),
            narrowed=self.sound.narrowed | {"select": "((select app_link()) is null)"},
        )

    def test_a_rule_that_nobody_knows_is_found(self):
        assert self._faults(replace(self.case, rule="ByFeeling"))

    def test_an_owner_that_serves_pages_is_found(self):
        assert self._faults(owner="app")

    def test_too_many_rights_are_found(self):
        assert self._faults(rights={"app": frozenset({"SELECT", "TRUNCATE"})})
        assert self._faults(rights={"extract": frozenset({"SELECT", "INSERT"})})

    def test_history_that_may_be_changed_or_has_no_trigger_is_found(self):
        added = replace(self.case, append_only=True)
        assert self._faults(added)
        only_added = {"app": frozenset({"SELECT", "INSERT"})}
        assert not self._faults(added, rights=only_added)
        assert self._faults(added, rights=only_added, triggers=0)

    def test_an_exemption_without_a_reason_is_found(self):
        assert self._faults(replace(self.case, rule="NoPersonData", why="none"), secured=False)
        assert not self._faults(replace(self.case, rule="NoPersonData", why="names of organisations"), secured=False)
