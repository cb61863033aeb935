"""The frozen time-line of a review and the work of its panel, as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.safeguarding.queries.deaths import ReviewOpened, member_in_words
from throughcare.pathway.safeguarding.terms import ActionState, ReviewedEvent, ReviewNoteAbout
from throughcare.specification import queries as specifications

SHAPES = {ActionState.OPEN: "running", ActionState.DONE: "met", ActionState.DROPPED: "void"}
KINDS = {
    "alert": lambda: _("Alert"),
    "concern": lambda: _("Safeguarding concern"),
    "information_request": lambda: _("Request of the safeguarding hub"),
    "death_review": lambda: _("Review of a death or near miss"),
}


def day(text: str | None) -> str:
    return wording.full_day(date.fromisoformat(text)) if text else ""


def action_status(action) -> Status:
    if action.state == ActionState.OPEN and action.due_on < today():
        return Status("overdue", wording.overdue_by((today() - action.due_on).days))
    return Status(SHAPES[ActionState(action.state)], str(ActionState(action.state).label))


def reviews_table(found: Sequence) -> Table | None:
    if not found:
        return None
    columns = [Column(_("Person")), Column(_("What happened")), Column(_("Day")), Column(_("How it stands"))]
    rows = [
        [
            Cell(matter.person.name, reverse("safeguarding:review", args=[review.pk])),
            str(ReviewedEvent(review.event).label),
            wording.full_day(review.happened_on),
            Cell(status=Status("met", _("Closed")) if matter.closed_on else Status("running", _("Open"))),
        ]
        for review, matter in found
    ]
    return Table(columns, rows, caption=_("Reviews"), cards=True)


def tracked_table(actions: Sequence) -> Table | None:
    if not actions:
        return None
    return _actions(actions, _("Actions still to do"))


def _actions(actions: Sequence, caption: str) -> Table:
    columns = [Column(_("Action")), Column(_("Who")), Column(_("By")), Column(_("How it stands"))]
    rows = [
        [
            Cell(one.words, reverse("safeguarding:settle_review_action", args=[one.thread_id, one.pk])),
            one.owner,
            wording.full_day(one.due_on),
            Cell(status=action_status(one)),
        ]
        for one in actions
    ]
    return Table(columns, rows, caption=caption, cards=True)


def shown(opened: ReviewOpened) -> dict:
    """What the page of a review places."""
    line = opened.line
    return {
        "name": line.get("person", {}).get("name", ""),
        "event": str(ReviewedEvent(opened.review.event).label),
        "unanswered": [unanswered_in_words(one) for one in line.get("matters", []) if not one["answered"]],
        "gaps": [gap_in_words(one) for one in line.get("promises", []) if one["gap"]],
        "silences": [silence_in_words(one) for one in line.get("silences", [])],
        "stays": [stay_in_words(one) for one in line.get("stays", [])],
        "line": line_table(line),
        "panel": [member_in_words(one) for one in opened.panel],
        "facts": [one for one in opened.notes if one.about == ReviewNoteAbout.FACT],
        "learnt": [one for one in opened.notes if one.about == ReviewNoteAbout.LEARNING],
        "actions": _actions(opened.actions, _("Actions")) if opened.actions else None,
    }


def unanswered_in_words(one: Mapping) -> str:
    kind = KINDS.get(one["kind"], lambda: one["kind"])()
    return _("%(kind)s of %(day)s: nobody had answered it") % {"kind": kind, "day": day(one["opened_on"])}


def gap_in_words(one: Mapping) -> str:
    specification = specifications.governing(date.fromisoformat(one["start_on"]))
    known = {clock.id: clock.title for clock in specification.clocks}
    said = {"promise": known.get(one["promise"], one["promise"]), "due": day(one["due_on"])}
    if one["stopped_on"]:
        return _("%(promise)s: due %(due)s, done on %(done)s") % {**said, "done": day(one["stopped_on"])}
    return _("%(promise)s: due %(due)s, not done") % said


def silence_in_words(pair: Sequence[str]) -> str:
    start, end = map(date.fromisoformat, pair)
    count = (end - start).days
    many = ngettext("%(count)s day without contact", "%(count)s days without contact", count) % {"count": count}
    return _("%(many)s, from %(start)s to %(end)s") % {"many": many, "start": day(pair[0]), "end": day(pair[1])}


def stay_in_words(one: Mapping) -> str:
    said = {"provider": one["provider"], "start": day(one["opened_on"]), "end": day(one["closed_on"])}
    if one["closed_on"]:
        return _("%(provider)s, from %(start)s to %(end)s") % said
    return _("%(provider)s, since %(start)s") % said


def line_table(line: Mapping) -> Table | None:
    """What was recorded, by day; what was corrected or taken back is said beside it."""
    told = sorted(line.get("recorded", []), key=lambda one: (one["happened_on"], one["id"]))
    if not told:
        return None
    columns = [Column(_("Day")), Column(_("What was recorded")), Column(_("Recorded"))]
    words: dict[int, list[str]] = {}
    for one in line.get("words", []):
        words.setdefault(one["milestone"], []).append(one["words"])
    rows = []
    for one in told:
        what = one["title"]
        if one["retracted"]:
            what = _("%(what)s (taken back)") % {"what": what}
        elif one["revision"] > 1:
            what = _("%(what)s (corrected)") % {"what": what}
        written = _("%(day)s, %(worker)s") % {"day": day(one["recorded_on"]), "worker": one["recorded_by"]}
        under = " ".join(words.get(one["id"], []))
        rows.append([day(one["happened_on"]), Cell(what, under=under), written])
    return Table(columns, rows, caption=_("Frozen time-line"), cards=True)
