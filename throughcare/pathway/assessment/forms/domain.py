"""The page of one domain: its open questions, who told the answers, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField, RadioField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.assessment.forms.questions import (
    cell_name,
    field_name,
    fields_of,
    reason_name,
    rows_posted,
    rows_shown,
)
from throughcare.pathway.assessment.rules.standing import Standing
from throughcare.pathway.assessment.terms import TOLD_BY, Given, Source
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.questions import UNANSWERED, Kind, Meaning, Question, SubstanceColumn


class DomainForm(ActionForm):
    """The questions that are still open, and those that somebody asked to change."""

    source = RadioField(
        label=gettext_lazy("Who told this?"),
        choices=[(one.value, one.label) for one in TOLD_BY],
        error_messages={"required": gettext_lazy("Say who told this")},
    )
    agency = forms.ChoiceField(label=gettext_lazy("Which agency, if one told it"), required=False)
    on = DayField(
        label=gettext_lazy("Day on which it was told"),
        what=gettext_lazy("The day of the answers"),
        not_after_today=True,
    )

    def __init__(
        self,
        posted=None,
        *,
        episode: EpisodeForStep,
        asked: Sequence[tuple[Question, Standing | None]],
        told_by: str = "",
        substances: Sequence[str] = (),
        **kwargs,
    ):
        self.episode, self.asked = episode, asked
        super().__init__(posted, **kwargs)
        self.rows_known = {one.id: self._rows_known(one, standing, substances) for one, standing in asked}
        for question, standing in asked:
            self.fields |= fields_of(question, standing, self.rows_known[question.id])
        self.fields["agency"].choices = [("", _("None")), *choices_of(episode.specification.agencies)]
        self.fields["on"].initial = today()
        self.fields["source"].initial = told_by or Source.INTERVIEW.value
        self.fields["source"].in_a_row = True

    @staticmethod
    def _rows_known(question: Question, standing: Standing | None, substances: Sequence[str]) -> list[dict]:
        """What stands in a table already: its own rows, else the substances that triage found, in their order."""
        if question.kind != Kind.TABLE:
            return []
        if standing is not None and standing.given == Given.ANSWERED:
            return list(standing.answer)
        if question.means != Meaning.SUBSTANCES or standing is not None:
            return []
        ranks = [one.id for one in next(c for c in question.columns if c.id == SubstanceColumn.RANK).choices]
        return [
            {"substance": one, "rank": ranks[min(place, len(ranks) - 1)] if ranks else ""}
            for place, one in enumerate(substances)
        ]

    @property
    def sections(self) -> Sequence[Section]:
        sections, plain = [], []
        for question, _standing in self.asked:
            if question.kind != Kind.TABLE:
                plain += [name for name in (field_name(question), reason_name(question)) if name in self.fields]
                continue
            sections += self._sections_of_table(question)
        first = [Section(_("Ask"), plain, _("What is left open stays “not asked”, for another day."))] if plain else []
        last = Section(_("Where the answers come from"), ["source", "agency", "on"])
        return [*(sections if sections else []), *first, last]

    @property
    def row_titles(self) -> list[str]:
        """The headings of the rows of tables, whose cells stand side by side where there is room."""
        tables = [one for one, _standing in self.asked if one.kind == Kind.TABLE]
        return [section.title for one in tables for section in self._sections_of_table(one) if section.title]

    def _sections_of_table(self, question: Question) -> list[Section]:
        rows = range(rows_shown(question, self.rows_known[question.id]))
        titled = [
            Section(
                _("%(title)s: %(number)s") % {"title": question.title, "number": row + 1},
                [cell_name(question, row, column) for column in question.columns],
            )
            for row in rows
        ]
        return [*titled, Section("", [reason_name(question)])]

    def clean(self) -> dict:
        self.answers = {}
        for question, _standing in self.asked:
            said = self._said(question)
            if said is not None:
                self.answers[question.id] = said
        if not self.answers and not self.errors:
            self.add_error(None, _("Answer at least one question, or go back to the assessment"))
        told_by_agency = self.cleaned_data.get("source") == Source.AGENCY
        if told_by_agency and not self.cleaned_data.get("agency"):
            self.add_error("agency", _("Say which agency told it"))
        return self.cleaned_data

    def _said(self, question: Question) -> Any:
        """The answer as the action takes it; None where the question is left open."""
        if question.kind == Kind.TABLE:
            return self._table_said(question)
        said = self.cleaned_data.get(field_name(question))
        reason = self.cleaned_data.get(reason_name(question))
        if said not in (None, "", []):
            if reason:
                self._refuse_both(question)
            return self._one_or_several(question, said)
        return reason or None

    def _one_or_several(self, question: Question, said: Any) -> Any:
        if question.kind != Kind.SEVERAL:
            return said
        others = [one for one in said if one in UNANSWERED]
        if others and len(said) > 1:
            self.add_error(
                field_name(question), _("“%(label)s”: choose answers, or why there is none") % {"label": question.title}
            )
        return others[0] if others else said

    def _table_said(self, question: Question) -> Any:
        reason = self.cleaned_data.get(reason_name(question))
        rows = rows_posted(question, self.cleaned_data, rows_shown(question, self.rows_known[question.id]))
        first = question.columns[0]
        named: list[Any] = []
        for row, said in rows:
            name = cell_name(question, row, first)
            if first.id not in said and name not in self.errors:
                self.add_error(name, _("Say the %(column)s, or empty the row") % {"column": first.title.lower()})
            elif said.get(first.id) in named and question.means == Meaning.SUBSTANCES:
                self.add_error(name, _("This is named twice. Name it once"))
            named.append(said.get(first.id))
        if rows and reason:
            self._refuse_both(question)
        if rows:
            return [said for _row, said in rows]
        return [] if reason == "none" else reason or None

    def _refuse_both(self, question: Question) -> None:
        words = _("“%(label)s” has an answer and a reason for none. Keep one of the two")
        self.add_error(reason_name(question), words % {"label": question.title})

    @property
    def said(self) -> dict:
        told = self.cleaned_data["source"]
        agency = self.cleaned_data["agency"] if told == Source.AGENCY else ""
        return {"on": self.cleaned_data["on"], "source": told, "agency": agency, "answers": self.answers}

    def titles(self) -> Mapping[str, str]:
        return {one.id: one.title for one, _standing in self.asked}

    def refuse(self, refused: StepRefused) -> None:
        name = f"q_{refused.field}"
        if name in self.fields:
            refused = StepRefused(name, refused.rule, refused.remedy, refused.clause)
        super().refuse(refused)
