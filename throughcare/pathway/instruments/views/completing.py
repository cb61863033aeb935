"""Completes a questionnaire, and puts the answers of one right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known, Status
from throughcare.foundations.today import today
from throughcare.pathway.alerts.queries.open import alerts_raised_by
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.pathway.instruments import actions, queries
from throughcare.pathway.instruments.forms.completing import AnswersForm, CompleteForm
from throughcare.pathway.instruments.queries.completed import Completed, baseline_of
from throughcare.pathway.instruments.queries.course import milestone_of
from throughcare.pathway.instruments.queries.offered import ways_here
from throughcare.pathway.instruments.views.choosing import course_url, link_page
from throughcare.pathway.instruments.wording import wording_for


@needs(Permission.RECORD_INSTRUMENT)
@keeps_draft
def complete(request, thread_id, instrument):
    episode = episode_for_step(request.viewer, thread_id)
    tool = queries.tool_offered(episode, instrument)
    earlier = queries.completed(episode, instrument)
    offer = queries.offer_of(request.viewer, episode, tool, earlier[0] if earlier else None)
    if request.method == "GET" and offer.training and not offer.training.held:
        return untrained(request, episode, offer)
    stage = request.GET.get("stage", "")
    form = CompleteForm(
        request.POST or None,
        episode=episode,
        tool=tool,
        ways=ways_here(episode, tool),
        held_back=offer.held_back,
        wording=wording_for(tool),
        initial={"stage": stage} if stage in episode.specification.instrument_stages else {},
    )
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_instrument, thread_id, by=request.viewer):
        return told(request, episode.person, queries.newest(episode, instrument))
    return step_page(
        request,
        form,
        title=_("Complete %(tool)s") % {"tool": tool.short_name},
        button=_("Complete %(tool)s") % {"tool": tool.short_name},
        known=[earlier_answer(one) for one in earlier],
        template="instruments/complete.html",
        tool=tool,
        offer=offer,
        course_url=course_url(thread_id, instrument) if earlier else "",
        baseline=known_already(baseline_of(earlier)),
        flags=[flag_status(flag) for flag in earlier[0].flags] if earlier else [],
        flagged_on=wording.short_day(earlier[0].on, today()) if earlier else "",
        send_link_url=link_page(request, "send_link", thread_id, tool.id),
    )


@needs(Permission.RECORD_INSTRUMENT)
@keeps_draft
def answers(request, thread_id, instrument, origin_id):
    episode = episode_for_step(request.viewer, thread_id)
    tool = queries.tool_offered(episode, instrument)
    milestone, stands = milestone_of(episode, tool, origin_id)
    form = AnswersForm(request.POST or None, episode=episode, tool=tool, stands=stands, wording=wording_for(tool))
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.correct_answers, milestone, by=request.viewer):
        request.draft.discard()
        messages.success(request, _("%(tool)s: the answers are put right") % {"tool": tool.short_name})
        return redirect("instruments:course", thread_id, instrument)
    day = wording.short_day(stands.on, today())
    words = (
        _("Complete the missing answers: %(tool)s, %(day)s")
        if stands.missing
        else _("Put answers right: %(tool)s, %(day)s")
    )
    return step_page(
        request,
        form,
        title=words % {"tool": tool.short_name, "day": day},
        button=_("Save the answers"),
        known=[earlier_answer(stands)],
        template="instruments/answers.html",
        missing=stands.missing,
        course_url=course_url(thread_id, instrument),
    )


def untrained(request, episode, offer):
    """Said before anything is filled in, not after."""
    words = {"offer": offer, "tool": offer.tool, "person": episode.person, "person_url": person_page(episode.person)}
    return render(request, "instruments/untrained.html", words)


def told(request, person, completed: Completed):
    """The score and band are said at once; below them stands what asks for action, the most urgent first."""
    words = _("%(tool)s completed. %(result)s") % {"tool": completed.title, "result": completed.result}
    answer = done(request, person, words)
    if completed.flags:
        words = [flag_status(flag).words for flag in completed.flags]
        messages.warning(request, "\n".join([*words, *went_to(completed.origin_id)]))
    return answer


def went_to(origin_id: int) -> list[str]:
    """To whom the alerts of this step went; nothing where no flag is promised a time."""
    raised, names = alerts_raised_by(origin_id)
    if not raised:
        return []
    if not names:
        return [_("Alert raised. Nobody here may act on alerts: tell your manager now.")]
    return [_("Alert raised. It went to %(names)s, and goes on until somebody acts.") % {"names": ", ".join(names)}]


def flag_status(flag) -> Status:
    words = _("%(flag)s: %(action)s (%(urgency)s)")
    return Status("flag", words % {"flag": flag.label, "action": flag.action, "urgency": flag.urgency.label})


def earlier_answer(completed: Completed) -> Known:
    day = wording.short_day(completed.on, today())
    source = _("From triage, %(day)s") if completed.at_triage else _("Completed on %(day)s")
    return Known(completed.stage, completed.result, source % {"day": day})


def known_already(baseline: Completed | None) -> str:
    """That there is a baseline, so that nobody is asked the same twice; empty where there is none."""
    if baseline is None or not baseline.is_baseline:
        return ""
    said = {"day": wording.short_day(baseline.on, today()), "result": baseline.result}
    if baseline.at_triage:
        return _("Already known, %(day)s, from triage: %(result)s.") % said
    return _("Already known, %(day)s: %(result)s.") % said
