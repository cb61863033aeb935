"""Row-level security, declared once on a model and laid into the database by one migration operation.

A model says which rule guards its rows (`row_security = ByCase("thread_id")`); the migration that makes the table
repeats it as `ProtectTable(...)`. A test of the house compares the two, and both with what PostgreSQL really holds.

Whoever holds a one-time link sees still less: policies beside the rule's own leave them the rows of one case and one
person to read, nothing of the agency's own, and nothing to change but the link itself (`narrowing`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.migrations.operations.base import Operation


@dataclass(frozen=True, slots=True)
class ByCase:
    """Rows of a case: visible to an agency that has access to the case now (`access_caseaccess`)."""

    column: str = "thread_id"
    unless: tuple[str, str] | None = None
    """A function of the database and the column that it is asked about: rows for which it says yes are not shown."""
    only: tuple[str, str] | None = None
    """Likewise, where only rows for which it says yes are shown."""

    def condition(self, table: str) -> str:
        return (
            f"exists (select 1 from access_caseaccess seen where seen.case_id = {table}.{self.column}"
            " and seen.agency_id = (select app_agency()) and seen.valid @> now())"
        ) + (_unless(self.unless, table) + (f" and {self.only[0]}({table}.{self.only[1]})" if self.only else ""))


@dataclass(frozen=True, slots=True)
class ByCaseIf:
    """Rows of a case that only a permission opens, or having written them; others do not even learn that they exist.

    `writer` names the column with the user who wrote the row; `unless` is as for `ByCase`, and binds the writer too.
    """

    column: str
    permission: str
    writer: str
    unless: tuple[str, str] | None = None

    def condition(self, table: str) -> str:
        return (
            f"{ByCase(self.column).condition(table)}"
            f" and ((select app_may('{self.permission}')) or {table}.{self.writer} = (select app_user()))"
            f"{_unless(self.unless, table)}"
        )


def _unless(unless: tuple[str, str] | None, table: str) -> str:
    return f" and not {unless[0]}({table}.{unless[1]})" if unless else ""


@dataclass(frozen=True, slots=True)
class ByRegistration:
    """Rows about a person: visible to an agency with which the person is registered."""

    column: str = "person_id"

    def condition(self, table: str) -> str:
        return (
            f"exists (select 1 from people_registration known where known.person_id = {table}.{self.column}"
            " and known.agency_id = (select app_agency()))"
        )


@dataclass(frozen=True, slots=True)
class ByAgency:
    """Rows of one agency's own.

    A one-time link reads none of them, or those that `link_reads` names by a column and the function it must equal; it
    adds to none, unless `link_adds`.
    """

    column: str = "agency_id"
    link_reads: tuple[str, str] | None = None
    link_adds: bool = False

    def condition(self, table: str) -> str:
        return f"{table}.{self.column} = (select app_agency())"


@dataclass(frozen=True, slots=True)
class ByLink:
    """One-time links about a case: for the agency that sent them, as long as it sees the case. A link sees itself."""

    column: str = "case_id"

    def condition(self, table: str) -> str:
        return f"{ByCase(self.column).condition(table)} and {table}.agency_id = (select app_agency())"


@dataclass(frozen=True, slots=True)
class ByUser:
    """Rows of one member of staff alone."""

    column: str = "user_id"

    def condition(self, table: str) -> str:
        return f"{table}.{self.column} = (select app_user())"


@dataclass(frozen=True, slots=True)
class NoPersonData:
    """No row security, because the table holds nothing about a person who uses the service."""

    why: str


Rule = ByCase | ByCaseIf | ByRegistration | ByAgency | ByUser | ByLink

#: Nobody looks through a one-time link.
NO_LINK = "(select app_link()) is null"


def narrowing(table: str, rule: Rule) -> dict[str, str]:
    """What must hold besides the rule, by verb, so that a one-time link reads little and changes nothing but itself.

    Tables by case and by registration need nothing to be read: they lean on the two tables that are narrowed here.
    """
    own = f"{NO_LINK} or {table}.id = (select app_link())"
    reads = None
    if isinstance(rule, ByLink):
        reads = own
    elif isinstance(rule, ByAgency) and rule.link_reads:
        column, function = rule.link_reads
        reads = f"{NO_LINK} or {table}.{column} = (select {function}())"
    elif isinstance(rule, ByAgency | ByUser):
        reads = NO_LINK
    adds = "true" if isinstance(rule, ByAgency) and rule.link_adds else own if isinstance(rule, ByLink) else NO_LINK
    changes = own if isinstance(rule, ByLink) else NO_LINK
    told = {"select": reads, "insert": adds, "update": changes, "delete": NO_LINK}
    return {verb: condition for verb, condition in told.items() if condition}


def narrowing_statements(table: str, rule: Rule) -> list[str]:
    """Lays `narrowing` as restrictive policies, anew where they are there. A change is refused, not passed over."""
    statements = []
    for verb, condition in narrowing(table, rule).items():
        name = f"{table}_link_{verb}"
        reached = "true" if condition == NO_LINK else condition
        clause = {"insert": "with check", "update": f"using ({reached}) with check"}.get(verb, "using")
        statements += [
            f"drop policy if exists {name} on {table}",
            f"create policy {name} on {table} as restrictive for {verb} to {role('app')} {clause} ({condition})",
        ]
    return statements


def role(name: str) -> str:
    """The quoted name of one of the database roles: owner, app, extract, loader or finder."""
    return '"' + settings.DATABASE_ROLES[name].replace('"', '""') + '"'


class ProtectTable(Operation):
    """Puts a table under forced row security with the rule given, and grants each role what it needs and no more.

    `append_only` leaves the application insert and select alone, with a trigger besides. `read_only` leaves it only
    select: rows then come from functions that check first.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, rule: Rule, append_only: bool = False, read_only: bool = False):
        self.table, self.rule = table, rule
        self.append_only, self.read_only = append_only, read_only

    def deconstruct(self):
        return (
            type(self).__name__,
            [self.table, self.rule],
            {"append_only": self.append_only, "read_only": self.read_only},
        )

    def state_forwards(self, app_label, state):
        """Row security is no part of Django's picture of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.statements():
            schema_editor.execute(statement)
        if _knows_links(schema_editor):
            for statement in narrowing_statements(self.table, self.rule):
                schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        verbs = ("link_select", "link_insert", "link_update", "link_delete")
        for name in ("app", "owner", "extract", "loader", *verbs):
            schema_editor.execute(f"drop policy if exists {self.table}_{name} on {self.table}")
        schema_editor.execute(f"drop trigger if exists append_only on {self.table}")
        schema_editor.execute(f"alter table {self.table} no force row level security")
        schema_editor.execute(f"alter table {self.table} disable row level security")

    def describe(self):
        return f"Guard the rows of {self.table}"

    def statements(self) -> list[str]:
        table, condition = self.table, self.rule.condition(self.table)
        verbs = "select" if self.read_only else "select, insert" if self.append_only else None
        granted = verbs or "select, insert, update, delete"
        statements = [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_app on {table} to {role('app')} using ({condition}) with check ({condition})",
            f"create policy {table}_owner on {table} to {role('owner')} using (true) with check (true)",
            f"create policy {table}_extract on {table} for select to {role('extract')} using (true)",
            f"create policy {table}_loader on {table} to {role('loader')} using (true) with check (true)",
            f"revoke all on {table} from {role('app')}, {role('extract')}, {role('loader')}",
            f"grant {granted} on {table} to {role('app')}",
            f"grant select on {table} to {role('extract')}",
            f"grant select, insert, update on {table} to {role('loader')}",
        ]
        if self.append_only:
            statements += [
                f"revoke update on {table} from {role('loader')}",
                f"create trigger append_only before update or delete on {table}"
                " for each statement execute function refuse_change()",
            ]
        return statements


def _knows_links(schema_editor) -> bool:
    """Tables older than one-time links are narrowed by the migration that brought these."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select to_regprocedure('app_link()') is not null")
        return cursor.fetchone()[0]


class OnlyAddedTo(Operation):
    """A table without personal data that the application may add to and read, and never change."""

    reduces_to_sql = True
    reversible = False

    def __init__(self, table: str):
        self.table = table

    def deconstruct(self):
        return type(self).__name__, [self.table], {}

    def state_forwards(self, app_label, state):
        """Grants are no part of Django's picture of the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"revoke update, delete on {self.table} from {role('app')}, {role('loader')}")

    def describe(self):
        return f"Let {self.table} only be added to"
