"""The pages of restricted notes: write one; read one, after saying why."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs, needs_one_of
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions.restricted import write_restricted_note
from throughcare.pathway.safeguarding.forms.restricted import WhyForm, WriteForm
from throughcare.pathway.safeguarding.queries import restricted as queries
from throughcare.pathway.safeguarding.queries.overview import note_in_words
from throughcare.pathway.safeguarding.views.ending import taken


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def write(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    named = partial(queries.people_named, request.viewer)
    form = WriteForm(request.POST or None, episode=episode, people_named=named)
    if request.draft.leaving:
        return leave(episode)
    if took(form, write_restricted_note, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Restricted note kept"))
    return step_page(request, form, title=_("Write a restricted note"), button=_("Keep the note"))


@needs_one_of(Permission.RECORD_SAFEGUARDING, Permission.READ_RESTRICTED)
def read(request, thread_id, note_id):
    note = queries.header(request.viewer, thread_id, note_id)
    if not queries.may_read(request.viewer, note):
        raise PermissionDenied
    form = WhyForm(request.POST or None)
    told = queries.read(request.viewer, note, why=form.cleaned_data["why"]) if form.is_valid() else None
    shown = {"form": form, "note": note_in_words(note), "told": told, "thread_id": thread_id}
    return render(request, "safeguarding/read_note.html", shown)
