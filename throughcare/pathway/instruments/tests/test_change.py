"""Two completions of a tool: the change, its class in the order of the tool's classification, and recovery."""

import pytest

from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.change import NotComparable, compare, reliable_change


@pytest.mark.parametrize(
    ("baseline", "review", "threshold", "change", "kind"),
    [
        pytest.param(None, 4, None, None, "not_comparable", id="no start"),
        pytest.param(4, "NA", 2, None, "not_comparable", id="not answered at review"),
        pytest.param(0, 0, 2, 0, "not_using", id="no use at either"),
        pytest.param(20, 0, 25, -20, "abstinent", id="stopped, whatever the threshold"),
        pytest.param(0, 1, 2, 1, "started", id="began"),
        pytest.param(20, 12, 8, -8, "reliably_improved", id="by the threshold"),
        pytest.param(12, 20, 8, 8, "reliably_deteriorated", id="up by the threshold"),
        pytest.param(20, 13, 8, -7, "no_reliable_change", id="by less than the threshold"),
        pytest.param(20, 12, None, -8, "reduced", id="less, and none is published"),
        pytest.param(12, 20, None, 8, "increased", id="more, and none is published"),
        pytest.param(12, 12, None, 0, "unchanged", id="the same"),
    ],
)
@pytest.mark.parametrize("item", ["alcohol_days", "injecting_days", "tobacco_days"])
def test_days_of_use_follow_the_tools_classification(item, baseline, review, threshold, change, kind):
    found = compare(instrument("top"), baseline, review, item=item, threshold=threshold)
    assert (found.change, found.kind, found.recovered) == (change, kind, None)


@pytest.mark.parametrize(
    ("baseline", "review", "threshold", "kind"),
    [
        pytest.param(5, 9, None, "improved", id="up"),
        pytest.param(9, 0, None, "worsened", id="down to nought is not abstinent"),
        pytest.param(9, 9, None, "unchanged", id="the same"),
        pytest.param(5, 9, 4, "reliably_improved", id="up by the threshold"),
        pytest.param(9, 5, 4, "reliably_deteriorated", id="down by the threshold"),
        pytest.param(9, 6, 4, "no_reliable_change", id="down by less"),
        pytest.param(9, None, 4, "not_comparable", id="missing"),
    ],
)
def test_ratings_where_more_is_better(baseline, review, threshold, kind):
    assert compare(instrument("top"), baseline, review, item="psych_health", threshold=threshold).kind == kind


def test_what_the_tool_calls_neither_better_nor_worse_only_goes_up_or_down():
    assert compare(instrument("top"), 0, 5, item="paid_work_days").kind == "increased"
    assert compare(instrument("top"), 5, 0, item="shop_theft_days").kind == "reduced"
    assert compare(instrument("ypor"), 5, 0, item="cannabis_days").kind == "reduced"
    assert compare(instrument("ypor"), 5, 0, item="anxious_yesterday").kind == "improved"


@pytest.mark.parametrize(
    ("name", "baseline", "review", "kind", "recovered"),
    [
        pytest.param("phq9", 16, 10, "reliably_improved", False, id="still a case at ten"),
        pytest.param("phq9", 15, 9, "reliably_improved", True, id="below ten"),
        pytest.param("phq9", 10, 9, "no_reliable_change", True, id="recovered by one point, not reliably"),
        pytest.param("phq9", 9, 3, "reliably_improved", False, id="was no case"),
        pytest.param("phq9", 9, 15, "reliably_deteriorated", False, id="worse"),
        pytest.param("gad7", 11, 7, "reliably_improved", True, id="four points, below eight"),
        pytest.param("gad7", 11, 8, "no_reliable_change", False, id="three points"),
        pytest.param("wemwbs", 40, 43, "reliably_improved", None, id="three points up"),
        pytest.param("wemwbs", 43, 41, "no_reliable_change", None, id="two points down"),
        pytest.param("audit", 20, 8, "improved", None, id="none published: only the direction"),
        pytest.param("mmse", 20, 18, "worsened", None, id="more is better"),
        pytest.param("sadq", 20, 20, "unchanged", None, id="the same"),
        pytest.param("phq9", None, 9, "not_comparable", None, id="no baseline"),
    ],
)
def test_totals(name, baseline, review, kind, recovered):
    found = compare(instrument(name), baseline, review)
    assert (found.kind, found.recovered) == (kind, recovered)


@pytest.mark.parametrize(
    ("sex", "baseline", "review", "recovered"),
    [
        pytest.param("male", 14, 9, True, id="a man below ten"),
        pytest.param("male", 14, 10, False, id="a man at ten"),
        pytest.param("male", 12, 9, False, id="below ten, but not reliably"),
        pytest.param("female", 14, 4, True, id="a woman below five"),
        pytest.param("female", 14, 9, False, id="a woman at nine"),
        pytest.param(None, 14, 0, None, id="not known"),
    ],
)
def test_leeds_recovery_is_reliable_and_below_what_people_of_that_sex_score(sex, baseline, review, recovered):
    assert compare(instrument("ldq"), baseline, review, sex=sex).recovered is recovered


def test_short_wellbeing_is_compared_on_the_metric_scale():
    tool = instrument("swemwbs")
    assert compare(tool, 20, 25).change == 3.76
    assert compare(tool, 18.59, 22.35).change == 3.76
    assert compare(tool, 20, 24).kind == "no_reliable_change"  # 2.95 on the metric scale, though 4 on the raw


def test_a_star_is_compared_by_domain():
    assert compare(instrument("alcohol_star"), 3, 4, item="money").kind == "reliably_improved"
    assert compare(instrument("alcohol_star"), 4, 4, item="money").kind == "no_reliable_change"


def test_the_threshold_of_a_total_is_not_that_of_its_items():
    assert reliable_change(instrument("phq9")) == 6
    assert reliable_change(instrument("phq9"), "q1") is None
    assert compare(instrument("phq9"), 3, 1, item="q1").kind == "improved"


@pytest.mark.parametrize(
    ("name", "baseline", "review", "item", "code"),
    [
        pytest.param("top", 1, 2, None, "names_no_item", id="a tool without a total"),
        pytest.param("top", 1, 2, "beer_days", "no_such_amount", id="an unknown item"),
        pytest.param("top", "yes", "no", "assault", "no_such_amount", id="yes and no have no amount"),
        pytest.param("top", 29, 2, "alcohol_days", "not_a_value", id="more days than there are"),
        pytest.param("phq9", 28, 2, None, "not_a_value", id="beyond the range"),
        pytest.param("phq9", 9, 2.0, None, "not_a_value", id="a total is whole"),
        pytest.param("phq9", True, 2, None, "not_a_value", id="yes is not one"),
        pytest.param("swemwbs", 6.5, 20, None, "not_a_value", id="beyond the metric scale"),
    ],
)
def test_what_the_tool_cannot_have_is_refused(name, baseline, review, item, code):
    with pytest.raises(NotComparable, match=code):
        compare(instrument(name), baseline, review, item=item)
