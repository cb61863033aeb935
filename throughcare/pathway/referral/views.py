"""The pages of a referral, and of the first contact after it."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.episode.forms import referral_answers
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, my_day, person_page, step_page, took
from throughcare.pathway.referral import actions
from throughcare.pathway.referral.forms import AgainForm, FirstContactForm, NewForm, known_about
from throughcare.pathway.referral.queries import people_like, person_to_refer


@needs(Permission.RECORD_REFERRAL, Permission.FIND_PEOPLE)
@keeps_draft
def new(request):
    """Nobody is recorded twice: whoever is typed in is looked for first, by "Look" or when the referral is sent."""
    if request.draft.leaving:
        return redirect(my_day())
    form = NewForm(request.POST or None, looking="_look" in request.POST)
    if form.is_bound:
        form.is_valid()
        form = form.with_matches(people_like(request.viewer, form.cleaned_data))
    referral = None if form.looking else took(form, actions.register_and_refer, by=request.viewer)
    if referral:
        return done(request, referral.thread.episode.person, form.recorded_words)
    return step_page(
        request, form, title=_("Record a referral"), button=_("Record referral"), template="referral/new.html"
    )


@needs(Permission.RECORD_REFERRAL, Permission.VIEW_PERSON)
@keeps_draft
def again(request, person_id):
    referred = person_to_refer(request.viewer, person_id)
    person = referred.person
    form = AgainForm(request.POST or None, referred=referred)
    if request.draft.leaving:
        return redirect(person_page(person))
    if took(form, actions.receive_referral, person, by=request.viewer):
        return done(request, person, form.recorded_words)
    return step_page(
        request,
        form,
        title=_("Record a referral"),
        button=_("Record referral"),
        known=known_about(referred),
        person=person,
        person_url=person_page(person),
    )


@needs(Permission.RECORD_CONTACT)
@keeps_draft
def first_contact(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = FirstContactForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.make_first_contact, thread_id, by=request.viewer):
        return done(request, episode.person, _("First contact recorded"))
    return step_page(
        request, form, title=_("Record first contact"), button=_("Record contact"), known=referral_answers(episode)
    )
