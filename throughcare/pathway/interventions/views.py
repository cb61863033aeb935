"""The pages of interventions: their start, their end, and each session."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known
from throughcare.pathway.assessment.queries import medical_missing
from throughcare.pathway.assessment.wording import waiting_before
from throughcare.pathway.episode.forms import source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.pathway.interventions import actions
from throughcare.pathway.interventions.forms import EndForm, SessionForm, StartForm, running
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_INTERVENTION)
@keeps_draft
def start(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = StartForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.start_intervention, thread_id, by=request.viewer):
        started = episode.specification.interventions[form.said["type"]]
        words = _("%(type)s started. It counts as treatment")
        if not started.counts_as_in_treatment:
            words = _("%(type)s started. It does not count as treatment")
        answer = done(request, episode.person, words % {"type": started.title})
        if medical_missing(episode, started.id, form.said["on"]):
            messages.warning(request, _("No medical assessment is recorded before it (004 section 10.2.3). Record it"))
        return answer
    return step_page(
        request,
        form,
        title=_("Start an intervention"),
        button=_("Start the intervention"),
        known=known(episode),
        waiting=waiting_before(episode, MilestoneKind.INTERVENTION_STARTED),
    )


@needs(Permission.RECORD_INTERVENTION)
@keeps_draft
def end(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = EndForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.end_intervention, thread_id, by=request.viewer):
        ended = title_of(episode.specification.interventions, form.said["type"])
        return done(request, episode.person, _("%(type)s ended") % {"type": ended})
    return step_page(
        request,
        form,
        title=_("End an intervention"),
        button=_("End the intervention"),
        template="interventions/end.html",
        start_url=reverse("interventions:start", args=[thread_id]),
    )


@needs(Permission.RECORD_SESSION)
@keeps_draft
def session(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = SessionForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.record_session, thread_id, by=request.viewer):
        outcome = title_of(episode.specification.session_outcomes, form.said["outcome"])
        return done(request, episode.person, _("Session recorded: %(outcome)s") % {"outcome": outcome})
    title = _("Record a session")
    return step_page(request, form, title=title, button=_("Record the session"), known=last_session(episode))


def known(episode: EpisodeForStep) -> list[Known]:
    told = []
    signed = episode.latest(MilestoneKind.PLAN_SIGNED_OFF)
    if signed is not None:
        plan = title_of(episode.specification.plan_kinds, signed.detail.get("kind"))
        told.append(Known(_("Care plan"), plan, source_of(signed, _("Signed off"))))
    types = running(episode)
    if types:
        told.append(Known(_("Running now"), titles_of(episode.specification.interventions, types), ""))
    return told


def last_session(episode: EpisodeForStep) -> list[Known]:
    last = episode.latest(MilestoneKind.SESSION_RECORDED)
    if last is None:
        return []
    specification = episode.specification
    outcome = title_of(specification.session_outcomes, last.detail.get("outcome"))
    minutes = last.detail.get("minutes")
    if minutes:
        length = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        outcome = _("%(outcome)s, %(length)s") % {"outcome": outcome, "length": length}
    source = source_of(last, title_of(specification.interventions, last.detail.get("type")))
    told = [Known(_("Last session"), outcome, source)]
    words = episode.words(last, "what was said")
    return [*told, Known(_("What was said"), words, "")] if words else told
