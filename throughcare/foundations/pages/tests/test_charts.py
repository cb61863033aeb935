"""A chart says in words what it draws, and draws nothing outside its scale."""

from datetime import date
from itertools import pairwise

import pytest

from throughcare.foundations.pages.charts import BOTTOM, TOP, Chart, ChartBand, ChartPoint
from throughcare.foundations.pages.tests.gallery import ONE_SCORE, SCORES


def test_the_words_hold_every_value_its_day_and_its_band():
    assert SCORES.said == (
        "Scale from 0 to 40. 8 May: 26, Possible dependence; 27 Jul: 17, Higher risk; 4 Nov: 8, Increasing risk."
        " Higher is worse."
    )
    assert ONE_SCORE.said == "Scale from 0 to 12. 8 May: 12."


def test_bands_meet_without_gap_and_fill_the_scale():
    shades = SCORES.shades
    assert shades[0].y + shades[0].height == pytest.approx(BOTTOM)
    assert shades[-1].y == pytest.approx(TOP)
    for lower, higher in pairwise(shades):
        assert higher.y + higher.height == pytest.approx(lower.y, abs=0.11)


def test_a_band_too_low_for_its_name_leaves_it_to_the_table():
    assert [bool(shade.words) for shade in SCORES.shades] == [True, True, False, True]


def test_days_stand_as_far_apart_as_they_are():
    first, second, last = (place.x for place in SCORES.places)
    assert (second - first) / (last - first) == pytest.approx(80 / 180, abs=0.01)


@pytest.mark.parametrize("value", [0, 12])
def test_the_ends_of_the_scale_stay_in_the_drawing(value):
    chart = Chart("x", "X", 0, 12, [ChartPoint(date(2026, 5, 8), value, "8 May")], [ChartBand("All", 0, 12)])
    (place,) = chart.places
    assert TOP <= place.y <= BOTTOM
    assert 0 < place.words_y < 220
    assert chart.last_day == ""
