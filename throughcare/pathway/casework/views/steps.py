"""The steps that belong to no single stage: key worker, work with other agencies, corrections."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages.components import Known
from throughcare.pathway.assessment.wording import waiting_before
from throughcare.pathway.casework import actions
from throughcare.pathway.casework.forms.correcting import CorrectForm
from throughcare.pathway.casework.forms.steps import AssignKeyworkerForm, ReferOnwardForm, WorkJointlyForm
from throughcare.pathway.casework.queries import colleagues, corrections
from throughcare.pathway.episode.forms import source_of
from throughcare.pathway.episode.queries import EpisodeForStep, episode_for_step
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.specification.rules import title_of
from throughcare.specification.terms import MilestoneKind


@needs(Permission.ASSIGN_KEYWORKER)
@keeps_draft
def assign_keyworker(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    working = colleagues.possible_keyworkers(request.viewer)
    names = {one.username: one.name for one in working}
    form = AssignKeyworkerForm(request.POST or None, episode=episode, colleagues=working)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.assign_keyworker, thread_id, by=request.viewer):
        said = {"worker": names[form.said["worker"]], "name": episode.person.name}
        return done(request, episode.person, _("%(worker)s is now key worker for %(name)s") % said)
    title = _("Give a key worker")
    return step_page(request, form, title=title, button=title, known=keyworker_now(episode, names))


@needs(Permission.RECORD_JOINT_WORK)
@keeps_draft
def work_jointly(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = WorkJointlyForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.work_jointly, thread_id, by=request.viewer):
        agency = title_of(episode.specification.agencies, form.said["agency"])
        return done(request, episode.person, _("Joint work recorded: %(agency)s") % {"agency": agency})
    title = _("Record joint work")
    return step_page(request, form, title=title, button=title, known=last_joint_work(episode))


@needs(Permission.RECORD_JOINT_WORK)
@keeps_draft
def refer_onward(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    form = ReferOnwardForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.refer_onward, thread_id, by=request.viewer):
        agency = title_of(episode.specification.agencies, form.said["to"])
        return done(request, episode.person, _("Referred onward: %(agency)s") % {"agency": agency})
    title = _("Refer onward")
    waiting = waiting_before(episode, MilestoneKind.REFERRED_ONWARD)
    return step_page(request, form, title=title, button=title, waiting=waiting)


@needs(Permission.CORRECT_RECORD)
def choose_correction(request, person_id):
    person, episodes = corrections.steps_of(request.viewer, person_id)
    shown = {"person": person, "person_url": person_page(person), "episodes": episodes}
    return render(request, "casework/choose_correction.html", shown)


@needs(Permission.CORRECT_RECORD)
@keeps_draft
def correct(request, origin_id):
    found = corrections.correctable(request.viewer, origin_id)
    episode = found.episode
    if found.taken_back:
        shown = {"found": found, "episode": episode, "person_url": person_page(episode.person)}
        return render(request, "casework/taken_back.html", shown)
    form = CorrectForm(
        request.POST or None,
        milestone=found.milestone,
        episode=episode,
        colleagues=colleagues.possible_keyworkers(request.viewer),
    )
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.correct, found.milestone, by=request.viewer):
        words = _("Taken back: %(step)s") if form.said.get("never") else _("Corrected: %(step)s")
        return done(request, episode.person, words % {"step": found.revisions[0].what})
    return step_page(
        request,
        form,
        title=_("Correct this step"),
        button=_("Correct it"),
        template="casework/correct.html",
        found=found,
    )


def keyworker_now(episode: EpisodeForStep, names: dict[str, str]) -> list[Known]:
    last = episode.latest(MilestoneKind.KEYWORKER_ASSIGNED)
    if last is None:
        return []
    worker = last.detail.get("worker", "")
    return [Known(_("Key worker now"), names.get(worker, worker), source_of(last, _("Since")))]


def last_joint_work(episode: EpisodeForStep) -> list[Known]:
    last = episode.latest(MilestoneKind.JOINT_WORK_RECORDED)
    if last is None:
        return []
    how = title_of(episode.specification.joint_work, last.detail.get("how"))
    agency = title_of(episode.specification.agencies, last.detail.get("agency"))
    return [Known(_("Last joint work"), agency, source_of(last, how))]
