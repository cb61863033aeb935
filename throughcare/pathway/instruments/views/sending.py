"""The page that gives a completed tool as a file for another system."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments import actions, queries
from throughcare.pathway.instruments.forms.sending import SendForm


@needs(Permission.VIEW_PERSON)
def send(request, origin_id):
    """Asks why, and gives the completed tool as a file for another system."""
    answered = queries.answered(request.viewer, origin_id)
    form = SendForm(request.POST or None)
    if form.is_valid():
        try:
            response = actions.export_response(answered, origin_id, by=request.viewer, **form.said)
        except StepRefused as refused:
            form.refuse(refused)
        else:
            return as_file(response, answered)
    told = {"form": form, "tool": answered.tool, "about": what_is_sent(answered)}
    return render(request, "instruments/send.html", told)


def what_is_sent(answered) -> list[Known]:
    """Enough to see that it is the right one, before it leaves."""
    return [
        Known(_("Service-user ID"), answered.subject, _("From the record")),
        Known(_("Completed"), wording.full_day(answered.on), answered.status.label),
    ]


def as_file(response, answered):
    """Named after the tool and the day, never after the person."""
    file = JsonResponse(response, content_type="application/fhir+json", json_dumps_params={"ensure_ascii": False})
    name = f"{answered.tool.id}-{answered.on.isoformat()}.json"
    file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file
