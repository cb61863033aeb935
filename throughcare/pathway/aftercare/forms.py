"""What is asked when somebody is followed up after leaving."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.pathway.aftercare.terms import Area
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.specification.terms import MilestoneKind


class FollowUpForm(StepForm):
    kind = MilestoneKind.FOLLOWED_UP
    day_of = gettext_lazy("The follow-up")
    day_label = gettext_lazy("Day of the follow-up")

    point = RadioField(label=gettext_lazy("Which follow-up is this?"))
    reached = RadioField(choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))])
    words = forms.CharField(
        label=gettext_lazy("Anything else that was said"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("point", "reached", "on", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        points = self.episode.specification.followup_points
        self.fields["point"].choices = choices_of(points)
        self.fields["point"].hints = {point: self._hint(point) for point in points}
        self.fields["reached"].label = _("Was %(name)s reached?") % {"name": self.episode.first_name}
        self.fields["reached"].hints = {"no": _("The try is kept; the promise goes on")}
        words = self.fields.pop("words")
        for area in Area:
            field = forms.CharField(label=str(area.label), required=False, widget=forms.Textarea(attrs={"rows": 2}))
            field.optional_is_said_above = True
            self.fields[area.value] = field
        self.fields["words"] = words

    @property
    def sections(self) -> Sequence[Section]:
        first = [name for name in ("point", "reached", "on", "because") if name in self.fields]
        title = _("How things are, as %(name)s tells it") % {"name": self.episode.first_name}
        words = _("All of these may stay empty.")
        return [Section(_("Ask today"), first), Section(title, [*Area.values, "words"], words)]

    @property
    def happens_next(self) -> list:
        return []  # it depends on the point and on whether the person was reached

    @property
    def said(self) -> dict:
        told = super().said
        answers = {area: words for area in Area.values if (words := told.pop(area, ""))}
        return told | {"answers": answers}

    def _hint(self, point: str) -> str:
        return promise_hint(self.would_start(point=point, reached="yes"))
