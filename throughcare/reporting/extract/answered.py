"""Answers of assessments as facts: what was said, superseded answers too, and what nobody asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import pyarrow as pa

from throughcare.foundations.dates import age_on
from throughcare.pathway.assessment.rules.standing import About, Standing, applies
from throughcare.reporting.extract.source import AnswerRow, ThreadRow
from throughcare.specification.questions import AssessmentForm, Kind, Question

RISK = "risk."


class Episode(Protocol):
    """What the builder of the facts knows of an episode."""

    thread: ThreadRow
    who: dict
    specification: Any
    projection: Any

    def counted(self, prefix: str, day: date | None) -> dict: ...


def answer_rows(told: Episode, known_on: date) -> list[dict]:
    """Every answer known by then; and where an assessment with answers is completed, each question not asked in it.

    One completed with no answers kept here says nothing about what was asked.
    """
    form: AssessmentForm | None = told.specification.assessment
    known = [one for one in told.thread.answers if one.recorded_on <= known_on and one.answered_on <= known_on]
    later = superseded(known)
    rows = [answer_row(told, form, one, later.get((one.question, one.child, one.id))) for one in known]
    assessed_on = told.projection.assessed_on
    if form is None or assessed_on is None or all(one.question.startswith(RISK) for one in known):
        return rows
    return rows + [not_asked_row(told, one, assessed_on) for one in never_asked(told, form, known, assessed_on)]


def superseded(known: Sequence[AnswerRow]) -> dict[tuple[str, int, int], date]:
    """When each answer was followed by another to the same question."""
    found: dict[tuple[str, int, int], date] = {}
    standing: dict[tuple[str, int], AnswerRow] = {}
    for one in known:
        before = standing.get((one.question, one.child))
        if before is not None:
            found[before.question, before.child, before.id] = one.recorded_on
        standing[one.question, one.child] = one
    return found


def answer_row(told: Episode, form: AssessmentForm | None, one: AnswerRow, superseded_on: date | None) -> dict:
    question = form.by_id.get(one.question) if form else None
    return {
        **told.who,
        "question": one.question,
        "domain": question.domain if question else None,
        "child": one.child,
        "answer": one.id,
        "given": one.given,
        "said": coded(question, one),
        "source": one.source,
        "agency": one.agency or None,
        "version": one.version or None,
        **told.counted("told", one.answered_on),
        "recorded_on": one.recorded_on,
        "superseded_on": superseded_on,
        "assessed_on": told.projection.assessed_on,
    }


def not_asked_row(told: Episode, question: Question, assessed_on: date) -> dict:
    return {
        **told.who,
        "question": question.id,
        "domain": question.domain,
        "child": 0,
        "answer": 0,
        "given": "not_asked",
        **told.counted("told", assessed_on),
        "assessed_on": assessed_on,
    }


def never_asked(told: Episode, form: AssessmentForm, known: Iterable[AnswerRow], assessed_on: date) -> list[Question]:
    """The questions about the person that applied, with no answer of any kind from anywhere."""
    asks = {one.known_from: one.id for one in form.questions if one.known_from}
    standings = {}
    for one in sorted(known, key=lambda row: not row.question.startswith(RISK)):
        name = asks.get(one.question, one.question)
        unasked_risk = one.question.startswith(RISK) and one.given == "not_asked"
        if not one.child and not unasked_risk:
            standings[name] = Standing(name, one.given, one.answer, one.answered_on, one.source)
    about = About(age_on(told.thread.born, assessed_on) if told.thread.born else None, told.thread.sex or "unknown")
    asked = (one for one in form.questions if one.domain not in form.about_children and one.id not in standings)
    return [one for one in asked if applies(form, one, standings, about)]


def coded(question: Question | None, one: AnswerRow) -> str | None:
    """The answer as JSON without what is written in free words; a risk is one of the five answers."""
    if one.answer is None or (question is None and not one.question.startswith(RISK)):
        return None
    said = one.answer
    if question is not None and question.kind == Kind.WORDS:
        return None
    if question is not None and question.kind == Kind.TABLE:
        kept = {column.id for column in question.columns if column.kind != "words"}
        said = [{name: cell for name, cell in row.items() if name in kept} for row in said]
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def answers_in(facts: Mapping[str, pa.Table]) -> dict[int, list[AnswerRow]]:
    """The answers that an extract was made from, read back from its facts, in the order in which they were recorded."""
    found: dict[int, list[AnswerRow]] = {}
    table = facts["assessment_answers"]
    for row in sorted(table.to_pylist(), key=lambda row: (row["thread"], row["answer"])):
        if row["recorded_on"] is not None:
            found.setdefault(row["thread"], []).append(
                AnswerRow(
                    id=row["answer"], thread=row["thread"], question=row["question"], given=row["given"],
                    answer=json.loads(row["said"]) if row["said"] else None, answered_on=row["told_on"],
                    recorded_on=row["recorded_on"], source=row["source"], child=row["child"],
                    agency=row["agency"] or "", version=row["version"] or 0,
                )
            )  # fmt: skip
    return found
