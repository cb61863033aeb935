"""Who is in the index, as far as the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.viewer import Viewer
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Link, Pages, Table
from throughcare.foundations.today import today
from throughcare.people.models import Person, Registration


@dataclass(frozen=True, slots=True)
class IndexMatch:
    """The least that must be shown to tell whether it is the same person."""

    person_id: int
    service_user_id: str
    given_name: str
    family_name: str
    born: date
    with_us: bool


def find_people(
    viewer: Viewer, *, given_name: str = "", family_name: str = "", born: date | None = None, nhs_number: str = ""
) -> list[IndexMatch]:
    """An exact look across all agencies: the NHS number, or names and birth date together. Every look is logged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, service_user_id, given_name, family_name, born, with_us"
            " from find_people(%s, %s, %s, %s)",
            [given_name, family_name, born, nhs_number or None],
        )
        return [IndexMatch(*row) for row in cursor.fetchall()]


def registered_with(viewer: Viewer) -> QuerySet[Person]:
    """The people whom the viewer's agency knows."""
    return Person.objects.filter(
        Exists(Registration.objects.filter(person_id=OuterRef("pk"), agency_id=viewer.agency_id))
    )


def person_seen_by(viewer: Viewer, person_id: int) -> Person:
    """The person, with the look logged; 404 when the viewer's agency does not know them."""
    person = registered_with(viewer).filter(pk=person_id).first()
    if person is None:
        raise Http404
    log_access(viewer, Looked.READ, "person", person_id)
    return person


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the people registered with the viewer's agency."""

    people: list[Person]
    count: int
    number: int
    last: int


def matching(viewer: Viewer, words: str) -> QuerySet[Person]:
    """People registered with the viewer's agency whose names begin with, or whose number is, what was typed.

    A number may be typed with spaces. Every word must fit one of the names.
    """
    people = registered_with(viewer)
    figures = "".join(words.split())
    if figures[:7].isdigit():
        by_number = Q(service_user_id__istartswith=figures)
        people = people.filter(by_number | Q(nhs_number=figures) if len(figures) == 10 else by_number)
    else:
        for word in words.split():
            people = people.filter(Q(given_name__istartswith=word) | Q(family_name__istartswith=word))
    return people.order_by("family_name", "given_name", "id")


def people_found(viewer: Viewer, words: str, number: object = 1) -> Found:
    """25 people at a time; a page that does not exist is the one nearest to it. Two queries."""
    paginator = Paginator(matching(viewer, words), 25)
    page = paginator.get_page(number)
    return Found(list(page.object_list), paginator.count, page.number, paginator.num_pages)


# The page of people --------------------------------------------------------------------------------------------------


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
