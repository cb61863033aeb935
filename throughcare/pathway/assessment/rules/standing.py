"""How the questions of an assessment stand: which apply, what is answered, what an answer makes necessary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughcare.specification.questions import AssessmentForm, Meaning, OnlyIf, Opens, Question, SubstanceColumn

ANSWERED, NOT_ASKED = "answered", "not_asked"


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest answer to one question, with its day and who told it."""

    question: str
    given: str
    answer: Any
    on: date
    source: str
    agency: str = ""
    version: int = 0
    row: int = 0

    @property
    def asked(self) -> bool:
        return self.given != NOT_ASKED

    @property
    def said(self) -> frozenset[str]:
        """The ids that the answer names: one, several, or which of the three other answers it is."""
        if self.given != ANSWERED:
            return frozenset({self.given})
        listed = self.answer if isinstance(self.answer, list) else [self.answer]
        return frozenset(one for one in listed if isinstance(one, str))


Standings = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class About:
    """What conditions may ask of the person."""

    age: int | None
    sex: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that an answer makes necessary and that is not done yet."""

    question: str
    words: str
    instrument: str = ""
    before: tuple[str, ...] = ()


def said(standings: Standings, question: str) -> frozenset[str]:
    """A question that nobody has answered was not asked."""
    standing = standings.get(question)
    return standing.said if standing else frozenset({NOT_ASKED})


def is_yes(standings: Standings, question: Question | None) -> bool:
    return question is not None and "yes" in said(standings, question.id)


def applies(form: AssessmentForm, question: Question, standings: Standings, about: About) -> bool:
    """Whether the question is asked of this person; one that hangs on a question that is not asked is not either."""
    return all(_holds(form, condition, standings, about) for condition in question.only_if)


def _holds(form: AssessmentForm, condition: OnlyIf, standings: Standings, about: About) -> bool:
    if condition.question:
        before = form.by_id[condition.question]
        fits = not said(standings, before.id).isdisjoint(condition.answers)
        return fits and applies(form, before, standings, about)
    if condition.sex:
        return about.sex in condition.sex
    if about.age is None:
        return False
    return (condition.age_from or 0) <= about.age <= (999 if condition.age_to is None else condition.age_to)


def asked_of(
    form: AssessmentForm, questions: Iterable[Question], standings: Standings, about: About
) -> list[tuple[Question, Standing | None]]:
    """The questions that apply, each with how it stands."""
    return [(one, standings.get(one.id)) for one in questions if applies(form, one, standings, about)]


def matters(
    form: AssessmentForm,
    standings: Standings,
    about: About,
    *,
    tools: Collection[str] = (),
    children: Collection[int] = (),
    assessed: Collection[int] = (),
) -> list[Matter]:
    """What the answers make necessary and what still waits, in the order of the questions."""
    found: dict[str, Matter] = {}
    children_done = bool(children) and set(children) <= set(assessed)
    for question, standing in asked_of(form, form.questions, standings, about):
        if question.domain in form.about_children:
            continue
        for opened in question.opens:
            if not _triggered(opened, standing) or _settled(opened, standings, tools, children_done):
                continue
            found.setdefault(
                opened.words, Matter(question.id, opened.words, opened.instrument or "", tuple(opened.before))
            )
    return list(found.values())


def _triggered(opened: Opens, standing: Standing | None) -> bool:
    if opened.over is not None:
        number = standing.answer if standing and standing.given == ANSWERED else None
        return isinstance(number, int | float) and number > opened.over
    return not (standing.said if standing else frozenset({NOT_ASKED})).isdisjoint(opened.answers)


def _settled(opened: Opens, standings: Standings, tools: Collection[str], children_done: bool) -> bool:
    if opened.each_child:
        return children_done
    if opened.instrument:
        return opened.instrument in tools
    return opened.until is not None and "yes" in said(standings, opened.until)


def stimulants_used(form: AssessmentForm, standings: Standings) -> list[str]:
    """The stimulants among the substances named, in their order (004 section 20.6, 10)."""
    table = form.by_meaning.get(Meaning.SUBSTANCES)
    standing = standings.get(table.id) if table else None
    rows = standing.answer if standing and standing.given == ANSWERED else []
    named = [row.get(SubstanceColumn.SUBSTANCE.value) for row in rows]
    return [one for one in named if one in form.settings.stimulants]


def detoxification_without_medical_assessment(
    form: AssessmentForm | None, happenings: Iterable, intervention: str = "", on: date | None = None
) -> list[str]:
    """The types that started, or would start now, with no medical assessment before them (004 section 10.2.3)."""
    if form is None:
        return []
    told = list(happenings)
    medical = min((one.on for one in told if one.kind == "medical_assessment_recorded"), default=date.max)
    started = [(one.detail.get("type"), one.on) for one in told if one.kind == "intervention_started"]
    started += [(intervention, on or date.max)] if intervention else []
    return [kind for kind, day in started if kind in form.settings.medical_assessment_before and day < medical]


# Pathway matching ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatchingInputs:
    """What the choice of a pathway looks at (001, lines 538 to 542, 796 and 917 to 922); None where nobody asked."""

    severity: Mapping[str, str]
    """The band of the counted criteria, by substance: none, mild, moderate or severe."""
    withdrawal_signs: bool | None
    difficult_withdrawal: bool | None
    cognitive_deficit: bool | None
    mental_condition: bool | None
    physical_condition: bool | None
    pregnant: bool | None
    dual_diagnosis: DualDiagnosis


@dataclass(frozen=True, slots=True)
class DualDiagnosis:
    """By both definitions; which of the two counts is the specification's choice."""

    severe_illness: bool | None
    """Diagnosed severe and enduring illness with problem use (004 section 10.11)."""
    any_condition: bool | None
    """Any mental health condition beside the use, diagnosed or not (002, 2.4 and 3.6)."""
    counts: str

    @property
    def counted(self) -> bool | None:
        return getattr(self, self.counts)


