"""What is known of risk, and what was done to protect somebody."""

from throughcare.pathway.safeguarding.models.abuse import AbuseGrading, MaracHearing
from throughcare.pathway.safeguarding.models.children import CentreOffer, Childcare, HomeReview
from throughcare.pathway.safeguarding.models.concerns import Concern
from throughcare.pathway.safeguarding.models.deaths import DeathReview, PanelMember, ReviewAction, ReviewNote
from throughcare.pathway.safeguarding.models.reports import AuditAction, PolicySubmission, SafeguardingAudit
from throughcare.pathway.safeguarding.models.requests import (
    HubRecord,
    InformationRequest,
    InformationShared,
    RecordAsked,
    SummaryForServices,
)
from throughcare.pathway.safeguarding.models.restricted import KeptFrom, RestrictedNote, RestrictedWords
from throughcare.pathway.safeguarding.models.risk import ProtectionStatus, ProtectiveAction, RiskAssessment, RiskFinding

__all__ = [
    "AbuseGrading",
    "AuditAction",
    "CentreOffer",
    "Childcare",
    "Concern",
    "DeathReview",
    "HomeReview",
    "HubRecord",
    "InformationRequest",
    "InformationShared",
    "KeptFrom",
    "MaracHearing",
    "PanelMember",
    "PolicySubmission",
    "ProtectionStatus",
    "ProtectiveAction",
    "RecordAsked",
    "RestrictedNote",
    "RestrictedWords",
    "ReviewAction",
    "ReviewNote",
    "RiskAssessment",
    "RiskFinding",
    "SafeguardingAudit",
    "SummaryForServices",
]
