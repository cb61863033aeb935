"""A completed tool as it stands, to be sent to another system."""

from __future__ import annotations

from django.http import Http404

from throughcare.access.queries import cases_seen_by
from throughcare.access.viewer import Viewer
from throughcare.clocks.models import Milestone
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.fhir.exporting import Answered
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.terms import Status


def answered(viewer: Viewer, origin_id: int) -> Answered:
    """A completed tool as it stands, to be sent to another system; 404 where it is not the viewer's to see."""
    rows = Administration.objects.filter(milestone_id=origin_id, thread_id__in=cases_seen_by(viewer)).order_by("-pk")
    row = rows.first()
    milestone = Milestone.objects.filter(origin_id=origin_id).order_by("-revision").first()
    tool = instruments().get(row.instrument) if row else None
    if row is None or tool is None or milestone.retracted:
        raise Http404
    return Answered(
        tool=tool,
        version=row.version,
        answers=row.answers,
        total=row.total,
        status=Status(row.status),
        subject=Episode.objects.values_list("person__service_user_id", flat=True).get(pk=row.thread_id),
        on=milestone.happened_on,
        at=milestone.happened_at,
        amended=rows.count() > 1 or milestone.revision > 1,
    )
