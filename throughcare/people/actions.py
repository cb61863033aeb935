"""Registers people, each once."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from throughcare.access.viewer import Viewer
from throughcare.people.models import Person


@transaction.atomic
def register_person(
    *,
    by: Viewer,
    given_name: str,
    family_name: str,
    born: date,
    sex: str,
    registered_on: date,
    ethnicity: str = "not_asked",
    postcode: str = "",
    nhs_number: str | None = None,
    reference: str | None = None,
) -> Person:
    """Puts a new person into the index under a new service-user ID, registered with the viewer's agency.

    The caller has looked with `find_people` first and decided that this is somebody else.
    """
    number = registration(None, registered_on)
    person = Person(
        id=number,
        service_user_id=service_user_id(number),
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        born=born,
        sex=sex,
        ethnicity=ethnicity,
        postcode=postcode.strip().upper(),
        nhs_number=nhs_number or None,
        reference=reference,
    )
    person.save(force_insert=True)
    return person


@transaction.atomic
def register_known_person(person_id: int, *, by: Viewer, registered_on: date) -> Person:
    """Registers somebody who is in the index already with the viewer's agency too; they keep their ID."""
    registration(person_id, registered_on)
    return Person.objects.get(pk=person_id)


def registration(person_id: int | None, registered_on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select open_registration(%s, %s)", [person_id, registered_on])
        return cursor.fetchone()[0]


def service_user_id(number: int) -> str:
    """The ID for life: the number with a check letter, so that a slip of one digit is noticed."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{number:07d}{letters[number % 23]}"
