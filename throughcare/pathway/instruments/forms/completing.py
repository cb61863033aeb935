"""What is asked when a tool is completed, and when the answers that stand are put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.pathway.episode.forms import ActionForm, StepForm, promise_hint
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.forms.answering import AsksATool
from throughcare.pathway.instruments.queries import Completed
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Mode
from throughcare.pathway.instruments.wording import SHORT_LABELS, Wording
from throughcare.specification.terms import MilestoneKind


class CompleteForm(AsksATool, StepForm):
    kind = MilestoneKind.INSTRUMENT_COMPLETED
    day_of = gettext_lazy("The questionnaire")
    day_label = gettext_lazy("Day it was answered")

    stage = RadioField(label=gettext_lazy("When in the person’s stay is this?"))
    mode = RadioField(label=gettext_lazy("How was it answered?"))
    offered_because = forms.CharField(
        label=gettext_lazy("Why is it used all the same?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("offered_because", "stage", "on", "mode", "because")

    def __init__(
        self,
        posted=None,
        *,
        tool: Instrument,
        ways: Sequence[Mode],
        held_back: str = "",
        wording: Wording = SHORT_LABELS,
        **kwargs,
    ):
        self.tool, self.ways, self.held_back, self.wording = tool, ways, held_back, wording
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        stages = self.episode.specification.instrument_stages
        self.fields["stage"].choices = choices_of(stages)
        self.fields["stage"].hints = {stage: self._hint(stage) for stage in stages}
        self.fields["mode"].choices = [(way.value, way.label) for way in self.ways]
        if len(self.ways) < 2:
            del self.fields["mode"]  # there is nothing to choose
        if self.held_back:
            self.fields["offered_because"].help_text = self.held_back
        else:
            del self.fields["offered_because"]
        self.ask_the_tool()

    @property
    def happens_next(self) -> list:
        return []  # it depends on the stage; each says it below itself

    @property
    def sections(self) -> Sequence[Section]:
        first = [name for name in self.field_order if name in self.fields]
        return [Section(_("Ask today"), first), *self.tool_sections]

    @property
    def said(self) -> dict:
        named = ("stage", "on", "because", "offered_because")
        told = {name: self.cleaned_data.get(name) or "" for name in named}
        only_way = self.ways[0].value if len(self.ways) == 1 else ""
        return {
            **told,
            "mode": self.cleaned_data.get("mode") or only_way,
            "instrument": self.tool.id,
            **self.answered,
        }

    def _hint(self, stage: str) -> str:
        return promise_hint(self.would_start(instrument=self.tool.id, stage=stage))


class AnswersForm(AsksATool, ActionForm):
    """The answers as they stand, to be put right or completed; what stood before stays readable."""

    happens_next = ()

    reason = forms.CharField(
        label=gettext_lazy("Why are they changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why they are changed, for those who read the record later")},
    )

    def __init__(
        self,
        posted=None,
        *,
        episode: EpisodeForStep,
        tool: Instrument,
        stands: Completed,
        wording: Wording = SHORT_LABELS,
        **kwargs,
    ):
        self.episode, self.tool, self.stands, self.wording = episode, tool, stands, wording
        super().__init__(posted, **kwargs)
        self.ask_the_tool(stands.answers, None if stands.answers else stands.total)
        if "unfinished" in self.fields:
            self.fields["unfinished"].initial = bool(stands.missing)

    @property
    def sections(self) -> Sequence[Section]:
        return [*self.tool_sections, Section(_("For those who read this later"), ["reason"])]

    @property
    def said(self) -> dict:
        return {"reason": self.cleaned_data["reason"], **self.answered}

    def clean(self):
        said = super().clean()
        if not self.errors and self._same(said):
            self.add_error(None, _("Nothing is changed yet: change an answer, or leave the page"))
        return said

    def day_answered(self, said: Mapping) -> date:
        return self.stands.on

    def _same(self, said: Mapping) -> bool:
        if said.get("total") is not None:
            return not self.stands.answers and said["total"] == self.stands.total
        return self.answers == self.stands.answers
