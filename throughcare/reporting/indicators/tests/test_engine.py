"""What stands behind a figure, how a target is judged, and how a result is said."""

import pytest

from throughcare.reporting.extract.tests.factories import activity, day, episode
from throughcare.reporting.indicators.definitions import Target
from throughcare.reporting.indicators.engine import PARTS, Case, EngineMissing, connect
from throughcare.reporting.indicators.results import Counts, Period, judged, target_for
from throughcare.reporting.indicators.tests.figures import autumn, engine, indicators
from throughcare.reporting.indicators.wording import in_lines, share

CHILD, ADULT = "1999-05-02", "1994-05-02"


@pytest.fixture(scope="module")
def offers():
    """Referred on Monday 29 December: offered in time, late, not at all, withdrawn, and an adult offered in time."""
    people = [episode(n, ADULT if n == 5 else CHILD, "2014-12-29") for n in range(1, 6)]
    for one, on in ((people[0], "2014-12-30"), (people[1], "2015-01-05"), (people[4], "2014-12-30")):
        one.happened(on, "triage_offered", **{"for": "2015-01-06"})
    people[3].happened("2014-12-30", "withdrawn", reason="declined_treatment")
    return engine(people)


@pytest.mark.parametrize(
    ("part", "expected"),
    [("numerator", [1, 5]), ("denominator", [1, 2, 3, 5]), ("not_met", [2, 3]), ("pending", []), ("void", [4])],
)
def test_the_cases_behind_each_number_are_those_that_were_counted(offers, part, expected):
    assert [case.episode for case in offers.drill_down(indicators()["KPI-2a"], autumn(), part)] == expected


def test_the_cases_behind_one_group_are_those_in_it(offers):
    found = offers.drill_down(indicators()["KPI-2a"], autumn(), "numerator", "age_under18_18to24", "18-24")
    assert found == [Case(thread=5, episode=5, person="person-5")]


def test_what_was_not_recorded_can_be_opened_too(offers):
    one = indicators()["KPI-4c"]
    assert len(offers.drill_down(one, autumn(), "denominator", "partner_agency", "not_recorded")) == 5


def test_an_activity_without_a_person_is_a_case_without_a_name():
    fair = activity(9)
    fair.happened("2014-10-20", "brief_intervention_given", about="drugs", people=10)
    found = engine([fair]).drill_down(indicators()["KPI-1a"], autumn(), "numerator")
    assert found == [Case(thread=9, episode=None, person=None)]


def test_every_number_of_every_indicator_has_cases_behind_it_or_is_nought(offers):
    for one in indicators().values():
        total = offers.tally(one, autumn()).total
        for part in set(PARTS) - {"not_met"}:
            assert bool(offers.drill_down(one, autumn(), part)) == bool(getattr(total, part) or (
                part == "denominator" and one.kind == "count" and total.numerator
            ))  # fmt: skip


@pytest.mark.parametrize("which", list(indicators()))
def test_an_indicator_is_one_query_that_can_be_shown(offers, which):
    query = offers.explain_sql(indicators()[which], autumn())
    assert query.upper().startswith(("SELECT", "WITH"))
    assert indicators()[which].period_date in query


def test_a_missing_engine_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match=r"throughcare\[spark\]"):
        connect("spark")


# Targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "counts", "status"),
    [
        ({"at_least": 0.95}, (19, 20), "met"),
        ({"at_least": 0.95}, (18, 19), "missed"),
        ({"above": 0.95}, (19, 20), "missed"),
        ({"at_most": 0.05}, (1, 20), "met"),
        ({"below": 0.05}, (1, 20), "missed"),
        ({"at_least": 0.95}, (0, 0), "no_cases"),
    ],
)
def test_a_share_is_met_or_missed_exactly(target, counts, status):
    assert judged(Target(**target, year="2014-15"), Counts(*counts), None, autumn()).status == status


@pytest.mark.parametrize(("carried_forward", "expected"), [(True, "2014-15"), (False, None)])
def test_a_target_of_an_earlier_year_is_used_on_only_where_it_says_so(carried_forward, expected):
    target = Target(at_least=0.9, year="2014-15", carried_forward=carried_forward)

    class Declared:
        targets = (target,)

    found = target_for(Declared, Period(day("2015-04-01"), day("2015-06-30")), None, None)
    assert (found and found.year) == expected


def test_a_later_target_takes_the_place_of_an_earlier_one():
    class Declared:
        targets = tuple(Target(at_least=share, year=year) for share, year in ((0.9, "2014-15"), (0.95, "2015-16")))

    found = target_for(Declared, Period(day("2015-04-01"), day("2015-06-30")), None, None)
    assert found.value == 0.95


# Words ------------------------------------------------------------------------------------------------------------


def test_a_share_is_never_said_without_its_numbers_and_never_rounded_up():
    assert share(Counts(1999, 2000)) == "1999 of 2000 (99.9%)"
    assert share(Counts(0, 0)) == "no cases"
    assert share(Counts(1500, None)) == "1,500"


def test_lines_say_target_status_and_what_waits(offers):
    lines = list(in_lines(offers.measure_all([indicators()["KPI-2a"]], autumn())))
    assert lines[1].strip() == "2 of 4 (50.0%); target at least 95% (2014-15): missed; 1 void"
    assert "<18 1 of 3 (33.3%); 18-24 1 of 1 (100.0%)" in lines[3]


def test_a_target_for_a_group_is_said_beside_the_group():
    said = "\n".join(in_lines(engine([]).measure_all([indicators()["KPI-3a"]], autumn())))
    assert "11-17 0 (0 so far this year, target at least 120 a year (2014-15): not reached" in said
