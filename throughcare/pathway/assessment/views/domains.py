"""The overview, the page of each domain, and the versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording as words
from throughcare.foundations.pages.components import Cell, Column, Known, Link, Table
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.assessment import actions, queries, wording
from throughcare.pathway.assessment.forms.domain import DomainForm
from throughcare.pathway.assessment.queries.assessed import Assessed
from throughcare.pathway.assessment.rules.standing import changed, dual_diagnosis, stimulants_used
from throughcare.pathway.assessment.views.shown import (
    answers_table,
    known_answers,
    matter_lines,
    said_before,
    tool_lines,
)
from throughcare.pathway.episode.views import person_page, step_page, took
from throughcare.pathway.instruments.queries import completed
from throughcare.specification.questions import Domain, Meaning
from throughcare.specification.rules import title_of, titles_of


@needs(Permission.VIEW_PERSON)
def overview(request, thread_id):
    found = queries.assessed_or_none(request.viewer, thread_id)
    if found is None:  # a service that names no questions completes its assessment in one step
        return redirect("assessment:complete", thread_id)
    return render(
        request,
        "assessment/overview.html",
        {
            "found": found,
            "person_url": person_page(found.episode.person),
            "sentence": how_it_stands(found),
            "domains": domains_table(found),
            "matters": matter_lines(found),
            "dual": dual_lines(found),
            "tools": [
                Known(one.title, one.result, words.short_day(one.on, today())) for one in completed(found.episode)
            ],
            "children": found.children,
            "contributions": contributions_table(found),
            "medical": medical_lines(found),
            "issued": issued_links(found),
            "versions": version_links(found),
        },
    )


def how_it_stands(found: Assessed) -> str:
    day = {"day": words.short_day(found.completed.on, today())} if found.completed else {}
    if found.completed and found.has_unkept_answers and found.versions:
        return _("Completed on %(day)s. There are answers since the last version that are not kept as one yet.") % day
    if found.completed and not found.rows:
        return _("Completed on %(day)s, with no answers kept here.") % day
    if found.completed:
        return _("Completed on %(day)s.") % day
    if found.started:
        return _("Started on %(day)s, not completed yet.") % {"day": words.short_day(found.started.on, today())}
    return _("Not started yet.")


def domains_table(found: Assessed) -> Table:
    rows = []
    for domain in found.form.domains:
        if domain.about == "child":
            continue
        pairs = found.asked_in(domain)
        asked = sum(1 for _question, standing in pairs if standing and standing.asked)
        url = reverse("assessment:domain", args=[found.thread_id, domain.id])
        status = wording.progress(asked, len(pairs))
        rows.append([Cell(domain.title, url), wording.questions_asked(asked, len(pairs)), Cell(status=status)])
    columns = [Column(_("Part")), Column(_("Asked")), Column(_("State"))]
    return Table(columns, rows, caption=_("Parts of the assessment"), tight=True)


def dual_lines(found: Assessed) -> list[Known]:
    """Dual diagnosis by both definitions, and which of them this service counts."""
    told = dual_diagnosis(found.form, found.standings)
    titles = {
        "severe_illness": _("Diagnosed severe and enduring illness, with problem use"),
        "any_condition": _("Any mental health condition beside the use"),
    }
    answers = {True: _("Yes"), False: _("No"), None: _("Not known yet")}
    return [
        Known(title, answers[getattr(told, name)], _("Counted by this service") if told.counts == name else "")
        for name, title in titles.items()
    ]


def contributions_table(found: Assessed) -> Table | None:
    rows = [
        [
            Cell(title_of(found.episode.specification.agencies, one.agency), under=one.worker),
            one.words,
            str(Answer(one.agreed).label),
            words.short_day(one.on, today()),
        ]
        for one in found.contributions()
    ]
    columns = [Column(_("Agency")), Column(_("Contribution"), wide=True), Column(_("Person agrees")), Column(_("Day"))]
    return Table(columns, rows, caption=_("What other agencies brought"), cards=True) if rows else None


def medical_lines(found: Assessed) -> list[Known]:
    return [
        Known(
            _("%(who)s, %(day)s") % {"who": one.assessed_by, "day": words.short_day(happened.on, today())},
            one.finding,
            _("With %(who)s, %(day)s") % {"who": one.consulted, "day": words.short_day(one.consulted_on, today())},
        )
        for one, happened in found.medical_assessments()
    ]


def issued_links(found: Assessed) -> list[Link]:
    agencies = found.episode.specification.agencies
    return [
        Link(
            _("%(agency)s, %(day)s")
            % {"agency": title_of(agencies, done.detail.get("to")), "day": words.short_day(done.on, today())},
            reverse("assessment:summary", args=[found.thread_id, one.pk]),
        )
        for one, done in found.issued()
    ]


def version_links(found: Assessed) -> list[Link]:
    links = []
    if found.versions and found.has_unkept_answers:
        links.append(Link(_("Since the last version"), version_url(found, found.open_version)))
    for one, kept_by in found.versions:
        day = words.short_day(kept_by.on, today()) if kept_by else _("taken back")
        said = {"number": one.number, "day": day}
        links.append(Link(_("Version %(number)s, %(day)s") % said, version_url(found, one.number)))
    return links


def version_url(found: Assessed, number: int) -> str:
    return reverse("assessment:version", args=[found.thread_id, number])


# One domain ---------------------------------------------------------------------------------------------------------


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def domain(request, thread_id, domain):
    found = queries.assessed_of(request.viewer, thread_id)
    part = found.domain_named(domain)
    pairs = found.asked_in(part)
    change = request.GET.get("change", "")
    asked = [(one, standing) for one, standing in pairs if standing is None or not standing.asked or one.id == change]
    triage = found.episode.latest("triage_completed")
    form = DomainForm(
        request.POST or None,
        episode=found.episode,
        asked=asked,
        told_by=told_by(found),
        substances=(triage.detail.get("substances") or ()) if triage else (),
    )
    if request.draft.leaving:
        return redirect("assessment:overview", thread_id)
    kept = took(form, actions.save_answers, thread_id, by=request.viewer)
    if kept:
        request.draft.discard()
        return go_on(request, thread_id, part, {one.question for one in kept})
    here = reverse("assessment:domain", args=[thread_id, part.id])
    tools = tool_lines(found, part, completed(found.episode)) if part.tools else []
    return step_page(
        request,
        form,
        title=part.title,
        button=_("Save and go on"),
        known=[
            *said_before(found, part, request.viewer),
            *known_answers(found, pairs, here, [change]),
            *stimulants(found, part),
        ],
        template="assessment/domain.html",
        part=part,
        tools=tools,
        nothing_left=not asked,
        matters=matter_lines(found, part.id),
        overview_url=reverse("assessment:overview", args=[thread_id]),
    )


def stimulants(found: Assessed, part: Domain) -> list[Known]:
    """Which of the substances named are stimulants, where this part names them (004 section 20.6, 10)."""
    table = found.form.by_meaning.get(Meaning.SUBSTANCES)
    if table is None or table.domain != part.id:
        return []
    used = stimulants_used(found.form, found.standings)
    titles = titles_of(found.episode.specification.substances, used)
    return [Known(_("Stimulants used"), titles, _("Found in the substances named"))] if used else []


def told_by(found: Assessed) -> str:
    """Who is likely to tell it: whoever the assessment was started with."""
    how = found.started.detail.get("how", "") if found.started else ""
    return how if how in ("self", "supported") else "interview"


def go_on(request, thread_id: int, part: Domain, said_now: Collection[str]):
    """To the questions that follow from what was said, else to the next part with something open, else back."""
    found = queries.assessed_of(request.viewer, thread_id)
    count = len(said_now)
    saved = ngettext("%(count)s answer saved", "%(count)s answers saved", count) % {"count": count}
    parts = [one for one in found.form.domains if one.about == "person"]
    at = parts.index(found.form.domain(part.id))
    follows = following_from(found, part, said_now)
    if follows:
        more = ngettext("%(count)s question follows from it", "%(count)s questions follow from it", follows)
        messages.success(request, f"{saved}. {more % {'count': follows}}")
        return redirect("assessment:domain", thread_id, part.id)
    messages.success(request, saved)
    following = next((one for one in parts[at + 1 :] if open_in(found, one)), None)
    if following is None:
        return redirect("assessment:overview", thread_id)
    return redirect("assessment:domain", thread_id, following.id)


def following_from(found: Assessed, part: Domain, said_now: Collection[str]) -> int:
    """How many open questions of this part hang on what was just said."""
    still = [one for one, standing in found.asked_in(part) if standing is None]
    return sum(1 for one in still if any(condition.question in said_now for condition in one.only_if))


def open_in(found: Assessed, part: Domain) -> int:
    return sum(1 for _question, standing in found.asked_in(part) if standing is None)


# Versions -----------------------------------------------------------------------------------------------------------


@needs(Permission.VIEW_PERSON)
def version(request, thread_id, number):
    found = queries.assessed_of(request.viewer, thread_id)
    kept = {one.number: kept_by for one, kept_by in found.versions}
    if number not in kept and not (number == found.open_version and found.has_unkept_answers):
        raise Http404
    standings = found.at_version(number)
    parts = [(one, answers_table(found, standings, one, only_answered=True)) for one in found.form.domains]
    return render(
        request,
        "assessment/version.html",
        {
            "person_url": person_page(found.episode.person),
            "overview_url": reverse("assessment:overview", args=[thread_id]),
            "number": number,
            "sentence": kept_words(number, kept.get(number), number in kept),
            "changes": changes_table(found, number, standings),
            "parts": [(one.title, table) for one, table in parts if table],
        },
    )


def kept_words(number: int, kept_by, is_kept: bool) -> str:
    if not is_kept:
        return _("These answers are not kept as a version yet.")
    if kept_by is None:
        return _("The step that kept this version was taken back.")
    return _("As it stood on %(day)s.") % {"day": words.full_day(kept_by.on)}


def changes_table(found: Assessed, number: int, after: Mapping) -> Table | None:
    """What is different since the version before; nothing for the first."""
    if number == 1:
        return None
    before = found.at_version(number - 1)
    rows = []
    for name in changed(before, after):
        question = found.form.by_id.get(name)
        if question is None:
            continue  # a question that this specification has no longer
        was, now = wording.in_words(question, before.get(name)), wording.in_words(question, after.get(name))
        rows.append([Cell(question.title), was, now])
    columns = [Column(_("Question")), Column(_("Before"), wide=True), Column(_("Now"), wide=True)]
    return Table(columns, rows, caption=_("What changed"), cards=True) if rows else None
