"""What is asked when the risk of domestic abuse is graded, referred and discussed at MARAC."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.models import User
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import RadioField, SeveralField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.pathway.safeguarding.forms.lines import add_lines, check_lines, lines_said
from throughcare.pathway.safeguarding.queries.abuse import Checklist
from throughcare.pathway.safeguarding.rules import abuse_grade
from throughcare.pathway.safeguarding.terms import Consent, Lift
from throughcare.specification.terms import MilestoneKind


class GradeForm(StepForm):
    """The checklist grades; judgement, escalation or a repeat lifts to high, and nothing lowers."""

    kind = MilestoneKind.ABUSE_GRADED
    day_of = gettext_lazy("The grading")
    day_label = gettext_lazy("Day of the grading")

    types = SeveralField(label=gettext_lazy("What kind of abuse?"), required=False)
    relationship = RadioField(label=gettext_lazy("By whom?"), required=False)
    lifted_by = SeveralField(
        label=gettext_lazy("Is the risk high for another reason?"), required=False, choices=Lift.choices
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed where the risk is lifted to high"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, posted=None, *, checklist: Checklist | None, heard_on: date | None = None, **kwargs):
        self.checklist, self.heard_on = checklist, heard_on
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        specification = self.episode.specification
        for name, codes in (("types", specification.abuse_types), ("relationship", specification.abuse_relationships)):
            self.fields[name].choices = choices_of(codes)
            if not codes:
                del self.fields[name]
        if self.heard_on is not None:
            day = wording.short_day(self.heard_on, today())
            self.fields["lifted_by"].hints = {Lift.AGAIN: _("Discussed at MARAC on %(day)s") % {"day": day}}

    def detail(self) -> Mapping:
        lifted = self.is_bound and bool(self["lifted_by"].data)
        settled = self.checklist.grade if self.checklist else None
        return {"grade": abuse_grade(settled, lifted) or "high"}

    @property
    def next_words(self) -> str:
        if self.checklist and self.checklist.grade:
            return ""
        return _("If it is graded as high:")

    @property
    def sections(self) -> Sequence[Section]:
        kinds = [name for name in ("types", "relationship") if name in self.fields]
        last = ["lifted_by", "reason", *(["because"] if "because" in self.fields else [])]
        words = _("A low count never means safe. What you tick lifts the risk to high, whatever the checklist counts.")
        return [Section("", ["on", *kinds]), Section(_("Your judgement"), last, words)]

    @property
    def said(self) -> dict:
        told = super().said
        return {**told, "relationship": told.get("relationship") or ""}


class ReferForm(StepForm):
    kind = MilestoneKind.ABUSE_REFERRED
    day_of = gettext_lazy("The referral")
    day_label = gettext_lazy("Day of the referral")

    to = RadioField(label=gettext_lazy("To whom?"))
    consent = RadioField(label=gettext_lazy("Do they agree?"), choices=Consent.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why is it passed on without agreement?"),
        help_text=gettext_lazy("Kept with the referral, and logged"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        label=gettext_lazy("What was told to them"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("to", "on", "consent", "reason", "words")

    def prepare(self) -> None:
        del self.fields["at"]
        abuse, agencies = self.episode.specification.domestic_abuse, self.episode.specification.agencies
        ways = dict.fromkeys([abuse.high_to, abuse.medium_to, abuse.standard_to]) if abuse else {}
        self.fields["to"].choices = [(agency, agencies[agency].title) for agency in ways]
        self.fields["to"].hints = {agency: promise_hint(self.would_start(to=agency)) for agency in ways}

    @property
    def happens_next(self) -> list:
        return []  # each way says it below itself


class MaracForm(StepForm):
    kind = MilestoneKind.MARAC_HEARD
    day_of = gettext_lazy("The conference")
    day_label = gettext_lazy("Day of the conference")

    attended = RadioField(label=gettext_lazy("Was somebody of ours there?"))
    representative = forms.CharField(label=gettext_lazy("Who represented us?"), max_length=200, required=False)
    shared = forms.CharField(
        label=gettext_lazy("What did we share?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    basis = forms.CharField(
        label=gettext_lazy("On what basis?"),
        help_text=gettext_lazy("Such as consent, or a serious risk of harm. It is logged with what was shared"),
        max_length=300,
        required=False,
    )

    def __init__(self, posted=None, *, colleagues: Iterable[User] = (), **kwargs):
        self.colleagues = list(colleagues)
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        self.fields["attended"].choices = [("yes", _("Yes")), ("no", _("No"))]
        self.lines = add_lines(self, self.episode, self.colleagues)

    @property
    def sections(self) -> Sequence[Section]:
        last = ["because"] if "because" in self.fields else []
        words = _("What we offered to do. Leave the lines empty that are not needed.")
        return [
            Section("", ["on", "attended", "representative", "shared", "basis", *last]),
            Section(_("Actions we offered"), self.lines, words),
        ]

    def clean(self) -> dict:
        check_lines(self)
        if self.cleaned_data.get("attended") == "yes" and not self.cleaned_data.get("representative"):
            self.add_error("representative", _("Say who represented us"))
        return self.cleaned_data

    @property
    def said(self) -> dict:
        kept = {name: self.cleaned_data[name] for name in ("on", "attended", "representative", "shared", "basis")}
        return {**kept, "because": self.cleaned_data.get("because", ""), "actions": lines_said(self)}
