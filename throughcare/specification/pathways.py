"""pathways.toml: the ways on from triage, and the rules by which its answers point to one of them (stepped care)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import model_validator

from throughcare.specification.codes import Age, Entry, Flag, Id, Strict, Text
from throughcare.specification.definitions import Need, Pathway, PathwayRule
from throughcare.specification.reading import Page, did_you_mean, entries_as
from throughcare.specification.resolving import Lists

#: Each thing a rule may ask about that is answered with a word, and the list that has its words.
LIST_OF = {
    "severity": "severities",
    "urgency": "urgencies",
    "motivation": "motivations",
    "substance": "substances",
    "risk": "risks",
    "question": "triage_questions",
}
Blame = Callable[[str, str], None]


class NeedWords(Strict):
    """One thing a rule asks: a word or a list of words, an age, or the total of a tool."""

    severity: Text | tuple[Text, ...] = ()
    urgency: Text | tuple[Text, ...] = ()
    motivation: Text | tuple[Text, ...] = ()
    substance: Text | tuple[Text, ...] = ()
    risk: Text | tuple[Text, ...] = ()
    question: Text | tuple[Text, ...] = ()
    age_from: Age | None = None
    age_to: Age | None = None
    tool: Id | None = None
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def one_subject(self) -> NeedWords:
        subjects = [name for name in LIST_OF if getattr(self, name)]
        subjects += ["age"] if self.age_from is not None or self.age_to is not None else []
        subjects += ["tool"] if self.tool else []
        if len(subjects) != 1:
            raise ValueError("is about one thing: one of the lists, an age, or a tool; write two needs for two")
        ends = (self.at_least, self.at_most)
        if bool(self.tool) != (ends != (None, None)):
            raise ValueError("a tool goes with at_least, at_most or both")
        low, high = ends if self.tool else (self.age_from, self.age_to)
        if low is not None and high is not None and low > high:
            raise ValueError("has its lower end after its upper end")
        return self


class PathwayWords(Entry):
    outcomes: tuple[Id, ...]
    beside: Flag = False


class RuleWords(Strict):
    id: Id
    pathway: Id
    why: Text
    needs: tuple[NeedWords, ...]
    unless: tuple[NeedWords, ...] = ()
    source: Text
    note: str = ""


def pathways(page: Page | None, lists: Lists) -> dict[str, Any]:
    """What the file says, every word in it looked up; nothing at all where the specification has no such file."""
    if page is None or not page.readable:
        return {}
    ways = {one.id: one for one in _pathways(page, lists)}
    rules = tuple(_rules(page, lists, ways))
    return {"pathways": ways, "pathway_rules": rules}


def _pathways(page: Page, lists: Lists):
    for index, words in enumerate(entries_as(page, "pathway", PathwayWords)):
        if words is None:
            continue
        for one in words.outcomes:
            if one not in lists.ids("triage_outcomes"):
                near = did_you_mean(one, lists.ids("triage_outcomes"))
                page.blame("pathway", index, "outcomes", f"{one} is not one of the triage outcomes{near}")
        if not words.outcomes:
            page.blame("pathway", index, "outcomes", "is empty; without an outcome nobody can take this pathway")
        yield Pathway(**words.model_dump())


def _rules(page: Page, lists: Lists, ways: dict[str, Pathway]):
    for index, words in enumerate(entries_as(page, "rule", RuleWords)):
        if words is None:
            continue
        if words.pathway not in ways:
            near = did_you_mean(words.pathway, ways)
            page.blame("rule", index, "pathway", f"{words.pathway} is not one of the pathways{near}")
        if not words.needs:
            page.blame("rule", index, "needs", "is empty, so the rule would always hold")
        yield PathwayRule(
            id=words.id,
            pathway=words.pathway,
            why=words.why,
            needs=_needs(
                words.needs, lists, lambda where, what, at=index: page.blame("rule", at, where, what), "needs"
            ),
            unless=_needs(
                words.unless, lists, lambda where, what, at=index: page.blame("rule", at, where, what), "unless"
            ),
            source=words.source,
            note=words.note,
        )


def _needs(several: tuple[NeedWords, ...], lists: Lists, blame: Blame, where: str) -> tuple[Need, ...]:
    return tuple(
        _need(words, lists, lambda what, at=number: blame(f"{where}.{at}", what))
        for number, words in enumerate(several, start=1)
    )


def _need(words: NeedWords, lists: Lists, blame: Callable[[str], None]) -> Need:
    if words.tool:
        if words.tool not in lists.ids("instruments"):
            blame(f"{words.tool} is not one of the instruments{did_you_mean(words.tool, lists.ids('instruments'))}")
        return Need("tool", frozenset({words.tool}), words.at_least, words.at_most)
    about = next((name for name in LIST_OF if getattr(words, name)), None)
    if about is None:
        return Need("age", at_least=words.age_from, at_most=words.age_to)
    said = getattr(words, about)
    wanted = frozenset({said} if isinstance(said, str) else said)
    known = lists.ids(LIST_OF[about])
    for one in sorted(wanted):
        if one not in known:
            blame(f"{one} is not one of the {LIST_OF[about].replace('_', ' ')}{did_you_mean(one, known)}")
    return Need(about, wanted)
