"""Makes an extract, or brings the last one up to date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from pydantic import TypeAdapter

from throughcare.reporting.extract import facts, files
from throughcare.reporting.extract.files import About
from throughcare.reporting.extract.governing import Governing
from throughcare.reporting.extract.queries import Source, source
from throughcare.specification.loader import SpecificationBook

THREADS_AT_A_TIME = 10_000
#: A transaction stamps its threads when it begins to write and shows them when it commits; so long may lie between.
OVERLAP = timedelta(minutes=15)
#: When more than this share of the threads has changed, reading all of them is quicker.
WORTH_RENEWING = 0.5

T = TypeVar("T")


def extract(folder: Path, book: SpecificationBook, known_on: date, *, incremental: bool = False) -> dict[str, int]:
    """Writes the fact tables of this system into the folder and says how many rows each has.

    With `incremental` only the threads that changed since the last extract there are made anew; the outcome is the
    same. Where the last one cannot be continued, all is made anew.
    """
    governed = Governing(book.versions)
    with files.held(folder, to_write=True), source() as rows:
        about = About(known_on, rows.now(), book.name, fingerprint(book))
        if incremental:
            renewed = changed_only(folder, about, governed, rows)
            if renewed is not None:
                return files.write(folder, about, [renewed])
        return files.write(folder, about, everything(rows, governed, known_on))


def everything(rows: Source, governed: Governing, known_on: date) -> Iterator[dict[str, pa.Table]]:
    found = False
    for some in at_a_time(rows.with_milestones(), THREADS_AT_A_TIME):
        found = True
        yield facts.build(some, governed, known_on)
    if not found:
        yield facts.build([], governed, known_on)


def changed_only(folder: Path, about: About, governed: Governing, rows: Source) -> dict[str, pa.Table] | None:
    """The last extract with what changed made anew; None where all must be."""
    try:
        earlier = About.read(folder)
        if not about.continues(earlier):
            return None
        kept = files.read(folder)
    except files.NotAnExtract:
        return None
    renewed, gone = files.threads_to_renew(kept, rows.threads_since(earlier.read_at - OVERLAP, earlier.known_on))
    if len(renewed) > WORTH_RENEWING * max(kept["threads"].num_rows, 1):
        return None
    anew = facts.build(rows.with_milestones(renewed), governed, about.known_on)
    return files.with_threads_anew(kept, anew, gone)


def as_known_on(folder: Path, book: SpecificationBook, day: date) -> dict[str, pa.Table]:
    """The facts of an extract as they were known on an earlier day."""
    kept = {name: files.read_table(folder, name) for name in facts.MADE_OF}
    return facts.as_known_on(kept, Governing(book.versions), day)


def fingerprint(book: SpecificationBook) -> str:
    """Changes whenever anything in the specification does."""
    told = json.dumps(
        [TypeAdapter(type(one)).dump_python(one) for one in book.versions], default=in_order, sort_keys=True
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def in_order(said: object) -> object:
    return sorted(said, key=repr) if isinstance(said, set | frozenset) else str(said)


def at_a_time(items: Iterable[T], count: int) -> Iterator[Sequence[T]]:
    walk = iter(items)
    while some := list(islice(walk, count)):
        yield some
