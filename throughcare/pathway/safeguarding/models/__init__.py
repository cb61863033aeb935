"""What is known of risk, and what was done to protect somebody."""

from throughcare.pathway.safeguarding.models.abuse import AbuseGrading, MaracHearing
from throughcare.pathway.safeguarding.models.concerns import Concern
from throughcare.pathway.safeguarding.models.restricted import KeptFrom, RestrictedNote, RestrictedWords
from throughcare.pathway.safeguarding.models.risk import ProtectionStatus, ProtectiveAction, RiskAssessment, RiskFinding

__all__ = [
    "AbuseGrading",
    "Concern",
    "KeptFrom",
    "MaracHearing",
    "ProtectionStatus",
    "ProtectiveAction",
    "RestrictedNote",
    "RestrictedWords",
    "RiskAssessment",
    "RiskFinding",
]
