"""Completing a triage: one page for the whole conversation."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.casework import actions
from throughcare.pathway.casework.forms.triage import CompleteTriageForm
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.pathway.triage.forms.following import booked_words
from throughcare.pathway.triage.forms.known import own_answers_known
from throughcare.pathway.triage.queries import own_answers_waiting, staff_lacks_training, totals_of
from throughcare.pathway.triage.views import known


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def complete_triage(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    looking = "_look" in request.POST
    form = CompleteTriageForm(
        None if looking else request.POST or None,
        episode=episode,
        said=dict(request.POST.lists()) or request.draft.kept,
        totals=totals_of(thread_id, episode.specification),
    )
    if request.draft.leaving:
        return leave(episode)
    if not looking and took(form, actions.complete_triage_and_plan, thread_id, by=request.viewer):
        if staff_lacks_training(request.viewer, form.said["on"], episode.specification):
            messages.warning(request, _("You are not recorded as trained in this. Your manager’s list shows it."))
        return after(request, form)
    return step_page(
        request,
        form,
        title=_("Complete triage"),
        button=_("Complete triage"),
        known=[*known(episode), *told_by_themselves(episode)],
        template="casework/complete_triage.html",
    )


def after(request, form: CompleteTriageForm):
    """Where a crisis was agreed, what was done about it is asked at once; else the person's page says what was kept."""
    episode, said = form.episode, form.said
    words = _("Triage completed")
    if said["first_day"]:
        words = f"{words}. {booked_words(episode, said['first_day'])}"
    answer = done(request, episode.person, words)
    crisis = episode.specification.pathways.get("crisis")
    if crisis is not None and set(crisis.outcomes) & set(said["outcomes"]):
        return redirect(reverse("triage:crisis", args=[episode.thread_id]))
    return answer


def told_by_themselves(episode: EpisodeForStep):
    return [one for own in own_answers_waiting(episode.thread_id) for one in own_answers_known(episode, own)]
