"""The pages of questionnaires: choose one, complete it."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.drafts.step import keeps_draft
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Known, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.episode.views import done, leave, person_page, step_page, took
from throughcare.pathway.instruments import actions, queries
from throughcare.pathway.instruments.forms.completing import CompleteForm
from throughcare.pathway.instruments.forms.sending import SendForm
from throughcare.pathway.instruments.wording import wording_for


@needs(Permission.RECORD_INSTRUMENT)
def choose(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    everything = queries.completed(episode)
    tools, missing = queries.tools_offered(episode)
    return render(
        request,
        "instruments/choose.html",
        {
            "episode": episode,
            "person_url": person_page(episode.person),
            "tools": tools_table(tools, queries.last_of_each(everything), thread_id),
            "missing": missing_words(missing),
            "earlier": earlier_table(everything) if everything else None,
            "sent_links_url": link_page(request, "sent_links", thread_id),
        },
    )


@needs(Permission.RECORD_INSTRUMENT)
@keeps_draft
def complete(request, thread_id, instrument):
    episode = episode_for_step(request.viewer, thread_id)
    tool = queries.tool_offered(episode, instrument)
    stage = request.GET.get("stage", "")
    initial = {"stage": stage} if stage in episode.specification.instrument_stages else {}
    form = CompleteForm(request.POST or None, episode=episode, tool=tool, wording=wording_for(tool), initial=initial)
    if request.draft.leaving:
        return leave(episode)
    if took(form, actions.complete_instrument, thread_id, by=request.viewer):
        return told(request, episode.person, queries.newest(episode, instrument))
    earlier = queries.completed(episode, instrument)
    return step_page(
        request,
        form,
        title=_("Complete %(tool)s") % {"tool": tool.short_name},
        button=_("Complete %(tool)s") % {"tool": tool.short_name},
        known=[earlier_answer(one) for one in earlier],
        template="instruments/complete.html",
        tool=tool,
        flags=[flag_status(flag) for flag in earlier[0].flags] if earlier else [],
        flagged_on=wording.short_day(earlier[0].on, today()) if earlier else "",
        send_link_url=link_page(request, "send_link", thread_id, tool.id),
    )


def link_page(request, name, *where) -> str:
    """A page about one-time links, for those who may send them."""
    return reverse(f"instruments:{name}", args=where) if request.viewer.may(Permission.SEND_LINKS) else ""


@needs(Permission.VIEW_PERSON)
def send(request, origin_id):
    """Asks why, and gives the completed tool as a file for another system."""
    answered = queries.answered(request.viewer, origin_id)
    form = SendForm(request.POST or None)
    if form.is_valid():
        try:
            response = actions.export_response(answered, origin_id, by=request.viewer, **form.said)
        except StepRefused as refused:
            form.refuse(refused)
        else:
            return as_file(response, answered)
    told = {"form": form, "tool": answered.tool, "about": what_is_sent(answered)}
    return render(request, "instruments/send.html", told)


def what_is_sent(answered) -> list[Known]:
    """Enough to see that it is the right one, before it leaves."""
    return [
        Known(_("Service-user ID"), answered.subject, _("From the record")),
        Known(_("Completed"), wording.full_day(answered.on), answered.status.label),
    ]


def as_file(response, answered):
    """Named after the tool and the day, never after the person."""
    file = JsonResponse(response, content_type="application/fhir+json", json_dumps_params={"ensure_ascii": False})
    name = f"{answered.tool.id}-{answered.on.isoformat()}.json"
    file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


def told(request, person, completed):
    """The score and band are said at once; below them stands what asks for action, the most urgent first."""
    words = _("%(tool)s completed. %(result)s") % {"tool": completed.title, "result": completed.result}
    answer = done(request, person, words)
    if completed.flags:
        messages.warning(request, "\n".join(flag_status(flag).words for flag in completed.flags))
    return answer


def flag_status(flag) -> Status:
    words = _("%(flag)s: %(action)s (%(urgency)s)")
    return Status("flag", words % {"flag": flag.label, "action": flag.action, "urgency": flag.urgency.label})


def earlier_answer(completed) -> Known:
    day = wording.short_day(completed.on, today())
    return Known(completed.stage, completed.result, _("Completed on %(day)s") % {"day": day})


def tools_table(tools, last, thread_id) -> Table:
    rows = []
    for tool in tools:
        url = reverse("instruments:complete", args=[thread_id, tool.id])
        before = last.get(tool.id)
        seen = _("Never")
        if before is not None:
            seen = Cell(wording.short_day(before.on, today()), under=before.result)
        rows.append([Cell(tool.short_name, url, under=f"{tool.name}. {tool.purpose}"), seen])
    columns = [Column(_("Questionnaire")), Column(_("Last completed"))]
    return Table(columns, rows, caption=_("Questionnaires that can be completed"), tight=True)


def earlier_table(everything) -> Table:
    rows = []
    for one in everything:
        flags = Cell(status=Status("flag", "; ".join(flag.label for flag in one.flags))) if one.flags else _("None")
        when = _("%(stage)s, %(day)s") % {"stage": one.stage, "day": wording.short_day(one.on, today())}
        rows.append([Cell(one.title, under=when), one.result, flags])
    columns = [Column(_("Questionnaire")), Column(_("Result"), wide=True), Column(_("Flags"), wide=True)]
    return Table(columns, rows, caption=_("Completed so far"), cards=True)


def missing_words(count: int) -> str:
    words = ngettext(
        "%(count)s more questionnaire of this service cannot be completed here yet.",
        "%(count)s more questionnaires of this service cannot be completed here yet.",
        count,
    )
    return words % {"count": count} if count else ""
