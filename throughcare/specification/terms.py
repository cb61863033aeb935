"""The words that a specification may use: kinds of milestone, what each may say, and kinds of episode."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeKind(TextChoices):
    TREATMENT = "treatment", _("Treatment")
    FAMILY = "family", _("Family support")
    AFTERCARE = "aftercare", _("Aftercare")


class MilestoneKind(TextChoices):
    REFERRAL_RECEIVED = "referral_received", _("Referral received")
    FIRST_CONTACT_MADE = "first_contact_made", _("First contact made")
    TRIAGE_OFFERED = "triage_offered", _("Triage offered")
    TRIAGE_COMPLETED = "triage_completed", _("Triage completed")
    ASSESSMENT_OFFERED = "assessment_offered", _("Assessment offered")
    ASSESSMENT_COMPLETED = "assessment_completed", _("Comprehensive assessment completed")
    KEYWORKER_ASSIGNED = "keyworker_assigned", _("Key worker assigned")
    PLAN_DRAFTED = "plan_drafted", _("Care plan drafted")
    PLAN_SIGNED_OFF = "plan_signed_off", _("Care plan signed off")
    INTERVENTION_STARTED = "intervention_started", _("Intervention started")
    INTERVENTION_ENDED = "intervention_ended", _("Intervention ended")
    SESSION_RECORDED = "session_recorded", _("Session recorded")
    INSTRUMENT_COMPLETED = "instrument_completed", _("Questionnaire completed")
    REVIEW_COMPLETED = "review_completed", _("Review completed")
    JOINT_WORK_RECORDED = "joint_work_recorded", _("Worked with another agency")
    REFERRED_ONWARD = "referred_onward", _("Referred onward")
    EXITED = "exited", _("Left treatment")
    WITHDRAWN = "withdrawn", _("Referral ended before treatment")
    FOLLOWED_UP = "followed_up", _("Followed up")
    BRIEF_INTERVENTION_GIVEN = "brief_intervention_given", _("Brief intervention given")
    OUTREACH_CONTACT_MADE = "outreach_contact_made", _("Outreach contact made")
    CAME_BACK = "came_back", _("Came back to the service")


#: What each kind of milestone may say beside its day. Nothing else is ever stored in a milestone's detail;
#: free text and answers live in the stage's own tables. Every kind may also say `because`.
DETAIL_KEYS: dict[str, frozenset[str]] = {
    "referral_received": frozenset({"source", "channel", "urgency"}),
    "first_contact_made": frozenset({"how"}),
    "triage_offered": frozenset({"for"}),
    "triage_completed": frozenset({"outcomes", "substances"}),
    "assessment_offered": frozenset({"for"}),
    "assessment_completed": frozenset(),
    "keyworker_assigned": frozenset({"worker"}),
    "plan_drafted": frozenset({"kind"}),
    "plan_signed_off": frozenset({"kind"}),
    "intervention_started": frozenset({"type", "setting"}),
    "intervention_ended": frozenset({"type", "reason"}),
    "session_recorded": frozenset({"type", "outcome", "minutes"}),
    "instrument_completed": frozenset({"instrument", "stage"}),
    "review_completed": frozenset(),
    "joint_work_recorded": frozenset({"agency", "how"}),
    "referred_onward": frozenset({"to", "consent"}),
    "exited": frozenset({"reason", "to"}),
    "withdrawn": frozenset({"reason"}),
    "followed_up": frozenset({"point", "reached"}),
    "brief_intervention_given": frozenset({"about", "people", "ages"}),
    "outreach_contact_made": frozenset({"setting", "targeted", "people", "ages"}),
    "came_back": frozenset(),
}

#: The milestones that close an episode.
CLOSING_KINDS = frozenset({MilestoneKind.EXITED.value, MilestoneKind.WITHDRAWN.value})

#: Which list of the specification holds the words that a detail may say. A detail that is not here is free (a day, a
#: number, a person) and cannot be a condition of a clock. `yes_no` and `roles` stand for themselves.
DETAIL_CODES: dict[tuple[str, str], str] = {
    ("referral_received", "source"): "sources",
    ("referral_received", "channel"): "channels",
    ("referral_received", "urgency"): "urgencies",
    ("first_contact_made", "how"): "contact_hows",
    ("triage_completed", "outcomes"): "triage_outcomes",
    ("triage_completed", "substances"): "substances",
    ("plan_drafted", "kind"): "plan_kinds",
    ("plan_signed_off", "kind"): "plan_kinds",
    ("intervention_started", "type"): "interventions",
    ("intervention_started", "setting"): "intervention_settings",
    ("intervention_ended", "type"): "interventions",
    ("intervention_ended", "reason"): "end_reasons",
    ("session_recorded", "type"): "interventions",
    ("session_recorded", "outcome"): "session_outcomes",
    ("instrument_completed", "instrument"): "instruments",
    ("instrument_completed", "stage"): "instrument_stages",
    ("joint_work_recorded", "agency"): "agencies",
    ("joint_work_recorded", "how"): "joint_work",
    ("referred_onward", "to"): "agencies",
    ("referred_onward", "consent"): "yes_no",
    ("exited", "reason"): "exit_reasons",
    ("withdrawn", "reason"): "exit_reasons",
    ("followed_up", "point"): "followup_points",
    ("followed_up", "reached"): "yes_no",
    ("brief_intervention_given", "about"): "abouts",
    ("outreach_contact_made", "setting"): "outreach_settings",
    ("outreach_contact_made", "targeted"): "yes_no",
}

YES_NO = ("yes", "no")

#: Words that a condition may use instead of listing ids: the detail they are about and the mark they look for.
MARKS: dict[str, tuple[str, str]] = {
    "counts_as_treatment": ("type", "counts_as_in_treatment"),
    "planned": ("reason", "planned"),
    "died": ("reason", "died"),
    "leads_to": ("outcomes", "leads_to"),
}

#: A detail whose own name is taken: in a condition `kind` is the kind of milestone, so the kind of plan is `plan`.
OTHER_NAMES: dict[tuple[str, str], str] = {("plan_drafted", "plan"): "kind", ("plan_signed_off", "plan"): "kind"}

#: What an outcome of triage may lead to, where another step waits for it.
LEADS_TO = ("assessment",)

#: The roles that the product relies on; a specification names each in its own words and may add others.
ROLES = ("triage", "keyworker", "manager", "data_lead", "commissioner", "administrator", "operator")

#: What a role may be allowed to do. `access` gives each its words.
PERMISSIONS = frozenset(
    {
        "view_own_work",
        "find_people",
        "view_person",
        "record_referral",
        "record_contact",
        "record_triage",
        "record_assessment",
        "record_plan",
        "sign_off_plan",
        "record_intervention",
        "record_session",
        "record_instrument",
        "record_review",
        "record_joint_work",
        "record_exit",
        "record_follow_up",
        "correct_record",
        "assign_keyworker",
        "record_outreach",
        "view_team",
        "view_gaps",
        "view_figures",
        "view_cases_behind_figures",
        "refresh_figures",
        "view_published_figures",
        "administer_users",
        "run_commands",
    }
)

#: The words every specification must give, shown wherever a page speaks of the service or a stage of it.
VOCABULARY = frozenset(
    {
        "service.name",
        "service.short",
        "service.area",
        "stage.outreach",
        "stage.referral",
        "stage.triage",
        "stage.assessment",
        "stage.plan",
        "stage.treatment",
        "stage.review",
        "stage.exit",
        "stage.aftercare",
    }
)
