"""Loading in bulk leaves what playing the same people leaves, and the loader can do no more than load."""

from datetime import date

import psycopg
import pytest
from django.db import ProgrammingError, connections

from throughcare.access.context import database_context
from throughcare.access.viewer import viewer_for
from throughcare.demo import bulk
from throughcare.demo.export import as_yaml
from throughcare.demo.loading import load_population
from throughcare.demo.playing import play
from throughcare.demo.population import Population
from throughcare.demo.stories import read_story
from throughcare.demo.system import create_system, empty_system
from throughcare.demo.tests.everything import everything
from throughcare.foundations.command import BadInput
from throughcare.organisations.models import Deployment
from throughcare.organisations.terms import DeploymentKind
from throughcare.people.models import Person, Registration
from throughcare.specification import queries as specifications

UNTIL = date(2026, 3, 31)
ALL = ["default", "owner", "loader"]


def population(people: int = 200, **said) -> Population:
    told = {"people": people, "years": 1, "seed": 108, "until": UNTIL, **said}
    return Population(specifications.current_book().latest, **told)


@pytest.fixture
def system(transactional_db):
    create_system("southampton-esap", DeploymentKind.TEST)
    yield
    specifications.use(None)


def ways_told(story) -> set[tuple]:
    """Each verb, and each kind of correction of it."""
    steps = [step for person in story.people for step in person.steps]
    corrected = [step.arguments for step in steps if step.verb == "correct"]
    return {(step.verb,) for step in steps} | {
        (one["step"], "never" if one["to"] == "never" else type(one["to"]).__name__) for one in corrected
    }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=ALL)
def test_two_hundred_people_played_and_loaded_leave_the_same_in_every_table(system, tmp_path):
    drawn = population()
    story = drawn.story(activities=range(20))
    assert {("withdraw",), ("exit",), ("follow_up",), ("refer_onward",), ("work_jointly",)} <= ways_told(story)
    assert {("receive_referral", "never"), ("make_first_contact", "never"), ("complete_triage", "date")} <= ways_told(
        story
    )
    assert {("exit", "dict"), ("complete_instrument", "dict"), ("record_session", "dict")} <= ways_told(story)
    file = tmp_path / "drawn.yaml"
    file.write_text(as_yaml(story), encoding="utf-8")
    read = read_story(file)
    play(read, viewer=viewer_for("operator"))
    played = everything()
    empty_system()
    create_system("southampton-esap", DeploymentKind.TEST)
    drawn.activities = 20
    bulk.load(drawn, specifications.current_book(), processes=1)
    Deployment.objects.update(today=UNTIL)
    loaded = everything()
    assert played.keys() == loaded.keys()
    for table, rows in played.items():
        assert rows == loaded[table], table
    assert sum(map(len, played.values())) > 5000


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_two_processes_load_what_one_does_and_keep_what_is_there(system):
    load_population(people=30, years=1, seed=7, until=UNTIL)
    before = {table: set(map(repr, rows)) for table, rows in everything().items()}
    drawn = population(1200, seed=8, numbers_from=30)
    drawn.activities = 50
    bulk.load(drawn, specifications.current_book(), processes=2)
    after = everything()
    people = Person.objects.using("owner")
    assert people.count() == Registration.objects.using("owner").count() == 1230
    assert before["people_person"] <= set(map(repr, after["people_person"]))
    assert {row for row in before["clocks_milestone"] if "nobody" not in row} <= set(
        map(repr, after["clocks_milestone"])
    )
    told = people.get(reference="s8-p1100")
    assert drawn.person(1100).details["family_name"] == told.family_name


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_the_application_sees_what_was_loaded_through_its_own_row_security(system):
    load_population(people=20, years=1, seed=7, until=UNTIL)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connections["default"].connection.transaction():
        connections["default"].connection.execute("select count(*) from people_person")
    with database_context(viewer_for("operator")):
        assert Person.objects.count() == 20


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_a_load_that_fails_halfway_leaves_nothing(system, monkeypatch):
    drawn = population(1500)
    empty = everything()
    monkeypatch.setattr(bulk, "PEOPLE_AT_ONCE", 500)
    keep, kept = bulk.Load._keep, []

    def keep_twice(self, cursor, part):
        if len(kept) == 2:
            raise RuntimeError("the lights went out")
        kept.append(part)
        keep(self, cursor, part)

    monkeypatch.setattr(bulk.Load, "_keep", keep_twice)
    with pytest.raises(RuntimeError):
        bulk.load(drawn, specifications.current_book(), processes=1)
    assert everything() == empty


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_the_same_people_are_not_loaded_twice(system):
    load_population(people=5, years=1, seed=7, until=UNTIL)
    with pytest.raises(BadInput, match="seed 7 are here already"):
        load_population(people=9, years=1, seed=7, until=UNTIL)
    assert Person.objects.using("owner").count() == 5


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_a_second_population_goes_on_where_the_made_up_numbers_ended(system):
    for seed in (7, 8):
        load_population(people=40, years=1, seed=seed, until=UNTIL)
    numbers = list(Person.objects.using("owner").exclude(nhs_number=None).values_list("nhs_number", flat=True))
    assert len(set(numbers)) == len(numbers) > 60


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_a_live_system_and_production_refuse_made_up_people(system, settings):
    Deployment.objects.update(kind=DeploymentKind.LIVE, today=None)
    with pytest.raises(BadInput, match="live"):
        load_population(people=5, years=1, seed=7)
    with pytest.raises(BadInput, match="live"):
        bulk.load(population(5), specifications.current_book())
    Deployment.objects.update(kind=DeploymentKind.TEST)
    settings.PRODUCTION = True
    with pytest.raises(BadInput, match="production"):
        load_population(people=5, years=1, seed=7)
    assert not Person.objects.using("owner").exists()


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_more_people_than_there_are_made_up_numbers_are_refused(system):
    with pytest.raises(BadInput, match="800,000"):
        load_population(people=800_001, years=1, seed=7)


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_a_last_day_in_the_past_is_kept_for_today_and_the_real_day_is_not(system):
    load_population(people=3, years=1, seed=7)
    assert Deployment.objects.get().today is None
    load_population(people=3, years=1, seed=8, until=UNTIL)
    assert Deployment.objects.get().today == UNTIL


@pytest.mark.parametrize(
    "forbidden",
    [
        "update clocks_milestone set because = ''",
        "update access_caseaccess set basis = 'x' where false; delete from access_caseaccess",
        "delete from people_person",
        "truncate people_person",
        "drop table clocks_clock",
        "alter table people_person disable row level security",
        "create table public.mine (x int)",
        "select find_people('a', 'b', now()::date, null)",
        "set role owner",
        "copy people_person (id) from program 'true'",
    ],
)
@pytest.mark.django_db(transaction=True, databases=ALL)
def test_the_loader_can_only_load(system, forbidden):
    with pytest.raises(ProgrammingError), connections["loader"].cursor() as cursor:
        cursor.execute(forbidden)


@pytest.mark.django_db(transaction=True, databases=ALL)
def test_copying_straight_into_a_table_with_row_security_is_refused(system):
    """Which is why everything goes by way of a staging table."""
    with (
        connections["loader"].cursor() as cursor,
        pytest.raises((ProgrammingError, psycopg.Error)),
        cursor.copy("copy people_person (id) from stdin") as copy,
    ):
        copy.write("1\n")
