"""Which way on from triage its answers point to: the least intensive pathway that fits (001, stepped care)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from throughcare.foundations.terms import Answer
from throughcare.specification.definitions import Need, Pathway, PathwayRule
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class Findings:
    """What triage found, as far as anybody said it; an empty word is one that nobody said."""

    age: int | None = None
    severity: str = ""
    urgency: str = ""
    motivation: str = ""
    substances: tuple[str, ...] = ()
    risks: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    """The latest total of each tool."""


@dataclass(frozen=True, slots=True)
class Recommended:
    pathway: Pathway
    because: tuple[PathwayRule, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What the rules say: the pathway that fits, what stands beside it, and which answers would say more."""

    fits: Recommended | None = None
    beside: tuple[Recommended, ...] = ()
    missing: tuple[Need, ...] = ()

    @property
    def recommended(self) -> tuple[Recommended, ...]:
        return (*((self.fits,) if self.fits else ()), *self.beside)

    def not_followed(self, outcomes: Collection[str]) -> tuple[Recommended, ...]:
        """The pathways recommended that none of these outcomes takes."""
        return tuple(one for one in self.recommended if not set(one.pathway.outcomes) & set(outcomes))


def advise(findings: Findings, specification: Specification) -> Advice:
    """An answer nobody gave settles no rule: it is named as missing, and never stands for a no."""
    fits, beside, missing = None, [], []
    for pathway in specification.pathways.values():
        rules = [rule for rule in specification.pathway_rules if rule.pathway == pathway.id]
        holding = tuple(rule for rule in rules if holds(rule, findings))
        if pathway.beside and holding:
            beside.append(Recommended(pathway, holding))
        elif holding and fits is None:
            fits = Recommended(pathway, holding)
        if not holding:
            missing += [need for rule in rules if holds(rule, findings) is None for need in unsettled(rule, findings)]
    return Advice(fits, tuple(beside), tuple(dict.fromkeys(missing)))


def holds(rule: PathwayRule, findings: Findings) -> bool | None:
    """Whether the rule points to its pathway; None where that hangs on an answer that nobody gave."""
    needed = [met(need, findings) for need in rule.needs]
    excluded = [met(need, findings) for need in rule.unless]
    if False in needed or True in excluded:
        return False
    return None if None in needed or None in excluded else True


def unsettled(rule: PathwayRule, findings: Findings) -> list[Need]:
    return [need for need in (*rule.needs, *rule.unless) if met(need, findings) is None]


def met(need: Need, findings: Findings) -> bool | None:
    match need.about:
        case "age":
            return _between(findings.age, need)
        case "tool":
            return _between(findings.totals.get(next(iter(need.words))), need)
        case "substance":
            return bool(need.words & set(findings.substances)) if findings.substances else None
        case "risk":
            return _answered(need.words, findings.risks)
        case "question":
            return _answered(need.words, findings.questions)
    said = getattr(findings, need.about)
    return said in need.words if said else None


def _between(number: int | None, need: Need) -> bool | None:
    if number is None:
        return None
    return (need.at_least is None or number >= need.at_least) and (need.at_most is None or number <= need.at_most)


def _answered(asked: Iterable[str], answers: Mapping[str, str]) -> bool | None:
    """Yes to any of them is yes; no to all of them is no; else it is not known."""
    said = [answers.get(one) for one in asked]
    if Answer.YES in said:
        return True
    return False if all(one == Answer.NO for one in said) else None


def changed_answers(own: Mapping, found: Mapping) -> list[str]:
    """Which of somebody's own answers a worker did not leave as they were: single ones by name, the rest one by one."""
    changed = [
        name for name in ("substances", "severity", "wants") if (own.get(name) or None) != (found.get(name) or None)
    ]
    for group in ("risks", "questions"):
        before, after = own.get(group) or {}, found.get(group) or {}
        changed += [one for one in before if after.get(one, Answer.NOT_ASKED) != before[one]]
    return changed
