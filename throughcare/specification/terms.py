"""The words that a specification may use: kinds of milestone, what each may say, and kinds of episode."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeKind(TextChoices):
    TREATMENT = "treatment", _("Treatment")
    FAMILY = "family", _("Family support")
    AFTERCARE = "aftercare", _("Aftercare")


class ThreadKind(TextChoices):
    """What milestones can belong to."""

    EPISODE = "episode", _("Episode")
    ACTIVITY = "activity", _("Activity")
    ALERT = "alert", _("Alert")
    CONCERN = "concern", _("Safeguarding concern")
    INFORMATION_REQUEST = "information_request", _("Request for information")
    DEATH_REVIEW = "death_review", _("Review of a death or near miss")


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
    TRIAGE_SUBMITTED = "triage_submitted", _("Own answers for triage received")
    CRISIS_SUPPORT_GIVEN = "crisis_support_given", _("Crisis support given")
    ENCOURAGEMENT_GIVEN = "encouragement_given", _("Encouraged to come back")
    FEEDBACK_GIVEN = "feedback_given", _("Told what was found and why")
    APPOINTMENT_BOOKED = "appointment_booked", _("First appointment booked")
    ASSESSMENT_STARTED = "assessment_started", _("Comprehensive assessment started")
    ASSESSMENT_UPDATED = "assessment_updated", _("Comprehensive assessment brought up to date")
    MEDICAL_ASSESSMENT_RECORDED = "medical_assessment_recorded", _("Medical assessment recorded")
    CHILD_NEEDS_ASSESSED = "child_needs_assessed", _("Child's needs assessed")
    SUMMARY_ISSUED = "summary_issued", _("Assessment summary issued")
    RISK_ASSESSED = "risk_assessed", _("Risk assessed")
    RISK_PLAN_MADE = "risk_plan_made", _("Risk plan made")
    RISK_PLAN_REVIEWED = "risk_plan_reviewed", _("Risk plan reviewed")
    ABUSE_GRADED = "abuse_graded", _("Risk of domestic abuse graded")
    ABUSE_REFERRED = "abuse_referred", _("Referred because of domestic abuse")
    MARAC_HEARD = "marac_heard", _("Discussed at MARAC")
    CHILDCARE_RECORDED = "childcare_recorded", _("Care of children recorded")
    CHILDRENS_CENTRE_OFFERED = "childrens_centre_offered", _("Children's Centre offered")
    HOME_REVIEW_HELD = "home_review_held", _("Review held at home")
    ALERT_RAISED = "alert_raised", _("Alert raised")
    ALERT_ESCALATED = "alert_escalated", _("Alert passed on")
    ALERT_ACKNOWLEDGED = "alert_acknowledged", _("Alert acted on")
    CONCERN_RAISED = "concern_raised", _("Safeguarding concern raised")
    CONCERN_SENT = "concern_sent", _("Safeguarding concern sent")
    CONCERN_CHASED = "concern_chased", _("Answer to a safeguarding concern chased")
    CONCERN_ANSWERED = "concern_answered", _("Safeguarding concern answered")
    CONCERN_CLOSED = "concern_closed", _("Safeguarding concern closed")
    REQUEST_RECEIVED = "request_received", _("Request for information received")
    REQUEST_CHASED = "request_chased", _("Answer to a request for information chased")
    REQUEST_ANSWERED = "request_answered", _("Request for information answered")
    HUB_RECORD_RECEIVED = "hub_record_received", _("Record of the safeguarding hub received")
    REQUEST_CLOSED = "request_closed", _("Request for information closed")
    LINK_SENT = "link_sent", _("Link sent to the person")
    DEATH_REVIEW_OPENED = "death_review_opened", _("Review of a death or near miss opened")
    DEATH_REVIEW_CLOSED = "death_review_closed", _("Review of a death or near miss closed")


#: What each kind of milestone may say beside its day. Nothing else is ever stored in a milestone's detail;
#: free text and answers live in the stage's own tables. Every kind may also say `because`.
DETAIL_KEYS: dict[str, frozenset[str]] = {
    "referral_received": frozenset({"source", "channel", "urgency"}),
    "first_contact_made": frozenset({"how"}),
    "triage_offered": frozenset({"for"}),
    "triage_completed": frozenset({"outcomes", "substances", "how", "setting", "motivation", "urgency", "severity"}),
    "assessment_offered": frozenset({"for"}),
    "assessment_completed": frozenset({"how", "setting"}),
    "keyworker_assigned": frozenset({"worker"}),
    "plan_drafted": frozenset({"kind"}),
    "plan_signed_off": frozenset({"kind", "considered"}),
    "intervention_started": frozenset({"type", "setting"}),
    "intervention_ended": frozenset({"type", "reason"}),
    "session_recorded": frozenset({"type", "outcome", "minutes"}),
    "instrument_completed": frozenset({"instrument", "stage"}),
    "review_completed": frozenset({"considered"}),
    "joint_work_recorded": frozenset({"agency", "how"}),
    "referred_onward": frozenset({"to", "consent"}),
    "exited": frozenset({"reason", "to"}),
    "withdrawn": frozenset({"reason"}),
    "followed_up": frozenset({"point", "reached"}),
    "brief_intervention_given": frozenset({"about", "people", "ages"}),
    "outreach_contact_made": frozenset({"setting", "targeted", "people", "ages"}),
    "came_back": frozenset(),
    "triage_submitted": frozenset({"how"}),
    "crisis_support_given": frozenset({"setting"}),
    "encouragement_given": frozenset({"how"}),
    "feedback_given": frozenset({"explained", "agreed", "leaflet"}),
    "appointment_booked": frozenset({"for", "pathway"}),
    "assessment_started": frozenset({"how", "setting"}),
    "assessment_updated": frozenset({"how"}),
    "medical_assessment_recorded": frozenset(),
    "child_needs_assessed": frozenset(),
    "summary_issued": frozenset({"to", "consent"}),
    "risk_assessed": frozenset({"risks"}),
    "risk_plan_made": frozenset(),
    "risk_plan_reviewed": frozenset(),
    "abuse_graded": frozenset({"grade"}),
    "abuse_referred": frozenset({"to"}),
    "marac_heard": frozenset(),
    "childcare_recorded": frozenset({"responsible"}),
    "childrens_centre_offered": frozenset({"response"}),
    "home_review_held": frozenset(),
    "link_sent": frozenset({"instrument", "stage", "worker"}),
    "alert_raised": frozenset({"urgency", "flag"}),
    "alert_escalated": frozenset({"to", "urgency"}),
    "alert_acknowledged": frozenset({"action"}),
    "concern_raised": frozenset({"about", "urgency"}),
    "concern_sent": frozenset({"to"}),
    "concern_chased": frozenset(),
    "concern_answered": frozenset({"outcome"}),
    "concern_closed": frozenset({"outcome"}),
    "request_received": frozenset({"priority", "source"}),
    "request_chased": frozenset(),
    "request_answered": frozenset({"shared"}),
    "hub_record_received": frozenset(),
    "request_closed": frozenset({"outcome"}),
    "death_review_opened": frozenset(),
    "death_review_closed": frozenset(),
}

#: The thread that a kind of milestone belongs to; every kind that is not here belongs to an episode.
THREAD_OF: dict[str, str] = {
    "brief_intervention_given": "activity",
    "outreach_contact_made": "activity",
    **dict.fromkeys(("alert_raised", "alert_escalated", "alert_acknowledged"), "alert"),
    **dict.fromkeys(
        ("concern_raised", "concern_sent", "concern_chased", "concern_answered", "concern_closed"), "concern"
    ),
    **dict.fromkeys(
        ("request_received", "request_chased", "request_answered", "hub_record_received", "request_closed"),
        "information_request",
    ),
    **dict.fromkeys(("death_review_opened", "death_review_closed"), "death_review"),
}

#: The threads on which a specification can make a promise.
THREADS_WITH_PROMISES = ("episode", "alert", "concern", "information_request", "death_review")

#: The milestones that end a thread that is no episode; only their thread's own clocks know of them.
MATTER_ENDS = frozenset({"alert_acknowledged", "concern_closed", "request_closed", "death_review_closed"})

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
    ("plan_signed_off", "considered"): "considered",
    ("review_completed", "considered"): "considered",
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
    ("triage_completed", "how"): "contact_hows",
    ("triage_completed", "setting"): "contact_settings",
    ("triage_completed", "motivation"): "motivations",
    ("triage_completed", "urgency"): "urgencies",
    ("triage_completed", "severity"): "severities",
    ("triage_submitted", "how"): "contact_hows",
    ("crisis_support_given", "setting"): "contact_settings",
    ("encouragement_given", "how"): "contact_hows",
    ("feedback_given", "explained"): "yes_no",
    ("feedback_given", "agreed"): "yes_no",
    ("feedback_given", "leaflet"): "yes_no",
    ("appointment_booked", "pathway"): "pathways",
    ("assessment_started", "how"): "assessment_hows",
    ("assessment_started", "setting"): "contact_settings",
    ("assessment_completed", "how"): "assessment_hows",
    ("assessment_completed", "setting"): "contact_settings",
    ("assessment_updated", "how"): "assessment_hows",
    ("summary_issued", "to"): "agencies",
    ("summary_issued", "consent"): "yes_no",
    ("risk_assessed", "risks"): "all_risks",
    ("abuse_graded", "grade"): "abuse_grades",
    ("abuse_referred", "to"): "agencies",
    ("childcare_recorded", "responsible"): "yes_no",
    ("childrens_centre_offered", "response"): "offer_responses",
    ("alert_raised", "urgency"): "alert_urgencies",
    ("alert_escalated", "urgency"): "alert_urgencies",
    ("alert_acknowledged", "action"): "alert_actions",
    ("concern_raised", "about"): "concern_abouts",
    ("concern_raised", "urgency"): "urgencies",
    ("concern_sent", "to"): "agencies",
    ("concern_answered", "outcome"): "concern_outcomes",
    ("concern_closed", "outcome"): "concern_outcomes",
    ("request_received", "priority"): "request_priorities",
    ("request_received", "source"): "concern_sources",
    ("request_answered", "shared"): "yes_no",
    ("request_closed", "outcome"): "request_outcomes",
    ("link_sent", "instrument"): "instruments",
    ("link_sent", "stage"): "instrument_stages",
}

YES_NO = ("yes", "no")

#: Lists that no specification writes, because the product itself tells their words apart.
FIXED_LISTS: dict[str, tuple[str, ...]] = {
    "yes_no": YES_NO,
    "alert_urgencies": ("info", "routine", "prompt", "urgent", "emergency"),
    "abuse_grades": ("standard", "medium", "high"),
    "concern_abouts": ("child", "adult"),
    "considered": ("domestic_abuse", "children_at_home"),
    "request_outcomes": ("recommended", "nothing_back", "withdrawn"),
    "offer_responses": ("accepted", "declined", "undecided"),
}

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
        "answer_alerts",
        "set_duty",
        "record_safeguarding",
        "read_restricted",
        "record_training",
        "review_deaths",
        "view_safeguarding_report",
        "send_links",
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
