"""How a stored promise, what holds it up and a step of the timeline are put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.clocks.models import Clock
from throughcare.clocks.rules import ReplayedClock, Tally, state, tally
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import (
    Status,
    kept_promise,
    open_promise,
    overdue_promise,
    paused_promise,
    promise_in_hours,
    void_promise,
)
from throughcare.foundations.today import now, today
from throughcare.pathway.casework.rules import HeldUp
from throughcare.pathway.episode.queries import calendar_of
from throughcare.pathway.instruments.catalogue import instruments
from throughcare.specification.definitions import Duration
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.schema import Specification
from throughcare.specification.terms import MilestoneKind

AnyClock = Clock | ReplayedClock

# Promises -----------------------------------------------------------------------------------------------------------


def state_of(clock: AnyClock, day: date) -> str:
    return state(
        clock.start_on,
        clock.due_on,
        clock.stopped_on,
        clock.voided_on,
        clock.paused_on,
        day,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        at=now() if day == today() else None,
    )


def counted(clock: AnyClock, within: Duration, specification: Specification, day: date) -> Tally | None:
    """Days used, allowed and left in the clock's own unit; a clock in hours is shown by its days."""
    counted_as = Duration("days", 1) if within.unit == "hours" else within
    return tally(clock, counted_as, calendar_of(specification), day)


def status_of(clock: AnyClock, within: Duration, specification: Specification, day: date) -> Status:
    """The state of a promise in a shape and words; a promise left unkept when the episode ended is said to be so."""
    judged = state_of(clock, day)
    if judged == "void":
        return void_promise()
    if judged == "paused":
        return paused_promise()
    if clock.due_at is not None and judged in ("running", "overdue") and day == today():
        return promise_in_hours(clock.due_at, now())
    count = counted(clock, within, specification, day)
    left, working = (count.left, count.unit == "working_days") if count else (0, False)
    if judged in ("met", "late"):
        if judged == "late" and left >= 0:
            return Status("late", _("Late"))  # stopped on a day off: late, and by no working day
        return kept_promise(max(0, -left), working)
    if clock.ended_on is not None and clock.ended_on <= day:
        return Status("late", _("Not kept"))
    return overdue_promise(max(0, -left), working) if judged == "overdue" else open_promise(max(0, left), working)


def day_of(count: Tally) -> str:
    """ "Day 82 of 84"; beyond the end, "Day 90, promised by day 84"."""
    working = count.unit == "working_days"
    if count.used <= count.allowed:
        return wording.day_of(count.used, count.allowed, working)
    late = (
        _("Working day %(day)s, promised by working day %(total)s")
        if working
        else _("Day %(day)s, promised by day %(total)s")
    )
    return late % {"day": count.used, "total": count.allowed}


def when_due(clock: AnyClock, day: date) -> str:
    """ "Was due Wed 18 Nov", or "Due Wed 25 Nov"; of a promise in hours "Due 14:20"."""
    if clock.due_at is not None:
        overdue = state_of(clock, day) == "overdue"
        return wording.was_due_at(clock.due_at, day) if overdue else wording.due_at(clock.due_at, day)
    if clock.due_on is None:
        return _("Paused since %(day)s") % {"day": wording.list_day(clock.paused_on, day)}
    return wording.was_due(clock.due_on, day) if clock.due_on < day else wording.due(clock.due_on, day)


def length(within: Duration) -> str:
    """ "2 working days", "12 weeks"."""
    count = within.count
    said: dict[str, Callable[[], str]] = {
        "hours": lambda: ngettext("%(count)s hour", "%(count)s hours", count),
        "days": lambda: ngettext("%(count)s day", "%(count)s days", count),
        "working_days": lambda: ngettext("%(count)s working day", "%(count)s working days", count),
        "weeks": lambda: ngettext("%(count)s week", "%(count)s weeks", count),
        "months": lambda: ngettext("%(count)s month", "%(count)s months", count),
        "years": lambda: ngettext("%(count)s year", "%(count)s years", count),
    }
    return said[within.unit]() % {"count": count}


