"""Tools with rules of their own, scored by hand: PHQ-9, DASH, DSM-5, SDS, SWEMWBS, the stars, COWS, CIWA-Ar."""

import pytest

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.scoring import score, score_total

PHQ9, GAD7, DASH, DSM5 = (instrument(name) for name in ("phq9", "gad7", "dash_ric", "dsm5_sud"))


def phq9(*given):
    return {f"q{number}": answer for number, answer in enumerate(given, 1) if answer is not None}


def yes(tool, *numbers, others="no"):
    return {item.id: "yes" if int(item.id[1:]) in numbers else others for item in tool.items}


def codes(remarks):
    return [remark.code for remark in remarks]


class TestPhq9:
    @pytest.mark.parametrize(
        ("answers", "met"),
        [
            pytest.param((2, 2, 2, 2, 2, 0, 0, 0, 0), ["major_depressive_syndrome"], id="five with low mood"),
            pytest.param((2, 0, 2, 2, 2, 0, 0, 0, 1), ["major_depressive_syndrome"], id="the ninth counts from 1"),
            pytest.param((2, 0, 2, 2, 2, 0, 0, 0, 0), ["other_depressive_syndrome"], id="four"),
            pytest.param((0, 2, 0, 0, 0, 0, 0, 0, 1), ["other_depressive_syndrome"], id="two"),
            pytest.param((2, 0, 1, 1, 1, 1, 1, 1, 0), [], id="one only"),
            pytest.param((1, 1, 3, 3, 3, 3, 3, 3, 3), [], id="neither low mood nor little interest"),
            pytest.param(
                (2, 2, 2, 2, 2, None, None, 0, 0), ["major_depressive_syndrome"], id="five whatever is missing"
            ),
            pytest.param((2, 2, 2, 2, None, 0, 0, 0, 0), [], id="four or five: not known"),
        ],
    )
    def test_syndromes_by_the_developers_rule(self, answers, met):
        assert score(PHQ9, phq9(*answers)).also["algorithms"] == tuple(met)

    @pytest.mark.parametrize(
        ("ninth", "flags"),
        [
            pytest.param(0, (), id="never"),
            pytest.param(1, ("suicidal_ideation",), id="several days"),
            pytest.param(2, ("suicidal_ideation", "suicidal_ideation_frequent"), id="more than half the days"),
            pytest.param(None, ("suicidal_ideation_not_answered",), id="not answered is not never"),
        ],
    )
    def test_the_ninth_answer_asks_for_action_whatever_the_total(self, ninth, flags):
        result = score(PHQ9, phq9(0, 0, 0, 0, 0, 0, 0, 0, ninth))
        assert result.total == (ninth or 0)
        assert result.flags == flags

    def test_the_ninth_answer_is_heard_when_the_rest_is_missing_or_wrong(self):
        assert "suicidal_ideation" in score(PHQ9, {"q9": 1}).flags
        wrong = score(PHQ9, {"q9": 3, "q1": 7})
        assert (wrong.status, wrong.total, wrong.flags) == (
            *("invalid", None),
            ("suicidal_ideation", "suicidal_ideation_frequent"),
        )

    def test_a_total_alone_asks_about_the_ninth(self):
        assert score_total(PHQ9, 21).flags == ("caseness", "severe_depression", "suicidal_ideation_not_answered")

    @pytest.mark.parametrize(
        ("answers", "status", "total"),
        [
            pytest.param((1, 1, 1, 1, 1, 1, 1, None, None), "prorated", 9, id="seven of nine"),
            pytest.param((1, 1, 1, 1, 1, 1, 0, None, None), "prorated", 8, id="six sevenths of nine is 7.7"),
            pytest.param((2, 1, 1, 1, 0, 0, 0, 0, None), "prorated", 6, id="five eighths of nine is 5.6"),
            pytest.param((1, 1, 1, 1, 1, 1, None, None, None), "incomplete", None, id="three missing are too many"),
        ],
    )
    def test_up_to_two_missing_take_the_mean(self, answers, status, total):
        result = score(PHQ9, phq9(*answers))
        assert (result.status, result.total) == (status, total)

    def test_the_difficulty_question_adds_nothing_and_may_be_left_out(self):
        assert score(PHQ9, {**phq9(*[0] * 9), "difficulty": 3}).total == 0
        assert score(GAD7, {f"q{number}": 1 for number in range(1, 8)}).status == "complete"


