"""Loads a specification with all its dated versions, or says everything that is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from throughcare.specification import resolving
from throughcare.specification.codes import CODE_LISTS, LISTS_THAT_MAY_BE_EMPTY, Code
from throughcare.specification.files import FILES, OPTIONAL_FILES, READ_ABOVE
from throughcare.specification.pathways import pathways
from throughcare.specification.questions import AssessmentForm, read_form
from throughcare.specification.reading import (
    Fault,
    Page,
    SpecificationFaults,
    did_you_mean,
    entries_as,
    name_of,
    read,
    table_as,
)
from throughcare.specification.resolving import Lists
from throughcare.specification.schema import (
    ClockWords,
    Front,
    InterventionType,
    InterventionWords,
    Role,
    Specification,
    Step,
    StepWords,
    WaitingWords,
)
from throughcare.specification.terms import PERMISSIONS, ROLES, VOCABULARY

__all__ = ["Draft", "Fault", "SpecificationBook", "SpecificationFaults", "also_check", "check", "load", "shipped"]

SHIPPED = Path(__file__).parent / "specs"


@dataclass(frozen=True, slots=True)
class SpecificationBook:
    """A specification and its versions, the oldest first."""

    name: str
    versions: tuple[Specification, ...]

    @property
    def latest(self) -> Specification:
        return self.versions[-1]

    def in_force_on(self, day: datetime.date) -> Specification:
        """The version of that day; the first one also governs what came before it."""
        begun = [version for version in self.versions if version.day <= day]
        return begun[-1] if begun else self.versions[0]

    def version(self, named: str) -> Specification:
        return next(version for version in self.versions if version.version == named)


@dataclass(frozen=True, slots=True)
class Named:
    id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file's own checks may ask of a version that is still being read and may have faults elsewhere."""

    name: str
    version: str
    clocks: tuple[Named, ...]
    age_bands: dict[str, tuple[tuple[str, int | None, int | None], ...]]


#: The room that a file is for, where that room lies above this one: a function of the file and the draft, by its name.
_own_checks: dict[str, str] = {}


def also_check(file: str, function: str) -> None:
    """Let a higher room check the file that it reads: the dotted name of `function(path, draft) -> list[Fault]`."""
    _own_checks[file] = function


def shipped() -> list[str]:
    return sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir() and not folder.name.startswith("_"))


def load(name_or_path: str | Path) -> SpecificationBook:
    """The specification of that name, or in that folder; raises SpecificationFaults with every mistake in it."""
    return _load(folder_of(name_or_path))


@lru_cache(maxsize=16)
def _load(folder: Path) -> SpecificationBook:
    book, faults = _read_book(folder)
    if faults or book is None:
        raise SpecificationFaults(faults)
    return book


def check(path: str | Path) -> list[Fault]:
    """Everything wrong with the specification there: a name, a folder of versions, or one version's folder."""
    folder = folder_of(path)
    if (folder / "specification.toml").exists():
        faults = _read_version(folder, named=None, thorough=True)[1]
    else:
        faults = _read_book(folder, thorough=True)[1]
    return sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.entry, fault.field, fault.message))


