"""Answers of assessments as facts: what was said, when it was superseded, and what nobody asked."""

import json

import pytest

from throughcare.reporting.extract import facts
from throughcare.reporting.extract.source import AnswerRow
from throughcare.reporting.extract.tests.factories import Thread, day, episode, southampton

GOVERNED = southampton()


def answer(number, question, given="answered", said=None, on="2014-10-08", recorded=None, **more):
    return AnswerRow(
        number, 1, question, given, said, day(on), day(recorded or on), more.pop("source", "interview"), **more
    )


def built(thread: Thread, *answers, known_on="2015-03-31"):
    row = (thread.row.__class__(**{**_told(thread.row), "answers": answers}), thread.milestones)
    return facts.build([row], GOVERNED, day(known_on))


def _told(row):
    return {name: getattr(row, name) for name in row.__slots__}


def rows(tables, question=None):
    found = tables["assessment_answers"].to_pylist()
    return [one for one in found if question in (None, one["question"])]


@pytest.fixture
def assessed():
    one = episode(1, "1999-05-02", "2014-10-01")
    one.happened("2014-10-06", "triage_completed", outcomes=["comprehensive_assessment"])
    one.happened("2014-10-10", "assessment_completed")
    return one


def test_each_answer_is_a_row_and_a_later_one_supersedes_it(assessed):
    tables = built(
        assessed,
        answer(1, "took_part", said="no"),
        answer(2, "took_part", said="yes", on="2014-12-01", version=2, source="agency", agency="camhs"),
    )
    first, second = rows(tables, "took_part")
    assert (first["said"], first["superseded_on"]) == ('"no"', day("2014-12-01"))
    assert (second["said"], second["superseded_on"], second["agency"]) == ('"yes"', None, "camhs")
    assert (second["told_quarter"], second["domain"], second["version"]) == ("2014-Q4", "taking_part", 2)


def test_free_words_never_leave_the_record(assessed):
    substances = [{"substance": "cannabis", "quantity": "as much as Amber's aunt has", "rank": "primary"}]
    tables = built(assessed, answer(1, "strengths", said="Amber sings"), answer(2, "substances_used", said=substances))
    assert [one["said"] for one in rows(tables, "strengths")] == [None]
    (table,) = rows(tables, "substances_used")
    assert json.loads(table["said"]) == [{"rank": "primary", "substance": "cannabis"}]
    assert "Amber" not in str(tables["assessment_answers"].to_pylist())


def test_a_question_that_applied_and_was_not_asked_has_a_row_on_the_day_of_completion(assessed):
    tables = built(assessed, answer(1, "took_part", said="yes"), answer(2, "injecting", said="never"))
    (asked,) = rows(tables, "mental_condition")
    assert (asked["given"], asked["answer"], asked["recorded_on"]) == ("not_asked", 0, None)
    assert (asked["told_on"], asked["told_quarter"]) == (day("2014-10-10"), "2014-Q4")
    assert not rows(tables, "shared_equipment"), "it hangs on injecting"
    assert not rows(tables, "child_safe"), "it is about a child"
    assert rows(tables, "pregnant"), "the person is recorded as female"


@pytest.mark.parametrize(("given", "unasked"), [("answered", False), ("not_asked", True)])
def test_what_triage_asked_is_not_counted_as_not_asked(assessed, given, unasked):
    risk = answer(9, "risk.housing", given, "no" if given == "answered" else None, source="triage")
    tables = built(assessed, answer(1, "took_part", said="yes"), risk)
    assert bool(rows(tables, "unsafe_housing")) is unasked
    assert rows(tables, "risk.housing")[0]["given"] == given


def test_an_assessment_completed_with_no_answers_kept_says_nothing(assessed):
    assert not rows(built(assessed))
    assert len(rows(built(assessed, answer(1, "risk.housing", said="no", source="triage")))) == 1


def test_before_completion_nothing_counts_as_not_asked():
    open_one = episode(1, "1999-05-02", "2014-10-01")
    assert len(rows(built(open_one, answer(1, "took_part", said="yes")))) == 1


def test_as_known_on_an_earlier_day_the_earlier_answer_stands_again(assessed):
    tables = built(assessed, answer(1, "took_part", said="no"), answer(2, "took_part", said="yes", on="2014-12-01"))
    earlier = facts.as_known_on(tables, GOVERNED, day("2014-11-01"))
    assert [(one["said"], one["superseded_on"]) for one in rows(earlier, "took_part")] == [('"no"', None)]
    assert facts.as_known_on(tables, GOVERNED, day("2015-03-31")) == tables
