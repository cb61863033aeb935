"""What is asked to find somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughcare.foundations.pages.forms import PageForm


class WhoForm(PageForm):
    who = forms.CharField(
        label=_("Name or number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "nhsuk-input--width-20"}),
    )
