"""What a person may be permitted to do; roles are lists of these, kept in the specification."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    VIEW_OWN_WORK = "view_own_work", _("See their own day")
    FIND_PEOPLE = "find_people", _("Find people")
    VIEW_PERSON = "view_person", _("Read a person's record")
    RECORD_REFERRAL = "record_referral", _("Record a referral")
    RECORD_CONTACT = "record_contact", _("Record a first contact")
    RECORD_TRIAGE = "record_triage", _("Offer and complete a triage")
    RECORD_ASSESSMENT = "record_assessment", _("Offer and complete an assessment")
    RECORD_PLAN = "record_plan", _("Write a care plan")
    SIGN_OFF_PLAN = "sign_off_plan", _("Sign off a care plan")
    RECORD_INTERVENTION = "record_intervention", _("Start and end interventions")
    RECORD_SESSION = "record_session", _("Record sessions")
    RECORD_INSTRUMENT = "record_instrument", _("Record questionnaires")
    RECORD_REVIEW = "record_review", _("Record reviews")
    RECORD_JOINT_WORK = "record_joint_work", _("Record work with other agencies")
    RECORD_EXIT = "record_exit", _("End treatment or a referral")
    RECORD_FOLLOW_UP = "record_follow_up", _("Record follow-up")
    CORRECT_RECORD = "correct_record", _("Correct what was recorded")
    ASSIGN_KEYWORKER = "assign_keyworker", _("Assign a key worker")
    RECORD_OUTREACH = "record_outreach", _("Record outreach and brief interventions")
    VIEW_TEAM = "view_team", _("See the team's cases")
    VIEW_GAPS = "view_gaps", _("See cases in a gap")
    VIEW_FIGURES = "view_figures", _("See the service's figures")
    VIEW_CASES_BEHIND_FIGURES = "view_cases_behind_figures", _("See the cases behind a figure")
    REFRESH_FIGURES = "refresh_figures", _("Work the figures out again")
    VIEW_PUBLISHED_FIGURES = "view_published_figures", _("See totals of five or more")
    ADMINISTER_USERS = "administer_users", _("Give and take away sign-ins")
    ANSWER_ALERTS = "answer_alerts", _("Act on alerts")
    SET_DUTY = "set_duty", _("Say who is on duty")
    RECORD_SAFEGUARDING = "record_safeguarding", _("Record risk and safeguarding")
    READ_RESTRICTED = "read_restricted", _("Read restricted notes")
    RECORD_TRAINING = "record_training", _("Record who is trained in what")
    REVIEW_DEATHS = "review_deaths", _("Review deaths and near misses")
    VIEW_SAFEGUARDING_REPORT = "view_safeguarding_report", _("See the safeguarding report")
    SEND_LINKS = "send_links", _("Send one-time links")
    RUN_COMMANDS = "run_commands", _("Run commands on the system")


class AccessBasis(TextChoices):
    """Why an agency sees a case; sharing by consent comes with its own issue."""

    PROVIDER = "provider", _("Provides the service")


class LinkTask(TextChoices):
    """What a one-time link lets somebody do."""

    INSTRUMENT = "instrument", _("Answer a questionnaire")


class LinkState(TextChoices):
    """How a one-time link stands; only an open one opens."""

    OPEN = "open", _("Open")
    USED = "used", _("Used")
    REVOKED = "revoked", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
