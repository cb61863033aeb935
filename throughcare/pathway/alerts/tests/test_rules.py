"""To whom an alert goes, one after the other."""

from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from throughcare.pathway.alerts.rules import Colleague, chain, clock_for, is_overdue, may_act, time_raised
from throughcare.specification.loader import load

LONDON = ZoneInfo("Europe/London")
SOUTHAMPTON = load("southampton-esap").latest

JO = Colleague(1, "jo", "Jo")
HAZEL = Colleague(2, "hazel", "Hazel")
SAM = Colleague(3, "sam", "Sam", is_manager=True)
ROBIN = Colleague(4, "robin", "Robin", is_manager=True)


def on_duty(one: Colleague) -> Colleague:
    return Colleague(one.user_id, one.username, one.name, one.is_manager, on_duty=True)


def names(keyworker, *colleagues, keeps_list=True) -> list[tuple[str, str]]:
    found = chain(keyworker, colleagues, keeps_list=keeps_list)
    return [(place.colleague.name, place.why.value) for place in found.places]


@pytest.mark.parametrize(
    ("keyworker", "colleagues", "goes_to"),
    [
        pytest.param(
            1, [on_duty(JO), on_duty(HAZEL), SAM], ["Jo", "Hazel", "Sam"], id="the key worker on duty comes first"
        ),
        pytest.param(
            1,
            [JO, on_duty(HAZEL), SAM],
            ["Hazel", "Sam", "Jo"],
            id="while they are away whoever is on duty comes first",
        ),
        pytest.param(
            None,
            [JO, on_duty(SAM), ROBIN],
            ["Sam", "Robin"],
            id="nobody but a manager on duty: that manager comes first",
        ),
        pytest.param(
            1, [JO, HAZEL, SAM, ROBIN], ["Robin", "Sam", "Jo"], id="nobody on duty: the first manager by name"
        ),
        pytest.param(1, [JO, HAZEL], ["Jo"], id="no manager at all: the key worker, though away"),
        pytest.param(9, [JO, HAZEL], ["Hazel", "Jo"], id="neither manager nor key worker: all, by name"),
        pytest.param(9, [], [], id="nobody works here"),
    ],
)
def test_an_alert_goes_from_one_to_the_next(keyworker, colleagues, goes_to):
    assert [name for name, _why in names(keyworker, *colleagues)] == goes_to


def test_where_no_duty_list_is_kept_key_worker_and_managers_count_as_reachable():
    assert names(1, JO, HAZEL, SAM, keeps_list=False) == [("Jo", "keyworker"), ("Sam", "manager")]


def test_everybody_has_it_once_and_the_next_is_who_has_it_not():
    found = chain(3, [on_duty(SAM), ROBIN, on_duty(JO)], keeps_list=True)
    assert [place.colleague.name for place in found.places] == ["Sam", "Jo", "Robin"]
    assert found.after({3}).colleague.name == "Jo"
    assert found.after({1, 3, 4}) is None
    assert found.anybody_on_duty
    assert not chain(3, [SAM], keeps_list=True).anybody_on_duty


@pytest.mark.parametrize(
    ("roles", "may"),
    [(["keyworker"], True), (["data_lead"], False), (["operator"], False), (["keyworker", "operator"], False)],
)
def test_who_works_with_people_may_act_and_the_machine_may_not(roles, may):
    assert may_act(roles, SOUTHAMPTON.roles) is may


@pytest.mark.parametrize(
    ("urgency", "clock"),
    [("emergency", "alert-emergency"), ("prompt", "alert-prompt"), ("routine", None), ("info", None)],
)
def test_only_an_urgency_that_is_promised_a_time_has_a_clock(urgency, clock):
    found = clock_for(urgency, SOUTHAMPTON)
    assert (found.id if found else None) == clock


def test_a_time_that_nobody_wrote_down_is_the_beginning_of_the_day_where_hours_count():
    assert time_raised(SOUTHAMPTON.clock("alert-urgent"), None) == time(0, 0)
    assert time_raised(SOUTHAMPTON.clock("alert-urgent"), time(9, 30)) == time(9, 30)
    assert time_raised(SOUTHAMPTON.clock("alert-prompt"), None) is None


@pytest.mark.parametrize(("minute", "overdue"), [(0, False), (1, True)])
def test_a_promise_in_hours_is_overdue_to_the_minute(minute, overdue):
    clock = SimpleNamespace(
        start_on=date(2014, 11, 3), due_on=date(2014, 11, 3), due_at=datetime(2014, 11, 3, 14, 0, tzinfo=LONDON),
        stopped_on=None, stopped_at=None, voided_on=None, paused_on=None,
    )  # fmt: skip
    assert is_overdue(clock, datetime(2014, 11, 3, 14, minute, tzinfo=LONDON)) is overdue
