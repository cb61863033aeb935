"""The verbs of stories: what each may say, and which action of the pages it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.demo.stories import Step
from throughcare.pathway.aftercare.actions import follow_up
from throughcare.pathway.alerts.actions import acknowledge
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.assessment.actions import complete_assessment, offer_assessment, update_assessment
from throughcare.pathway.casework.actions import assign_keyworker, refer_onward, work_jointly
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit import actions as leaving
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.interventions.actions import end_intervention, record_session, start_intervention
from throughcare.pathway.outreach.actions import brief_intervention, outreach_contact
from throughcare.pathway.plan.actions import draft_plan, sign_off_plan
from throughcare.pathway.referral.actions import make_first_contact, receive_referral
from throughcare.pathway.review.actions import complete_review
from throughcare.pathway.safeguarding.actions.abuse import grade_abuse, hear_marac, refer_abuse
from throughcare.pathway.safeguarding.actions.children import (
    hold_home_review,
    offer_childrens_centre,
    record_childcare,
)
from throughcare.pathway.safeguarding.actions.concerns import raise_concern
from throughcare.pathway.safeguarding.actions.requests import answer_latest_request, receive_request
from throughcare.pathway.safeguarding.actions.risk import assess_risk, make_risk_plan, review_risk_plan
from throughcare.pathway.triage.actions import (
    book_appointment,
    complete_triage,
    encourage,
    give_crisis_support,
    give_feedback,
    offer_triage,
    submit_own_triage,
)
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, the milestone it records, its arguments, and how a story's word for one becomes the action's."""

    kind: str
    action: Callable
    needed: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    about: str = "episode"
    """What it is done to: `person` (a referral), `episode`, or `anyone` (with a person or without)."""

    @property
    def arguments(self) -> frozenset[str]:
        return frozenset((*self.needed, *self.allowed))


def acknowledge_alert(
    thread_id: int,
    *,
    by: Viewer,
    on: date,
    flag: str,
    action: str,
    words: str = "",
    at: time | None = None,
    recorded_on: date | None = None,
    because: str = "",
) -> Milestone:
    """Acts on the oldest alert of that flag about the person of an episode which nobody has acted on."""
    episode = Episode.objects.get(pk=thread_id)
    about = Alert.objects.filter(thread__matter__person_id=episode.person_id, flag=flag)
    alert = about.filter(thread__matter__closed_on__isnull=True).order_by("pk").first()
    if alert is None:
        raise StepRefused("flag", f"No alert of {flag} is open", "Tell first of the answer that raises it.")
    specification = specifications.governing(episode.opened_on)
    said = words_of_action({"action": action, "words": words}, specification)
    return acknowledge(alert.pk, by=by, on=on, at=at, action=action, words=said, recorded_on=recorded_on)


def words_of_action(said: Mapping, specification: Specification) -> str:
    """What was done, in the story's words; a story that says none means no more than the action."""
    return str(said.get("words") or title_of(specification.alert_actions, said["action"])).strip()