def answered(standings: Standings, question: Question | None) -> bool | None:
    """Yes or no; None where it was not asked, declined or not known."""
    words = said(standings, question.id) if question else frozenset()
    return True if "yes" in words else False if "no" in words else None


def dual_diagnosis(form: AssessmentForm, standings: Standings) -> DualDiagnosis:
    told = {meaning: answered(standings, form.by_meaning.get(meaning)) for meaning in Meaning}
    any_condition = told[Meaning.MENTAL_CONDITION]
    severe, problem = told[Meaning.SEVERE_MENTAL_ILLNESS], told[Meaning.PROBLEM_USE]
    parts = (severe, problem)
    both = False if False in parts or any_condition is False else True if all(parts) else None
    return DualDiagnosis(both, any_condition, form.settings.dual_diagnosis)


def matching_inputs(form: AssessmentForm, standings: Standings, severity: Mapping[str, str]) -> MatchingInputs:
    told = {meaning: answered(standings, form.by_meaning.get(meaning)) for meaning in Meaning}
    return MatchingInputs(
        severity=dict(severity),
        withdrawal_signs=told[Meaning.WITHDRAWAL_SIGNS],
        difficult_withdrawal=told[Meaning.DIFFICULT_WITHDRAWAL],
        cognitive_deficit=told[Meaning.COGNITIVE_DEFICIT],
        mental_condition=told[Meaning.MENTAL_CONDITION],
        physical_condition=told[Meaning.PHYSICAL_CONDITION],
        pregnant=told[Meaning.PREGNANCY],
        dual_diagnosis=dual_diagnosis(form, standings),
    )


def changed(before: Standings, after: Standings) -> list[str]:
    """The questions whose answer is another one, new or gone, in the order in which they stand afterwards."""
    return [
        name for name in dict.fromkeys([*after, *before]) if _as_said(before.get(name)) != _as_said(after.get(name))
    ]


def _as_said(standing: Standing | None) -> tuple:
    return (standing.given, standing.answer) if standing else (NOT_ASKED, None)
