"""The pages across all stages, as a browser asks for them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.pages import browser
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.drafts.models import Draft
from throughcare.pathway.casework.tests.factories import MONDAY, case_after, walk

SESSION = ("session_recorded", {"type": "psy_cbt", "outcome": "attended", "minutes": 50})


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def someone(world):
    """A person in treatment, whose assessment was late."""
    return case_after(world, 9)


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("casework:my_day", "keyworker", "data_lead"),
        ("casework:promises", "keyworker", "data_lead"),
        ("casework:why_not_here", "keyworker", "commissioner"),
        ("casework:team", "manager", "commissioner"),
        ("casework:gaps", "data_lead", "administrator"),
        ("casework:drafts", "triage", "administrator"),
    ],
)
def test_who_may_open_a_list(world, name, may, may_not):
    assert browser(world, may).get(reverse(name)).status_code == 200
    assert browser(world, may_not).get(reverse(name)).status_code == 403


def addresses_about(person, thread) -> list[str]:
    return [
        reverse("casework:person", args=[person.pk]),
        reverse("casework:all_promises", args=[person.pk]),
        reverse("casework:promise", args=[thread, "first-intervention-2-weeks", 1]),
    ]


def test_a_person_is_absent_for_another_agency_and_closed_to_who_may_not_read(world, someone):
    for url in addresses_about(*someone):
        assert browser(world, "keyworker").get(url).status_code == 200
        assert browser(world, "stranger").get(url).status_code == 404
        assert browser(world, "administrator").get(url).status_code == 403


def test_reading_a_person_leaves_a_line_in_the_log(world, someone):
    person, _thread = someone
    browser(world, "manager").get(reverse("casework:person", args=[person.pk]))
    look_as(world.worker)
    line = AccessLogEntry.objects.filter(about="person", record_id=person.pk).latest("id")
    assert line.user_id == world.staff["manager"].pk


def test_a_person_shows_promises_with_day_counts_and_the_way_so_far(world, someone):
    person, _thread = someone
    page = text_of(browser(world, "keyworker").get(reverse("casework:person", args=[person.pk])))
    assert f"<h1>{person.name}</h1>" in page
    assert "Day 77 of 84. Due" in page
    assert "TOP at start" in page
    assert "Keyworker Brackwater became key worker" in page
    assert "See where the 16 days went" in page


def test_four_sessions_in_a_row_fold_into_one_line_that_opens(world, someone):
    person, thread = someone
    for after in (51, 52, 53):
        walk(world, thread, SESSION[0], MONDAY + timedelta(days=after), SESSION[1])
    walk(world, thread, SESSION[0], MONDAY + timedelta(days=50), SESSION[1])
    client = browser(world, "keyworker")
    here = reverse("casework:person", args=[person.pk])
    assert "Show 4 sessions attended" in text_of(client.get(here))
    unfolded = text_of(client.get(here, {"show": "all"}))
    assert "Show 4" not in unfolded
    assert unfolded.count("Session: attended") == 5
    oldest = text_of(client.get(here, {"order": "oldest"}))
    assert oldest.index("Referral received") < oldest.index("Triage completed")


def test_a_skipped_step_is_flagged(world):
    person, thread = case_after(world, 3)
    walk(world, thread, "intervention_started", date(2014, 10, 20), {"type": "psy_cbt", "setting": "service"})
    page = text_of(browser(world, "keyworker").get(reverse("casework:person", args=[person.pk])))
    assert "Left out, with no reason given" in page
    assert "Comprehensive assessment" in page


def test_a_promise_is_explained_by_its_days_and_each_standard(world, someone):
    _person, thread = someone
    url = reverse("casework:promise", args=[thread, "first-intervention-2-weeks", 1])
    page = text_of(browser(world, "keyworker").get(url))
    assert "First intervention less than 2 weeks after referral: 16 days" in page
    assert "3 days late" in page
    assert "5 days of 16 were between triage offered and" not in page
    assert "were between" in page
    assert "First intervention less than 3 weeks after referral" in page
    assert "Structured treatment within 14 working days of first contact" in page


def test_there_is_no_page_for_a_promise_that_was_never_made(world, someone):
    _person, thread = someone
    client = browser(world, "keyworker")
    assert client.get(reverse("casework:promise", args=[thread, "first-contact", 2])).status_code == 404
    assert client.get(reverse("casework:promise", args=[thread, "no-such-promise", 1])).status_code == 404


def test_why_someone_is_not_here_is_told_by_the_fact_that_settles_it(world):
    person, _thread = case_after(world, 0)
    client = browser(world, "keyworker")
    url = reverse("casework:why_not_here")
    told = text_of(client.post(url, {"who": person.given_name.lower()}))
    assert "Not here" in told
    assert "on the list of the team (Triage and assessment worker)" in told
    assert "Is here" in text_of(browser(world, "triage").post(url, {"who": person.name}))
    assert "Nobody registered with this service" in text_of(client.post(url, {"who": "Zinnia"}))
    assert "There is 1 thing to put right" in text_of(client.post(url, {"who": ""}))


def test_why_someone_is_not_here_knows_nobody_of_another_agency(world):
    person, _thread = case_after(world, 0)
    told = text_of(browser(world, "stranger").post(reverse("casework:why_not_here"), {"who": person.name}))
    assert "Nobody registered with this service" in told


def test_the_team_opens_the_cases_of_a_worker(world, someone):
    person, _thread = someone
    client = browser(world, "manager")
    url = reverse("casework:caseload", args=[world.staff["keyworker"].pk])
    assert url in text_of(client.get(reverse("casework:team")))
    assert person.name in text_of(client.get(url))
    assert client.get(reverse("casework:caseload", args=[world.staff["stranger"].pk])).status_code == 404


def test_a_long_list_of_gaps_has_pages(world):
    for _more in range(26):
        case_after(world, 0)
    case_after(world, 5)
    client = browser(world, "manager")
    first = text_of(client.get(reverse("casework:gaps")))
    assert "Page 1 of 2" in first
    assert "Previous page" in text_of(client.get(reverse("casework:gaps"), {"page": "2"}))
    assert "No owner" in text_of(client.get(reverse("casework:gaps"), {"reason": "no_owner"}))


def test_a_draft_is_listed_for_its_writer_alone_and_can_be_thrown_away(world, someone):
    look_as(world.worker)
    person, thread = someone
    page = f"/episodes/{thread}/no-longer-there"
    Draft.objects.create(
        owner_id=world.worker.user_id, page=page, thread_id=thread, content={"a": ["b"]}, saved_at="2014-12-31T10:00Z"
    )
    draft = Draft.objects.get(page=page)
    url = reverse("casework:drafts")
    assert person.name in text_of(browser(world, "keyworker").get(url))
    other = browser(world, "triage")
    assert person.name not in text_of(other.get(url))
    other.post(url, {"draft": draft.pk})
    assert person.name in text_of(browser(world, "keyworker").get(url))
    thrown = browser(world, "keyworker").post(url, {"draft": draft.pk}, follow=True)
    assert "The draft is thrown away." in text_of(thrown)
    assert "You have no drafts." in text_of(thrown)


def test_a_row_offers_the_next_step_on_the_way_to_its_promise(world):
    _person, thread = case_after(world, 1)
    client = browser(world, "triage")
    assert reverse("triage:offer", args=[thread]) in text_of(client.get(reverse("casework:promises")))
    _person, thread = case_after(world, 3)
    page = text_of(client.get(reverse("casework:promises")))
    assert reverse("assessment:offer", args=[thread]) in page
    assert reverse("assessment:complete", args=[thread]) not in page


def test_a_step_page_stands_under_the_identity_of_its_person(world, someone):
    person, thread = someone
    page = text_of(browser(world, "triage").get(reverse("triage:offer", args=[thread])))
    assert "tc-id--slim" in page
    assert f'<a href="{reverse("casework:person", args=[person.pk])}">{person.name}</a>' in page
    assert "Keyworker Brackwater" in page
    assert "Not asked yet" in page
