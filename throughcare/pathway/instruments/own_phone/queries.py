"""A tool as whoever holds a link sees it, and the links that were sent about an episode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.access.links import FoundLink, LinkSpent
from throughcare.access.models import OneTimeLink
from throughcare.access.queries import link_held, links_of, state_of, was_handed_back
from throughcare.access.terms import LinkState, LinkTask
from throughcare.access.viewer import Viewer
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Known, Table
from throughcare.foundations.today import today
from throughcare.organisations.models import Agency
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.own_phone.rules import NotAlone, questions
from throughcare.pathway.instruments.queries.offered import ways_here
from throughcare.pathway.instruments.structure import Instrument, Item
from throughcare.pathway.instruments.terms import Mode
from throughcare.pathway.instruments.wording import Wording, wording_for
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of
from throughcare.specification.schema import Specification


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One tool for one person at one point of their stay, with what they have answered so far."""

    tool: Instrument
    wording: Wording
    stage: str
    age: int
    agency: str
    began: bool
    until: datetime
    answers: Mapping[str, str | None]
    """What was written, by question; None where the person would rather not say."""
    inputs: Mapping[str, object]
    """What the tool must know besides, said by whoever sent it."""
    is_wanted: bool
    """Whether it can still be put on the record."""

    @property
    def read(self) -> dict[str, object]:
        """The answers as scoring reads them; what it could not read is left out."""
        known = {item.id: item for item in self.tool.items}
        told = {name: _as_read(known[name], text) for name, text in self.answers.items() if name in known and text}
        return {name: answer for name, answer in told.items() if answer is not None}

    @property
    def asked(self) -> tuple[Item, ...]:
        return questions(self.tool, self.read, self.age)

    @property
    def to_send(self) -> dict[str, str]:
        """What was answered of what is asked: a question that an earlier answer now passes over is none of it."""
        return {item.id: text for item in self.asked if (text := self.answers.get(item.id))}

    def question(self, name: str) -> Item | None:
        return next((item for item in self.asked if item.id == name), None)

    def place_of(self, item: Item) -> int:
        return self.asked.index(item) + 1

    def before(self, item: Item) -> Item | None:
        place = self.asked.index(item)
        return self.asked[place - 1] if place else None

    def next_after(self, name: str = "") -> Item | None:
        """The next question that is still open, first after this one and then before it."""
        names = [item.id for item in self.asked]
        start = names.index(name) + 1 if name in names else 0
        ordered = (*self.asked[start:], *self.asked[:start])
        return next((item for item in ordered if item.id not in self.answers), None)

    @property
    def is_about(self) -> str:
        """What the questions are about where the tool has to be told, such as the substance."""
        return ", ".join(map(str, self.inputs.values()))

    @property
    def until_words(self) -> str:
        local = timezone.localtime(self.until)
        told = {"day": wording.weekday_and_full_day(local.date()), "time": wording.public_time(local)}
        return _("%(day)s, %(time)s") % told


def _as_read(item: Item, text: str) -> object:
    for answer in item.answers:
        if str(answer) == text:
            return answer
    if item.numeric:
        return int(text) if text.isdecimal() and len(text) < 7 else None
    return text


def questionnaire(link: FoundLink) -> Questionnaire:
    """What the link is for, in its own context. Raises LinkSpent when the case is no longer there to answer for."""
    held = link_held(link.link_id)
    episode = Episode.objects.select_related("person").filter(pk=link.case_id, person_id=link.person_id).first()
    tool = instruments().get(held.about.get("instrument")) if held else None
    if held is None or episode is None or tool is None:
        raise LinkSpent(LinkState.REVOKED)
    return Questionnaire(
        tool=tool,
        wording=wording_for(tool),
        stage=held.about["stage"],
        age=age_on(episode.person.born, today()),
        agency=Agency.objects.values_list("name", flat=True).get(pk=link.agency_id),
        began=held.opened_at is not None,
        until=held.expires_at,
        answers=held.answers,
        inputs=held.about.get("inputs", {}),
        is_wanted=can_be_recorded(
            specifications.governing(episode.opened_on), held.about["stage"], episode.closed_on, episode.closing_reason
        ),
    )


