"""What is asked when a tool is completed: when, at which stage, its questions, or the total alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.dates import age_on
from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.pathway.instruments.forms.questions import InstrumentForm
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import MissingPolicy
from throughcare.pathway.instruments.wording import SHORT_LABELS, Wording
from throughcare.specification.terms import MilestoneKind

#: So many letters of answers stand in one row.
LETTERS_IN_A_ROW = 45
#: Before the name of each question, so that no tool's question meets a field of the step.
ANSWER = "answer_"


class CompleteForm(StepForm):
    kind = MilestoneKind.INSTRUMENT_COMPLETED
    day_of = gettext_lazy("The questionnaire")
    day_label = gettext_lazy("Day it was answered")

    stage = RadioField(label=gettext_lazy("When in the person’s stay is this?"))
    total = forms.IntegerField(label=gettext_lazy("Total score"), required=False)
    unfinished = forms.BooleanField(
        label=gettext_lazy("Keep it although answers are missing"),
        help_text=gettext_lazy("It stays on the record and is not scored."),
        required=False,
    )

    field_order = ("stage", "on", "because")

    answers: dict[str, object] | None = None

    def __init__(self, posted=None, *, tool: Instrument, wording: Wording = SHORT_LABELS, **kwargs):
        self.tool, self.wording = tool, wording
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        stages = self.episode.specification.instrument_stages
        self.fields["stage"].choices = choices_of(stages)
        self.fields["stage"].hints = {stage: self._hint(stage) for stage in stages}
        total, unfinished = self.fields.pop("total"), self.fields.pop("unfinished")
        self.questions = self._questions()
        self.fields |= {f"{ANSWER}{name}": field for name, field in self.questions.fields.items()}
        for field in self.questions.fields.values():
            field.optional_is_said_above = True
            field.in_a_row = are_short(getattr(field, "choices", ()))
        if self.tool.missing.policy != MissingPolicy.ITEM_LEVEL:
            self.fields["unfinished"] = unfinished
        if self.tool.takes_total:
            self.fields["total"] = total
            if self.tool.range:
                limits = {"least": self.tool.range.min, "most": self.tool.range.max}
                total.help_text = _("From %(least)s to %(most)s") % limits

    @property
    def happens_next(self) -> list:
        return []  # it depends on the stage; each says it below itself

    @property
    def sections(self) -> Sequence[Section]:
        first = [name for name in ("stage", "on", "because") if name in self.fields]
        told = [Section(_("Ask today"), first)]
        notice = self.questions.notice
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
    def said(self) -> dict:
        told = {name: value for name, value in super().said.items() if not name.startswith(ANSWER)}
        told.pop("unfinished", None)
        return told | {"instrument": self.tool.id, "answers": self.answers, "total": told.get("total")}

    def clean(self):
        said = super().clean()
        answered = any(self._given(name) for name in self.questions.fields)
        if said.get("total") is not None or "total" in self.errors:
            if answered:
                self.add_error("total", _("Give the answers or the total, not both"))
        elif answered:
            self._judge(said)
        elif self.tool.takes_total:
            self.add_error(None, _("Answer the questions, or give the total"))
        else:
            self.add_error(None, _("Answer at least one question"))
        return said

    def _judge(self, said: Mapping) -> None:
        """The tool judges its answers as a whole; what it finds stands at its question, once."""
        given = {name: self._given(name) for name in self.questions.fields}
        judged = self._questions(given, on=said.get("on"), unfinished=bool(said.get("unfinished")))
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

    def _hint(self, stage: str) -> str:
        return promise_hint(self.would_start(instrument=self.tool.id, stage=stage))


def are_short(choices: Sequence[tuple[str, str]]) -> bool:
    return sum(len(str(label)) for _value, label in choices) <= LETTERS_IN_A_ROW
