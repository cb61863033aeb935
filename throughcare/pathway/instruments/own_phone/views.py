"""The pages of a link: the worker who sends and withdraws it, and the person who answers on their own phone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from throughcare.access import queries as access
from throughcare.access.actions import keep_answers, open_link, revoke_link
from throughcare.access.links import LinkSpent
from throughcare.access.terms import LinkTask, Permission
from throughcare.access.views import by_link, needs
from throughcare.foundations.audit.actions import log_access
from throughcare.foundations.audit.models import Looked
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.episode.views import person_page, took
from throughcare.pathway.instruments.own_phone import actions, queries
from throughcare.pathway.instruments.own_phone.forms import QuestionForm, SendForm, judged
from throughcare.pathway.instruments.own_phone.rules import is_outside_age, why_not_alone
from throughcare.pathway.instruments.queries import offer_of, tool_offered
from throughcare.pathway.instruments.wording import wording_for

# The worker ---------------------------------------------------------------------------------------------------------


@needs(Permission.SEND_LINKS)
@never_cache
def send(request, thread_id, instrument):
    episode = episode_for_step(request.viewer, thread_id)
    tool = tool_offered(episode, instrument)
    offer = offer_of(request.viewer, episode, tool, None)
    form = SendForm(request.POST or None, episode=episode, tool=tool, held_back=offer.held_back)
    told = {"form": form, "tool": tool, "person": episode.person, "thread_id": thread_id, "offer": offer}
    if request.method == "GET" and offer.training and not offer.training.held:
        return render(request, "instruments/untrained.html", told | {"person_url": person_page(episode.person)})
    sent = took(form, actions.send_link, thread_id, by=request.viewer, instrument=tool.id)
    if sent:
        # Said this once and kept nowhere, so there is no page to send the browser on to.
        address = request.build_absolute_uri(reverse("instruments:answer", args=[sent.token]))
        return render(request, "instruments/own_phone/sent.html", told | {"address": address, "link": sent.link})
    why = why_not_alone(tool) or queries.why_not_here(episode, tool)
    told |= {
        "why_not": actions.words_of(why, tool) if why else "",
        "outside_age": is_outside_age(tool, episode.age),
        "age": episode.age,
        "has_official_wording": wording_for(tool).is_official,
    }
    return render(request, "instruments/own_phone/send.html", told)


@needs(Permission.SEND_LINKS)
def sent_links(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    told = {"table": queries.sent_links(request.viewer, episode), "person": episode.person}
    return render(
        request,
        "instruments/own_phone/links.html",
        told | {"thread_id": thread_id, "person_url": person_page(episode.person)},
    )


@needs(Permission.SEND_LINKS)
def withdraw(request, thread_id, link_id):
    episode = episode_for_step(request.viewer, thread_id)
    link = access.link_sent_by(request.viewer, link_id, case_id=thread_id)
    if request.method != "POST":
        told = {"link": link, "person": episode.person, "stands": queries.how_it_stands(link), "thread_id": thread_id}
        return render(request, "instruments/own_phone/withdraw.html", told)
    try:
        revoke_link(link.pk, by=request.viewer)
        messages.success(request, _("The link was withdrawn and opens no more"))
    except LinkSpent as spent:
        messages.warning(
            request, _("Nothing was changed: the link was no longer open (%(state)s)") % {"state": spent.state.label}
        )
    return redirect("instruments:sent_links", thread_id)


# The person ---------------------------------------------------------------------------------------------------------


@by_link(LinkTask.INSTRUMENT)
def answer(request):
    page = queries.questionnaire(request.link)
    if not page.is_wanted:
        return render(request, "instruments/own_phone/not_wanted.html", status=410)
    if request.method == "POST":
        return posted(request, page)
    item = page.question(request.GET.get("question", ""))
    if not page.began:
        return shown(request, page, "start")
    if "paused" in request.GET:
        return shown(request, page, "paused")
    if item is None:
        item = page.next_after()
    return question(request, page, item) if item and "check" not in request.GET else check(request, page)


def posted(request, page):
    if "_not_mine" in request.POST:
        revoke_link(request.link.link_id, by=request.by)
        return shown(request, page, "handed_back")
    if "_start" in request.POST:
        open_link(request.link)
        log_access(request.by, Looked.READ, "episode", request.link.case_id, "questions opened through a one-time link")
        return redirect(request.path)
    if "_send" in request.POST:
        return send_it(request, page)
    return one_answer(request, page)


def one_answer(request, page):
    """Keeps the answer to one question and goes on to the next; whatever else is posted is not looked at."""
    item = page.question(request.POST.get("question", ""))
    if item is None:
        return redirect(request.path)
    form = QuestionForm(request.POST, page=page, item=item)
    if "_pause" in request.POST and form.nothing_given:
        return redirect(f"{request.path}?paused")
    if not form.is_unsaid and not form.is_valid():
        return question(request, page, item, form)
    keep_answers(request.link, {item.id: form.written})
    if "_pause" in request.POST:
        return redirect(f"{request.path}?paused")
    return redirect(where_next(request, item))


def where_next(request, item) -> str:
    """The next open question, told by the answers as they are now: one may have opened or closed others."""
    upcoming = queries.questionnaire(request.link).next_after(item.id)
    return f"{request.path}?question={upcoming.id}" if upcoming else f"{request.path}?check"


def send_it(request, page):
    form = judged(page)
    if form.is_valid():
        try:
            actions.send_answers(request.link, by=request.by, answers=form.answers)
            return shown(request, page, "thanks")
        except StepRefused:
            form.add_error(
                None, _("It could not be sent, and nothing was recorded. Tell the person who sent you the link")
            )
    return check(request, page, form)


def check(request, page, form=None):
    return shown(request, page, "check", said=queries.said(page, request.path), form=form)


def question(request, page, item, form=None):
    before = page.before(item)
    return shown(
        request,
        page,
        "question",
        form=form or QuestionForm(page=page, item=item),
        item=item,
        section=next((one.label for one in page.tool.sections if one.id == item.section), ""),
        number=page.place_of(item),
        before=f"{request.path}?question={before.id}" if before else "",
    )


def shown(request, page, template, **more):
    return render(request, f"instruments/own_phone/{template}.html", {"page": page, "address": request.path, **more})
