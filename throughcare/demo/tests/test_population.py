"""Made-up people: the same from the same seed, like the published figures, and nobody real."""

from collections import Counter
from datetime import date, timedelta

import pytest

from throughcare.demo.calibration import NotCalibrated, figures, figures_for
from throughcare.demo.export import as_yaml
from throughcare.demo.population import Population
from throughcare.demo.population.identity import MOST_PEOPLE, OPENINGS, nhs_number, place_of
from throughcare.demo.stories import read_story
from throughcare.foundations.dates import age_on
from throughcare.specification.loader import load

UNTIL = date(2026, 3, 31)
SOUTHAMPTON = load("southampton-esap").latest
PEOPLE = 4000


def population(people=PEOPLE, **said) -> Population:
    return Population(SOUTHAMPTON, **{"people": people, "years": 3, "seed": 11, "until": UNTIL, **said})


@pytest.fixture(scope="module")
def drawn() -> list:
    some = population()
    return [some.person(index) for index in range(PEOPLE)]


def first(person, verb):
    return next((step for step in person.steps if step.verb == verb), None)


def referred(drawn) -> list:
    """Those who were referred, by age group on that day."""
    found = [(person, first(person, "receive_referral")) for person in drawn]
    return [
        (person, step, "under_18" if age_on(person.details["born"], step.on) < 18 else "from_18")
        for person, step in found
        if step is not None
    ]


def shares(things) -> dict:
    counted = Counter(things)
    return {thing: 100 * number / counted.total() for thing, number in counted.items()}


def test_the_same_seed_gives_the_same_people_and_another_gives_others():
    some, same, others = population(20), population(20), population(20, seed=12)
    assert some.story() == same.story()
    assert some.story() != others.story()


def test_anybody_can_be_drawn_alone_and_in_any_order():
    some = population(50)
    backwards = {index: some.person(index) for index in reversed(range(50))}
    assert [population(50).person(index) for index in range(50)] == [backwards[index] for index in range(50)]


def test_nothing_is_written_down_after_the_last_day(drawn):
    assert max(step.recorded_on or step.on for person in drawn for step in person.steps) <= UNTIL
    still_open = [person for person, _, _ in referred(drawn) if person.steps[-1].on > UNTIL - timedelta(days=14)]
    assert any(step.arguments.get("for", UNTIL) > UNTIL for person in still_open for step in person.steps)


def test_a_story_that_is_written_out_and_read_is_the_same(tmp_path):
    story = population(60).story(activities=range(5))
    file = tmp_path / "drawn.yaml"
    file.write_text(as_yaml(story), encoding="utf-8")
    read = read_story(file)
    assert as_yaml(read) == as_yaml(story)
    assert [person.details for person in read.people] == [person.details for person in story.people]
    assert read.people[7].steps[0].arguments == story.people[7].steps[0].arguments


def test_ages_and_sexes_are_those_of_the_figures(drawn):
    told = referred(drawn)
    known = figures()
    assert shares(group for _, _, group in told)["under_18"] == pytest.approx(40, abs=3)
    for group in ("under_18", "from_18"):
        sexes = shares(person.details["sex"] for person, _, of in told if of == group)
        assert sexes["male"] == pytest.approx(known.number(f"male_{group}"), abs=4)
        ages = shares(age_on(person.details["born"], step.on) for person, step, of in told if of == group)
        for age, share in known.figures[f"age_{group}"].value.items():
            assert ages.get(int(age), 0) == pytest.approx(share, abs=4), age


def test_sources_are_those_of_the_figures(drawn):
    known = figures()
    right = {}  # what a correction says holds
    for person, _, _ in referred(drawn):
        for step in person.steps:
            if step.verb == "correct" and isinstance(step.arguments["to"], dict) and "source" in step.arguments["to"]:
                right[person.ref] = step.arguments["to"]["source"]
    for group in ("under_18", "from_18"):
        came = shares(
            right.get(person.ref, step.arguments["source"]) for person, step, of in referred(drawn) if of == group
        )
        wanted = Counter()
        for publication, share in known.figures[f"source_{group}"].value.items():
            codes = known.codes["sources"][publication]
            for code, weight in codes.items():
                wanted[code] += share * weight / sum(codes.values())
        for code, share in wanted.items():
            assert came.get(code, 0) == pytest.approx(share, abs=4), code


