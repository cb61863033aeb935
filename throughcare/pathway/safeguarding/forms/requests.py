"""What is asked about a request of the safeguarding hub, from taking it in to closing it."""

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
from throughcare.pathway.safeguarding.queries.requests import RequestForStep, opening_line
from throughcare.pathway.safeguarding.terms import RequestOutcome, SharingBasis, SummaryPart
from throughcare.specification.terms import YES_NO


class ReceiveForm(ActionForm):
    """A request as it comes in, by telephone or in writing."""

    happens_next: Sequence[Status] = ()

    priority = RadioField(label=gettext_lazy("How soon must it be answered?"))
    source = RadioField(label=gettext_lazy("From whom is the concern?"))
    asks = forms.CharField(
        label=gettext_lazy("What does the hub ask?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write down what the hub asks")},
    )
    asked_by = forms.CharField(
        label=gettext_lazy("Who asks, and how are they reached?"), max_length=200, required=False
    )
    reference = forms.CharField(label=gettext_lazy("The hub’s reference"), max_length=100, required=False)
    on = DayField(label=gettext_lazy("Day it came"), what=gettext_lazy("The request"), not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time it came"), help_text=gettext_lazy("Empty means now"), required=False)

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        specification = episode.specification
        self.fields["priority"].choices = choices_of(specification.request_priorities)
        self.fields["source"].choices = choices_of(specification.concern_sources)
        self.fields["on"].initial = today()
        self.fields["on"].not_before, self.fields["on"].before_what = episode.opened_on, _("the referral")

    @property
    def sections(self) -> Sequence[Section]:
        return [
            Section(_("The request"), ["priority", "asks", "asked_by", "reference", "on", "at"]),
            Section(_("The concern"), ["source"]),
        ]


class RequestStep(ActionForm):
    """One step of a request: its day, and its time where known."""

    on = DayField(label=gettext_lazy("Which day was it?"), what=gettext_lazy("The day"), not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time"), help_text=gettext_lazy("Empty means now"), required=False)
    happens_next: Sequence[Status] = ()

    def __init__(self, posted=None, *, episode: EpisodeForStep, found: RequestForStep, **kwargs):
        self.episode, self.found = episode, found
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = today()
        self.fields["on"].not_before, self.fields["on"].before_what = found.opened_on, _("it came")
        self.prepare()

    def prepare(self) -> None:
        """Gives the fields their choices and what is known already."""


class AnswerForm(RequestStep):
    """The answer: its first line is what the diary says, and whom it goes to is known from the request."""

    shared = RadioField(
        label=gettext_lazy("Is something shared?"), choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
    )
    basis = RadioField(label=gettext_lazy("On what basis?"), choices=SharingBasis.choices, required=False)
    to = forms.CharField(label=gettext_lazy("With whom?"), max_length=200, required=False)
    words = forms.CharField(
        label=gettext_lazy("The answer"),
        help_text=gettext_lazy("Say only what the child’s safety needs. If nothing is shared, say why."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write what is shared, or why nothing is")},
    )
    field_order = ("words", "shared", "basis", "to", "on", "at")

    def prepare(self) -> None:
        lines = [opening_line(self.found.episode, self.found.person)]
        lines += [f"{one.whom}: {one.says}" for one in self.found.asked if one.says]
        self.fields["words"].initial = "\n".join(lines)
        self.fields["to"].initial = self.found.request.asked_by or _("The safeguarding hub")

    def clean(self):
        said = super().clean()
        if said.get("shared") == YES_NO[0] and not said.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Choose on what basis it is shared"))
        if said.get("shared") == YES_NO[0] and not said.get("to"):
            self.add_error("to", _("Say with whom it is shared"))
        return said


class AskForm(ActionForm):
    """Whose record is asked; what it says can come later."""

    happens_next: Sequence[Status] = ()
    whom = forms.CharField(
        label=gettext_lazy("Whose record?"),
        help_text=gettext_lazy("A colleague, or somebody at another agency"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say whose record is asked")},
    )
    agency = forms.ChoiceField(label=gettext_lazy("Which agency of the hub?"), required=False)
    says = forms.CharField(
        label=gettext_lazy("What does the record say?"),
        help_text=gettext_lazy("Leave it empty while you wait for it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self.fields["agency"].choices = [("", _("Our own service")), *choices_of(episode.specification.hub_members)]


class SaysForm(ActionForm):
    happens_next: Sequence[Status] = ()
    says = forms.CharField(
        label=gettext_lazy("What does the record say?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what the record says")},
    )

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)


class ChaseForm(RequestStep):
    words = forms.CharField(
        label=gettext_lazy("Who was asked, and what they said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    field_order = ("words", "on", "at")


class HubRecordForm(RequestStep):
    summary = forms.CharField(
        label=gettext_lazy("The hub’s summary"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the hub’s summary in short")},
    )
    recommends = forms.CharField(
        label=gettext_lazy("What does the hub recommend?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what the hub recommends, or that it recommends nothing")},
    )
    field_order = ("summary", "recommends", "on", "at")


class CloseForm(RequestStep):
    outcome = RadioField(label=gettext_lazy("How does it end?"), choices=RequestOutcome.choices)
    words = forms.CharField(
        label=gettext_lazy("Why it ends so"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    field_order = ("outcome", "words", "on", "at")


class SummaryForm(ActionForm):
    """What goes to children's services: only the parts that are ticked, in words that name nobody else."""

    happens_next: Sequence[Status] = ()
    tell = forms.MultipleChoiceField(
        label=gettext_lazy("What does it say?"),
        help_text=gettext_lazy("Tick what the child’s safety needs, and nothing else"),
        choices=SummaryPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what the summary says")},
    )
    children = forms.MultipleChoiceField(
        label=gettext_lazy("Which children?"),
        help_text=gettext_lazy("Others are left out, and their names are masked in your words"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("What worries you, and what you know first-hand"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    to = forms.ChoiceField(label=gettext_lazy("To whom does it go?"))
    basis = RadioField(label=gettext_lazy("On what basis?"), choices=SharingBasis.choices)
    why = forms.CharField(
        label=gettext_lazy("Why now?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why it goes out now; this is logged")},
    )

    def __init__(self, posted=None, *, episode: EpisodeForStep, children: Sequence, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self.fields["children"].choices = [(str(one.pk), one.known_as) for one in children]
        if not children:
            del self.fields["children"]
        self.fields["to"].choices = choices_of(episode.specification.agencies)
        routes = episode.specification.concern_routes.values()
        self.fields["to"].initial = next((one.to for one in routes if one.about == "child" and one.at_once), None)
