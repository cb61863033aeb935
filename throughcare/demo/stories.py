"""Reads stories: a person's way through the service, written down step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from throughcare.foundations.command import BadInput
from throughcare.foundations.yaml_words import Document, YamlFault, load_with_lines

PERSON_KEYS = {
    "ref",
    "given_name",
    "family_name",
    "born",
    "sex",
    "ethnicity",
    "postcode",
    "nhs_number",
    "story",
}
STEP_KEYS = {"on", "at", "do", "recorded_on", "because", "by"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: a verb with its arguments."""

    verb: str
    on: date
    line: int
    arguments: Mapping = field(default_factory=dict)
    at: time | None = None
    recorded_on: date | None = None
    because: str = ""
    by: str = ""
    """The user name of whoever wrote it down; whoever plays the story unless said."""


@dataclass(frozen=True, slots=True)
class PersonStory:
    ref: str
    line: int
    details: Mapping
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Story:
    file: str
    specification: str
    today: date
    people: tuple[PersonStory, ...]
    activity: tuple[Step, ...]


def read_story(path: Path) -> Story:
    """The story in a file; raises BadInput with file and line for anything that is not one."""
    try:
        document = load_with_lines(path)
    except YamlFault as fault:
        raise BadInput(fault.message, fault.filename, fault.line) from None
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", path) from None
    return Reader(path, document).story()


class Reader:
    """Checks a story as it reads it, knowing the line of each part."""

    def __init__(self, path: Path, document: Document):
        self.path, self.data, self.line_of = path, document.data, document.line_of

    def wrong(self, message: str, *where) -> BadInput:
        return BadInput(message, self.path, self.line_of(tuple(where)))

    def story(self) -> Story:
        if not isinstance(self.data, dict):
            raise self.wrong("A story is a mapping with specification, today and people.")
        for key in self.data.keys() - {"specification", "today", "people", "activity"}:
            raise self.wrong(f"{key} is no part of a story: it has specification, today, people and activity.", key)
        for key in ("specification", "today"):
            if key not in self.data:
                raise self.wrong(f"The story does not say its {key}.")
        if not isinstance(self.data["today"], date):
            raise self.wrong("today is a day, written as 2015-01-31.", "today")
        people = self.data.get("people") or []
        activity = self.data.get("activity") or []
        if not isinstance(people, list) or not isinstance(activity, list):
            raise self.wrong("people and activity are lists.", "people" if not isinstance(people, list) else "activity")
        return Story(
            file=str(self.path),
            specification=str(self.data["specification"]),
            today=self.data["today"],
            people=tuple(self.person(index, one) for index, one in enumerate(people)),
            activity=tuple(self.step(one, "activity", index) for index, one in enumerate(activity)),
        )

    def person(self, index: int, one: Mapping) -> PersonStory:
        where = ("people", index)
        if not isinstance(one, dict):
            raise self.wrong("A person is a mapping with ref, names, born, sex and story.", *where)
        for key in one.keys() - PERSON_KEYS:
            raise self.wrong(f"{key} is nothing that a story says of a person.", *where, key)
        for key in ("ref", "given_name", "family_name", "born", "sex"):
            if one.get(key) in (None, ""):
                raise self.wrong(f"The person has no {key}.", *where)
        if not isinstance(one["born"], date):
            raise self.wrong("born is a day, written as 1999-05-02.", *where, "born")
        if one["sex"] not in {"female", "male", "unknown"}:
            raise self.wrong(f"{one['sex']!r} is not one of female, male, unknown.", *where, "sex")
        steps = one.get("story") or []
        if not isinstance(steps, list):
            raise self.wrong("story is a list of steps.", *where, "story")
        return PersonStory(
            ref=str(one["ref"]),
            line=self.line_of(where),
            details={key: said for key, said in one.items() if key not in {"ref", "story"}},
            steps=tuple(self.step(step, *where, "story", n) for n, step in enumerate(steps)),
        )

    def step(self, one: Mapping, *where) -> Step:
        if not isinstance(one, dict):
            raise self.wrong("A step is a mapping such as {on: 2014-10-01, do: ...}.", *where)
        if not isinstance(one.get("on"), date):
            raise self.wrong("The step has no day: on is a day, written as 2014-10-01.", *where)
        if not isinstance(one.get("do"), str):
            raise self.wrong("The step does not say what was done: do is a verb.", *where)
        recorded_on = one.get("recorded_on")
        if recorded_on is not None and not isinstance(recorded_on, date):
            raise self.wrong("recorded_on is a day, written as 2014-10-01.", *where, "recorded_on")
        return Step(
            verb=one["do"],
            on=one["on"],
            line=self.line_of(tuple(where)),
            arguments={key: said for key, said in one.items() if key not in STEP_KEYS},
            at=self.time_of(one.get("at"), *where),
            recorded_on=recorded_on,
            because=str(one.get("because") or ""),
            by=str(one.get("by") or ""),
        )

    def time_of(self, said, *where) -> time | None:
        if said is None:
            return None
        try:
            return time.fromisoformat(str(said).zfill(5))
        except ValueError:
            raise self.wrong("at is a time of day, written as 14:30.", *where, "at") from None
