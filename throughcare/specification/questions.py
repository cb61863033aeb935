"""What a comprehensive assessment asks, by domain: assessment.toml, before and after the words in it are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from throughcare.specification.codes import CODE_LISTS, Age, Entry, Flag, Id, Strict, Text
from throughcare.specification.reading import Page, did_you_mean, entries_as, table_as

Sex = Literal["female", "male", "unknown"]
Number = Annotated[float, Field(strict=True)]


class Kind(StrEnum):
    """How a question is answered. Whatever the kind, "not asked", "declined" and "not known" are answers too."""

    FIVE_ANSWERS = "five_answers"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    DAY = "day"
    WORDS = "words"
    TABLE = "table"


class Meaning(StrEnum):
    """What the product itself reads of an assessment; a specification says which of its questions tells it."""

    SUBSTANCES = "substances"
    WITHDRAWAL_SIGNS = "withdrawal_signs"
    DIFFICULT_WITHDRAWAL = "difficult_withdrawal"
    COGNITIVE_DEFICIT = "cognitive_deficit"
    MENTAL_CONDITION = "mental_condition"
    SEVERE_MENTAL_ILLNESS = "severe_mental_illness"
    PHYSICAL_CONDITION = "physical_condition"
    PREGNANCY = "pregnancy"
    PROBLEM_USE = "problem_use"
    PARENT = "parent"
    CHILDREN_IN_CONTACT = "children_in_contact"


class SubstanceColumn(StrEnum):
    """Columns that a table of substances must have, whatever else it asks of each."""

    SUBSTANCE = "substance"
    RANK = "rank"


class Choice(Strict):
    id: Id
    title: Text


class OnlyIf(Strict):
    """When a question is asked: about one thing, an answer given before, an age, or the sex recorded."""

    question: Id | None = None
    answers: tuple[Text, ...] = ()
    age_from: Age | None = None
    age_to: Age | None = None
    sex: tuple[Sex, ...] = ()

    @model_validator(mode="after")
    def one_subject(self) -> OnlyIf:
        subjects = [self.question is not None, self.age_from is not None or self.age_to is not None, bool(self.sex)]
        if sum(subjects) != 1:
            raise ValueError("is about one thing: a question, or an age, or sex; write two conditions for two")
        if bool(self.answers) != (self.question is not None):
            raise ValueError("a question is named together with the answers that it must have")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("has age_from after age_to")
        return self


class Opens(Strict):
    """What an answer makes necessary: it stays open until that question is answered yes, or that tool completed."""

    answers: tuple[Text, ...] = ()
    over: Number | None = None
    words: Text
    until: Id | None = None
    instrument: Id | None = None
    each_child: Flag = False
    """Open until the needs of every child on the record are assessed, and at least one child stands there."""
    before: tuple[Literal["plan_drafted", "plan_signed_off", "intervention_started", "referred_onward"], ...] = ()
    """The steps whose pages say so while it is open."""

    @model_validator(mode="after")
    def one_trigger(self) -> Opens:
        if bool(self.answers) == (self.over is not None):
            raise ValueError("needs either answers, or over with a number")
        return self


class Baseline(Strict):
    """A published share of those who were not asked, to be better than."""

    not_asked: Annotated[float, Field(strict=True, ge=0, le=1)]
    of: Text
    source: Text


class Answered(Strict):
    """The kind of an answer and what bounds it: a question, or one column of a table."""

    choices: tuple[Choice, ...] = ()
    codes: str = ""
    """A list of codes.toml whose words are the choices."""
    lowest: Number | None = None
    highest: Number | None = None
    unit: str = ""


class Column(Answered):
    id: Id
    title: Text
    kind: Literal["five_answers", "choice", "number", "words"]


class Question(Entry, Answered):
    domain: Id
    kind: Kind
    hint: str = ""
    means: Meaning | None = None
    only_if: tuple[OnlyIf, ...] = ()
    opens: tuple[Opens, ...] = ()
    known_from: str = ""
    """`risk.<id>`: the answer that triage has about this risk; it is shown, and not asked again."""
    baseline: Baseline | None = None
    columns: tuple[Column, ...] = ()
    rows: Annotated[int, Field(strict=True, ge=1, le=12)] = 3

    @model_validator(mode="after")
    def fits_its_kind(self) -> Question:
        has_choices = bool(self.choices or self.codes)
        if has_choices != (self.kind in (Kind.CHOICE, Kind.SEVERAL)):
            raise ValueError(f"a question of the kind {self.kind} {'needs' if not has_choices else 'has no'} choices")
        if bool(self.columns) != (self.kind == Kind.TABLE):
            raise ValueError("columns are for a table, and a table needs them")
        if self.known_from and self.kind != Kind.FIVE_ANSWERS:
            raise ValueError("known_from is for a question with the five answers")
        return self


#: Addresses of an assessment that are not those of a domain.
TAKEN = frozenset(
    {"offer", "start", "complete", "update", "children", "contributions", "medical", "summary", "versions"}
)


#: What the referral and triage said in words or lists, as a domain names it.
SHOWN = ("referral.concern", "triage.substances", "triage.wants", "triage.words")


class Domain(Entry):
    words: str = ""
    about: Literal["person", "child"] = "person"
    tools: tuple[Id, ...] = ()
    """Questionnaires that belong to this domain: the last result is shown, else the way to complete it."""
    shows: tuple[Text, ...] = ()
    """What was said earlier, shown above the questions: one of SHOWN, or `question.<id>` of triage."""

    @model_validator(mode="after")
    def has_an_address(self) -> Domain:
        if self.id in TAKEN:
            raise ValueError(f"cannot be called {self.id}: that is another page of the assessment")
        return self


class Settings(Strict):
    """[assessment]: what the text decides about the assessment as a whole."""

    dual_diagnosis: Literal["severe_illness", "any_condition"]
    medical_assessment_before: tuple[Id, ...] = ()
    stimulants: tuple[Id, ...] = ()
    source: Text
    note: str = ""


class AssessmentForm(Strict):
    """The whole of it, every word looked up; questions stand in the order in which they are asked."""

    settings: Settings
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {one.id: one for one in self.questions}

    @cached_property
    def by_meaning(self) -> dict[Meaning, Question]:
        return {one.means: one for one in self.questions if one.means}

    def domain(self, domain_id: str) -> Domain | None:
        return next((one for one in self.domains if one.id == domain_id), None)

    def questions_of(self, domain_id: str) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.domain == domain_id)

    @property
    def about_children(self) -> frozenset[str]:
        return frozenset(one.id for one in self.domains if one.about == "child")


# Reading ------------------------------------------------------------------------------------------------------------

#: The lists of codes.toml by the name under which they are found.
LIST_NAMES = frozenset(name for name, _shape in CODE_LISTS.values())
#: What any question may be answered with, beside yes and no.
UNANSWERED = ("not_asked", "declined", "not_known")
Ids = Callable[[str], frozenset[str]]
"""The ids of one of the specification's lists."""


