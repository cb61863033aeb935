"""Which page takes which step: the one place that knows the pages of all stages, by their URL names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from throughcare.access.viewer import Viewer
from throughcare.foundations.pages.components import Link
from throughcare.foundations.pages.context import may_open
from throughcare.pathway.episode.rules import OFFERS
from throughcare.specification.definitions import Match


class StepPage(NamedTuple):
    """The page of a step, and its button: a verb and a thing."""

    url_name: str
    label: str | Promise


#: The page that records each kind of milestone, so that a promise can offer the step which keeps it.
STEP_FOR: dict[str, StepPage] = {
    "referral_received": StepPage("referral:again", _("Record a referral")),
    "first_contact_made": StepPage("referral:first_contact", _("Record contact")),
    "triage_offered": StepPage("triage:offer", _("Offer triage")),
    "triage_completed": StepPage("casework:complete_triage", _("Complete triage")),
    "appointment_booked": StepPage("triage:book", _("Book first appointment")),
    "assessment_offered": StepPage("assessment:offer", _("Offer assessment")),
    "assessment_completed": StepPage("assessment:complete", _("Complete assessment")),
    "keyworker_assigned": StepPage("casework:assign_keyworker", _("Give a key worker")),
    "plan_drafted": StepPage("plan:draft", _("Draft care plan")),
    "plan_signed_off": StepPage("plan:sign_off", _("Sign off care plan")),
    "intervention_started": StepPage("interventions:start", _("Start intervention")),
    "intervention_ended": StepPage("interventions:end", _("End intervention")),
    "session_recorded": StepPage("interventions:session", _("Record session")),
    "instrument_completed": StepPage("instruments:choose", _("Complete questionnaire")),
    "review_completed": StepPage("review:complete", _("Complete review")),
    "joint_work_recorded": StepPage("casework:work_jointly", _("Record joint work")),
    "referred_onward": StepPage("casework:refer_onward", _("Refer onward")),
    "exited": StepPage("exit:leave", _("End treatment")),
    "withdrawn": StepPage("exit:withdraw", _("End referral")),
    "followed_up": StepPage("aftercare:follow_up", _("Record follow-up")),
    "brief_intervention_given": StepPage("outreach:brief_intervention", _("Record brief advice")),
    "outreach_contact_made": StepPage("outreach:contact", _("Record outreach contact")),
    "crisis_support_given": StepPage("triage:crisis", _("Record crisis support")),
    "encouragement_given": StepPage("triage:encourage", _("Record encouragement")),
    "feedback_given": StepPage("triage:feedback", _("Record feedback")),
    "assessment_started": StepPage("assessment:overview", _("Start assessment")),
    "assessment_updated": StepPage("assessment:overview", _("Update assessment")),
    "medical_assessment_recorded": StepPage("assessment:medical", _("Record medical assessment")),
    "child_needs_assessed": StepPage("assessment:children", _("Assess children's needs")),
    "summary_issued": StepPage("assessment:issue_summary", _("Issue summary")),
    "risk_assessed": StepPage("safeguarding:assess_risk", _("Assess risk")),
    "risk_plan_made": StepPage("safeguarding:risk_plan", _("Make risk plan")),
    "risk_plan_reviewed": StepPage("safeguarding:review_risk_plan", _("Review risk plan")),
    "abuse_graded": StepPage("safeguarding:abuse", _("Grade risk of abuse")),
    "abuse_referred": StepPage("safeguarding:refer_abuse", _("Refer domestic abuse")),
    "marac_heard": StepPage("safeguarding:marac", _("Record MARAC")),
    "childcare_recorded": StepPage("safeguarding:childcare", _("Record care of children")),
    "childrens_centre_offered": StepPage("safeguarding:childrens_centre", _("Offer Children's Centre")),
    "home_review_held": StepPage("safeguarding:home_review", _("Record home review")),
}

#: What the menu of a person calls each step: a thing to record.
THING: dict[str, str | Promise] = {
    "referral_received": _("A new referral"),
    "first_contact_made": _("First contact"),
    "triage_offered": _("Offer of triage"),
    "triage_completed": _("Triage"),
    "crisis_support_given": _("Crisis support"),
    "feedback_given": _("Feedback on the triage"),
    "encouragement_given": _("Encouragement"),
    "appointment_booked": _("First appointment"),
    "assessment_offered": _("Offer of assessment"),
    "assessment_started": _("Assessment, part by part"),
    "assessment_completed": _("Comprehensive assessment"),
    "assessment_updated": _("Assessment, brought up to date"),
    "keyworker_assigned": _("Key worker"),
    "plan_drafted": _("Care plan"),
    "plan_signed_off": _("Sign-off of the care plan"),
    "intervention_started": _("Start of an intervention"),
    "intervention_ended": _("End of an intervention"),
    "session_recorded": _("A session or missed appointment"),
    "instrument_completed": _("A questionnaire"),
    "review_completed": _("A review"),
    "joint_work_recorded": _("Work with another agency"),
    "referred_onward": _("Referral onward"),
    "exited": _("End of treatment"),
    "withdrawn": _("End of the referral"),
    "followed_up": _("Follow-up"),
}

#: The steps offered at each stage, the usual ones first. Nothing refuses the others: their pages stay reachable.
MENU: dict[str, tuple[str, ...]] = {
    "referred": (
        "first_contact_made", "triage_offered", "triage_completed", "instrument_completed", "keyworker_assigned",
        "crisis_support_given", "joint_work_recorded", "referred_onward", "withdrawn",
    ),
    "triaged": (
        "assessment_offered", "assessment_started", "assessment_completed", "keyworker_assigned", "session_recorded",
        "plan_drafted", "plan_signed_off", "intervention_started", "intervention_ended", "instrument_completed",
        "appointment_booked", "feedback_given", "encouragement_given", "crisis_support_given",
        "joint_work_recorded", "referred_onward", "withdrawn", "exited",
    ),
    "assessed": (
        "plan_drafted", "plan_signed_off", "intervention_started", "session_recorded", "instrument_completed",
        "keyworker_assigned", "review_completed", "assessment_updated", "intervention_ended", "crisis_support_given",
        "joint_work_recorded",
        "referred_onward", "withdrawn", "exited",
    ),
    "in_treatment": (
        "session_recorded", "instrument_completed", "review_completed", "joint_work_recorded", "plan_drafted",
        "plan_signed_off", "intervention_started", "intervention_ended", "assessment_offered", "assessment_completed",
        "assessment_updated", "keyworker_assigned", "crisis_support_given", "referred_onward", "exited",
    ),
    "closed": ("followed_up", "instrument_completed", "referred_onward", "referral_received"),
}  # fmt: skip

#: Steps of no episode, or that open one.
ABOUT_A_PERSON = frozenset({"referral_received", "brief_intervention_given", "outreach_contact_made"})
#: Steps that are taken once.
ONCE = frozenset({"triage_completed", "assessment_completed"})
#: What stands on the way to a step, the furthest away first: what has not been done of it is the next thing to do.
ON_THE_WAY = {
    **{step: (offer,) for offer, step in OFFERS.items()},
    "plan_signed_off": ("plan_drafted",),
    "intervention_started": ("assessment_completed", "plan_signed_off"),
}


def next_on_the_way(kind: str, happened: Collection[str]) -> str:
    """The step to take now so that this one can follow: a date is offered before it is kept, a plan drafted first."""
    missing = next((before for before in ON_THE_WAY.get(kind, ()) if before not in happened), None)
    return kind if missing is None else next_on_the_way(missing, happened)


def address(url_name: str, **kwargs) -> str:
    """The page's address; empty where the page is not built, and its link is then left out."""
    try:
        return reverse(url_name, kwargs={name: value for name, value in kwargs.items() if value is not None} or None)
    except NoReverseMatch:
        return ""


