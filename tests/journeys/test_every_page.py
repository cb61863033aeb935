"""Every address of the product is opened at both widths; a page that is not told of here fails the test."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import ways
from tests.browser import WIDTHS
from tests.journeys.desk import Desk
from tests.lived import protected
from tests.world import TODAY, World
from throughcare.access.context import database_context
from throughcare.access.models import TrainingRecord
from throughcare.clocks.models import Milestone
from throughcare.foundations.drafts.actions import keep_draft
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.assessment import actions as assessment
from throughcare.pathway.casework.actions import assign_keyworker
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.instruments.own_phone.actions import send_link
from throughcare.pathway.interventions.actions import record_session
from throughcare.pathway.plan.models import Goal
from throughcare.pathway.safeguarding.actions.deaths import agree_action, freeze
from throughcare.pathway.safeguarding.actions.requests import ask_record, issue_summary, receive_request
from throughcare.pathway.safeguarding.models import Concern, ProtectiveAction, RestrictedNote
from throughcare.pathway.triage.actions import offer_triage, submit_own_triage
from throughcare.reporting.indicators.actions import refresh_figures

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"]),
]

#: What answers with no page of its own: it is posted to, or sends on.
NO_PAGE = {"/", "/drafts/keep", "/duty/<int:duty_id>/remove", "/quarter/work-out-again", "/sign-out"}
#: Pages that the manager does not open, by the room and name of their address; "" is nobody signed in.
OPENED_BY = {
    "access:sign_in": "",
    "access:signed_out": "",
    "access:staff": "administrator",
    "access:add_colleague": "administrator",
    "access:change_colleague": "administrator",
    "casework:my_day": "keyworker",
    "casework:promises": "keyworker",
    "casework:why_not_here": "keyworker",
    "casework:drafts": "keyworker",
    "instruments:answer": "",
}
#: On somebody's own phone nothing tells a bystander whose page it is.
WITHOUT_OUR_NAME = {"instruments:answer"}
#: What is more to be seen beside the plain page.
MORE = {
    "casework:team": ["?order=name"],
    "casework:person": ["?order=oldest&show=all"],
}

#: The headings of pages that are none.
REFUSALS = {
    "There is nothing at this address for you",
    "This page is not part of your role",
    "Something went wrong",
    "We could not read what was sent",
}


def addresses(resolver: URLResolver | None = None, before: str = "/", room: str = "") -> dict[str, str]:
    """The name of every address of the product, by its pattern."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found[where] = f"{room}{pattern.name}"
        else:
            found |= addresses(pattern, where, f"{pattern.app_name}:" if pattern.app_name else room)
    return found


