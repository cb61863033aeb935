"""One quarter on the edges of every promise, against figures worked out by hand from section 4 of the design."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

QUARTER = ("--from", "2014-10-01", "--to", "2014-12-31")
UNDER_18, YOUNG_ADULT = "<18", "18-24"

#: numerator, denominator, pending, void; then the numerator and denominator of those under 18 and of 18 to 24.
WORKED_OUT = {
    # online and old are known, 4 and 5 were counted; old is 25 and the 4 gave no ages: in neither band.
    "KPI-1a": ((11, None, 0, 0), (3, None), (2, None)),
    "KPI-1b": ((12, None, 0, 0), (6, None), (4, None)),
    # 33 episodes; satvoid and kw3 were withdrawn on the due day. Met: bank, online, old, late, corr.
    "KPI-2a": ((5, 31, 0, 2), (3, 27), (1, 3)),
    # old and b5 on the fifth working day, b6 on the sixth; bpend's triage was in January.
    "KPI-2b": ((2, 3, 0, 0), (1, 2), (0, 0)),
    "KPI-2b-all": ((3, 33, 0, 0), (2, 29), (0, 3)),
    # d14, d20 and d21 waited 14, 20 and 21 days; the last two are 18 on the day of their start.
    "KPI-2c-2weeks": ((8, 11, 0, 0), (6, 7), (2, 4)),
    "KPI-2c-3weeks": ((10, 11, 0, 0), (7, 7), (3, 4)),
    # online, old, maonly, r3, r4, b5, b6, bnot.
    "KPI-3a": ((8, None, 0, 0), (6, None), (1, None)),
    # Met by d14 (before) and d20 (on the day). d13 has an interim plan only. exitvoid, again and dead left before.
    "KPI-4a": ((2, 8, 0, 3), (1, 5), (1, 3)),
    # 12-week points: r1 met, r3 (18 on that very day) late, r7 open; r5 and r6 left before and on it.
    "KPI-4b": ((1, 3, 0, 2), (1, 2), (0, 1)),
    "KPI-4c": ((2, 33, 0, 0), (2, 29), (0, 3)),
    # old, kw1 on the last day, kw3 though withdrawn; kw2 a day too late.
    "KPI-4d": ((3, 33, 0, 0), (2, 29), (0, 3)),
    # maonly, crisisonly and r5 to r7 had no treatment.
    "KPI-5a": ((5, 7, 0, 0), (3, 5), (2, 2)),
    # d13 14 days after, d14 14 days before, d20 15 before, d21 15 after.
    "KPI-6a-start": ((2, 8, 0, 3), (2, 5), (0, 3)),
    "KPI-6a-review": ((1, 2, 0, 0), (1, 2), (0, 0)),
    # exitvoid 14 days after, exitpre 14 before; exitbreach 15 after, exitpre15 15 before, again none.
    "KPI-6a-exit": ((2, 5, 0, 0), (1, 3), (1, 2)),
}

#: The same by the day on which it is asked: KPI-2a and KPI-4b as they were known.
AS_KNOWN = {
    "2014-11-12": {"KPI-2a": (2, 16, 6, 1), "KPI-4b": (1, 2, 1, 2)},  # six are due that very day
    "2014-11-13": {"KPI-2a": (2, 22, 0, 1), "KPI-4b": (1, 2, 1, 2)},
    "2014-12-19": {"KPI-2a": (2, 30, 0, 2), "KPI-4b": (1, 2, 1, 2)},
    "2014-12-20": {"KPI-2a": (4, 30, 0, 2), "KPI-4b": (1, 2, 1, 2)},  # one was recorded late, one corrected
    "2014-09-30": {"KPI-2a": (0, 0, 0, 0), "KPI-4b": (0, 0, 4, 0)},
}


def figures(*arguments: str) -> dict[str, dict]:
    told = StringIO()
    call_command("indicators", *arguments, "--format", "json", stdout=told)
    return {one["id"]: one for one in json.loads(told.getvalue())}


def counts(one: dict) -> tuple:
    return one["numerator"], one["denominator"], one["pending"], one["void"]


@pytest.mark.django_db(transaction=True, databases=["default", "extract", "owner"])
def test_a_quarter_comes_to_what_was_worked_out_by_hand(settings, tmp_path):
    settings.THROUGHCARE_HOME = tmp_path
    story = Path(__file__).with_name("quarter.yaml")
    call_command("play", str(story), stdout=StringIO(), stderr=StringIO())
    found = figures(*QUARTER)
    told = {id: counts(found[id]) for id in WORKED_OUT}
    assert told == {id: whole for id, (whole, *_bands) in WORKED_OUT.items()}
    bands = {id: {b["group"]: b for b in found[id]["breakdowns"]["age_under18_18to24"]} for id in WORKED_OUT}
    for id, (_whole, *worked_out) in WORKED_OUT.items():
        for group, expected in zip((UNDER_18, YOUNG_ADULT), worked_out, strict=True):
            assert (bands[id][group]["numerator"], bands[id][group]["denominator"]) == expected, (id, group)
    check_targets(found)

    facts = ("--facts", str(tmp_path / "facts"), "--only", "KPI-2a", "--only", "KPI-4b")
    for day, expected in AS_KNOWN.items():
        known = figures(*QUARTER, *facts, "--as-known-on", day)
        assert {id: counts(one) for id, one in known.items()} == expected, day


def check_targets(found: dict[str, dict]) -> None:
    """Annual targets are judged on the year to date, with a straight quarter of them beside it."""
    brief = found["KPI-1a"]
    assert brief["target"] == {"comparator": ">=", "value": 1500, "per": "year", "year": "2014-15"}
    assert (brief["status"], brief["quarter_guide"], brief["year_to_date"]["value"]) == ("missed", 375, 1499)
    assert found["KPI-3a"]["target"] is None
    groups = {group["group"]: group for group in found["KPI-3a"]["breakdowns"]["age_11to17_18to24"]}
    assert (groups["11-17"]["target"]["value"], groups["11-17"]["quarter_guide"]) == (120, 30)
    assert groups["11-17"]["year_to_date"]["value"] == 11, "with the five assessed in July and August"
    assert found["KPI-2a"]["value"] == pytest.approx(5 / 31)
    assert found["FUP-3"]["status"] == "no_target"
