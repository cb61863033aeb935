"""Who is on duty now and this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import Http404
from django.utils.translation import gettext as _

from throughcare.access.viewer import Viewer
from throughcare.foundations.dates import TIME_ZONE
from throughcare.foundations.pages import wording
from throughcare.foundations.today import now
from throughcare.pathway.alerts.models import Duty
from throughcare.pathway.alerts.queries.staffing import staffing

#: So many days ahead the page shows.
DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class ShownDuty:
    id: int
    name: str
    times: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    sentence: str
    now: Sequence[ShownDuty]
    coming: Sequence[ShownDuty]
    colleagues: Sequence[tuple[str, str]]
    """Those who may be put on duty: their id and name."""


def duty_page(viewer: Viewer) -> DutyPage:
    moment = now()
    until = datetime.combine(moment.date() + timedelta(days=DAYS_SHOWN), time.min, TIME_ZONE)
    kept = Duty.objects.filter(agency_id=viewer.agency_id, ends_at__gt=moment, starts_at__lt=until)
    shown = [_shown(one, moment) for one in kept.select_related("user").order_by("starts_at", "pk")]
    staffed = staffing(viewer.agency_id, moment)
    return DutyPage(
        sentence=sentence(staffed.keeps_list, [one.name for one in shown if one.is_now]),
        now=[one for one in shown if one.is_now],
        coming=[one for one in shown if not one.is_now],
        colleagues=[(str(one.user_id), one.name) for one in staffed.colleagues],
    )


def sentence(keeps_list: bool, names: Sequence[str]) -> str:
    if names:
        return _("On duty now: %(names)s.") % {"names": ", ".join(names)}
    if keeps_list:
        return _("Nobody is on duty now. An alert goes to the first manager by name.")
    return _("This service keeps no duty list. An alert goes to the key worker, then to the managers.")


def duty_of(viewer: Viewer, duty_id: int) -> Duty:
    """404 when it is another agency's, or gone."""
    found = Duty.objects.filter(pk=duty_id, agency_id=viewer.agency_id).first()
    if found is None:
        raise Http404
    return found


def _shown(duty: Duty, moment: datetime) -> ShownDuty:
    today = moment.date()
    said = {"first": wording.day_and_time(duty.starts_at, today), "last": wording.time_or_day(duty.ends_at, today)}
    if duty.starts_at.astimezone(TIME_ZONE).date() == duty.ends_at.astimezone(TIME_ZONE).date():
        said["last"] = wording.clock_time(duty.ends_at)
    return ShownDuty(duty.pk, duty.user.display_name, _("%(first)s to %(last)s") % said, duty.starts_at <= moment)
