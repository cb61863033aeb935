"""Reads threads and milestones from PostgreSQL as the extract's own role, in record batches and without names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from adbc_driver_postgresql import dbapi
from django.conf import settings
from django.db import connections

from throughcare.reporting.extract.source import AnswerRow, MilestoneRow, ThreadRow

ALIAS = "extract"

#: Casts stand in the query: the driver hands over `numeric` as text, and ranges and intervals not at all.
THREADS = """
    select t.id, t.kind,
           e.kind as episode_kind,
           coalesce(e.person_id, a.person_id)::text as person,
           p.born, p.sex, p.ethnicity,
           g.key as provider,
           {changed} as changed
      from clocks_thread t
      left join episode_episode e on e.thread_id = t.id
      left join outreach_activity a on a.thread_id = t.id
      left join people_person p on p.id = coalesce(e.person_id, a.person_id)
      left join organisations_agency g on g.id = coalesce(e.provider_id, a.provider_id)
     where t.kind in ('episode', 'activity') {which}
     order by t.id
"""

#: A thread has changed when it was written to since, or holds something that lay in the future of the last extract.
CHANGED = """
    (t.changed_at >= timestamptz '{since}' or exists (
        select 1 from clocks_milestone m
         where m.thread_id = t.id and (m.happened_on > date '{known_on}' or m.recorded_on > date '{known_on}')
    ))
"""

MILESTONES = """
    select m.thread_id as thread, m.id, m.origin_id as origin, m.revision::int as revision, m.kind,
           m.happened_on, m.happened_at, m.recorded_on, m.retracted,
           m.because <> '' or m.detail ? 'because' as because_given,
           (m.detail - 'because')::text as detail
      from clocks_milestone m
      join clocks_thread t on t.id = m.thread_id
     where t.kind in ('episode', 'activity') {which}
     order by m.thread_id, m.origin_id, m.revision
"""


#: What was answered in assessments, and about risks at triage, in the order in which it was recorded.
ANSWERS = """
    select a.thread_id as thread, a.id, a.question, coalesce(a.child_id, 0) as child, a.given, a.answer::text as answer,
           a.answered_on, a.recorded_on, a.source, a.agency, a.version::int as version
      from assessment_assessmentanswer a
     where true {which_answers}
    union all
    select r.thread_id, r.id, 'risk.' || r.risk, 0,
           case when r.answer in ('yes', 'no') then 'answered' else r.answer end,
           case when r.answer in ('yes', 'no') then to_json(r.answer)::text end,
           m.happened_on, m.recorded_on, 'triage', '', 0
      from triage_riskanswer r
      join clocks_milestone m on m.id = r.milestone_id
     where true {which_risks}
     order by 1, 2
"""


class ByThread:
    """Rows in the order of their threads, handed out thread by thread."""

    def __init__(self, rows: Iterator[dict]):
        self._groups = groupby(rows, key=itemgetter("thread"))
        self._ahead = next(self._groups, None)

    def of(self, thread: int) -> list[dict]:
        """Those of this thread; threads are asked for in order, and what lies before it is passed over."""
        while self._ahead is not None and self._ahead[0] < thread:
            self._ahead = next(self._groups, None)
        if self._ahead is None or self._ahead[0] != thread:
            return []
        found = list(self._ahead[1])
        self._ahead = next(self._groups, None)
        return found


@dataclass(slots=True)
class Source:
    """One connection in one read-only snapshot, so that all that is read belongs together."""

    connection: Any

    def rows(self, query: str) -> Iterator[dict]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            for batch in cursor.fetch_record_batch():
                yield from batch.to_pylist()

    def now(self) -> datetime:
        return next(self.rows("select now() as now"))["now"]

    def threads(self, only: Iterable[int] | None = None) -> Iterator[ThreadRow]:
        for row in self.rows(THREADS.format(changed="false", which=within(only, "t.id"))):
            yield thread_of(row)

    def threads_since(self, since: datetime, known_on: date) -> Iterator[tuple[ThreadRow, bool]]:
        """Every thread, and whether it changed since an extract that was read then and known to that day."""
        changed = CHANGED.format(since=since.isoformat(), known_on=known_on.isoformat())
        for row in self.rows(THREADS.format(changed=changed, which="")):
            yield thread_of(row), row["changed"]

    def with_milestones(self, only: Iterable[int] | None = None) -> Iterator[tuple[ThreadRow, Sequence[MilestoneRow]]]:
        """Every thread with its answers and its milestones, superseded ones too, in order of the threads."""
        only = sorted(only) if only is not None else None
        milestones = ByThread(self.rows(MILESTONES.format(which=within(only, "m.thread_id"))))
        which = {"which_answers": within(only, "a.thread_id"), "which_risks": within(only, "r.thread_id")}
        answers = ByThread(self.rows(ANSWERS.format(**which)))
        for thread in self.threads(only):
            told = tuple(answer_of(row) for row in answers.of(thread.id))
            yield replace(thread, answers=told), [milestone_of(row) for row in milestones.of(thread.id)]


@contextmanager
def source() -> Iterator[Source]:
    with dbapi.connect(address(connections[ALIAS].settings_dict)) as connection:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read read only")
        yield Source(connection)


def address(said: Mapping[str, Any]) -> str:
    """The connection of a Django alias as a PostgreSQL address, through a socket or over the network."""
    parts = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], "password": said["PASSWORD"]}
    parts |= {key: value for key, value in (said.get("OPTIONS") or {}).items() if isinstance(value, str | int)}
    asked = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in parts.items() if value)
    return f"postgresql:///{quote(said['NAME'], safe='')}?{asked}"


def is_configured() -> bool:
    return ALIAS in settings.DATABASES


def within(only: Iterable[int] | None, column: str) -> str:
    if only is None:
        return ""
    return f"and {column} = any('{{{','.join(str(int(one)) for one in only)}}}'::bigint[])"


def thread_of(row: dict) -> ThreadRow:
    return ThreadRow(
        id=row["id"], kind=row["kind"], episode_kind=row["episode_kind"], person=row["person"], born=row["born"],
        sex=row["sex"], ethnicity=row["ethnicity"], provider=row["provider"],
    )  # fmt: skip


def milestone_of(row: dict) -> MilestoneRow:
    return MilestoneRow(
        id=row["id"], thread=row["thread"], origin=row["origin"], revision=row["revision"], kind=row["kind"],
        happened_on=row["happened_on"], happened_at=row["happened_at"], recorded_on=row["recorded_on"],
        detail=json.loads(row["detail"]), retracted=row["retracted"], because_given=row["because_given"],
    )  # fmt: skip


def answer_of(row: dict) -> AnswerRow:
    return AnswerRow(**{**row, "answer": json.loads(row["answer"]) if row["answer"] else None})
