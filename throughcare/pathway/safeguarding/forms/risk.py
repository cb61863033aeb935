"""What is asked when risk is assessed, planned for and looked back on, and what stands about protection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.access.models import User
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import DayField, FiveAnswersField, RadioField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm, StepForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.safeguarding.forms.lines import add_lines, check_lines, lines_said
from throughcare.pathway.safeguarding.models import ProtectionStatus, ProtectiveAction
from throughcare.pathway.safeguarding.queries.risk import KnownRisk, action_in_words
from throughcare.pathway.safeguarding.terms import ActionState, Awareness, Protection, ToldBy
from throughcare.specification.terms import MilestoneKind


class AssessRiskForm(StepForm):
    """Every risk with its answer, what is known and who said so; what was answered before stands there."""

    kind = MilestoneKind.RISK_ASSESSED
    day_of = gettext_lazy("The assessment")
    day_label = gettext_lazy("Day of the assessment")

    aware = RadioField(label=gettext_lazy("How far do they see the risks?"), choices=Awareness.choices)
    aware_words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        posted=None,
        *,
        known: Mapping[str, KnownRisk] = MappingProxyType({}),
        vulnerable: Mapping[str, KnownRisk] = MappingProxyType({}),
        **kwargs,
    ):
        self.known, self.vulnerable = known, vulnerable
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        for risk, code in self.episode.specification.all_risks.items():
            self.fields[f"risk_{risk}"] = self._asked(code.title, self.known.get(risk))
            self.fields[f"words_{risk}"] = self._words(code.title, self.known.get(risk))
            self.fields[f"told_{risk}"] = forms.ChoiceField(
                label=_("%(risk)s: who said so") % {"risk": code.title},
                required=False,
                choices=[("", _("Not said")), *ToldBy.choices],
                initial=self.known[risk].told_by if risk in self.known else "",
            )
            self.fields[f"told_{risk}"].optional_is_said_above = True
        for subject, code in self.episode.specification.vulnerabilities.items():
            self.fields[f"vulnerable_{subject}"] = self._asked(code.title, self.vulnerable.get(subject))
        name = {"name": self.episode.first_name}
        self.fields["aware"].label = _("How far does %(name)s see the risks?") % name
        self.fields["aware_words"].label = _("How does %(name)s put it?") % name

    def _asked(self, title: str, known: KnownRisk | None) -> FiveAnswersField:
        field = FiveAnswersField(
            label=title,
            error_messages={"required": _("Answer “%(label)s”, or choose “Not asked”") % {"label": title}},
        )
        if known is not None and known.answer != Answer.NOT_ASKED:
            field.initial, field.help_text = known.answer, known_before(known)
        return field

    def _words(self, title: str, known: KnownRisk | None) -> forms.CharField:
        field = forms.CharField(
            label=_("%(risk)s: what is known") % {"risk": title},
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=known.words if known else "",
        )
        field.optional_is_said_above = True
        return field

    def detail(self) -> Mapping:
        return {"risks": list(self.episode.specification.all_risks)}

    @property
    def next_words(self) -> str:
        return _("If a risk is there:")

    @property
    def sections(self) -> Sequence[Section]:
        risks = [
            f"{part}_{risk}" for risk in self.episode.specification.all_risks for part in ("risk", "words", "told")
        ]
        vulnerable = [name for name in self.fields if name.startswith("vulnerable_")]
        last = ["aware", "aware_words", *(["because"] if "because" in self.fields else [])]
        told = _("What was answered before is filled in, with its day. Change what is no longer so.")
        return [
            Section("", ["on", "at"]),
            Section(_("Risks"), risks, told),
            *([Section(_("What makes them vulnerable"), vulnerable)] if vulnerable else []),
            Section(_("In their own eyes"), last),
        ]

    @property
    def said(self) -> dict:
        told = self.cleaned_data

        def by_subject(prefix: str) -> dict[str, str]:
            return {name.removeprefix(prefix): told[name] for name in told if name.startswith(prefix) and told[name]}

        kept = {name: told[name] for name in ("on", "at", "aware", "aware_words")}
        return {
            **kept,
            "because": told.get("because", ""),
            "risks": by_subject("risk_"),
            "details": by_subject("words_"),
            "told_by": by_subject("told_"),
            "vulnerable": by_subject("vulnerable_"),
        }


def known_before(known: KnownRisk) -> str:
    """ "At triage on 6 Oct 2014: Yes"."""
    said = {"day": wording.short_day(known.on, today()), "answer": str(Answer(known.answer).label)}
    if known.kind == MilestoneKind.TRIAGE_COMPLETED:
        return _("At triage on %(day)s: %(answer)s") % said
    return _("At the risk assessment on %(day)s: %(answer)s") % said


class RiskPlanForm(StepForm):
    """What is done about the risks, by whom and by when."""

    kind = MilestoneKind.RISK_PLAN_MADE
    day_of = gettext_lazy("The risk plan")
    day_label = gettext_lazy("Day of the plan")

    words = forms.CharField(
        label=gettext_lazy("What was agreed in short"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("on", "words")

    def __init__(self, posted=None, *, colleagues: Iterable[User] = (), **kwargs):
        self.colleagues = list(colleagues)
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        self.lines = add_lines(self, self.episode, self.colleagues)

    @property
    def sections(self) -> Sequence[Section]:
        first = ["on", "words", *(["because"] if "because" in self.fields else [])]
        words = _("What makes the greatest risk smaller comes first. Leave the lines empty that are not needed.")
        return [Section("", first), Section(_("Actions"), self.lines, words)]

    def clean(self) -> dict:
        check_lines(self)
        if not self.errors and self.needs_actions and not lines_said(self):
            self.add_error("what_1", _("A risk plan has at least one action. Write it down"))
        return self.cleaned_data

    needs_actions = True

    @property
    def said(self) -> dict:
        kept = {name: self.cleaned_data[name] for name in ("on", "words")}
        return {**kept, "because": self.cleaned_data.get("because", ""), "actions": lines_said(self)}


class ReviewRiskPlanForm(RiskPlanForm):
    """How each action stands, and what is added."""

    kind = MilestoneKind.RISK_PLAN_REVIEWED
    day_of = gettext_lazy("The review")
    day_label = gettext_lazy("Day of the review")
    needs_actions = False

    def __init__(self, posted=None, *, actions: Sequence[ProtectiveAction] = (), **kwargs):
        self.actions = actions
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        self.fields["words"].label = _("What has changed")
        for one in self.actions:
            self.fields[f"state_{one.pk}"] = RadioField(
                label=one.words,
                choices=ActionState.choices,
                initial=one.state,
                help_text=action_in_words(one, self.episode),
            )

    @property
    def sections(self) -> Sequence[Section]:
        first, lines = super().sections
        states = [f"state_{one.pk}" for one in self.actions]
        so_far = [Section(_("How each action stands"), states)] if states else []
        return [first, *so_far, Section(_("Actions added today"), self.lines, lines.words)]

    @property
    def said(self) -> dict:
        states = {one.pk: self.cleaned_data[f"state_{one.pk}"] for one in self.actions}
        return {**super().said, "states": states}


class ActionStateForm(ActionForm):
    """How one action stands."""

    state = RadioField(label=gettext_lazy("How does it stand?"), choices=ActionState.choices)
    on = DayField(label=gettext_lazy("Since when?"), what=gettext_lazy("The day"), not_after_today=True)
    happens_next = ()

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self.fields["on"].initial = today()


class ProtectionForm(ActionForm):
    """What stands about one kind of protection; what each kind asks is chosen by `about`."""

    #: What each kind asks beside the answer and its day.
    ASKS = {
        Protection.EXPLOITATION: ("protocol", "contact", "reached_by"),
        Protection.VULNERABLE_ADULT: ("protocol", "contact", "reached_by"),
        Protection.MAPPA: ("level", "contact", "reached_by"),
        Protection.OFFENDER_MANAGEMENT: ("level", "contact", "reached_by"),
        Protection.COORDINATION: ("profession", "contact", "reached_by"),
    }
    happens_next = ()

    answer = FiveAnswersField()
    since = DayField(label=gettext_lazy("Since when?"), what=gettext_lazy("The day"), not_after_today=True)
    level = forms.CharField(label=gettext_lazy("Category and level, or scheme"), max_length=200, required=False)
    protocol = forms.CharField(label=gettext_lazy("Which agreed protocol is followed?"), max_length=300, required=False)
    profession = forms.ChoiceField(label=gettext_lazy("Profession of the coordinator"), required=False)
    contact = forms.CharField(max_length=200, required=False)
    reached_by = forms.CharField(label=gettext_lazy("How to reach them"), max_length=200, required=False)

    def __init__(
        self, posted=None, *, episode: EpisodeForStep, about: Protection, stands: ProtectionStatus | None, **kwargs
    ):
        self.episode, self.about = episode, about
        super().__init__(posted, **kwargs)
        self.fields["answer"].label = _QUESTIONS[about]() % {"name": episode.first_name}
        self.fields["since"].initial = today()
        self.fields["contact"].label = _CONTACTS[about]()
        self.fields["profession"].choices = [("", _("Choose")), *choices_of(episode.specification.care_coordinators)]
        for name in ("level", "protocol", "profession", "contact", "reached_by"):
            if name not in self.ASKS[about]:
                del self.fields[name]
            elif stands is not None:
                self.fields[name].initial = getattr(stands, name)

    def clean(self) -> dict:
        told = self.cleaned_data
        if self.about == Protection.COORDINATION and told.get("answer") == Answer.YES:
            if not told.get("contact"):
                self.add_error("contact", _("Name the coordinator"))
            if not told.get("profession"):
                self.add_error("profession", _("Choose the profession of the coordinator"))
        return told


_QUESTIONS = {
    Protection.EXPLOITATION: lambda: _("Is %(name)s at risk of child sexual exploitation?"),
    Protection.VULNERABLE_ADULT: lambda: _("Is %(name)s a vulnerable adult at risk?"),
    Protection.MAPPA: lambda: _("Is %(name)s managed under MAPPA?"),
    Protection.OFFENDER_MANAGEMENT: lambda: _("Is %(name)s in integrated offender management?"),
    Protection.COORDINATION: lambda: _("Is somebody coordinating %(name)s’s care?"),
}
_CONTACTS = {
    Protection.EXPLOITATION: lambda: _("Who answers for it at the police’s public protection unit?"),
    Protection.VULNERABLE_ADULT: lambda: _("Who answers for it at the police’s public protection unit?"),
    Protection.MAPPA: lambda: _("With whom is information exchanged?"),
    Protection.OFFENDER_MANAGEMENT: lambda: _("With whom is information exchanged?"),
    Protection.COORDINATION: lambda: _("Name of the coordinator"),
}
