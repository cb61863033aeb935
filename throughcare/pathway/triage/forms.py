"""What is asked when a triage is offered and completed, and what later steps need not ask again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.components import Known
from throughcare.foundations.pages.fields import FiveAnswersField, SeveralField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.terms import Answer
from throughcare.pathway.episode.forms import OfferOfADayForm, StepForm, promise_hint, referral_answers, source_of
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.terms import MilestoneKind

#: As many problem substances as the national record takes, in the order of the problem.
SUBSTANCES = ("substance_1", "substance_2", "substance_3")


class OfferForm(OfferOfADayForm):
    kind = MilestoneKind.TRIAGE_OFFERED


class CompleteForm(StepForm):
    kind = MilestoneKind.TRIAGE_COMPLETED
    day_of = gettext_lazy("Triage")
    day_label = gettext_lazy("Day of triage")

    substance_1 = forms.ChoiceField(label=gettext_lazy("First substance"), required=False)
    substance_2 = forms.ChoiceField(label=gettext_lazy("Second substance"), required=False)
    substance_3 = forms.ChoiceField(label=gettext_lazy("Third substance"), required=False)
    wants = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    words = forms.CharField(
        label=gettext_lazy("What else was talked about?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    outcomes = SeveralField(label=gettext_lazy("What was agreed?"))

    def prepare(self) -> None:
        specification = self.episode.specification
        for name in SUBSTANCES:
            self.fields[name].choices = [("", _("None named")), *choices_of(specification.substances)]
        for risk, code in specification.risks.items():
            self.fields[f"risk_{risk}"] = FiveAnswersField(
                label=code.title,
                error_messages={"required": _("Answer “%(label)s”, or choose “Not asked”") % {"label": code.title}},
            )
        self.fields["wants"].label = _("What does %(name)s want?") % {"name": self.episode.first_name}
        self.fields["wants"].help_text = _("In their own words")
        outcomes = self.fields["outcomes"]
        outcomes.choices = choices_of(specification.triage_outcomes)
        outcomes.hints = {
            word: promise_hint(self.would_start(outcomes=[word])) for word in specification.triage_outcomes
        }
        outcomes.error_messages["required"] = _("Choose at least one thing that happens next")

    @property
    def sections(self) -> Sequence[Section]:
        name = {"name": self.episode.first_name}
        first = ["on", "at", "wants", "words"]
        last = ["outcomes", *(["because"] if "because" in self.fields else [])]
        return [
            Section(_("Ask today"), first),
            Section(_("Substances"), SUBSTANCES, _("What is most of a problem for %(name)s comes first.") % name),
            Section(_("Risk"), self._risks(), _("Is %(name)s safe? “Not asked” is an answer too.") % name),
            Section(_("What happens next"), last),
        ]

    @property
    def happens_next(self) -> list:
        """Each outcome says under itself what it starts."""
        return []

    def clean(self) -> dict:
        named = self._substances()
        for at, substance in enumerate(named):
            if substance in named[:at]:
                title = title_of(self.episode.specification.substances, substance)
                again = [name for name in SUBSTANCES if self.cleaned_data.get(name) == substance][1]
                self.add_error(again, _("%(substance)s is named twice. Name it once") % {"substance": title})
                break
        return self.cleaned_data

    @property
    def said(self) -> dict:
        kept = ("on", "at", "wants", "words", "outcomes")
        risks = {name.removeprefix("risk_"): self.cleaned_data[name] for name in self._risks()}
        answers = {name: self.cleaned_data[name] for name in kept}
        because = self.cleaned_data.get("because", "")
        return {**answers, "because": because, "substances": self._substances(), "risks": risks}

    def _risks(self) -> list[str]:
        return [name for name in self.fields if name.startswith("risk_")]

    def _substances(self) -> list[str]:
        return [self.cleaned_data[name] for name in SUBSTANCES if self.cleaned_data.get(name)]


def triage_answers(episode: EpisodeForStep, risks: Mapping[str, str]) -> list[Known]:
    """What triage found; before there was one, what the referral said."""
    triage = episode.latest("triage_completed")
    if triage is None:
        return referral_answers(episode)
    specification = episode.specification
    source = source_of(triage, _("From triage"))
    known = []
    wants = episode.words(triage, "wants")
    if wants:
        known.append(Known(_("What %(name)s wants") % {"name": episode.first_name}, wants, source))
    if triage.detail.get("substances"):
        known.append(Known(_("Substances"), titles_of(specification.substances, triage.detail["substances"]), source))
    known.append(Known(_("Risk"), risks_in_words(episode, risks), source))
    known.append(Known(_("Agreed"), titles_of(specification.triage_outcomes, triage.detail.get("outcomes")), source))
    if episode.words(triage, "what was said"):
        known.append(Known(_("Also said"), episode.words(triage, "what was said"), source))
    return known


def risks_in_words(episode: EpisodeForStep, risks: Mapping[str, str]) -> str:
    """The risks that were answered with yes by name; what nobody asked is said too."""
    titles = {risk: code.title for risk, code in episode.specification.risks.items()}
    present = [title for risk, title in titles.items() if risks.get(risk) == Answer.YES]
    unasked = [title for risk, title in titles.items() if risks.get(risk, Answer.NOT_ASKED) == Answer.NOT_ASKED]
    if len(unasked) == len(titles):
        return _("Not asked yet")
    if not unasked:
        return ", ".join(present) or _("None told of")
    told = {"present": ", ".join(present) or _("None told of"), "unasked": ", ".join(unasked)}
    return _("%(present)s. Not asked yet: %(unasked)s") % told
