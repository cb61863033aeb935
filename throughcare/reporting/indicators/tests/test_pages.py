"""The quarter, one indicator and the cases behind it, as each role may see them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.pages import browser
from tests.world import World
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.outreach.actions import brief_intervention
from throughcare.pathway.referral.actions import receive_referral
from throughcare.pathway.triage.actions import offer_triage
from throughcare.people.actions import register_person
from throughcare.reporting.indicators.models import IndicatorResult
from throughcare.reporting.indicators.tests.kept import work_out

QUARTER = "2014-Q4"
MAY_SEE_CASES = ["manager", "data_lead"]
TOTALS_ONLY = ["commissioner"]
NOBODY = ["keyworker", "triage", "administrator"]


@pytest.fixture
def home(settings, tmp_path):
    settings.THROUGHCARE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def counted(world, home) -> World:
    """In October two were offered triage in time, one late, one never, one withdrawn; one waits since yesterday."""
    for offered in (2, 2, 8, None):
        thread = world.referred(on=date(2014, 10, 6))
        if offered:
            on = date(2014, 10, 6) + timedelta(days=offered)
            offer_triage(thread, by=world.worker, on=on, for_day=on + timedelta(days=3))
    world.referred(on=date(2014, 12, 30))
    brief_intervention(by=world.worker, on=date(2014, 11, 3), about="drugs", people=7)
    brief_intervention(by=world.worker, on=date(2014, 11, 4), about="alcohol", person=world.person())
    work_out(world, home)
    return world


def address(page: str, indicator: str = "KPI-2a", /, **query) -> str:
    about = {} if page in ("counted", "refresh") else {"quarter": QUARTER}
    if page in ("indicator", "cases"):
        about["indicator"] = indicator
    return reverse(f"indicators:{page}", kwargs=about or None, query=query or None)


def words(response) -> str:
    """What stands on the page, its white space made even."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def row_of(response, indicator: str) -> str:
    rows = re.findall(r"<tr.*?</tr>", response.content.decode(), flags=re.DOTALL)
    return next(" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows if f">{indicator}<" in row)


def read(world: World, role: str, page: str, indicator: str = "KPI-2a", /, **query):
    return browser(world, role).get(address(page, indicator, **query))


# Who may see what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("quarter", [*MAY_SEE_CASES, *TOTALS_ONLY]),
        ("counted", [*MAY_SEE_CASES, *TOTALS_ONLY]),
        ("indicator", MAY_SEE_CASES),
        ("cases", MAY_SEE_CASES),
    ],
)
def test_a_page_opens_for_those_who_may_see_it_alone(counted, page, roles):
    for role in [*MAY_SEE_CASES, *TOTALS_ONLY, *NOBODY]:
        assert read(counted, role, page).status_code == (200 if role in roles else 403), role


@pytest.mark.parametrize("role", ["keyworker", "commissioner", "administrator"])
def test_working_out_again_is_for_those_who_may(counted, role):
    assert browser(counted, role).post(address("refresh")).status_code == 403


def test_the_header_leads_a_commissioner_to_the_quarter(counted):
    assert 'aria-current="page">Quarter' in browser(counted, "commissioner").get("/quarter").content.decode()


# The quarter --------------------------------------------------------------------------------------------------------


def test_a_row_says_how_many_of_how_many_and_the_target_with_its_year(counted):
    row = row_of(read(counted, "manager", "quarter"), "KPI-2a")
    assert "50.0% 2 of 4 95% 2014-15" in row
    assert row.split("Not met")[1].split()[:2] == ["1", "0"]  # pending and void


def test_a_year_s_target_is_judged_on_the_year_so_far_with_its_straight_share(counted):
    row = row_of(read(counted, "manager", "quarter"), "KPI-1a")
    assert row.startswith(
        "KPI-1a Young people and young adults given a brief intervention on alcohol or drugs 8 8 this"
    )
    assert "1,500 a year guide: 1,130 (2014-15)" in row
    assert "Behind" in row


def test_the_page_says_how_things_stand(counted):
    said = words(read(counted, "manager", "quarter"))
    assert "October to December 2014" in said
    assert "Figures as known on 31 December 2014, worked out at" in said
    assert re.search(r"\d of \d+ targets are met or on course", said)


def test_the_line_of_the_last_quarters_is_said_in_words(counted):
    page = read(counted, "manager", "quarter").content.decode()
    assert "From October to December 2012 to July to September 2014: no cases, no cases" in page
    assert "Target: 95%." in page


def test_what_is_not_worked_out_is_said_and_is_never_nought(world, home):
    page = read(world, "manager", "quarter")
    assert "have not been worked out yet" in words(page)
    assert "Work the figures out" in words(page)
    assert "<table" not in page.content.decode()
    assert "Work the figures out" not in words(read(world, "commissioner", "quarter"))


