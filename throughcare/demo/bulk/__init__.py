"""Loads a made-up population in one transaction: drawn and told in other processes, copied in as the loader."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.db import connections, transaction

from throughcare.access.actions import train_in_everything
from throughcare.access.models import User
from throughcare.access.viewer import viewer_for
from throughcare.demo.bulk.records import Rows
from throughcare.demo.bulk.tables import ALSO_INSERT, SEQUENCES, TABLES, copied
from throughcare.demo.bulk.telling import Teller
from throughcare.demo.population import Population
from throughcare.demo.system import TRAINED_SINCE, refuse_production
from throughcare.foundations.command import BadInput
from throughcare.organisations.models import Agency, Deployment
from throughcare.organisations.terms import DeploymentKind
from throughcare.pathway.alerts.queries.staffing import who_may_act
from throughcare.pathway.alerts.rules import Colleague
from throughcare.specification.loader import SpecificationBook

LOADER = "loader"
PEOPLE_AT_ONCE, ACTIVITIES_AT_ONCE, WAITING = 1000, 10_000, 4


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people or of the anonymous work, told: what to copy, and how many numbers it needs."""

    people: int
    used: Mapping[str, int]
    copies: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one process is asked to tell."""

    people: range
    activities: range
    number_from: int
    """The number of the first person of the whole load."""


class Loom:
    """Draws and tells pieces. It knows no database, so that any process can have one."""

    def __init__(
        self,
        population: Population,
        book: SpecificationBook,
        provider: int,
        users: Mapping[str, int],
        colleagues: Sequence[Colleague],
    ):
        self.population = population
        self.teller = Teller(book, provider=provider, users=users, today=population.until, colleagues=colleagues)

    def tell(self, piece: Piece) -> Part:
        rows = Rows()
        for index in piece.people:
            self.teller.person(rows, piece.number_from + index, self.population.person(index))
        for index in piece.activities:
            self.teller.activity(rows, self.population.activity(index))
        return Part(
            people=len(piece.people),
            used={"threads": rows.threads, "milestones": rows.milestones, "plans": rows.plans},
            copies={name: copied(found) for name, found in rows.by_table.items() if found},
        )


_loom: Loom | None = None


def _make_loom(*parts) -> None:
    """In a process of its own. It ends by leaving everything as it lies, so there is nothing to collect."""
    global _loom
    gc.disable()
    _loom = Loom(*parts)


def _tell(piece: Piece) -> Part:
    return _loom.tell(piece)


def load(
    population: Population, book: SpecificationBook, *, processes: int = 2, told: Callable[[int], object] | None = None
) -> int:
    """Puts the whole population into the database, or nothing of it; the number of people.

    `told` is called with the number of people after each part. Raises BadInput where it must not be, and when these
    people are here already.
    """
    refuse_production()
    refuse_where_it_does_not_belong(population)
    with transaction.atomic(using=LOADER):
        Load(population, book).run(processes, told or (lambda people: None))
    return population.people


def refuse_where_it_does_not_belong(population: Population) -> None:
    found = Deployment.objects.filter(pk=1).first()
    if found is None or found.kind == DeploymentKind.LIVE:
        raise BadInput("Made-up people belong in a demonstration or a test system, never in a live one.")


class Load:
    """One load, inside a transaction of the loader."""

    def __init__(self, population: Population, book: SpecificationBook):
        self.population, self.book = population, book
        self.connection = connections[LOADER]
        self.connection.ensure_connection()
        self.provider = Agency.objects.using(LOADER).get(key="provider")

    def run(self, processes: int, told: Callable[[int], object]) -> None:
        with self.connection.cursor() as cursor:
            # One load at a time: two would not know of each other's made-up NHS numbers.
            cursor.execute("select pg_advisory_xact_lock(hashtext('made-up people'))")
            self._refuse_twice(cursor)
            # Checked row by row as they come, not all at the end: there would be millions to remember.
            cursor.execute("set constraints all immediate")
            for table in TABLES:
                cursor.execute(table.create_staged())
            number_from = self._numbers(cursor, "person_numbers", self.population.people)
            for part in self._parts(number_from, processes):
                self._keep(cursor, part)
                told(part.people)

    def _refuse_twice(self, cursor) -> None:
        first = self.population.reference(0)
        cursor.execute("select exists (select from people_person where reference = %s)", [first])
        if cursor.fetchone()[0]:
            raise BadInput(f"The people of seed {self.population.seed} are here already. Choose another seed.")

    def _parts(self, number_from: int, processes: int) -> Iterator[Part]:
        users = self._users()
        colleagues = who_may_act(self.provider.pk, self.book.latest.roles, using=LOADER)
        parts = (self.population, self.book, self.provider.pk, users, colleagues)
        pieces = deque(self._pieces(number_from))
        if processes < 2:
            loom = Loom(*parts)
            yield from (loom.tell(piece) for piece in pieces)
            return
        # Forked, so that the specification need not be read again; the children never touch our connections.
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=context, initializer=_make_loom, initargs=parts) as pool:
            asked = deque(pool.submit(_tell, pieces.popleft()) for _ in range(min(WAITING, len(pieces))))
            while asked:
                part = asked.popleft().result()
                if pieces:
                    asked.append(pool.submit(_tell, pieces.popleft()))
                yield part

    def _pieces(self, number_from: int) -> Iterator[Piece]:
        people, activities = self.population.people, self.population.activities
        for first in range(0, people, PEOPLE_AT_ONCE):
            yield Piece(range(first, min(first + PEOPLE_AT_ONCE, people)), range(0), number_from)
        for first in range(0, activities, ACTIVITIES_AT_ONCE):
            yield Piece(range(0), range(first, min(first + ACTIVITIES_AT_ONCE, activities)), number_from)

    def _users(self) -> dict[str, int]:
        """Sign-ins by user name; colleagues who are new can be named, but not sign in."""
        known = set(User.objects.using(LOADER).values_list("username", flat=True))
        made = User.objects.using(LOADER).bulk_create(
            User(username=name, display_name=name.title(), agency=self.provider, roles=["triage", "keyworker"],
                 password="!")
            for name in self.population.colleagues
            if name not in known
        )  # fmt: skip
        competences, operator = self.book.latest.competences, viewer_for(settings.OPERATOR)
        train_in_everything(made, competences, by=operator, since=TRAINED_SINCE, using=LOADER)
        wanted = {*self.population.colleagues, settings.OPERATOR}
        return dict(User.objects.using(LOADER).filter(username__in=wanted).values_list("username", "pk"))

    def _keep(self, cursor, part: Part) -> None:
        bases = {name: self._numbers(cursor, SEQUENCES[name], used) for name, used in part.used.items()}
        for table in TABLES:
            copies = part.copies.get(table.name)
            if not copies:
                continue
            with cursor.copy(table.copy_in()) as copy:
                copy.write(copies)
            cursor.execute(*table.insert(bases))
            if table.name in ALSO_INSERT:
                cursor.execute(ALSO_INSERT[table.name], {"provider": self.provider.pk, **bases})
            cursor.execute(f"truncate {table.staged}")

    def _numbers(self, cursor, sequence: str, wanted: int) -> int:
        """The first of that many numbers in a row, drawn so that nobody else gets one of them."""
        if not wanted:
            return 0
        for _ in range(10):
            cursor.execute(
                "select min(drawn), max(drawn) from (select nextval(%s) as drawn from generate_series(1, %s)) as drawn",
                [sequence, wanted],
            )
            first, last = cursor.fetchone()
            if last - first == wanted - 1:
                return first
        raise BadInput(f"Somebody else draws numbers from {sequence} all the time: try again when it is quieter.")
