"""What is asked when plan and progress are looked back on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.pathway.episode.forms import StepForm
from throughcare.pathway.safeguarding.forms.considered import ConsideredField
from throughcare.specification.terms import MilestoneKind


class CompleteForm(StepForm):
    kind = MilestoneKind.REVIEW_COMPLETED
    day_of = gettext_lazy("The review")
    day_label = gettext_lazy("Day of the review")

    person_says = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    progress = forms.CharField(
        label=gettext_lazy("What has changed, and what comes next"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    considered = ConsideredField()

    field_order = ("on", "person_says", "progress", "considered", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        self.fields["person_says"].label = _("How does %(name)s see it?") % {"name": self.episode.first_name}
