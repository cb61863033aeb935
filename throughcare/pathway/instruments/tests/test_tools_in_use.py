"""Tools in use: suggested with the reason, held back, only by the trained, over time, corrected."""

from datetime import date, timedelta

import pytest

from tests.pages import browser, day
from tests.ways import in_treatment
from throughcare.access.actions import add_user, end_training
from throughcare.access.context import look_as
from throughcare.access.models import TrainingRecord
from throughcare.access.viewer import viewer_of
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument, correct_answers
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.triage.actions import complete_triage

REFERRED, TRIAGED, TODAY = date(2014, 6, 2), date(2014, 6, 9), date(2014, 12, 31)
AUDIT = dict(zip([f"q{number}" for number in range(1, 11)], (3, 4, 3, 3, 2, 3, 1, 2, 4, 2), strict=True))
LOWER = AUDIT | {"q4": 0, "q5": 0, "q6": 0, "q7": 0}
PHQ9 = {f"q{number}": 2 for number in range(1, 9)} | {"q9": 0}
GAD7 = {f"q{number}": 1 for number in range(1, 4)}


@pytest.fixture
def thread_id(world):
    """In treatment, with AUDIT and the substances from triage."""
    thread = world.referred(world.person(given_name="Linnet", born=date(1996, 3, 3)), on=REFERRED)
    look_as(world.worker)
    complete_triage(
        thread,
        by=world.worker,
        on=TRIAGED,
        outcomes=["comprehensive_assessment"],
        substances=["alcohol"],
        instruments=[{"instrument": "audit", "answers": AUDIT}],
        risks={"domestic_violence": "yes"},
    )
    return thread


def used(world, thread_id, tool, on=TODAY, stage="review", **said):
    look_as(world.worker)
    return complete_instrument(thread_id, by=world.worker, on=on, instrument=tool, stage=stage, **said)


def page(world, thread_id, path="", role="keyworker") -> str:
    return browser(world, role).get(f"/episodes/{thread_id}/tools{path}").content.decode()


def group(html: str, id: str) -> str:
    """What stands under one heading of the list."""
    return html.split(f'id="{id}"')[1].split("<section")[0]


def rows(world) -> list[Administration]:
    look_as(world.worker)
    return list(Administration.objects.order_by("pk"))


class TestChoose:
    @pytest.mark.requirement("SCR-02")
    def test_tools_are_suggested_by_age_substances_and_earlier_answers_with_the_reason(self, world, thread_id):
        now = group(page(world, thread_id), "now")
        assert "SADQ" in now
        assert "Because AUDIT on 9 Jun was 27: Possible dependence" in now
        assert "LDQ" in now
        assert "Because of Alcohol, named on 9 Jun" in now
        assert "DASH RIC" in now
        assert "Violence at home" in now
        assert "CUDIT-R" not in now

    def test_what_nothing_speaks_for_stands_below(self, world, thread_id):
        html = page(world, thread_id)
        assert "CUDIT-R" in group(html, "others")
        not_now = group(html, "not_now")
        assert "is the only substance named" in not_now
        assert html.index('id="now"') < html.index('id="others"') < html.index('id="not_now"')

    def test_a_tool_is_due_again_after_its_interval_and_whose_word_that_is_is_said(self, world, thread_id):
        again = group(page(world, thread_id), "again")
        assert "Due again since 6 Dec: every 180 days (our suggestion: none is published)" in again

    @pytest.mark.requirement("TRI-07")
    def test_what_was_answered_at_triage_is_known_and_not_asked_twice(self, world, thread_id):
        html = page(world, thread_id)
        assert "Already known, 9 Jun, from triage" in html
        step = page(world, thread_id, "/audit?stage=start")
        assert "Already known, 9 Jun, from triage: Score 27, Possible dependence." in step
        assert "it need not be asked again at the start" in step
        for on, stage, answers in ((date(2014, 9, 1), "review", AUDIT), (TODAY, "exit", LOWER)):
            used(world, thread_id, "audit", on=on, stage=stage, answers=answers, mode="self")
        course = page(world, thread_id, "/audit/over-time")
        assert "Total score: 27 on 9 Jun, 18 on 31 Dec" in course

    def test_a_tool_that_needs_training_says_who_has_it(self, world, thread_id):
        client = browser_of_the_untrained(world)
        html = client.get(f"/episodes/{thread_id}/tools").content.decode()
        assert "Needs training: Mini Mental State Exam. Trained in your team:" in group(html, "not_now")