def read_form(page: Page, ids: Ids, titles: Callable[[str], Mapping[str, str]]) -> AssessmentForm | None:
    """The form, with every fault in it noted on the page; None where it has any."""
    known = len(page.faults)
    settings = _settings(page, ids)
    domains = [one for one in entries_as(page, "domain", Domain) if one is not None]
    raw = page.entries("question")
    questions = entries_as(page, "question", Question)
    if len(raw) == len(questions):
        _check_questions(page, questions, raw, ids)
        _check_tools(page, ids)
        _check_shows(page, ids)
    if not domains:
        page.blame("", None, "domain", "has no entry")
    if len(page.faults) > known or settings is None:
        return None
    return AssessmentForm(
        settings=settings, domains=tuple(domains), questions=tuple(_with_choices(one, titles) for one in questions)
    )


def _settings(page: Page, ids: Ids) -> Settings | None:
    said = page.tables.get("assessment")
    if not isinstance(said, dict):
        page.blame("", None, "assessment", "is missing" if said is None else "must be a table")
        return None
    settings = table_as(page, "assessment", None, said, Settings)
    if settings is not None:
        for field, named in (("medical_assessment_before", "interventions"), ("stimulants", "substances")):
            for one in getattr(settings, field):
                _look_up(one, ids(named), named, lambda what, at=field: page.blame("assessment", None, at, what))
    return settings


def _look_up(word: str, known: Iterable[str], named: str, blame: Callable[[str], None]) -> None:
    if known and word not in known:  # a list without entries is a mistake of its own
        blame(f"{word} is not one of the {named.replace('_', ' ')}{did_you_mean(word, known)}")


def _check_tools(page: Page, ids: Ids) -> None:
    for index, one in enumerate(page.entries("domain")):
        said = one.get("tools", [])
        for tool in said if isinstance(said, list) else []:
            _look_up(
                str(tool),
                ids("instruments"),
                "instruments",
                lambda what, at=index: page.blame("domain", at, "tools", what),
            )


def _check_shows(page: Page, ids: Ids) -> None:
    for index, one in enumerate(page.entries("domain")):
        said = one.get("shows", [])
        for shown in said if isinstance(said, list) else []:
            prefix, _, question = str(shown).partition(".")
            asked = ids("triage_questions")
            if shown not in SHOWN and (prefix != "question" or (asked and question not in asked)):
                near = did_you_mean(str(shown), (*SHOWN, *(f"question.{one}" for one in asked)))
                page.blame("domain", index, "shows", f"{shown} is nothing that was said before{near}")


