"""The pages of domestic abuse: grade it, refer it, record what MARAC did."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from throughcare.access.queries import colleagues
from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.episode.views import leave, step_page, took
from throughcare.pathway.safeguarding.actions import abuse as actions
from throughcare.pathway.safeguarding.forms.abuse import GradeForm, MaracForm, ReferForm
from throughcare.pathway.safeguarding.queries import abuse as queries
from throughcare.pathway.safeguarding.terms import Grade
from throughcare.pathway.safeguarding.views.ending import taken


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def grade(request, thread_id):
    episode = queries.episode_with_abuse(request.viewer, thread_id)
    checklist, heard = queries.latest_checklist(episode), episode.latest("marac_heard")
    heard_on = heard.on if heard else None
    form = GradeForm(request.POST or None, episode=episode, checklist=checklist, heard_on=heard_on)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.grade_abuse, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Risk of domestic abuse graded"))
    known = [checklist_known(checklist, episode)]
    abuse = episode.specification.domestic_abuse
    return step_page(
        request, form, title=_("Grade the risk of domestic abuse"), button=_("Save the grade"), known=known,
        template="safeguarding/grade.html", definition=abuse.definition if abuse else "",
    )  # fmt: skip


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def refer(request, thread_id):
    episode = queries.episode_with_abuse(request.viewer, thread_id)
    form = ReferForm(request.POST or None, episode=episode)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.refer_abuse, thread_id, by=request.viewer):
        return taken(request, thread_id, _("Referral recorded"))
    title = _("Refer because of domestic abuse")
    return step_page(request, form, title=title, button=_("Save the referral"), known=grade_known(episode))


@needs(Permission.RECORD_SAFEGUARDING)
@keeps_draft
def marac(request, thread_id):
    episode = queries.episode_with_abuse(request.viewer, thread_id)
    form = MaracForm(request.POST or None, episode=episode, colleagues=colleagues(request.viewer))
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.hear_marac, thread_id, by=request.viewer):
        return taken(request, thread_id, _("MARAC recorded"))
    title = _("Record what MARAC did")
    return step_page(request, form, title=title, button=_("Save"), known=grade_known(episode))


def checklist_known(checklist, episode: EpisodeForStep) -> Known:
    """What the checklist settles, or that none was completed, with the way to complete it."""
    tool = episode.specification.domestic_abuse.checklist if episode.specification.domestic_abuse else ""
    try:
        change = reverse("instruments:complete", args=[episode.thread_id, tool]) if tool else ""
    except NoReverseMatch:  # a deployment without that room
        change = ""
    if checklist is None:
        return Known(_("Checklist"), _("Not completed yet"), "", change)
    settled = str(Grade(checklist.grade).label) if checklist.grade else _("Settles no grade yet")
    words = settled if checklist.complete else _("%(grade)s. Not all of it was asked") % {"grade": settled}
    day = wording.short_day(checklist.on, today())
    return Known(_("Checklist"), words, _("Completed on %(day)s") % {"day": day}, change)


def grade_known(episode: EpisodeForStep) -> list[Known]:
    graded = episode.latest("abuse_graded")
    if graded is None:
        return [Known(_("Grade"), _("Not graded yet"), "")]
    label = str(Grade(graded.detail["grade"]).label)
    return [Known(_("Grade"), label, _("Graded on %(day)s") % {"day": wording.short_day(graded.on, today())})]
