"""Every tool kept on a person's record: answers and scores stay together, and what cannot be is refused whole."""

from datetime import date, timedelta

import pytest

from throughcare.access.context import look_as
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.queries import completed

ON = date(2014, 12, 20)
GROWN, YOUNG = date(1980, 3, 3), date(1999, 3, 3)


def referred(world, born=GROWN) -> int:
    return world.referred(world.person(born=born), on=date(2014, 12, 1))


def keep(world, thread_id, tool, answers=None, total=None, on=ON) -> Administration:
    said = {"instrument": tool, "stage": "start", "answers": answers, "total": total}
    complete_instrument(thread_id, by=world.worker, on=on, offered_because="Found elsewhere", **said)
    return Administration.objects.latest("pk")


def of(number, answer, **more):
    return {f"q{one}": answer for one in range(1, number + 1)} | more


@pytest.mark.parametrize(
    ("tool", "born", "answers", "total", "band"),
    [
        pytest.param("audit", GROWN, of(8, 3, q9=4, q10=4), 32, "possible_dependence", id="audit, grown up"),
        pytest.param("audit", YOUNG, of(8, 1, q9=2, q10=0), 10, "increasing_risk", id="audit, young"),
        pytest.param("audit_c", GROWN, of(3, 4), 12, "possible_dependence", id="audit_c"),
        pytest.param("sadq", GROWN, of(20, 2), 40, "severe", id="sadq"),
        pytest.param("ciwa_ar", GROWN, of(10, 1), 10, "moderate", id="ciwa_ar"),
        pytest.param("dast10", GROWN, of(10, "yes"), 9, "severe", id="dast10"),
        pytest.param("dast20", GROWN, of(20, "no"), 2, "low", id="dast20"),
        pytest.param("cows", GROWN, of(10, 0, q11=5), 5, "mild", id="cows"),
        pytest.param("sows16", GROWN, of(16, 1), 16, "moderate", id="sows16"),
        pytest.param("shows10", GROWN, of(10, 3), 30, "", id="shows10"),
        pytest.param("oows", GROWN, of(13, "yes"), 13, "", id="oows"),
        pytest.param("awq", GROWN, of(10, 4), 40, "", id="awq"),
        pytest.param("ciwa_b", GROWN, of(20, 2), 40, "moderate", id="ciwa_b"),
        pytest.param("cudit_r", YOUNG, of(7, 1, q8=4), 11, "hazardous", id="cudit_r"),
        pytest.param("ldq", GROWN, of(10, 3, substance="heroin"), 30, "high", id="ldq"),
        pytest.param("dast_a", YOUNG, {"total": 7}, 7, "positive", id="dast_a"),
        pytest.param("gad7", GROWN, of(7, 2), 14, "moderate", id="gad7"),
        pytest.param("phq9", GROWN, of(8, 3, q9=0), 24, "severe", id="phq9"),
        pytest.param("mmse", GROWN, {"total": 26}, 26, "mild", id="mmse"),
        pytest.param("dash_ric", GROWN, of(14, "yes"), 14, "high", id="dash_ric"),
        pytest.param("dsm5_sud", GROWN, of(11, "yes", medically_supervised="yes"), 9, "severe", id="dsm5_sud"),
        pytest.param("wemwbs", YOUNG, of(14, 3), 42, "low", id="wemwbs"),
        pytest.param("swemwbs", YOUNG, of(7, 4), 28, "medium", id="swemwbs"),
        pytest.param("sds", YOUNG, of(5, 1, substance="cannabis"), 5, "", id="sds"),
        pytest.param("alcohol_star", GROWN, {"money": 3}, None, "", id="alcohol_star"),
        pytest.param("drug_alcohol_star", GROWN, {"community": 9}, None, "", id="drug_alcohol_star"),
        pytest.param("top", GROWN, {"alcohol_days": 20}, None, "", id="top"),
        pytest.param("ypor", YOUNG, {"cannabis_days": 20}, None, "", id="ypor"),
    ],
)
@pytest.mark.requirement("SCR-03", "SCR-05", "SCR-06", "SCR-08", "SCR-09", "SCR-11", "SCR-12", "SCR-13")
@pytest.mark.requirement("SCR-15", "SCR-16", "SCR-17", "SCR-18")
def test_a_tool_is_kept_with_its_answers_and_scores(world, tool, born, answers, total, band):
    kept = keep(world, referred(world, born), tool, answers)
    assert (kept.instrument, kept.answers, kept.total, kept.band) == (tool, answers, total, band)


@pytest.mark.requirement("SCR-07")
def test_a_withdrawal_scale_may_be_repeated_the_same_day_and_every_time_is_kept(world):
    thread_id = referred(world)
    for score in (5, 3, 0):
        keep(world, thread_id, "cows", of(10, 0, q11=score))
    keep(world, thread_id, "cows", of(10, 0, q11=0), on=ON + timedelta(days=1))
    assert [one.total for one in Administration.objects.order_by("pk")] == [5, 3, 0, 0]
    assert len(completed(episode_for_step(world.worker, thread_id), "cows")) == 4


@pytest.mark.requirement("SCR-20")
class TestScoring:
    def test_total_parts_and_band_are_worked_out_and_each_answer_is_kept(self, world):
        answers = of(8, 2, q9=0, q10=2)
        kept = keep(world, referred(world), "audit", answers)
        assert (kept.total, kept.band, kept.status) == (18, "higher_risk", "complete")
        assert kept.subscales == {"consumption": 6, "dependence": 6, "harm": 6}
        assert kept.answers == answers

    def test_an_incomplete_tool_is_kept_and_shown_as_not_scored(self, world):
        thread_id = referred(world)
        kept = keep(world, thread_id, "sadq", of(19, 3))
        assert (kept.total, kept.band, kept.status, len(kept.answers)) == (None, "", "incomplete", 19)
        assert completed(episode_for_step(world.worker, thread_id))[0].result == "Not scored: answers are missing"

    @pytest.mark.parametrize(
        ("tool", "answers", "total", "told"),
        [
            pytest.param("phq9", of(9, 4), None, "choose one of 0, 1, 2, 3", id="an answer out of range"),
            pytest.param("ciwa_ar", of(10, 7), None, "from 0 to 4", id="one of ten out of range"),
            pytest.param("phq9", of(10, 1), None, "no such question", id="an unknown question"),
            pytest.param("dash_ric", None, 13, "takes no total alone", id="a total where answers are needed"),
            pytest.param("alcohol_star", None, 50, "has no total", id="a total of a tool without one"),
            pytest.param("phq9", None, 28, "from 0 to 27", id="a total out of range"),
            pytest.param("mmse", None, 31, "from 0 to 30", id="an entered total out of range"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_kept(self, world, tool, answers, total, told):
        thread_id = referred(world)
        with pytest.raises(StepRefused, match=told) as refused:
            keep(world, thread_id, tool, answers, total)
        assert refused.value.field == ("answers" if total is None else "total")
        look_as(world.worker)
        assert not Administration.objects.exists()
        assert not Milestone.objects.filter(kind="instrument_completed").exists()
