"""Who looked at a record and who changed it, whatever way they went."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from tests.test_another_agency import nobody_looks
from throughcare.access.context import database_context
from throughcare.clocks.models import Clock, Milestone
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.command import BadInput
from throughcare.pathway.casework.queries import clocks_of
from throughcare.pathway.casework.queries.person import person_page
from throughcare.pathway.episode.actions import record
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.interventions.actions import start_intervention
from throughcare.people.models import Person

THU = date(2014, 10, 2)


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda viewer, person, thread: person_page(viewer, person.pk), id="the page of a person"),
        pytest.param(lambda viewer, person, thread: clocks_of(viewer, person, THU), id="every clock of a person"),
        pytest.param(lambda viewer, person, thread: episode_for_step(viewer, thread), id="the page of a step"),
    ],
)
def test_reading_a_record_leaves_exactly_one_line(world, read):
    person = world.person()
    thread = world.referred(person)
    before = AccessLogEntry.objects.count()
    read(world.worker, person, thread)
    lines = list(AccessLogEntry.objects.order_by("pk"))[before:]
    assert [(line.looked, line.user_id, line.record_id in (person.pk, thread)) for line in lines] == [
        ("read", world.worker.user_id, True)
    ]


def test_a_change_past_every_action_is_in_the_history_with_its_user(world):
    person = world.person(postcode="SO14 3AB")
    with database_context(world.worker), connection.cursor() as cursor:
        cursor.execute("update people_person set postcode = 'SO15 1AA' where id = %s", [person.pk])
    event = Person.objects.get(pk=person.pk).events.get()
    assert event.postcode == "SO14 3AB"
    assert event.pgh_context.metadata == {"user": world.worker.user_id}


def rows() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_personevent")
        history = cursor.fetchone()[0]
    return (
        history,
        Milestone.objects.count(),
        list(Clock.objects.order_by("pk").values()),
        list(Episode.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param(
            lambda w, t: record(t, "first_contact_made", by=w.worker, on=THU, detail={"how": "x"}), id="a word"
        ),
        pytest.param(lambda w, t: record(t, "first_contact_made", by=w.worker, on=date(2013, 1, 1)), id="a day"),
        pytest.param(lambda w, t: start_intervention(t, by=w.worker, on=THU, type="sailing"), id="a type"),
        pytest.param(lambda w, t: record(t, "followed_up", by=w.worker, on=THU), id="a step out of place"),
    ],
)
def test_a_refused_step_leaves_no_line_of_change(world, refused):
    thread = world.referred()
    before = rows()
    with pytest.raises(StepRefused):
        refused(world, thread)
    assert rows() == before


@pytest.mark.parametrize("command", [["worklist"], ["gaps"], ["clocks", "nobody"], ["play", "nowhere.yaml"]])
def test_a_command_as_somebody_unknown_fails_and_answers_nothing(world, command, capsys):
    with pytest.raises(BadInput):
        call_command(*command, username="nobody-here")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", [["worklist"], ["gaps"]])
def test_a_command_as_somebody_whose_sign_in_is_closed_fails(world, command):
    world.staff["manager"].is_active = False
    world.staff["manager"].save()
    with pytest.raises(BadInput):
        call_command(*command, username="manager")


@pytest.mark.parametrize("command", [["worklist"], ["gaps"]])
def test_a_command_of_another_agency_tells_nothing_of_ours(world, command, capsys):
    person = world.person(reference="linnet")
    world.referred(person)
    call_command(*command, username="stranger")
    assert "linnet" not in capsys.readouterr().out


def test_a_query_with_nobody_looking_fails_and_does_not_answer_empty(world):
    world.referred()
    nobody_looks()
    with pytest.raises(Exception, match="nobody is looking"):
        Episode.objects.count()
