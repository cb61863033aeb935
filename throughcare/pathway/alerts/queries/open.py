"""Open alerts as lists show them: who, what, since when, with whom, and to whom they go next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.models import User
from throughcare.access.queries import cases_seen_by
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Clock
from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import components as parts
from throughcare.foundations.pages import wording
from throughcare.foundations.today import now
from throughcare.pathway.alerts.models import Alert, Recipient
from throughcare.pathway.alerts.queries.staffing import Staffing, staffing
from throughcare.pathway.alerts.rules import Chain
from throughcare.pathway.episode.models import Episode
from throughcare.people.models import Person

#: Rows on one page of the list.
ROWS = 25


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that nobody has acted on, with all that a list says of it."""

    thread_id: int
    person: Person
    label: str
    wanted: str
    raised: str
    due_on: object
    due_at: datetime | None
    holders: Sequence[User]
    chain: Chain
    now: datetime

    @property
    def url(self) -> str:
        return reverse("alerts:alert", args=[self.thread_id])

    @property
    def is_overdue(self) -> bool:
        if self.due_at is not None:
            return self.now > self.due_at
        return self.due_on is not None and self.now.date() > self.due_on

    @property
    def with_whom(self) -> str:
        names = ", ".join(one.display_name for one in self.holders)
        return _("With %(names)s.") % {"names": names} if names else _("With nobody: no one here may act on alerts.")

    @property
    def goes_on(self) -> str:
        """To whom it goes next, and when; that nobody is on duty is said plainly."""
        following = self.chain.after({one.pk for one in self.holders})
        if following is None:
            words = _("There is nobody else to pass it on to: it stays here until somebody acts.")
        else:
            said = {"name": following.colleague.name, "when": self.goes_on_when}
            words = _("Goes to %(name)s %(when)s unless somebody acts.") % said
        if self.chain.keeps_list and not self.chain.anybody_on_duty:
            return _("Nobody is on duty now. %(words)s") % {"words": words}
        return words

    @property
    def goes_on_when(self) -> str:
        if self.is_overdue:
            return _("within a minute")
        if self.due_at is not None:
            return _("at %(time)s") % {"time": wording.time_or_day(self.due_at, self.now.date())}
        return _("after %(day)s") % {"day": wording.list_day(self.due_on, self.now.date())}

    @property
    def status(self) -> parts.Status:
        if self.due_at is not None:
            return parts.promise_in_hours(self.due_at, self.now)
        if self.is_overdue:
            return parts.Status("overdue", _("Overdue"))
        return parts.Status("soon", wording.due(self.due_on, self.now.date()))

    @property
    def age(self) -> str:
        return str(age_on(self.person.born, self.now.date()))

    def as_box(self) -> parts.Alert:
        """As My day draws it, above everything."""
        about = _("for %(name)s") % {"name": self.person.name}
        return parts.Alert(
            title=_("Alert: %(label)s") % {"label": self.label},
            name=self.person.name,
            url=reverse("casework:person", args=[self.person.pk]),
            age=self.age,
            words=f"{self.raised} {self.with_whom} {self.goes_on}",
            action=parts.Link(_("Read and act"), self.url, about),
            status=self.status,
        )

    def as_row(self) -> parts.Row:
        about = _("for %(name)s") % {"name": self.person.name}
        return parts.Row(
            status=self.status,
            name=self.person.name,
            url=self.url,
            age=self.age,
            when=self.raised,
            what=self.label,
            held_up_by=f"{self.with_whom} {self.goes_on}",
            action=parts.Link(_("Read and act"), self.url, about),
            urgent=self.is_overdue,
        )


def open_alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Every alert of the agency that nobody has acted on, the soonest due first."""
    clock = Clock.objects.filter(thread_id=OuterRef("pk"), stopped_on__isnull=True).order_by("-sequence")
    return (
        Alert.objects.filter(thread_id__in=cases_seen_by(viewer), thread__matter__closed_on__isnull=True)
        .annotate(due_on=Subquery(clock.values("due_on")[:1]), due_at=Subquery(clock.values("due_at")[:1]))
        .select_related("thread__matter__person")
        .order_by(F("due_on").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "pk")
    )


def on_the_day_of(viewer: Viewer) -> Q:
    """What stands on somebody's day: what they have, what nobody has, and for managers all that is past its time."""
    has = Exists(Recipient.objects.filter(thread_id=OuterRef("pk"), user_id=viewer.user_id))
    shown = Q(has)
    if viewer.may(Permission.ANSWER_ALERTS):
        shown |= ~Q(Exists(Recipient.objects.filter(thread_id=OuterRef("pk"))))
    if viewer.may(Permission.SET_DUTY):
        moment = now()
        shown |= Q(due_on__lt=moment.date()) | Q(due_at__lt=moment)
    return shown


def alerts_of_the_day(viewer: Viewer) -> list[OpenAlert]:
    """The alerts that somebody's day begins with. The number of queries does not depend on how many there are."""
    return told(viewer, open_alerts(viewer).filter(on_the_day_of(viewer)))


