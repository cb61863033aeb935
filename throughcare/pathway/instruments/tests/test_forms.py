"""The form of any tool: its fields, what may stay open, and what it says."""

import pytest
from django import forms

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.forms import InstrumentForm
from throughcare.pathway.instruments.tests.factories import checklist, tool

AUDIT, CRAFFT, TOP = instrument("audit"), instrument("crafft21"), instrument("top")


def answered(some, **given):
    form = InstrumentForm(some, {name: str(value) for name, value in given.items()})
    form.is_valid()
    return form


def everything(some, **change):
    return {item.id: 0 if item.numeric else item.answers[-1] for item in some.items if item.required} | change


@pytest.mark.parametrize("some", [AUDIT, CRAFFT, TOP], ids=lambda some: some.id)
def test_nothing_is_answered_beforehand(some):
    form = InstrumentForm(some)
    assert list(form.fields) == [item.id for item in some.items]
    for bound in form:
        assert not bound.value()
        assert "checked" not in str(bound)
        assert not bound.field.required


def test_options_are_radios_and_numbers_are_numbers():
    form = InstrumentForm(CRAFFT)
    assert isinstance(form.fields["a1"], forms.IntegerField)
    assert isinstance(form.fields["b1"].widget, forms.RadioSelect)
    assert form.fields["b1"].choices == [("yes", "Yes"), ("no", "No")]


def test_questions_stand_in_their_sections():
    assert [
        (section.title, [field.name for field in section.fields]) for section in InstrumentForm(CRAFFT).sections
    ] == [
        ("Part A: days in the past 12 months", ["a1", "a2", "a3"]),
        ("Part B", ["b1", "b2", "b3", "b4", "b5", "b6"]),
    ]
    assert [section.title for section in InstrumentForm(AUDIT).sections] == [""]


def test_answers_are_scored_as_given():
    form = answered(AUDIT, q1=4, q2=2, q3=3, q4=0, q5=0, q6=0, q7=0, q8=0, q9=2, q10=4)
    assert form.errors == {}
    assert form.answers["q10"] == 4
    assert (form.result.total, form.result.band) == (15, "increasing_risk")


def test_a_question_that_may_be_passed_over_may_stay_open():
    form = answered(AUDIT, q1=0, q9=0, q10=0)
    assert form.is_valid()
    assert form.result.total == 0


def test_a_question_left_open_is_named_with_what_to_do():
    form = answered(AUDIT, q1=0, q9=0)
    assert form.errors == {"q10": ["Answer “Others concerned or advised cutting down”"]}


def test_a_tool_broken_off_can_be_kept():
    form = InstrumentForm(AUDIT, {"q1": "0", "q9": "4"}, keep_incomplete=True)
    assert form.is_valid()
    assert (form.result.status, form.result.flags) == ("incomplete", ("recent_injury",))


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        pytest.param("psych_health", 21, "“Psychological health rating”: enter a whole number from 0 to 20", id="high"),
        pytest.param("alcohol_days", "ten", "“Alcohol”: enter a whole number from 0 to 28", id="a word"),
        pytest.param("assault", "perhaps", "“Assault or violence”: choose one of the answers shown", id="no option"),
        pytest.param(
            "shared_needle",
            "yes",
            "“Injected with someone else's needle or syringe”: sharing needs at least one day of injecting: "
            "enter the days injected, or answer No",
            id="sharing without injecting",
        ),
    ],
)
def test_an_impossible_answer_is_named_once_with_what_to_do(name, given, message):
    form = answered(TOP, **everything(TOP, **{name: given}))
    assert form.errors == {name: [message]}


def test_questions_that_stand_alone_may_stay_open():
    form = answered(TOP, psych_health=3)
    assert form.is_valid()
    assert form.answers == {"psych_health": 3}
    assert form.result.flags == ("low_psych_health",)


def test_a_form_without_any_answer_is_refused():
    assert answered(TOP).errors == {"__all__": ["Answer at least one question"]}


def test_amounts_may_have_a_decimal():
    form = answered(TOP, alcohol_days=2, alcohol_units="7.5")
    assert form.answers == {"alcohol_days": 2, "alcohol_units": 7.5}
    assert form.result.derived["total_alcohol_units_28d"] == 15


def test_days_may_be_entered_week_by_week():
    given = {f"alcohol_days_week{week}": str(week) for week in (1, 2, 3, 4)}
    form = InstrumentForm(TOP, given, weekly=True)
    assert form.is_valid()
    assert form.answers == {"alcohol_days": {"weeks": [1, 2, 3, 4], "total": None}}
    wrong = InstrumentForm(TOP, given | {"alcohol_days": "11"}, weekly=True)
    assert wrong.errors == {
        "alcohol_days": ["“Alcohol” has a total of 11, but its weeks add up to 10; mend the weeks or the total"]
    }


@pytest.mark.parametrize(
    ("given", "open_ones"),
    [
        pytest.param({"q1": 1, "q2": 1}, [], id="two open may be made up for"),
        pytest.param({"q1": 1}, ["q2", "q3", "q4"], id="three open are too many"),
    ],
)
def test_as_many_stay_open_as_the_tool_allows(given, open_ones):
    some = tool(missing={"policy": "prorate", "max_missing": 2, "text": "Two"})
    assert list(answered(some, **given).errors) == open_ones


def test_inputs_come_before_the_questions():
    some = checklist(input=[{"id": "supervised", "label": "Supervised", "type": "boolean"}])
    form = answered(some, supervised="yes", q1="yes")
    assert form.is_valid()
    assert form.sections[0].fields[0].name == "supervised"
    assert form.answers == {"supervised": "yes", "q1": "yes"}


def test_a_number_with_anchors_is_chosen_from_them():
    anchored = {"id": "q1", "label": "One", "numeric": {"min": 0, "max": 2}, "anchors": {"0": "None", "2": "Some"}}
    some = tool(item=[anchored], scoring={"method": "sum", "items": ["q1"]}, range={"min": 0, "max": 2}, band=[])
    form = answered(some, q1=1)
    assert (form.fields["q1"].choices, form.answers) == ([("0", "0: None"), ("1", "1"), ("2", "2: Some")], {"q1": 1})


def test_short_labels_are_never_presented_as_the_tool():
    assert "short labels" in InstrumentForm(CRAFFT).notice


def test_an_observation_may_be_entered_beside_the_ratings():
    rated = {f"q{number}": "0" for number in range(1, 11)}
    form = InstrumentForm(instrument("ciwa_ar"), rated | {"temperature_c": "37.4", "pulse_bpm": "96"})
    assert form.is_valid(), form.errors
    assert (form.answers["temperature_c"], form.answers["pulse_bpm"], form.result.total) == (37.4, 96, 0)


@pytest.mark.parametrize("name", sorted(instruments()))
def test_every_tool_can_be_asked(name):
    form = InstrumentForm(instrument(name), {})
    assert not form.is_valid() or form.result.status in ("partial", "complete")
    assert all(bound.label for bound in form)
