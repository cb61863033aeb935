"""The fact tables of a few drawn threads, row by row."""

import pytest

from throughcare.reporting.extract import facts
from throughcare.reporting.extract.schema import TABLES
from throughcare.reporting.extract.tests.factories import activity, day, episode, source, southampton

GOVERNED = southampton()


def built(*threads, known_on="2015-03-31"):
    return facts.build(source(threads), GOVERNED, day(known_on))


def only(table):
    (row,) = table.to_pylist()
    return row


@pytest.fixture
def amber():
    one = episode(1, "1999-05-02", "2014-10-01")
    one.happened("2014-10-06", "triage_completed", outcomes=["comprehensive_assessment"], substances=["cannabis"])
    one.happened("2014-10-10", "assessment_completed")
    one.happened("2014-10-13", "keyworker_assigned", worker="jo.smith")
    one.happened("2014-10-13", "intervention_started", type="psy_cbt", setting="service")
    return one


def test_a_date_that_counts_has_its_quarter_year_age_and_bands(amber):
    row = only(built(amber)["episodes"])
    assert (row["received_quarter"], row["received_year"], row["received_age"]) == ("2014-Q4", "2014-15", 15)
    assert (row["received_age_under18_18to24"], row["received_age_11to17_18to24"]) == ("<18", "11-17")


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (10, ("<18", None)),
        (11, ("<18", "11-17")),
        (17, ("<18", "11-17")),
        (18, ("18-24", "18-24")),
        (24, ("18-24", "18-24")),
        (25, (None, None)),
    ],
)
def test_bands_take_both_their_ends_in(age, expected):
    row = only(built(episode(1, f"{2014 - age}-10-01", "2014-10-01"))["episodes"])
    assert (row["received_age_under18_18to24"], row["received_age_11to17_18to24"]) == expected


def test_an_episode_says_its_dates_and_waits(amber):
    row = only(built(amber)["episodes"])
    assert row["referral_to_treatment_days"] == 12
    assert row["triage_to_assessment_working_days"] == 4
    assert row["first_attended_on"] == day("2014-10-06")
    assert (row["intervention_type"], row["main_substance"]) == ("psy_cbt", "cannabis")


def test_no_worker_and_no_free_words_leave_with_the_facts(amber):
    amber.happened("2014-10-20", "session_recorded", type="psy_cbt", outcome="attended", because="Jo Smith was ill")
    text = "".join(str(table.to_pylist()) for table in built(amber).values())
    assert "smith" not in text.lower()


def test_interventions_end_by_their_own_end_else_with_the_exit(amber):
    amber.happened("2014-11-01", "intervention_started", type="psy_motivational")
    amber.happened("2014-11-20", "intervention_ended", type="psy_motivational", reason="completed_drug_free")
    amber.happened("2014-12-01", "exited", reason="completed_drug_free")
    cbt, motivational = built(amber)["interventions"].to_pylist()
    assert (cbt["first_treatment"], cbt["ended_on"], cbt["ended_by_closing"]) == (True, day("2014-12-01"), True)
    assert (motivational["ended_on"], motivational["ended_by_closing"]) == (day("2014-11-20"), False)


def test_an_anonymous_contact_is_a_row_for_each_age_group_and_one_for_the_rest():
    fair = activity(2)
    fair.happened(
        "2014-10-20", "brief_intervention_given", about="drugs", people=10, ages={"under_18": 3, "18_to_24": 5}
    )
    rows = built(fair)["contacts"].to_pylist()
    assert [(r["people"], r["happened_age_under18_18to24"], r["known"]) for r in rows] == [
        (3, "<18", False), (5, "18-24", False), (2, None, False),
    ]  # fmt: skip


def test_a_referral_taken_back_leaves_no_episode_but_stays_among_the_milestones():
    one = episode(1, "1999-05-02", "2014-10-01")
    one.corrected(one.milestones[0].origin, "2014-10-20", never=True)
    tables = built(one)
    assert (tables["episodes"].num_rows, tables["clocks"].num_rows) == (0, 0)
    first, second = tables["milestones"].to_pylist()
    assert (first["superseded_on"], second["retracted"]) == (day("2014-10-20"), True)


def test_every_column_is_declared_and_every_table_is_built(amber):
    tables = built(amber)
    assert list(tables) == [table.name for table in TABLES]
    for table in TABLES:
        assert tables[table.name].schema == table.arrow(GOVERNED.band_sets)


# As it was known --------------------------------------------------------------------------------------------------


def test_what_was_recorded_later_is_ignored_and_what_it_corrected_stands_again(amber):
    offer = amber.happened("2014-10-03", "triage_offered", **{"for": "2014-10-06"})
    amber.corrected(offer, "2014-11-01", on="2014-10-07")
    late = built(amber)
    assert only(late["episodes"])["triage_offered_on"] == day("2014-10-07")
    then = facts.as_known_on(late, GOVERNED, day("2014-10-31"))
    assert only(then["episodes"])["triage_offered_on"] == day("2014-10-03")
    assert {row["revision"] for row in then["milestones"].to_pylist()} == {1}


def test_facts_as_known_on_a_day_are_those_that_an_extract_of_that_day_would_have_held(amber):
    amber.happened("2014-11-05", "review_completed", recorded="2014-12-05")
    amber.happened("2014-12-01", "exited", recorded="2014-12-09", reason="completed_drug_free")
    for known_on in ("2014-09-30", "2014-10-13", "2014-12-01", "2014-12-09"):
        then = built(amber, known_on=known_on)
        assert facts.as_known_on(built(amber), GOVERNED, day(known_on)) == then
