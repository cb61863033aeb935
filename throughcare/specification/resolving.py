"""Looks up every word that one entry uses of another, and makes of both what the house runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from throughcare.specification.definitions import ClockDefinition, Condition, Duration, Match, WaitingRule
from throughcare.specification.reading import Page, did_you_mean
from throughcare.specification.schema import (
    ClockWords,
    ConditionWords,
    Length,
    MatchWords,
    Step,
    StepWords,
    WaitingWords,
)
from throughcare.specification.terms import (
    DETAIL_CODES,
    DETAIL_KEYS,
    FIXED_LISTS,
    MARKS,
    OTHER_NAMES,
    THREAD_OF,
    YES_NO,
)

Blame = Callable[[str, str], None]
"""Called with the field and what is wrong with it."""


class AnyWord(frozenset):
    """Stands for a list whose file cannot be read: that is the mistake, not every word that leans on it."""

    def __contains__(self, word: object) -> bool:
        return True


@dataclass
class Lists:
    """The words of the specification as written, so that one faulty entry does not make all others faulty too."""

    raw: dict[str, dict[str, dict]] = field(default_factory=dict)
    """For each list its ids, each with the entry as it stands in the file."""
    unread: set[str] = field(default_factory=set)

    def ids(self, name: str) -> frozenset[str]:
        if name in FIXED_LISTS:
            return frozenset(FIXED_LISTS[name])
        if name in self.unread:
            return AnyWord()
        if name == "all_risks":
            return frozenset(self.raw.get("risks", {})) | self.ids("further_risks")
        if name == "end_reasons":  # leaving ends what is open, for the reason of leaving
            return frozenset(self.raw.get(name, {})) | self.ids("exit_reasons")
        return frozenset(self.raw.get(name, {}))

    def titles(self, name: str) -> dict[str, str]:
        return {one: str(entry.get("title", one)) for one, entry in self.raw.get(name, {}).items()}

    def marked(self, name: str, mark: str, wanted: Any) -> frozenset[str]:
        if name in self.unread:
            return AnyWord({"any"})
        empty = False if isinstance(wanted, bool) else None
        return frozenset(one for one, entry in self.raw.get(name, {}).items() if entry.get(mark, empty) == wanted)


def match(words: MatchWords, lists: Lists, blame: Blame, where: str) -> Match | None:
    if words.kind not in DETAIL_KEYS:
        blame(f"{where}.kind", f"{words.kind} is not a kind of milestone{did_you_mean(words.kind, DETAIL_KEYS)}")
        return None
    conditions = []
    for key, said in words.conditions.items():
        condition = _condition(words.kind, key, said, lists, lambda m, key=key: blame(f"{where}.{key}", m))
        if condition is None:
            return None
        conditions.append(condition)
    return Match(words.kind, tuple(sorted(conditions)))


def _condition(
    kind: str, key: str, said: Any, lists: Lists, blame: Callable[[str], None]
) -> tuple[str, frozenset[str]] | None:
    if key in MARKS:
        return _marked(kind, key, said, lists, blame)
    key = OTHER_NAMES.get((kind, key), key)
    if key not in DETAIL_KEYS[kind]:
        usable = [_spelt(kind, known) for known in DETAIL_KEYS[kind] if (kind, known) in DETAIL_CODES]
        words = f"; it can say {', '.join(sorted(usable))}" if usable else "; it says nothing but its day"
        blame(f"{kind} does not say {key}{words}")
        return None
    if (kind, key) not in DETAIL_CODES:
        blame(f"{key} is a day, a number or a name and cannot be a condition")
        return None
    known = lists.ids(DETAIL_CODES[kind, key])
    wanted = [_yes_or_no(one) for one in (said if isinstance(said, list) else [said])]
    unknown = [one for one in wanted if not isinstance(one, str) or one not in known]
    for one in unknown:
        blame(f"{one} is not one of the {_list_name(kind, key)}{did_you_mean(one, known)}")
    if not wanted:
        blame("names nothing, so it can never be met")
    return None if unknown or not wanted else (key, frozenset(wanted))


def _yes_or_no(said: Any) -> Any:
    return YES_NO[not said] if isinstance(said, bool) else said


def _marked(
    kind: str, key: str, said: Any, lists: Lists, blame: Callable[[str], None]
) -> tuple[str, frozenset[str]] | None:
    detail, mark = MARKS[key]
    name = DETAIL_CODES.get((kind, detail))
    if name is None or name == "end_reasons":
        blame(f"{kind} has nothing that {key} could be about")
        return None
    if key == "leads_to" and not isinstance(said, str):
        blame("must be text in quotes")
        return None
    if key != "leads_to" and not isinstance(said, bool):
        blame("must be true or false")
        return None
    found = lists.marked(name, mark, said)
    if not found:
        blame(f"none of the {_list_name(kind, detail)} has {mark} = {str(said).lower()}, so it can never be met")
        return None
    return detail, found


def _spelt(kind: str, key: str) -> str:
    return next((spelt for (of, spelt), meant in OTHER_NAMES.items() if (of, meant) == (kind, key)), key)


def _list_name(kind: str, key: str) -> str:
    return DETAIL_CODES[kind, key].replace("_", " ").replace("yes no", "two words yes and no")


def matches(several: Iterable[MatchWords], lists: Lists, blame: Blame, where: str, raw: Any) -> tuple[Match, ...]:
    """Those without faults; `raw` is the field as written, to say which of several is meant."""
    numbered = isinstance(raw, list)
    found = []
    for number, words in enumerate(several, start=1):
        one = match(words, lists, blame, f"{where}.{number}" if numbered else where)
        if one is not None:
            if one in found:
                blame(where, f"names {one.kind} twice with the same conditions")
            found.append(one)
    return tuple(found)


def duration(length: Length) -> Duration:
    (unit,) = length.model_fields_set
    return Duration(unit, getattr(length, unit))


def condition(words: ConditionWords, lists: Lists, blame: Blame, where: str, raw: Mapping) -> Condition:
    happened = matches(words.happened, lists, blame, f"{where}.happened", raw.get("happened"))
    return Condition(happened, words.age_from, words.age_to, frozenset(words.pathways))


def conditions(several: Iterable[ConditionWords], lists: Lists, blame: Blame, raw: Any) -> tuple[Condition, ...]:
    numbered = enumerate(zip(several, raw or (), strict=True), start=1)
    return tuple(condition(words, lists, blame, f"only_if.{number}", one) for number, (words, one) in numbered)


def clock(words: ClockWords, raw: Mapping, lists: Lists, blame: Blame) -> ClockDefinition:
    def looked_up(name: str) -> tuple[Match, ...]:
        return matches(getattr(words, name), lists, blame, name, raw.get(name))

    may_precede = words.may_precede
    made = ClockDefinition(
        id=words.id,
        title=words.title,
        starts_on=looked_up("starts_on"),
        stops_on=looked_up("stops_on"),
        within=duration(words.within),
        owner=words.owner,
        source=words.source,
        every=words.every,
        repeats=words.repeats,
        may_precede=duration(may_precede) if isinstance(may_precede, Length) else may_precede or None,
        not_before=duration(words.not_before) if words.not_before else None,
        only_if=conditions(words.only_if, lists, blame, raw.get("only_if")),
        pauses_on=looked_up("pauses_on"),
        resumes_on=looked_up("resumes_on"),
        voided_by=looked_up("voided_by"),
        note=words.note,
        short=words.short,
        same_wait_as=words.same_wait_as,
        thread=words.thread,
    )
    _check_thread(made, blame)
    _check_sense(words, made, blame)
    _check_role(words.owner, lists, blame)
    return made


def _check_thread(clock: ClockDefinition, blame: Blame) -> None:
    """A clock reads one thread: what another kind of thread records can neither start nor stop it."""
    for name in ("starts_on", "stops_on", "pauses_on", "resumes_on", "voided_by"):
        for one in getattr(clock, name):
            thread = THREAD_OF.get(one.kind, "episode")
            if thread not in (clock.thread, "activity"):
                blame(name, f"{one.kind} is recorded on the thread {thread}; this clock is on {clock.thread}")


def _check_role(role: str, lists: Lists, blame: Blame) -> None:
    if role not in lists.ids("roles"):
        blame("owner", f"{role} is not one of the roles{did_you_mean(role, lists.ids('roles'))}")


_HOURS = {"hours": 1, "days": 24, "weeks": 168}


def _check_sense(words: ClockWords, clock: ClockDefinition, blame: Blame) -> None:
    if clock.stops_on and set(clock.stops_on) == set(clock.starts_on) and not (clock.every or clock.repeats):
        blame("stops_on", "is the same as starts_on; only a clock with every or repeats may stop on its own kind")
    if bool(words.pauses_on) != bool(words.resumes_on):
        missing, other = ("resumes_on", "pauses_on") if words.pauses_on else ("pauses_on", "resumes_on")
        blame(missing, f"is missing; a clock with {other} needs both")
    for one in set(clock.pauses_on) & set(clock.resumes_on):
        blame("resumes_on", f"{one.kind} both pauses and resumes the clock")
    for one in set(clock.stops_on) & set(clock.voided_by):
        blame("voided_by", f"{one.kind} both stops and voids the clock")
    opens, closes = clock.not_before, clock.within
    if opens and _not_shorter(opens, closes):
        blame("not_before", "is not before the end of within, so nothing could stop the clock in time")


def _not_shorter(one: Duration, other: Duration) -> bool:
    if one.unit == other.unit:
        return one.count >= other.count
    if one.unit in _HOURS and other.unit in _HOURS:
        return one.count * _HOURS[one.unit] >= other.count * _HOURS[other.unit]
    return False


def check_waits(page: Page, said: Iterable[tuple[int, str]]) -> None:
    """A word for a shared wait that only one clock uses is a slip of the pen."""
    said = list(said)
    words = [word for _, word in said]
    for index, word in said:
        if word and words.count(word) == 1:
            page.blame(
                "clock",
                index,
                "same_wait_as",
                f"no other clock has {word}{did_you_mean(word, set(words) - {word, ''})}",
            )


def step(words: StepWords, raw: Mapping, lists: Lists, blame: Blame) -> Step:
    for number, earlier in enumerate(words.after, start=1):
        if earlier not in lists.ids("steps"):
            blame(f"after.{number}", f"{earlier} is not a step{did_you_mean(earlier, lists.ids('steps'))}")
    _check_role(words.owner, lists, blame)
    return Step(
        id=words.id,
        title=words.title,
        source=words.source,
        done_by=matches(words.done_by, lists, blame, "done_by", raw.get("done_by")),
        after=words.after,
        only_if=conditions(words.only_if, lists, blame, raw.get("only_if")),
        owner=words.owner,
        repeatable=words.repeatable,
        note=words.note,
    )


def waiting(words: WaitingWords, raw: Mapping, lists: Lists, blame: Blame) -> WaitingRule:
    return WaitingRule(matches(words.after, lists, blame, "after", raw.get("after")))


def cycles(leads: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Each ring of entries that name each other, once, from its first in the order of the file."""
    found: list[tuple[str, ...]] = []
    finished: set[str] = set()

    def walk(one: str, path: list[str]) -> None:
        if one in path:
            found.append(tuple(path[path.index(one) :]))
        elif one not in finished and one in leads:
            for following in leads[one]:
                walk(following, [*path, one])
            finished.add(one)

    for one in leads:
        walk(one, [])
    return found


