"""What several pages of the assessment show: what is known, what waits, a table of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Cell, Column, Known, Link, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.assessment import queries, wording
from throughcare.pathway.assessment.queries.assessed import Assessed, assessed
from throughcare.pathway.assessment.rules.standing import Matter, Standing
from throughcare.pathway.episode.forms import offer_answers, source_of
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.queries import Completed, last_of_each
from throughcare.pathway.triage.forms.known import life_answers, triage_answers
from throughcare.pathway.triage.queries import questions_answered, risks_answered
from throughcare.specification.questions import Domain, Question
from throughcare.specification.rules import titles_of
from throughcare.specification.terms import MilestoneKind


def known_from_triage(viewer: Viewer, episode: EpisodeForStep) -> list[Known]:
    answers = triage_answers(episode, risks_answered(viewer, episode.thread_id))
    return [*answers, *offer_answers(episode, MilestoneKind.ASSESSMENT_OFFERED)]


def waiting(episode: EpisodeForStep) -> list[str]:
    """What the answers so far make necessary; nothing for a service that names no questions."""
    if episode.specification.assessment is None:
        return []
    found = assessed(episode)
    tools = [] if found.tools_done or not found.rows else [_("No questionnaire is recorded beside the interview")]
    return [*tools, *(one.words for one in found.matters)]


def matter_lines(found: Assessed, domain: str = "") -> list[tuple[Status, Link]]:
    """Each thing that waits, in all of the assessment or in one part, with the page on which it is done."""
    waiting = [one for one in found.matters if domain in ("", found.form.by_id[one.question].domain)]
    lines = [(Status("flag", one.words), _where(found, one)) for one in waiting]
    if domain:
        return lines
    without = queries.medical_missing(found.episode)
    if without:
        said = _("Started without a medical assessment: %(types)s") % {"types": ", ".join(without)}
        link = Link(_("Record medical assessment"), reverse("assessment:medical", args=[found.thread_id]))
        lines.append((Status("flag", said), link))
    return lines


def _where(found: Assessed, matter: Matter) -> Link:
    if matter.instrument:
        url = reverse("instruments:complete", args=[found.thread_id, matter.instrument])
        return Link(_("Complete checklist"), url)
    question = found.form.by_id[matter.question]
    domain = found.form.domain(question.domain)
    return Link(domain.title, reverse("assessment:domain", args=[found.thread_id, domain.id]))


def said_before(found: Assessed, domain: Domain, viewer: Viewer) -> list[Known]:
    """What the referral and triage say about this domain."""
    return [*_words_before(found, domain), *_questions_before(found, domain, viewer)]


def _questions_before(found: Assessed, domain: Domain, viewer: Viewer) -> list[Known]:
    """What triage asked about this domain and got an answer to."""
    wanted = {one.removeprefix("question.") for one in domain.shows if one.startswith("question.")}
    if not wanted:
        return []
    told = {name: said for name, said in questions_answered(viewer, found.thread_id).items() if name in wanted}
    return life_answers(found.episode, told)


def _words_before(found: Assessed, domain: Domain) -> list[Known]:
    episode = found.episode
    referral, triage = episode.latest("referral_received"), episode.latest("triage_completed")
    told = {
        "referral.concern": (referral, _("Concern"), episode.words(referral, "concern"), _("From the referral")),
        "triage.wants": (
            triage,
            _("What %(name)s wants") % {"name": episode.first_name},
            episode.words(triage, "wants"),
            _("From triage"),
        ),
        "triage.words": (triage, _("Also said"), episode.words(triage, "what was said"), _("From triage")),
        "triage.substances": (
            triage,
            _("Substances"),
            titles_of(episode.specification.substances, triage.detail.get("substances")) if triage else "",
            _("From triage"),
        ),
    }
    shown = [told[name] for name in domain.shows if name in told]
    return [Known(label, value, source_of(when, source)) for when, label, value, source in shown if when and value]


def tool_lines(found: Assessed, domain: Domain, completed: Iterable[Completed]) -> list[Known]:
    """The last result of each questionnaire that belongs here, or the way to complete it."""
    last = last_of_each(list(completed))
    lines = []
    for tool in domain.tools:
        url = reverse("instruments:complete", args=[found.thread_id, tool])
        done = last.get(tool)
        if done is None:
            lines.append(Known(tool_name(tool), _("Not completed yet"), "", url))
        else:
            when = _("Completed on %(day)s") % {"day": words.short_day(done.on, today())}
            lines.append(Known(done.title, done.result, when, url))
    return lines


def tool_name(tool: str) -> str:
    known = instruments().get(tool)
    return known.short_name if known else tool.upper()


def known_answers(
    found: Assessed, pairs: Sequence[tuple[Question, Standing | None]], here: str = "", asked: Iterable[str] = ()
) -> list[Known]:
    """What need not be asked again, each with who told it and when."""
    shown = [(one, standing) for one, standing in pairs if standing and standing.asked and one.id not in asked]
    return [
        wording.known(one, standing, found.episode.specification, f"{here}?change={one.id}" if here else "")
        for one, standing in shown
    ]


def answers_table(
    found: Assessed, standings: Mapping[str, Standing], domain: Domain, *, only_answered: bool = False
) -> Table | None:
    """The answers of one domain with their source, for reading and for printing."""
    rows = []
    for question in found.form.questions_of(domain.id):
        standing = standings.get(question.id)
        if standing is None and only_answered:
            continue
        source = wording.source_in_words(standing, found.episode.specification) if standing else ""
        rows.append([Cell(question.title), Cell(wording.in_words(question, standing)), source])
    if not rows:
        return None
    columns = [Column(_("Question")), Column(_("Answer"), wide=True), Column(_("Source"))]
    return Table(columns, rows, caption=domain.title, cards=True)
