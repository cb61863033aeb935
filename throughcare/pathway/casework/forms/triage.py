"""A triage with all that belongs to the same conversation: what is urgent, brief advice, feedback, the first day."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.triage.forms.completing import CompleteForm
from throughcare.pathway.triage.forms.following import first_appointment_words, yes_or_no


class CompleteTriageForm(CompleteForm):
    needs = forms.CharField(
        label=gettext_lazy("What cannot wait?"),
        help_text=gettext_lazy("One need on a line. They become the interim care plan, in force from today."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    brief_about = forms.ChoiceField(label=gettext_lazy("Brief advice was given now, about"), required=False)
    explained = yes_or_no(gettext_lazy("The service, and why it is recommended, was explained"), required=False)
    agreed = yes_or_no("", required=False)
    leaflet = yes_or_no(gettext_lazy("The leaflet about the service was given"), required=False)
    first_day = DayField(
        label=gettext_lazy("First appointment"), what=gettext_lazy("The first appointment"), required=False
    )

    def prepare(self) -> None:
        super().prepare()
        specification = self.episode.specification
        self.fields["brief_about"].choices = [("", _("None given")), *choices_of(specification.abouts)]
        self.fields["agreed"].label = _("%(name)s agrees") % {"name": self.episode.first_name}
        self.fields["first_day"].not_before, self.fields["first_day"].before_what = today(), _("today")
        self.fields["first_day"].help_text = first_appointment_words(self.episode)
        for name in ("needs", "brief_about", "explained", "agreed", "leaflet", "first_day"):
            self.fields[name].optional_is_said_above = True
        if specification.interim_plan_kind is None:
            del self.fields["needs"]

    @property
    def sections(self) -> Sequence[Section]:
        *before, next_ = super().sections
        agreed = [*next_.fields, "brief_about"]
        plan = Section(_("Interim care plan"), self._there("needs"))
        told = Section(
            _("Told and agreed"),
            ["explained", "agreed", "leaflet", "first_day"],
            _("Leave out what comes later; each can be recorded on its own."),
        )
        return [*before, next_._replace(fields=agreed), *([plan] if plan.fields else []), told]

    @property
    def said(self) -> dict:
        answers = self.cleaned_data
        words = {name: answers.get(name) or None for name in ("brief_about", "explained", "agreed", "leaflet")}
        needs = [line.strip() for line in (answers.get("needs") or "").splitlines() if line.strip()]
        return {**super().said, **words, "needs": needs, "first_day": answers.get("first_day")}
