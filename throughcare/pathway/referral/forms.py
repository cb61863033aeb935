"""What is asked about a referral: who it is, who sends them and why, and later about the first contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known, Status
from throughcare.foundations.pages.fields import (
    DayField,
    FiveAnswersField,
    RadioField,
    TimeOfDayField,
    choices_of,
)
from throughcare.foundations.pages.forms import Section
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import ActionForm, StepForm, promise_hint, promise_lines
from throughcare.pathway.episode.queries import a_referral_would_start
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.referral.queries import PersonReferred
from throughcare.people.queries import IndexMatch
from throughcare.people.rules import figures_of, fits_its_check_digit, written_postcode
from throughcare.people.terms import Sex
from throughcare.specification import queries as specifications
from throughcare.specification.rules import outside_entrance
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

WHO = ("given_name", "family_name", "born", "nhs_number")
ABOUT = ("sex", "ethnicity", "postcode")
REFERRAL = ("source", "channel", "on", "at", "urgency", "concern", "connection")
SCREENED = ("screening", "screening_total")
SOMEBODY_ELSE = "somebody_else"


class ReferralForm(ActionForm):
    """What every referral says, whoever it is about."""

    source = forms.ChoiceField(label=gettext_lazy("Who refers them?"))
    channel = RadioField(label=gettext_lazy("How did the referral come?"))
    on = DayField(
        label=gettext_lazy("Day the referral was received"), what=gettext_lazy("The referral"), not_after_today=True
    )
    at = TimeOfDayField(label=gettext_lazy("Time it was received"), required=False)
    urgency = RadioField(label=gettext_lazy("How soon is help needed?"), required=False)
    concern = forms.CharField(
        label=gettext_lazy("What is the concern?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    connection = FiveAnswersField()
    screening = forms.ChoiceField(label=gettext_lazy("Which questionnaire did they send?"), required=False)
    screening_total = forms.IntegerField(label=gettext_lazy("Its total score"), required=False)

    def __init__(self, posted=None, **kwargs):
        super().__init__(posted, **kwargs)
        self.specification = specification = specifications.current()
        self.fields["source"].choices = [("", _("Choose")), *choices_of(specification.sources)]
        self.fields["channel"].choices = choices_of(specification.channels)
        self.fields["urgency"].choices = choices_of(specification.urgencies)
        self.fields["on"].initial = today()
        self.tools = tools_with_a_total(specification)
        self.fields["screening"].choices = [
            ("", _("None")),
            *((tool.id, tool.short_name) for tool in self.tools.values()),
        ]
        connection = self.fields["connection"]
        connection.label = specification.entrance.connection
        connection.help_text = _("Nobody is refused for this.")
        connection.error_messages["required"] = _("Answer “%(label)s”, or choose “Not asked”") % {
            "label": connection.label
        }

    @property
    def kindly(self) -> str:
        """What to do for somebody outside the lines of the service; nobody is refused."""
        answered = getattr(self, "cleaned_data", {})
        return outside_in_words(self.specification, self.birth(), answered.get("connection", ""))

    @property
    def recorded_words(self) -> str:
        return " ".join(filter(None, (_("Referral recorded."), self.kindly)))

    def birth(self) -> date | None:
        return getattr(self, "cleaned_data", {}).get("born")

    @property
    def referral(self) -> dict:
        """The answers about the referral, as the action takes them."""
        answers = {name: self.cleaned_data[name] for name in REFERRAL}
        sent = {"instrument": self.cleaned_data["screening"], "total": self.cleaned_data["screening_total"]}
        return {
            **answers,
            "urgency": answers["urgency"] or None,
            "instruments": [sent] if sent["instrument"] else [],
        }

    def clean(self) -> dict:
        """A questionnaire that came with the referral has its total, and one that it can have."""
        tool, total = self.tools.get(self.cleaned_data.get("screening", "")), self.cleaned_data.get("screening_total")
        if tool is None and total is not None and "screening" not in self.errors:
            self.add_error("screening", _("Say which questionnaire this is the total of, or leave the total empty"))
        elif tool and "screening_total" not in self.errors:
            self._fits_the_tool(tool, total)
        return self.cleaned_data

    def _fits_the_tool(self, tool: Instrument, total: int | None) -> None:
        limits = {"tool": tool.short_name, "least": tool.range.min, "most": tool.range.max}
        if total is None:
            self.add_error("screening_total", _("Give the total, or choose “None” above it"))
        elif not tool.range.min <= total <= tool.range.max:
            words = _("The total of %(tool)s is from %(least)s to %(most)s. Correct it")
            self.add_error("screening_total", words % limits)


class NewForm(ReferralForm):
    """The referral of somebody who may or may not be in the index: who it is comes first."""

    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=100)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=100)
    born = DayField(
        label=gettext_lazy("Date of birth"),
        what=gettext_lazy("The date of birth"),
        not_after_today=True,
        not_before=date(1900, 1, 1),
    )
    nhs_number = forms.CharField(
        label=gettext_lazy("NHS number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "inputmode": "numeric", "spellcheck": "false"}),
    )
    who = RadioField(label=gettext_lazy("Is it somebody who is recorded already?"))
    sex = RadioField(label=gettext_lazy("Sex"), choices=Sex.choices)
    ethnicity = forms.ChoiceField(label=gettext_lazy("Ethnic group, as they describe it"))
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "spellcheck": "false"}),
    )

    field_order = (*WHO, "who", *ABOUT, *REFERRAL, *SCREENED)

    def __init__(self, posted=None, *, matches: Sequence[IndexMatch] = (), looking: bool = False, **kwargs):
        super().__init__(posted, **kwargs)
        self.matches, self.looking = matches, looking
        for name in ("given_name", "family_name", "nhs_number", "postcode"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["ethnicity"].choices = [("", _("Choose")), *choices_of(self.specification.ethnicities)]
        self._offer_the_matches()

    def _offer_the_matches(self) -> None:
        if not self.matches:
            del self.fields["who"]
            return
        who = self.fields["who"]
        who.choices = [
            *(
                (str(match.person_id), _("Use this record: %(person)s") % {"person": named(match)})
                for match in self.matches
            ),
            (SOMEBODY_ELSE, _("This is somebody else")),
        ]
        who.hints = {str(match.person_id): known_where(match) for match in self.matches}
        who.error_messages["required"] = _("Say which record to use, or that this is somebody else")
        if self.is_bound and self.known_person_id is not None:
            for name in ABOUT:  # their record says it
                self.fields[name].required = False

    def with_matches(self, matches: Sequence[IndexMatch]) -> NewForm:
        """The same answers, asked once more beside those whom they may be about."""
        return NewForm(self.data, matches=matches, looking=self.looking)

    @property
    def found_nobody(self) -> bool:
        return self.looking and not self.errors and not self.matches

    @property
    def known_person_id(self) -> int | None:
        chosen = str(self["who"].value() or "") if "who" in self.fields else ""
        return int(chosen) if chosen in {str(match.person_id) for match in self.matches} else None

    @property
    def sections(self) -> Sequence[Section]:
        return [
            Section(_("Who is it?"), WHO),
            Section(_("Recorded already?"), ["who"] if "who" in self.fields else []),
            Section(
                _("About them"), ABOUT, _("Leave this empty where you use a record above.") if self.matches else ""
            ),
            Section(_("The referral"), REFERRAL),
            screened_section(),
        ]

    @property
    def happens_next(self) -> list[Status]:
        return promise_lines(a_referral_would_start(None, today()))

    def clean_nhs_number(self) -> str:
        figures = figures_of(self.cleaned_data["nhs_number"])
        if not figures:
            return ""
        if len(figures) != 10 or not figures.isdecimal():
            raise ValidationError(_("The NHS number must have 10 figures. Read it again, or leave it empty"))
        if not fits_its_check_digit(figures):
            raise ValidationError(
                _("The figures of this NHS number do not fit together. Read it again, or leave it empty")
            )
        return figures

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"]
        written = written_postcode(typed) if typed.strip() else ""
        if written is None:
            raise ValidationError(
                _("The postcode must be a whole one, such as SO14 7DU. Correct it, or leave it empty")
            )
        return written

    def clean(self) -> dict:
        super().clean()
        born, on = self.cleaned_data.get("born"), self.cleaned_data.get("on")
        if born and on and on < born:
            words = _("The referral cannot be before the birth, %(day)s. Correct one of the two")
            self.add_error("on", words % {"day": wording.full_day(born)})
        return self.cleaned_data

    def full_clean(self) -> None:
        """Whoever is only looking is not told about the questions further down, nor about what is still empty."""
        super().full_clean()
        if not self.is_bound or not self.looking:
            return
        for name, errors in list(self._errors.items()):
            if name not in WHO or all(error.code == "required" for error in errors.as_data()):
                del self._errors[name]
        named = all(self.cleaned_data.get(name) for name in ("given_name", "family_name", "born"))
        if not named and not self.cleaned_data.get("nhs_number") and not self._errors:
            self.add_error("nhs_number", _("To look, give the NHS number, or both names and the date of birth"))

    @property
    def said(self) -> dict:
        who = {name: self.cleaned_data[name] for name in (*WHO, *ABOUT)}
        return {"who": who, "known_person_id": self.known_person_id, **self.referral}


class AgainForm(ReferralForm):
    """Another referral of somebody who is known."""

    field_order = (*REFERRAL, *SCREENED)

    def __init__(self, posted=None, *, referred: PersonReferred, **kwargs):
        super().__init__(posted, **kwargs)
        self.referred = referred
        self.fields["on"].not_before = referred.person.born
        self.fields["on"].before_what = _("the birth")

    @property
    def sections(self) -> Sequence[Section]:
        return [Section(_("Ask today"), REFERRAL), screened_section()]

    @property
    def happens_next(self) -> list[Status]:
        since = self.referred.open_since
        if since is not None:
            words = _("It joins the care that began on %(day)s; its promises go on as they are")
            return [Status("running", words % {"day": wording.full_day(since)})]
        return promise_lines(a_referral_would_start(self.referred.person, today()))

    @property
    def said(self) -> dict:
        return self.referral

    def birth(self) -> date:
        return self.referred.person.born


class FirstContactForm(StepForm):
    kind = MilestoneKind.FIRST_CONTACT_MADE
    day_of = gettext_lazy("The first contact")
    day_label = gettext_lazy("Day of the first contact")

    how = RadioField(label=gettext_lazy("How did you speak?"))
    words = forms.CharField(
        label=gettext_lazy("What was said?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("how", "on", "at", "words", "because")

    def prepare(self) -> None:
        hows = self.episode.specification.contact_hows
        changes = {how: self.would_start(how=how) for how in hows}
        kept = {
            change.definition.id: change.definition for all in changes.values() for change in all if not change.starts
        }
        self.fields["how"].choices = choices_of(hows)
        self.fields["how"].hints = {how: promise_hint(changes[how]) or not_kept(kept.values()) for how in hows}

    @property
    def happens_next(self) -> list[Status]:
        """Each way of speaking says under itself what it keeps."""
        return []


def not_kept(promises) -> str:
    """What a choice leaves open that another one would keep."""
    titles = "; ".join(promise.title for promise in promises)
    return _("This promise stays open: %(promise)s") % {"promise": titles} if titles else ""


def tools_with_a_total(specification: Specification) -> dict[str, Instrument]:
    """The questionnaires of this service whose total alone can be recorded."""
    known = instruments()
    offered = (known[name] for name in specification.instruments if name in known)
    return {tool.id: tool for tool in offered if tool.takes_total and tool.range}


def screened_section() -> Section:
    return Section(
        _("A screening result"),
        SCREENED,
        _("Only if a questionnaire came with the referral. Its answers can be entered later."),
    )


def named(match: IndexMatch) -> str:
    return _("%(name)s, born %(day)s") % {
        "name": f"{match.given_name} {match.family_name}",
        "day": wording.full_day(match.born),
    }


def known_where(match: IndexMatch) -> str:
    number = {"number": match.service_user_id}
    if match.with_us:
        return _("Number %(number)s, registered with this service") % number
    return _("Number %(number)s, registered with another service; using it registers them here too") % number


def outside_in_words(specification: Specification, born: date | None, connection: str) -> str:
    """A kind sentence for somebody outside the lines of the service (004 section 11.2), empty for everybody else."""
    told = {"youngest": specification.age_min, "oldest": specification.age_max}
    area = {"area": specification.vocabulary["service.area"]}
    age = age_on(born, today()) if born else None
    if age is not None and outside_entrance(age, specification):
        return _(
            "This service is for people from %(youngest)s to %(oldest)s. Take the referral all the same: help them "
            "find the service that fits, and stay in touch until they are there."
        ) % {**told, "age": age}
    if connection == Answer.NO:
        return (
            _(
                "They have no connection with %(area)s. Take the referral all the same: help them find the service "
                "near them, and stay in touch until they are there."
            )
            % area
        )
    return ""


def known_about(referred: PersonReferred) -> list[Known]:
    """Who it is, and whether they have been here."""
    person = referred.person
    known = [
        Known(_("Date of birth"), wording.full_day(person.born), ""),
        Known(_("Number"), person.service_user_id, ""),
    ]
    if referred.open_since:
        known.append(Known(_("Care now"), _("Open since %(day)s") % {"day": wording.full_day(referred.open_since)}, ""))
    elif referred.ended_on:
        known.append(Known(_("Was here"), _("Until %(day)s") % {"day": wording.full_day(referred.ended_on)}, ""))
    return known
