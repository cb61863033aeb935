"""The pages of risk: what stands on one page, the assessment, the plan, and what stands about protection."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.queries import colleagues
from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions import risk as actions
from throughcare.pathway.safeguarding.forms.risk import (
    ActionStateForm,
    AssessRiskForm,
    ProtectionForm,
    ReviewRiskPlanForm,
    RiskPlanForm,
)
from throughcare.pathway.safeguarding.queries import risk as queries
from throughcare.pathway.safeguarding.queries.overview import overview as overview_of
from throughcare.pathway.safeguarding.terms import PartOf, Protection
from throughcare.pathway.safeguarding.views.ending import taken


@needs(Permission.RECORD_SAFEGUARDING)
def overview(request, thread_id):
    page = overview_of(request.viewer, thread_id)
    return render(request, "safeguarding/overview.html", {"page": page, "episode": page.episode})


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def assess_risk(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    known, vulnerable = queries.risks_known(episode), queries.vulnerabilities_known(episode)
    form = AssessRiskForm(request.POST or None, episode=episode, known=known, vulnerable=vulnerable)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.assess_risk, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Risk assessed"))
    return step_page(request, form, title=_("Assess risk"), button=_("Save the assessment"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def risk_plan(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = RiskPlanForm(request.POST or None, episode=episode, colleagues=colleagues(request.viewer))
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.make_risk_plan, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Risk plan made"))
    return step_page(
        request, form, title=_("Make a risk plan"), button=_("Save the risk plan"), known=risks_present(episode)
    )


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def review_risk_plan(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    so_far = [
        one
        for one in queries.actions_of([thread_id], {one.order for one in episode.happenings})
        if one.part_of == PartOf.RISK_PLAN
    ]
    staff = colleagues(request.viewer)
    form = ReviewRiskPlanForm(request.POST or None, episode=episode, colleagues=staff, actions=so_far)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.review_risk_plan, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Risk plan reviewed"))
    title = _("Review the risk plan")
    return step_page(request, form, title=title, button=_("Save the review"), known=risks_present(episode))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def action(request, thread_id, action_id):
    episode = episode_for_step(request.viewer, thread_id)
    said = queries.action_for_step(request.viewer, thread_id, action_id)
    form = ActionStateForm(request.POST or None, episode=episode)
    if not form.is_bound:
        form.initial["state"] = said.state
    if request.draft.leaving:
        return leave(episode)
    if form.is_valid():
        actions.change_action(said, by=request.viewer, **form.said)
        return taken(request, thread_id, _("Action saved"))
    known = [Known(_("Action"), said.words, queries.action_in_words(said, episode))]
    return step_page(request, form, title=_("Say how an action stands"), button=_("Save the action"), known=known)


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def protection(request, thread_id, about):
    if about not in Protection.values:
        raise Http404
    episode, kind = episode_for_step(request.viewer, thread_id), Protection(about)
    stands = queries.standing(queries.protection_history(thread_id)).get(kind)
    form = ProtectionForm(request.POST or None, episode=episode, about=kind, stands=stands)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.set_protection, thread_id, by=request.viewer, about=about):
        return taken(request, thread_id, _("%(protection)s saved") % {"protection": kind.label})
    return step_page(request, form, title=str(kind.label), button=_("Save"))


def risks_present(episode) -> list[Known]:
    """The risks that were found, each with what is known of it and where from."""
    titles = episode.specification.all_risks
    found = queries.risks_known(episode)
    return [
        Known(titles[risk].title, one.words or _("Yes"), queries.where_from(one))
        for risk, one in found.items()
        if one.answer == "yes" and risk in titles
    ]
