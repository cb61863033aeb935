"""What is asked when somebody leaves treatment, or a referral ends before it."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.pathway.episode.rules import in_order, open_interventions, treatment_start
from throughcare.specification.codes import ExitReason
from throughcare.specification.rules import titles_of
from throughcare.specification.terms import MilestoneKind


class EndingForm(StepForm):
    """Both endings: what still runs ends with them, so the page asks first."""

    reason = RadioField()
    ends = forms.BooleanField()
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def prepare(self) -> None:
        del self.fields["at"]
        if not self.running:
            del self.fields["ends"]
            return
        count = len(self.running)
        label = ngettext(
            "End this intervention on the same day: %(types)s",
            "End these interventions on the same day: %(types)s",
            count,
        )
        self.fields["ends"].label = label % {"types": titles_of(self.episode.specification.interventions, self.running)}
        self.fields["ends"].error_messages["required"] = ngettext(
            "%(count)s intervention is still running: tick that it ends on the same day, or end it first",
            "%(count)s interventions are still running: tick that they end on the same day, or end them first",
            count,
        ) % {"count": count}

    @property
    def running(self) -> list[str]:
        return list(dict.fromkeys(open_interventions(in_order(self.episode.happenings))))

    @property
    def happens_next(self) -> list:
        return []  # it depends on the reason

    @property
    def said(self) -> dict:
        return {name: value for name, value in super().said.items() if name != "ends"}


class LeaveForm(EndingForm):
    kind = MilestoneKind.EXITED
    day_of = gettext_lazy("The last day")
    day_label = gettext_lazy("Last day")

    to = forms.ChoiceField(label=gettext_lazy("Where to, if another service takes over"), required=False)

    field_order = ("reason", "to", "on", "ends", "words", "because")

    def prepare(self) -> None:
        super().prepare()
        specification = self.episode.specification
        self.fields["reason"].label = _("Why does %(name)s leave?") % {"name": self.episode.first_name}
        planned = {key: code for key, code in specification.exit_reasons.items() if code.planned}
        others = {key: code for key, code in specification.exit_reasons.items() if not code.planned}
        groups = [(_("Planned"), planned), (_("Not planned"), others)]
        self.fields["reason"].choices = [(title, choices_of(codes)) for title, codes in groups if codes]
        self.fields["reason"].group_hints = {title: self._hint(codes) for title, codes in groups if codes}
        self.fields["to"].choices = [("", _("Nowhere, or not known")), *choices_of(specification.agencies)]
        self.fields["words"].label = _("How it ended, and what was agreed for afterwards")

    @property
    def said(self) -> dict:
        return super().said | {"to": self.cleaned_data["to"] or None}

    def _hint(self, codes: Mapping[str, ExitReason]) -> str:
        """What leaving in this way promises, where that is the same for all these reasons."""
        hints = {promise_hint(self.would_start(reason=reason)) for reason in codes}
        return hints.pop() if len(hints) == 1 else ""


class WithdrawForm(EndingForm):
    kind = MilestoneKind.WITHDRAWN
    day_of = gettext_lazy("The day the referral ended")
    day_label = gettext_lazy("Day the referral ended")

    field_order = ("reason", "on", "ends", "words", "because")

    def prepare(self) -> None:
        super().prepare()
        reasons = self.episode.specification.withdraw_reasons
        before_treatment = {key: code for key, code in reasons.items() if not code.planned}
        self.fields["reason"].label = _("Why does the referral end?")
        self.fields["reason"].choices = choices_of(before_treatment or reasons)
        self.fields["words"].label = _("What was said, and what was offered instead")

    @property
    def treatment_started(self) -> str:
        """The day treatment started, in words; then this is no referral that ended before it."""
        started = treatment_start(in_order(self.episode.happenings), self.episode.specification)
        return wording.short_day(started, today()) if started else ""
