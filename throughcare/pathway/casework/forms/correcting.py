"""What is asked when something recorded was wrong: a new day, other words, or that it never happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.clocks.models import Milestone
from throughcare.foundations.pages.fields import DayField, RadioField, TimeOfDayField, choices_of
from throughcare.foundations.pages.forms import PageForm, Section
from throughcare.pathway.casework.queries.colleagues import Colleague
from throughcare.pathway.casework.wording import fixed_in_words
from throughcare.pathway.episode.forms import FIELD_OF_REFUSAL, words_of
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.interventions.forms import types_in_groups
from throughcare.specification.terms import DETAIL_CODES, DETAIL_KEYS, FIXED_LISTS, MilestoneKind

#: What each detail is called on the page; where a word differs by kind of step, that step's own comes first.
LABELS = {
    ("plan_drafted", "kind"): gettext_lazy("Which plan"),
    ("plan_signed_off", "kind"): gettext_lazy("Which plan"),
    ("exited", "to"): gettext_lazy("Where to"),
    ("referred_onward", "to"): gettext_lazy("To which agency"),
    ("joint_work_recorded", "how"): gettext_lazy("What was done together"),
    "source": gettext_lazy("Who referred"),
    "channel": gettext_lazy("How the referral came"),
    "urgency": gettext_lazy("Urgency"),
    "how": gettext_lazy("How"),
    "for": gettext_lazy("Day offered"),
    "outcomes": gettext_lazy("Outcomes"),
    "substances": gettext_lazy("Substances"),
    "worker": gettext_lazy("Key worker"),
    "type": gettext_lazy("Which intervention"),
    "setting": gettext_lazy("Where it was given"),
    "reason": gettext_lazy("Reason"),
    "outcome": gettext_lazy("What happened"),
    "minutes": gettext_lazy("Minutes"),
    "stage": gettext_lazy("When in the stay"),
    "agency": gettext_lazy("With which agency"),
    "consent": gettext_lazy("Consent"),
    "point": gettext_lazy("Which follow-up"),
    "reached": gettext_lazy("Reached"),
    "about": gettext_lazy("About what"),
    ("triage_completed", "setting"): gettext_lazy("Where it took place"),
    ("assessment_completed", "setting"): gettext_lazy("Where it took place"),
    ("assessment_started", "setting"): gettext_lazy("Where it took place"),
    ("crisis_support_given", "setting"): gettext_lazy("Where it took place"),
    ("summary_issued", "to"): gettext_lazy("To which agency"),
    ("abuse_referred", "to"): gettext_lazy("To whom"),
    "motivation": gettext_lazy("Ready to start"),
    "agreed": gettext_lazy("Agreed"),
    "leaflet": gettext_lazy("Leaflet given"),
    "risks": gettext_lazy("Risks"),
    "considered": gettext_lazy("Talked about"),
    "grade": gettext_lazy("Grade"),
    "responsible": gettext_lazy("Looks after children"),
    "response": gettext_lazy("Response"),
}
#: The answers belong to one tool: for another one, this is taken back and that is recorded.
NOT_CHANGED = frozenset({"instrument"})
SEVERAL = frozenset({"outcomes", "substances", "risks", "considered"})
NUMBERS = frozenset({"minutes", "people"})
#: What a step cannot do without; the rest may be emptied.
MAY_BE_EMPTY = frozenset(
    {
        *("urgency", "substances", "setting", "minutes", "to", "motivation", "risks", "considered"),
        *(("triage_completed", "how"), ("assessment_completed", "how"), ("assessment_started", "how")),
    }
)
DETAIL = "said_"
HOW_MANY_RADIOS = 8


class CorrectForm(PageForm):
    """The step as it stands, to be changed. What stays as it was is not recorded again."""

    happens_next = ()

    never = forms.BooleanField(
        label=gettext_lazy("This never happened"),
        help_text=gettext_lazy("The step is taken back; what was recorded stays readable."),
        required=False,
    )
    on = DayField(label=gettext_lazy("Day it happened"), what=gettext_lazy("The day"), not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time it happened"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why it is corrected, for those who read the record later")},
    )

    def __init__(
        self, posted=None, *, milestone: Milestone, episode: EpisodeForStep, colleagues: Sequence[Colleague], **kwargs
    ):
        self.milestone, self.episode, self.colleagues = milestone, episode, colleagues
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = milestone.happened_on
        if milestone.happened_at is not None:
            self.fields["at"].initial = timezone.localtime(milestone.happened_at).time()
        if milestone.kind != MilestoneKind.REFERRAL_RECEIVED:
            self.fields["on"].not_before, self.fields["on"].before_what = episode.opened_on, _("the referral")
        for key in self.keys:
            self.fields[DETAIL + key] = self._field(key)

    @property
    def keys(self) -> list[str]:
        """The details of this kind of step that have words on this page, in the order of the words."""
        kind = self.milestone.kind
        known = list(dict.fromkeys(key if isinstance(key, str) else key[1] for key in LABELS))
        return [key for key in known if key in DETAIL_KEYS[kind] - NOT_CHANGED]

    @property
    def sections(self) -> Sequence[Section]:
        changed = ["on", "at", *(DETAIL + key for key in self.keys)]
        return [
            Section(_("What really happened"), changed, _("Change only what is wrong.")),
            Section(_("Or take it back"), ["never"]),
            Section(_("For those who read this later"), ["reason"]),
        ]

    @property
    def said(self) -> dict:
        """What the correction changes; nothing but the reason where the step is taken back."""
        told = self.cleaned_data
        if told["never"]:
            return {"never": True, "reason": told["reason"]}
        changed = {key: told[DETAIL + key] for key in self.keys if told[DETAIL + key] != self._stands(key)}
        at = told["at"] if told["at"] != self.fields["at"].initial else None
        return {"on": told["on"], "at": at, "detail": changed, "reason": told["reason"]}

    def clean(self):
        told = super().clean()
        if told.get("never"):
            for name in [name for name in self.errors if name not in ("reason", "never")]:
                del self.errors[name]  # what is taken back needs no day
        elif not self.errors and not self._changes():
            self.add_error(None, _("Nothing is changed yet: change what is wrong, or say that it never happened"))
        for key in self.keys:
            told[DETAIL + key] = self._as_stored(key, told.get(DETAIL + key))
        return told

    def refuse(self, refused: StepRefused) -> None:
        field = FIELD_OF_REFUSAL.get(refused.field, refused.field)
        if DETAIL + refused.field in self.fields:
            field = DETAIL + refused.field
        self.add_error(field if field in self.fields else None, words_of(refused, self._titles()))

    def _changes(self) -> bool:
        told = self.cleaned_data
        same_day = told["on"] == self.milestone.happened_on and told["at"] in (None, self.fields["at"].initial)
        same_words = all(self._as_stored(key, told[DETAIL + key]) == self._stands(key) for key in self.keys)
        return not (same_day and same_words)

    def _stands(self, key: str):
        return self.milestone.detail.get(key)

    def _as_stored(self, key: str, value):
        if isinstance(value, date):
            return value.isoformat()
        if key in SEVERAL:
            before = [one for one in self._stands(key) or () if one in (value or ())]
            return [*before, *(one for one in value or () if one not in before)] or None
        return None if value in ("", None) else value

    def _field(self, key: str) -> forms.Field:
        label = str(LABELS.get((self.milestone.kind, key)) or LABELS[key])
        stands = self._stands(key)
        optional = bool({key, (self.milestone.kind, key)} & MAY_BE_EMPTY)
        if key == "for":
            return DayField(label=label, initial=date.fromisoformat(stands) if stands else None)
        if key in NUMBERS:
            return forms.IntegerField(label=label, required=False, min_value=1, max_value=24 * 60, initial=stands)
        if key == "to" and self.milestone.kind == MilestoneKind.EXITED:
            choices = self._choices(self.episode.specification.agencies, stands)
            return forms.ChoiceField(
                label=label, required=False, choices=[("", _("Nowhere")), *choices], initial=stands
            )
        choices = self._choices_for(key, stands)
        if key in SEVERAL:
            return forms.MultipleChoiceField(
                label=label,
                required=not optional,
                choices=choices,
                initial=stands,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one answer to “%(label)s”") % {"label": label}},
            )
        required = {"required": _("Choose an answer to “%(label)s”") % {"label": label}}
        if len(choices) > HOW_MANY_RADIOS or optional:
            shown = [("", _("Not said") if optional else _("Choose")), *choices]
            return forms.ChoiceField(
                label=label, required=not optional, choices=shown, initial=stands, error_messages=required
            )
        return RadioField(label=label, choices=choices, initial=stands, error_messages=required)

    def _choices_for(self, key: str, stands) -> list:
        if key == "worker":
            named = [(one.username, one.name) for one in self.colleagues]
            return named if stands in dict(named) else [*named, (stands, stands)]
        listed = DETAIL_CODES[self.milestone.kind, key]
        if listed == "yes_no":
            return [("yes", _("Yes")), ("no", _("No"))]
        if listed == "interventions":
            return types_in_groups(self.episode.specification)
        if listed in FIXED_LISTS:
            return [(word, fixed_in_words(listed, word)) for word in FIXED_LISTS[listed]]
        return self._choices(getattr(self.episode.specification, listed), stands)

    def _choices(self, codes: Mapping, stands) -> list[tuple[str, str]]:
        """The list's own choices, and what was said where the list does not have it."""
        choices = choices_of(codes)
        said = stands if isinstance(stands, list) else [stands]
        return [*choices, *((one, one) for one in said if one and one not in codes)]

    def _titles(self) -> Mapping[str, str]:
        specification = self.episode.specification
        plans = {f"{kind} plan": code.title for kind, code in specification.plan_kinds.items()}
        return plans | {one.id: one.title for one in specification.interventions.values()}
