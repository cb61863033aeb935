"""A second, slow and plain way to count the indicators of Southampton: no facts, no queries, no clock rules.

It shares nothing with the engine but the rows that milestones are recorded in, so that a mistake in either shows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.reporting.extract.tests.factories import Thread

HOLIDAYS = {
    date.fromisoformat(day)
    for day in (
        "2014-04-18",
        "2014-04-21",
        "2014-05-05",
        "2014-05-26",
        "2014-08-25",
        "2014-12-25",
        "2014-12-26",
        "2015-01-01",
        "2015-04-03",
        "2015-04-06",
        "2015-05-04",
        "2015-05-25",
        "2015-08-31",
    )
}
TREATMENT = {"psy_cbt", "psy_motivational"}
PLANNED = {"completed_drug_free"}


def after_working_days(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in HOLIDAYS:
            count -= 1
    return day


@dataclass(frozen=True)
class Thing:
    kind: str
    on: date
    detail: dict


def known(thread: Thread, day: date) -> list[Thing]:
    things = []
    for origin in {m.origin for m in thread.milestones}:
        revisions = [m for m in thread.milestones if m.origin == origin and m.recorded_on <= day]
        if revisions:
            last = sorted(revisions, key=lambda m: m.revision)[-1]
            if not last.retracted and last.happened_on <= day:
                things.append(Thing(last.kind, last.happened_on, dict(last.detail)))
    return sorted(things, key=lambda thing: thing.on)


def all_of(things: list[Thing], what: str, /, **said) -> list[date]:
    return [t.on for t in things if t.kind == what and all(t.detail.get(k) == v for k, v in said.items())]


def earliest(days: list[date]) -> date | None:
    return min(days) if days else None


def band(born: date, day: date) -> str | None:
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return "<18" if age < 18 else "18-24" if age <= 24 else None


def promise(start: date, due: date, stops: list[date], closed: date | None, day: date, outlives: bool = False) -> str:
    stop = earliest(stops)
    if stop is not None:
        return "met" if stop <= due else "late"
    if closed is not None and closed <= due and not outlives:
        return "void"
    return "overdue" if due < day else "pending"


#: What each outcome adds to numerator, denominator, pending and void.
ADDS = {
    "met": (1, 1, 0, 0), "late": (0, 1, 0, 0), "overdue": (0, 1, 0, 0), "pending": (0, 0, 1, 0), "void": (0, 0, 0, 1),
    "yes": (1, 1, 0, 0), "no": (0, 1, 0, 0),
}  # fmt: skip


def outcomes(thread: Thread, day: date, last: date):
    """Every (indicator, counting date, outcome) of one treatment episode as known on a day."""
    things = known(thread, day)
    referral = earliest(all_of(things, "referral_received"))
    if referral is None:
        return
    exits, withdrawals = all_of(things, "exited"), all_of(things, "withdrawn")
    closed = earliest(exits + withdrawals)
    starts = [t.on for t in things if t.kind == "intervention_started" and t.detail["type"] in TREATMENT]
    treatment = earliest(starts)
    triage = earliest(all_of(things, "triage_completed"))
    assessments = all_of(things, "assessment_completed")
    tops = {
        stage: all_of(things, "instrument_completed", instrument="top", stage=stage)
        for stage in ("start", "review", "exit")
    }
    two_weeks = timedelta(days=14)

    yield (
        "KPI-2a",
        referral,
        promise(referral, after_working_days(referral, 2), all_of(things, "triage_offered"), closed, day),
    )
    asked = [
        t.on for t in things if t.kind == "triage_completed" and "comprehensive_assessment" in t.detail["outcomes"]
    ]
    if asked:
        due = after_working_days(asked[0], 5)
        yield "KPI-2b", asked[0], promise(asked[0], due, [d for d in assessments if d >= asked[0]], closed, day)
    after = [d for d in assessments if triage and d >= triage]
    in_time = bool(after) and earliest(after) <= after_working_days(triage, 5)
    yield "KPI-2b-all", referral, "yes" if in_time else "no"
    if treatment:
        yield "KPI-2c-2weeks", treatment, "yes" if treatment - referral < timedelta(days=14) else "no"
        yield "KPI-2c-3weeks", treatment, "yes" if treatment - referral < timedelta(days=21) else "no"
        plans = all_of(things, "plan_signed_off", kind="integrated")
        yield "KPI-4a", treatment, promise(treatment, treatment + two_weeks, plans, closed, day)
        window = [d for d in tops["start"] if d >= treatment - two_weeks]
        yield "KPI-6a-start", treatment, promise(treatment, treatment + two_weeks, window, closed, day)
    attended = earliest(
        all_of(things, "triage_completed") + assessments + all_of(things, "session_recorded", outcome="attended")
    )
    if attended:
        yield "KPI-3a", attended, "yes"
    if assessments:
        point = assessments[0] + timedelta(weeks=12)
        reviews = [d for d in all_of(things, "review_completed") if d >= assessments[0]]
        yield "KPI-4b", point, promise(assessments[0], point, reviews, closed, day)
    yield "KPI-4c", referral, "yes" if all_of(things, "joint_work_recorded") else "no"
    assigned = earliest(all_of(things, "keyworker_assigned"))
    yield "KPI-4d", referral, "yes" if assigned and assigned <= last else "no"
    if exits and treatment:
        reason = next(t.detail["reason"] for t in things if t.kind == "exited")
        yield "KPI-5a", exits[0], "yes" if reason in PLANNED else "no"
    for review in sorted(set(all_of(things, "review_completed"))):
        window = [d for d in tops["review"] if d >= review - two_weeks]
        yield "KPI-6a-review", review, promise(review, review + two_weeks, window, closed, day)
    for leaving in all_of(things, "exited", reason="completed_drug_free") if treatment else ():
        window = [d for d in tops["exit"] if d >= leaving - two_weeks]
        yield "KPI-6a-exit", leaving, promise(leaving, leaving + two_weeks, window, closed, day, outlives=True)


def people(thread: Thread, day: date):
    """Every (indicator, day, person, band, people) reached in a brief intervention or targeted outreach."""
    for t in known(thread, day):
        targeted = t.kind == "outreach_contact_made" and t.detail["targeted"] == "yes"
        which = "KPI-1a" if t.kind == "brief_intervention_given" else "KPI-1b" if targeted else None
        if which is None:
            continue
        if thread.person:
            yield which, t.on, thread.person, band(date.fromisoformat(thread.born), t.on), 1
            continue
        ages = t.detail.get("ages") or {}
        yield which, t.on, None, "<18", ages.get("under_18", 0)
        yield which, t.on, None, "18-24", ages.get("18_to_24", 0)
        yield which, t.on, None, None, (t.detail.get("people") or sum(ages.values())) - sum(ages.values())


def recount(threads: list[Thread], day: date, first: date, last: date) -> dict[tuple[str, str], tuple]:
    """Numerator, denominator, pending and void for each indicator, in all and in each age band."""
    found: Counter = Counter()
    reached: list = []
    for thread in threads:
        reached += people(thread, day)
        if thread.kind != "episode":
            continue
        for which, on, outcome in outcomes(thread, day, last):
            if first <= on <= last:
                for group in {"all", band(date.fromisoformat(thread.born), on)}:
                    for place, amount in enumerate(ADDS[outcome]):
                        found[which, group, place] += amount
    counted: set = set()
    for which, on, person, group, number in sorted(reached, key=lambda one: one[1]):
        if first <= on <= last and (which, person) not in counted:
            if person:
                counted.add((which, person))
            for one in {"all", group}:
                found[which, one, 0] += number
    return {
        (which, group): tuple(found[which, group, place] for place in range(4))
        for which in COUNTED
        for group in ("all", "<18", "18-24")
    }


COUNTED = (
    "KPI-1a", "KPI-1b", "KPI-2a", "KPI-2b", "KPI-2b-all", "KPI-2c-2weeks", "KPI-2c-3weeks", "KPI-3a", "KPI-4a",
    "KPI-4b", "KPI-4c", "KPI-4d", "KPI-5a", "KPI-6a-start", "KPI-6a-review", "KPI-6a-exit",
)  # fmt: skip