class TestDash:
    @pytest.mark.parametrize(
        ("given", "met"),
        [
            pytest.param(yes(DASH, *range(1, 15)), ["visible_high_risk"], id="fourteen"),
            pytest.param(yes(DASH, *range(1, 14)), [], id="thirteen"),
            pytest.param(yes(DASH, *range(1, 14), others="dont_know"), [], id="not known is not yes"),
            pytest.param({"professional_judgement_high_risk": True}, ["professional_judgement"], id="judgement alone"),
            pytest.param(
                yes(DASH, *range(1, 15)) | {"professional_judgement_high_risk": "no"},
                ["visible_high_risk"],
                id="judgement never lowers",
            ),
            pytest.param({"incidents_last_12_months": 3}, ["potential_escalation"], id="three incidents"),
            pytest.param({"incidents_last_12_months": 2}, [], id="two incidents"),
            pytest.param({"new_incident_since_marac": True, "months_since_last_marac": 12}, ["repeat"], id="repeat"),
            pytest.param({"new_incident_since_marac": True, "months_since_last_marac": 13}, [], id="a year is over"),
            pytest.param({"new_incident_since_marac": True}, [], id="when the last was is not known"),
        ],
    )
    def test_any_criterion_asks_for_a_referral(self, given, met):
        result = score(DASH, given)
        assert result.also["marac_criteria"] == tuple(met)
        assert ("marac_referral" in result.flags) is bool(met)

    @pytest.mark.parametrize(
        ("given", "status", "total", "band"),
        [
            pytest.param(yes(DASH, *range(1, 10)), "complete", 9, "standard", id="nine"),
            pytest.param(yes(DASH, *range(1, 11)), "complete", 10, "medium", id="ten"),
            pytest.param({f"q{n}": "yes" for n in range(1, 11)}, "partial", 10, None, id="ten known may be more"),
            pytest.param({f"q{n}": "yes" for n in range(1, 15)}, "partial", 14, "high", id="fourteen known are enough"),
            pytest.param({}, "partial", 0, None, id="nothing known is never standard"),
        ],
    )
    def test_a_count_of_what_is_known(self, given, status, total, band):
        result = score(DASH, given)
        assert (result.status, result.total, result.band) == (status, total, band)

    def test_what_the_person_does_not_know_is_listed(self):
        result = score(DASH, {"q5": "dont_know", "q3": "dont_know", "q4": "no"})
        assert result.also["dont_know"] == ("q3", "q5")

    @pytest.mark.parametrize(
        ("question", "flag"),
        [
            *[("q15", "strangulation"), ("q14", "threats_to_kill"), ("q5", "victim_suicide_risk")],
            *[("q9", "pregnancy"), ("q18", "others_harmed")],
        ],
    )
    def test_one_answer_is_enough_for_its_flag(self, question, flag):
        assert score(DASH, {question: "yes"}).flags == (flag,)
        assert score(DASH, {question: "dont_know"}).flags == ()

    def test_a_judgement_is_asked_for_its_reason(self):
        given = {"professional_judgement_high_risk": True}
        assert "not_given_with" in codes(score(DASH, given).warnings)
        assert codes(score(DASH, given | {"professional_judgement_reason": "His release"}).warnings) == []

    def test_a_count_alone_is_not_taken(self):
        result = score_total(DASH, 9)
        assert (result.status, result.total, codes(result.errors)) == ("invalid", None, ["needs_the_answers"])


