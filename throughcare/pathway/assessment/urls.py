"""Addresses of the comprehensive assessment."""

from django.urls import path

from throughcare.pathway.assessment.views import children, domains, figures, others, steps

app_name = "assessment"
urlpatterns = [
    path("assessments/asked", figures.asked, name="asked"),
    path("episodes/<int:thread_id>/assessment", domains.overview, name="overview"),
    path("episodes/<int:thread_id>/assessment/offer", steps.offer, name="offer"),
    path("episodes/<int:thread_id>/assessment/start", steps.start, name="start"),
    path("episodes/<int:thread_id>/assessment/complete", steps.complete, name="complete"),
    path("episodes/<int:thread_id>/assessment/update", steps.update, name="update"),
    path("episodes/<int:thread_id>/assessment/medical", others.medical, name="medical"),
    path("episodes/<int:thread_id>/assessment/contributions/add", others.contribute, name="contribute"),
    path("episodes/<int:thread_id>/assessment/summary/issue", others.issue_summary, name="issue_summary"),
    path("episodes/<int:thread_id>/assessment/summary/<int:issued_id>", others.summary, name="summary"),
    path("episodes/<int:thread_id>/assessment/versions/<int:number>", domains.version, name="version"),
    path("episodes/<int:thread_id>/assessment/children", children.listed, name="children"),
    path("episodes/<int:thread_id>/assessment/children/add", children.add, name="add_child"),
    path("episodes/<int:thread_id>/assessment/children/<int:child_id>", children.change, name="change_child"),
    path("episodes/<int:thread_id>/assessment/children/<int:child_id>/<slug:domain>", children.needs, name="child"),
    path("episodes/<int:thread_id>/assessment/<slug:domain>", domains.domain, name="domain"),
]
