"""A case in which everything has happened that leaves a row, for tests that ask of every table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from django.apps import apps
from django.utils import timezone

from throughcare.access.actions import end_training, issue_link, record_training, revoke_link
from throughcare.access.models import User
from throughcare.access.terms import LinkTask
from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.drafts.models import Draft
from throughcare.pathway.alerts.actions.duty import put_on_duty
from throughcare.pathway.alerts.models import Duty
from throughcare.pathway.assessment import actions as assessment
from throughcare.pathway.episode.matters import open_matter
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.outreach.actions import brief_intervention
from throughcare.pathway.plan.actions import change_goal, draft_plan
from throughcare.pathway.plan.models import Goal
from throughcare.pathway.plan.terms import GoalState
from throughcare.pathway.referral.actions import receive_referral
from throughcare.pathway.safeguarding.actions import reports, requests
from throughcare.pathway.safeguarding.actions.abuse import grade_abuse, hear_marac
from throughcare.pathway.safeguarding.actions.children import (
    hold_home_review,
    offer_childrens_centre,
    record_childcare,
)
from throughcare.pathway.safeguarding.actions.concerns import raise_concern
from throughcare.pathway.safeguarding.actions.deaths import settle_action
from throughcare.pathway.safeguarding.actions.restricted import write_restricted_note
from throughcare.pathway.safeguarding.actions.risk import assess_risk, change_action, make_risk_plan, set_protection
from throughcare.pathway.safeguarding.models import (
    DeathReview,
    PanelMember,
    ProtectiveAction,
    ReviewAction,
    ReviewNote,
)
from throughcare.pathway.safeguarding.terms import ActionState
from throughcare.pathway.triage.actions import complete_triage, give_crisis_support, submit_own_triage
from throughcare.people.actions import register_person
from throughcare.people.models import Person, Registration

REFERRED, TRIAGED = date(2014, 10, 1), date(2014, 10, 6)
_numbers = count(1)


def protected(thread: int, by: Viewer) -> None:
    """Everything that is recorded to keep somebody safe."""
    feared = register_person(
        by=by, given_name=f"Sloe{next(_numbers)}", family_name="Quillfeather", born=date(1997, 1, 2), sex="unknown",
        registered_on=REFERRED,
    )  # fmt: skip
    assess_risk(thread, by=by, on=TRIAGED, risks={"self_harm": "yes"}, vulnerable={"looked_after": "no"})
    make_risk_plan(thread, by=by, on=TRIAGED, actions=["Lock the tablets away"])
    change_action(ProtectiveAction.objects.get(thread_id=thread), by=by, state=ActionState.DONE, on=TRIAGED)
    set_protection(thread, by=by, about="mappa", since=TRIAGED, answer="no")
    grade_abuse(thread, by=by, on=TRIAGED, lifted_by=["judgement"], reason="She is afraid to go home")
    hear_marac(thread, by=by, on=TRIAGED, attended="no")
    raise_concern(thread, by=by, on=TRIAGED, about="child", words="A child is alone at night")
    told = {"kind": "safeguarding", "words": "Where she stays now", "kept_from": feared}
    write_restricted_note(thread, by=by, on=TRIAGED, **told)
    asked_by_the_hub(thread, by)
    cares_for_children(thread, by)
    reviewed(thread, by)
    shown_to_boards(by)


def asked_by_the_hub(thread: int, by: Viewer) -> None:
    """A request of the safeguarding hub from end to end, and a summary for children's services."""
    asked = requests.receive_request(thread, by=by, on=TRIAGED, priority="two_hours", source="police", asks="Who?")
    matter = asked.thread_id
    record = requests.ask_record(matter, by=by, whom="The school nurse", agency="health")
    requests.record_says(record, by=by, says="Not seen since May")
    said = {"shared": "yes", "to": "The hub", "basis": "vital_interests", "words": "Last seen in May"}
    requests.answer_request(matter, by=by, on=TRIAGED, **said)
    requests.keep_hub_record(matter, by=by, on=TRIAGED, summary="Known to three", recommends="A visit")
    requests.close_request(matter, by=by, on=TRIAGED, outcome="recommended")
    requests.issue_summary(thread, by=by, to="social_care", basis="consent", why="Asked", parts=[("Stay", "Since May")])


def cares_for_children(thread: int, by: Viewer) -> None:
    record_childcare(thread, by=by, on=TRIAGED, responsible="yes")
    offer_childrens_centre(thread, by=by, on=TRIAGED, response="accepted")
    hold_home_review(thread, by=by, on=TRIAGED, situation="Three beds, and food in the house")


def reviewed(thread: int, by: Viewer) -> None:
    """A review of a near miss; its rows are laid by hand, for the key worker's role opens none."""
    matter = open_matter("death_review", Episode.objects.get(pk=thread), on=TRIAGED).pk
    PanelMember.objects.create(thread_id=matter, user_id=by.user_id, named_by_id=by.user_id)
    DeathReview.objects.create(
        thread_id=matter, event="near_fatal", happened_on=TRIAGED, why="Found in time", frozen="{}", checksum="0" * 64,
        frozen_by_id=by.user_id,
    )  # fmt: skip
    ReviewNote.objects.create(thread_id=matter, about="fact", words="Found in time", written_by_id=by.user_id)
    due = {"thread_id": matter, "words": "Give naloxone", "owner": "The lead", "due_on": TRIAGED}
    settle_action(ReviewAction.objects.create(**due), by=by, state="done")