class TestDsm5:
    def test_under_medical_supervision_tolerance_and_withdrawal_do_not_count_but_warn(self):
        given = yes(DSM5, 1, 2, 10, 11) | {"substance": "opiates"}
        result = score(DSM5, given | {"medically_supervised": True})
        assert (result.status, result.total, result.band) == ("complete", 2, "mild")
        assert result.subscales["pharmacological"] == 0
        assert result.flags == ("withdrawal_risk",)
        assert score(DSM5, given | {"medically_supervised": False}).band == "moderate"

    @pytest.mark.parametrize(("met", "band"), [(1, "none"), (2, "mild"), (4, "moderate"), (6, "severe")])
    def test_severity_by_the_criteria_met(self, met, band):
        assert score(DSM5, yes(DSM5, *range(1, met + 1))).band == band

    def test_six_known_are_severe_and_five_known_are_open(self):
        assert score(DSM5, {f"q{n}": "yes" for n in range(1, 7)}).band == "severe"
        assert score(DSM5, {f"q{n}": "yes" for n in range(1, 6)}).band is None

    def test_which_substance_is_asked_for(self):
        assert "input_missing" in codes(score(DSM5, yes(DSM5)).warnings)


class TestSds:
    @pytest.mark.parametrize(
        ("substance", "age", "least"),
        [
            *[("heroin", 30, 3), ("cocaine", 30, 4), ("amphetamine", 30, 5), ("benzodiazepine", 30, 7)],
            *[("alcohol", 30, 3), ("cannabis", 30, 3), ("cannabis", 18, 3), ("cannabis", 17, 4), ("cannabis", None, 3)],
            *[("amphetamines", 30, 5), ("Cannabis", 16, 4), ("benzodiazepines", 16, 7)],
        ],
    )
    def test_the_cut_off_is_that_of_the_substance_and_the_age(self, substance, age, least):
        tool = instrument("sds")
        for total in range(16):
            result = score_total(tool, total, age, {"substance": substance})
            assert (result.flags == ("likely_dependence",)) is (total >= least)
            assert (result.status, result.band) == ("complete", None)

    def test_without_a_known_cut_off_nothing_is_claimed(self):
        tool = instrument("sds")
        unknown = score_total(tool, 15, 30, {"substance": "ketamine"})
        assert (unknown.flags, codes(unknown.warnings)) == ((), ["no_cutoff"])
        assert codes(score_total(tool, 15, 30).warnings) == ["input_missing"]


class TestWellbeing:
    @pytest.mark.parametrize(
        ("answers", "total", "metric", "band"),
        [
            pytest.param([1] * 7, 7, 7.0, "low", id="the least"),
            pytest.param([3] * 7, 21, 19.25, "low", id="the last of low"),
            pytest.param([3] * 6 + [4], 22, 19.98, "medium", id="the first of medium"),
            pytest.param([4] * 5 + [5] * 2, 30, 27.03, "medium", id="the last of medium"),
            pytest.param([4] * 4 + [5] * 3, 31, 28.13, "high", id="the first of high"),
            pytest.param([5] * 7, 35, 35.0, "high", id="the most"),
        ],
    )
    def test_the_metric_score_stands_beside_the_raw_one(self, answers, total, metric, band):
        result = score(instrument("swemwbs"), {f"q{number}": one for number, one in enumerate(answers, 1)})
        assert (result.total, result.also["metric"], result.band) == (total, metric, band)
        assert score_total(instrument("swemwbs"), total).also == result.also

    def test_three_of_fourteen_may_be_missing(self):
        tool = instrument("wemwbs")
        eleven = {f"q{number}": 3 for number in range(1, 12)}
        assert (score(tool, eleven).status, score(tool, eleven).total) == ("prorated", 42)
        assert score(tool, {**eleven, "q11": None}).status == "incomplete"


