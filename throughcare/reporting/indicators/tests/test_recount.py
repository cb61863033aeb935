"""The engine against a second, plain count, on made-up histories with corrections, known today and on earlier days."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from throughcare.reporting.extract import facts
from throughcare.reporting.extract.tests.factories import Thread, activity, episode, source, southampton
from throughcare.reporting.indicators.engine import Engine
from throughcare.reporting.indicators.results import Period
from throughcare.reporting.indicators.tests.figures import indicators
from throughcare.reporting.indicators.tests.recount import COUNTED, recount

FIRST, LAST = date(2014, 10, 1), date(2014, 12, 31)
TODAY = date(2015, 6, 30)
#: Each example opens an engine; making a failing one smaller takes minutes and the difference says enough.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def days(most: int) -> st.SearchStrategy[timedelta]:
    return st.integers(0, most).map(lambda n: timedelta(days=n))


def sometimes(most: int) -> st.SearchStrategy[timedelta | None]:
    return st.one_of(st.none(), days(most))


@st.composite
def histories(draw, number: int) -> Thread:
    """An episode that could have been recorded: what comes after its end is left out, but for a TOP."""
    received = FIRST - timedelta(days=95) + draw(days(190))
    thread = episode(number, draw(st.dates(date(1988, 1, 1), date(2003, 12, 31))).isoformat(), received.isoformat())
    ends = draw(sometimes(150))
    closed = received + ends if ends is not None else None
    work = draw(st.sampled_from(["psy_cbt", "psy_motivational", "ma_offending", None]))

    def maybe(what: str, start: date, most: int, /, outlives: bool = False, **detail) -> date | None:
        after = draw(sometimes(most))
        if after is None or (closed and start + after > closed and not outlives) or start + after > TODAY:
            return None
        recorded = start + after + draw(days(10))
        origin = thread.happened(start + after, what, recorded=recorded, **detail)
        if draw(st.integers(0, 4)) == 0:
            shifted = max(received, start + after + timedelta(days=draw(st.integers(-3, 3))))
            shifted = min(shifted, closed) if closed and not outlives else shifted
            corrected_on = max(recorded, shifted) + draw(days(40))
            thread.corrected(origin, corrected_on, on=shifted, never=draw(st.booleans()))
        return start + after

    maybe("triage_offered", received, 5, **{"for": "2015-01-01"})
    asked = draw(st.sampled_from([["comprehensive_assessment"], ["brief_intervention"]]))
    triage = maybe("triage_completed", received, 8, outcomes=asked) or received
    assessed = maybe("assessment_completed", triage, 12) or triage
    maybe("keyworker_assigned", triage, 60, worker="jo")
    maybe("plan_signed_off", triage, 40, kind=draw(st.sampled_from(["integrated", "interim"])))
    treated = (maybe("intervention_started", assessed, 30, type=work) if work else None) or assessed
    maybe("instrument_completed", received, 45, instrument="top", stage="start")
    maybe(
        "session_recorded", received, 30, type="psy_cbt", outcome=draw(st.sampled_from(["attended", "did_not_attend"]))
    )
    reviewed = maybe("review_completed", treated, 100) or treated
    maybe("review_completed", reviewed, 100)
    maybe("instrument_completed", treated, 120, instrument="top", stage="review")
    maybe("joint_work_recorded", received, 60, agency="camhs", how="joint_session")
    maybe("brief_intervention_given", received, 60, about="drugs")
    if closed and closed <= TODAY:
        leaves = "exited" if work else draw(st.sampled_from(["exited", "withdrawn"]))
        reason = draw(st.sampled_from(["completed_drug_free", "dropped_out"]))
        thread.happened(closed, leaves, recorded=closed + draw(days(20)), reason=reason)
        maybe("instrument_completed", closed - timedelta(days=16), 34, outlives=True, instrument="top", stage="exit")
    return thread


@st.composite
def activities(draw, number: int) -> Thread:
    thread = activity(number)
    for _ in range(draw(st.integers(0, 3))):
        young, old, others = (draw(st.integers(0, 5)) for _ in range(3))
        said = {"people": young + old + others or 1, "ages": {"under_18": young, "18_to_24": old}}
        on = FIRST - timedelta(days=20) + draw(days(130))
        kind = draw(st.sampled_from([("brief_intervention_given", {"about": "both"})] + [
            ("outreach_contact_made", {"setting": "street", "targeted": flag}) for flag in ("yes", "no")
        ]))  # fmt: skip
        origin = thread.happened(on, kind[0], recorded=on + draw(days(10)), **kind[1], **said)
        if draw(st.booleans()):
            thread.corrected(origin, on + draw(days(60)) + timedelta(days=10), people=said["people"] + 1)
    return thread


@st.composite
def services(draw) -> list[Thread]:
    number = draw(st.integers(1, 6))
    episodes = [draw(histories(n)) for n in range(1, number + 1)]
    if number > 1 and draw(st.booleans()):  # two episodes of one person
        episodes[1].person, episodes[1].born = episodes[0].person, episodes[0].born
    return [*episodes, draw(activities(100))]


@pytest.mark.slow
@settings(max_examples=25, phases=WITHOUT_SHRINKING, deadline=None, suppress_health_check=list(HealthCheck))
@given(threads=services(), day=st.dates(date(2014, 10, 1), TODAY))
def test_the_engine_counts_what_a_plain_recount_counts(threads, day):
    whole = facts.build(source(threads), southampton(), TODAY)
    known = facts.as_known_on(whole, southampton(), day)
    engine = Engine.on_tables(known, day)
    expected = recount(threads, day, FIRST, LAST)
    found = {}
    for which in COUNTED:
        tally = engine.tally(indicators()[which], Period(FIRST, LAST))
        for group, counts in {"all": tally.total, **tally.groups["age_under18_18to24"]}.items():
            found[which, group] = (counts.numerator, counts.denominator or 0, counts.pending, counts.void)
    expected = {
        key: (counts[0], 0 if indicators()[key[0]].kind == "count" else counts[1], *counts[2:])
        for key, counts in expected.items()
    }
    assert {key: (found[key], expected[key]) for key in found if found[key] != expected[key]} == {}
