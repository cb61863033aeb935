"""The page of a review."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, step_page, took
from throughcare.pathway.instruments.queries import completed
from throughcare.pathway.plan.queries import plans_of
from throughcare.pathway.plan.terms import GoalState
from throughcare.pathway.review import actions
from throughcare.pathway.review.forms import CompleteForm
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_REVIEW)
@keeps_draft
def complete(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = CompleteForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_review, thread_id, by=request.viewer):
        return done(request, episode.person, _("Review completed"))
    known = [*goals(request.viewer, episode), *last_review(episode), *last_answers(episode)]
    return step_page(request, form, title=_("Complete a review"), button=_("Complete the review"), known=known)


def goals(viewer, episode: EpisodeForStep) -> list[Known]:
    """The goals of the latest plan, each as it stands and with the way to change that."""
    plans = plans_of(episode)
    may_change = viewer.may(Permission.RECORD_PLAN)
    return [
        Known(
            f"“{goal.words}”",
            str(GoalState(goal.state).label),
            "",
            reverse("plan:goal", args=[goal.pk]) if may_change else "",
        )
        for goal in (plans[0].goals if plans else ())
    ]


def last_review(episode: EpisodeForStep) -> list[Known]:
    last = episode.latest(MilestoneKind.REVIEW_COMPLETED)
    if last is None:
        return []
    words = [episode.words(last, about) for about in ("what the person says", "progress")]
    said = " ".join(one for one in words if one) or _("Nothing was written down")
    return [Known(_("Last review"), said, source_of(last, _("Completed")))]


def last_answers(episode: EpisodeForStep) -> list[Known]:
    return [
        Known(one.title, one.result, _("%(stage)s, %(day)s") % {"stage": one.stage, "day": day_of(one)})
        for one in completed(episode)[:3]
    ]


def day_of(one) -> str:
    return wording.short_day(one.on, today())
