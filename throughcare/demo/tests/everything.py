"""Everything that a system holds, told without the numbers and moments that differ from one system to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from throughcare.access.models import User

#: Tables about the system rather than about what happened to people, and what is different by nature.
APART = frozenset({"django_session", "django_content_type", "pghistory_context", "foundations_accesslogentry"})
APART |= frozenset({"auth_permission", "auth_group", "auth_group_permissions", "access_userevent"})
APART_COLUMNS = {("access_user", "password"), ("access_user", "display_name"), ("access_user", "last_login")}


def everything() -> dict[str, list[tuple]]:
    """Each table's rows, sorted, with numbers replaced by what they stand for. Read as the owner, who sees all rows."""
    tables = {}
    names = Names()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in APART and model._meta.managed:
            tables[model._meta.db_table] = sorted((row for row in rows_of(model, names)), key=repr)
    return tables


class Names:
    """What rows are called by others: a person by their reference, a milestone by its place in its thread."""

    def __init__(self):
        self.known: dict[str, dict[int, str]] = defaultdict(dict)
        person = apps.get_model("people", "Person")
        for key, reference in person.objects.using("owner").values_list("pk", "reference"):
            self.known["people_person"][key] = reference
        for key, username in User.objects.using("owner").values_list("pk", "username"):
            self.known["access_user"][key] = username
        for label, name in (("organisations.Agency", "key"),):
            model = apps.get_model(label)
            for key, said in model.objects.using("owner").values_list("pk", name):
                self.known[model._meta.db_table][key] = said
        self._threads()
        self._milestones()
        for key, thread, kind, version in (
            apps.get_model("plan", "CarePlan").objects.using("owner").values_list("pk", "thread_id", "kind", "version")
        ):
            self.known["plan_careplan"][key] = f"{self.known['clocks_thread'][thread]} {kind} {version}"

    def _threads(self) -> None:
        """By their person and their place among that person's threads; work without names by its place among such."""
        of_person: dict[int, int] = {}
        for label in ("episode.Episode", "outreach.Activity", "episode.Matter"):
            of_person |= dict(apps.get_model(label).objects.using("owner").values_list("thread_id", "person_id"))
        seen: dict[str, int] = defaultdict(int)
        for key in (
            apps.get_model("clocks", "Thread").objects.using("owner").order_by("pk").values_list("pk", flat=True)
        ):
            person = of_person.get(key)
            who = self.known["people_person"].get(person, "nobody")
            seen[who] += 1
            self.known["clocks_thread"][key] = f"{who} thread {seen[who]}"
        # A matter names its episode by the number of the thread.
        self.known["episode_episode"] = self.known["clocks_thread"]

    def _milestones(self) -> None:
        seen: dict[int, int] = defaultdict(int)
        milestones = apps.get_model("clocks", "Milestone").objects.using("owner").order_by("pk")
        for key, thread in milestones.values_list("pk", "thread_id"):
            seen[thread] += 1
            self.known["clocks_milestone"][key] = f"{self.known['clocks_thread'][thread]} step {seen[thread]}"


def rows_of(model: type[models.Model], names: Names) -> Iterator[tuple]:
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if is_told(table, field)]
    for row in model._default_manager.using("owner").values_list(*(field.attname for field in fields)):
        yield tuple((field.attname, told(field, value, names)) for field, value in zip(fields, row, strict=True))


def is_told(table: str, field: models.Field) -> bool:
    if (table, field.attname) in APART_COLUMNS:
        return False
    if isinstance(field, models.DateTimeField) and not field.attname.startswith(
        ("happened", "start", "due", "stopped")
    ):
        return False
    stands_for = table in {"people_person", "clocks_thread", "clocks_milestone", "plan_careplan"}
    return not field.primary_key or field.is_relation or stands_for


def told(field: models.Field, value, names: Names):
    table = field.related_model._meta.db_table if field.is_relation else field.model._meta.db_table
    if value is None:
        return None
    if field.attname == "case_id":
        return names.known["clocks_thread"][value]
    if field.attname == "service_user_id":
        return len(value)
    if (field.is_relation or field.primary_key) and table in names.known:
        return names.known[table][value]
    return value
