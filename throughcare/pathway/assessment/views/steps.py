"""Offer, start, complete and bring up to date."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.today import today
from throughcare.pathway.assessment import actions, queries
from throughcare.pathway.assessment.forms.steps import CompleteForm, OfferForm, StartForm, UpdateForm
from throughcare.pathway.assessment.views.shown import known_from_triage, waiting
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def offer(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = OfferForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.offer_assessment, thread_id, by=request.viewer):
        day = wording.list_day(form.said["for_day"], today())
        return done(request, episode.person, _("Assessment offered for %(day)s") % {"day": day})
    known = known_from_triage(request.viewer, episode)
    return step_page(request, form, title=_("Offer assessment"), button=_("Offer assessment"), known=known)


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def start(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = StartForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.start_assessment, thread_id, by=request.viewer):
        done(request, episode.person, _("Assessment started"))
        return redirect("assessment:overview", thread_id)
    known = known_from_triage(request.viewer, episode)
    return step_page(request, form, title=_("Start assessment"), button=_("Start assessment"), known=known)


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def complete(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = CompleteForm(request.POST or None, episode=episode, waits=waiting(episode))
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_assessment, thread_id, by=request.viewer):
        return done(request, episode.person, _("Comprehensive assessment completed"))
    known = known_from_triage(request.viewer, episode)
    return step_page(request, form, title=_("Complete assessment"), button=_("Complete assessment"), known=known)


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def update(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    form = UpdateForm(request.POST or None, episode=found.episode)
    if request.draft.leaving:
        return leave(found.episode)
    if took(form, actions.update_assessment, thread_id, by=request.viewer):
        return done(request, found.episode.person, _("Assessment brought up to date"))
    return step_page(request, form, title=_("Update assessment"), button=_("Keep as a new version"))
