"""What every entry of a specification has, and the coded words of its lists."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Flag = Annotated[bool, Field(strict=True)]
Age = Annotated[int, Field(strict=True, ge=0, le=120)]
Count = Annotated[int, Field(strict=True, gt=0)]


class Strict(BaseModel):
    """Nothing unknown is let through and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One entry of a file: everything in a specification has a name, words, and the clause it comes from."""

    id: Id
    title: Text
    source: Text
    note: str = ""


class Code(Entry):
    """A word from one of the specification's lists."""

    group: str = ""


class OfferedInstrument(Strict):
    """A questionnaire that the service uses; its words and rules are in the room of instruments."""

    id: Id
    source: Text
    note: str = ""
    competence: Id | None = None
    """Only those recorded as trained in it may record this questionnaire."""
    modes: tuple[Literal["self", "interview", "clinician"], ...] = ()
    """The ways in which it may be answered; unless said, all that its definition names."""


class InstrumentStage(Code):
    after_leaving: Flag = False
    """Whether the person may still answer on their own once the episode has ended."""


class TriageOutcome(Code):
    leads_to: Literal["assessment"] | None = None


class ExitReason(Code):
    planned: Flag
    died: Flag = False


class SessionOutcome(Code):
    attended: Flag
    missed: Flag = False
    """The person was expected and did not come, or called it off; the service's own cancellations are not missed."""


class RequestPriority(Code):
    urgent: Flag = False
    """Shown before all others."""


class Vulnerability(Code):
    """What makes somebody vulnerable, asked about when risk is assessed."""

    coordinated: Flag = False
    """Asks for specialist coordination of care."""


class ConcernRoute(Code):
    """Where a safeguarding concern about a child or an adult goes, and how soon."""

    about: Literal["child", "adult"]
    to: Id
    """An agency of the specification."""
    urgency: Id
    """One of its urgencies."""
    at_once: Flag = False


class DomesticAbuse(Strict):
    """What counts as domestic abuse here, whom a graded risk goes to, and how long MARAC is tagged on the record."""

    definition: Text
    checklist: Id
    """The questionnaire whose bands grade the risk."""
    standard_to: Id
    medium_to: Id
    high_to: Id
    tagged_months: Count
    source: Text
    note: str = ""

    def goes_to(self, grade: str) -> str:
        """The agency that a risk of this grade is referred to."""
        return {"standard": self.standard_to, "medium": self.medium_to, "high": self.high_to}[grade]


class Motivation(Code):
    engages: Flag = True
    """False: not ready to engage yet, so encouragement is due."""


class PlanKind(Code):
    default: Flag = False
    interim: Flag = False
    """Made at triage for urgent needs; in force until the usual plan is signed off."""


#: The lists of codes.toml: how an entry's table is called, where it is found afterwards, and what it holds.
CODE_LISTS: dict[str, tuple[str, type[Strict]]] = {
    "referral_source": ("sources", Code),
    "channel": ("channels", Code),
    "urgency": ("urgencies", Code),
    "contact_how": ("contact_hows", Code),
    "triage_outcome": ("triage_outcomes", TriageOutcome),
    "substance": ("substances", Code),
    "risk": ("risks", Code),
    "further_risk": ("further_risks", Code),
    "vulnerability": ("vulnerabilities", Vulnerability),
    "care_coordinator": ("care_coordinators", Code),
    "abuse_type": ("abuse_types", Code),
    "abuse_relationship": ("abuse_relationships", Code),
    "concern_route": ("concern_routes", ConcernRoute),
    "about": ("abouts", Code),
    "plan_kind": ("plan_kinds", PlanKind),
    "intervention_setting": ("intervention_settings", Code),
    "outreach_setting": ("outreach_settings", Code),
    "session_outcome": ("session_outcomes", SessionOutcome),
    "end_reason": ("end_reasons", Code),
    "instrument": ("instruments", OfferedInstrument),
    "instrument_stage": ("instrument_stages", InstrumentStage),
    "agency": ("agencies", Code),
    "joint_work": ("joint_work", Code),
    "exit_reason": ("exit_reasons", ExitReason),
    "followup_point": ("followup_points", Code),
    "ethnicity": ("ethnicities", Code),
    "contact_setting": ("contact_settings", Code),
    "motivation": ("motivations", Motivation),
    "assessment_how": ("assessment_hows", Code),
    "alert_action": ("alert_actions", Code),
    "concern_source": ("concern_sources", Code),
    "concern_outcome": ("concern_outcomes", Code),
    "request_priority": ("request_priorities", RequestPriority),
    "hub_member": ("hub_members", Code),
    "severity": ("severities", Code),
    "triage_question": ("triage_questions", Code),
    "crisis_action": ("crisis_actions", Code),
    "competence": ("competences", Code),
}

#: A specification that says nothing of these leaves their question out.
LISTS_THAT_MAY_BE_EMPTY = frozenset(
    {
        "end_reason",
        "ethnicity",
        "substance",
        "instrument",
        "contact_setting",
        "motivation",
        "assessment_how",
        "alert_action",
        "concern_source",
        "concern_outcome",
        "request_priority",
        "hub_member",
        "further_risk",
        "vulnerability",
        "care_coordinator",
        "abuse_type",
        "abuse_relationship",
        "concern_route",
        "severity",
        "triage_question",
        "crisis_action",
        "competence",
    }
)