def check_concern_routes(page: Page, lists: Lists) -> None:
    """Each way for a concern leads to an agency of the specification, with one of its urgencies."""
    for index, route in enumerate(page.entries("concern_route")):
        for where, name in (("to", "agencies"), ("urgency", "urgencies")):
            _check_word(page, ("concern_route", index, where), route.get(where), name, lists)


def check_domestic_abuse(page: Page, said: Any, lists: Lists) -> None:
    """A graded risk goes to agencies of the specification, and one of its questionnaires grades it."""
    named = dict.fromkeys(("standard_to", "medium_to", "high_to"), "agencies") | {"checklist": "instruments"}
    for where, name in named.items():
        word = said.get(where) if isinstance(said, dict) else None
        _check_word(page, ("domestic_abuse", None, where), word, name, lists)


def _check_word(page: Page, place: tuple[str, int | None, str], word: Any, name: str, lists: Lists) -> None:
    known = lists.ids(name)
    if isinstance(word, str) and known and word not in known:
        page.blame(*place, f"{word} is not one of the {name}{did_you_mean(word, known)}")


def check_codes(page: Page, lists: Lists) -> None:
    """What the coded words must have besides each field's own shape."""
    for index, reason in enumerate(page.entries("exit_reason")):
        if reason.get("planned") is True and reason.get("died") is True:
            page.blame("exit_reason", index, "died", "a death is never a planned exit")
    check_concern_routes(page, lists)
    kinds = page.entries("plan_kind")
    usual = [index for index, kind in enumerate(kinds) if kind.get("default") is True]
    if kinds and not usual:
        page.blame("", None, "plan_kind", "no entry has default = true; say which plan is meant when none is named")
    for index in usual[1:]:
        page.blame("plan_kind", index, "default", f"{kinds[usual[0]].get('id')} has default = true already")
    for index, tool in enumerate(page.entries("instrument")):
        check_competence(page, lists, "instrument", index, tool)


def check_competence(page: Page, lists: Lists, table: str, index: int | None, entry: dict[str, Any]) -> None:
    known, named = lists.raw["competences"], entry.get("competence")
    if isinstance(named, str) and named not in known and "competences" not in lists.unread:
        page.blame(table, index, "competence", f"{named} is no competence of codes.toml{did_you_mean(named, known)}")
