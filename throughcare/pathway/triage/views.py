"""The pages of triage."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import offer_answers, referral_answers
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.pathway.triage import actions
from throughcare.pathway.triage.forms import CompleteForm, OfferForm
from throughcare.pathway.triage.queries import staff_lacks_training, untrained_triages
from throughcare.specification import queries as specifications
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def offer(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = OfferForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.offer_triage, thread_id, by=request.viewer):
        day = wording.list_day(form.said["for_day"], today())
        return done(request, episode.person, _("Triage offered for %(day)s") % {"day": day})
    return step_page(request, form, title=_("Offer triage"), button=_("Offer triage"), known=known(episode))


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def complete(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = CompleteForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_triage, thread_id, by=request.viewer):
        if staff_lacks_training(request.viewer, form.said["on"], episode.specification):
            messages.warning(request, _("You are not recorded as trained in this. Your manager’s list shows it."))
        return done(request, episode.person, _("Triage completed"))
    return step_page(request, form, title=_("Complete triage"), button=_("Complete triage"), known=known(episode))


@needs(Permission.RECORD_TRAINING)
def without_training(request):
    wanted = specifications.current().triage
    table = untrained_triages(request.viewer, wanted.competence) if wanted else None
    return render(request, "triage/without_training.html", {"table": table})


def known(episode):
    return [*referral_answers(episode), *offer_answers(episode, MilestoneKind.TRIAGE_OFFERED)]