def can_be_recorded(specification: Specification, stage: str, closed_on: date | None, reason: str) -> bool:
    """While the episode is open, and afterwards at the stages that the specification says; never after a death."""
    if closed_on is None:
        return True
    ended = specification.exit_reasons.get(reason)
    known = specification.instrument_stages.get(stage)
    return known is not None and known.after_leaving and not (ended and ended.died)


def said(page: Questionnaire, address: str) -> list[Known]:
    """Each question with what was answered, and the way back to it."""
    return [
        Known(page.wording.of(item), _words(page, item), "", f"{address}?question={item.id}") for item in page.asked
    ]


def _words(page: Questionnaire, item: Item) -> str:
    text = page.answers.get(item.id)
    if item.id not in page.answers:
        return _("Not answered yet")
    if not text:
        return _("I would rather not say")
    option = next((one for one in item.options if str(one.answer) == text), None)
    return page.wording.of_option(item, option) if option else f"{text} {item.unit}".strip()


def why_not_here(episode: EpisodeForStep, tool: Instrument) -> NotAlone | None:
    """A service may ask a tool in fewer ways than its authors let it."""
    return None if Mode.SELF in ways_here(episode, tool) else NotAlone.NOT_HERE


# For the staff ------------------------------------------------------------------------------------------------------


def sent_links(viewer: Viewer, episode: EpisodeForStep) -> Table | None:
    """Every link that was sent about an episode, how each stands, and the way to withdraw one that is open."""
    links = links_of(viewer, episode.thread_id, LinkTask.INSTRUMENT)
    rows = [_row(link, episode) for link in links]
    columns = [
        Column(_("Questionnaire"), wide=True),
        Column(_("Sent")),
        Column(_("How it stands"), wide=True),
        Column(_("Change")),
    ]
    return Table(columns, rows, caption=_("Links sent"), cards=True) if rows else None


def _row(link: OneTimeLink, episode: EpisodeForStep) -> list:
    tool = instruments().get(link.about["instrument"])
    stage = title_of(episode.specification.instrument_stages, link.about["stage"])
    sent = Cell(_moment(link.issued_at), under=_("by %(name)s") % {"name": link.issued_by.display_name})
    withdraw = _("None")
    if state_of(link) == LinkState.OPEN:
        url = reverse("instruments:withdraw_link", args=[episode.thread_id, link.pk])
        withdraw = Cell(_("Withdraw"), url=url)
    return [
        Cell(tool.short_name if tool else link.about["instrument"], under=stage),
        sent,
        how_it_stands(link),
        withdraw,
    ]


def how_it_stands(link: OneTimeLink) -> str:
    state = state_of(link)
    if state == LinkState.USED:
        return _("Answered: %(moment)s") % {"moment": _moment(link.used_at)}
    if state == LinkState.REVOKED and was_handed_back(link):
        return _("Handed back: %(moment)s. Whoever had it said it was not for them") % {
            "moment": _moment(link.revoked_at)
        }
    if state == LinkState.REVOKED:
        told = {"moment": _moment(link.revoked_at), "name": link.revoked_by.display_name}
        return _("Withdrawn by %(name)s: %(moment)s") % told
    if state == LinkState.EXPIRED:
        return _("Not answered in time. Ended: %(moment)s") % {"moment": _moment(link.expires_at)}
    until = {"moment": _moment(link.expires_at)}
    if link.saved_at is not None:
        return _("Partly answered, not sent yet. Open until %(moment)s") % until
    if link.opened_at is not None:
        return _("Opened, nothing answered yet. Open until %(moment)s") % until
    return _("Not opened yet. Open until %(moment)s") % until


def _moment(moment: datetime) -> str:
    return wording.day_and_time(moment, timezone.localdate())
