"""What stands in the strip at the top of every page about a person, for those allowed (004 section 10.7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.rules import Happening
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Status
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.safeguarding.models import ProtectionStatus
from throughcare.pathway.safeguarding.queries.abuse import may_see_abuse
from throughcare.pathway.safeguarding.queries.concerns import open_concerns
from throughcare.pathway.safeguarding.queries.risk import coordination_owed, standing, vulnerable_now
from throughcare.pathway.safeguarding.rules import plan_owed_since, referral_owed, tagged_until
from throughcare.pathway.safeguarding.terms import Protection
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification

#: What is recorded about domestic abuse; only those who may see the tag see these on the timeline.
ABOUT_ABUSE = frozenset({"abuse_graded", "abuse_referred", "marac_heard"})
#: The statements about protection that are flags, where their answer is yes.
FLAGS = (Protection.EXPLOITATION, Protection.VULNERABLE_ADULT, Protection.MAPPA, Protection.OFFENDER_MANAGEMENT)


def tags(viewer: Viewer, thread_id: int, told: Sequence[Happening], specification: Specification) -> list[Status]:
    """The tags of a record for this viewer, what must be acted on first. At most three queries, whatever it holds."""
    if not may_see_protection(viewer):
        return []
    found = []
    if any(one.kind in ABOUT_ABUSE for one in told) and may_see_abuse(viewer, [thread_id]):
        found += abuse_tags(told, specification, today())
    count = open_concerns([thread_id])
    if count:
        found.append(Status("flag", _("Safeguarding concern open")))
    if plan_owed_since(told):
        found.append(Status("flag", _("No risk plan yet")))
    rows = ProtectionStatus.objects.filter(thread_id=thread_id).order_by("-since", "-pk")
    return [*found, *protection_tags(rows)]


def coordinator_missing(thread_id: int, origins: Sequence[int], specification: Specification) -> bool:
    """Whether specialist coordination of care is needed and nobody is named; `origins` are the steps in order."""
    coordinated = [one.id for one in specification.vulnerabilities.values() if one.coordinated]
    stands = standing(ProtectionStatus.objects.filter(thread_id=thread_id).order_by("-since", "-pk"))
    return coordination_owed(vulnerable_now(origins), coordinated, stands, open_concerns([thread_id]))


def may_see_protection(viewer: Viewer) -> bool:
    """Whether the viewer has a part in safeguarding."""
    return viewer.may(Permission.RECORD_SAFEGUARDING) or viewer.may(Permission.READ_RESTRICTED)


def abuse_tags(told: Sequence[Happening], specification: Specification, day: date) -> list[Status]:
    abuse = specification.domestic_abuse
    if abuse is None:
        return []
    found = []
    until = tagged_until(told, abuse.tagged_months)
    if until is not None and day <= until:
        heard = max(one.on for one in told if one.kind == "marac_heard")
        found.append(Status("flag", _("MARAC, heard on %(day)s") % {"day": wording.short_day(heard, day)}))
    return [*found, *referral_tags(told, specification)]


def referral_tags(told: Sequence[Happening], specification: Specification) -> list[Status]:
    """The referral that the latest grade asks for and that is not recorded yet."""
    abuse = specification.domestic_abuse
    if abuse is None:
        return []
    owed = referral_owed(told, [(grade, abuse.goes_to(grade)) for grade in ("standard", "medium", "high")])
    if owed is None:
        return []
    return [Status("flag", _("To be referred: %(agency)s") % {"agency": title_of(specification.agencies, owed)})]


def protection_tags(history: Iterable[ProtectionStatus]) -> list[Status]:
    stands = standing(history)
    return [
        Status("flag", str(about.label)) for about in FLAGS if about in stands and stands[about].answer == Answer.YES
    ]
