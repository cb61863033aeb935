"""Working days, ages and periods, against drawn tables, the published bank holidays and other people's calendars."""

from datetime import UTC, date, datetime, time, timedelta

import numpy
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundations.dates import (
    OutsideCalendar,
    WorkingCalendar,
    add_months,
    add_years,
    age_on,
    calendar_for,
    financial_year_bounds,
    financial_year_of,
    last_day_of_week,
    moment_on,
    parse_period,
    quarter_bounds,
    quarter_of,
)

ENGLAND = calendar_for("england")

# GOV.UK, bank holidays in England and Wales, as published up to 2028.
PUBLISHED = {
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
BANK_HOLIDAYS = [date.fromisoformat(f"{year}-{day}") for year, days in PUBLISHED.items() for day in days.split()]

days = st.dates(date(2000, 1, 1), date(2045, 12, 31))
published_days = st.dates(date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.requirement("REF-11")
@pytest.mark.parametrize("nation", ["england", "wales"])
@pytest.mark.parametrize("year", PUBLISHED)
def test_no_work_on_exactly_the_published_bank_holidays_and_weekends(nation, year):
    every_day = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    off = {d for d in every_day if d.year == year and d.weekday() < 5 and not calendar_for(nation).is_working(d)}
    assert off == {d for d in BANK_HOLIDAYS if d.year == year}


@given(days)
def test_a_weekend_is_never_a_working_day(day):
    assert not (day.weekday() >= 5 and ENGLAND.is_working(day))


def row(start, count, due, *, id):
    return pytest.param(date.fromisoformat(start), count, date.fromisoformat(due), id=id)


@pytest.mark.requirement("REF-11")
@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        row("2014-10-01", 2, "2014-10-03", id="wednesday and 2 working days is friday"),
        row("2014-10-03", 2, "2014-10-07", id="friday and 2 working days is tuesday"),
        row("2014-10-04", 2, "2014-10-07", id="saturday counts from itself, so 2 working days is tuesday"),
        row("2014-10-05", 2, "2014-10-07", id="sunday and 2 working days is tuesday too"),
        row("2014-10-04", 0, "2014-10-04", id="no working days after a saturday is that saturday"),
        row(
            "2014-12-24",
            1,
            "2014-12-29",
            id="christmas eve and 1 working day jumps christmas, boxing day and a weekend",
        ),
        row("2014-12-25", 1, "2014-12-29", id="a bank holiday counts from itself"),
        row("2015-12-24", 2, "2015-12-30", id="boxing day on a saturday is kept on the monday"),
        row("2016-12-23", 2, "2016-12-29", id="christmas on a sunday is kept on the tuesday"),
        row("2020-05-07", 1, "2020-05-11", id="in 2020 the may holiday was moved to friday 8 may"),
        row("2022-06-01", 1, "2022-06-06", id="the jubilee of 2022 had two days"),
        row("2022-09-16", 1, "2022-09-20", id="the funeral of the queen was a bank holiday"),
        row("2014-10-07", -2, "2014-10-03", id="back 2 working days from tuesday is friday"),
        row("2014-10-04", -1, "2014-10-03", id="back 1 working day from saturday is friday"),
    ],
)
def test_working_days_are_added(start, count, due):
    assert ENGLAND.add_working_days(start, count) == due


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        row("2014-10-03", 0, "2014-10-03", id="from a day to itself there are none"),
        row("2014-10-03", 1, "2014-10-06", id="the start is out and the end is in"),
        row("2014-10-03", 0, "2014-10-05", id="from friday to sunday there are none"),
        row("2014-10-07", -2, "2014-10-03", id="backwards they are negative"),
    ],
)
def test_working_days_between(start, count, end):
    assert ENGLAND.working_days_between(start, end) == count


def test_a_closure_is_no_working_day_for_the_deployment_that_closes():
    closed = calendar_for("wales", closures=[date(2014, 10, 6)])
    assert closed.add_working_days(date(2014, 10, 3), 1) == date(2014, 10, 7)
    assert calendar_for("wales").add_working_days(date(2014, 10, 3), 1) == date(2014, 10, 6)


def test_closures_given_in_any_order_and_twice_are_the_same_calendar():
    a, b = date(2014, 10, 6), date(2014, 10, 7)
    assert calendar_for("england", [a, b]) is calendar_for("england", (b, a, a))


def test_an_unknown_nation_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'mercia'.*england, wales"):
        calendar_for("mercia")


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda c: c.is_working(date(2009, 12, 31)), id="a day before it"),
        pytest.param(lambda c: c.working_days_between(date(2010, 1, 4), date(2012, 1, 1)), id="a day after it"),
        pytest.param(lambda c: c.add_working_days(date(2011, 12, 30), 1), id="counting out at the end"),
        pytest.param(lambda c: c.add_working_days(date(2010, 1, 1), -1), id="counting out at the start"),
    ],
)
def test_outside_its_years_the_calendar_refuses_to_guess(ask):
    with pytest.raises(OutsideCalendar):
        ask(WorkingCalendar((), 2010, 2011))


