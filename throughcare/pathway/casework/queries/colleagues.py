"""Who could be somebody's key worker, and how many people each has already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from throughcare.access.queries import cases_seen_by, colleagues
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.pathway.casework.rules import KEYWORKER
from throughcare.pathway.episode.models import Episode
from throughcare.specification import queries as specifications


@dataclass(frozen=True, slots=True)
class Colleague:
    username: str
    name: str
    roles: str
    caseload: int


def possible_keyworkers(viewer: Viewer) -> list[Colleague]:
    """Colleagues who may sign in and work with people, key workers first, the lightest caseload first. Two queries."""
    seen = Episode.objects.filter(thread_id__in=cases_seen_by(viewer))
    open_cases = seen.filter(closed_on__isnull=True, keyworker__isnull=False)
    caseloads = Counter(open_cases.values_list("keyworker_id", flat=True))
    titles = {role.id: role.title for role in specifications.current().roles.values()}
    working = [
        user
        for user in colleagues(viewer)
        if viewer_of(user).may(Permission.RECORD_SESSION) and not viewer_of(user).may(Permission.RUN_COMMANDS)
    ]
    ordered = sorted(working, key=lambda user: (KEYWORKER not in user.roles, caseloads[user.pk], user.display_name))
    return [
        Colleague(
            user.username,
            user.display_name,
            ", ".join(titles[role] for role in user.roles if role in titles),
            caseloads[user.pk],
        )
        for user in ordered
    ]
