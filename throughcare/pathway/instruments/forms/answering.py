"""The questions of a tool within a form of ours: its fields, its sections, and how they are judged as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.dates import age_on
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.instruments.forms.questions import InstrumentForm
from throughcare.pathway.instruments.terms import MissingPolicy

#: So many letters of answers stand in one row.
LETTERS_IN_A_ROW = 45
#: Before the name of each question, so that no tool's question meets a field of the step.
ANSWER = "answer_"


class AsksATool(forms.Form):
    """A form that asks a tool. Whoever inherits sets `tool`, `wording` and `episode` before the fields are made."""

    total = forms.IntegerField(label=gettext_lazy("Total score"), required=False)
    unfinished = forms.BooleanField(
        label=gettext_lazy("Keep it although answers are missing"),
        help_text=gettext_lazy("It stays on the record and is not scored."),
        required=False,
    )

    answers: dict[str, object] | None = None

    def ask_the_tool(self, before: Mapping[str, object] | None = None, total: int | None = None) -> None:
        """Puts the questions behind the other fields; `before` are the answers that stand."""
        asks_total, unfinished = self.fields.pop("total"), self.fields.pop("unfinished")
        self.questions = self._questions()
        self.fields |= {f"{ANSWER}{name}": field for name, field in self.questions.fields.items()}
        for name, field in self.questions.fields.items():
            field.optional_is_said_above = True
            field.in_a_row = are_short(getattr(field, "choices", ()))
            field.initial = _as_posted((before or {}).get(name))
        if self.tool.missing.policy not in (MissingPolicy.ITEM_LEVEL, MissingPolicy.TOTAL_REQUIRED):
            self.fields["unfinished"] = unfinished
        if self.tool.takes_total and self.tool.scoring.method != "entered_total":
            self.fields["total"] = asks_total
            asks_total.initial = total
            if self.tool.range:
                limits = {"least": self.tool.range.min, "most": self.tool.range.max}
                asks_total.help_text = _("From %(least)s to %(most)s") % limits

    @property
    def tool_sections(self) -> list[Section]:
        told, notice = [], self.questions.notice
        for section in self.questions.sections:
            names = [f"{ANSWER}{bound.name}" for bound in section.fields]
            told.append(Section(section.title or self.tool.name, names, notice))
            notice = ""
        if "unfinished" in self.fields:
            told.append(Section(_("If it was broken off"), ["unfinished"]))
        if "total" in self.fields:
            told.append(Section(_("If you only have the total"), ["total"], _("Leave the questions empty then.")))
        return told

    @property
    def answered(self) -> dict:
        """The answers or the total, as the actions take them."""
        return {"answers": self.answers, "total": self.cleaned_data.get("total")}

    def clean(self):
        said = super().clean() or self.cleaned_data
        answered = any(self._given(name) for name in self.questions.fields)
        if said.get("total") is not None or "total" in self.errors:
            if answered:
                self.add_error("total", _("Give the answers or the total, not both"))
        elif answered:
            self._judge(said)
        elif "total" in self.fields:
            self.add_error(None, _("Answer the questions, or give the total"))
        else:
            self.add_error(None, _("Answer at least one question"))
        return said

    def day_answered(self, said: Mapping) -> date:
        return said.get("on") or today()

    def _judge(self, said: Mapping) -> None:
        """The tool judges its answers as a whole; what it finds stands at its question, once."""
        given = {name: self._given(name) for name in self.questions.fields}
        judged = self._questions(given, on=self.day_answered(said), unfinished=bool(said.get("unfinished")))
        for name, errors in judged.errors.items():
            field = f"{ANSWER}{name}" if name in judged.fields else None
            if field is None or field not in self.errors:
                for error in errors:
                    self.add_error(field, error)
        self.answers = judged.answers

    def _questions(self, given: Mapping | None = None, *, on: date | None = None, unfinished: bool = False):
        age = age_on(self.episode.person.born, on or today())
        return InstrumentForm(self.tool, given, wording=self.wording, age=age, keep_incomplete=unfinished)

    def _given(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(f"{ANSWER}{name}"), "")).strip()


def are_short(choices: Sequence[tuple[str, str]]) -> bool:
    return sum(len(str(label)) for _value, label in choices) <= LETTERS_IN_A_ROW


def _as_posted(answer: object) -> object:
    """A stored answer as the field's own values have it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Mapping):  # weeks beside their total
        return answer.get("total") or sum(answer.get("weeks", ()))
    return answer
