"""Who is in the index, as far as the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from throughcare.access.viewer import Viewer
from throughcare.people.models import Person


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


def people_with_us(viewer: Viewer, words: str = "", limit: int = 50) -> list[Person]:
    """People registered with the viewer's agency whose name begins with, or whose number is, what was typed."""
    people = Person.objects.all()
    for word in words.split():
        if word[:7].isdigit():
            people = people.filter(service_user_id__istartswith=word) | people.filter(nhs_number=word)
        else:
            people = people.filter(given_name__istartswith=word) | people.filter(family_name__istartswith=word)
    return list(people.order_by("family_name", "given_name", "id")[:limit])
