"""Who is trained in what: the manager's page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from throughcare.access import actions, queries
from throughcare.access.forms import EndTrainingForm, TrainingForm
from throughcare.access.terms import Permission
from throughcare.access.views import needs


@needs(Permission.RECORD_TRAINING)
def everybody(request):
    return render(request, "access/training.html", {"table": queries.training_table(request.viewer)})


@needs(Permission.RECORD_TRAINING)
def add(request):
    form = TrainingForm(request.POST or None, colleagues=queries.colleagues(request.viewer))
    if form.is_valid():
        made = actions.record_training(by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Training recorded for %(name)s") % {"name": made.user.display_name})
        return redirect("access:training")
    return render(request, "access/add_training.html", {"form": form})


@needs(Permission.RECORD_TRAINING)
def end(request, record_id):
    record = queries.training_record(request.viewer, record_id)
    form = EndTrainingForm(request.POST or None, record=record)
    if form.is_valid():
        actions.end_training(record, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Saved for %(name)s") % {"name": record.user.display_name})
        return redirect("access:training")
    return render(request, "access/end_training.html", {"form": form, "record": record, "title": form.title})
