"""The page of a follow-up."""

from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known
from throughcare.pathway.aftercare import actions
from throughcare.pathway.aftercare.forms import FollowUpForm
from throughcare.pathway.episode.forms import source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_FOLLOW_UP)
@keeps_draft
def follow_up(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = FollowUpForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.follow_up, thread_id, by=request.viewer):
        words = _("Follow-up recorded") if form.said["reached"] == "yes" else _("Follow-up recorded: not reached")
        return done(request, episode.person, words)
    title = _("Record a follow-up")
    return step_page(request, form, title=title, button=_("Record the follow-up"), known=known(episode))


def known(episode: EpisodeForStep) -> list[Known]:
    """How the stay ended, and each follow-up that was tried."""
    specification = episode.specification
    told = []
    ended = episode.latest(MilestoneKind.EXITED)
    if ended is not None:
        reason = title_of(specification.exit_reasons, ended.detail.get("reason"))
        told.append(Known(_("Left treatment"), reason, source_of(ended, _("Left"))))
    for one in episode.happenings:
        if one.kind == MilestoneKind.FOLLOWED_UP:
            reached = _("Reached") if one.detail.get("reached") == "yes" else _("Not reached")
            point = title_of(specification.followup_points, one.detail.get("point"))
            told.append(Known(point, reached, source_of(one, _("Tried"))))
    return told
