"""The phrases for days, times and waits, one row for each way of saying it."""

from datetime import UTC, date, datetime, time

import pytest

from throughcare.foundations.pages import wording

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2026, 11, 18), "Wed 18 Nov", id="last week"),
        pytest.param(date(2026, 9, 6), "Sun 6 Sep", id="the month has three letters in September too"),
        pytest.param(date(2025, 12, 1), "Mon 1 Dec", id="eleven months ago"),
        pytest.param(date(2025, 11, 24), "Mon 24 Nov 2025", id="the same month of last year needs its year"),
        pytest.param(date(2027, 11, 1), "Mon 1 Nov 2027", id="the same month of next year needs its year"),
        pytest.param(date(2027, 10, 31), "Sun 31 Oct", id="next October"),
        pytest.param(None, "", id="no day"),
    ],
)
def test_day_in_a_list(day, words):
    assert wording.list_day(day, TODAY) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (wording.full_day(date(2026, 11, 18)), "18 November 2026"),
        (wording.weekday_and_full_day(TODAY), "Monday 23 November 2026"),
        (wording.month(TODAY), "November 2026"),
        (wording.day_in_month(date(2026, 9, 10)), "Thu 10"),
        (wording.days_from_to(date(2026, 8, 17), date(2026, 8, 18), TODAY), "17 to 18 Aug"),
        (wording.days_from_to(date(2026, 8, 21), date(2026, 9, 2), TODAY), "21 Aug to 2 Sep"),
        (wording.days_from_to(TODAY, TODAY, TODAY), "23 Nov"),
        (wording.clock_time(time(14, 2)), "14:02"),
        (wording.clock_time(datetime(2026, 7, 1, 13, 2, tzinfo=UTC)), "14:02"),
        (wording.public_time(time(18, 0)), "6pm"),
        (wording.public_time(time(18, 30)), "6:30pm"),
        (wording.public_time(time(0, 0)), "12am"),
        (wording.public_time(time(9, 5)), "9:05am"),
        (wording.day_and_time(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), TODAY), "Today, 15:30"),
        (wording.day_and_time(datetime(2026, 11, 25, 15, 0, tzinfo=UTC), TODAY), "Wed 25 Nov, 15:00"),
    ],
)
def test_days_and_times(written, words):
    assert written == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (wording.left(2), "2 days left"),
        (wording.left(1, working=True), "1 working day left"),
        (wording.left(0), "Due today"),
        (wording.left(-2, working=True), "Overdue by 2 working days"),
        (wording.overdue_by(1), "Overdue by 1 day"),
        (wording.overdue_by(0, working=True), "Overdue"),
        (wording.late_by(4), "4 days late"),
        (wording.late_by(1, working=True), "1 working day late"),
        (wording.late_by(0), "In time"),
        (wording.late_by(-3), "In time"),
        (wording.day_of(82, 84), "Day 82 of 84"),
        (wording.day_of(5, 10, working=True), "Working day 5 of 10"),
        (wording.due(date(2026, 11, 25), TODAY), "Due Wed 25 Nov"),
        (wording.was_due(date(2026, 11, 18), TODAY), "Was due Wed 18 Nov"),
        (wording.days(1), "1 day"),
        (wording.days(3, working=True), "3 working days"),
    ],
)
def test_waits(written, words):
    assert written == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (wording.of(53, 56), "53 of 56"),
        (wording.of(1022, 1500), "1,022 of 1,500"),
        (wording.percent(53 / 56), "94.6%"),
        (wording.percent(0.9496), "94.9%"),
        (wording.percent(0.95), "95.0%"),
        (wording.percent(1), "100.0%"),
        (wording.percent(None), "–"),
        (wording.things_to_put_right(1), "There is 1 thing to put right"),
        (wording.things_to_put_right(2), "There are 2 things to put right"),
    ],
)
def test_counts(written, words):
    assert written == words
