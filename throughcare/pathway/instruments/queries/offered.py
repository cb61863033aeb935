"""The tools of a service for one person: which to use now and why, which are due again, and which not now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.access.queries import competences_of, trained_colleagues
from throughcare.access.terms import Permission
from throughcare.access.viewer import Viewer
from throughcare.clocks.rules import replay
from throughcare.foundations.pages import wording
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep, calendar_of, promises_of
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.pathway.instruments.offering import (
    Facts,
    Reason,
    due_again,
    fits_age,
    may_be_offered,
    reasons_for,
    ways_of,
)
from throughcare.pathway.instruments.queries.completed import Completed, band_label, flag_named
from throughcare.pathway.instruments.queries.facts import facts_of
from throughcare.pathway.instruments.structure import Instrument
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind


@dataclass(frozen=True, slots=True)
class Training:
    """What a tool asks of those who record it, whether the viewer has it, and who else has."""

    title: str
    held: bool
    held_by: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if self.held_by:
            words = _("Needs training: %(training)s. Trained in your team: %(names)s.")
            return words % {"training": self.title, "names": ", ".join(self.held_by)}
        words = _("Needs training: %(training)s. Nobody in your team is recorded as having it.")
        return words % {"training": self.title}


@dataclass(frozen=True, slots=True)
class Offer:
    """One tool for one person: what speaks for it, what against, and when it was answered last."""

    tool: Instrument
    reasons: tuple[str, ...] = ()
    stage: str = ""
    """The stage at which a promise asks for it."""
    due: str = ""
    """That it is due again, and who says so."""
    held_back: str = ""
    """Why it is offered only elsewhere; a reason opens it all the same."""
    age_words: str = ""
    """That the person is outside the ages of the tool; a warning."""
    training: Training | None = None
    last: Completed | None = None

    @property
    def to_finish(self) -> Completed | None:
        """The last time, where it was broken off."""
        return self.last if self.last is not None and self.last.missing and not self.last.is_scored else None

    @property
    def group(self) -> str:
        if self.held_back or self.age_words or (self.training and not self.training.held):
            return "not_now"
        if self.reasons:
            return "now"
        return "again" if self.due else "others"

    @property
    def against(self) -> tuple[str, ...]:
        untrained = self.training.words if self.training and not self.training.held else ""
        return tuple(filter(None, (self.held_back, self.age_words, untrained)))


def offers(viewer: Viewer, episode: EpisodeForStep, last: Mapping[str, Completed]) -> tuple[list[Offer], int]:
    """Every tool of the service that is here, and how many the specification names beyond those."""
    known, named = instruments(), episode.specification.instruments
    facts, asked = facts_for(episode), promised(episode)
    held, others = competences_of(viewer, today()), trained_colleagues(viewer, today())
    listed = [
        _offer(viewer, known[name], episode, facts, last.get(name), asked.get(name), held, others)
        for name in named
        if name in known
    ]
    return listed, len(named) - len(listed)


def offer_of(viewer: Viewer, episode: EpisodeForStep, tool: Instrument, last: Completed | None) -> Offer:
    held, others = competences_of(viewer, today()), trained_colleagues(viewer, today())
    asked = promised(episode).get(tool.id)
    return _offer(viewer, tool, episode, facts_for(episode), last, asked, held, others)


def facts_for(episode: EpisodeForStep) -> Facts:
    return facts_of(episode.thread_id, episode.happenings, episode.specification, episode.age, today())


def tool_offered(episode: EpisodeForStep, name: str) -> Instrument:
    """404 where the specification does not offer it or its definition is not here."""
    tool = instruments().get(name)
    if tool is None or name not in episode.specification.instruments:
        raise Http404
    return tool


def ways_here(episode: EpisodeForStep, tool: Instrument):
    return ways_of(tool, episode.specification.instrument_modes.get(tool.id, ()))


def training_for(viewer: Viewer, tool_id: str, specification: Specification, held, others) -> Training | None:
    """What the tool asks of the viewer; nothing of the operator, who records what others did."""
    wanted = specification.instrument_competences.get(tool_id)
    if wanted is None:
        return None
    exempt = viewer.may(Permission.RUN_COMMANDS)
    return Training(
        title_of(specification.competences, wanted), exempt or wanted in held, tuple(others.get(wanted, ()))
    )


def promised(episode: EpisodeForStep) -> dict[str, tuple[str, str]]:
    """The tools that a running promise waits for: by tool, the words and the stage."""
    specification = episode.specification
    clocks = replay(episode.happenings, promises_of(specification), calendar_of(specification), episode.person.born)
    asked: dict[str, tuple[str, str]] = {}
    for clock in clocks:
        if clock.stopped_on is None and clock.voided_on is None and clock.ended_on is None:
            definition = specification.clock(clock.definition_id)
            for tool, stage in _tools_of(definition.stops_on):
                words = _("Promised: %(promise)s") % {"promise": definition.name}
                if clock.due_on:
                    day = wording.list_day(clock.due_on, today())
                    words = _("Promised: %(promise)s by %(day)s") % {"promise": definition.name, "day": day}
                asked.setdefault(tool, (words, stage))
    return asked


def _tools_of(stops_on) -> Iterable[tuple[str, str]]:
    for match in stops_on:
        if match.kind == MilestoneKind.INSTRUMENT_COMPLETED:
            said = dict(match.where)
            stage = next(iter(sorted(said.get("stage", ()))), "")
            yield from ((tool, stage) for tool in said.get("instrument", ()))


def _offer(
    viewer: Viewer,
    tool: Instrument,
    episode: EpisodeForStep,
    facts: Facts,
    last: Completed | None,
    asked: tuple[str, str] | None,
    held: frozenset[str],
    others: Mapping[str, Sequence[str]],
) -> Offer:
    found = [reason for reason in reasons_for(tool, facts) if _is_news(reason, last)]
    reasons = [reason_words(reason, episode.specification) for reason in found]
    open_now = episode.closed_on is None
    if last is not None and last.missing and not last.is_scored:
        reasons.insert(0, broken_off_words(last))
    return Offer(
        tool=tool,
        reasons=((asked[0],) if asked else ()) + (tuple(dict.fromkeys(reasons)) if open_now else ()),
        stage=asked[1] if asked else "",
        due=due_words(tool, last) if open_now else "",
        held_back="" if may_be_offered(tool, facts) else held_back_words(tool, episode.specification),
        age_words="" if fits_age(tool, facts.age) else age_words(tool, episode),
        training=training_for(viewer, tool.id, episode.specification, held, others),
        last=last,
    )


def _is_news(reason: Reason, last: Completed | None) -> bool:
    """What was answered already is not asked twice, unless something was found since."""
    if last is None or not last.is_scored:
        return True
    return reason.cause in ("band", "flag", "risk") and reason.on > last.on


# In words ------------------------------------------------------------------------------------------------------------


def reason_words(reason: Reason, specification: Specification) -> str:
    """ "Because AUDIT on 6 Oct was 23: Possible dependence"."""
    day = wording.short_day(reason.on, today()) if reason.on else ""
    if reason.cause == "age":
        return _("Because of the person’s age")
    if reason.cause == "substance":
        names = titles_of(specification.substances, reason.ids)
        if reason.sole:
            return _("Because %(names)s is the only substance named on %(day)s") % {"names": names, "day": day}
        return _("Because of %(names)s, named on %(day)s") % {"names": names, "day": day}
    if reason.cause == "outcome":
        names = titles_of(specification.triage_outcomes, reason.ids)
        return _("Because triage on %(day)s ended in: %(names)s") % {"names": names, "day": day}
    if reason.cause == "risk":
        return _("Because of a risk, told of on %(day)s: %(names)s") % {
            "names": titles_of(specification.risks, reason.ids),
            "day": day,
        }
    return _result_words(reason, day)


def broken_off_words(last: Completed) -> str:
    count = len(last.missing)
    words = ngettext(
        "Broken off on %(day)s: %(count)s answer is missing",
        "Broken off on %(day)s: %(count)s answers are missing",
        count,
    )
    return words % {"day": wording.short_day(last.on, today()), "count": count}


def _result_words(reason: Reason, day: str) -> str:
    other, result = instruments().get(reason.result.tool), reason.result
    said = {"tool": other.short_name if other else result.tool, "day": day, "total": result.total}
    if reason.cause == "flag":
        flags = [flag.label for name in reason.ids if (flag := flag_named(other, name))]
        return _("Because %(tool)s on %(day)s flagged: %(flags)s") % {**said, "flags": "; ".join(flags)}
    return _("Because %(tool)s on %(day)s was %(total)s: %(band)s") % {**said, "band": band_label(other, result.band)}


def due_words(tool: Instrument, last: Completed | None) -> str:
    """ "Due again since 4 Apr: every 180 days (our suggestion; none is published)"; empty until it is due."""
    since = due_again(tool, last.on) if last is not None and last.is_scored else None
    if since is None or since > today():
        return ""
    return _("Due again since %(day)s: %(rhythm)s") % {
        "day": wording.short_day(since, today()),
        "rhythm": rhythm_words(tool),
    }


def rhythm_words(tool: Instrument) -> str:
    """How often the tool is repeated, and who says so."""
    days, hours = tool.readminister.get("interval_days"), tool.readminister.get("interval_hours")
    if days:
        often = ngettext("every day", "every %(count)s days", days) % {"count": days}
    elif hours:
        often = ngettext("every hour while it lasts", "every %(count)s hours while it lasts", hours) % {"count": hours}
    else:
        often = _("no fixed time")
    return _("%(often)s (%(basis)s)") % {"often": often, "basis": basis_words(tool)}


def basis_words(tool: Instrument) -> str:
    basis = str(tool.readminister.get("basis", ""))
    return _("our suggestion: none is published") if "our suggestion" in basis or not basis else basis


def held_back_words(tool: Instrument, specification: Specification) -> str:
    """What must be found first, from each of the tool's own rules."""
    wanted = list(dict.fromkeys(_wanted(rule, specification) for rule in tool.offered_only))
    return _("Offered only where: %(wanted)s") % {"wanted": _(", or ").join(wanted)}


