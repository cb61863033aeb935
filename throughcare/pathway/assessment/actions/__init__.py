"""Offers, writes, completes and passes on the comprehensive assessment."""

from throughcare.pathway.assessment.actions.answering import save_answers, start_assessment
from throughcare.pathway.assessment.actions.children import add_child, assess_child, change_child
from throughcare.pathway.assessment.actions.others import issue_summary, record_contribution, record_medical_assessment
from throughcare.pathway.assessment.actions.steps import complete_assessment, offer_assessment, update_assessment

__all__ = [
    "add_child",
    "assess_child",
    "change_child",
    "complete_assessment",
    "issue_summary",
    "offer_assessment",
    "record_contribution",
    "record_medical_assessment",
    "save_answers",
    "start_assessment",
    "update_assessment",
]