@pytest.fixture
def examples(world, settings, tmp_path) -> dict[str, dict[str, object]]:
    """A value for every part of an address, from a service in which something has happened on every page."""
    settings.THROUGHCARE_HOME = tmp_path / "home"
    with pretending_today_is(TODAY):
        with database_context(world.worker):
            treated = _in_treatment(world)
            gone = ways.left(world, date(2014, 7, 1))
            offered = world.referred(world.person(given_name="Wren"), on=date(2014, 12, 22))
            offer_triage(offered, by=world.worker, on=date(2014, 12, 29), for_day=TODAY)
            ivy = world.referred(world.person(given_name="Ivy"), on=date(2014, 12, 29))
            told = {"substances": ["cannabis"], "severity": "slight", "risks": {"self_harm": "yes"}}
            own = submit_own_triage(ivy, by=world.worker, on=TODAY, how="online", wants="To sleep", **told).own_triage
            keep_draft(
                f"/episodes/{treated}/review", {"progress": ["Half written"]}, by=world.worker, thread_id=treated
            )
            sent = send_link(treated, by=world.worker, instrument="audit", stage="start", days=7)
            child, issued = _assessed(world, treated)
            done = Milestone.objects.filter(thread_id=treated, kind="instrument_completed")
            answered = done.values_list("origin_id", flat=True).order_by("-pk").first()
            measured = done.values_list("origin_id", flat=True).order_by("pk").first()
            protected(treated, world.worker)
            hub = asked_again(treated, world.worker)
            low = {f"q{number}": 1 for number in range(1, 10)}
            complete_instrument(
                treated, by=world.worker, on=TODAY, instrument="phq9", stage="review", answers=low, mode="self"
            )
            raised = Alert.objects.order_by("pk").first().pk
            shown = {
                "child_id": child,
                "issued_id": issued,
                "number": 2,
                "domain": "substances",
                "thread_id": treated,
                "link_id": sent.link.pk,
                "token": sent.token,
                "person_id": Episode.objects.get(pk=treated).person_id,
                "origin_id": Milestone.objects.filter(thread_id=treated, kind="plan_drafted").get().origin_id,
                "goal_id": Goal.objects.filter(thread_id=treated).first().pk,
                "definition": "first-intervention-2-weeks",
                "sequence": 1,
                "own_id": own.pk,
                "instrument": "top",
                "indicator": "KPI-2a",
                "quarter": "2014-Q4",
                "worker_id": world.staff["keyworker"].pk,
                "user_id": world.staff["triage"].pk,
                "about": "mappa",
                "action_id": ProtectiveAction.objects.filter(thread_id=treated).first().pk,
                "matter_id": Concern.objects.get().pk,
                "note_id": RestrictedNote.objects.get(thread_id=treated).pk,
                "record_id": TrainingRecord.objects.filter(user=world.staff["triage"]).first().pk,
            }
        with database_context(world.viewer("manager")):
            said = {"event": "near_fatal", "happened_on": TODAY, "why": "Found in time"}
            review = freeze(treated, by=world.viewer("manager"), **said).pk
            due = {"words": "Give naloxone", "owner": "The lead", "due_on": TODAY}
            agreed = agree_action(review, by=world.viewer("manager"), **due).pk
            refresh_figures(by=world.viewer("manager"))
    return {
        "": shown,
        "instruments:send": shown | {"origin_id": answered},
        "aftercare:follow_up": shown | {"thread_id": gone},
        "instruments:send_link": shown | {"instrument": "audit"},
        "casework:complete_triage": shown | {"thread_id": offered},
        "instruments:course": shown | {"instrument": "audit"},
        "instruments:answers": shown | {"instrument": "audit", "origin_id": measured},
        "exit:withdraw": shown | {"thread_id": offered},
        "assessment:child": shown | {"domain": "child_needs"},
        **{f"safeguarding:{name}": shown | hub for name in HUB_PAGES},
        "safeguarding:settle_review_action": shown | {"review_id": review, "action_id": agreed},
        **{f"safeguarding:{name}": shown | {"review_id": review} for name in REVIEW_PAGES},
        "alerts:alert": shown | {"thread_id": raised},
    }


#: The pages of a request of the safeguarding hub, and of a review of a death.
HUB_PAGES = (*("request", "ask_record", "record_says", "chase_request", "hub_record", "close_request", "read_summary"),)
REVIEW_PAGES = ("review", "panel_member", "review_note", "agree_review_action", "close_review")


def asked_again(thread_id: int, by) -> dict[str, int]:
    """A request that waits for its answer, with a record that was asked, and a summary that went out."""
    matter = receive_request(thread_id, by=by, on=TODAY, priority="two_hours", source="police").thread_id
    told = {"to": "social_care", "basis": "consent", "why": "Asked", "parts": [("Stay", "Since October")]}
    return {
        "matter_id": matter,
        "asked_id": ask_record(matter, by=by, whom="The school nurse").pk,
        "summary_id": issue_summary(thread_id, by=by, **told).pk,
    }


