"""Loads a made-up population into this system, making it a demonstration first where it is nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils import timezone

from throughcare.access.context import database_context
from throughcare.access.viewer import viewer_for
from throughcare.demo import bulk
from throughcare.demo.calibration import NotCalibrated, figures, figures_for
from throughcare.demo.population import Population
from throughcare.demo.population.identity import MOST_PEOPLE, place_of
from throughcare.demo.system import create_system, refuse_production
from throughcare.foundations.command import BadInput
from throughcare.organisations.actions import keep_today
from throughcare.organisations.models import Deployment
from throughcare.organisations.terms import DeploymentKind
from throughcare.people.models import Person
from throughcare.reporting.indicators.actions import refresh_figures
from throughcare.specification import queries as specifications
from throughcare.specification.loader import load as read_specification
from throughcare.specification.reading import SpecificationFaults

DEMO_YEARS, DEMO_SEED = 3, 1


def load_population(
    *, people: int, years: int, seed: int, until: date | None = None, told: Callable[[int], object] | None = None
) -> int:
    """Draws and loads; what the system holds already stays. Raises BadInput with nothing kept.

    With a last day in the past the system keeps that day for today; without one it lives on the real day.
    """
    refuse_production()
    today = timezone.localdate()
    found = Deployment.objects.filter(pk=1).first()
    if found is not None and found.kind == DeploymentKind.LIVE:
        raise BadInput("This system is live: made-up people have no place beside real ones.")
    if people > MOST_PEOPLE:
        raise BadInput(f"--people: at most {MOST_PEOPLE:,}. There are no more valid NHS numbers that start with 999.")
    try:
        book = specifications.current_book() if found is not None else read_specification(settings.SPECIFICATION)
        figures_for(book.latest)
    except SpecificationFaults as faults:
        raise BadInput("\n".join(str(fault) for fault in faults.faults)) from None
    except NotCalibrated as fault:
        raise BadInput(str(fault)) from None
    if found is None:
        create_system(settings.SPECIFICATION, DeploymentKind.DEMONSTRATION)
    kept = found.today if found is not None else None
    until = until or kept or today
    taken = numbers_taken()
    if taken + people > MOST_PEOPLE:
        raise BadInput(
            f"--people: at most {MOST_PEOPLE - taken:,} more. There are no more valid NHS numbers that start with 999."
        )
    population = Population(book.latest, people=people, years=years, seed=seed, until=until, numbers_from=taken)
    loaded = bulk.load(population, book, told=told)
    if until < today or kept is not None:
        keep_today(until)
    return loaded


def numbers_taken() -> int:
    """How many places of made-up NHS numbers are behind the last one that somebody here has."""
    used = Person.objects.using(bulk.LOADER).filter(nhs_number__startswith="999").values_list("nhs_number", flat=True)
    places = (place_of(number) for number in used.iterator())
    return max((place + 1 for place in places if place is not None), default=0)


def load_demonstration(told: Callable[[int], object] | None = None) -> int:
    """Some years of a service of the usual size, ending today, with its figures worked out."""
    known = figures()
    a_year = known.number("referred_a_year") + known.number("known_by_name_a_year")
    loaded = load_population(people=round(DEMO_YEARS * a_year), years=DEMO_YEARS, seed=DEMO_SEED, told=told)
    operator = viewer_for(settings.OPERATOR)
    with database_context(operator):
        refresh_figures(by=operator)
    return loaded