class TestHeldBack:
    @pytest.mark.requirement("SCR-04")
    def test_sadq_without_dependence_needs_a_reason_which_is_kept(self, world):
        thread = in_treatment(world, date(2014, 11, 3))
        assert "Offered only where: AUDIT found Possible dependence" in page(world, thread, "/sadq")
        with pytest.raises(StepRefused) as refused:
            used(world, thread, "sadq", total=20)
        assert refused.value.field == "offered_because"
        assert not rows(world)
        used(world, thread, "sadq", total=20, offered_because="The GP found dependence")
        assert rows(world)[0].offered_because == "The GP found dependence"
        assert "Used because: The GP found dependence" in page(world, thread, "/sadq/over-time")

    def test_sadq_after_dependence_is_offered_freely(self, world, thread_id):
        used(world, thread_id, "sadq", total=20)
        assert "Offered only where" not in page(world, thread_id, "/sadq")

    @pytest.mark.requirement("SCR-10")
    def test_the_amphetamine_scale_is_for_those_who_use_nothing_else(self, world, thread_id):
        answers = {f"q{number}": 1 for number in range(1, 11)}
        with pytest.raises(StepRefused):
            used(world, thread_id, "awq", answers=answers)
        alone = world.referred(on=REFERRED)
        complete_triage(
            alone, by=world.worker, on=TRIAGED, outcomes=["comprehensive_assessment"], substances=["amphetamines"]
        )
        used(world, alone, "awq", answers=answers)
        assert [row.instrument for row in rows(world)] == ["audit", "awq"]

    def test_the_page_asks_for_the_reason_at_its_field(self, world):
        thread = in_treatment(world, date(2014, 11, 3))
        told = {"stage": "start", **day("on", TODAY), "total": "20"}
        client = browser(world, "keyworker")
        assert 'href="#id_offered_because"' in client.post(f"/episodes/{thread}/tools/sadq", told).content.decode()
        told["offered_because"] = "The GP found dependence"
        assert client.post(f"/episodes/{thread}/tools/sadq", told).status_code == 302

    def test_outside_its_ages_a_tool_warns(self, world):
        thread = world.referred(world.person(born=date(2000, 5, 2)), on=REFERRED)
        assert "Meant for ages 16 and over" in page(world, thread, "/top")


def browser_of_the_untrained(world):
    world.staff["untrained"] = add_user("untrained", "Sorrel Untrained", world.provider, ["keyworker"])
    return browser(world, "untrained")