def _wanted(rule, specification: Specification) -> str:
    if rule.tool:
        other = instruments().get(rule.tool)
        bands = [band_label(other, band) or band for band in rule.bands]
        bands += [flag.label for name in rule.flags if (flag := flag_named(other, name))]
        return _("%(tool)s found %(bands)s") % {
            "tool": other.short_name if other else rule.tool,
            "bands": _(" or ").join(bands),
        }
    if rule.substances or rule.groups:
        names = titles_of(specification.substances, rule.substances) or ", ".join(rule.groups)
        if rule.sole:
            return _("%(names)s is the only substance named") % {"names": names}
        return _("%(names)s is named") % {"names": names}
    if rule.age_from is not None and rule.age_to is not None:
        return _("the person is %(first)s to %(last)s years old") % {"first": rule.age_from, "last": rule.age_to}
    if rule.age_from is not None:
        return _("the person is %(first)s or older") % {"first": rule.age_from}
    return _("the person is %(last)s or younger") % {"last": rule.age_to}


def age_words(tool: Instrument, episode: EpisodeForStep) -> str:
    """ "Meant for ages 16 and over; Linnet is 15. …" with what the definition says about it."""
    if tool.min_age is not None and tool.max_age is not None:
        meant = _("Meant for ages %(first)s to %(last)s") % {"first": tool.min_age, "last": tool.max_age}
    elif tool.min_age is not None:
        meant = _("Meant for ages %(first)s and over") % {"first": tool.min_age}
    else:
        meant = _("Meant for ages up to %(last)s") % {"last": tool.max_age}
    said = {"meant": meant, "name": episode.first_name, "age": episode.age}
    return (_("%(meant)s; %(name)s is %(age)s.") % said + " " + tool.age_note).strip()
