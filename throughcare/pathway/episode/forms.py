"""What the page of every step asks, and what it need not ask because the record says it already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughcare.clocks.rules import Happening
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known, Status
from throughcare.foundations.pages.fields import DayField, TimeOfDayField
from throughcare.foundations.pages.forms import PageForm, Section
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep, PromiseChange, would_skip, would_start
from throughcare.pathway.episode.rules import StepRefused
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind

#: Where a rule's name for what is wrong differs from the field that asks for it.
FIELD_OF_REFUSAL = {"for": "for_day", "ages": "under_18", "kind": "plan_kind"}


class ActionForm(PageForm):
    """A form whose answers go to one action, and which says what the action refused."""

    episode: EpisodeForStep | None = None

    @property
    def said(self) -> dict:
        """The answers as the action takes them."""
        return self.cleaned_data

    def titles(self) -> Mapping[str, str]:
        """The specification's titles of ids that a rule may name in its refusal."""
        return {}

    def refuse(self, refused: StepRefused) -> None:
        """A rule said no: the rule and what to do about it, at the field it is about."""
        field = FIELD_OF_REFUSAL.get(refused.field, refused.field)
        self.add_error(field if field in self.fields else None, words_of(refused, self.titles()))


class StepForm(ActionForm):
    """One step of an episode. Fields are named as the arguments of its action, so that `said` can be handed to it."""

    kind = ""
    """The kind of milestone that the step records."""
    day_of = gettext_lazy("The day")
    """Begins the sentence of a refusal: "Triage cannot be after today, 23 November 2026"."""
    day_label = gettext_lazy("Which day was it?")
    next_words = ""
    """Said above what happens next, where it depends on an answer."""

    on = DayField(not_after_today=True)
    at = TimeOfDayField(label=gettext_lazy("Time"), required=False)
    because = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, posted=None, *, episode: EpisodeForStep, **kwargs):
        self.episode = episode
        super().__init__(posted, **kwargs)
        self._ask_for_the_day()
        self.prepare()
        self._ask_why_where_a_step_is_left_out()

    # What a step says for itself ---

    def prepare(self) -> None:
        """Gives the fields what they need of the episode: choices, hints, names."""

    def detail(self) -> Mapping:
        """What the milestone would say, as far as it is known before anything is typed."""
        return {}

    # What every step has ---

    @property
    def sections(self) -> Sequence[Section]:
        return [Section(_("Ask today"), [name for name in self.fields if not self[name].is_hidden])]

    @property
    def said(self) -> dict:
        return {**self.cleaned_data, "because": self.cleaned_data.get("because", "")}

    @property
    def happens_next(self) -> list[Status]:
        """The promises that this step keeps and those that it starts, as far as can be told."""
        return promise_lines(self.would_start(**self.detail()))

    def would_start(self, **detail) -> list[PromiseChange]:
        """What recording this step with these words would start and stop."""
        return would_start(self.episode, self.kind, detail, self.day_given())

    def _ask_for_the_day(self) -> None:
        field = self.fields["on"]
        field.label, field.what, field.initial = self.day_label, self.day_of, today()
        field.not_before, field.before_what = self.episode.opened_on, _("the referral")

    def _ask_why_where_a_step_is_left_out(self) -> None:
        skipped = would_skip(self.episode, self.kind, self.detail(), self.day_given())
        if not skipped:
            del self.fields["because"]
            return
        field = self.fields["because"]
        titles = ", ".join(step.title for step in skipped)
        field.label = _("Why does this come first?")
        field.help_text = _(
            "Usually done first: %(steps)s. You can go on without; a reason tells those who read the record later."
        ) % {"steps": titles}

    def day_given(self) -> date:
        """The day that is posted; today as long as none is."""
        if not self.is_bound:
            return today()
        try:
            return self.fields["on"].clean(self["on"].data) or today()
        except ValidationError:
            return today()


class OfferOfADayForm(StepForm):
    """A step that offers a day for the step after it."""

    day_of = gettext_lazy("The offer")
    day_label = gettext_lazy("Day of the offer")

    for_day = DayField(label=gettext_lazy("Day offered"), what=gettext_lazy("The day offered"))

    field_order = ("for_day", "on", "at", "because")

    def prepare(self) -> None:
        self.fields["at"].label = _("Time of the offer")


