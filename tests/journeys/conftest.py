"""Desks for the journeys, each with a browser window of its own."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest

from tests.journeys.desk import Desk


@pytest.fixture
def sits_down(world, chromium, request) -> Iterator[Callable[..., Desk]]:
    """Somebody of the service opens a browser on some day: `sits_down("keyworker", on=day)`."""
    desks, pictures = [], count(1)

    def opened(role: str, on: date, **kept) -> Desk:
        desks.append(Desk(chromium, world, request.node.name, on, role=role, **kept))
        desks[-1].pictures = pictures
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()
    for desk in desks:
        assert not desk.screen.complaints
