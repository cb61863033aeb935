"""What is asked when a comprehensive assessment is offered and completed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.pathway.episode.forms import OfferOfADayForm, StepForm
from throughcare.specification.terms import MilestoneKind


class OfferForm(OfferOfADayForm):
    kind = MilestoneKind.ASSESSMENT_OFFERED


class CompleteForm(StepForm):
    kind = MilestoneKind.ASSESSMENT_COMPLETED
    day_of = gettext_lazy("The assessment")
    day_label = gettext_lazy("Day the assessment was completed")

    summary = forms.CharField(
        label=gettext_lazy("What did you find together?"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    strengths = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ("on", "at", "summary", "strengths", "because")

    def prepare(self) -> None:
        name = {"name": self.episode.first_name}
        self.fields["strengths"].label = _("What is going well for %(name)s, and who helps?") % name
