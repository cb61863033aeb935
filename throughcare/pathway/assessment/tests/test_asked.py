"""How often each question was asked, and the page that says it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages import browser
from throughcare.access.context import look_as
from throughcare.pathway.assessment.actions import complete_assessment
from throughcare.pathway.assessment.queries.asked import how_often_asked
from throughcare.pathway.assessment.tests.factories import ASSESSED, triaged

YEAR = date(2014, 4, 1), date(2015, 3, 31)


def complete(world, **answers):
    thread_id = triaged(world, sex="male")
    complete_assessment(thread_id, by=world.worker, on=ASSESSED, answers=answers)
    return thread_id


def found(world, question, viewer=None):
    period = how_often_asked(viewer or world.worker, *YEAR)
    one = next(one for one in period.questions if one.question.id == question)
    return one.applied, one.asked


class TestCounting:
    def test_declined_and_not_known_were_asked_and_left_out_was_not(self, world):
        complete(world, mental_condition="yes")
        complete(world, mental_condition="declined")
        complete(world, mental_condition="not_asked")
        complete(world, took_part="yes")
        assert found(world, "mental_condition") == (4, 2)

    def test_a_question_counts_where_it_applies(self, world):
        complete(world, mental_condition="yes", mental_response="yes")
        complete(world, mental_condition="no")
        assert found(world, "mental_response") == (1, 1)
        assert found(world, "pregnant") == (0, 0)

    def test_what_triage_asked_was_asked(self, world):
        complete(world, took_part="yes")
        assert found(world, "unsafe_housing") == (1, 1)

    def test_one_completed_with_no_answers_is_told_apart(self, world):
        complete(world, took_part="yes")
        complete(world)
        period = how_often_asked(world.worker, *YEAR)
        assert (period.with_answers, period.without_answers) == (1, 1)
        assert found(world, "took_part") == (1, 1)

    def test_other_years_and_another_agency_are_not_counted(self, world):
        complete(world, took_part="yes")
        assert how_often_asked(world.worker, date(2013, 4, 1), date(2014, 3, 31)).with_answers == 0
        look_as(world.stranger)
        assert how_often_asked(world.stranger, *YEAR).with_answers == 0


class TestPage:
    def test_it_names_the_published_baseline_with_its_source(self, world):
        complete(world, mental_condition="yes")
        complete(world, took_part="yes")
        said = browser(world, "manager").get("/assessments/asked").content.decode()
        assert "2 assessments completed." in said
        assert "34.8% not asked" in said
        assert "Worcestershire" in said
        assert "003, priority 1 and 3.1a" in said
        assert "1 of 2" in said
        assert (
            "No assessment was completed"
            in browser(world, "manager").get("/assessments/asked?year=2013-14").content.decode()
        )

    @pytest.mark.parametrize("people", [1, 3])
    def test_its_queries_do_not_grow(self, world, people):
        for _number in range(people):
            complete(world, mental_condition="yes")
        mine = browser(world, "manager")
        mine.get("/assessments/asked")
        with CaptureQueriesContext(connection) as seen:
            mine.get("/assessments/asked")
        assert len(seen) == 8

    def test_who_sees_no_figures_does_not_see_it(self, world):
        assert browser(world, "keyworker").get("/assessments/asked").status_code == 403