class TestTrained:
    @pytest.mark.requirement("SCR-22")
    def test_only_the_trained_record_a_tool_that_asks_for_it(self, world, thread_id):
        client = browser_of_the_untrained(world)
        html = client.get(f"/episodes/{thread_id}/tools/crafft21").content.decode()
        assert "CRAFFT needs training" in html
        assert "Trained in your team: Keyworker Brackwater" in html
        assert "tc-form" not in html
        answers = {"a1": 1, "a2": 0, "a3": 0} | {f"b{number}": "no" for number in range(1, 7)}
        untrained = viewer_of(world.staff["untrained"])
        look_as(untrained)
        said = {"on": TODAY, "instrument": "crafft21", "stage": "review", "answers": answers}
        with pytest.raises(StepRefused) as refused:
            complete_instrument(thread_id, by=untrained, **said)
        assert refused.value.field == "instrument"
        assert len(rows(world)) == 1
        used(world, thread_id, "crafft21", answers=answers)
        assert len(rows(world)) == 2

    def test_what_is_posted_all_the_same_is_refused_in_words(self, world, thread_id):
        client = browser_of_the_untrained(world)
        told = {"stage": "review", **day("on", TODAY), "answer_total": "25"}
        html = client.post(f"/episodes/{thread_id}/tools/mmse", told).content.decode()
        assert "MMSE needs training that you are not recorded as having" in html
        assert len(rows(world)) == 1

    @pytest.mark.requirement("SCR-14")
    def test_crafft_is_an_interview_by_the_trained_with_an_adolescent(self, world, thread_id):
        answers = {"a1": 1, "a2": 0, "a3": 0} | {f"b{number}": "no" for number in range(1, 7)}
        for mode in ("self", "link"):
            with pytest.raises(StepRefused, match="not answered in this way"):
                used(world, thread_id, "crafft21", answers=answers, mode=mode)
        grown = world.referred(world.person(born=date(1992, 1, 1)), on=REFERRED)
        with pytest.raises(StepRefused) as refused:
            used(world, grown, "crafft21", answers=answers)
        assert refused.value.field == "offered_because"
        used(world, thread_id, "crafft21", answers=answers)
        assert rows(world)[-1].mode == "interview"
        end_training(
            TrainingRecord.objects.get(user=world.staff["keyworker"], competence="crafft_interview"),
            by=world.worker,
            last_day=TODAY - timedelta(days=1),
        )
        with pytest.raises(StepRefused, match="needs training"):
            used(world, thread_id, "crafft21", answers=answers)

    def test_a_training_that_had_ended_still_covers_the_days_before(self, world, thread_id):
        record = TrainingRecord.objects.get(user=world.staff["keyworker"], competence="mmse")
        end_training(record, by=world.worker, last_day=date(2014, 8, 1))
        used(world, thread_id, "mmse", on=date(2014, 8, 1), total=25)
        with pytest.raises(StepRefused, match="needs training"):
            used(world, thread_id, "mmse", on=date(2014, 8, 2), total=25)

    def test_the_operator_records_what_others_did(self, world, thread_id):
        operator = world.viewer("operator")
        look_as(operator)
        complete_instrument(thread_id, by=operator, on=TODAY, instrument="mmse", stage="review", total=25)


class TestOverTime:
    @pytest.mark.requirement("SCR-21")
    def test_every_time_is_kept_with_day_way_and_assessor_and_change_is_charted(self, world, thread_id):
        used(world, thread_id, "audit", answers=LOWER, mode="self")
        html = page(world, thread_id, "/audit/over-time")
        for words in ("9 Jun", "31 Dec", "Answered by the person", "Recorded by Keyworker Brackwater", "(before)"):
            assert words in html, words
        assert "Scale from 0 to 40. 9 Jun: 27, Possible dependence; 31 Dec: 18, Higher risk." in html
        assert "Total score: 27 on 9 Jun, 18 on 31 Dec. Improved." in html
        assert html.count("<figure") == 4, "the total and three parts"

    @pytest.mark.requirement("SCR-17")
    def test_a_published_reliable_change_is_told_with_its_words(self, world, thread_id):
        used(world, thread_id, "phq9", on=date(2014, 7, 1), stage="start", answers=PHQ9, mode="self")
        used(world, thread_id, "phq9", answers=PHQ9 | {f"q{number}": 0 for number in range(1, 6)}, mode="self")
        html = page(world, thread_id, "/phq9/over-time")
        assert "Total score: 16 on 1 Jul, 6 on 31 Dec. Reliably improved, below the tool’s own threshold." in html
        assert "Published reliable change: 6 or more." in html

    def test_where_none_is_published_none_is_made_up(self, world, thread_id):
        used(world, thread_id, "audit", answers=LOWER, mode="self")
        html = page(world, thread_id, "/audit/over-time")
        assert "No published reliable change" in html
        assert "eliably" not in html.split("No published reliable change")[0]

    def test_answers_that_stand_alone_have_a_chart_each(self, world, thread_id):
        for on, days in ((date(2014, 7, 1), 20), (TODAY, 5)):
            used(world, thread_id, "top", on=on, answers={"alcohol_days": days, "psych_health": 8})
        html = page(world, thread_id, "/top/over-time")
        assert html.count("<figure") == 2
        assert "20 on 1 Jul, 5 on 31 Dec. Less." in html

    def test_the_page_costs_as_much_for_many_as_for_few(self, world, thread_id, django_assert_max_num_queries):
        def asked(path: str) -> int:
            client = browser(world, "keyworker")
            client.get(f"/episodes/{thread_id}/tools{path}")
            with django_assert_max_num_queries(40) as made:
                client.get(f"/episodes/{thread_id}/tools{path}")
            return len(made)

        paths = ("", "/audit", "/audit/over-time")
        few = [asked(path) for path in paths]
        for days in range(1, 6):
            used(world, thread_id, "audit", on=TODAY - timedelta(days=days), answers=LOWER, mode="self")
        assert [asked(path) for path in paths] == few


