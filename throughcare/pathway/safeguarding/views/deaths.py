"""The pages of reviews of deaths and near misses, for their panels alone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from throughcare.access.queries import colleagues
from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions import deaths as actions
from throughcare.pathway.safeguarding.forms.deaths import (
    AgreeForm,
    CloseForm,
    FreezeForm,
    MemberForm,
    NoteForm,
    SettleForm,
)
from throughcare.pathway.safeguarding.queries import deaths as queries
from throughcare.pathway.safeguarding.queries import frozen


@needs(Permission.REVIEW_DEATHS)
def listed(request):
    page = {"reviews": frozen.reviews_table(queries.reviews(request.viewer)),
            "actions": frozen.tracked_table(queries.open_actions(request.viewer))}  # fmt: skip
    return render(request, "safeguarding/reviews.html", {"page": page})


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def freeze(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = FreezeForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    review = took(form, actions.freeze, thread_id, by=request.viewer)
    if review is not None:
        return _ended(request, review.pk, _("The time-line is frozen. You are the first member of the panel."))
    return step_page(
        request, form, title=_("Review a death or a near miss"), button=_("Freeze the time-line and open the review")
    )


@needs(Permission.REVIEW_DEATHS)
def review(request, review_id):
    opened = queries.review_opened(request.viewer, review_id)
    return render(request, "safeguarding/review.html", {"opened": opened, "page": frozen.shown(opened)})


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def member(request, review_id):
    return _step(
        request, review_id, MemberForm, actions.name_member, _("Name somebody to the panel"),
        colleagues=colleagues(request.viewer),
    )  # fmt: skip


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def note(request, review_id):
    return _step(request, review_id, NoteForm, actions.write_down, _("Write down a fact or what was learnt"))


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def agree(request, review_id):
    return _step(request, review_id, AgreeForm, actions.agree_action, _("Agree an action"))


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def settle(request, review_id, action_id):
    queries.review_opened(request.viewer, review_id)
    action = queries.action_of(request.viewer, review_id, action_id)
    form = SettleForm(request.POST or None, initial={"state": action.state})
    if request.draft.leaving:
        return redirect("safeguarding:review", review_id)
    if took(form, actions.settle_action, action, by=request.viewer):
        return _ended(request, review_id, _("Saved"))
    return step_page(request, form, title=action.words, button=_("Save"))


@needs(Permission.REVIEW_DEATHS)
@keeps_draft
def close(request, review_id):
    return _step(request, review_id, CloseForm, actions.close_review, _("Close the review"))


def _step(request, review_id, form_class, action, title, **known):
    queries.review_opened(request.viewer, review_id)
    form = form_class(request.POST or None, **known)
    if request.draft.leaving:
        return redirect("safeguarding:review", review_id)
    if took(form, action, review_id, by=request.viewer):
        return _ended(request, review_id, _("Saved"))
    return step_page(request, form, title=title, button=title)


def _ended(request, review_id, words):
    request.draft.discard()
    messages.success(request, words)
    return redirect("safeguarding:review", review_id)
