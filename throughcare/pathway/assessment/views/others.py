"""What other agencies bring to an assessment, and what goes to them."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording as words
from throughcare.pathway.assessment import actions, queries
from throughcare.pathway.assessment.forms.steps import ContributionForm, IssueForm, MedicalForm
from throughcare.pathway.assessment.models import IssuedSummary
from throughcare.pathway.assessment.queries.assessed import Assessed
from throughcare.pathway.assessment.views.shown import answers_table
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.specification.rules import title_of


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def contribute(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    form = ContributionForm(request.POST or None, episode=found.episode)
    if request.draft.leaving:
        return leave(found.episode)
    if took(form, actions.record_contribution, thread_id, by=request.viewer):
        done(request, found.episode.person, _("Contribution recorded"))
        return redirect("assessment:overview", thread_id)
    return step_page(request, form, title=_("Record what an agency brings"), button=_("Record contribution"))


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def medical(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    form = MedicalForm(request.POST or None, episode=found.episode)
    if request.draft.leaving:
        return leave(found.episode)
    if took(form, actions.record_medical_assessment, thread_id, by=request.viewer):
        return done(request, found.episode.person, _("Medical assessment recorded"))
    return step_page(request, form, title=_("Record medical assessment"), button=_("Record medical assessment"))


@needs(Permission.RECORD_ASSESSMENT)
@keeps_draft
def issue_summary(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    form = IssueForm(request.POST or None, episode=found.episode)
    if request.draft.leaving:
        return leave(found.episode)
    issued = took(form, actions.issue_summary, thread_id, by=request.viewer)
    if issued:
        done(request, found.episode.person, _("Summary issued. Print it, or send it by your secure mail."))
        return redirect("assessment:summary", thread_id, issued.pk)
    return step_page(request, form, title=_("Issue summary"), button=_("Issue summary"))


@needs(Permission.VIEW_PERSON)
def summary(request, thread_id, issued_id):
    found, issued, happened = queries.issued_named(request.viewer, thread_id, issued_id)
    specification = found.episode.specification
    to = title_of(specification.agencies, happened.detail.get("to"))
    return render(
        request,
        "assessment/summary.html",
        {
            "person": found.episode.person,
            "service": specification.vocabulary["service.name"],
            "sentence": _("Given to %(agency)s on %(day)s, with the person's consent.")
            % {"agency": to, "day": words.full_day(happened.on)},
            "overview_url": reverse("assessment:overview", args=[thread_id]),
            "person_url": person_page(found.episode.person),
            "parts": parts_of(found, issued),
        },
    )


def parts_of(found: Assessed, issued: IssuedSummary) -> list:
    """What was passed on, as it stood that day, each child under its own heading."""
    parts = []
    for domain in found.form.domains:
        if domain.id not in issued.domains:
            continue
        if domain.about == "child":
            tables = [
                (
                    _("%(part)s: %(name)s") % {"part": domain.title, "name": child.known_as},
                    answers_table(found, found.as_far_as(issued.last_answer, child.pk), domain, only_answered=True),
                )
                for child in found.children
            ]
        else:
            standings = {**found.known, **found.as_far_as(issued.last_answer)}
            tables = [(domain.title, answers_table(found, standings, domain))]
        parts += [(title, table) for title, table in tables if table]
    return parts