def test_a_quarter_that_is_not_kept_leads_to_one_that_is(counted):
    page = browser(counted, "manager").get("/quarter/2009-Q1")
    assert "The first that is kept is October to December 2012" in words(page)
    assert "/quarter/2014-Q4" in page.content.decode()
    assert browser(counted, "manager").get("/quarter/2014-Q5").status_code == 404


def test_the_quarters_beside_are_linked(counted):
    page = browser(counted, "manager").get("/quarter/2014-Q3").content.decode()
    assert "/quarter/2014-Q2" in page
    assert "/quarter/2014-Q4" in page


# Still saveable -----------------------------------------------------------------------------------------------------


@pytest.fixture
def within_reach(counted) -> World:
    """Had many more been in time, the one who waits would decide the quarter."""
    IndicatorResult.objects.filter(indicator="KPI-2a", first=date(2014, 10, 1), last=date(2014, 12, 31)).update(
        numerator=37, denominator=39
    )
    return counted


def test_a_case_that_can_still_bring_its_target_stands_above_all_with_its_last_day(within_reach):
    said = words(read(within_reach, "manager", "quarter"))
    assert "Still saveable: 1 case, last day Fri 2 Jan" in said
    assert "94.8% now, and the target is 95%. With this one in time the quarter reaches 95.0%." in said
    assert "1 more can still be met" in said
    assert "Offer triage for Fern" in said
    assert "Not met yet" in row_of(read(within_reach, "manager", "quarter"), "KPI-2a")


def test_a_target_out_of_reach_has_no_saveable_cases(counted):
    assert "Still saveable" not in words(read(counted, "manager", "quarter"))


def test_another_agency_s_waiting_case_is_not_saveable_here(counted):
    look_as(counted.stranger)
    person = register_person(
        by=counted.stranger, registered_on=date(2014, 12, 30), given_name="Tansy", family_name="Elsewhere",
        born=date(1999, 5, 2), sex="unknown",
    )  # fmt: skip
    receive_referral(person, by=counted.stranger, on=date(2014, 12, 30), source="school", channel="telephone")
    IndicatorResult.objects.filter(indicator="KPI-2a").update(numerator=37, denominator=39)
    said = words(read(counted, "manager", "quarter"))
    assert "Still saveable: 1 case" in said
    assert "Elsewhere" not in said


# Behind a figure ----------------------------------------------------------------------------------------------------


def test_an_indicator_shows_who_was_let_down_its_groups_and_how_it_is_counted(counted):
    page = read(counted, "manager", "indicator")
    said = words(page)
    assert "2 of 4 (50.0%)" in said
    assert "Not met: 2" in said
    assert "Under 18 50.0% 2 of 4" in said
    assert "Quayside 50.0% 2 of 4" in said
    assert "Counts this promise: Triage offered within 2 working days of referral." in said
    assert "Source: 004 section 19, 2a" in said
    assert "/cases?part=not_met&amp;by=age_under18_18to24&amp;group=%3C18" in page.content.decode()


@pytest.mark.parametrize(
    ("part", "rows", "status"),
    [("numerator", 2, "In time"), ("not_met", 2, "late"), ("pending", 1, "left"), ("void", 0, None)],
)
def test_each_part_lists_its_cases_with_the_clock_and_its_explanation(counted, part, rows, status):
    page = read(counted, "manager", "cases", part=part)
    html = page.content.decode()
    assert html.count("Copplestone") == rows
    assert html.count("/promises/triage-offer/1") == rows
    assert status is None or status in words(page)


def test_a_case_without_a_clock_of_its_own_shows_the_day_that_counted_it(counted):
    assert "Counted on" in words(read(counted, "manager", "cases", "KPI-4d", part="not_met"))


def test_an_indicator_that_names_the_clock_which_explains_it_leads_to_it(counted):
    thread = counted.referred(on=date(2014, 10, 6))
    assert thread
    page = read(counted, "manager", "cases", "KPI-2b-all", part="not_met")
    assert "Counted from" in words(page)
    assert "Changed since it was counted" in words(page)  # nobody was assessed, so no such clock began


def test_people_without_a_name_are_counted_and_not_listed(counted):
    said = words(read(counted, "manager", "cases", "KPI-1a", part="numerator"))
    assert "1 case. 7 people were counted without a name." in said


def test_a_group_is_listed_alone(counted):
    page = read(counted, "manager", "cases", "KPI-2a", part="not_met", by="age_under18_18to24", group="18-24")
    assert "No cases to show." in words(page)
    assert "Not met, 18 to 24, October to December 2014" in words(page)


@pytest.mark.parametrize(
    "query", [{"part": "numbers"}, {"by": "born_on", "group": "x"}, {"by": "provider"}, {"group": "provider"}]
)
def test_no_other_part_or_group_can_be_asked_for(counted, query):
    assert read(counted, "manager", "cases", **query).status_code == 404


def test_there_is_no_page_for_an_indicator_that_is_not_declared(counted):
    assert read(counted, "manager", "indicator", "KPI-99").status_code == 404


