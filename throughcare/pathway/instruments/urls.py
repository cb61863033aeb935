"""Addresses of questionnaires."""

from django.urls import path

from throughcare.pathway.instruments import views
from throughcare.pathway.instruments.own_phone import views as own_phone

app_name = "instruments"
urlpatterns = [
    path("episodes/<int:thread_id>/tools", views.choose, name="choose"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>", views.complete, name="complete"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>/send-link", own_phone.send, name="send_link"),
    path("episodes/<int:thread_id>/links", own_phone.sent_links, name="sent_links"),
    path("episodes/<int:thread_id>/links/<int:link_id>/withdraw", own_phone.withdraw, name="withdraw_link"),
    path("answer/<str:token>", own_phone.answer, name="answer"),
    path("instruments/<int:origin_id>/fhir", views.send, name="send"),
]
