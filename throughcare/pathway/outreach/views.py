"""The pages of outreach: each with one person's record, or with a number of people who have no name here."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.episode.views import done, my_day, person_page, step_page, took
from throughcare.pathway.outreach import actions
from throughcare.pathway.outreach.forms import BriefInterventionForm, ContactForm
from throughcare.pathway.outreach.queries import person_met


@needs(Permission.RECORD_OUTREACH)
@keeps_draft
def brief_intervention(request, person_id=None):
    person = person_met(request.viewer, person_id)
    form = BriefInterventionForm(request.POST or None, person=person)
    if request.draft.leaving:
        return leave(person)
    if took(form, actions.brief_intervention, by=request.viewer, person=person):
        return done(request, person, _("Brief intervention recorded"))
    return page(request, form, _("Record a brief intervention"), _("Record brief intervention"))


@needs(Permission.RECORD_OUTREACH)
@keeps_draft
def contact(request, person_id=None):
    person = person_met(request.viewer, person_id)
    form = ContactForm(request.POST or None, person=person)
    if request.draft.leaving:
        return leave(person)
    if took(form, actions.outreach_contact, by=request.viewer, person=person):
        return done(request, person, _("Outreach contact recorded"))
    return page(request, form, _("Record an outreach contact"), _("Record contact"))


def leave(person):
    return redirect(person_page(person) if person else my_day())


def page(request, form, title, button):
    about = {"person": form.person, "person_url": person_page(form.person)} if form.person else {}
    return step_page(request, form, title=title, button=button, template="outreach/activity.html", **about)
