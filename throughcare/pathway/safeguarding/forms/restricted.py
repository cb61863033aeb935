"""What is asked when a note for named roles is written, and before one is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField, RadioField
from throughcare.foundations.pages.forms import PageForm
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.terms import RestrictedKind
from throughcare.people.models import Person


class WriteForm(ActionForm):
    kind = RadioField(label=gettext_lazy("What is it about?"), choices=RestrictedKind.choices)
    words = forms.CharField(
        label=gettext_lazy("The note"),
        help_text=gettext_lazy("Read by named roles and by you. It is never part of letters, lists or figures."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write the note")},
    )
    kept_from = forms.CharField(
        label=gettext_lazy("Whose workers must not learn of it?"),
        help_text=gettext_lazy("The number or full name of somebody known here, such as the one who is feared."),
        max_length=200,
        required=False,
    )
    on = DayField(label=gettext_lazy("Day of the note"), what=gettext_lazy("The note"), not_after_today=True)
    happens_next = ()

    def __init__(
        self, posted=None, *, episode: EpisodeForStep, people_named: Callable[[str], Sequence[Person]], **kwargs
    ):
        self.episode, self.people_named = episode, people_named
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = today()
        self.fields["on"].not_before, self.fields["on"].before_what = episode.opened_on, _("the referral")

    def clean_kept_from(self) -> Person | None:
        typed = self.cleaned_data["kept_from"].strip()
        if not typed:
            return None
        found = self.people_named(typed)
        if not found:
            raise ValidationError(_("Nobody here has this name or number. Look at the list of people for the number"))
        if len(found) > 1:
            raise ValidationError(_("Several people here have this name. Give the number instead"))
        return found[0]


class WhyForm(PageForm):
    """Asked before the words are shown; the answer is logged."""

    why = forms.CharField(
        label=gettext_lazy("Why do you need to read it?"),
        help_text=gettext_lazy("Your name, the time and this reason are logged."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why you need to read it")},
    )
    happens_next = ()
