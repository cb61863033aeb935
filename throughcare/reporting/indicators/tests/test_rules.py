"""No number from 1 to 4 is told to those who see totals only, or can be worked out by who knows these very rules."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.reporting.indicators.rules import Hidden, Told, Total, guide, needed, small, tell

LIMIT = 24
TARGETS = [
    pytest.param(None, id="no target"),
    pytest.param(lambda share: share >= 0.95, id="at least 95%"),
    pytest.param(lambda share: share >= 1, id="all of them"),
    pytest.param(lambda share: share > 0.5, id="more than half"),
    pytest.param(lambda share: share <= 0.1, id="at most a tenth"),
]


def seen(total: Total, told: Told) -> tuple:
    """All that a reader is told of one indicator: the numbers, what stands for those left out, and the status."""
    status = "not shown"
    if told.status and total.is_met is not None and total.denominator:
        status = total.is_met(total.numerator / total.denominator)
    return told.numerator, told.denominator, told.pending, told.void, told.not_asked, told.so_far, status


def secrets(total: Total) -> dict[str, int]:
    """Everything about one indicator that is small if it is from 1 to 4."""
    counts = {"met": total.numerator, "pending": total.pending, "void": total.void, "not asked": total.not_asked}
    if total.denominator is not None:
        counts |= {"all": total.denominator, "not met": total.denominator - total.numerator}
        counts["asked"] = total.denominator - total.not_asked
    return counts


def given_away(pages: dict[tuple, list[tuple[Total, ...]]]) -> list[str]:
    """Pages on which a small number is the only one possible. Each page comes with all that could stand behind it."""
    faults = []
    for page, behind in pages.items():
        for place, first in enumerate(behind[0]):
            for name, number in secrets(first).items():
                possible = {secrets(totals[place])[name] for totals in behind}
                if len(possible) == 1 and small(number):
                    faults.append(f"{page}: {name} of indicator {place} must be {number}")
    return faults


def pages_of(every) -> dict[tuple, list[tuple[Total, ...]]]:
    pages = defaultdict(list)
    for totals in every:
        told = tell(totals)
        pages[tuple(seen(total, one) for total, one in zip(totals, told, strict=True))].append(totals)
    return pages


@pytest.mark.parametrize("is_met", TARGETS)
def test_no_small_part_of_one_indicator_can_be_worked_out(is_met):
    every = (
        (Total("all", met, whole, is_met=is_met),) for whole in range(LIMIT + 1) for met in range(whole + 1)
    )  # fmt: skip
    assert not given_away(pages_of(every))


def test_no_small_number_of_those_not_asked_can_be_worked_out():
    every = (
        (Total("all", met, whole, not_asked=unasked),)
        for whole in range(LIMIT + 1)
        for met in range(whole + 1)
        for unasked in range(whole - met + 1)
    )
    assert not given_away(pages_of(every))


@pytest.mark.parametrize("is_met", TARGETS)
def test_the_same_cases_counted_twice_do_not_tell_who_is_in_one_only(is_met):
    """As those within two weeks and within three: the second holds the first."""
    every = [
        (Total("all", fewer, whole, is_met=is_met), Total("all", more, whole, is_met=is_met))
        for whole in range(LIMIT + 1)
        for more in range(whole + 1)
        for fewer in range(more + 1)
    ]
    pages = pages_of(every)
    assert not given_away(pages)
    for page, behind in pages.items():
        between = {second.numerator - first.numerator for first, second in behind}
        assert len(between) > 1 or not small(min(between)), page


def test_nor_do_three_of_the_same_cases():
    every = [
        (Total("all", fewest, whole), Total("all", fewer, whole), Total("all", more, whole))
        for whole in range(17)
        for more in range(whole + 1)
        for fewer in range(more + 1)
        for fewest in range(fewer + 1)
    ]
    assert not given_away(pages_of(every))


@pytest.mark.parametrize("is_met", TARGETS)
def test_what_waits_cannot_be_worked_out_from_another_indicator_of_all_the_same_cases(is_met):
    every = [
        (Total("promise", met, counted, everybody - counted - void, void, is_met=is_met), Total("all", 0, everybody))
        for everybody in range(15)
        for counted in range(everybody + 1)
        for void in range(everybody - counted + 1)
        for met in range(counted + 1)
    ]
    assert not given_away(pages_of(every))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_a_year_to_date_never_gives_a_small_quarter_away(quarters):
    """Every quarter is on a page of its own, or in the run of the last ones."""
    year = sum(quarters)
    (told,) = tell([Total("all", quarters[-1], None, so_far=year, quarters=tuple(quarters))])
    if isinstance(told.so_far, Hidden):
        return
    assert not any(map(small, quarters))
    assert not small(told.so_far)
    assert not any(small(year - one) for one in quarters)


@given(
    st.lists(
        st.builds(
            Total,
            st.sampled_from("ab"),
            st.integers(0, 60),
            st.just(60),
            st.integers(0, 9),
            st.integers(0, 9),
            st.integers(0, 0),
        ),
        max_size=8,
    )
)
def test_nothing_small_stands_on_a_page_and_large_numbers_stand_as_they_are(totals):
    for total, told in zip(totals, tell(totals), strict=True):
        for number, true in [
            (told.numerator, total.numerator),
            (told.denominator, total.denominator),
            (told.pending, total.pending),
            (told.void, total.void),
        ]:
            assert isinstance(number, Hidden) or (number == true and not small(number))


def test_large_totals_are_told():
    told = tell([Total("a", 53, 60, 7, 0), Total("b", 12, 85)])
    assert told[0] == Told(53, 60, 7, 0, 0, None, True)
    assert told[1].is_whole


def test_all_of_all_is_told():
    assert tell([Total("a", 56, 56)])[0].is_whole


@pytest.mark.parametrize(
    ("counted", "running", "expected"),
    [
        pytest.param((53, 56), 4, 4, id="all four are needed"),
        pytest.param((50, 53), 20, 20, id="some may still be missed"),
        pytest.param((50, 56), 4, None, id="out of reach"),
        pytest.param((0, 0), 3, 3, id="nothing counted yet"),
        pytest.param((0, 0), 0, None, id="nothing at all"),
    ],
)
def test_how_many_must_be_kept(counted, running, expected):
    assert needed(*counted, running, lambda share: share >= 0.95) == expected


def test_the_guide_of_a_year_is_a_straight_share():
    assert guide(1500, 1, 365, 237) == 973
    assert guide(1500, 1, 365, 400) == 1500
