"""What is asked when a plan is drafted or signed off, and how a goal stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.pages.forms import PageForm, Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.plan.queries import PlanVersion, latest_of_each_kind
from throughcare.pathway.plan.terms import GoalState
from throughcare.pathway.safeguarding.forms.considered import ConsideredField
from throughcare.specification.terms import MilestoneKind

#: Lines for goals at first, and as many again each time more are asked for.
LINES = 5


class DraftForm(StepForm):
    """Goals are lines of their own, as many as wanted; `lines` says how many the page has."""

    kind = MilestoneKind.PLAN_DRAFTED
    day_of = gettext_lazy("The draft")
    day_label = gettext_lazy("Day of the draft")

    plan_kind = RadioField(label=gettext_lazy("Which plan?"))
    keep = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Goals that still hold")
    )

    field_order = ("plan_kind", "on", "because", "keep")

    def __init__(self, posted=None, *, plans: Sequence[PlanVersion] = (), lines: int = LINES, **kwargs):
        self.plans, self.lines = plans, lines
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        kinds = self.episode.specification.plan_kinds
        self.fields["plan_kind"].choices = choices_of(kinds)
        self.fields["plan_kind"].hints = {kind: self._hint(kind) for kind in kinds}
        earlier = [goal for plan in latest_of_each_kind(list(self.plans)).values() for goal in plan.goals]
        self.fields["keep"].choices = [(goal.pk, f"“{goal.words}”") for goal in earlier]
        self.fields["keep"].hints = {str(goal.pk): str(GoalState(goal.state).label) for goal in earlier}
        if not earlier:
            del self.fields["keep"]
        for number in range(1, self.lines + 1):
            line = forms.CharField(label=_("Goal %(number)s") % {"number": number}, required=False, max_length=500)
            line.optional_is_said_above = True
            self.fields[f"goal_{number}"] = line

    def detail(self) -> Mapping:
        return {"kind": self.episode.specification.default_plan_kind}

    @property
    def happens_next(self) -> list:
        return []  # it depends on the plan; each says it below itself

    @property
    def sections(self) -> Sequence[Section]:
        first = [name for name in ("plan_kind", "on", "because") if name in self.fields]
        goals = [f"goal_{number}" for number in range(1, self.lines + 1)]
        kept = [Section(_("Goals so far"), ["keep"])] if "keep" in self.fields else []
        words = _("One goal on a line. Leave the lines empty that are not needed.")
        title = _("Goals in %(name)s’s own words") % {"name": self.episode.first_name}
        return [Section(_("Ask today"), first), *kept, Section(title, goals, words)]

    @property
    def said(self) -> dict:
        told = {name: value for name, value in super().said.items() if not name.startswith("goal_")}
        told["kind"] = told.pop("plan_kind")
        goals = [self.cleaned_data[f"goal_{number}"] for number in range(1, self.lines + 1)]
        return {**told, "goals": [words for words in goals if words]}

    def _hint(self, kind: str) -> str:
        latest = latest_of_each_kind(list(self.plans)).get(kind)
        version = _("This would be version %(number)s") % {"number": latest.version + 1} if latest else ""
        promises = promise_hint(self.would_start(kind=kind))
        return ". ".join(one for one in (version, promises) if one)


class SignOffForm(StepForm):
    kind = MilestoneKind.PLAN_SIGNED_OFF
    day_of = gettext_lazy("The sign-off")
    day_label = gettext_lazy("Day of the sign-off")

    plan_kind = RadioField(label=gettext_lazy("Which plan is signed off?"))
    considered = ConsideredField()

    field_order = ("plan_kind", "on", "considered", "because")

    def __init__(self, posted=None, *, plans: Sequence[PlanVersion] = (), **kwargs):
        self.plans = latest_of_each_kind(list(plans))
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        del self.fields["at"]
        kinds = self.episode.specification.plan_kinds
        self.fields["plan_kind"].choices = choices_of(kinds)
        self.fields["plan_kind"].hints = {kind: self._hint(kind) for kind in kinds}

    def detail(self) -> Mapping:
        return {"kind": self.episode.specification.default_plan_kind}

    @property
    def happens_next(self) -> list:
        return []

    def titles(self) -> Mapping[str, str]:
        """The rule says "the integrated plan"; the specification has its own name for it."""
        return {f"{kind} plan": code.title for kind, code in self.episode.specification.plan_kinds.items()}

    @property
    def said(self) -> dict:
        told = super().said
        told["kind"] = told.pop("plan_kind")
        return told

    def _hint(self, kind: str) -> str:
        plan = self.plans.get(kind)
        if plan is None:
            standing = _("No draft yet: the sign-off begins the first version, without goals")
        else:
            standing = version_words(plan)
            if plan.signed_on:
                return _("%(version)s. To sign off again, draft a new version first") % {"version": standing}
        promises = promise_hint(self.would_start(kind=kind))
        return ". ".join(one for one in (standing, promises) if one)


class GoalForm(PageForm):
    """How a goal stands today."""

    state = RadioField(label=gettext_lazy("How does it stand?"), choices=GoalState.choices)
    happens_next = ()

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)


def version_words(plan: PlanVersion) -> str:
    """ "Version 2, signed off on 18 Nov, 3 goals"."""
    count = len(plan.goals)
    goals = ngettext("%(count)s goal", "%(count)s goals", count) % {"count": count} if count else _("no goals")
    day = wording.short_day(plan.signed_on or plan.drafted_on, today())
    said = {"number": plan.version, "day": day, "goals": goals}
    if plan.signed_on:
        return _("Version %(number)s, signed off on %(day)s, %(goals)s") % said
    return _("Version %(number)s, drafted on %(day)s, %(goals)s") % said