def held_up(why: HeldUp | None, day: date) -> str:
    """ "Spoke on 18 Nov; no date offered yet"; empty where the record does not tell."""
    if why is None:
        return ""
    said = {"day": wording.short_day(why.on, day)}
    return {
        "missed": lambda: _("Did not attend on %(day)s; nothing recorded since"),
        "spoken": lambda: _("Spoke on %(day)s; no date offered yet"),
        "no_contact": lambda: _("No contact yet; no date offered"),
        "offered_for": lambda: (
            _("Offered for %(day)s") if why.on and why.on >= day else _("Offered for %(day)s; not recorded as done")
        ),
        "not_offered": lambda: _("No date offered yet"),
        "drafted": lambda: _("Drafted on %(day)s; not signed off yet"),
        "not_drafted": lambda: _("Not drafted yet"),
        "not_assessed": lambda: _("Assessment not completed yet"),
        "not_signed_off": lambda: _("Care plan not signed off yet"),
        "not_reached": lambda: _("Tried on %(day)s; not reached"),
    }[why.why]() % said


# The timeline -------------------------------------------------------------------------------------------------------


def kind_in_words(kind: str) -> str:
    return str(MilestoneKind(kind).label)


def happened(kind: str, said: Mapping, names: Mapping[str, str], spec: Specification, day: date) -> tuple[str, str]:
    """A milestone as a line of the timeline and a quieter one under it. `names` are of workers, by user name."""
    line = _LINES.get(kind)
    what, words = line(said, names, spec, day) if line else (kind_in_words(kind), "")
    if said.get("because"):
        reason = _("Reason given: %(reason)s") % {"reason": said["because"]}
        words = f"{words}. {reason}" if words else reason
    return what, words


def _referral(said, _names, spec, _day):
    source = title_of(spec.sources, said.get("source"))
    what = _("Referral received: %(source)s") % {"source": source}
    told = [title_of(spec.channels, said.get("channel")), title_of(spec.urgencies, said.get("urgency"))]
    return what, ". ".join(one for one in told if one)


def _offer(words):
    def line(said, _names, _spec, day):
        return words() % {"day": wording.list_day(date.fromisoformat(said["for"]), day)}, ""

    return line


def _triage(said, _names, spec, _day):
    told = [
        titles_of(spec.triage_outcomes, said.get("outcomes")),
        titles_of(spec.substances, said.get("substances")),
        title_of(spec.motivations, said.get("motivation")),
        how_and_where(said, spec),
    ]
    return kind_in_words("triage_completed"), ". ".join(one for one in told if one)


def how_and_where(said, spec) -> str:
    """ "By telephone, custody suite"."""
    told = [title_of(spec.contact_hows, said.get("how")), title_of(spec.contact_settings, said.get("setting"))]
    return ", ".join(one for one in told if one)


def _feedback(said, _names, _spec, _day):
    words = {
        "explained": (_("Service and reason explained"), _("Service and reason not explained")),
        "agreed": (_("agreed"), _("did not agree")),
        "leaflet": (_("leaflet given"), _("no leaflet given")),
    }
    told = [yes if said[key] == "yes" else no for key, (yes, no) in words.items() if said.get(key)]
    return kind_in_words("feedback_given"), ", ".join(told)


def _booking(said, _names, spec, day):
    what = _("First appointment booked for %(day)s") % {"day": wording.list_day(date.fromisoformat(said["for"]), day)}
    return what, title_of(spec.pathways, said.get("pathway"))


def _keyworker(said, names, _spec, _day):
    worker = said.get("worker", "")
    return _("%(name)s became key worker") % {"name": names.get(worker, worker)}, ""


def _plan(words):
    def line(said, _names, spec, _day):
        return words() % {"plan": title_of(spec.plan_kinds, said.get("kind"))}, considered(said)

    return line


def _intervention(words, codes, key):
    def line(said, _names, spec, _day):
        what = words() % {"type": title_of(spec.interventions, said.get("type"))}
        return what, title_of(getattr(spec, codes), said.get(key))

    return line


def _session(said, _names, spec, _day):
    outcome = title_of(spec.session_outcomes, said.get("outcome"))
    told = [title_of(spec.interventions, said.get("type"))]
    if said.get("minutes"):
        told.append(
            ngettext("%(count)s minute", "%(count)s minutes", int(said["minutes"])) % {"count": said["minutes"]}
        )
    return _("Session: %(outcome)s") % {"outcome": outcome.lower()}, ", ".join(one for one in told if one)


def _instrument(said, _names, spec, _day):
    known = instruments()
    tool = said.get("instrument")
    title = known[tool].short_name if tool in known else str(tool or "")
    return _("Questionnaire: %(title)s") % {"title": title}, title_of(spec.instrument_stages, said.get("stage"))


def _link(said, names, spec, _day):
    known, worker = instruments(), said.get("worker", "")
    tool = said.get("instrument")
    told = {"name": names.get(worker, worker), "title": known[tool].short_name if tool in known else str(tool or "")}
    return _("Link sent by %(name)s: %(title)s") % told, title_of(spec.instrument_stages, said.get("stage"))


