"""Addresses of questionnaires."""

from django.urls import path

from throughcare.pathway.instruments import views

app_name = "instruments"
urlpatterns = [
    path("episodes/<int:thread_id>/tools", views.choose, name="choose"),
    path("episodes/<int:thread_id>/tools/<slug:instrument>", views.complete, name="complete"),
    path("instruments/<int:origin_id>/fhir", views.send, name="send"),
]
