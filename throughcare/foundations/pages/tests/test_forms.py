"""Each kind of field reaches the right macro, and each refusal says what is wrong and what to do."""

from datetime import date, time

import pytest
from django import forms
from django.http import QueryDict

from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, TimeOfDayField
from throughcare.foundations.pages.forms import PageForm, Section, error_list, field_macro, sections_of
from throughcare.foundations.pages.tests.gallery import ANSWERS, ExampleForm
from throughcare.foundations.today import pretending_today_is

TODAY = date(2026, 11, 23)


def asked(field, posted=None):
    form = type("OneField", (PageForm,), {"it": field})(posted)
    return form, form["it"]


@pytest.mark.parametrize(
    ("name", "macro"),
    [
        pytest.param("substances", "checkboxes", id="many checkboxes are not radios, though Django derives them so"),
        ("next", "radios"),
        ("agrees", "checkboxes"),
        ("day", "date"),
        ("source", "select"),
        ("wants", "textarea"),
        ("name", "input"),
        ("sessions", "input"),
        ("at", "input"),
        ("secret", "hidden"),
    ],
)
def test_each_kind_of_field_has_its_macro(name, macro):
    assert field_macro(ExampleForm()[name])[0] == macro


def test_no_parameter_is_a_lazy_string():
    """The macros ask whether a text is a string, and drop it silently when it is not."""

    def texts(value):
        if isinstance(value, dict):
            return [text for inner in value.values() for text in texts(inner)]
        return [text for inner in value for text in texts(inner)] if isinstance(value, list) else [value]

    for bound in ExampleForm(ANSWERS):
        for text in texts(field_macro(bound)[1]):
            assert type(text) in (str, bool, int, type(None)) or isinstance(text, str), (bound.name, text)


class TestADay:
    field = DayField(label="Day of triage", what="Triage", not_after_today=True, not_before=date(2026, 11, 17))

    @pytest.mark.parametrize(
        ("day", "refusal"),
        [
            (("24", "11", "2026"), "Triage cannot be after today, 23 November 2026"),
            (("16", "11", "2026"), "Triage cannot be before 17 November 2026"),
            (("", "", ""), "Triage must have a day, a month and a year"),
            (("18", "", "2026"), "Triage must have a month"),
            (("", "", "2026"), "Triage must have a day and a month"),
            (("18", "11", "26"), "Triage must have a year of 4 figures, such as 2026"),
            (("31", "11", "2026"), "Triage must be a real day, such as 23 11 2026"),
            (("today", "11", "2026"), "Triage must be a real day, such as 23 11 2026"),
        ],
    )
    def test_is_refused_in_a_sentence(self, day, refusal):
        form, _bound = asked(self.field, dict(zip(("it_day", "it_month", "it_year"), day, strict=True)))
        with pretending_today_is(TODAY):
            assert form.errors["it"] == [refusal]

    @pytest.mark.parametrize("month", ["11", "Nov", "november", " 11 "])
    def test_is_read_with_the_month_as_figure_or_word(self, month):
        form, _bound = asked(self.field, {"it_day": "18", "it_month": month, "it_year": "2026"})
        with pretending_today_is(TODAY):
            assert form.is_valid(), form.errors
        assert form.cleaned_data["it"] == date(2026, 11, 18)

    def test_marks_the_box_that_is_missing_and_leads_to_it(self):
        form, bound = asked(self.field, {"it_day": "18", "it_month": "", "it_year": "2026"})
        assert [item["error"] for item in field_macro(bound)[1]["items"]] == [False, True, False]
        assert error_list(form) == [{"text": "Triage must have a month", "href": "#id_it_month"}]

    def test_keeps_what_was_typed(self):
        _form, bound = asked(self.field, {"it_day": "31", "it_month": "Smarch", "it_year": "2026"})
        assert [item["value"] for item in field_macro(bound)[1]["items"]] == ["31", "Smarch", "2026"]

    def test_shows_a_day_that_is_known(self):
        form = type("OneField", (PageForm,), {"it": self.field})(initial={"it": TODAY})
        assert [item["value"] for item in field_macro(form["it"])[1]["items"]] == ["23", "11", "2026"]

    def test_may_be_left_out_where_it_is_optional(self):
        form, bound = asked(DayField(label="Born", required=False), {"it_day": ""})
        assert form.is_valid()
        assert form.cleaned_data["it"] is None
        assert field_macro(bound)[1]["fieldset"]["legend"]["text"] == "Born (optional)"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14:02", time(14, 2)),
        ("14.02", time(14, 2)),
        ("1402", time(14, 2)),
        ("902", time(9, 2)),
        ("2pm", time(14, 0)),
        ("2:30 PM", time(14, 30)),
        ("12am", time(0, 0)),
        ("12pm", time(12, 0)),
    ],
)
def test_a_time_is_read_as_people_write_it(text, read):
    assert TimeOfDayField(label="Time").clean(text) == read