class TestStars:
    def test_domains_have_bands_and_a_mean_but_no_total(self):
        given = {"drug_use": 2, "alcohol_use": 3, "money": 10}
        result = score(instrument("drug_alcohol_star"), given)
        assert (result.status, result.total, result.band) == ("partial", None, None)
        assert result.also == {
            "mean": 5.0,
            "domain_bands": {"drug_use": "stuck", "alcohol_use": "accepting_help", "money": "self_reliance"},
        }

    def test_a_blank_is_no_score_and_halves_are_rounded_up(self):
        tool = instrument("alcohol_star")
        names = [item.id for item in tool.items]
        assert score(tool, dict.fromkeys(names[:3], 5) | {names[3]: 6}).also["mean"] == 5.3
        assert score(tool, {}).also["mean"] is None
        assert codes(score(tool, {"money": 0}).errors) == ["not_in_range"]
        assert codes(score_total(tool, 50).errors) == ["takes_no_total"]


class TestWithdrawal:
    @pytest.mark.parametrize(
        ("pulse", "adds"), [(60, 0), (80, 0), (81, 1), (100, 1), (101, 2), (120, 2), (121, 4), (180, 4)]
    )
    def test_a_pulse_may_be_entered_in_beats(self, pulse, adds):
        others = {f"q{number}": 0 for number in range(2, 12)}
        assert score(instrument("cows"), others | {"pulse_bpm": pulse}).total == adds
        assert score(instrument("cows"), others | {"pulse_bpm": pulse, "q1": adds}).total == adds

    def test_a_pulse_and_another_answer_beside_it_are_refused(self):
        result = score(instrument("cows"), {"pulse_bpm": 130, "q1": 0})
        assert (result.status, codes(result.errors)) == ("invalid", ["not_as_measured"])
        assert codes(score(instrument("cows"), {"pulse_bpm": "fast"}).errors) == ["not_a_count"]

    def test_only_the_listed_scores_are_answers(self):
        assert codes(score(instrument("cows"), {"q1": 3}).errors) == ["not_an_option"]

    def test_observations_may_stand_beside_the_ratings(self):
        rated = {f"q{number}": 0 for number in range(1, 11)}
        observed = {"pulse_bpm": 96, "systolic_bp": 150, "temperature_c": 37.4}
        assert score(instrument("ciwa_ar"), rated | observed).total == 0
        assert codes(score(instrument("ciwa_ar"), rated | {"temperature_c": "hot"}).errors) == ["not_an_amount"]

    @pytest.mark.parametrize(
        ("answers", "flags"),
        [
            pytest.param({"q6": 4}, ("hallucinations",), id="touch"),
            pytest.param({"q8": 7}, ("hallucinations",), id="sight"),
            pytest.param({"q10": 2}, ("disorientation",), id="orientation"),
            pytest.param({"q6": 3, "q10": 1}, (), id="below"),
        ],
    )
    def test_one_sign_is_an_emergency_though_the_rest_is_not_rated(self, answers, flags):
        result = score(instrument("ciwa_ar"), answers)
        assert (result.status, result.flags) == ("incomplete", flags)

    def test_orientation_ends_at_four(self):
        assert codes(score(instrument("ciwa_ar"), {"q10": 5}).errors) == ["not_in_range"]


@pytest.mark.parametrize(
    ("name", "reversed_items"), [("dast10", {"q3"}), ("dast20", {"q4", "q5"}), ("dast_a", set()), ("ciwa_b", set())]
)
def test_an_item_that_is_keyed_no_scores_on_no_and_only_once(name, reversed_items):
    tool = instrument(name)
    assert {item.id for item in tool.items if item.reversed} == reversed_items
    if reversed_items:
        assert score(tool, {item.id: "yes" for item in tool.items}).total == len(tool.items) - len(reversed_items)
        assert score(tool, {item.id: "no" for item in tool.items}).total == len(reversed_items)


@pytest.mark.parametrize("name", sorted(instruments()))
@pytest.mark.parametrize("age", [0, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 90])
def test_another_age_only_adds_a_caution(name, age):
    tool = instrument(name)
    result = score(tool, {}, age)
    within = (tool.min_age is None or tool.min_age <= age) and (tool.max_age is None or age <= tool.max_age)
    assert ("age_outside_range" in codes(result.warnings)) is not within
    assert result.status != "invalid"
