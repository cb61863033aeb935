"""What is asked when a death or a near miss is reviewed."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.models import User
from throughcare.foundations.pages.components import Status
from throughcare.foundations.pages.fields import DayField, RadioField
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.terms import ActionState, ReviewedEvent, ReviewNoteAbout


class FreezeForm(ActionForm):
    happens_next: Sequence[Status] = ()
    event = RadioField(label=gettext_lazy("What happened?"), choices=ReviewedEvent.choices)
    happened_on = DayField(
        label=gettext_lazy("On which day?"), what=gettext_lazy("What happened"), not_after_today=True
    )
    why = forms.CharField(
        label=gettext_lazy("Why is it reviewed?"),
        help_text=gettext_lazy("The record is frozen as it stands now, with its gaps. Only the panel can open it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it is reviewed")},
    )

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self.fields["happened_on"].initial = today()


class MemberForm(ActionForm):
    happens_next: Sequence[Status] = ()
    user = forms.ChoiceField(label=gettext_lazy("A colleague who may review deaths"), required=False)
    outside = forms.CharField(
        label=gettext_lazy("Or somebody of another agency, by name"), max_length=200, required=False
    )

    def __init__(self, posted=None, *, colleagues: Sequence[User], **kwargs):
        self.colleagues = {str(one.pk): one for one in colleagues}
        super().__init__(posted, **kwargs)
        self.fields["user"].choices = [
            ("", _("Choose")),
            *((key, one.display_name) for key, one in self.colleagues.items()),
        ]

    @property
    def said(self) -> dict:
        return {**self.cleaned_data, "user": self.colleagues.get(self.cleaned_data["user"])}


class NoteForm(ActionForm):
    happens_next: Sequence[Status] = ()
    about = RadioField(label=gettext_lazy("What is it?"), choices=ReviewNoteAbout.choices)
    words = forms.CharField(
        label=gettext_lazy("In words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write it down")},
    )


class AgreeForm(ActionForm):
    """An action has an owner and a day, or nothing is agreed."""

    happens_next: Sequence[Status] = ()
    words = forms.CharField(
        label=gettext_lazy("What is done?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write what is done")},
    )
    owner = forms.CharField(
        label=gettext_lazy("Who does it?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who does it: an action without an owner is nobody’s")},
    )
    due_on = DayField(label=gettext_lazy("By which day?"), what=gettext_lazy("The day"))


class SettleForm(ActionForm):
    happens_next: Sequence[Status] = ()
    state = RadioField(label=gettext_lazy("How does it stand?"), choices=ActionState.choices)


class CloseForm(ActionForm):
    happens_next: Sequence[Status] = ()
    on = DayField(label=gettext_lazy("Which day was it closed?"), what=gettext_lazy("The day"), not_after_today=True)

    def __init__(self, posted=None, **kwargs):
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = today()
