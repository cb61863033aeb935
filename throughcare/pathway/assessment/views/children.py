"""The children whom an assessment tells of, and what each of them needs."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs as may
from throughcare.foundations.dates import age_on
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Cell, Column, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.assessment import actions, queries, wording
from throughcare.pathway.assessment.forms.domain import DomainForm
from throughcare.pathway.assessment.forms.steps import ChildForm
from throughcare.pathway.assessment.models import Child
from throughcare.pathway.assessment.queries.assessed import Assessed
from throughcare.pathway.assessment.views.domains import told_by
from throughcare.pathway.assessment.views.shown import known_answers
from throughcare.pathway.episode.views import done, person_page, step_page, took


@may(Permission.VIEW_PERSON)
def listed(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    return render(
        request,
        "assessment/children.html",
        {
            "person_url": person_page(found.episode.person),
            "overview_url": reverse("assessment:overview", args=[thread_id]),
            "table": children_table(found) if found.children else None,
            "thread_id": thread_id,
            "name": found.episode.first_name,
        },
    )


def children_table(found: Assessed) -> Table:
    parts = [one for one in found.form.domains if one.about == "child"]
    rows = []
    for child in found.children:
        url = reverse("assessment:change_child", args=[found.thread_id, child.pk])
        row = [Cell(child.known_as, url, under=age_in_words(child)), child.relation or _("Not said"), child.lives_with]
        for part in parts:
            pairs = found.asked_in(part, child.pk)
            asked = sum(1 for _question, standing in pairs if standing and standing.asked)
            link = reverse("assessment:child", args=[found.thread_id, child.pk, part.id])
            row.append(Cell(needs_words(asked, len(pairs)), link, status=needs_status(asked)))
        rows.append(row)
    columns = [
        Column(_("Child")),
        Column(_("Relation")),
        Column(_("Lives with")),
        *(Column(one.title) for one in parts),
    ]
    return Table(columns, rows, caption=_("Children"), cards=True)


def needs_words(asked: int, total: int) -> str:
    return wording.questions_asked(asked, total) if asked else _("Assess")


def needs_status(asked: int) -> Status | None:
    return None if asked else Status("flag", _("Not assessed"))


def age_in_words(child: Child) -> str:
    age = age_on(child.born, today()) if child.born else child.age
    if age is None:
        return _("Age not known")
    return ngettext("%(count)s year old", "%(count)s years old", age) % {"count": age}


@may(Permission.RECORD_ASSESSMENT)
@keeps_draft
def add(request, thread_id):
    found = queries.assessed_of(request.viewer, thread_id)
    form = ChildForm(request.POST or None, episode=found.episode)
    if request.draft.leaving:
        return redirect("assessment:children", thread_id)
    if took(form, actions.add_child, thread_id, by=request.viewer):
        return back(request, found, _("Child added"))
    return step_page(request, form, title=_("Add a child"), button=_("Add child"))


@may(Permission.RECORD_ASSESSMENT)
@keeps_draft
def change(request, thread_id, child_id):
    found, child = queries.child_named(request.viewer, thread_id, child_id)
    form = ChildForm(request.POST or None, episode=found.episode, child=child)
    if request.draft.leaving:
        return redirect("assessment:children", thread_id)
    if took(form, actions.change_child, child, by=request.viewer):
        return back(request, found, _("Changed"))
    return step_page(request, form, title=child.known_as, button=_("Keep changes"))


@may(Permission.RECORD_ASSESSMENT)
@keeps_draft
def needs(request, thread_id, child_id, domain):
    found, child = queries.child_named(request.viewer, thread_id, child_id)
    part = found.domain_named(domain, about="child")
    pairs = found.asked_in(part, child.pk)
    wanted = request.GET.get("change", "")
    asked = [(one, standing) for one, standing in pairs if standing is None or not standing.asked or one.id == wanted]
    form = DomainForm(request.POST or None, episode=found.episode, asked=asked, told_by=told_by(found))
    if request.draft.leaving:
        return redirect("assessment:children", thread_id)
    if took(form, actions.assess_child, child, by=request.viewer):
        return back(request, found, _("Needs of %(name)s assessed") % {"name": child.known_as})
    here = reverse("assessment:child", args=[thread_id, child_id, part.id])
    return step_page(
        request,
        form,
        title=_("%(part)s: %(name)s") % {"part": part.title, "name": child.known_as},
        button=_("Save"),
        known=known_answers(found, pairs, here, [wanted]),
        template="assessment/domain.html",
        part=part,
        nothing_left=not asked,
        overview_url=reverse("assessment:children", args=[thread_id]),
    )


def back(request, found: Assessed, words: str):
    done(request, found.episode.person, words)
    return redirect("assessment:children", found.thread_id)
