"""What the view of every step does at its end: leave the draft, take the step, draw the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from throughcare.foundations.pages.components import Known
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.episode.rules import StepRefused
from throughcare.people.models import Person


def person_page(person: Person) -> str:
    try:
        return reverse("casework:person", args=[person.pk])
    except NoReverseMatch:  # a deployment without that room
        return "/"


def my_day() -> str:
    try:
        return reverse("casework:my_day")
    except NoReverseMatch:  # a deployment without that room
        return "/"


def leave(episode: EpisodeForStep):
    """Back to the person, with the draft kept."""
    return redirect(person_page(episode.person))


def took(form: ActionForm, action: Callable, *args, **kwargs):
    """What the action returned, when the form is right and it was done; else None, and the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return action(*args, **kwargs, **form.said)
    except StepRefused as refused:
        form.refuse(refused)
        return None


def done(request, person: Person | None, words: str):
    """The step is taken: its draft goes, and the page of the person, or of the day, says what was recorded."""
    request.draft.discard()
    messages.success(request, words)
    return redirect(person_page(person) if person else my_day())


def step_page(
    request,
    form: ActionForm,
    *,
    title: str,
    button: str,
    known: Sequence[Known] = (),
    template: str = "episode/step.html",
    **more,
):
    request.draft.fill(form)
    told = {"form": form, "title": title, "button": button, "known_answers": known}
    if form.episode:
        told |= {"person": form.episode.person, "person_url": person_page(form.episode.person)}
    return render(request, template, {**told, **more})
