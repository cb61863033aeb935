"""What is asked about the care of children, the Children's Centre and reviews at home."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField
from throughcare.foundations.terms import Answer
from throughcare.pathway.episode.forms import StepForm
from throughcare.pathway.safeguarding.terms import OfferResponse


class ChildcareForm(StepForm):
    """Asked of everybody: hidden harm is what nobody asked about."""

    kind = "childcare_recorded"
    day_of = gettext_lazy("The answer")

    responsible = FiveAnswersField(label=gettext_lazy("Do they care for any children?"))
    regular_contact = FiveAnswersField(label=gettext_lazy("Do they see any other children regularly?"))
    protocol_followed_on = DayField(
        label=gettext_lazy("Day the joint working protocol of the four boards was followed"),
        help_text=gettext_lazy("Leave it empty where it does not apply yet"),
        what=gettext_lazy("The protocol"),
        not_after_today=True,
        required=False,
    )

    def prepare(self) -> None:
        self.fields["on"].required = True

    def detail(self) -> Mapping:
        answer = self.data.get("responsible") if self.is_bound else None
        return {"responsible": answer} if answer in (Answer.YES, Answer.NO) else {}


class CentreForm(StepForm):
    kind = "childrens_centre_offered"
    day_of = gettext_lazy("The offer")

    response = RadioField(
        label=gettext_lazy("What did they say to a Children’s Centre?"), choices=OfferResponse.choices
    )
    tool = forms.CharField(label=gettext_lazy("With which tool was it settled?"), max_length=200, required=False)
    centre = forms.CharField(label=gettext_lazy("Which Children’s Centre?"), max_length=200, required=False)
    sessions_there = forms.BooleanField(label=gettext_lazy("Recovery sessions are held there"), required=False)


class HomeReviewForm(StepForm):
    kind = "home_review_held"
    day_of = gettext_lazy("The meeting")

    children_seen = FiveAnswersField(label=gettext_lazy("Were the children seen?"))
    situation = forms.CharField(
        label=gettext_lazy("The children’s situation"),
        help_text=gettext_lazy("What was seen, and what the children and adults said"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write down the children’s situation")},
    )
    next_on = DayField(
        label=gettext_lazy("Day agreed for the next meeting"), what=gettext_lazy("The next meeting"), required=False
    )

    def prepare(self) -> None:
        self.fields["next_on"].not_before, self.fields["next_on"].before_what = (
            self.episode.opened_on,
            _("the referral"),
        )
