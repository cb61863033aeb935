"""What is asked of whoever acts on an alert, and of whoever says who is on duty."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.dates import moment_on
from throughcare.foundations.pages.fields import DayField, RadioField, TimeOfDayField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm
from throughcare.specification.schema import Specification


class ActForm(ActionForm):
    """What was done: the kind of action, and words that the next reader can rely on."""

    action = RadioField(label=gettext_lazy("What did you do?"))
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What you did, and how the person is now. This ends the alert for everybody."),
        error_messages={"required": gettext_lazy("Say in a few words what you did")},
    )

    def __init__(self, posted=None, *, specification: Specification):
        super().__init__(posted)
        self.fields["action"].choices = choices_of(specification.alert_actions)

    @property
    def sections(self) -> list[Section]:
        return [Section(_("Act on it"), ["action", "words"])]


class DutyForm(ActionForm):
    """Somebody, from a time to a time; an end before the start is on the next morning."""

    who = forms.ChoiceField(label=gettext_lazy("Who"))
    day = DayField(label=gettext_lazy("Day it starts"), what=gettext_lazy("The day it starts"))
    starts = TimeOfDayField(label=gettext_lazy("From"))
    ends = TimeOfDayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("A time before the start is on the next day")
    )

    def __init__(self, posted=None, *, colleagues):
        super().__init__(posted, initial={"day": today()})
        self.fields["who"].choices = [("", _("Choose")), *colleagues]

    @property
    def sections(self) -> list[Section]:
        return [Section(_("Put somebody on duty"), ["who", "day", "starts", "ends"])]

    @property
    def said(self) -> dict:
        answers = self.cleaned_data
        starts_at = moment_on(answers["day"], answers["starts"])
        return {"user_id": int(answers["who"]), "starts_at": starts_at, "ends_at": self._ends_at(starts_at)}

    def _ends_at(self, starts_at: datetime) -> datetime:
        answers = self.cleaned_data
        over_night = answers["ends"] <= answers["starts"]
        return moment_on(answers["day"] + timedelta(days=1) if over_night else answers["day"], answers["ends"])
