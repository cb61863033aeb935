"""Every page of the room opens for somebody who may open all of them."""

import pytest

from tests.lived import protected
from tests.pages import browser
from tests.ways import in_treatment
from tests.world import TODAY
from throughcare.access.context import look_as
from throughcare.pathway.safeguarding.models import Concern, ProtectiveAction, RestrictedNote
from throughcare.pathway.safeguarding.urls import urlpatterns


@pytest.fixture
def parts(world) -> dict[str, object]:
    thread_id = in_treatment(world, TODAY.replace(month=10, day=1))
    protected(thread_id, world.worker)
    return {
        "<int:thread_id>": thread_id,
        "<int:action_id>": ProtectiveAction.objects.filter(thread_id=thread_id).first().pk,
        "<int:matter_id>": Concern.objects.get().pk,
        "<int:note_id>": RestrictedNote.objects.get().pk,
        "<slug:about>": "mappa",
    }


#: Pages of requests and reviews, which have matters of their own; the walk over every page opens them.
OF_THEIR_OWN_MATTERS = ("requests/<", "reviews-of-deaths/<", "summary/<")


def test_every_page_opens(world, parts):
    look_as(world.worker)
    mine = browser(world, "manager")
    for pattern in urlpatterns:
        path = "/" + str(pattern.pattern)
        if any(part in path for part in OF_THEIR_OWN_MATTERS):
            continue
        for name, value in parts.items():
            path = path.replace(name, str(value))
        assert mine.get(path).status_code == 200, path
