"""The pages of the comprehensive assessment."""

from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.today import today
from throughcare.pathway.assessment import actions
from throughcare.pathway.assessment.forms import CompleteForm, OfferForm
from throughcare.pathway.episode.forms import offer_answers
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.pathway.triage.forms.known import triage_answers
from throughcare.pathway.triage.queries import risks_answered
from throughcare.specification.terms import MilestoneKind


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
def complete(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = CompleteForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_assessment, thread_id, by=request.viewer):
        return done(request, episode.person, _("Comprehensive assessment completed"))
    known = known_from_triage(request.viewer, episode)
    return step_page(request, form, title=_("Complete assessment"), button=_("Complete assessment"), known=known)


def known_from_triage(viewer, episode):
    answers = triage_answers(episode, risks_answered(viewer, episode.thread_id))
    return [*answers, *offer_answers(episode, MilestoneKind.ASSESSMENT_OFFERED)]
