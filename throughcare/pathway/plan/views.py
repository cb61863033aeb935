"""The pages of the care plan: draft it, sign it off, say how a goal stands."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known
from throughcare.pathway.assessment.wording import waiting_before
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.pathway.plan import actions, queries
from throughcare.pathway.plan.forms import LINES, DraftForm, GoalForm, SignOffForm, version_words
from throughcare.pathway.plan.terms import GoalState
from throughcare.pathway.safeguarding.queries.risk import risk_actions_known
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_PLAN)
@keeps_draft
def draft(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    plans = queries.plans_of(episode)
    more = "_more" in request.POST
    lines = lines_for(request.POST or request.draft.kept) + (LINES if more else 0)
    form = DraftForm(None if more else request.POST or None, episode=episode, plans=plans, lines=lines)
    if request.draft.leaving:
        return leave(episode)
    if not more and took(form, actions.draft_plan, thread_id, by=request.viewer):
        plan = title_of(episode.specification.plan_kinds, form.said["kind"])
        return done(request, episode.person, _("%(plan)s drafted") % {"plan": plan})
    title = _("Draft a care plan")
    return step_page(
        request, form, title=title, button=_("Draft the plan"), template="plan/draft.html", next_line=lines + 1,
        known=risk_actions_known(episode),
        waiting=waiting_before(episode, MilestoneKind.PLAN_DRAFTED),
    )  # fmt: skip


@needs(Permission.SIGN_OFF_PLAN)
@keeps_draft
def sign_off(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    plans = queries.plans_of(episode)
    form = SignOffForm(request.POST or None, episode=episode, plans=plans)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.sign_off_plan, thread_id, by=request.viewer):
        plan = title_of(episode.specification.plan_kinds, form.said["kind"])
        return done(request, episode.person, _("%(plan)s signed off") % {"plan": plan})
    shown = [(plan, version_words(plan)) for plan in queries.latest_of_each_kind(plans).values()]
    return step_page(
        request,
        form,
        title=_("Sign off the care plan"),
        button=_("Sign off the plan"),
        template="plan/sign_off.html",
        plans=shown,
        risk_actions=risk_actions_known(episode),
        waiting=waiting_before(episode, MilestoneKind.PLAN_SIGNED_OFF),
    )


@needs(Permission.RECORD_PLAN)
@keeps_draft
def goal(request, goal_id):
    said, episode = queries.goal_for_step(request.viewer, goal_id)
    form = GoalForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if form.is_valid():
        state = GoalState(form.cleaned_data["state"])
        actions.change_goal(said, by=request.viewer, state=state)
        request.draft.discard()
        words = _("Goal “%(goal)s”: %(state)s") % {"goal": said.words, "state": state.label}
        messages.success(request, words)
        return redirect(person_page(episode.person))
    known = [
        Known(_("Goal"), f"“{said.words}”", title_of(episode.specification.plan_kinds, said.plan.kind)),
        Known(_("Stands now"), str(GoalState(said.state).label), ""),
    ]
    return step_page(request, form, title=_("Say how a goal stands"), button=_("Save the goal"), known=known)


def lines_for(answers) -> int:
    """As many lines as were written in, and never fewer than the first ones."""
    numbers = [int(name[5:]) for name in answers if name.startswith("goal_") and name[5:].isdecimal()]
    return min(max([LINES, *numbers]), 100)