@given(published_days, st.integers(1, 60))
def test_adding_agrees_with_numpy(day, count):
    expected = numpy.busday_offset(day, count, roll="preceding", holidays=BANK_HOLIDAYS)
    if expected.item() <= date(2028, 12, 31):
        assert ENGLAND.add_working_days(day, count) == expected.item()


@given(published_days, published_days)
def test_counting_agrees_with_numpy(start, end):
    start, end = min(start, end), max(start, end)
    a_day = timedelta(days=1)
    expected = numpy.busday_count(start + a_day, end + a_day, holidays=BANK_HOLIDAYS)
    assert ENGLAND.working_days_between(start, end) == expected
    assert ENGLAND.working_days_between(end, start) == -expected


@given(days, st.integers(0, 60))
def test_adding_agrees_with_walking_day_by_day(day, count):
    walked, left = day, count
    while left:
        walked += timedelta(days=1)
        left -= ENGLAND.is_working(walked)
    assert ENGLAND.add_working_days(day, count) == walked


@given(days, st.integers(1, 60))
def test_going_back_and_forth_from_a_working_day_ends_where_it_began(day, count):
    day = ENGLAND.add_working_days(day, 1)
    assert ENGLAND.add_working_days(ENGLAND.add_working_days(day, -count), count) == day


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        row("1999-05-02", 15, "2015-05-01", id="the day before the birthday"),
        row("1999-05-02", 16, "2015-05-02", id="on the birthday"),
        row("2000-02-29", 17, "2018-02-28", id="born on 29 february, not yet 18 on 28 february"),
        row("2000-02-29", 18, "2018-03-01", id="born on 29 february, 18 on 1 march"),
        row("2000-02-29", 20, "2020-02-29", id="born on 29 february, 20 on the day itself in a leap year"),
        row("2000-02-29", 19, "2020-02-28", id="born on 29 february, in a leap year not before the day"),
        row("2014-10-01", 0, "2014-10-01", id="nought on the day of birth"),
    ],
)
def test_age(born, age, day):
    assert age_on(born, day) == age


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.integers(0, 40000))
def test_age_agrees_with_dateutil_but_for_29_february(born, later):
    day = born + timedelta(days=later)
    if (born.month, born.day) != (2, 29):
        assert age_on(born, day) == relativedelta(day, born).years


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        row("2015-01-30", 3, "2015-04-30", id="the same day of the month"),
        row("2014-11-30", 3, "2015-02-28", id="else the month's last"),
        row("2015-01-31", 1, "2015-02-28", id="31 january and a month is 28 february"),
        row("2016-01-31", 1, "2016-02-29", id="and 29 february in a leap year"),
        row("2015-12-31", 6, "2016-06-30", id="across a year"),
        row("2015-03-31", -1, "2015-02-28", id="backwards"),
        row("2015-01-15", -1, "2014-12-15", id="backwards across a year"),
    ],
)
def test_months_are_added(start, count, due):
    assert add_months(start, count) == due


@given(days, st.integers(-240, 240))
def test_months_agree_with_dateutil(day, count):
    assert add_months(day, count) == day + relativedelta(months=count)


def test_a_year_after_29_february_is_28_february():
    assert add_years(date(2016, 2, 29), 1) == date(2017, 2, 28)
    assert add_years(date(2016, 2, 29), 4) == date(2020, 2, 29)


@given(days)
def test_every_day_lies_in_its_quarter_and_in_its_financial_year(day):
    for of, bounds in ((quarter_of, quarter_bounds), (financial_year_of, financial_year_bounds)):
        first, last = bounds(of(day))
        assert first <= day <= last
        assert of(first - timedelta(days=1)) != of(day) != of(last + timedelta(days=1))
        assert parse_period(of(day)) == (first, last)


def test_quarters_are_calendar_quarters_and_financial_years_begin_in_april():
    assert quarter_bounds("2026-Q3") == (date(2026, 7, 1), date(2026, 9, 30))
    assert financial_year_bounds("2026-27") == (date(2026, 4, 1), date(2027, 3, 31))
    assert financial_year_of(date(2000, 3, 31)) == "1999-00"


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026Q3", "2026-28", "2026-26", "2026", "9999-00", "0000-Q1", "", "2026-Q3 ", "٢٠٢٦-Q3"]
)
def test_anything_else_is_not_a_period(text):
    with pytest.raises(ValueError, match="2026-Q3"):
        parse_period(text)


def test_a_wrong_quarter_or_financial_year_says_how_to_write_it():
    with pytest.raises(ValueError, match="2026-Q3"):
        quarter_bounds("2026-27")
    with pytest.raises(ValueError, match="2026-27"):
        financial_year_bounds("2026-Q3")


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        pytest.param(date(2026, 11, 23), date(2026, 11, 29), id="a week begins on monday"),
        pytest.param(date(2026, 11, 29), date(2026, 11, 29), id="sunday is the last day of its own week"),
    ],
)
def test_the_last_day_of_a_week(day, sunday):
    assert last_day_of_week(day) == sunday


def test_a_moment_is_told_by_our_clocks_in_summer_and_in_winter():
    assert moment_on(date(2026, 7, 1), time(9, 30)) == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert moment_on(date(2026, 12, 1), time(9, 30)) == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    assert moment_on(date(2026, 12, 1), None) is None
