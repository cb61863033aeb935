"""The pages on which an episode ends."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known, Link
from throughcare.pathway.episode.forms import source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, step_page, took
from throughcare.pathway.episode.views import leave as leave_draft
from throughcare.pathway.exit import actions, queries
from throughcare.pathway.exit.forms import LeaveForm, WithdrawForm
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_EXIT)
@keeps_draft
def leave(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = LeaveForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave_draft(episode)
    if took(form, actions.leave_treatment, thread_id, by=request.viewer):
        reason = title_of(episode.specification.exit_reasons, form.said["reason"])
        words = _("%(name)s has left treatment: %(reason)s") % {"name": episode.person.name, "reason": reason}
        return done(request, episode.person, words)
    return step_page(
        request,
        form,
        title=_("End treatment"),
        button=_("End treatment"),
        known=last_seen(episode),
        template="exit/leave.html",
        first=tools_first(request.viewer, episode),
    )


@needs(Permission.RECORD_EXIT)
@keeps_draft
def withdraw(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = WithdrawForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave_draft(episode)
    if took(form, actions.withdraw, thread_id, by=request.viewer):
        return done(request, episode.person, _("The referral of %(name)s has ended") % {"name": episode.person.name})
    return step_page(
        request,
        form,
        title=_("End the referral"),
        button=_("End the referral"),
        known=last_seen(episode),
        template="exit/withdraw.html",
        leave_url=reverse("exit:leave", args=[thread_id]),
    )


def tools_first(viewer, episode: EpisodeForStep) -> list[Link]:
    """ "Record TOP at exit first", for whoever may."""
    if not viewer.may(Permission.RECORD_INSTRUMENT):
        return []
    stages = episode.specification.instrument_stages
    links = []
    for tool, stage in queries.tools_owed_at_exit(episode):
        said = {"tool": tool.short_name, "stage": title_of(stages, stage).lower()}
        url = reverse("instruments:complete", args=[episode.thread_id, tool.id], query={"stage": stage})
        links.append(Link(_("Record %(tool)s %(stage)s first") % said, url))
    return links


def last_seen(episode: EpisodeForStep) -> list[Known]:
    last = episode.latest(MilestoneKind.SESSION_RECORDED)
    if last is None:
        return []
    outcome = title_of(episode.specification.session_outcomes, last.detail.get("outcome"))
    source = source_of(last, title_of(episode.specification.interventions, last.detail.get("type")))
    return [Known(_("Last session"), outcome, source)]
