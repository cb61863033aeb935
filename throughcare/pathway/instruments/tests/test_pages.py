"""The pages of questionnaires: scored at once, flags named plainly, nothing guessed."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, in_treatment
from throughcare.access.context import look_as
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.models import Administration

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)
AUDIT = dict(zip([f"answer_q{number}" for number in range(1, 11)], "3433231242", strict=True))


@pytest.fixture
def thread_id(world):
    return in_treatment(world, REFERRED)


def address(thread_id: int, tool: str = "audit") -> str:
    return f"/episodes/{thread_id}/tools/{tool}"


def answers(**changed) -> dict:
    return {"stage": "start", "mode": "self", **day("on", TODAY), **AUDIT, **changed}


def kept(world) -> list[Administration]:
    look_as(world.worker)
    return list(Administration.objects.order_by("pk"))


class TestComplete:
    def test_score_and_band_are_said_at_once_and_flags_stand_below(self, world, thread_id):
        html = browser(world, "keyworker").post(address(thread_id), answers(), follow=True).content.decode()
        assert "AUDIT completed. Score 27, Possible dependence" in html
        said = [
            html.index(words) for words in ("Score 27", "Assess withdrawal risk", "Explore risk to self and others")
        ]
        assert said == sorted(said)
        assert kept(world)[0].total == 27
        assert not drafts_of(world)

    def test_the_step_names_what_was_flagged_and_lists_what_was_answered_before(self, world, thread_id):
        client = browser(world, "keyworker")
        client.post(address(thread_id), answers())
        html = client.get(address(thread_id)).content.decode()
        assert "Flagged on 31 Dec" in html
        assert "Morning relief drinking weekly or more: Assess withdrawal risk" in html
        assert "Score 27, Possible dependence" in html

    def test_it_says_that_short_labels_are_not_the_official_wording(self, world, thread_id):
        html = browser(world, "keyworker").get(address(thread_id)).content.decode()
        assert "not its wording" in html
        assert "Copyright WHO 2001" in html

    def test_no_answer_is_given_beforehand(self, world, thread_id):
        form = browser(world, "keyworker").get(address(thread_id)).content.decode().split("<form")[-1]
        assert " checked" not in form

    def test_a_link_may_say_the_stage(self, world, thread_id):
        html = browser(world, "keyworker").get(address(thread_id) + "?stage=exit").content.decode()
        assert html.count(" checked") == 1

    @pytest.mark.parametrize(
        ("changed", "words", "where"),
        [
            ({"answer_q10": ""}, "Answer “Others concerned or advised cutting down”", "#id_answer_q10"),
            ({"answer_q10": "3"}, "choose one of the answers shown", "#id_answer_q10"),
            ({"total": "27"}, "Give the answers or the total, not both", "#id_total"),
            ({"stage": ""}, "Choose an answer to “When in the person’s stay is this?”", "#id_stage"),
            (dict.fromkeys(AUDIT, ""), "Answer the questions, or give the total", ""),
            ({**dict.fromkeys(AUDIT, ""), "total": "99"}, "from 0 to 40", "#id_total"),
            (day("on", date(2015, 1, 1)), "The questionnaire cannot be after today", "#id_on_day"),
        ],
    )
    def test_what_is_wrong_stands_at_its_question_and_nothing_is_kept(self, world, thread_id, changed, words, where):
        html = browser(world, "keyworker").post(address(thread_id), answers(**changed)).content.decode()
        assert words in html
        assert f'href="{where}"' in html or not where
        assert not kept(world)
        assert not recorded(world, "instrument_completed", thread_id)
        assert drafts_of(world) == [address(thread_id)]

    def test_one_refusal_is_said_once(self, world, thread_id):
        html = browser(world, "keyworker").post(address(thread_id), answers(answer_q10="")).content.decode()
        assert "There is 1 thing to put right" in html

    def test_the_total_alone_will_do_where_the_tool_takes_one(self, world, thread_id):
        only = answers(**dict.fromkeys(AUDIT, ""), total="17")
        assert browser(world, "keyworker").post(address(thread_id), only).status_code == 302
        assert [one.total for one in kept(world)] == [17]

    def test_a_tool_that_was_broken_off_is_kept_unscored(self, world, thread_id):
        off = answers(answer_q10="", unfinished="on")
        html = browser(world, "keyworker").post(address(thread_id), off, follow=True).content.decode()
        assert "AUDIT completed. Not scored: answers are missing" in html
        assert kept(world)[0].total is None

    def test_top_is_kept_answer_by_answer(self, world, thread_id):
        said = {"stage": "start", **day("on", TODAY), "answer_alcohol_days": "6", "answer_psych_health": "8"}
        assert browser(world, "keyworker").post(address(thread_id, "top"), said).status_code == 302
        assert kept(world)[0].answers == {"alcohol_days": 6, "psych_health": 8}

    def test_a_tool_that_is_not_offered_has_no_page(self, world, thread_id):
        assert browser(world, "keyworker").get(address(thread_id, "horoscope")).status_code == 404


class TestChoose:
    def test_each_tool_says_when_it_was_last_completed(self, world, thread_id):
        complete_instrument(
            thread_id, by=world.worker, on=date(2014, 12, 20), instrument="audit", stage="start", total=12
        )
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/tools").content.decode()
        assert "20 Dec" in html
        assert "Never" in html
        assert address(thread_id, "top") in html

    def test_one_that_was_taken_back_does_not_count(self, world, thread_id):
        done = complete_instrument(
            thread_id, by=world.worker, on=date(2014, 12, 20), instrument="audit", stage="start", total=12
        )
        correct(done, by=world.worker, never=True, reason="another person's answers")
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/tools").content.decode()
        assert "20 Dec" not in html

    def test_the_list_costs_as_much_for_many_as_for_few(self, world, thread_id, django_assert_max_num_queries):
        client = browser(world, "keyworker")
        client.get(f"/episodes/{thread_id}/tools")

        def questions_asked() -> int:
            with django_assert_max_num_queries(100) as asked:
                client.get(f"/episodes/{thread_id}/tools")
            return len(asked)

        few = questions_asked()
        look_as(world.worker)
        for total in range(3):
            complete_instrument(
                thread_id,
                by=world.worker,
                on=date(2014, 12, 20 + total),
                instrument="audit",
                stage="start",
                total=total,
            )
        assert questions_asked() == few

    def test_a_tool_without_definition_is_counted_not_offered(self, tiny_world):
        thread_id = in_treatment(tiny_world, date(2021, 12, 1))
        html = browser(tiny_world, "keyworker").get(f"/episodes/{thread_id}/tools").content.decode()
        offered = "swemwbs" in instruments()
        assert ("cannot be completed here yet" in html) != offered


@pytest.mark.parametrize("page", ["tools", "tools/audit"])
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, thread_id, page):
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/{page}").status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_works_with_nobody_may_not(self, world, thread_id, page, role):
        assert browser(world, role).get(f"/episodes/{thread_id}/{page}").status_code == 403
