"""A demonstration or test system: its agencies and its sign-ins, one for each role, never beside real people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connections, transaction

from throughcare.access.actions import add_user, train_in_everything
from throughcare.access.context import look_as
from throughcare.access.models import User
from throughcare.access.terms import Permission
from throughcare.access.viewer import viewer_for, viewer_of
from throughcare.foundations.command import BadInput
from throughcare.organisations.actions import add_agency, set_up
from throughcare.organisations.models import Agency, Deployment
from throughcare.organisations.terms import AgencyKind, DeploymentKind
from throughcare.specification import queries as specifications
from throughcare.specification.loader import load

#: The sign-ins of a demonstration. The password is printed by `./run`; it opens nothing but made-up people.
PASSWORD = "throughcare-demo"
TRAINED_SINCE = date(2000, 1, 1)
STAFF = (
    ("jo", "Jo Maplethorpe", ("keyworker",)),
    ("hazel", "Hazel Winterby", ("triage", "keyworker")),
    ("tam", "Tam Brackwater", ("triage",)),
    ("sam", "Sam Otterbourne", ("manager",)),
    ("dara", "Dara Millrace", ("data_lead",)),
    ("ada", "Ada Fairweather", ("administrator",)),
)


def create_system(specification: str, kind: DeploymentKind = DeploymentKind.DEMONSTRATION) -> Deployment:
    """Makes this system run the specification, unless it runs one already, with its agencies and sign-ins."""
    refuse_production()
    load(specification)
    with transaction.atomic():
        made = set_up(specification, kind)
        specifications.use(None)
        words = specifications.current().vocabulary
        provider = add_agency("provider", words["service.name"], AgencyKind.PROVIDER)
        commissioner = add_agency("commissioner", words["service.area"], AgencyKind.COMMISSIONER)
        add_user(settings.OPERATOR, "Operator", provider, ["operator"])
        for username, name, roles in STAFF:
            if not User.objects.filter(username=username).exists():
                add_user(username, name, provider, roles, PASSWORD)
        train(User.objects.filter(agency=provider, training=None).exclude(username=settings.OPERATOR))
        if not User.objects.filter(username="corin").exists():
            add_user("corin", "Corin Holloway", commissioner, ["commissioner"], PASSWORD)
    return made


def train(users: Iterable[User]) -> None:
    """Made-up staff have had every training, so that every page can be shown; looked at as the operator."""
    operator = viewer_for(settings.OPERATOR)
    look_as(operator)
    users = [user for user in users if viewer_of(user).may(Permission.RECORD_INSTRUMENT)]
    train_in_everything(users, specifications.current().competences, by=operator, since=TRAINED_SINCE)


class SignIn(NamedTuple):
    """How somebody of a role signs in to the demonstration."""

    username: str
    password: str
    role: str


def sign_ins() -> list[SignIn]:
    """The sign-ins of this demonstration, each with its roles in the specification's words; none where it is live."""
    found = Deployment.objects.filter(pk=1).first()
    if found is None or found.kind == DeploymentKind.LIVE:
        return []
    titles = specifications.current().roles
    users = {user.username: user for user in User.objects.filter(username__in=[*(one[0] for one in STAFF), "corin"])}
    named = [users[username] for username in (*(one[0] for one in STAFF), "corin") if username in users]
    return [SignIn(user.username, PASSWORD, ", ".join(titles[role].title for role in user.roles)) for user in named]


def worker_named(username: str) -> User:
    """A worker whom a story names; made when first met, as key worker and assessor."""
    provider = Agency.objects.get(key="provider")
    worker = add_user(username, username.replace("_", " ").title(), provider, ["triage", "keyworker"], PASSWORD)
    if not worker.training.exists():
        competences = specifications.current().competences
        train_in_everything([worker], competences, by=viewer_for(settings.OPERATOR), since=TRAINED_SINCE)
    return worker


def empty_system() -> None:
    """Clears a demonstration or test system down to its tables; refused on any other."""
    refuse_production()
    found = Deployment.objects.filter(pk=1).first()
    if found is not None and found.kind == DeploymentKind.LIVE:
        raise BadInput("This system is live: it is never emptied.")
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(
            "select string_agg(quote_ident(tablename), ', ') from pg_tables where schemaname = 'public'"
            " and tablename not in ('django_migrations', 'django_content_type')"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"truncate {tables} restart identity")
        cursor.execute("alter sequence case_numbers restart")
        cursor.execute("alter sequence person_numbers restart")
    specifications.use(None)


def refuse_production() -> None:
    if settings.PRODUCTION:
        raise BadInput("Made-up people have no place in a production system.")
