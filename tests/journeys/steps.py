"""What a worker does on the pages of the Southampton service, each step as its form asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.journeys.desk import Desk

RISKS = (
    "Self-harm", "Harm from others", "Harm to others", "Nowhere safe to live", "Sexual exploitation",
    "Violence at home",
)  # fmt: skip


def receive_referral(desk: Desk, given: str, family: str, born: date, *, source: str = "School or college") -> None:
    """Looks first whether they are known; nobody is."""
    who_it_is(desk, given, family, born)
    desk.press("Look whether they are recorded already")
    desk.reads("Nobody with these details is recorded yet")
    about_the_referral(desk, source)
    desk.press("Record referral")


def who_it_is(desk: Desk, given: str, family: str, born: date) -> None:
    desk.open("/my-day")
    desk.follow("Record a referral")
    desk.say("First name", given)
    desk.say("Family name", family)
    desk.day("Date of birth", born)


def about_the_referral(desk: Desk, source: str = "School or college") -> None:
    desk.choose("Sex", "Not known")
    desk.say("Ethnic group, as they describe it", "Not asked")
    desk.say("Who refers them?", source)
    desk.choose("How did the referral come?", "Telephone")
    desk.say("What is the concern?", "Smokes before lessons and hardly sleeps.")
    desk.choose("Lives in Southampton or has a connection with it", "Yes")


def make_first_contact(desk: Desk) -> None:
    desk.choose("How did you speak?", "By telephone")
    desk.say("What was said?", "Glad that somebody rang.")
    desk.press("Record contact")


def offer(desk: Desk, what: str, day: date) -> None:
    desk.day("Day offered", day)
    desk.press(f"Offer {what}")


def complete_triage(desk: Desk, outcome: str, *, risks: str = "No", substance: str = "Cannabis") -> None:
    desk.say("First substance", substance)
    for risk in RISKS:
        desk.choose(risk, risks)
    desk.tick(outcome)
    desk.press("Complete triage")


def record_session(desk: Desk, outcome: str, minutes: int = 0) -> None:
    desk.choose("Which intervention was it part of?", "Cognitive and behavioural interventions")
    desk.choose("What happened?", outcome)
    if minutes:
        desk.say("How many minutes?", str(minutes))
    desk.press("Record the session")


def complete_top(desk: Desk, stage: str, answers: dict[str, int]) -> None:
    desk.choose("When in the person’s stay is this?", stage)
    for question, answer in answers.items():
        desk.say(question, str(answer))
    desk.press("Complete TOP")


def draft_plan(desk: Desk, goals: Sequence[str]) -> None:
    desk.choose("Which plan?", "Integrated care plan")
    for number, goal in enumerate(goals, start=1):
        desk.say(f"Goal {number}", goal)
    desk.press("Draft the plan")
