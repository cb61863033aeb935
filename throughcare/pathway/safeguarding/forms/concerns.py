"""What is asked about a safeguarding concern, from raising it to closing it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.components import Status
from throughcare.foundations.pages.fields import DayField, RadioField, TimeOfDayField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.queries.concerns import ConcernForStep
from throughcare.pathway.safeguarding.terms import Consent
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


class ConcernStep(ActionForm):
    """One step of a concern: its day, its time where known, and words."""

    on = DayField(label=gettext_lazy("Which day was it?"), what=gettext_lazy("The day"), not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time"), required=False)
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    happens_next: Sequence[Status] = ()

    words_label = gettext_lazy("What was said")
    field_order = ("to", "outcome", "words", "on", "at")

    def __init__(self, posted=None, *, episode: EpisodeForStep, concern: ConcernForStep, **kwargs):
        self.episode, self.concern = episode, concern
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = today()
        self.fields["on"].not_before, self.fields["on"].before_what = concern.opened_on, _("it was raised")
        self.fields["words"].label = self.words_label
        self.prepare(concern.specification)

    def prepare(self, specification: Specification) -> None:
        """Gives the fields their choices."""


class RaiseForm(ActionForm):
    """A concern about a child or an adult: what, whom, who told us, where it goes, and whether they agree."""

    happens_next: Sequence[Status] = ()

    route = RadioField(label=gettext_lazy("Where does it go?"))
    whom = forms.CharField(
        label=gettext_lazy("Whom is it about?"),
        help_text=gettext_lazy("Leave it empty where it is about the person themselves"),
        max_length=200,
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("What is the concern?"),
        help_text=gettext_lazy("What was seen or said, by whom and when"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write down what the concern is")},
    )
    source = forms.ChoiceField(label=gettext_lazy("Who told us?"), required=False)
    consent = RadioField(label=gettext_lazy("Do they agree that it is passed on?"), choices=Consent.choices)
    override_reason = forms.CharField(
        label=gettext_lazy("Why is it passed on without agreement?"),
        help_text=gettext_lazy("Such as a child at risk of harm, or that asking would make it worse"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField(label=gettext_lazy("Day of the concern"), what=gettext_lazy("The concern"), not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time"), required=False)

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        specification = episode.specification
        ways = specification.concern_routes.values()
        by_about = {"child": _("About a child"), "adult": _("About an adult")}
        self.fields["route"].choices = [
            (title, [(way.id, way.title) for way in ways if way.about == about]) for about, title in by_about.items()
        ]
        self.fields["route"].hints = {way.id: _why(way, specification) for way in ways}
        self.fields["source"].choices = [("", _("Not said")), *choices_of(specification.concern_sources)]
        self.fields["on"].initial = today()
        self.fields["on"].not_before, self.fields["on"].before_what = episode.opened_on, _("the referral")

    @property
    def sections(self) -> Sequence[Section]:
        return [
            Section(_("The concern"), ["words", "whom", "source", "on", "at"]),
            Section(_("Where it goes"), ["route"]),
            Section(_("Consent"), ["consent", "override_reason"]),
        ]

    @property
    def said(self) -> dict:
        way = self.episode.specification.concern_routes[self.cleaned_data["route"]]
        return {**self.cleaned_data, "about": way.about}


def _why(way, specification: Specification) -> str:
    """Where a way leads, and why it is that one."""
    agency = title_of(specification.agencies, way.to)
    words = _("Goes to: %(agency)s, at once") if way.at_once else _("Goes to: %(agency)s")
    return ". ".join(one for one in (words % {"agency": agency}, way.note.rstrip(".")) if one)


class SendForm(ConcernStep):
    to = forms.ChoiceField(label=gettext_lazy("To whom was it sent?"))
    words_label = gettext_lazy("What was sent, and how")

    def prepare(self, specification: Specification) -> None:
        self.fields["to"].choices = choices_of(specification.agencies)
        if self.concern.route is not None:
            self.fields["to"].initial = self.concern.route.to
            self.fields["to"].help_text = _why(self.concern.route, specification)


class ChaseForm(ConcernStep):
    words_label = gettext_lazy("Who was asked, and what they said")


class AnswerForm(ConcernStep):
    outcome = RadioField(label=gettext_lazy("What was answered?"))
    words_label = gettext_lazy("The answer in short")

    def prepare(self, specification: Specification) -> None:
        self.fields["outcome"].choices = choices_of(specification.concern_outcomes)


class CloseForm(AnswerForm):
    words_label = gettext_lazy("Why it is closed")

    def prepare(self, specification: Specification) -> None:
        super().prepare(specification)
        self.fields["outcome"].label = _("How did it end?")
        if not self.concern.is_sent:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = _("It was never sent on. Say why not")
