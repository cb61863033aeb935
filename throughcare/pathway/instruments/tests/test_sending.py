"""A completed tool leaves this system as FHIR R4, with a reason on record and without a name."""

import json
from datetime import date

import pytest

from tests.pages import browser
from tests.ways import in_treatment
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.instruments.fhir.r4 import misfits
from throughcare.pathway.instruments.management.commands.response import Command

WHY = "The GP, for the shared care meeting"


@pytest.fixture
def completed(world):
    thread_id = in_treatment(world, date(2014, 12, 1))
    answers = {f"q{number}": 2 for number in range(1, 11)}
    return complete_instrument(
        thread_id, by=world.worker, on=date(2014, 12, 20), instrument="audit", stage="start", answers=answers
    )


def address(completed) -> str:
    return f"/instruments/{completed.origin_id}/fhir"


def exports(world) -> list[tuple[int, str]]:
    look_as(world.worker)
    found = AccessLogEntry.objects.filter(looked="exported", about="instrument")
    return list(found.values_list("record_id", "why"))


def test_the_file_holds_the_answers_and_no_name_and_the_reason_is_kept(world, completed):
    answer = browser(world, "keyworker").post(address(completed), {"why": WHY})
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer["Content-Disposition"] == 'attachment; filename="audit-2014-12-20.json"'
    response = json.loads(answer.content)
    assert not misfits(response, "QuestionnaireResponse")
    assert response["status"] == "completed"
    assert len(response["item"]) == 10
    person = completed.thread.episode.person
    assert person.family_name not in answer.content.decode()
    assert response["subject"]["identifier"]["value"] == person.service_user_id
    assert exports(world) == [(completed.origin_id, WHY)]


def test_without_a_reason_nothing_is_sent(world, completed):
    client = browser(world, "keyworker")
    assert "Whom is it for, and what for?" in client.get(address(completed)).content.decode()
    page = client.post(address(completed), {"why": " "})
    assert page["Content-Type"].startswith("text/html")
    assert "thing to put right" in page.content.decode()
    assert not exports(world)


def test_a_corrected_one_is_amended_and_one_taken_back_is_not_there(world, completed):
    client = browser(world, "keyworker")
    correct(completed, by=world.worker, on=date(2014, 12, 21), reason="the day before")
    response = json.loads(client.post(address(completed), {"why": WHY}).content)
    assert (response["status"], response["authored"]) == ("amended", "2014-12-21")
    look_as(world.worker)
    correct(completed, by=world.worker, never=True, reason="another person's answers")
    assert client.get(address(completed)).status_code == 404


def test_another_agency_finds_no_such_page(world, completed):
    assert browser(world, "stranger").get(address(completed)).status_code == 404
    assert browser(world, "keyworker").get("/instruments/0/fhir").status_code == 404


@pytest.mark.parametrize("role", ["administrator", "commissioner"])
def test_who_reads_no_records_may_not(world, completed, role):
    assert browser(world, role).get(address(completed)).status_code == 403


def test_it_costs_the_same_number_of_queries_for_everyone(world, completed, django_assert_max_num_queries):
    client = browser(world, "keyworker")
    client.get(address(completed))
    with django_assert_max_num_queries(12):
        client.get(address(completed))


def test_the_command_writes_the_same(world, completed, capsys):
    command = Command()
    command.viewer = world.worker
    command.handle(completed=completed.origin_id, why=WHY)
    assert json.loads(capsys.readouterr().out)["resourceType"] == "QuestionnaireResponse"
    assert exports(world) == [(completed.origin_id, WHY)]


def test_the_command_says_what_is_not_there(world, completed):
    command = Command()
    command.viewer = world.worker
    with pytest.raises(Exception, match="no completed questionnaire 0 here"):
        command.handle(completed=0, why=WHY)
    with pytest.raises(Exception, match="An export says why"):
        command.handle(completed=completed.origin_id, why=" ")
