"""The pages of the hub's requests: the list, one from taking it in to closing it, and the summary that goes out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions import requests as actions
from throughcare.pathway.safeguarding.forms.requests import (
    AnswerForm,
    AskForm,
    ChaseForm,
    CloseForm,
    HubRecordForm,
    ReceiveForm,
    SaysForm,
    SummaryForm,
)
from throughcare.pathway.safeguarding.queries import requests as queries
from throughcare.pathway.safeguarding.queries import summaries
from throughcare.pathway.safeguarding.terms import RequestOutcome, SharingBasis
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_SAFEGUARDING)
def open_list(request):
    page = queries.open_list(
        request.viewer, lambda matter: reverse("safeguarding:request", args=[matter.episode_id, matter.pk])
    )
    return render(request, "safeguarding/requests.html", {"page": page, "now": queries.now_in_words()})


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def receive(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = ReceiveForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    milestone = took(form, actions.receive_request, thread_id, by=request.viewer)
    if milestone is not None:
        return _ended(request, thread_id, milestone.thread_id, _("Request taken in. The clock runs."))
    return step_page(request, form, title=_("Take in a request of the hub"), button=_("Start the clock"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def answer(request, thread_id, matter_id):
    """The page of a request: while it is open the answer is written on it, beside all that is known."""
    found = queries.request_for_step(request.viewer, thread_id, matter_id)
    told = {**shown(found), "thread_id": thread_id}
    if found.is_answered or found.closed_on:
        return render(request, "safeguarding/request.html", told)
    episode = episode_for_step(request.viewer, thread_id)
    form = AnswerForm(request.POST or None, episode=episode, found=found)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.answer_request, matter_id, by=request.viewer):
        return _ended(request, thread_id, matter_id, _("Request answered"))
    title = _("Request of the safeguarding hub")
    template = "safeguarding/answer_request.html"
    return step_page(request, form, title=title, button=_("Record the answer"), template=template, **told)


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def ask(request, thread_id, matter_id):
    queries.request_for_step(request.viewer, thread_id, matter_id)
    episode = episode_for_step(request.viewer, thread_id)
    form = AskForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.ask_record, matter_id, by=request.viewer):
        return _ended(request, thread_id, matter_id, _("Record asked"))
    return step_page(request, form, title=_("Ask a record"), button=_("Save"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def says(request, thread_id, matter_id, asked_id):
    queries.request_for_step(request.viewer, thread_id, matter_id)
    asked = queries.asked_for_step(request.viewer, matter_id, asked_id)
    episode = episode_for_step(request.viewer, thread_id)
    form = SaysForm(request.POST or None, episode=episode, initial={"says": asked.says})
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.record_says, asked, by=request.viewer):
        return _ended(request, thread_id, matter_id, _("Saved"))
    return step_page(request, form, title=_("What %(whom)s says") % {"whom": asked.whom}, button=_("Save"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def chase(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, ChaseForm, actions.chase_request, _("Chase the hub’s record"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def hub_record(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, HubRecordForm, actions.keep_hub_record, _("Keep the hub’s record"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def close(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, CloseForm, actions.close_request, _("Close the request"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def summary(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    children = summaries.children_of(request.viewer, thread_id)
    form = SummaryForm(request.POST or None, episode=episode, children=children)
    if request.draft.leaving:
        return leave(episode)
    if form.is_valid():
        made = actions.issue_summary(thread_id, by=request.viewer, **_summary_said(episode, children, form))
        request.draft.discard()
        return redirect("safeguarding:read_summary", thread_id, made.pk)
    return step_page(request, form, title=_("Summary for children’s services"), button=_("Make the summary"))


def _summary_said(episode, children, form) -> dict:
    said = form.cleaned_data
    ticked = set(said.get("children") or ())
    named = [one for one in children if str(one.pk) in ticked]
    others = [one for one in children if str(one.pk) not in ticked]
    parts = summaries.summary_parts(episode, tell=said["tell"], named=named, others=others, words=said["words"])
    return {"to": said["to"], "basis": said["basis"], "why": said["why"], "parts": parts}


@needs(Permission.RECORD_SAFEGUARDING)
def read_summary(request, thread_id, summary_id):
    made = queries.summary_for_reading(request.viewer, thread_id, summary_id)
    episode = episode_for_step(request.viewer, thread_id)
    told = {
        "made": made,
        "to": title_of(episode.specification.agencies, made.to),
        "basis": SharingBasis(made.basis).label,
        "person": episode.person,
        "thread_id": thread_id,
    }
    return render(request, "safeguarding/summary.html", told)


def _step(request, thread_id, matter_id, form_class, action, title):
    found = queries.request_for_step(request.viewer, thread_id, matter_id)
    episode = episode_for_step(request.viewer, thread_id)
    form = form_class(request.POST or None, episode=episode, found=found)
    if request.draft.leaving:
        return leave(episode)
    if took(form, action, matter_id, by=request.viewer):
        return _ended(request, thread_id, matter_id, _("Saved"))
    return step_page(request, form, title=title, button=title, known=asked_in_short(found))


def _ended(request, thread_id, matter_id, words):
    request.draft.discard()
    messages.success(request, words)
    return redirect("safeguarding:request", thread_id, matter_id)


def shown(found: queries.RequestForStep) -> dict:
    """All that the page of a request places."""
    clock = found.deadline
    return {
        "found": found,
        "deadline": queries.deadline_status(clock, queries.now_here()) if clock else None,
        "kept": queries.deadline_status(found.answered_in_time, None) if found.answered_in_time else None,
        "due": queries.due_in_words(clock) if clock else "",
        "now": queries.now_in_words(),
        "asked": asked_in_short(found),
        "diary": diary(found),
        "members": found.specification.hub_members,
        "steps": steps_of(found),
        "basis": SharingBasis(found.shared.basis).label if found.shared and found.shared.basis else "",
    }


def asked_in_short(found: queries.RequestForStep) -> list[Known]:
    asked, specification = found.request, found.specification
    day = _("Received on %(day)s") % {"day": wording.short_day(found.opened_on, today())}
    known = [
        Known(_("The hub asks"), asked.asks or _("Nothing was written down"), day),
        Known(_("Asked by"), asked.asked_by or _("Not said"), asked.reference),
        Known(_("Concern from"), title_of(specification.concern_sources, asked.source), ""),
        Known(_("Deadline"), title_of(specification.request_priorities, asked.priority), ""),
    ]
    return known


def diary(found: queries.RequestForStep) -> list[Known]:
    """What the diary says beside each answer."""
    stay = found.episode
    seen = queries.last_seen_in_words(stay.last_seen_on, stay.missed_in_a_row)
    worker = stay.keyworker.display_name if stay.keyworker else _("Nobody is named")
    return [
        Known(_("Diary"), seen, _("From the record, as it stands now")),
        Known(_("Key worker"), worker, queries.stage_in_words(stay)),
    ]


def steps_of(found: queries.RequestForStep) -> list[tuple[str, str, str]]:
    lines = []
    for one in found.happenings:
        when = wording.list_day(one.on, today())
        if one.at is not None:
            when = wording.day_and_time(one.at, today())
        outcome = one.detail.get("outcome")
        told = [str(RequestOutcome(outcome).label)] if outcome in RequestOutcome.values else []
        told += found.notes.get(one.order, {}).values()
        lines.append((when, str(MilestoneKind(one.kind).label), ". ".join(told)))
    return lines