def test_substances_are_those_of_the_figures(drawn):
    known = figures()
    wanted = {**known.figures["substances_under_18"].value, **known.figures["rarer_substances_under_18"].value}
    for group, cited in (("under_18", wanted), ("from_18", known.figures["substances_from_18"].value)):
        told = [first(person, "complete_triage") for person, _, of in referred(drawn) if of == group]
        told = [step.arguments["substances"] for step in told if step is not None]
        assert all(told)
        counted = Counter(code for substances in told for code in substances)
        for code, share in cited.items():
            assert 100 * counted[code] / len(told) == pytest.approx(share, abs=4), code


def test_planned_exits_and_weeks_in_treatment_are_those_of_the_figures(drawn):
    known = figures()
    long_ago = UNTIL - timedelta(days=550)  # everybody who began before then has left
    ends = {"under_18": [], "from_18": []}
    weeks = []
    for person, step, group in referred(drawn):
        if step.on > long_ago:
            continue
        began, left = first(person, "start_intervention"), first(person, "exit")
        if left is None:
            continue
        for later in person.steps:
            if later.verb == "correct" and later.arguments["step"] == "exit" and later.arguments["was"] == left.on:
                left_as = later.arguments["to"]["reason"]
                break
        else:
            left_as = left.arguments["reason"]
        ends[group].append(SOUTHAMPTON.exit_reasons[left_as].planned)
        weeks.append((left.on - began.on).days / 7)
    for group, planned in ends.items():
        wanted = known.figures[f"exit_{group}"].value["planned"]
        assert 100 * sum(planned) / len(planned) == pytest.approx(wanted, abs=6), group
    assert 100 * sum(one < 13.5 for one in weeks) / len(weeks) == pytest.approx(36, abs=6)


def test_nearly_everybody_starts_within_three_weeks(drawn):
    treatment = SOUTHAMPTON.treatment_types
    waits = []
    for person, step, _ in referred(drawn):
        began = next(
            (s for s in person.steps if s.verb == "start_intervention" and s.arguments["type"] in treatment), None
        )
        if began is not None and sum(s.verb == "receive_referral" for s in person.steps) == 1:
            waits.append((began.on - step.on).days)
    assert 100 * sum(days < 21 for days in waits) / len(waits) == pytest.approx(
        figures().number("within_three_weeks"), abs=2.5
    )


def test_few_come_in_august_and_at_christmas_and_almost_nobody_at_weekends(drawn):
    days = [step.on for _, step, _ in referred(drawn)]
    months = Counter(day.month for day in days)
    assert months[8] < 0.75 * len(days) / 12
    christmas = sum((day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2) for day in days)
    assert christmas / len(days) < 0.6 * 12 / 365
    assert sum(day.isoweekday() > 5 for day in days) / len(days) < 0.015


def test_about_six_in_a_hundred_planned_exits_come_back_within_six_months(drawn):
    planned = back = 0
    for person, _, _ in referred(drawn):
        left = first(person, "exit")
        if left is None or left.on > UNTIL - timedelta(days=190):
            continue
        if SOUTHAMPTON.exit_reasons[left.arguments["reason"]].planned:
            planned += 1
            back += any(
                step.verb == "receive_referral" and left.on < step.on <= left.on + timedelta(days=183)
                for step in person.steps
            )
    assert 100 * back / planned == pytest.approx(figures().number("comes_back"), abs=2.5)


def test_made_up_numbers_are_valid_each_of_one_place_and_nobodys():
    for place in (0, 1, 99_999, OPENINGS, 3 * OPENINGS + 17, MOST_PEOPLE - 1):
        number = nhs_number(place)
        total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True))
        assert number.startswith("999")
        assert len(number) == 10
        assert total % 11 == 0
        assert place_of(number) == place
    some = range(0, MOST_PEOPLE, 397)
    assert len({nhs_number(place) for place in some}) == len(some)
    with pytest.raises(ValueError, match="800,000"):
        nhs_number(MOST_PEOPLE)
    with pytest.raises(ValueError, match="800,000"):
        population(MOST_PEOPLE + 1)


def test_a_specification_without_figures_says_so():
    tiny = load("tests/specifications/tiny").latest
    with pytest.raises(NotCalibrated, match=tiny.name):
        figures_for(tiny)


def test_work_without_names_comes_to_the_targets_of_a_year():
    usual = population(1350)
    met = sum(usual.activity(n).arguments["people"] for n in range(usual.activities))
    assert met / 3 == pytest.approx(1500 + 3000, rel=0.08)


def test_every_figure_says_where_it_comes_from_and_how_far_to_trust_it():
    known = figures()
    for figure in known.figures.values():
        assert figure.source in known.sources
        assert figure.basis in {"read", "derived", "recalled", "ours"}
        assert figure.title
        assert figure.year
