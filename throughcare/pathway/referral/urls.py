"""Addresses of referrals."""

from django.urls import path

from throughcare.pathway.referral import views

app_name = "referral"
urlpatterns = [
    path("referrals/new", views.new, name="new"),
    path("people/<int:person_id>/referral", views.again, name="again"),
    path("episodes/<int:thread_id>/first-contact", views.first_contact, name="first_contact"),
]