def test_a_case_of_another_agency_is_counted_and_never_listed(world, home):
    look_as(world.stranger)
    person = register_person(
        by=world.stranger, registered_on=date(2014, 10, 6), given_name="Tansy", family_name="Elsewhere",
        born=date(1999, 5, 2), sex="unknown",
    )  # fmt: skip
    receive_referral(person, by=world.stranger, on=date(2014, 10, 6), source="school", channel="telephone")
    look_as(world.worker)
    world.referred(on=date(2014, 10, 6))
    work_out(world, home)
    page = read(world, "manager", "cases", part="not_met")
    assert "1 case. 1 more is not yours to see." in words(page)
    assert "Elsewhere" not in page.content.decode()
    assert "Copplestone" in page.content.decode()
    assert "Elsewhere" not in read(world, "manager", "indicator").content.decode()


def test_reading_a_list_is_one_line_in_the_log(counted):
    before = AccessLogEntry.objects.count()
    read(counted, "manager", "cases", part="not_met")
    look_as(counted.worker)
    lines = AccessLogEntry.objects.order_by("id")[before:]
    assert [(one.about, one.why) for one in lines] == [("cases behind a figure", "KPI-2a 2014-Q4 not_met")]
    assert lines[0].user_id == counted.staff["manager"].pk


def test_without_the_facts_the_list_says_what_to_do(counted, home):
    for file in (home / "facts").glob("*.*"):
        file.unlink()
    assert "Work the figures out again to see the cases" in words(read(counted, "manager", "cases"))


# For as many as there are -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "queries"), [("quarter", 9), ("cases", 12), ("indicator", 13)])
def test_a_page_asks_as_often_for_many_as_for_few(counted, home, page, queries, django_assert_num_queries):
    IndicatorResult.objects.filter(indicator="KPI-2a").update(numerator=37, denominator=39)
    client = browser(counted, "manager")
    client.get(address(page))
    with django_assert_num_queries(queries):
        client.get(address(page))
    look_as(counted.worker)
    for _nth in range(30):
        counted.referred(on=date(2014, 10, 6))
        counted.referred(on=date(2014, 12, 30))
    work_out(counted, home)
    IndicatorResult.objects.filter(indicator="KPI-2a").update(numerator=930, denominator=980)
    with django_assert_num_queries(queries):
        assert page != "quarter" or "Still saveable: 31 cases" in words(client.get(address(page)))
        assert page == "quarter" or client.get(address(page)).status_code == 200


def test_a_long_list_has_pages(counted, home):
    look_as(counted.worker)
    for _nth in range(30):
        counted.referred(on=date(2014, 10, 6))
    work_out(counted, home)
    first, second = (read(counted, "manager", "cases", part="not_met", page=n).content.decode() for n in (1, 2))
    assert first.count("Copplestone") == 25
    assert second.count("Copplestone") == 7
    assert "page=2" in first
    assert "part=not_met" in first.split("Next page")[0].rsplit("href", 1)[1]


# A commissioner -----------------------------------------------------------------------------------------------------


def test_a_commissioner_sees_no_small_number_no_case_and_no_group(counted):
    page = read(counted, "commissioner", "quarter")
    html = page.content.decode()
    assert "fewer than 5 cases" in row_of(page, "KPI-2a") or "not shown" in row_of(page, "KPI-2a")
    assert "50.0%" not in html
    assert "2 of 4" not in html
    assert "Copplestone" not in html
    assert "/cases" not in html
    assert "/quarter/2014-Q4/" not in html
    assert "Still saveable" not in html
    assert not re.findall(r"<td[^>]*>\s*(?:<span[^>]*>)?[1-4]<", html)


def test_a_commissioner_sees_large_totals(counted):
    IndicatorResult.objects.filter(indicator="KPI-2a").update(numerator=50, denominator=60, pending=0)
    assert "83.3% 50 of 60 95% 2014-15" in row_of(read(counted, "commissioner", "quarter"), "KPI-2a")


# Another specification ----------------------------------------------------------------------------------------------


def test_another_service_is_counted_in_its_own_words(tiny_world, home):
    for n in range(3):
        tiny_world.referred(tiny_world.person(born=date(2014 + n % 2, 1, 1)), on=date(2021, 11, 2))
    work_out(tiny_world, home)
    page = browser(tiny_world, "manager").get("/quarter")
    assert "Long looks taken within 3 working days" in words(page)
    assert "3 3 this quarter 12 a year guide: 9 (2020-21)" in row_of(page, "BEAM-3")
    assert "No target" in row_of(page, "BEAM-2")  # its target was for a year that is over, and is not carried forward
    said = words(browser(tiny_world, "data_lead").get("/quarter/2021-Q4/BEAM-2"))
    assert "Under 7" in said
    assert "7 to 9" in said
    assert browser(tiny_world, "operator").get("/quarter/2021-Q4/BEAM-2").status_code == 200
    assert browser(tiny_world, "operator").get("/quarter/2021-Q4/BEAM-2/cases").status_code == 403
    assert "Copplestone" not in words(browser(tiny_world, "operator").get("/quarter/2021-Q4/BEAM-2"))