VERBS: dict[str, Verb] = {
    "receive_referral": Verb(
        "referral_received",
        receive_referral,
        ("source", "channel"),
        ("concern", "urgency", "instruments"),
        about="person",
    ),
    "make_first_contact": Verb("first_contact_made", make_first_contact, ("how",)),
    "offer_triage": Verb("triage_offered", offer_triage, ("for",)),
    "complete_triage": Verb(
        "triage_completed",
        complete_triage,
        ("outcomes",),
        (
            *("substances", "instruments", "risks", "how", "setting", "severity", "urgency", "motivation"),
            *("questions", "days", "why_not", "wants"),
        ),
    ),
    "submit_own_triage": Verb(
        "triage_submitted", submit_own_triage, ("how",), ("substances", "severity", "risks", "questions", "wants")
    ),
    "give_crisis_support": Verb(
        "crisis_support_given",
        give_crisis_support,
        ("actions",),
        ("detoxification", "for_young_person", "for_family", "setting"),
    ),
    "give_feedback": Verb("feedback_given", give_feedback, (), ("explained", "agreed", "leaflet")),
    "encourage": Verb("encouragement_given", encourage, ("how",)),
    "book_appointment": Verb("appointment_booked", book_appointment, ("for",), ("pathway",)),
    "offer_assessment": Verb("assessment_offered", offer_assessment, ("for",)),
    "complete_assessment": Verb("assessment_completed", complete_assessment, (), ("how", "setting", "answers")),
    "update_assessment": Verb("assessment_updated", update_assessment, (), ("how", "answers")),
    "assign_keyworker": Verb("keyworker_assigned", assign_keyworker, ("worker",)),
    "draft_plan": Verb("plan_drafted", draft_plan, (), ("kind", "goals")),
    "sign_off_plan": Verb("plan_signed_off", sign_off_plan, (), ("kind",)),
    "start_intervention": Verb("intervention_started", start_intervention, ("type",), ("setting",)),
    "end_intervention": Verb("intervention_ended", end_intervention, ("type",), ("reason",)),
    "record_session": Verb("session_recorded", record_session, ("type", "outcome"), ("minutes",)),
    "complete_instrument": Verb(
        "instrument_completed", complete_instrument, ("instrument", "stage"), ("answers", "total", "mode")
    ),
    "complete_review": Verb("review_completed", complete_review),
    "work_jointly": Verb("joint_work_recorded", work_jointly, ("agency", "how")),
    "receive_request": Verb("request_received", receive_request, ("priority", "source"), ("asks", "asked_by")),
    "answer_request": Verb("request_answered", answer_latest_request, ("shared",), ("to", "basis", "words")),
    "record_childcare": Verb("childcare_recorded", record_childcare, ("responsible",), ("regular_contact",)),
    "offer_childrens_centre": Verb(
        "childrens_centre_offered", offer_childrens_centre, ("response",), ("tool", "centre")
    ),
    "hold_home_review": Verb("home_review_held", hold_home_review, (), ("situation", "children_seen")),
    "refer_onward": Verb("referred_onward", refer_onward, ("to", "consent")),
    "assess_risk": Verb("risk_assessed", assess_risk, ("risks",), ("aware", "vulnerable", "details")),
    "make_risk_plan": Verb("risk_plan_made", make_risk_plan, (), ("actions",)),
    "review_risk_plan": Verb("risk_plan_reviewed", review_risk_plan),
    "raise_concern": Verb(
        "concern_raised", raise_concern, ("about",), ("route", "words", "whom", "source", "consent", "override_reason")
    ),
    "grade_abuse": Verb("abuse_graded", grade_abuse, (), ("lifted_by", "reason", "types", "relationship")),
    "refer_abuse": Verb("abuse_referred", refer_abuse, ("to",), ("consent", "reason")),
    "hear_marac": Verb("marac_heard", hear_marac, (), ("representative", "attended", "shared", "basis", "actions")),
    "exit": Verb("exited", leaving.leave_treatment, ("reason",), ("to",)),
    "follow_up": Verb("followed_up", follow_up, ("point", "reached"), ("answers",)),
    "withdraw": Verb("withdrawn", leaving.withdraw, ("reason",)),
    "brief_intervention": Verb(
        "brief_intervention_given", brief_intervention, ("about",), ("people", "ages"), about="anyone"
    ),
    "outreach_contact": Verb(
        "outreach_contact_made", outreach_contact, ("setting", "targeted"), ("people", "ages"), about="anyone"
    ),
    "acknowledge_alert": Verb("alert_acknowledged", acknowledge_alert, ("flag", "action"), ("words",)),
}

#: What the steps of safeguarding keep in tables of their own.
OUTSIDE_THE_MILESTONE = frozenset(
    {
        *("actions", "attended", "aware", "basis", "details", "lifted_by", "relationship", "representative"),
        *("shared", "types", "vulnerable", "words", "asks", "asked_by", "regular_contact", "tool", "centre"),
        *("situation", "children_seen"),
    }
)

#: The verb that ends an alert: it is recorded on the alert that it names by its flag.
ACT = "acknowledge_alert"

#: The verb that corrects another; it records no kind of its own.
CORRECT = "correct"


def spoken(arguments: Mapping) -> dict:
    """A story's arguments as the actions take them: flags as words, days as days, an offered day under its own name."""
    said = {key: as_words(value) for key, value in arguments.items()}
    if "for" in said:
        said["for_day"] = day_of(said.pop("for"), "for")
    if "outcomes" in said and not isinstance(said["outcomes"], list):
        said["outcomes"] = [said["outcomes"]]
    if "instruments" in said:
        said["instruments"] = instruments_of(said["instruments"])
    for key in ("minutes", "people", "total"):
        if said.get(key) is not None and (not isinstance(said[key], int) or isinstance(said[key], bool)):
            raise StepRefused(key, f"{said[key]!r} is not a whole number", "Write a number such as 3.")
    return said


def as_words(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [as_words(one) for one in value]
    if isinstance(value, dict):
        return {key: as_words(one) for key, one in value.items()}
    return value


def day_of(value, key: str) -> date:
    if not isinstance(value, date):
        raise StepRefused(key, f"{value!r} is not a day", "Write a day such as 2014-10-06.")
    return value


def instruments_of(said) -> list[dict]:
    """Completed tools: a mapping from tool to answers or total, or a list of tools each with its own."""
    if isinstance(said, dict):
        return [
            {"instrument": tool, "total": given} if isinstance(given, int) else {"instrument": tool, "answers": given}
            for tool, given in said.items()
        ]
    if isinstance(said, list) and all(isinstance(one, dict) and "instrument" in one for one in said):
        return said
    raise StepRefused(
        "instruments", "This is no list of completed tools", "Write each as {instrument: audit, answers: {...}}."
    )


def detail_of(changed: Mapping) -> dict:
    """What a correction of some arguments changes in the milestone's detail; other arguments are not in it."""
    said = spoken(changed)
    if "for_day" in said:
        said["for"] = said.pop("for_day").isoformat()
    outside = {
        *("answers", "total", "mode", "concern", "goals", "instruments", "risks"),
        *("questions", "days", "why_not", "wants"),
    }
    outside |= OUTSIDE_THE_MILESTONE
    return {key: value for key, value in said.items() if key not in outside}


def belongs_to_leaving(step: Step) -> bool:
    """Whether a step looks back on an episode that has ended: a follow-up, or a tool completed at one."""
    return step.verb == "follow_up" or step.arguments.get("stage") == "follow_up"