def _joint_work(said, _names, spec, _day):
    return title_of(spec.joint_work, said.get("how")), title_of(spec.agencies, said.get("agency"))


def _onward(said, _names, spec, _day):
    return _("Referred onward: %(agency)s") % {"agency": title_of(spec.agencies, said.get("to"))}, ""


def _ending(said, _names, spec, _day, kind="exited"):
    return kind_in_words(kind), title_of(spec.exit_reasons, said.get("reason"))


def _follow_up(said, _names, spec, _day):
    point = {"point": title_of(spec.followup_points, said.get("point"))}
    reached = said.get("reached") == "yes"
    return (_("Followed up: %(point)s") if reached else _("Follow-up tried, not reached: %(point)s")) % point, ""


def _with(codes: str, key: str, kind: str) -> Callable:
    """The kind of milestone, and under it what one of its details says."""

    def line(said, _names, spec, _day):
        return kind_in_words(kind), title_of(getattr(spec, codes), said.get(key))

    return line


def fixed_in_words(listed: str, word: str) -> str:
    """A word of a list that the product itself tells apart, as pages write it."""
    words = {
        "abuse_grades": {"standard": _("Standard risk"), "medium": _("Medium risk"), "high": _("High risk")},
        "considered": {"domestic_abuse": _("Domestic abuse"), "children_at_home": _("Children at home")},
        "offer_responses": {"accepted": _("Accepted"), "declined": _("Declined"), "undecided": _("Not decided yet")},
        "concern_abouts": {"child": _("A child"), "adult": _("An adult")},
    }
    return words.get(listed, {}).get(word, word)


def considered(said: Mapping) -> str:
    """ "Talked about: Domestic abuse, Children at home"; empty where nothing of it was."""
    words = ", ".join(fixed_in_words("considered", one) for one in said.get("considered") or ())
    return _("Talked about: %(things)s") % {"things": words} if words else ""


def _grade(said, _names, _spec, _day):
    return kind_in_words("abuse_graded"), fixed_in_words("abuse_grades", said.get("grade") or "")


_LINES: dict[str, Callable] = {
    "assessment_started": _with("assessment_hows", "how", "assessment_started"),
    "crisis_support_given": _with("contact_settings", "setting", "crisis_support_given"),
    "encouragement_given": _with("contact_hows", "how", "encouragement_given"),
    "summary_issued": _with("agencies", "to", "summary_issued"),
    "abuse_referred": _with("agencies", "to", "abuse_referred"),
    "abuse_graded": _grade,
    "risk_assessed": lambda said, _n, spec, _d: (
        kind_in_words("risk_assessed"),
        titles_of(spec.all_risks, said.get("risks")),
    ),
    "referral_received": _referral,
    "first_contact_made": lambda said, _n, spec, _d: (
        _("First contact: %(how)s") % {"how": title_of(spec.contact_hows, said.get("how")).lower()},
        "",
    ),
    "triage_offered": _offer(lambda: _("Triage offered for %(day)s")),
    "triage_completed": _triage,
    "triage_submitted": _with("contact_hows", "how", "triage_submitted"),
    "feedback_given": _feedback,
    "appointment_booked": _booking,
    "assessment_offered": _offer(lambda: _("Assessment offered for %(day)s")),
    "keyworker_assigned": _keyworker,
    "plan_drafted": _plan(lambda: _("%(plan)s drafted")),
    "plan_signed_off": _plan(lambda: _("%(plan)s signed off")),
    "intervention_started": _intervention(lambda: _("%(type)s started"), "intervention_settings", "setting"),
    "intervention_ended": _intervention(lambda: _("%(type)s ended"), "end_reasons", "reason"),
    "session_recorded": _session,
    "instrument_completed": _instrument,
    "review_completed": lambda said, _n, _s, _d: (kind_in_words("review_completed"), considered(said)),
    "link_sent": _link,
    "joint_work_recorded": _joint_work,
    "referred_onward": _onward,
    "exited": _ending,
    "withdrawn": lambda said, names, spec, day: _ending(said, names, spec, day, "withdrawn"),
    "followed_up": _follow_up,
    "brief_intervention_given": lambda said, _n, spec, _d: (
        kind_in_words("brief_intervention_given"),
        title_of(spec.abouts, said.get("about")),
    ),
    "outreach_contact_made": lambda said, _n, spec, _d: (
        kind_in_words("outreach_contact_made"),
        title_of(spec.outreach_settings, said.get("setting")),
    ),
}
