"""Addresses of signing in and out, and of the people who may."""

from django.urls import path

from throughcare.access.views import sign_in, staff, training

app_name = "access"
urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("signed-out", sign_in.signed_out, name="signed_out"),
    path("staff", staff.everybody, name="staff"),
    path("staff/add", staff.add, name="add_colleague"),
    path("staff/training", training.everybody, name="training"),
    path("staff/training/add", training.add, name="add_training"),
    path("staff/training/<int:record_id>/end", training.end, name="end_training"),
    path("staff/<int:user_id>", staff.change, name="change_colleague"),
]