@pytest.mark.parametrize("text", ["14", "25:00", "14:60", "13pm", "0am", "noon", ":", "pm"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(forms.ValidationError, match="Time must be a time, such as 14:02"):
        TimeOfDayField(label="Time").clean(text)


class TestTheFiveAnswers:
    def test_none_is_preset(self):
        items = field_macro(asked(FiveAnswersField(label="Injected?"))[1])[1]["items"]
        assert [item["text"] for item in items] == ["Yes", "No", "Not asked", "Declined", "Not known"]
        assert not any(item["checked"] for item in items)

    def test_no_answer_is_refused_with_the_way_out(self):
        form, _bound = asked(FiveAnswersField(label="Injected?"), {"x": "y"})
        assert form.errors["it"] == ["Answer “Injected?”, or choose “Not asked”"]


@pytest.mark.parametrize(
    ("field", "posted", "refusal"),
    [
        (forms.CharField(label="Name"), "", "Fill in “Name”"),
        (forms.IntegerField(label="Sessions"), "x", "“Sessions” needs a whole number, such as 3"),
        (forms.DecimalField(label="Litres"), "x", "“Litres” needs a number, such as 1.5"),
        (forms.BooleanField(label="Agrees"), "", "Tick “Agrees” to go on"),
        (forms.ChoiceField(label="Source", choices=[("a", "A")]), "", "Choose an answer to “Source”"),
        (
            forms.ChoiceField(label="Source", choices=[("a", "A")]),
            "b",
            "Choose one of the answers on the page for “Source”",
        ),
        (forms.CharField(label="Name", error_messages={"required": "Say the name"}), "", "Say the name"),
    ],
)
def test_a_refusal_names_the_question_and_the_remedy(field, posted, refusal):
    form, _bound = asked(field, {"it": posted, "other": "1"})
    assert form.errors["it"] == [refusal]


def test_the_summary_follows_the_order_of_the_page():
    form = ExampleForm(QueryDict("x=y"))
    form.sections = [Section("", ["name", "day"])]
    assert [line["href"] for line in error_list(form)][:3] == ["#id_name", "#id_day_day", "#id_injected"]


def test_every_visible_field_stands_in_one_section():
    names = [bound.name for _section, bounds in sections_of(ExampleForm()) for bound in bounds]
    assert sorted(names) == sorted(set(ExampleForm().fields) - {"secret"})


def test_a_password_is_never_sent_back():
    _form, bound = asked(forms.CharField(label="Password", widget=forms.PasswordInput), {"it": "very secret"})
    assert field_macro(bound)[1]["value"] is None


def test_a_chosen_answer_of_several_is_checked():
    items = field_macro(ExampleForm(QueryDict("substances=alcohol"))["substances"])[1]["items"]
    assert [item["checked"] for item in items] == [False, True]


class TestChoicesUnderHeadings:
    CHOICES = [("Planned", [("done", "Done")]), ("Not planned", [("moved", "Moved away"), ("lost", "Lost touch")])]

    def test_radios_share_one_name_and_each_heading_has_a_fieldset(self):
        class LeaveForm(PageForm):
            reason = RadioField(label="Why?", choices=self.CHOICES, group_hints={"Planned": "Promise starts: a call"})

        macro, params = field_macro(LeaveForm({"reason": "moved"})["reason"])
        assert macro == "grouped_radios"
        assert [group["fieldset"]["legend"]["text"] for group in params["groups"]] == ["Planned", "Not planned"]
        assert {group["name"] for group in params["groups"]} == {"reason"}
        assert [group["idPrefix"] for group in params["groups"]] == ["id_reason", "id_reason-2"]
        assert params["groups"][0]["hint"] == {"text": "Promise starts: a call"}
        assert [item["checked"] for item in params["groups"][1]["items"]] == [True, False]

    def test_a_drop_down_keeps_its_headings_and_the_choice_before_them(self):
        class StartForm(PageForm):
            type = forms.ChoiceField(label="What?", choices=[("", "Choose"), *self.CHOICES])

        macro, params = field_macro(StartForm(initial={"type": "lost"})["type"])
        assert macro == "grouped_select"
        assert [group["title"] for group in params["groups"]] == ["", "Planned", "Not planned"]
        assert [item["value"] for group in params["groups"] for item in group["items"] if item["selected"]] == ["lost"]


def test_a_label_given_while_the_form_is_put_together_stands_in_its_refusal():
    class AskForm(PageForm):
        why = forms.CharField()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["why"].label = "Why does Linnet leave?"

    assert AskForm({}).errors["why"] == ["Fill in “Why does Linnet leave?”"]
