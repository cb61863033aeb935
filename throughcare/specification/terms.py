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