def _check_questions(page: Page, questions: list[BaseModel | None], raw: list[dict], ids: Ids) -> None:
    domains = {str(one.get("id")): one.get("about", "person") for one in page.entries("domain")}
    asked = {str(one.get("id")): one for one in raw}
    meant: dict[str, int] = {}
    for index, one in enumerate(questions):
        if one is None:
            continue

        def blame(where: str, what: str, at: int = index) -> None:
            page.blame("question", at, where, what)

        _look_up(one.domain, domains, "domains", lambda what, say=blame: say("domain", what))
        for where, what in _faults_of(one, asked, domains, ids):
            blame(where, what)
        if one.means and meant.setdefault(one.means, index) != index:
            blame("means", f"{one.means} is told by {raw[meant[one.means]].get('id')} already")


def _faults_of(
    one: Question, asked: Mapping[str, dict], domains: Mapping[str, Any], ids: Ids
) -> Iterator[tuple[str, str]]:
    for answered in (one, *one.columns):
        if answered.codes and answered.codes not in LIST_NAMES:
            yield "codes", f"{answered.codes} is not a list of codes.toml{did_you_mean(answered.codes, LIST_NAMES)}"
    if one.means == Meaning.SUBSTANCES and {column.id for column in one.columns} < {*SubstanceColumn}:
        yield "columns", f"a table of substances has the columns {', '.join(SubstanceColumn)}"
    if one.known_from:
        prefix, _, risk = one.known_from.partition(".")
        if prefix != "risk" or (ids("risks") and risk not in ids("risks")):
            yield "known_from", f"{one.known_from} is not a risk asked about at triage, such as risk.self_harm"
    for number, condition in enumerate(one.only_if, start=1):
        if condition.question is None:
            continue
        where = f"only_if.{number}.question"
        if condition.question == one.id or condition.question not in asked:
            yield where, f"{condition.question} is not another question{did_you_mean(condition.question, asked)}"
        elif list(asked).index(condition.question) > list(asked).index(one.id):
            yield where, f"{condition.question} is asked after this question"
        else:
            yield from _unknown_answers(where, condition.answers, asked[condition.question], ids)
    for number, opened in enumerate(one.opens, start=1):
        where = f"opens.{number}"
        own = asked.get(one.id, {})
        yield from _unknown_answers(f"{where}.answers", opened.answers, own, ids)
        if opened.over is not None and one.kind != Kind.NUMBER:
            yield f"{where}.over", "is for a question answered with a number"
        if opened.until is not None and opened.until not in asked:
            yield f"{where}.until", f"{opened.until} is not a question{did_you_mean(opened.until, asked)}"
        tools = ids("instruments")
        if opened.instrument is not None and tools and opened.instrument not in tools:
            near = did_you_mean(opened.instrument, tools)
            yield f"{where}.instrument", f"{opened.instrument} is not one of the instruments{near}"
        if opened.each_child and "child" not in domains.values():
            yield f"{where}.each_child", 'no domain is about = "child"'


def _unknown_answers(where: str, answers: Iterable[str], question: Mapping, ids: Ids) -> Iterator[tuple[str, str]]:
    """Only what the other question can be answered with can be waited for."""
    kind, known = question.get("kind"), set(UNANSWERED)
    if kind not in [one.value for one in Kind]:
        return  # the mistake is there
    if kind == Kind.FIVE_ANSWERS:
        known |= {"yes", "no"}
    elif kind in (Kind.CHOICE, Kind.SEVERAL):
        listed = question.get("choices", [])
        known |= {str(one.get("id")) for one in listed if isinstance(one, dict)} if isinstance(listed, list) else set()
        known |= ids(str(question["codes"])) if question.get("codes") else set()
    for one in answers:
        if one not in known:
            yield where, f"{one} is not an answer to {question.get('id')}{did_you_mean(one, known)}"


def _with_choices(question: Question, titles: Callable[[str], Mapping[str, str]]) -> Question:
    """Words of a list of codes.toml become the question's own choices."""

    def filled(one: Answered) -> tuple[Choice, ...]:
        listed = titles(one.codes) if one.codes else {}
        # Faults of that list are told where it stands, so its words are taken as they are.
        return (*(Choice.model_construct(id=key, title=title) for key, title in listed.items()), *one.choices)

    columns = tuple(column.model_copy(update={"choices": filled(column)}) for column in question.columns)
    return question.model_copy(update={"choices": filled(question), "columns": columns})