def address_for(viewer: Viewer, url_name: str, **kwargs) -> str:
    """The page's address, if it is built and the viewer may open it."""
    url = address(url_name, **kwargs)
    return url if url and may_open(viewer, url) else ""


def step_link(viewer: Viewer, kind: str, thread_id: int, person_id: int, about: str = "") -> Link | None:
    """The button of a step for one person, or None when there is no such page for this viewer."""
    page = STEP_FOR.get(kind)
    if page is None:
        return None
    about_person = {"person_id": person_id} if kind in ABOUT_A_PERSON else {"thread_id": thread_id}
    url = address_for(viewer, page.url_name, **about_person)
    return Link(str(page.label), url, about) if url else None


def link_towards(
    viewer: Viewer, kind: str, happened: Collection[str], thread_id: int, person_id: int, about: str
) -> Link | None:
    """The next step on the way to this one; the step itself where the other has no page for this viewer."""
    for step in (next_on_the_way(kind, happened), kind):
        link = step_link(viewer, step, thread_id, person_id, about)
        if link is not None:
            return link
    return None


def link_that_keeps(
    viewer: Viewer, stops_on: Collection[Match], happened: Collection[str], thread_id: int, person_id: int, about: str
) -> Link | None:
    """The next step on the way to keeping a promise; a questionnaire that it names is opened at once."""
    match = next(iter(stops_on))
    tool = next((next(iter(allowed)) for key, allowed in match.where if key == "instrument" and len(allowed) == 1), "")
    if tool:
        url = address_for(viewer, "instruments:complete", thread_id=thread_id, instrument=tool)
        if url:
            return Link(str(STEP_FOR[match.kind].label), url, about)
    return link_towards(viewer, match.kind, happened, thread_id, person_id, about)


def menu(
    viewer: Viewer,
    stage: str,
    happened: Collection[str],
    thread_id: int,
    person_id: int,
    own: Mapping[str, str] = MappingProxyType({}),
) -> list[Link]:
    """What can be recorded for a person at this stage, as links to the pages that exist.

    `own` names the steps that come next in a service's own order; those that are not usual at this stage come first.
    """
    things = {kind: title for kind, title in own.items() if kind not in MENU[stage]}
    things |= {kind: str(THING[kind]) for kind in MENU[stage]}
    links = []
    for kind, thing in things.items():
        done = kind in ONCE and kind in happened
        # An offer has no use once what it offers is done.
        offered_in_vain = OFFERS.get(kind) in happened
        ends_nothing = kind == "intervention_ended" and "intervention_started" not in happened
        leaves_treatment_or_not = kind == "withdrawn" and "intervention_started" in happened
        if done or offered_in_vain or ends_nothing or leaves_treatment_or_not:
            continue
        link = step_link(viewer, kind, thread_id, person_id)
        if link is not None:
            links.append(Link(thing, link.url))
    return links


def page_names() -> Mapping[str, str | Promise]:
    """What the page of each step is called, by URL name, for a list of drafts."""
    names = {page.url_name: page.label for page in STEP_FOR.values()}
    return names | {"referral:new": _("Record a referral"), "plan:goal": _("Change a goal")}
