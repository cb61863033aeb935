"""The rooms of the house, lowest first: the one list behind settings, addresses and the command."""

from importlib.util import find_spec

ROOMS = (
    "throughcare.foundations",
    "throughcare.foundations.drafts",
    "throughcare.organisations",
    "throughcare.specification",
    "throughcare.access",
    "throughcare.clocks",
    "throughcare.people",
    "throughcare.pathway.episode",
    "throughcare.pathway.alerts",
    "throughcare.pathway.instruments",
    "throughcare.pathway.outreach",
    "throughcare.pathway.referral",
    "throughcare.pathway.triage",
    "throughcare.pathway.assessment",
    "throughcare.pathway.safeguarding",
    "throughcare.pathway.plan",
    "throughcare.pathway.interventions",
    "throughcare.pathway.review",
    "throughcare.pathway.exit",
    "throughcare.pathway.aftercare",
    "throughcare.pathway.casework",
    "throughcare.reporting.extract",
    "throughcare.reporting.indicators",
    "throughcare.demo",
    "throughcare.config",
)

#: Made-up people have no place beside real ones.
NOT_IN_PRODUCTION = ("throughcare.demo",)

#: Rooms with pages: those with a `urls.py`. The one of config is the root that gathers the others.
ROOMS_WITH_PAGES: tuple[str, ...] = tuple(
    room for room in ROOMS if room != "throughcare.config" and find_spec(f"{room}.urls") is not None
)


def rooms_with_an_app(*, production: bool) -> list[str]:
    """Rooms that Django must know: those with an apps.py."""
    return [
        room
        for room in ROOMS
        if find_spec(f"{room}.apps") is not None and not (production and room in NOT_IN_PRODUCTION)
    ]
