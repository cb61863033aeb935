"""Which questionnaire: those that something speaks for, with the reason, then the others."""

from collections.abc import Sequence

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.terms import Permission
from throughcare.access.views import needs
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Cell, Column, Status, Table
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import episode_for_step
from throughcare.pathway.episode.views import person_page
from throughcare.pathway.instruments import queries
from throughcare.pathway.instruments.queries.completed import Completed
from throughcare.pathway.instruments.queries.offered import Offer


@needs(Permission.RECORD_INSTRUMENT)
def choose(request, thread_id):
    episode = episode_for_step(request.viewer, thread_id)
    everything = queries.completed(episode)
    offered, missing = queries.offers(request.viewer, episode, queries.last_of_each(everything))
    return render(
        request,
        "instruments/choose.html",
        {
            "episode": episode,
            "person_url": person_page(episode.person),
            "sentence": how_it_stands(offered),
            "groups": groups_of(offered, thread_id),
            "missing": missing_words(missing),
            "earlier": earlier_table(everything, thread_id) if everything else None,
            "sent_links_url": link_page(request, "sent_links", thread_id),
        },
    )


def link_page(request, name, *where) -> str:
    """A page about one-time links, for those who may send them."""
    return reverse(f"instruments:{name}", args=where) if request.viewer.may(Permission.SEND_LINKS) else ""


def how_it_stands(offered: Sequence[Offer]) -> str:
    """How many are suggested and how many due again, in one sentence."""
    now, again = (sum(one.group == group for one in offered) for group in ("now", "again"))
    if not now and not again:
        return _("Nothing is suggested now, and none is due again.")
    suggested = ngettext("%(count)s is suggested now", "%(count)s are suggested now", now) % {"count": now}
    due = ngettext("%(count)s is due again", "%(count)s are due again", again) % {"count": again}
    return _("%(suggested)s, %(due)s.") % {"suggested": suggested, "due": due}


def groups_of(offered: Sequence[Offer], thread_id: int) -> list[tuple[str, str, Table]]:
    """Heading, id and table of each group that has something in it, what to do first coming first."""
    told = [
        (_("Suggested now"), "now", _("Why")),
        (_("Due again"), "again", _("Why")),
        (_("Others of this service"), "others", ""),
        (_("Not now"), "not_now", _("Why not")),
    ]
    groups = []
    for title, group, why in told:
        chosen = [one for one in offered if one.group == group]
        if chosen:
            groups.append((title, group, offers_table(chosen, thread_id, title, why)))
    return groups


def offers_table(offered: Sequence[Offer], thread_id: int, caption: str, why: str) -> Table:
    columns = [Column(_("Questionnaire")), Column(_("Last completed"))]
    if why:
        columns.insert(1, Column(why, wide=True))
    rows = []
    for one in offered:
        cells = [tool_cell(one, thread_id), last_cell(one, thread_id)]
        if why:
            cells.insert(1, " ".join(sentences(one)))
        rows.append(cells)
    return Table(columns, rows, caption=caption, cards=True)


def sentences(offer: Offer) -> list[str]:
    said = offer.against or (*offer.reasons, *filter(None, [offer.due]))
    return [words if words.endswith(".") else f"{words}." for words in said]


def tool_cell(offer: Offer, thread_id: int) -> Cell:
    stage = {"stage": offer.stage} if offer.stage else None
    url = reverse("instruments:complete", args=[thread_id, offer.tool.id], query=stage)
    if offer.to_finish:
        url = reverse("instruments:answers", args=[thread_id, offer.tool.id, offer.to_finish.origin_id])
    return Cell(offer.tool.short_name, url, under=f"{offer.tool.name}. {offer.tool.purpose}")


def last_cell(offer: Offer, thread_id: int) -> Cell | str:
    """ "Already known, 6 Oct, from triage": what need not be asked twice."""
    if offer.last is None:
        return _("Never")
    return Cell(known_words(offer.last), course_url(thread_id, offer.tool.id), under=offer.last.result)


def known_words(completed: Completed) -> str:
    day = wording.short_day(completed.on, today())
    if completed.at_triage and completed.is_baseline and completed.is_scored:
        return _("Already known, %(day)s, from triage") % {"day": day}
    return day


def course_url(thread_id: int, tool_id: str) -> str:
    return reverse("instruments:course", args=[thread_id, tool_id])


def earlier_table(everything: Sequence[Completed], thread_id: int) -> Table:
    rows = []
    for one in everything:
        flags = Cell(status=Status("flag", "; ".join(flag.label for flag in one.flags))) if one.flags else _("None")
        when = _("%(stage)s, %(day)s") % {"stage": one.stage, "day": wording.short_day(one.on, today())}
        url = course_url(thread_id, one.tool.id) if one.tool else ""
        rows.append([Cell(one.title, url, under=when), one.result, who_and_how(one), flags])
    columns = [Column(_("Questionnaire")), Column(_("Result"), wide=True), Column(_("How"), wide=True)]
    columns.append(Column(_("Flags"), wide=True))
    return Table(columns, rows, caption=_("Completed so far"), cards=True)


def who_and_how(completed: Completed) -> Cell:
    by = _("Recorded by %(name)s") % {"name": completed.by} if completed.by else ""
    return Cell(completed.way or _("Not said"), under=by)


def missing_words(count: int) -> str:
    words = ngettext(
        "%(count)s more questionnaire of this service cannot be completed here yet.",
        "%(count)s more questionnaires of this service cannot be completed here yet.",
        count,
    )
    return words % {"count": count} if count else ""
