"""Addresses of questionnaires."""

from django.urls import path

from throughcare.pathway.instruments.own_phone import views as own_phone
from throughcare.pathway.instruments.views import choosing, completing, course, sending

app_name = "instruments"
urlpatterns = [
    path("episodes/<int:thread_id>/tools", choosing.choose, name="choose"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>", completing.complete, name="complete"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>/over-time", course.course, name="course"),
    path(
        "episodes/<int:thread_id>/tools/<slug:instrument>/<int:origin_id>/answers",
        completing.answers,
        name="answers",
    ),
    path("episodes/<int:thread_id>/tools/<slug:instrument>/send-link", own_phone.send, name="send_link"),
    path("episodes/<int:thread_id>/links", own_phone.sent_links, name="sent_links"),
    path("episodes/<int:thread_id>/links/<int:link_id>/withdraw", own_phone.withdraw, name="withdraw_link"),
    path("answer/<str:token>", own_phone.answer, name="answer"),
    path("instruments/<int:origin_id>/fhir", sending.send, name="send"),
]