def promise_lines(changes: Sequence[PromiseChange]) -> list[Status]:
    """ "Keeps the promise: …" and "Promise starts: … by Mon 30 Nov", each with its shape."""
    return [Status(_shape(change), promise_words(change)) for change in changes]


def promise_hint(changes: Sequence[PromiseChange]) -> str:
    """The quiet line under a choice: the promises it keeps, then those it starts; empty when there are none."""
    sentences = [promise_words(change) for change in changes if not change.starts]
    started = [promised(change) for change in changes if change.starts]
    if started:
        words = ngettext("Promise starts: %(promises)s", "Promises start: %(promises)s", len(started))
        sentences.append(words % {"promises": "; ".join(started)})
    return ". ".join(sentences)


def promise_words(change: PromiseChange) -> str:
    if change.starts:
        return _("Promise starts: %(promise)s") % {"promise": promised(change)}
    if change.late:
        return _("Keeps the promise late: %(promise)s. It was due %(day)s") % {
            "promise": change.definition.name,
            "day": wording.list_day(change.due_on, today()),
        }
    return _("Keeps the promise: %(promise)s") % {"promise": change.definition.name}


def promised(change: PromiseChange) -> str:
    """ "Comprehensive assessment by Mon 30 Nov": what was promised, and by when."""
    what = change.definition.name
    if change.due_on is None:
        return what
    return _("%(what)s by %(day)s") % {"what": what, "day": wording.list_day(change.due_on, today())}


def _shape(change: PromiseChange) -> str:
    if change.starts:
        return "running"
    return "late" if change.late else "met"


def words_of(refused: StepRefused, titles: Mapping[str, str] | None = None) -> str:
    """A rule's refusal in the words of the page: days written out, steps and the specification's ids by their names."""
    said = f"{refused.rule}. {refused.remedy}"
    for word, title in (titles or {}).items():
        said = re.sub(rf"\b{re.escape(word)}\b", lambda _found, title=title: title, said)
    said = re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: wording.full_day(date.fromisoformat(found[0])), said)
    names = {kind.value: str(kind.label) for kind in MilestoneKind}
    return re.sub(rf"\b({'|'.join(names)})\b", lambda found: names[found[1]], said)


# What need not be asked again ----------------------------------------------------------------------------------------


def source_of(happening: Happening, what: str) -> str:
    """ "From the referral, 17 Nov 2026"."""
    return _("%(what)s, %(day)s") % {"what": what, "day": wording.short_day(happening.on, today())}


def offer_answers(episode: EpisodeForStep, kind: str) -> list[Known]:
    """The day that was offered last, if one was."""
    offer = episode.latest(kind)
    if offer is None:
        return []
    day = wording.list_day(date.fromisoformat(offer.detail["for"]), today())
    return [Known(_("Day offered"), day, source_of(offer, _("Offered")))]


def referral_answers(episode: EpisodeForStep) -> list[Known]:
    """Who sent the person, why, how soon, and whether anyone has spoken with them."""
    referral, contact = episode.latest("referral_received"), episode.latest("first_contact_made")
    specification = episode.specification
    known = []
    if referral is not None:
        by = title_of(specification.sources, referral.detail.get("source"))
        how = title_of(specification.channels, referral.detail.get("channel"))
        known.append(Known(_("Referred by"), by, source_of(referral, how)))
        concern = episode.words(referral, "concern")
        if concern:
            known.append(Known(_("Concern"), concern, source_of(referral, _("From the referral"))))
        if referral.detail.get("urgency"):
            urgency = title_of(specification.urgencies, referral.detail["urgency"])
            known.append(Known(_("Urgency"), urgency, source_of(referral, _("From the referral"))))
    if contact is not None:
        how = title_of(specification.contact_hows, contact.detail.get("how"))
        said = episode.words(contact, "what was said")
        known.append(Known(_("First contact"), said or how, source_of(contact, how if said else _("Recorded"))))
    return known
