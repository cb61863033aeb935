"""What is asked when an assessment is offered, started, completed, brought up to date or passed on."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.components import Status
from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, SeveralField, choices_of
from throughcare.foundations.today import today
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.episode.forms import ActionForm, OfferOfADayForm, StepForm
from throughcare.specification.terms import MilestoneKind


class OfferForm(OfferOfADayForm):
    kind = MilestoneKind.ASSESSMENT_OFFERED


class HowForm(StepForm):
    """A step that says how the assessment was done and, for some, where."""

    how = RadioField(label=gettext_lazy("How was it done?"), required=False)
    setting = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)

    def prepare(self) -> None:
        specification = self.episode.specification
        for name, codes in (("how", specification.assessment_hows), ("setting", specification.contact_settings)):
            if name not in self.fields:
                continue
            if not codes:
                del self.fields[name]
                continue
            self.fields[name].choices = choices_of(codes)
        if "setting" in self.fields:
            self.fields["setting"].choices = [("", _("Not said")), *choices_of(specification.contact_settings)]


class StartForm(HowForm):
    kind = MilestoneKind.ASSESSMENT_STARTED
    day_of = gettext_lazy("The start of the assessment")
    day_label = gettext_lazy("Day the assessment starts")

    field_order = ("how", "setting", "on", "at", "because")

    def prepare(self) -> None:
        super().prepare()
        if "how" in self.fields:
            self.fields["how"].label = _("How is it done?")


class CompleteForm(HowForm):
    kind = MilestoneKind.ASSESSMENT_COMPLETED
    day_of = gettext_lazy("The assessment")
    day_label = gettext_lazy("Day the assessment was completed")

    summary = forms.CharField(
        label=gettext_lazy("What did you find together?"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    strengths = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ("on", "at", "how", "setting", "summary", "strengths", "because")

    def __init__(self, posted=None, *, waits: Sequence[str] = (), **kwargs):
        self.waits = waits
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        name = {"name": self.episode.first_name}
        self.fields["strengths"].label = _("What is going well for %(name)s, and who helps?") % name
        started = self.episode.latest("assessment_started")
        for field in ("how", "setting"):
            if started and field in self.fields:
                self.fields[field].initial = started.detail.get(field)

    @property
    def happens_next(self) -> list[Status]:
        """What still waits is said and holds nothing up."""
        return [*super().happens_next, *(Status("flag", words) for words in self.waits)]


class UpdateForm(HowForm):
    kind = MilestoneKind.ASSESSMENT_UPDATED
    day_of = gettext_lazy("The update")
    day_label = gettext_lazy("Day of the update")
    setting = None

    summary = forms.CharField(
        label=gettext_lazy("What has changed?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("on", "at", "how", "summary", "because")


class MedicalForm(StepForm):
    kind = MilestoneKind.MEDICAL_ASSESSMENT_RECORDED
    day_of = gettext_lazy("The medical assessment")
    day_label = gettext_lazy("Day of the medical assessment")

    assessed_by = forms.CharField(label=gettext_lazy("Who made it?"), max_length=200)
    finding = forms.CharField(
        label=gettext_lazy("What was found, and advised?"), widget=forms.Textarea(attrs={"rows": 5})
    )
    consulted = forms.CharField(
        label=gettext_lazy("Lead practitioner who was consulted"),
        max_length=200,
        help_text=gettext_lazy("Detoxification or stabilisation is decided together with them."),
    )
    consulted_on = DayField(
        label=gettext_lazy("Day of the consultation"), what=gettext_lazy("The consultation"), not_after_today=True
    )

    field_order = ("assessed_by", "on", "at", "finding", "consulted", "consulted_on", "because")


class IssueForm(StepForm):
    kind = MilestoneKind.SUMMARY_ISSUED
    day_of = gettext_lazy("The day of issue")
    day_label = gettext_lazy("Day of issue")

    to = forms.ChoiceField(label=gettext_lazy("To which agency?"))
    consent = RadioField(
        label=gettext_lazy("Does the person agree?"),
        error_messages={"required": gettext_lazy("Say whether the person agrees")},
    )
    domains = SeveralField(
        label=gettext_lazy("What goes to them"),
        help_text=gettext_lazy("Only what they need. It is shown before you print it."),
    )

    field_order = ("to", "consent", "domains", "on", "at", "because")

    def prepare(self) -> None:
        specification = self.episode.specification
        self.fields["to"].choices = [("", _("Choose")), *choices_of(specification.agencies)]
        self.fields["consent"].choices = [("yes", _("Yes")), ("no", _("No"))]
        self.fields["consent"].in_a_row = True
        self.fields["consent"].label = _("Does %(name)s agree?") % {"name": self.episode.first_name}
        self.fields["domains"].choices = [(one.id, one.title) for one in specification.assessment.domains]


class ContributionForm(ActionForm):
    """What another agency brought to the assessment."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    worker = forms.CharField(label=gettext_lazy("Who, and in what role?"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("What did they bring to the assessment?"), widget=forms.Textarea(attrs={"rows": 5})
    )
    agreed = FiveAnswersField(label=gettext_lazy("The person agrees that they take part"))
    on = DayField(label=gettext_lazy("Day"), what=gettext_lazy("The contribution"), not_after_today=True)

    def __init__(self, posted=None, *, episode, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self.fields["agency"].choices = [("", _("Choose")), *choices_of(episode.specification.agencies)]
        self.fields["agreed"].label = _("%(name)s agrees that they take part") % {"name": episode.first_name}
        self.fields["on"].initial = today()


class ChildForm(ActionForm):
    """Who a child is, as far as it is known."""

    known_as = forms.CharField(label=gettext_lazy("What is the child called?"), max_length=100)
    born = DayField(
        label=gettext_lazy("Day of birth, if known"),
        what=gettext_lazy("The day of birth"),
        not_after_today=True,
        required=False,
    )
    age = forms.IntegerField(label=gettext_lazy("Age, if the day of birth is not known"), required=False)
    relation = forms.CharField(required=False, max_length=100)
    lives_with = forms.CharField(label=gettext_lazy("Lives with"), required=False, max_length=200)
    regular_contact = FiveAnswersField()
    school = forms.CharField(label=gettext_lazy("Nursery, school or college"), required=False, max_length=200)
    notes = forms.CharField(label=gettext_lazy("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, posted=None, *, episode, child: Child | None = None, **kwargs):
        self.episode = episode
        told = {name: getattr(child, name) for name in self.base_fields} if child else {}
        super().__init__(posted, initial=told, **kwargs)
        name = {"name": episode.first_name}
        self.fields["relation"].label = _("Who is the child to %(name)s?") % name
        self.fields["regular_contact"].label = _("%(name)s sees the child regularly") % name
