"""One questionnaire over time: charts, the change since the baseline, and every time it was completed."""

from collections.abc import Iterator

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import person_page
from throughcare.pathway.instruments import queries
from throughcare.pathway.instruments.queries.completed import Completed
from throughcare.pathway.instruments.queries.course import Course, course_of, scales_of
from throughcare.pathway.instruments.terms import PointOfPlan
from throughcare.pathway.instruments.views.choosing import who_and_how

#: More scales than this do not fit beside each other.
SCALES_IN_A_ROW = 5


@needs(Permission.VIEW_PERSON)
def course(request, thread_id, instrument):
    episode = episode_for_step(request.viewer, thread_id)
    found = course_of(episode, queries.tool_offered(episode, instrument))
    may_record = request.viewer.may(Permission.RECORD_INSTRUMENT)
    return render(
        request,
        "instruments/course.html",
        {
            "course": found,
            "tool": found.tool,
            "person": episode.person,
            "person_url": person_page(episode.person),
            "times": times_table(found, thread_id, may_record),
            "values": values_table(found),
            "complete_url": reverse("instruments:complete", args=[thread_id, instrument]) if may_record else "",
        },
    )


def times_table(course: Course, thread_id: int, may_record: bool) -> Table:
    """Every time, the latest first: when, at which point, how and by whom, the result, and what it flagged."""
    columns = [
        Column(_("Day")),
        Column(_("Result"), wide=True),
        Column(_("How"), wide=True),
        Column(_("Flags"), wide=True),
    ]
    rows = [[day_cell(one), result_cell(one), who_and_how(one), flags_cell(one)] for one in course.all]
    if may_record:
        columns.append(Column(_("Answers"), label="-"))
        for row, one in zip(rows, course.all, strict=True):
            row.append(
                Cell(change_words(one), reverse("instruments:answers", args=[thread_id, course.tool.id, one.origin_id]))
            )
    return Table(columns, rows, caption=_("Every time it was completed"), cards=True)


def day_cell(one: Completed) -> Cell:
    point = str(PointOfPlan(one.point).label) if one.point in PointOfPlan.values else ""
    words = _("%(stage)s (%(point)s)") % {"stage": one.stage, "point": point.lower()} if point else one.stage
    if one.at_triage:
        words = _("%(stage)s, from triage") % {"stage": words}
    return Cell(wording.short_day(one.on, today()), under=words)


def result_cell(one: Completed) -> Cell:
    """What is missing, and what stood before a correction, are said beside the result."""
    said = []
    if one.missing:
        said.append(_("Not answered: %(items)s.") % {"items": "; ".join(one.missing)})
    if one.offered_because:
        said.append(_("Used because: %(reason)s") % {"reason": one.offered_because})
    if one.earlier:
        said.append(_("Corrected; before: %(results)s.") % {"results": "; ".join(was.result for was in one.earlier)})
    return Cell(one.result, under=" ".join(said))


def flags_cell(one: Completed) -> Cell | str:
    return Cell(status=Status("flag", "; ".join(flag.label for flag in one.flags))) if one.flags else _("None")


def change_words(one: Completed) -> str:
    day = wording.short_day(one.on, today())
    return (_("Complete the answers of %(day)s") if one.missing else _("Put the answers of %(day)s right")) % {
        "day": day
    }


def values_table(course: Course) -> Table | None:
    """The numbers behind the charts: a row for each day, or for each scale and day where there are many scales."""
    scales = [scale for scale in scales_of(course.tool) if any(scale.value(one) is not None for one in course.all)]
    if not scales:
        return None
    caption = _("The values behind the charts")
    if len(scales) > SCALES_IN_A_ROW:
        columns = [Column(_("Scale")), Column(_("Day")), Column(_("Value"), numeric=True)]
        return Table(columns, list(_line_by_line(course, scales)), caption=caption, tight=True)
    columns = [Column(_("Day")), *(Column(scale.label, numeric=True) for scale in scales)]
    rows = [[_day(one), *(_shown(scale.value(one)) for scale in scales)] for one in course.all]
    return Table(columns, rows, caption=caption, tight=len(scales) < 4, cards=len(scales) > 3)


def _line_by_line(course: Course, scales) -> Iterator[list]:
    for scale in scales:
        yield from ([scale.label, _day(one), value] for one in course.all if (value := scale.value(one)) is not None)


def _day(one: Completed) -> str:
    return wording.short_day(one.on, today())


def _shown(value) -> str | int | float:
    return _("Not scored") if value is None else value
