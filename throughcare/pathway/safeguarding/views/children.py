"""The pages about children in somebody's care."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions import children as actions
from throughcare.pathway.safeguarding.forms.children import CentreForm, ChildcareForm, HomeReviewForm
from throughcare.pathway.safeguarding.queries.children import children_known
from throughcare.pathway.safeguarding.views.ending import taken


@needs(Permission.RECORD_SAFEGUARDING)
def children(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    return render(request, "safeguarding/children.html", {"page": children_known(episode), "episode": episode})


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def childcare(request, thread_id):
    return _step(request, thread_id, ChildcareForm, actions.record_childcare, _("Record care of children"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def childrens_centre(request, thread_id):
    return _step(request, thread_id, CentreForm, actions.offer_childrens_centre, _("Offer a Children’s Centre"))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def home_review(request, thread_id):
    return _step(request, thread_id, HomeReviewForm, actions.hold_home_review, _("Record a review at home"))


def _step(request, thread_id, form_class, action, title):
    episode = episode_for_step(request.viewer, thread_id)
    form = form_class(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, action, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Saved"))
    return step_page(request, form, title=title, button=title, known=children_known(episode).known)
