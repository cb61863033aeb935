"""What is asked before a completed tool leaves this system: why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.forms import Section
from throughcare.pathway.episode.forms import ActionForm


class SendForm(ActionForm):
    why = forms.CharField(
        label=gettext_lazy("Whom is it for, and what for?"),
        help_text=gettext_lazy("It is kept with your name in the log of what was exported."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def sections(self):
        return [Section(_("Before you send it"), ["why"])]
