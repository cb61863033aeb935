"""How the agency is staffed at a moment, as the chain of an alert needs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from throughcare.access.models import User
from throughcare.pathway.alerts.models import Duty
from throughcare.pathway.alerts.rules import MANAGER, Chain, Colleague, chain, may_act
from throughcare.specification import queries as specifications
from throughcare.specification.schema import Role


@dataclass(frozen=True, slots=True)
class Staffing:
    """Those who may act on alerts, who of them is on duty, and whether the service says so at all."""

    colleagues: tuple[Colleague, ...]
    keeps_list: bool

    def chain(self, keyworker: int | None) -> Chain:
        return chain(keyworker, self.colleagues, keeps_list=self.keeps_list)

    def on_duty(self) -> list[Colleague]:
        return [one for one in self.colleagues if one.on_duty]


def staffing(agency_id: int, at: datetime) -> Staffing:
    """Three queries at most."""
    kept = Duty.objects.filter(agency_id=agency_id)
    on_duty = set(kept.filter(starts_at__lte=at, ends_at__gt=at).values_list("user_id", flat=True))
    colleagues = who_may_act(agency_id, specifications.current().roles, on_duty)
    return Staffing(colleagues, keeps_list=bool(on_duty) or kept.exists())


def who_may_act(
    agency_id: int, roles: Mapping[str, Role], on_duty: Collection[int] = (), using: str = "default"
) -> tuple[Colleague, ...]:
    """The colleagues who may sign in and act on alerts, by name."""
    users = User.objects.using(using).filter(agency_id=agency_id, is_active=True).order_by("display_name", "pk")
    return tuple(
        Colleague(pk, username, name, is_manager=MANAGER in held, on_duty=pk in on_duty)
        for pk, username, name, held in users.values_list("pk", "username", "display_name", "roles")
        if may_act(held, roles)
    )
