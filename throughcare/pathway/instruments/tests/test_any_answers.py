"""Whatever is answered: every tool scores within its range, in one band, and never guesses (generated cases)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.scoring import score, score_total
from throughcare.pathway.instruments.terms import MissingPolicy, Status

TOOLS = sorted(instruments())
generated = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
every_tool = pytest.mark.parametrize("name", TOOLS)


def an_answer(item):
    if item.options:
        return st.sampled_from(item.answers)
    if item.numeric:
        return st.sampled_from(item.numeric.all)
    return st.just(1) if item.amount else st.just("Something")


def whole(tool):
    """Every question that counts answered, without answers that exclude each other."""
    asked = {item.id: an_answer(item) for item in tool.items if item.required}
    for check in tool.checks:
        asked |= {item: st.just("no") for item in check.items if item in asked}
    return st.fixed_dictionaries(asked)


def impossible(item):
    if item.text:
        return st.sampled_from([3, ["a"], True])
    wrong = st.one_of(st.integers(-400, 400), st.text(max_size=5), st.booleans(), st.floats(), st.just([1]))
    return wrong.filter(lambda one: not item.takes(one) and not (isinstance(one, str) and one.strip() in ("", "NA")))


@every_tool
@generated
@given(data=st.data())
def test_whole_answers_give_a_total_in_range_and_one_band(name, data):
    tool = instrument(name)
    result = score(tool, data.draw(whole(tool)))
    assert (result.status, result.errors, result.missing) == (Status.COMPLETE, (), ())
    if not tool.has_total:
        assert (result.total, result.band) == (None, None)
        return
    assert tool.range.min <= result.total <= tool.range.max
    bands = [band.id for band in tool.bands if band.min <= result.total <= band.max]
    assert len(bands) == bool(tool.bands)
    assert tool.band_rules or result.band == (bands[0] if bands else None)
    assert all(value is not None for value in result.subscales.values())


@every_tool
@generated
@given(data=st.data())
def test_one_impossible_answer_is_refused_and_nothing_is_scored(name, data):
    tool = instrument(name)
    answers = data.draw(whole(tool))
    item = data.draw(st.sampled_from(tool.items))
    answers[item.id] = data.draw(impossible(item))
    if item.weekly and isinstance(answers[item.id], list):
        answers[item.id] = [1]
    result = score(tool, answers)
    assert (result.status, result.total, result.band) == (Status.INVALID, None, None)
    assert any(item.id in error.items for error in result.errors)


@every_tool
@generated
@given(data=st.data())
def test_with_an_answer_less_a_tool_is_whole_only_by_its_own_rule(name, data):
    tool = instrument(name)
    answers = data.draw(whole(tool))
    left_out = data.draw(st.sampled_from(sorted(answers)))
    before = score(tool, answers)
    after = score(tool, {item: answer for item, answer in answers.items() if item != left_out})
    counts = left_out in (*tool.scoring.items, *tool.scoring.required_unscored) or not tool.has_total
    may_be_whole = not counts or tool.missing.policy == MissingPolicy.SKIP_LOGIC_THEN_COMPLETE
    assert may_be_whole or after.status != Status.COMPLETE
    if after.status == Status.PARTIAL and tool.has_total:
        assert after.total <= before.total
        assert after.band in (None, tool.bands[-1].id)
    if after.status == Status.INCOMPLETE:
        assert (after.total, after.band) == (None, None)


@every_tool
@generated
@given(data=st.data())
def test_a_flag_on_an_answer_that_is_there_survives_the_others(name, data):
    tool = instrument(name)
    answers = data.draw(whole(tool))
    kept = set(data.draw(st.lists(st.sampled_from(sorted(answers)), unique=True)))
    some = {item: answer for item, answer in answers.items() if item in kept}
    on_answers = {flag.id for flag in tool.critical if flag.when.items and flag.when.items <= kept}
    raised, of_some = set(score(tool, answers).flags), set(score(tool, some).flags)
    assert raised & on_answers <= of_some
    some["no_such_question"] = 1
    assert raised & on_answers <= set(score(tool, some).flags)


@every_tool
@generated
@given(data=st.data())
def test_the_order_of_the_answers_does_not_matter(name, data):
    tool = instrument(name)
    answers = data.draw(whole(tool))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert score(tool, shuffled) == score(tool, answers)


@every_tool
@generated
@given(data=st.data())
def test_a_total_gives_the_band_that_its_answers_give(name, data):
    tool = instrument(name)
    whole_score = score(tool, data.draw(whole(tool)))
    if tool.takes_total and not tool.band_rules:
        alone = score_total(tool, whole_score.total)
        assert (alone.total, alone.band, alone.status) == (whole_score.total, whole_score.band, Status.COMPLETE)
