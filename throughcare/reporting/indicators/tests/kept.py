"""Works the figures of a test's world out, on facts made from what its agencies see."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from tests.world import World
from throughcare.access.context import look_as
from throughcare.clocks.models import Milestone
from throughcare.foundations.today import today
from throughcare.organisations.models import Agency
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.outreach.models import Activity
from throughcare.reporting.extract import facts, files
from throughcare.reporting.extract.actions import fingerprint
from throughcare.reporting.extract.governing import Governing
from throughcare.reporting.extract.source import MilestoneRow, ThreadRow
from throughcare.reporting.indicators.actions import measured, store
from throughcare.specification import queries as specifications


def work_out(world: World, home: Path) -> None:
    """As the action does it. That one reads over a connection of its own, which sees nothing that a test has open."""
    read_at = timezone.now()
    _write_facts(world, home / "facts", read_at)
    results, about = measured(home / "facts")
    store(results, known_on=about.known_on, read_at=about.read_at)


def _write_facts(world: World, folder: Path, read_at: datetime) -> None:
    book = specifications.current_book()
    told = []
    for viewer in (world.stranger, world.worker):
        look_as(viewer)
        told += _threads(viewer.agency_id)
    built = facts.build(sorted(told, key=lambda one: one[0].id), Governing(book.versions), today())
    with files.held(folder, to_write=True):
        files.write(folder, files.About(today(), read_at, book.name, fingerprint(book)), [built])


def _threads(agency_id: int) -> list[tuple[ThreadRow, list[MilestoneRow]]]:
    key = Agency.objects.get(pk=agency_id).key
    found = [
        *((one, "episode", one.kind) for one in Episode.objects.select_related("person")),
        *((one, "activity", None) for one in Activity.objects.select_related("person")),
    ]
    return [(_thread(one, kind, of, key), _milestones(one.pk)) for one, kind, of in found]


def _thread(one: Episode | Activity, kind: str, episode_kind: str | None, provider: str) -> ThreadRow:
    person = one.person
    about = (str(person.pk), person.born, person.sex, person.ethnicity) if person else (None,) * 4
    return ThreadRow(one.pk, kind, episode_kind, *about, provider)


def _milestones(thread: int) -> list[MilestoneRow]:
    same = ("id", "thread_id", "origin_id", "revision", "kind", "happened_on", "recorded_on", "detail", "happened_at")
    return [
        MilestoneRow(*(getattr(one, name) for name in same), retracted=one.retracted, because_given=bool(one.because))
        for one in Milestone.objects.filter(thread_id=thread).order_by("origin_id", "revision")
    ]
