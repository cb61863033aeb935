"""Addresses of triage."""

from django.urls import path

from throughcare.pathway.triage import views

app_name = "triage"
urlpatterns = [
    path("team/triages-without-training", views.without_training, name="without_training"),
    path("episodes/<int:thread_id>/triage/offer", views.offer, name="offer"),
    path("episodes/<int:thread_id>/crisis", views.crisis, name="crisis"),
    path("episodes/<int:thread_id>/triage/feedback", views.feedback, name="feedback"),
    path("episodes/<int:thread_id>/triage/encourage", views.encourage, name="encourage"),
    path("episodes/<int:thread_id>/triage/book", views.book, name="book"),
    path("triage/own-answers", views.review_list, name="review_list"),
    path("triage/own-answers/<int:own_id>", views.review, name="review"),
]
