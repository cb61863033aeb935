"""What is asked about a brief intervention or an outreach contact: with one person, or with how many."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField, RadioField, TimeOfDayField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm
from throughcare.people.models import Person
from throughcare.specification import queries as specifications

COUNTS = ("people", "under_18", "from_18_to_24")


class ActivityForm(ActionForm):
    """Work outside any episode. Without a person it asks how many people were met, and of what age."""

    asked: Sequence[str] = ()

    on = DayField(not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time"), required=False)
    people = forms.IntegerField(
        label=gettext_lazy("How many people?"),
        min_value=1,
        max_value=9999,
        error_messages={
            "min_value": gettext_lazy("How many people? Give 1 or more, and leave the entry out where nobody was met"),
            "max_value": gettext_lazy("How many people? Give a number below 10,000"),
        },
    )
    under_18 = forms.IntegerField(
        label=gettext_lazy("Of these, under 18"),
        min_value=0,
        required=False,
        error_messages={"min_value": gettext_lazy("Of these, under 18: give 0 or more")},
    )
    from_18_to_24 = forms.IntegerField(
        label=gettext_lazy("Of these, 18 to 24"),
        min_value=0,
        required=False,
        error_messages={"min_value": gettext_lazy("Of these, 18 to 24: give 0 or more")},
    )

    def __init__(self, posted=None, *, person: Person | None = None, **kwargs):
        super().__init__(posted, **kwargs)
        self.person = person
        self.specification = specifications.current()
        self.fields["on"].label, self.fields["on"].initial = _("Which day was it?"), today()
        self.fields["on"].what = _("The day")
        if person is not None:
            self.fields["on"].not_before, self.fields["on"].before_what = person.born, _("the birth")
            for name in COUNTS:
                del self.fields[name]
        self.prepare()

    def prepare(self) -> None:
        """Gives the fields their choices."""

    @property
    def sections(self) -> Sequence[Section]:
        what = Section(_("Ask today") if self.person else _("What was done"), [*self.asked, "on", "at"])
        if self.person is not None:
            return [what]
        words = _("Leave an age empty where nobody asked.")
        return [what, Section(_("With how many people"), COUNTS, words)]

    @property
    def said(self) -> dict:
        said = {name: self.cleaned_data[name] for name in (*self.asked, "on", "at")}
        if self.person is not None:
            return said
        bands = {"under_18": "under_18", "18_to_24": "from_18_to_24"}
        ages = {band: self.cleaned_data[name] for band, name in bands.items() if self.cleaned_data[name] is not None}
        return {**said, "people": self.cleaned_data["people"], "ages": ages or None}


class BriefInterventionForm(ActivityForm):
    asked = ("about",)

    about = RadioField(label=gettext_lazy("What was it about?"))

    def prepare(self) -> None:
        self.fields["about"].choices = choices_of(self.specification.abouts)


class ContactForm(ActivityForm):
    asked = ("setting", "targeted")

    setting = forms.ChoiceField(label=gettext_lazy("Where was it?"))
    targeted = RadioField(
        label=gettext_lazy("Was it for people known to be at risk (targeted)?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
    )

    def prepare(self) -> None:
        self.fields["setting"].choices = [("", _("Choose")), *choices_of(self.specification.outreach_settings)]
