"""The coded words of risk and safeguarding that the product itself tells apart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AskedAbout(TextChoices):
    """Which of the specification's two lists a finding is about."""

    RISK = "risk", _("Risk")
    VULNERABILITY = "vulnerability", _("What makes them vulnerable")


class ToldBy(TextChoices):
    """Who said so."""

    PERSON = "person", _("The person")
    FAMILY = "family", _("Family or friend")
    AGENCY = "agency", _("Another agency")
    RECORD = "record", _("An earlier record")
    WORKER = "worker", _("What we saw ourselves")


class Awareness(TextChoices):
    """How far the person sees the risks. The text asks for the level (004 section 8.5.5); the levels are ours."""

    WELL = "well", _("Sees the risks")
    PARTLY = "partly", _("Sees some of them")
    HARDLY = "hardly", _("Does not see them")
    NOT_ASKED = "not_asked", _("Not asked")
    DECLINED = "declined", _("Declined")
    NOT_KNOWN = "not_known", _("Not known")


class PartOf(TextChoices):
    """What an action was agreed in."""

    RISK_PLAN = "risk_plan", _("Risk plan")
    MARAC = "marac", _("MARAC")


class ActionState(TextChoices):
    OPEN = "open", _("Still to do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


class Protection(TextChoices):
    """What stands about somebody's protection, each with its own history."""

    EXPLOITATION = "exploitation", _("Child sexual exploitation")
    VULNERABLE_ADULT = "vulnerable_adult", _("Vulnerable adult at risk")
    MAPPA = "mappa", _("Multi-agency public protection (MAPPA)")
    OFFENDER_MANAGEMENT = "offender_management", _("Integrated offender management")
    COORDINATION = "coordination", _("Specialist coordination of care")


class Grade(TextChoices):
    STANDARD = "standard", _("Standard")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Lift(TextChoices):
    """What lifts a risk of domestic abuse to high, whatever the checklist counts; nothing lowers it."""

    JUDGEMENT = "judgement", _("Professional judgement")
    ESCALATION = "escalation", _("It is getting worse or more frequent")
    AGAIN = "again", _("It happened again after MARAC")


class Consent(TextChoices):
    GIVEN = "given", _("They agree")
    OVERRIDDEN = "overridden", _("Passed on without agreement")


class RestrictedKind(TextChoices):
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    ADDRESS = "address", _("Address of somebody at risk")
    THIRD_PARTY = "third_party", _("About somebody else")


class SharingBasis(TextChoices):
    """On what basis something about a person is told to another agency; a closed list."""

    CONSENT = "consent", _("They agree")
    VITAL_INTERESTS = "vital_interests", _("Somebody’s life or safety is at stake")
    LEGAL_DUTY = "legal_duty", _("The law requires it")


class RequestOutcome(TextChoices):
    RECOMMENDED = "recommended", _("The hub’s record came back")
    NOTHING_BACK = "nothing_back", _("Nothing came back, though it was chased")
    WITHDRAWN = "withdrawn", _("The hub no longer needs it")


class SummaryPart(TextChoices):
    """What a summary for children's services may say of somebody; the worker ticks what is proportionate."""

    STAY = "stay", _("Since when they are with us, and how far along")
    DIARY = "diary", _("When they were last seen, and what they missed")
    SUBSTANCES = "substances", _("What they use, as told at triage")
    RISKS = "risks", _("Risks that were found")
    CHILDREN = "children", _("The children named with the assessment")
    PLAN = "plan", _("The risk plan, and since when")
    CONCERNS = "concerns", _("Safeguarding concerns raised, and where they went")


class ReviewedEvent(TextChoices):
    DEATH = "death", _("Death related to drugs or alcohol")
    NEAR_FATAL = "near_fatal", _("Near-fatal overdose")


class ReviewNoteAbout(TextChoices):
    FACT = "fact", _("Fact")
    LEARNING = "learning", _("Learning")


class OfferResponse(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    UNDECIDED = "undecided", _("Not decided yet")
