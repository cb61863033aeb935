"""What is asked in the steps that belong to no single stage."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.pathway.casework.queries.colleagues import Colleague
from throughcare.pathway.episode.forms import StepForm, words_of
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.terms import MilestoneKind


class AssignKeyworkerForm(StepForm):
    kind = MilestoneKind.KEYWORKER_ASSIGNED
    day_of = gettext_lazy("The change")
    day_label = gettext_lazy("From which day?")

    worker = RadioField(label=gettext_lazy("Who becomes key worker?"))

    field_order = ("worker", "on", "because")

    def __init__(self, posted=None, *, colleagues: Sequence[Colleague], **kwargs):
        self.colleagues = colleagues
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        self.fields["worker"].choices = [(one.username, one.name) for one in self.colleagues]
        self.fields["worker"].hints = {one.username: caseload_words(one) for one in self.colleagues}


class WorkJointlyForm(StepForm):
    kind = MilestoneKind.JOINT_WORK_RECORDED
    day_of = gettext_lazy("The joint work")
    day_label = gettext_lazy("Day of the joint work")

    agency = forms.ChoiceField(label=gettext_lazy("With which agency?"))
    how = RadioField(label=gettext_lazy("What was done together?"))
    words = forms.CharField(
        label=gettext_lazy("What was said and agreed"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("agency", "how", "on", "words", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        specification = self.episode.specification
        self.fields["agency"].choices = [("", _("Choose an agency")), *choices_of(specification.agencies)]
        self.fields["how"].choices = choices_of(specification.joint_work)


class ReferOnwardForm(StepForm):
    kind = MilestoneKind.REFERRED_ONWARD
    day_of = gettext_lazy("The referral onward")
    day_label = gettext_lazy("Day of the referral onward")

    to = forms.ChoiceField(label=gettext_lazy("To which agency?"))
    consent = RadioField(choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))])
    words = forms.CharField(
        label=gettext_lazy("What was said and agreed"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("to", "consent", "on", "words", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        self.fields["to"].choices = [("", _("Choose an agency")), *choices_of(self.episode.specification.agencies)]
        self.fields["consent"].label = _("Does %(name)s agree?") % {"name": self.episode.first_name}

    def refuse(self, refused: StepRefused) -> None:
        """Consent is a matter of law and contract, so its refusal says which clause asks for it."""
        if refused.field != "consent":
            super().refuse(refused)
            return
        said = {"refusal": words_of(refused), "clause": refused.clause}
        self.add_error("consent", _("%(refusal)s (%(clause)s)") % said)


def caseload_words(colleague: Colleague) -> str:
    """ "Key worker, 12 people"."""
    people = ngettext("%(count)s person", "%(count)s people", colleague.caseload) % {"count": colleague.caseload}
    said = {"roles": colleague.roles, "people": people if colleague.caseload else _("nobody yet")}
    return _("%(roles)s: %(people)s") % said