def _in_treatment(world: World) -> int:
    """A case with a plan, treatment, a questionnaire, a missed session and a key worker."""
    thread_id = ways.in_treatment(world, date(2014, 10, 1))
    day = date(2014, 10, 16)
    assign_keyworker(thread_id, by=world.worker, on=day, worker="keyworker")
    complete_instrument(thread_id, by=world.worker, on=day, instrument="audit", stage="start", total=12)
    answers = dict.fromkeys((f"q{number}" for number in range(1, 9)), 2) | {"q9": 0, "q10": 4}
    later = day + timedelta(weeks=10)
    complete_instrument(
        thread_id, by=world.worker, on=later, instrument="audit", stage="review", answers=answers, mode="self"
    )
    running = Milestone.objects.filter(thread_id=thread_id, kind="intervention_started").first().detail["type"]
    for week, outcome in enumerate(("attended", "did_not_attend"), start=1):
        record_session(thread_id, by=world.worker, on=day + timedelta(weeks=week), type=running, outcome=outcome)
    return thread_id


def _assessed(world: World, thread_id: int) -> tuple[int, int]:
    """Its assessment, brought up to date, with a child, another agency, a doctor and a summary that went out."""
    day = date(2014, 10, 20)
    child = assessment.add_child(thread_id, by=world.worker, known_as="Wren", age=2, regular_contact="yes")
    answers = {"took_part": "no", "parent": "yes", "alcohol_units": 21, "drinks_alcohol": "yes", "living": "no_home"}
    assessment.complete_assessment(thread_id, by=world.worker, on=day, how="supported", answers=answers)
    used = [{"substance": "cannabis", "rank": "primary", "route": "smoke", "age_first_used": 13}]
    more = {"took_part": "yes", "substances_used": used, "mental_condition": "declined"}
    assessment.update_assessment(thread_id, by=world.worker, on=day, answers=more)
    said = {"agency": "camhs", "worker": "A nurse", "words": "Sleeps badly.", "agreed": "yes"}
    assessment.record_contribution(thread_id, by=world.worker, on=day, **said)
    doctor = {"assessed_by": "Dr Teal", "consulted": "Jo", "consulted_on": day, "finding": "Fit for it."}
    assessment.record_medical_assessment(thread_id, by=world.worker, on=day, **doctor)
    parts = ["taking_part", "substances"]
    issued = assessment.issue_summary(thread_id, by=world.worker, on=day, to="camhs", consent="yes", domains=parts)
    return child.pk, issued.pk


def filled(pattern: str, example: dict[str, object]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(example[part[1]]), pattern)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_sound(width, world, examples, sits_down):
    found = addresses()
    desks: dict[str, Desk] = {}
    faults, seen = [], set(NO_PAGE)
    for pattern, name in found.items():
        if pattern in NO_PAGE:
            continue
        role = OPENED_BY.get(name, "manager")
        desk = desks.get(role) or desks.setdefault(role, sits_down(role, on=TODAY, width=width))
        path = filled(pattern, examples.get(name, examples[""]))
        for more in ("", *MORE.get(name, [])):
            desk.open(path + more)
            ours = name not in WITHOUT_OUR_NAME
            faults += [f"{path}{more}: {fault}" for fault in wrong_with(desk, titled_as_ours=ours)]
            desk.keep_picture(pattern.strip("/") + more)
        seen.add(pattern)
    assert not faults, "\n".join(faults)
    assert seen == set(found)


def wrong_with(desk: Desk, titled_as_ours: bool = True) -> list[str]:
    """What is wrong with the page that stands open."""
    page = desk.page
    told = [f"axe: {fault}" for fault in desk.accessibility_faults()]
    if desk.scrolls_sideways():
        told.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        told.append(f"{page.locator('h1').count()} first headings")
    if page.locator("h1").first.inner_text() in REFUSALS:
        told.append("is refused")
    if bool(re.match(r"\S.* – Throughcare$", page.title())) != titled_as_ours:
        told.append(f"its title is {page.title()!r}")
    styled = page.locator("[style], style, script:not([src])").count()
    if styled:
        told.append(f"{styled} styles or scripts within the page")
    return told