def shown_to_boards(by: Viewer) -> None:
    """An audit with an action that is done, and a policy that was answered."""
    audit = reports.keep_audit(by=by, tool="The standard tool", held_on=TRIAGED, findings="Two gaps")
    action = reports.agree_action(audit.pk, by=by, words="Train all", owner="The lead", due_on=TRIAGED)
    reports.settle_action(action, by=by, state="done")
    sent = reports.submit_policy(by=by, policy="Leaving home", submitted_on=TRIAGED)
    reports.keep_response(sent, by=by, response="Approved", answered_on=TRIAGED)


def lived_case(by: Viewer) -> int:
    """The thread of a case of the agency that is looking, with a row in every table that row security guards."""
    person = register_person(
        by=by, given_name=f"Alder{next(_numbers)}", family_name="Quillfeather", born=date(1999, 5, 2), sex="unknown",
        registered_on=REFERRED,
    )  # fmt: skip
    told = {"source": "school", "channel": "telephone", "concern": "School is worried."}
    thread = receive_referral(person, by=by, on=REFERRED, **told).thread_id
    submit_own_triage(thread, by=by, on=TRIAGED, how="online", substances=["cannabis"])
    complete_triage(
        thread, by=by, on=TRIAGED, outcomes=["comprehensive_assessment"], risks={"self_harm": "no"},
        substances=["cannabis"], days={"cannabis": 20}, severity="moderate", questions={"settled_home": "yes"},
    )  # fmt: skip
    give_crisis_support(thread, by=by, on=TRIAGED, actions=["made_safe"])
    lived_assessment(thread, by)
    complete_instrument(thread, by=by, on=TRIAGED, instrument="audit", stage="start", total=5)
    draft_plan(thread, by=by, on=TRIAGED, goals=["Sleep without weed"])
    change_goal(Goal.objects.get(thread_id=thread), by=by, state=GoalState.REACHED)
    brief_intervention(by=by, on=TRIAGED, about="alcohol", person=person)
    protected(thread, by)
    leave_an_alert(thread, by)
    link, _token = issue_link(
        by=by, case_id=thread, person_id=person.pk, task=LinkTask.INSTRUMENT, days=7,
        about={"instrument": "audit", "stage": "start"},
    )  # fmt: skip
    revoke_link(link.pk, by=by)
    log_access(by, Looked.READ, "person", person.pk)
    colleague = User.objects.get(pk=by.user_id)
    trained = record_training(colleague, by=by, competence="triage", gained_on=REFERRED, evidence="Certificate seen")
    end_training(trained, by=by, last_day=TRIAGED)
    Person.objects.filter(pk=person.pk).update(postcode="SO14 3AB")
    Draft.objects.create(
        owner_id=by.user_id, page=f"/episodes/{thread}/exit", thread_id=thread, content={}, saved_at=timezone.now()
    )
    # Nothing changes a registration yet; its history is guarded all the same.
    made = Registration.objects.get(person=person)
    apps.get_model("people", "registrationevent").objects.create(
        pgh_obj_id=made.pk, pgh_label="changed", pgh_created_at=timezone.now(), id=made.pk, person_id=person.pk,
        agency_id=by.agency_id, registered_on=REFERRED,
    )  # fmt: skip
    return thread


def leave_an_alert(thread: int, by: Viewer) -> None:
    """One with a message that waits, and a duty that was changed since."""
    low = {"instrument": "top", "stage": "start", "answers": {"psych_health": 3}}
    complete_instrument(thread, by=by, on=TRIAGED, **low)
    begins = timezone.now() + timedelta(days=next(_numbers))  # nobody is on duty twice at one time
    duty = put_on_duty(by=by, user_id=by.user_id, starts_at=begins, ends_at=begins + timedelta(hours=8))
    Duty.objects.filter(pk=duty.pk).update(ends_at=begins + timedelta(hours=4))


def lived_assessment(thread: int, by: Viewer) -> None:
    """An assessment with a child, its needs, a change, another agency, a doctor and a summary."""
    child = assessment.add_child(thread, by=by, known_as="Wren", regular_contact="yes")
    assessment.change_child(child, by=by, known_as="Wren", age=3)
    assessment.assess_child(child, by=by, on=TRIAGED, answers={"child_safe": "yes"})
    assessment.complete_assessment(thread, by=by, on=TRIAGED, answers={"told_person": "yes"})
    assessment.record_contribution(
        thread, by=by, on=TRIAGED, agency="camhs", worker="A nurse", words="Sleeps badly.", agreed="yes"
    )
    assessment.record_medical_assessment(
        thread, by=by, on=TRIAGED, assessed_by="A doctor", consulted="The lead", consulted_on=TRIAGED, finding="Well."
    )
    assessment.issue_summary(thread, by=by, on=TRIAGED, to="camhs", consent="yes", domains=["taking_part"])