def folder_of(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and "/" not in name_or_path and (SHIPPED / name_or_path).is_dir():
        return SHIPPED / name_or_path
    return Path(name_or_path)


def _read_book(folder: Path, thorough: bool = False) -> tuple[SpecificationBook | None, list[Fault]]:
    if not folder.is_dir():
        known = f"; the product has {', '.join(shipped())}" if folder.name == str(folder) else ""
        return None, [Fault(str(folder), "", "", f"there is no such specification{known}")]
    faults: list[Fault] = []
    versions = []
    for inner in sorted(one for one in folder.iterdir() if one.is_dir() and one.name[:1] not in "._"):
        if not _is_day(inner.name):
            faults.append(Fault(str(inner), "", "", "is not named by the day it comes into force, such as 2014-04-01"))
            continue
        version, found = _read_version(inner, folder.name, thorough)
        faults += found
        versions.append(version)
    if not versions and not faults:
        faults.append(Fault(str(folder), "", "", "holds no version: a folder named by a day, such as 2014-04-01"))
    if faults:
        return None, faults
    return SpecificationBook(folder.name, tuple(versions)), []


def _is_day(word: str) -> bool:
    try:
        return datetime.date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False


def _read_version(folder: Path, named: str | None, thorough: bool = False) -> tuple[Specification | None, list[Fault]]:
    """A version and its faults; `thorough` asks the rooms above about the files they read, which takes longer."""
    reader = _Version(folder, named)
    made = reader.read()
    faults = list(dict.fromkeys([*reader.stray, *reader.faults(thorough)]))
    return (None if faults else Specification(**made)), faults


def _bands_as_written(said: Any) -> tuple[tuple[Any, Any, Any], ...]:
    bands = [band for band in said if isinstance(band, dict)] if isinstance(said, list) else []
    return tuple((band.get("label"), band.get("from"), band.get("to")) for band in bands)


class _Version:
    """One version on its way from text to specification; faults gather on the pages, and reading always goes on."""

    def __init__(self, folder: Path, named: str | None):
        self.folder, self.named = folder, named
        self.stray = [
            Fault(str(file), "", "", f"is not a file of a specification{did_you_mean(file.name, FILES)}")
            for file in sorted(folder.glob("*.toml"))
            if file.name not in FILES
        ]
        self.pages = {
            name: read(folder / name, tables, open_ended=name in READ_ABOVE)
            for name, tables in FILES.items()
            if name not in OPTIONAL_FILES or (folder / name).exists()
        }
        self.lists = Lists()

    def read(self) -> dict[str, Any]:
        self._gather_words()
        self._check_none_is_empty()
        return {
            "version": self.folder.name,
            **self._front(),
            **self._codes(),
            **self._clocks(),
            "steps": self._steps(),
            "interventions": self._interventions(),
            "roles": self._roles(),
            "assessment": self._assessment(),
            **pathways(self.pages.get("pathways.toml"), self.lists),
            "indicators_source": self._indicators(),
        }

    def faults(self, thorough: bool) -> Iterator[Fault]:
        for name, page in self.pages.items():
            if thorough and name in _own_checks and page.readable:
                yield from import_string(_own_checks[name])(page.path, self._draft())
            else:
                yield from page.faults

    def _draft(self) -> Draft:
        """From the files as written, so that one fault does not bring others after it."""
        front = self.pages["specification.toml"]
        bands = {str(one.get("id")): _bands_as_written(one.get("bands")) for one in front.entries("age_bands")}
        clocks = tuple(Named(clock) for clock in self.lists.raw["clocks"])
        return Draft(str(front.tables.get("name", "")), self.folder.name, clocks, bands)

    def _gather_words(self) -> None:
        """All ids first, so that every entry can be checked against them wherever it stands."""
        named = [("codes.toml", table, list_name) for table, (list_name, _) in CODE_LISTS.items()]
        named += [("interventions.toml", "intervention", "interventions"), ("roles.toml", "role", "roles")]
        named += [("steps.toml", "step", "steps"), ("clocks.toml", "clock", "clocks")]
        named += [("pathways.toml", "pathway", "pathways")] if "pathways.toml" in self.pages else []
        for file, table, list_name in named:
            entries = self.pages[file].entries(table)
            if not self.pages[file].readable:
                self.lists.unread.add(list_name)
            self.lists.raw[list_name] = {one["id"]: one for one in entries if isinstance(one.get("id"), str)}

    def _check_none_is_empty(self) -> None:
        needed = [("codes.toml", table) for table in CODE_LISTS if table not in LISTS_THAT_MAY_BE_EMPTY]
        needed += [("clocks.toml", "clock"), ("steps.toml", "step"), ("interventions.toml", "intervention")]
        for file, table in needed:
            page = self.pages[file]
            if page.readable and table not in page.tables:
                page.blame("", None, table, "has no entry")

    def _front(self) -> dict[str, Any]:
        page = self.pages["specification.toml"]
        if not page.readable:
            return {}
        known = {key: value for key, value in page.tables.items() if key in Front.model_fields}
        front = table_as(page, "", None, known, Front)
        words = known.get("vocabulary", {})
        for word in sorted(VOCABULARY - set(words if isinstance(words, dict) else ())):
            page.blame("vocabulary", None, word, "is missing")
        for word in sorted(set(words if isinstance(words, dict) else ()) - VOCABULARY):
            page.blame("vocabulary", None, word, f"is not a word that pages use{did_you_mean(word, VOCABULARY)}")
        if self.named and isinstance(known.get("name"), str) and known["name"] != self.named:
            page.blame("", None, "name", f"is {known['name']}, but the folder is named {self.named}")
        self._check_band_names(page)
        resolving.check_domestic_abuse(page, known.get("domestic_abuse"), self.lists)
        if isinstance(known.get("triage"), dict):
            resolving.check_competence(page, self.lists, "triage", None, known["triage"])
        if front is None:
            return {}
        return {
            "name": front.name,
            "title": front.title,
            "source": front.source,
            "note": front.note,
            "nation": front.nation,
            "entrance": front.entrance,
            "gates": front.gates,
            "domestic_abuse": front.domestic_abuse,
            "triage": front.triage,
            "closures": frozenset(closure.on for closure in front.closures),
            "age_bands": {
                one.id: tuple((band.label, band.from_, band.to) for band in one.bands) for one in front.age_bands
            },
            "vocabulary": {**front.vocabulary, **self._derived_words()},
        }

    def _check_band_names(self, page: Page) -> None:
        named = [one.get("id") for one in page.entries("age_bands")]
        for index, name in enumerate(named):
            if name in named[:index]:
                page.blame("age_bands", index, "id", "is used twice")

    def _derived_words(self) -> dict[str, str]:
        """`plan.<kind>` and `role.<role>` are looked up like other words, but each is written once, in its own list."""
        named = (("plan", "plan_kinds"), ("role", "roles"))
        return {
            f"{prefix}.{one}": str(entry.get("title", ""))
            for prefix, list_name in named
            for one, entry in self.lists.raw[list_name].items()
        }

    def _codes(self) -> dict[str, Any]:
        page = self.pages["codes.toml"]
        if not page.readable:
            return {}
        lists: dict[str, Any] = {}
        for table, (name, shape) in CODE_LISTS.items():
            found = [one for one in entries_as(page, table, shape) if one is not None]
            lists[name] = {one.id: one for one in found}
        resolving.check_codes(page, self.lists)
        leaving = {
            key: Code(**reason.model_dump(include=set(Code.model_fields)))
            for key, reason in lists["exit_reasons"].items()
        }
        lists["end_reasons"] = {**lists["end_reasons"], **leaving}
        offered = lists["instruments"]
        return {
            **lists,
            "instruments": tuple(offered),
            "instrument_competences": {one.id: one.competence for one in offered.values() if one.competence},
            "instrument_modes": {one.id: one.modes for one in offered.values() if one.modes},
        }

    def _clocks(self) -> dict[str, Any]:
        page = self.pages["clocks.toml"]
        clocks = list(self._looked_up(page, "clock", ClockWords, resolving.clock))
        waits = list(self._looked_up(page, "waiting", WaitingWords, resolving.waiting))
        said = enumerate(page.entries("clock"))
        resolving.check_waits(page, [(index, str(one.get("same_wait_as", ""))) for index, one in said])
        return {"clocks": tuple(clocks), "waiting": tuple(waits)}

    def _looked_up(self, page: Page, table: str, shape: type, resolve: Any) -> Iterator[Any]:
        for index, words in enumerate(entries_as(page, table, shape)):
            if words is not None:
                raw = page.entries(table)[index]
                yield resolve(words, raw, self.lists, lambda where, what, at=index: page.blame(table, at, where, what))

    def _steps(self) -> tuple[Step, ...]:
        page = self.pages["steps.toml"]
        steps = tuple(self._looked_up(page, "step", StepWords, resolving.step))
        self._check_rings(page, "step", "after", {one.id: one.after for one in steps}, " after ")
        return steps

    def _check_rings(self, page: Page, table: str, where: str, leads: dict[str, tuple[str, ...]], between: str) -> None:
        ids = [one.get("id") for one in page.entries(table)]
        for ring in resolving.cycles(leads):
            page.blame(table, ids.index(ring[0]), where, f"goes round in a ring: {between.join([*ring, ring[0]])}")

    def _interventions(self) -> dict[str, InterventionType]:
        page = self.pages["interventions.toml"]
        made: dict[str, InterventionType] = {}
        for index, words in enumerate(entries_as(page, "intervention", InterventionWords)):
            if words is None:
                continue
            if words.parent is not None and words.parent not in self.lists.ids("interventions"):
                near = did_you_mean(words.parent, self.lists.ids("interventions"))
                page.blame("intervention", index, "parent", f"{words.parent} is not an intervention{near}")
            counts = words.counts_as_in_treatment
            facts = words.model_dump() | {"counts_as_in_treatment": bool(counts), "left_open": counts is None}
            made[words.id] = InterventionType(**facts)
        parents = {one.id: (one.parent,) if one.parent else () for one in made.values()}
        self._check_rings(page, "intervention", "parent", parents, " in ")
        return made

    def _roles(self) -> dict[str, Role]:
        page = self.pages["roles.toml"]
        roles = [one for one in entries_as(page, "role", Role) if one is not None]
        for index, raw in enumerate(page.entries("role")):
            said = raw.get("permissions", [])
            for permission in said if isinstance(said, list) else []:
                if isinstance(permission, str) and permission not in PERMISSIONS:
                    near = did_you_mean(permission, PERMISSIONS)
                    page.blame("role", index, "permissions", f"{permission} is not a permission{near}")
        for missing in [role for role in ROLES if role not in self.lists.ids("roles")] if page.readable else ():
            page.blame("", None, "role", f"{missing} is missing; the product relies on it")
        return {one.id: one for one in roles}

    def _assessment(self) -> AssessmentForm | None:
        page = self.pages.get("assessment.toml")
        if page is None or not page.readable:
            return None
        return read_form(page, self.lists.ids, self.lists.titles)

    def _indicators(self) -> tuple[dict[str, Any], ...]:
        page = self.pages.get("indicators.toml")
        if page is None:
            return ()
        seen: set[str] = set()
        for index, raw in enumerate(page.entries("indicator")):
            for key in ("id", "title", "source"):
                if not isinstance(raw.get(key), str) or not raw[key].strip():
                    page.blame("indicator", index, key, "is empty" if key in raw else "is missing")
            clock = raw.get("clock")
            if clock is not None and str(clock) not in self.lists.ids("clocks"):
                near = did_you_mean(clock, self.lists.ids("clocks"))
                page.blame("indicator", index, "clock", f"{clock} is not a clock of this specification{near}")
            name = name_of(raw, "indicator", index)
            if name in seen:
                page.blame("indicator", index, "id", "is used twice")
            seen.add(name)
        return tuple(page.entries("indicator"))
