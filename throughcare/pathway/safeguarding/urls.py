"""Addresses of risk and safeguarding."""

from django.urls import path

from throughcare.pathway.safeguarding.views import abuse, concerns, restricted, risk

app_name = "safeguarding"
urlpatterns = [
    path("episodes/<int:thread_id>/safeguarding", risk.overview, name="overview"),
    path("episodes/<int:thread_id>/risk", risk.assess_risk, name="assess_risk"),
    path("episodes/<int:thread_id>/risk/plan", risk.risk_plan, name="risk_plan"),
    path("episodes/<int:thread_id>/risk/plan/review", risk.review_risk_plan, name="review_risk_plan"),
    path("episodes/<int:thread_id>/risk/actions/<int:action_id>", risk.action, name="action"),
    path("episodes/<int:thread_id>/protection/<slug:about>", risk.protection, name="protection"),
    path("episodes/<int:thread_id>/abuse", abuse.grade, name="abuse"),
    path("episodes/<int:thread_id>/abuse/refer", abuse.refer, name="refer_abuse"),
    path("episodes/<int:thread_id>/abuse/marac", abuse.marac, name="marac"),
    path("concerns", concerns.open_list, name="concerns"),
    path("episodes/<int:thread_id>/concerns/new", concerns.raise_concern, name="raise_concern"),
    path("episodes/<int:thread_id>/concerns/<int:matter_id>", concerns.concern, name="concern"),
    path("episodes/<int:thread_id>/concerns/<int:matter_id>/send", concerns.send, name="send_concern"),
    path("episodes/<int:thread_id>/concerns/<int:matter_id>/chase", concerns.chase, name="chase_concern"),
    path("episodes/<int:thread_id>/concerns/<int:matter_id>/answer", concerns.answer, name="answer_concern"),
    path("episodes/<int:thread_id>/concerns/<int:matter_id>/close", concerns.close, name="close_concern"),
    path("episodes/<int:thread_id>/restricted/new", restricted.write, name="write_note"),
    path("episodes/<int:thread_id>/restricted/<int:note_id>", restricted.read, name="read_note"),
]
