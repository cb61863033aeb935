"""The list of people as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.viewer import Viewer
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Link, Pages, Table
from throughcare.foundations.today import today
from throughcare.people.queries import Found, people_found


@dataclass(frozen=True, slots=True)
class PeopleList:
    looked_for: str
    sentence: str
    table: Table | None
    pages: Pages
    everyone: Link | None
    new_referral: Link | None


def people_list(viewer: Viewer, words: str, number: object) -> PeopleList:
    found = people_found(viewer, words, number)
    here = reverse("people:find")
    return PeopleList(
        looked_for=words,
        sentence=sentence(words, found.count),
        table=table(found) if found.people else None,
        pages=Pages(
            found.number,
            found.last,
            f"{here}?page={found.number - 1}" if found.number > 1 else "",
            f"{here}?page={found.number + 1}" if found.number < found.last else "",
        ),
        everyone=Link(_("Show everyone"), f"{here}?everyone") if words else None,
        new_referral=new_referral(),
    )


def sentence(words: str, count: int) -> str:
    if not words:
        many = ngettext(
            "%(count)s person is registered with this service.",
            "%(count)s people are registered with this service.",
            count,
        )
    elif not count:
        many = _("Nobody registered with this service has the name or number “%(words)s”.")
    else:
        many = ngettext(
            "%(count)s person has a name or number that begins with “%(words)s”.",
            "%(count)s people have a name or number that begins with “%(words)s”.",
            count,
        )
    return many % {"count": f"{count:,}", "words": words}


def table(found: Found) -> Table:
    day = today()
    columns = [Column(_("Name"), wide=True), Column(_("Age"), numeric=True), Column(_("Born")), Column(_("Number"))]
    rows = [
        [
            Cell(one.name, person_url(one.pk)),
            age_on(one.born, day),
            wording.full_day(one.born),
            one.service_user_id,
        ]
        for one in found.people
    ]
    return Table(columns, rows, caption=_("People"), cards=True)


def person_url(person_id: int) -> str:
    """The person's own page is a later room's."""
    try:
        return reverse("casework:person", kwargs={"person_id": person_id})
    except NoReverseMatch:
        return ""


def new_referral() -> Link | None:
    try:
        return Link(_("Record a referral"), reverse("referral:new"))
    except NoReverseMatch:
        return None
