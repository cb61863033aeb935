"""What is asked when a triage is offered."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField
from throughcare.pathway.episode.forms import StepForm
from throughcare.specification.terms import MilestoneKind


class OfferForm(StepForm):
    kind = MilestoneKind.TRIAGE_OFFERED
    day_of = gettext_lazy("The offer")
    day_label = gettext_lazy("Day of the offer")

    for_day = DayField(label=gettext_lazy("Day offered"), what=gettext_lazy("The day offered"))

    field_order = ("for_day", "on", "at", "because")

    def prepare(self) -> None:
        self.fields["at"].label = _("Time of the offer")