def alerts_about(viewer: Viewer, person_id: int) -> list[Alert]:
    """The open alerts about one person, each with the names of those who have it. One query."""
    holders = Recipient.objects.filter(thread_id=OuterRef("pk")).order_by("level").values("user__display_name")
    about = open_alerts(viewer).filter(thread__matter__person_id=person_id)
    return list(about.annotate(holder_names=ArraySubquery(holders)))


def alerts_raised_by(origin_id: int) -> tuple[bool, list[str]]:
    """Whether a step raised any, and the names of those whom they came to."""
    threads = list(Alert.objects.filter(source_id=origin_id).values_list("pk", flat=True))
    came_to = Recipient.objects.filter(thread_id__in=threads).order_by("level", "pk")
    return bool(threads), list(dict.fromkeys(came_to.values_list("user__display_name", flat=True)))


def links_to(alerts: Iterable[Alert]) -> list[parts.Link]:
    """What the strip of a person says of each, and leads to."""
    return [
        parts.Link(_("Alert: %(label)s") % {"label": alert.label}, reverse("alerts:alert", args=[alert.pk]))
        for alert in alerts
    ]


def boxes_for(alerts: Iterable[Alert]) -> list[parts.Alert]:
    """As the page of the person draws them, from what `alerts_about` has read."""
    moment, boxes = now(), []
    for alert in alerts:
        matter = alert.thread.matter
        shown = OpenAlert(
            alert.pk, matter.person, alert.label, alert.action_wanted, when_raised(alert, moment), alert.due_on,
            alert.due_at, (), Chain((), True, True), moment,
        )  # fmt: skip
        names = ", ".join(alert.holder_names) or _("nobody")
        words = _("%(raised)s With %(names)s. Wanted: %(wanted)s.")
        said = {"raised": shown.raised, "names": names, "wanted": alert.action_wanted}
        boxes.append(replace(shown.as_box(), words=words % said))
    return boxes


def told(viewer: Viewer, alerts: Iterable[Alert]) -> list[OpenAlert]:
    found, moment = list(alerts), now()
    if not found:
        return []
    staffed, keyworkers = staffing(viewer.agency_id, moment), keyworkers_of(found)
    holders = holders_of({alert.pk for alert in found})
    return [_told(alert, holders[alert.pk], keyworkers, staffed, moment) for alert in found]


def keyworkers_of(alerts: Iterable[Alert]) -> dict[int, int | None]:
    """By the number of the episode, which may be gone when its only referral was taken back."""
    episodes = {alert.thread.matter.episode_id for alert in alerts}
    return dict(Episode.objects.filter(pk__in=episodes).values_list("pk", "keyworker_id"))


def holders_of(threads: Collection[int]) -> dict[int, list[User]]:
    holders: dict[int, list[User]] = defaultdict(list)
    for one in Recipient.objects.filter(thread_id__in=threads).select_related("user").order_by("level"):
        holders[one.thread_id].append(one.user)
    return holders


def _told(
    alert: Alert, holders: Sequence[User], keyworkers: dict[int, int | None], staffed: Staffing, moment: datetime
) -> OpenAlert:
    matter = alert.thread.matter
    return OpenAlert(
        thread_id=alert.pk,
        person=matter.person,
        label=alert.label,
        wanted=alert.action_wanted,
        raised=when_raised(alert, moment),
        due_on=alert.due_on,
        due_at=alert.due_at,
        holders=holders,
        chain=staffed.chain(keyworkers.get(matter.episode_id)),
        now=moment,
    )


def when_raised(alert: Alert, moment: datetime) -> str:
    if alert.raised_at is not None:
        return _("Raised %(when)s.") % {"when": wording.time_or_day(alert.raised_at, moment.date())}
    return _("Raised %(when)s.") % {"when": wording.list_day(alert.raised_on, moment.date())}


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The list of open alerts, a page at a time."""

    sentence: str
    filters: parts.Filters
    rows: Sequence[parts.Row]
    pages: parts.Pages
    duty_url: str
    """Empty for whoever does not say who is on duty."""


def open_page(viewer: Viewer, *, whose: str, number: object) -> OpenPage:
    """`whose` is "team" for all of the agency, else the viewer's own."""
    listed = open_alerts(viewer)
    if whose != "team":
        listed = listed.filter(on_the_day_of(viewer))
    paginator = Paginator(listed, ROWS)
    page = paginator.get_page(number)
    count = paginator.count
    words = ngettext("%(count)s alert waits for somebody to act.", "%(count)s alerts wait for somebody to act.", count)
    choices = [("mine", _("Mine")), ("team", _("The whole team's"))]
    return OpenPage(
        sentence=words % {"count": count} if count else _("No alert waits."),
        filters=parts.Filters([parts.Filter("whose", _("Show"), choices, "team" if whose == "team" else "mine")]),
        rows=[one.as_row() for one in told(viewer, page.object_list)],
        pages=pages_of(page, whose),
        duty_url=reverse("alerts:duty") if viewer.may(Permission.SET_DUTY) else "",
    )


def pages_of(page: Page, whose: str) -> parts.Pages:
    def address(number: int) -> str:
        return f"{reverse('alerts:open')}?{urlencode({'whose': whose or 'mine', 'page': number})}"

    return parts.Pages(
        page.number,
        page.paginator.num_pages,
        address(page.previous_page_number()) if page.has_previous() else "",
        address(page.next_page_number()) if page.has_next() else "",
    )
