"""The pages of safeguarding concerns: the list of the open ones, and one from raising it to closing it."""

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
from throughcare.pathway.safeguarding.actions import concerns as actions
from throughcare.pathway.safeguarding.forms.concerns import AnswerForm, ChaseForm, CloseForm, RaiseForm, SendForm
from throughcare.pathway.safeguarding.queries import concerns as queries
from throughcare.pathway.safeguarding.terms import Consent
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_SAFEGUARDING)
def open_list(request):
    page = queries.open_list(
        request.viewer, lambda matter: reverse("safeguarding:concern", args=[matter.episode_id, matter.pk])
    )
    return render(request, "safeguarding/concerns.html", {"page": page})


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def raise_concern(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = RaiseForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    milestone = took(form, actions.raise_concern, thread_id, by=request.viewer)
    if milestone is not None:
        way = episode.specification.concern_routes[form.said["route"]]
        words = _("Concern raised. Send it at once.") if way.at_once else _("Concern raised. Send it on.")
        return _ended(request, "safeguarding:send_concern", thread_id, milestone.thread_id, words)
    return step_page(request, form, title=_("Raise a concern"), button=_("Raise the concern"))


@needs(Permission.RECORD_SAFEGUARDING)
def concern(request, thread_id, matter_id):
    found = queries.concern_for_step(request.viewer, thread_id, matter_id)
    shown = {"concern": found, "known": told(found), "steps": steps_of(found), "thread_id": thread_id}
    return render(request, "safeguarding/concern.html", shown)


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def send(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, SendForm, actions.send_concern, _("Send the concern on"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def chase(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, ChaseForm, actions.chase_concern, _("Chase the answer"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def answer(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, AnswerForm, actions.answer_concern, _("Record the answer"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def close(request, thread_id, matter_id):
    return _step(request, thread_id, matter_id, CloseForm, actions.close_concern, _("Close the concern"))


def _step(request, thread_id, matter_id, form_class, action, title):
    found = queries.concern_for_step(request.viewer, thread_id, matter_id)
    episode = episode_for_step(request.viewer, thread_id)
    form = form_class(request.POST or None, episode=episode, concern=found)
    if request.draft.leaving:
        return leave(episode)
    if took(form, action, matter_id, by=request.viewer):
        return _ended(request, "safeguarding:concern", thread_id, matter_id, _("Saved"))
    return step_page(request, form, title=title, button=title, known=told(found))


def _ended(request, page, thread_id, matter_id, words):
    request.draft.discard()
    messages.success(request, words)
    return redirect(page, thread_id, matter_id)


def told(found: queries.ConcernForStep) -> list[Known]:
    """What was raised, where it goes, and on what basis it is passed on."""
    concern, specification = found.concern, found.specification
    way = found.route
    day = _("Raised on %(day)s") % {"day": wording.short_day(found.opened_on, today())}
    consent = str(Consent(concern.consent).label)
    if concern.override_reason:
        consent = f"{consent}: {concern.override_reason}"
    known = [
        Known(_("Concern"), concern.words or _("Nothing was written down"), day),
        Known(_("About"), concern.whom or found.person.name, ""),
        Known(
            _("Goes to"), title_of(specification.agencies, way.to) if way else _("Not said"), way.title if way else ""
        ),
        Known(_("Agreement"), consent, ""),
    ]
    if concern.source:
        known.append(Known(_("Told by"), title_of(specification.concern_sources, concern.source), ""))
    return known


def steps_of(found: queries.ConcernForStep) -> list[tuple[str, str, str]]:
    """Each step so far: its day, what it was, and the words that go with it."""
    specification = found.specification
    lines = []
    for one in found.happenings:
        what = str(MilestoneKind(one.kind).label)
        detail = title_of(specification.agencies, one.detail["to"]) if one.detail.get("to") else ""
        detail = detail or title_of(specification.concern_outcomes, one.detail.get("outcome"))
        words = " ".join(found.notes.get(one.order, {}).values())
        lines.append((wording.list_day(one.on, today()), what, ". ".join(part for part in (detail, words) if part)))
    return lines
