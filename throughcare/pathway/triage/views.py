"""The pages of triage: its offer, what follows it, and own answers that wait for somebody to look at them."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.today import today
from throughcare.pathway.episode.forms import offer_answers, referral_answers, source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.pathway.triage import actions, queries
from throughcare.pathway.triage.forms.following import (
    BookForm,
    CrisisForm,
    EncourageForm,
    FeedbackForm,
    OfferForm,
    booked_words,
)
from throughcare.pathway.triage.forms.known import own_answers_known, triage_answers
from throughcare.pathway.triage.forms.reviewing import rows_of
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def offer(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = OfferForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.offer_triage, thread_id, by=request.viewer):
        day = wording.list_day(form.said["for_day"], today())
        return done(request, episode.person, _("Triage offered for %(day)s") % {"day": day})
    return step_page(request, form, title=_("Offer triage"), button=_("Offer triage"), known=known(episode))


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def crisis(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = CrisisForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.give_crisis_support, thread_id, by=request.viewer):
        return done(request, episode.person, _("Crisis support recorded"))
    title = _("Record crisis support")
    return step_page(request, form, title=title, button=title, known=earlier_crises(episode))


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def feedback(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = FeedbackForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.give_feedback, thread_id, by=request.viewer):
        return done(request, episode.person, _("Feedback recorded"))
    title = _("Record feedback")
    return step_page(request, form, title=title, button=title, known=found(request.viewer, episode))


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def encourage(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = EncourageForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.encourage, thread_id, by=request.viewer):
        return done(request, episode.person, _("Encouragement recorded"))
    title = _("Encourage them to come")
    return step_page(request, form, title=title, button=_("Record the contact"), known=found(request.viewer, episode))


@needs(Permission.RECORD_TRIAGE)
@keeps_draft
def book(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = BookForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.book_appointment, thread_id, by=request.viewer):
        return done(request, episode.person, booked_words(episode, form.said["for_day"]))
    title = _("Book the first appointment")
    return step_page(request, form, title=title, button=title, known=found(request.viewer, episode))


@needs(Permission.RECORD_TRIAGE)
def review_list(request):
    rows = rows_of(queries.review_list(request.viewer))
    return render(request, "triage/review_list.html", {"rows": rows})


@needs(Permission.RECORD_TRIAGE)
def review(request, own_id):
    own = queries.own_answers(request.viewer, own_id)
    episode = episode_for_step(request.viewer, own.thread_id)
    shown = {
        "episode": episode,
        "person": episode.person,
        "person_url": person_page(episode.person),
        "told": own_answers_known(episode, own),
        "advice": queries.advice_from_own(episode, own),
        "own": own,
        "reviewed": queries.reviewed(own),
    }
    return render(request, "triage/review.html", shown)


@needs(Permission.RECORD_TRAINING)
def without_training(request):
    wanted = specifications.current().triage
    table = queries.untrained_triages(request.viewer, wanted.competence) if wanted else None
    return render(request, "triage/without_training.html", {"table": table})


def known(episode: EpisodeForStep) -> list[Known]:
    return [*referral_answers(episode), *offer_answers(episode, MilestoneKind.TRIAGE_OFFERED)]


def found(viewer, episode: EpisodeForStep) -> list[Known]:
    """What triage found and which way on was recommended."""
    told = triage_answers(episode, queries.risks_answered(viewer, episode.thread_id))
    advice = queries.advice_kept(episode)
    if advice is None:
        return told
    source = source_of(episode.latest(MilestoneKind.TRIAGE_COMPLETED), _("From triage"))
    told.append(Known(_("Recommended"), titles_of_pathways(episode, advice.recommended), source))
    return [*told, Known(_("Why another way"), advice.why_not, source)] if advice.why_not else told


def titles_of_pathways(episode: EpisodeForStep, pathways: list[str]) -> str:
    return titles_of(episode.specification.pathways, pathways)


def earlier_crises(episode: EpisodeForStep) -> list[Known]:
    """What was done in the last crisis, so that nobody does it twice."""
    last = next(iter(queries.crisis_support(episode)), None)
    if last is None:
        return []
    happening = next(one for one in episode.happenings if one.order == last.milestone_id)
    actions_done = ", ".join(title_of(episode.specification.crisis_actions, one) for one in last.actions)
    return [Known(_("Done in the last crisis"), actions_done, source_of(happening, _("Recorded")))]
