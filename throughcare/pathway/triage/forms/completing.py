"""What is asked when a triage is completed: the same of everybody, wherever they are and whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import FiveAnswersField, RadioField, SeveralField, choices_of
from throughcare.foundations.pages.forms import Section
from throughcare.pathway.episode.forms import StepForm, promise_hint
from throughcare.pathway.triage.rules import Advice, Findings, advise
from throughcare.specification.definitions import Need
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.terms import MilestoneKind

#: As many problem substances as the national record takes, in the order of the problem.
SUBSTANCES = ("substance_1", "substance_2", "substance_3")
DAYS = ("days_1", "days_2", "days_3")
#: What may be left out; a word that nobody said is not kept.
WORDS = ("how", "setting", "severity", "urgency", "motivation")


def row_of_radios(label) -> RadioField:
    """Short choices side by side, which may be left out."""
    field = RadioField(label=label, required=False)
    field.in_a_row = True
    return field


class CompleteForm(StepForm):
    kind = MilestoneKind.TRIAGE_COMPLETED
    day_of = gettext_lazy("Triage")
    day_label = gettext_lazy("Day of triage")

    how = row_of_radios(gettext_lazy("How do you speak with each other?"))
    setting = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)
    substance_1 = forms.ChoiceField(label=gettext_lazy("First substance"), required=False)
    substance_2 = forms.ChoiceField(label=gettext_lazy("Second substance"), required=False)
    substance_3 = forms.ChoiceField(label=gettext_lazy("Third substance"), required=False)
    severity = row_of_radios("")
    wants = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    words = forms.CharField(
        label=gettext_lazy("What else was talked about?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    urgency = row_of_radios(gettext_lazy("How soon is help needed?"))
    motivation = RadioField(required=False)
    outcomes = SeveralField(label=gettext_lazy("What was agreed?"))
    why_not = forms.CharField(
        label=gettext_lazy("Why another way than the answers point to?"), required=False, max_length=500
    )

    def __init__(self, posted=None, *, said: Mapping | None = None, totals: Mapping[str, int] | None = None, **kwargs):
        """`said`: what was typed so far, right or wrong, for the advice; `totals`: of tools that a rule asks about."""
        self.typed, self.totals = said or {}, totals or {}
        super().__init__(posted, **kwargs)

    def prepare(self) -> None:
        self._ask_about_substances()
        self._ask_the_five_answers()
        self._offer_the_words()
        self._offer_the_outcomes()
        for name in ("how", "setting", "at", "wants", "words", "why_not", *WORDS[2:]):
            if name in self.fields:
                self.fields[name].optional_is_said_above = True

    def _ask_about_substances(self) -> None:
        choices = [("", _("None named")), *choices_of(self.episode.specification.substances)]
        for number, name in enumerate(SUBSTANCES, start=1):
            self.fields[name].choices = choices
            self.fields[name].optional_is_said_above = True
            days = forms.IntegerField(
                label=_("Days used in the last 28"),
                required=False,
                min_value=0,
                max_value=28,
                error_messages={
                    "min_value": _("Days used must be from 0 to 28"),
                    "max_value": _("Days used must be from 0 to 28"),
                },
            )
            days.widget.attrs["class"] = "nhsuk-input--width-2"
            days.optional_is_said_above = True
            self.fields[f"days_{number}"] = days

    def _ask_the_five_answers(self) -> None:
        for question, code in self.episode.specification.triage_questions.items():
            field = FiveAnswersField(label=code.title, required=False)
            field.optional_is_said_above = True
            self.fields[f"about_{question}"] = field
        for risk, code in self.episode.specification.risks.items():
            self.fields[f"risk_{risk}"] = FiveAnswersField(
                label=code.title,
                error_messages={"required": _("Answer “%(label)s”, or choose “Not asked”") % {"label": code.title}},
            )

    def _offer_the_words(self) -> None:
        specification, name = self.episode.specification, {"name": self.episode.first_name}
        self.fields["wants"].label = _("What does %(name)s want?") % name
        self.fields["wants"].help_text = _("In their own words")
        self.fields["severity"].label = _("How much does it affect the rest of %(name)s’s life?") % name
        self.fields["motivation"].label = _("Does %(name)s want help now?") % name
        self.fields["how"].choices = choices_of(specification.contact_hows)
        self.fields["setting"].choices = [("", _("Not said")), *choices_of(specification.contact_settings)]
        self.fields["severity"].choices = choices_of(specification.severities)
        self.fields["urgency"].choices = choices_of(specification.urgencies)
        self.fields["motivation"].choices = choices_of(specification.motivations)
        self.fields["motivation"].hints = {
            word: promise_hint(self.would_start(motivation=word)) for word in specification.motivations
        }
        for field, words in (
            ("setting", "contact_settings"),
            ("severity", "severities"),
            ("motivation", "motivations"),
        ):
            if not getattr(specification, words):
                del self.fields[field]

    def _offer_the_outcomes(self) -> None:
        specification, outcomes = self.episode.specification, self.fields["outcomes"]
        outcomes.choices = choices_of(specification.triage_outcomes)
        outcomes.hints = {
            word: promise_hint(self.would_start(outcomes=[word])) for word in specification.triage_outcomes
        }
        outcomes.error_messages["required"] = _("Choose at least one thing that happens next")
        if not specification.pathway_rules:
            del self.fields["why_not"]

    # How the page stands ---

    pairs = dict(zip(SUBSTANCES, DAYS, strict=True))
    """Fields that stand side by side."""
    next_title = gettext_lazy("What happens next")

    @property
    def sections(self) -> Sequence[Section]:
        name = {"name": self.episode.first_name}
        substances = [one for pair in zip(SUBSTANCES, DAYS, strict=True) for one in pair]
        return [
            Section(
                _("Ask today"),
                self._there("how", "setting", "on", "at", "wants"),
                _("Only the day, the risks and what was agreed must be answered."),
            ),
            Section(_("Risk"), self._named("risk_"), _("Is %(name)s safe? “Not asked” is an answer too.") % name),
            Section(
                _("Substances"),
                self._there(*substances, "severity"),
                _("What is most of a problem for %(name)s comes first.") % name,
            ),
            *self._about_life(),
            Section(_("How things stand"), self._there("urgency", "motivation", "words")),
            Section(str(self.next_title), self._there("outcomes", "why_not", "because")),
        ]

    def _about_life(self) -> list[Section]:
        asked = self._named("about_")
        words = _("In short. What is left empty counts as not asked.")
        return [Section(_("Life around it"), asked, words)] if asked else []

    @property
    def happens_next(self) -> list:
        """Each outcome says under itself what it starts."""
        return []

    # What the answers point to ---

    @property
    def advice(self) -> Advice:
        return advise(self.findings(), self.episode.specification)

    def findings(self) -> Findings:
        """As far as it can be told from what was typed; a word that is not one of the specification's was not said."""
        specification = self.episode.specification

        def word(name: str, known: Mapping) -> str:
            said = self._typed(name)
            return said if said in known else ""

        return Findings(
            age=self.episode.age_on(self.day_given()),
            severity=word("severity", specification.severities),
            urgency=word("urgency", specification.urgencies),
            motivation=word("motivation", specification.motivations),
            substances=tuple(filter(None, (word(name, specification.substances) for name in SUBSTANCES))),
            risks=self._answers("risk_", self._typed),
            questions=self._answers("about_", self._typed),
            totals=self.totals,
        )

    @property
    def missing_words(self) -> str:
        """What was not answered and would let the answers point to something."""
        return ", ".join(str(words) for words in dict.fromkeys(map(self._asked_as, self.advice.missing)))

    def _asked_as(self, need: Need) -> str:
        specification = self.episode.specification
        if need.about == "substance":
            return _("the substances")
        if need.about in ("risk", "question"):
            return titles_of({**specification.risks, **specification.triage_questions}, sorted(need.words)).lower()
        if need.about == "tool":
            return next(iter(need.words)).upper()
        return {
            "severity": _("the effect on the rest of life"),
            "urgency": _("how soon help is needed"),
            "motivation": _("whether help is wanted"),
        }.get(need.about, "")

    def _typed(self, name: str) -> str:
        said = self.typed.get(name, "")
        return str(said[-1] if isinstance(said, list | tuple) and said else said or "")

    # What was answered ---

    def clean(self) -> dict:
        self._refuse_what_is_named_twice()
        self._refuse_days_of_nothing()
        self._ask_why_another_way()
        return self.cleaned_data

    def _refuse_what_is_named_twice(self) -> None:
        named = self._substances()
        for at, substance in enumerate(named):
            if substance in named[:at]:
                title = title_of(self.episode.specification.substances, substance)
                again = [name for name in SUBSTANCES if self.cleaned_data.get(name) == substance][1]
                self.add_error(again, _("%(substance)s is named twice. Name it once") % {"substance": title})
                break

    def _refuse_days_of_nothing(self) -> None:
        for substance, days in zip(SUBSTANCES, DAYS, strict=True):
            if self.cleaned_data.get(days) is not None and not self.cleaned_data.get(substance):
                self.add_error(substance, _("Choose the substance that these days are about, or leave the days out"))

    def _ask_why_another_way(self) -> None:
        outcomes = self.cleaned_data.get("outcomes")
        if not outcomes or "why_not" not in self.fields or self.cleaned_data.get("why_not"):
            return
        for one in self.advice.not_followed(outcomes):
            told = {"pathway": one.pathway.title, "why": one.because[0].why}
            words = _("The answers point to “%(pathway)s”: %(why)s. Choose it too, or say why another way is better")
            self.add_error("why_not", words % told)

    @property
    def said(self) -> dict:
        answers = {name: self.cleaned_data.get(name, "") for name in ("wants", "words", "because", "why_not")}
        return {
            **answers,
            **{name: self.cleaned_data.get(name) or None for name in WORDS},
            "on": self.cleaned_data["on"],
            "at": self.cleaned_data["at"],
            "outcomes": self.cleaned_data["outcomes"],
            "substances": self._substances(),
            "days": self._days(),
            "risks": self._answers("risk_", self.cleaned_data.get),
            "questions": self._answers("about_", self.cleaned_data.get),
        }

    def _answers(self, prefix: str, said: Callable) -> dict[str, str]:
        return {name.removeprefix(prefix): said(name) for name in self._named(prefix) if said(name)}

    def _days(self) -> dict[str, int]:
        pairs = (
            (self.cleaned_data.get(one), self.cleaned_data.get(days))
            for one, days in zip(SUBSTANCES, DAYS, strict=True)
        )
        return {substance: days for substance, days in pairs if substance and days is not None}

    def _substances(self) -> list[str]:
        return [self.cleaned_data[name] for name in SUBSTANCES if self.cleaned_data.get(name)]

    def _named(self, prefix: str) -> list[str]:
        return [name for name in self.fields if name.startswith(prefix)]

    def _there(self, *names: str) -> list[str]:
        return [name for name in names if name in self.fields]
