"""How answers, their sources and what is left to ask are written on pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known, Status
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.assessment.queries import matters_before
from throughcare.pathway.assessment.rules.standing import Standing
from throughcare.pathway.assessment.terms import Given, Source
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.specification.questions import Column, Kind, Question
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.schema import Specification


def in_words(question: Question, standing: Standing | None) -> str:
    """The answer as a person reads it; a question without one was not asked."""
    if standing is None:
        return str(Given.NOT_ASKED.label)
    if standing.given != Given.ANSWERED:
        return str(Given(standing.given).label)
    if question.kind == Kind.TABLE:
        return "; ".join(row_in_words(question, row) for row in standing.answer) or _("None")
    return cell_in_words(question, standing.answer)


def cell_in_words(asked: Question | Column, answer: Any) -> str:
    """One answer of a simple kind. A choice that the specification has no longer is shown by its id."""
    if asked.kind == Kind.FIVE_ANSWERS:
        return str(Answer(answer).label) if answer in Answer.values else str(answer)
    if asked.kind == Kind.DAY:
        return wording.full_day(date.fromisoformat(answer))
    titles = {one.id: one.title for one in asked.choices}
    if asked.kind == Kind.SEVERAL:
        return ", ".join(titles.get(one, one) for one in answer)
    if asked.kind == Kind.CHOICE:
        return titles.get(answer, str(answer))
    if asked.kind == Kind.NUMBER:
        number = f"{answer:g}"
        return f"£{number}" if asked.unit == "£" else f"{number} {asked.unit}".strip()
    return str(answer)


def row_in_words(question: Question, row: Mapping[str, Any]) -> str:
    """ "Cannabis (Primary, Smoked, Every day; Age first used 13)"."""
    first, *others = question.columns
    named = cell_in_words(first, row[first.id]) if first.id in row else ""
    chosen = [cell_in_words(one, row[one.id]) for one in others if one.id in row and one.kind == Kind.CHOICE]
    told = [
        f"{one.title}: {cell_in_words(one, row[one.id])}" for one in others if one.id in row and one.kind != "choice"
    ]
    more = ", ".join([*chosen, *told])
    return f"{named} ({more})" if more else named


def source_in_words(standing: Standing, specification: Specification) -> str:
    """ "Asked by the worker, 24 Nov": who told it, and when."""
    told = {"day": wording.short_day(standing.on, today())}
    if standing.agency:
        return _("Told by %(agency)s, %(day)s") % {**told, "agency": title_of(specification.agencies, standing.agency)}
    return _("%(source)s, %(day)s") % {**told, "source": Source(standing.source).label}


def waiting_before(episode: EpisodeForStep, step: str) -> list[Status]:
    """What the assessment says should be done before this step, for its page; nothing is refused for it."""
    lines = [Status("flag", one.words) for one in matters_before(episode, step)]
    form = episode.specification.assessment
    if step == "intervention_started" and form and not episode.latest("medical_assessment_recorded"):
        titles = titles_of(episode.specification.interventions, form.settings.medical_assessment_before)
        words = _("A medical assessment comes before: %(types)s") % {"types": titles}
        lines += [Status("none", words)] if titles else []
    return lines


def known(question: Question, standing: Standing, specification: Specification, change_url: str = "") -> Known:
    return Known(question.title, in_words(question, standing), source_in_words(standing, specification), change_url)


def progress(asked: int, total: int) -> Status:
    """How far a domain has come: a shape and a word."""
    if asked == total:
        return Status("met", _("All asked"))
    left = total - asked
    words = ngettext("%(count)s not asked", "%(count)s not asked", left) % {"count": left}
    return Status("running" if asked else "none", words if asked else _("Not begun"))


def questions_asked(asked: int, total: int) -> str:
    return ngettext("%(asked)s of %(count)s question", "%(asked)s of %(count)s questions", total) % {
        "asked": asked,
        "count": total,
    }
