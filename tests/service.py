"""A small service on Monday 24 November 2014 for the tests of pages: its staff, another agency, people referred."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from throughcare.access.actions import add_user
from throughcare.access.context import database_context
from throughcare.access.models import User
from throughcare.access.viewer import Viewer, viewer_for
from throughcare.demo.system import create_system
from throughcare.organisations.actions import add_agency, keep_today
from throughcare.organisations.terms import AgencyKind, DeploymentKind
from throughcare.pathway.referral.actions import make_first_contact, receive_referral
from throughcare.people.actions import register_person
from throughcare.people.models import Person
from throughcare.specification import queries as specifications

TODAY = date(2014, 11, 24)


@dataclass(frozen=True)
class Service:
    """Who works here and, for looking at what a page has done, the database as one of them sees it."""

    def viewer(self, username: str = "hazel") -> Viewer:
        return viewer_for(username)

    def as_seen_by(self, username: str = "hazel"):
        return database_context(viewer_for(username))

    def browser(self, username: str = "hazel") -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    def referred(self, on: date = date(2014, 11, 20), by: str = "hazel", **about) -> tuple[Person, int]:
        """A person who was referred by their school, and the id of their episode's thread."""
        said = {"given_name": "Tansy", "family_name": "Puddifoot", "born": date(1997, 6, 11), "sex": "female"} | about
        viewer = self.viewer(by)
        with self.as_seen_by(by):
            person = register_person(by=viewer, registered_on=on, **said)
            milestone = receive_referral(
                person, by=viewer, on=on, source="school", channel="telephone", concern="Her aunt is worried"
            )
            make_first_contact(milestone.thread_id, by=viewer, on=on, how="telephone")
        return person, milestone.thread_id


@pytest.fixture
def service(db):
    create_system("southampton-esap", DeploymentKind.TEST)
    keep_today(TODAY)
    elsewhere = add_agency("elsewhere", "Another service", AgencyKind.PROVIDER)
    add_user("otto", "Otto Elsewhere", elsewhere, ["triage", "keyworker"])
    yield Service()
    specifications.use(None)
