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