class TestPutRight:
    def test_a_tool_broken_off_names_what_is_missing_and_can_be_completed(self, world, thread_id):
        used(world, thread_id, "gad7", answers=GAD7, mode="self")
        html = page(world, thread_id, "/gad7/over-time")
        assert "Not scored: answers are missing" in html
        assert "Not answered:" in html
        assert "chart-gad7-total" not in html
        origin = rows(world)[-1].milestone_id
        path = f"/episodes/{thread_id}/tools/gad7/{origin}/answers"
        client = browser(world, "keyworker")
        assert client.get(path).content.decode().count(" checked") == len(GAD7) + 1, (
            "the answers, and that it is unfinished"
        )
        told = (
            {f"answer_{name}": value for name, value in GAD7.items()}
            | {f"answer_q{number}": "2" for number in range(4, 8)}
            | {"reason": "Asked today"}
        )
        assert client.post(path, told).status_code == 302
        last = rows(world)[-1]
        assert (last.total, last.status, last.mode, last.milestone_id) == (11, "complete", "self", origin)

    def test_corrected_answers_count_and_the_earlier_ones_stay_readable(self, world, thread_id):
        origin = rows(world)[0].milestone_id
        client, path = browser(world, "keyworker"), f"/episodes/{thread_id}/tools/audit/{origin}/answers"
        told = {f"answer_{name}": value for name, value in LOWER.items()} | {"reason": "Read from the wrong line"}
        assert client.post(path, told).status_code == 302
        html = page(world, thread_id, "/audit/over-time")
        assert "Score 18, Higher risk" in html
        assert "Corrected; before: Score 27, Possible dependence." in html
        assert [row.total for row in rows(world)] == [27, 18]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"reason": ""}, "Say why they are changed"),
            ({"answer_q1": "9"}, "choose one of the answers shown"),
            ({}, "Nothing is changed yet"),
        ],
    )
    def test_a_wrong_correction_keeps_nothing(self, world, thread_id, changed, words):
        origin = rows(world)[0].milestone_id
        told = {f"answer_{name}": value for name, value in AUDIT.items()} | {"reason": "A slip"} | changed
        path = f"/episodes/{thread_id}/tools/audit/{origin}/answers"
        assert words in browser(world, "keyworker").post(path, told).content.decode()
        assert len(rows(world)) == 1

    def test_an_answer_outside_the_tool_is_refused_by_the_action_too(self, world, thread_id):
        look_as(world.worker)
        milestone = rows(world)[0].milestone
        with pytest.raises(StepRefused):
            correct_answers(milestone, by=world.worker, reason="A slip", answers=AUDIT | {"q1": 9})


@pytest.mark.requirement("SCR-18")
def test_mmse_takes_the_total_alone_with_its_licence(world, thread_id):
    html = page(world, thread_id, "/mmse")
    assert "Enter the score from the official form." in html
    assert html.count('name="answer_') == 1
    assert 'name="total"' not in html
    told = {"stage": "review", **day("on", TODAY), "answer_total": "31"}
    client = browser(world, "keyworker")
    assert "from 0 to 30" in client.post(f"/episodes/{thread_id}/tools/mmse", told).content.decode()
    assert client.post(f"/episodes/{thread_id}/tools/mmse", told | {"answer_total": "25"}).status_code == 302
    assert (rows(world)[-1].total, rows(world)[-1].mode) == (25, "clinician")


@pytest.mark.parametrize("path", ["audit/over-time", "audit/{origin}/answers"])
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, thread_id, path):
        origin = rows(world)[0].milestone_id
        address = f"/episodes/{thread_id}/tools/{path.format(origin=origin)}"
        assert browser(world, "stranger").get(address).status_code == 404

    def test_what_is_not_there_has_no_page(self, world, thread_id, path):
        address = f"/episodes/{thread_id}/tools/{path.format(origin=999999)}".replace("audit/over", "horoscope/over")
        assert browser(world, "keyworker").get(address).status_code == 404
