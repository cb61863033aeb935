"""What is asked when an intervention starts or ends, and about each session of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import StepForm
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.episode.rules import in_order, open_interventions, treatment_start
from throughcare.specification.rules import title_of
from throughcare.specification.schema import InterventionType, Specification
from throughcare.specification.terms import MilestoneKind

SOMETHING_ELSE = "something_else"


def running(episode: EpisodeForStep) -> list[str]:
    """The types that run now, each once, in the order of their start."""
    return list(dict.fromkeys(open_interventions(in_order(episode.happenings))))


def types_in_groups(specification: Specification) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every type under its category; where a category has types with parts, each of those has a group of its own."""
    with_parts = {one.parent for one in specification.interventions.values() if one.parent}
    divided = {specification.interventions[parent].category for parent in with_parts}
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in specification.interventions.values():
        if one.category in divided:
            group = specification.interventions[one.parent].title if one.parent else one.title
        else:
            group = one.category.replace("_", " ").capitalize()
        groups.setdefault(group, []).append((one.id, type_words(one)))
    return list(groups.items())


def type_words(one: InterventionType) -> str:
    return _("%(type)s (counts as treatment)") % {"type": one.title} if one.counts_as_in_treatment else one.title


class StartForm(StepForm):
    kind = MilestoneKind.INTERVENTION_STARTED
    day_of = gettext_lazy("The start")
    day_label = gettext_lazy("Day of the start")

    type = forms.ChoiceField(label=gettext_lazy("Which intervention?"))
    setting = forms.ChoiceField(label=gettext_lazy("Where is it given?"), required=False)

    field_order = ("type", "setting", "on", "at", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        specification = self.episode.specification
        self.fields["type"].choices = [("", _("Choose an intervention")), *types_in_groups(specification)]
        self.fields["type"].help_text = self._treatment_words()
        self.fields["setting"].choices = [("", _("Not said")), *choices_of(specification.intervention_settings)]

    def detail(self) -> Mapping:
        """As if it counted as treatment, so that what should stand before treatment is said in time."""
        return {"type": min(self.episode.specification.treatment_types, default=None)}

    next_words = gettext_lazy("If it counts as treatment:")

    @property
    def said(self) -> dict:
        return super().said | {"setting": self.cleaned_data["setting"] or None}

    def titles(self) -> Mapping[str, str]:
        return titles_of_types(self.episode)

    def _treatment_words(self) -> str:
        started = treatment_start(in_order(self.episode.happenings), self.episode.specification)
        if started:
            day = wording.short_day(started, today())
            return _("Treatment started on %(day)s already.") % {"day": day}
        return _("The first one that counts as treatment starts treatment.")


class EndForm(StepForm):
    kind = MilestoneKind.INTERVENTION_ENDED
    day_of = gettext_lazy("The end")
    day_label = gettext_lazy("Last day")

    type = RadioField(label=gettext_lazy("Which intervention ends?"))
    reason = RadioField(label=gettext_lazy("Why does it end?"))

    field_order = ("type", "reason", "on", "because")

    def prepare(self) -> None:
        del self.fields["at"]
        specification = self.episode.specification
        self.fields["type"].choices = [(one, title_of(specification.interventions, one)) for one in self.ending]
        self.fields["type"].hints = {one: self._since(one) for one in self.ending}
        own = {key: code for key, code in specification.end_reasons.items() if key not in specification.exit_reasons}
        self.fields["reason"].choices = choices_of(own or specification.end_reasons)

    @property
    def ending(self) -> list[str]:
        """What runs; after leaving, what ended with it and has no reason yet."""
        return running(self.episode) or self._ended_by_leaving()

    def titles(self) -> Mapping[str, str]:
        return titles_of_types(self.episode)

    def _ended_by_leaving(self) -> list[str]:
        if self.episode.closed_on is None:
            return []
        return [
            one.detail["type"]
            for one in self.episode.happenings
            if one.kind == self.kind and one.on == self.episode.closed_on and "reason" not in one.detail
        ]

    def _since(self, type: str) -> str:
        started = [
            one
            for one in self.episode.happenings
            if one.kind == MilestoneKind.INTERVENTION_STARTED and one.detail["type"] == type
        ]
        return _("Since %(day)s") % {"day": wording.short_day(started[-1].on, today())} if started else ""


class SessionForm(StepForm):
    kind = MilestoneKind.SESSION_RECORDED
    day_of = gettext_lazy("The session")
    day_label = gettext_lazy("Day of the session")

    type = RadioField(label=gettext_lazy("Which intervention was it part of?"))
    other_type = forms.ChoiceField(label=gettext_lazy("If something else, which?"), required=False)
    outcome = RadioField(label=gettext_lazy("What happened?"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        required=False,
        min_value=1,
        max_value=24 * 60,
        error_messages={
            "min_value": gettext_lazy("The minutes must be 1 or more; leave them empty where nobody met"),
            "max_value": gettext_lazy("The minutes cannot be more than a day; give the length of one session"),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("What was said and done"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("type", "other_type", "outcome", "on", "at", "minutes", "words", "because")

    def prepare(self) -> None:
        specification = self.episode.specification
        types = running(self.episode)
        every = [("", _("Choose an intervention")), *types_in_groups(specification)]
        self.fields["at"].label = _("Time of the session")
        self.fields["outcome"].choices = choices_of(specification.session_outcomes)
        if types:
            titles = [(one, title_of(specification.interventions, one)) for one in types]
            self.fields["type"].choices = [*titles, (SOMETHING_ELSE, _("Something else"))]
            self.fields["other_type"].choices = every
            self.fields["other_type"].optional_is_said_above = True
        else:
            del self.fields["other_type"]
            self.fields["type"] = forms.ChoiceField(label=self.fields["type"].label, choices=every)

    def clean(self):
        said = super().clean()
        if said.get("type") == SOMETHING_ELSE and not said.get("other_type"):
            self.add_error("other_type", ValidationError(_("Choose which intervention the session was part of")))
        attended = self.episode.specification.session_outcomes.get(said.get("outcome", ""))
        if said.get("minutes") and attended is not None and not attended.attended:
            words = _("Minutes belong to a session that was attended; leave them empty")
            self.add_error("minutes", ValidationError(words))
        return said

    @property
    def said(self) -> dict:
        told = super().said
        other = told.pop("other_type", "")
        return told | {"type": other if told["type"] == SOMETHING_ELSE else told["type"]}

    @property
    def happens_next(self) -> Sequence:
        return []


def titles_of_types(episode: EpisodeForStep) -> Mapping[str, str]:
    return {one.id: one.title for one in episode.specification.interventions.values()}
