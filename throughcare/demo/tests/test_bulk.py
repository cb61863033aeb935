"""Loading in bulk leaves what playing the same people leaves, and the loader can do no more than load."""

from datetime import date

import pytest

from throughcare.access.viewer import viewer_for
from throughcare.demo import bulk
from throughcare.demo.export import as_yaml
from throughcare.demo.playing import play
from throughcare.demo.population import Population
from throughcare.demo.stories import read_story
from throughcare.demo.system import create_system, empty_system
from throughcare.demo.tests.everything import everything
from throughcare.organisations.models import Deployment
from throughcare.organisations.terms import DeploymentKind
from throughcare.specification import queries as specifications

UNTIL = date(2026, 3, 31)
ALL = ["default", "owner", "loader"]


def population(people: int = 200, **said) -> Population:
    told = {"people": people, "years": 2, "seed": 33, "until": UNTIL, **said}
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
