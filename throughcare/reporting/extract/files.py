"""Keeps the fact tables as Parquet files in a folder, whole or with only the changed threads written anew."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from throughcare.reporting.extract import facts
from throughcare.reporting.extract.schema import TABLES, VERSION, by_name
from throughcare.reporting.extract.source import ThreadRow

ABOUT = "extract.json"
LOCK = ".lock"


class NotAnExtract(ValueError):
    """The folder holds no fact tables that this version can read; says why and what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What an extract is made of: enough to say whether it can be brought up to date or must be made anew."""

    known_on: date
    read_at: datetime
    specification: str
    fingerprint: str
    schema: int = VERSION

    def as_json(self) -> dict[str, Any]:
        return {key: str(value) if isinstance(value, date) else value for key, value in asdict(self).items()}

    @classmethod
    def read(cls, folder: Path) -> About:
        try:
            said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
            return cls(
                known_on=date.fromisoformat(said["known_on"]),
                read_at=datetime.fromisoformat(said["read_at"]),
                specification=said["specification"],
                fingerprint=said["fingerprint"],
                schema=said["schema"],
            )
        except FileNotFoundError:
            raise NotAnExtract(
                f"{folder} holds no extract. Make one with: throughcare extract --out {folder}"
            ) from None
        except (ValueError, KeyError, TypeError) as error:
            raise NotAnExtract(f"{folder / ABOUT} cannot be read ({error}). Make the extract anew.") from None

    def continues(self, earlier: About) -> bool:
        """Whether an earlier extract can be brought up to date, thread by thread, to this one."""
        return (
            (self.schema, self.specification, self.fingerprint)
            == (earlier.schema, earlier.specification, earlier.fingerprint)
            and earlier.known_on <= self.known_on
            and earlier.read_at <= self.read_at
        )


@contextmanager
def held(folder: Path, *, to_write: bool) -> Iterator[None]:
    """The folder, kept from being written by others; readers share it. Only its owner may look inside."""
    if to_write:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif not folder.is_dir():
        raise NotAnExtract(f"{folder} holds no extract. Make one with: throughcare extract --out {folder}")
    try:
        lock = (folder / LOCK).open("a")
    except PermissionError:
        if to_write:
            raise
        yield  # a copy that we may only read is not being written either
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX if to_write else fcntl.LOCK_SH)
        yield


def path_of(folder: Path, table: str) -> Path:
    return folder / f"{table}.parquet"


def read_table(folder: Path, table: str) -> pa.Table:
    """One fact table; raises NotAnExtract when its file is missing."""
    try:
        return pq.read_table(path_of(folder, table))
    except FileNotFoundError:
        why = " It was held back at a hand-over." if by_name()[table].restricted else ""
        raise NotAnExtract(f"{path_of(folder, table)} is missing.{why} Make the extract anew.") from None


def read(folder: Path) -> dict[str, pa.Table]:
    return {table.name: read_table(folder, table.name) for table in TABLES}


def write(folder: Path, about: About, parts: Iterable[Mapping[str, pa.Table]]) -> dict[str, int]:
    """Writes the parts, in order of their threads, as one extract, and says how many rows each table has.

    Nothing of an earlier extract is replaced before everything is written.
    """
    writers: dict[str, pq.ParquetWriter] = {}
    rows = {table.name: 0 for table in TABLES}
    try:
        for part in parts:
            for name, table in part.items():
                if name not in writers:
                    writers[name] = pq.ParquetWriter(unfinished(folder, name), table.schema, compression="zstd")
                if table.num_rows:
                    writers[name].write_table(table)
                rows[name] += table.num_rows
    finally:
        for writer in writers.values():
            writer.close()
    (folder / ABOUT).unlink(missing_ok=True)  # a half replaced extract is none
    for name in writers:
        os.replace(unfinished(folder, name), path_of(folder, name))
    (folder / ABOUT).write_text(json.dumps(about.as_json(), indent=2) + "\n", encoding="utf-8")
    return rows


def unfinished(folder: Path, table: str) -> Path:
    return folder / f".{table}.parquet.unfinished"


def with_threads_anew(
    kept: Mapping[str, pa.Table], anew: Mapping[str, pa.Table], gone: Iterable[int] = ()
) -> dict[str, pa.Table]:
    """The kept tables with the rows of some threads replaced; the same as if all had been made anew."""
    replaced = pa.array(sorted({*anew["threads"]["thread"].to_pylist(), *gone}), pa.int64())
    together = {}
    for name, table in kept.items():
        others = table.filter(pc.invert(pc.is_in(table["thread"], value_set=replaced)))
        together[name] = facts.in_order(name, pa.concat_tables([others, anew[name]]).combine_chunks())
    return together


def threads_to_renew(kept: Mapping[str, pa.Table], now: Iterable[tuple[ThreadRow, bool]]) -> tuple[set[int], set[int]]:
    """Which threads must be made anew, because they or what is said of their person changed, and which are gone."""
    before = {row["thread"]: row for row in kept["threads"].to_pylist()}
    renewed: set[int] = set()
    seen: set[int] = set()
    for thread, changed in now:
        seen.add(thread.id)
        if changed or before.get(thread.id) != facts.thread_row(thread):
            renewed.add(thread.id)
    return renewed, before.keys() - seen
