"""What is asked when a triage is offered, and by the steps that follow it: crisis, feedback, encouragement, booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, SeveralField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import OfferOfADayForm, StepForm
from throughcare.pathway.episode.queries import EpisodeForStep, would_start
from throughcare.specification.terms import MilestoneKind


def yes_or_no(label, required: bool = True) -> RadioField:
    field = RadioField(
        label=label, required=required, choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
    )
    field.in_a_row = True
    return field


class OfferForm(OfferOfADayForm):
    kind = MilestoneKind.TRIAGE_OFFERED


class BookForm(OfferOfADayForm):
    """The first appointment in the pathway that was agreed."""

    kind = MilestoneKind.APPOINTMENT_BOOKED
    day_of = gettext_lazy("The booking")
    day_label = gettext_lazy("Day of the booking")

    for_day = DayField(label=gettext_lazy("Day of the appointment"), what=gettext_lazy("The day of the appointment"))
    pathway = RadioField(label=gettext_lazy("For what?"))

    field_order = ("pathway", "for_day", "on", "at", "because")

    def prepare(self) -> None:
        super().prepare()
        self.fields["at"].label = _("Time of the booking")
        self.fields["for_day"].help_text = first_appointment_words(self.episode)
        self.fields["pathway"].choices = choices_of(self.episode.specification.pathways)
        if not self.episode.specification.pathways:
            del self.fields["pathway"]


def first_appointment_words(episode: EpisodeForStep) -> str:
    """By when the first appointment is promised, where the specification promises one; empty where it does not."""
    kept = [change for change in would_start(episode, BookForm.kind) if not change.starts and change.due_on]
    told = [
        _("Promised by %(day)s: %(promise)s")
        % {"day": wording.list_day(change.due_on, today()), "promise": change.definition.name}
        for change in kept
    ]
    return ". ".join(told)


def booked_words(episode: EpisodeForStep, day: date) -> str:
    """ "First appointment booked for Mon 30 Nov, within the promise: …"; the day of the appointment is what counts."""
    said = _("First appointment booked for %(day)s") % {"day": wording.list_day(day, today())}
    for change in would_start(episode, BookForm.kind, on=day):
        if change.starts:
            continue
        judged = _("too late for the promise: %(promise)s") if change.late else _("within the promise: %(promise)s")
        said = f"{said}, {judged % {'promise': change.definition.name}}"
    return said


class CrisisForm(StepForm):
    kind = MilestoneKind.CRISIS_SUPPORT_GIVEN
    day_of = gettext_lazy("Crisis support")
    day_label = gettext_lazy("Day")

    actions = SeveralField(
        label=gettext_lazy("What was done at once?"),
        error_messages={"required": gettext_lazy("Choose at least one thing that was done")},
    )
    words = forms.CharField(
        label=gettext_lazy("What happened, and what was agreed?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    detoxification = FiveAnswersField(label=gettext_lazy("Detoxification is part of the plan"))
    for_young_person = FiveAnswersField(label=gettext_lazy("Mental health crisis support for them"))
    for_family = FiveAnswersField(label=gettext_lazy("Mental health crisis support for their family"))
    setting = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)

    def prepare(self) -> None:
        specification = self.episode.specification
        self.fields["actions"].choices = choices_of(specification.crisis_actions)
        self.fields["setting"].choices = [("", _("Not said")), *choices_of(specification.contact_settings)]

    @property
    def sections(self) -> Sequence[Section]:
        late = [name for name in ("on", "at", "setting", "because") if name in self.fields]
        return [
            Section(_("Done at once"), ["actions", "words"]),
            Section(_("What is part of it"), ["detoxification", "for_young_person", "for_family"]),
            Section(_("When and where"), late),
        ]

    @property
    def said(self) -> dict:
        return super().said | {"setting": self.cleaned_data["setting"] or None}


class FeedbackForm(StepForm):
    kind = MilestoneKind.FEEDBACK_GIVEN
    day_of = gettext_lazy("Feedback")
    day_label = gettext_lazy("Day of the feedback")

    explained = yes_or_no(gettext_lazy("The service, and why it is recommended, was explained"))
    agreed = yes_or_no("")
    leaflet = yes_or_no(gettext_lazy("The leaflet about the service was given"))
    words = forms.CharField(
        label=gettext_lazy("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("explained", "agreed", "leaflet", "words", "on", "at", "because")

    def prepare(self) -> None:
        self.fields["agreed"].label = _("%(name)s agrees") % {"name": self.episode.first_name}


class EncourageForm(StepForm):
    kind = MilestoneKind.ENCOURAGEMENT_GIVEN
    day_of = gettext_lazy("The contact")
    day_label = gettext_lazy("Day of the contact")

    how = RadioField(label=gettext_lazy("How did you get in touch?"))
    words = forms.CharField(
        label=gettext_lazy("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("how", "words", "on", "at", "because")

    def prepare(self) -> None:
        self.fields["how"].choices = choices_of(self.episode.specification.contact_hows)
