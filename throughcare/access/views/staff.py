"""Who may sign in: the administrator's page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from throughcare.access import actions, queries
from throughcare.access.forms import ColleagueForm, NewColleagueForm
from throughcare.access.terms import Permission
from throughcare.access.views import needs


@needs(Permission.ADMINISTER_USERS)
def everybody(request):
    return render(request, "access/staff.html", {"table": queries.staff_table(request.viewer)})


@needs(Permission.ADMINISTER_USERS)
@sensitive_post_parameters("password")
def add(request):
    form = NewColleagueForm(request.POST or None)
    if form.is_valid():
        made = actions.add_colleague(by=request.viewer, **form.cleaned_data)
        messages.success(request, _("%(name)s can sign in now") % {"name": made.display_name})
        return redirect("access:staff")
    return render(request, "access/add_colleague.html", {"form": form})


@needs(Permission.ADMINISTER_USERS)
def change(request, user_id):
    colleague = queries.colleague(request.viewer, user_id)
    form = ColleagueForm(request.POST or None, initial=queries.said_of(colleague))
    if form.is_valid():
        actions.change_colleague(colleague, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Saved for %(name)s") % {"name": colleague.display_name})
        return redirect("access:staff")
    return render(request, "access/change_colleague.html", {"form": form, "colleague": colleague})
