"""The pages of alerts: those that are open, one of them, and who is on duty."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.alerts import actions
from throughcare.pathway.alerts.actions import duty as duty_actions
from throughcare.pathway.alerts.forms import ActForm, DutyForm
from throughcare.pathway.alerts.queries import duty as duty_queries
from throughcare.pathway.alerts.queries import open as open_queries
from throughcare.pathway.alerts.queries.page import alert_page
from throughcare.pathway.episode.views import done, person_page, took


@needs(Permission.ANSWER_ALERTS)
def open_alerts(request):
    page = open_queries.open_page(request.viewer, whose=request.GET.get("whose", ""), number=request.GET.get("page"))
    return render(request, "alerts/open.html", {"page": page})


@needs(Permission.VIEW_PERSON)
@keeps_draft
def alert(request, thread_id):
    page = alert_page(request.viewer, thread_id)
    may_act = page.still is not None and request.viewer.may(Permission.ANSWER_ALERTS)
    if request.method == "POST" and not request.viewer.may(Permission.ANSWER_ALERTS):
        raise PermissionDenied
    form = ActForm(request.POST or None, specification=page.specification)
    if request.draft.leaving:
        return redirect(person_page(page.person))
    if took(form, actions.acknowledge, thread_id, by=request.viewer):
        return done(request, page.person, _("Acted on the alert: %(label)s") % {"label": page.title})
    request.draft.fill(form)
    told = {"page": page, "form": form if may_act or form.errors else None, "person_url": person_page(page.person)}
    return render(request, "alerts/alert.html", told)


@needs(Permission.SET_DUTY)
def duty(request):
    page = duty_queries.duty_page(request.viewer)
    form = DutyForm(request.POST or None, colleagues=page.colleagues)
    if took(form, duty_actions.put_on_duty, by=request.viewer):
        messages.success(request, _("Put on duty"))
        return redirect("alerts:duty")
    return render(request, "alerts/duty.html", {"page": page, "form": form})


@needs(Permission.SET_DUTY)
@require_POST
def remove_duty(request, duty_id):
    duty_actions.take_off_duty(duty_queries.duty_of(request.viewer, duty_id), by=request.viewer)
    messages.success(request, _("Taken off duty"))
    return redirect("alerts:duty")
