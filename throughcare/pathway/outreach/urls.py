"""Addresses of outreach work; the same page with somebody's record when the address says whose."""

from django.urls import path

from throughcare.pathway.outreach import views

app_name = "outreach"
urlpatterns = [
    path("outreach/brief-intervention", views.brief_intervention, name="brief_intervention"),
    path("outreach/contact", views.contact, name="contact"),
    path("people/<int:person_id>/brief-intervention", views.brief_intervention, name="brief_intervention"),
    path("people/<int:person_id>/outreach-contact", views.contact, name="contact"),
]
