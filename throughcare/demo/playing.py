"""Plays stories through the same actions as the pages: all of a person, or nothing of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from throughcare.access.context import database_context
from throughcare.access.viewer import Viewer, viewer_of
from throughcare.clocks.models import Milestone
from throughcare.clocks.queries import current_milestones
from throughcare.demo.stories import PersonStory, Step, Story
from throughcare.demo.system import worker_named
from throughcare.demo.verbs import CORRECT, VERBS, Verb, belongs_to_leaving, detail_of, spoken
from throughcare.foundations.command import BadInput
from throughcare.foundations.terms import Answer
from throughcare.foundations.today import pretending_today_is
from throughcare.organisations.actions import keep_today
from throughcare.organisations.models import Deployment
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.episode.terms import ClosedBy
from throughcare.pathway.outreach.models import Activity
from throughcare.pathway.referral.actions import episode_receiving
from throughcare.people.actions import register_person
from throughcare.people.models import Person
from throughcare.specification import queries as specifications


def play(story: Story, *, viewer: Viewer) -> int:
    """Plays one story; the number of people played.

    Raises BadInput with file, line, rule and clause at the first step that a rule refuses: nothing of that person is
    kept, and the people before stay.
    """
    runs = specifications.current_book().name
    if story.specification not in {runs, Deployment.objects.values_list("specification", flat=True).get(pk=1)}:
        raise BadInput(
            f"This story is for {story.specification}, and this system runs {runs}. Play it in a system of its own.",
            story.file,
        )
    with pretending_today_is(story.today):
        for person in story.people:
            with database_context(viewer):
                play_person(story, person, viewer)
            keep_today(story.today)  # the people before one who is refused stay, and so does their day
        if story.activity:
            with database_context(viewer):
                for step in story.activity:
                    act(story, step, None, viewer)
    keep_today(story.today)
    return len(story.people)


def play_person(story: Story, told: PersonStory, viewer: Viewer) -> None:
    if Person.objects.filter(reference=told.ref).exists():
        raise BadInput(f"{told.ref} is already in this system: a ref stands for one person.", story.file, told.line)
    first = min((step.on for step in told.steps), default=story.today)
    details = {**told.details, "registered_on": first, "reference": told.ref}
    told_ethnicity = details.get("ethnicity")
    details["ethnicity"] = str(told_ethnicity or "not_asked")
    if details["born"] > story.today:
        raise BadInput(f"{told.ref} is born after today, {story.today.isoformat()}.", story.file, told.line)
    known = specifications.current().ethnicities
    if told_ethnicity and details["ethnicity"] not in known:
        raise BadInput(f"ethnicity: {details['ethnicity']!r} is not one of {', '.join(known)}.", story.file, told.line)
    try:
        with transaction.atomic():
            person = register_person(by=viewer, **details)
    except IntegrityError:
        raise BadInput(f"Somebody with the NHS number of {told.ref} is in the system.", story.file, told.line) from None
    for step in told.steps:
        act(story, step, person, viewer)


def act(story: Story, step: Step, person: Person | None, viewer: Viewer) -> None:
    if step.by:
        viewer = viewer_of(worker_named(step.by))
    try:
        if step.verb == CORRECT:
            correct_step(step, person, viewer)
        else:
            do(step, person, viewer)
    except StepRefused as refused:
        clause = f" [{refused.clause}]" if refused.clause else ""
        message = f"{step.verb}: {refused.field}: {refused.rule}. {refused.remedy}{clause}"
        raise BadInput(message, story.file, step.line) from None


def do(step: Step, person: Person | None, viewer: Viewer) -> None:
    verb = verb_named(step.verb)
    check_arguments(verb, step.arguments)
    said = spoken(step.arguments)
    if "worker" in said:
        worker_named(str(said["worker"]))
    refuse_unknown_risks(said.get("risks") or {})
    common = {"by": viewer, "on": step.on, "at": step.at, "recorded_on": step.recorded_on or step.on}
    common["because"] = step.because
    if verb.about == "person":
        verb.action(needed_person(person), **common, **said)
    elif verb.about == "anyone":
        verb.action(**common, person=person, **said)
    else:
        verb.action(episode_for(step, needed_person(person)).pk, **common, **said)


def verb_named(name: str) -> Verb:
    if name not in VERBS:
        raise StepRefused("do", f"{name} is no verb of a story", f"The verbs are: {', '.join([*VERBS, CORRECT])}.")
    return VERBS[name]


def check_arguments(verb: Verb, arguments: Mapping) -> None:
    for key in arguments.keys() - verb.arguments:
        raise StepRefused(key, f"The step says nothing about {key}", f"It may say: {', '.join(verb.arguments) or '-'}.")
    for key in verb.needed:
        if arguments.get(key) is None:
            raise StepRefused(key, f"The step does not say its {key}", f"Add {key}.")


def refuse_unknown_risks(risks: Mapping[str, str]) -> None:
    known = specifications.current().all_risks
    for risk, answer in risks.items():
        if risk not in known:
            raise StepRefused("risks", f"{risk} is not a risk that is asked about", f"Choose from: {', '.join(known)}.")
        if answer not in Answer.values:
            raise StepRefused("risks", f"{answer} is no answer about a risk", f"Say {', '.join(Answer.values)}.")


def needed_person(person: Person | None) -> Person:
    if person is None:
        raise StepRefused("do", "Only brief_intervention and outreach_contact need no person", "Move it to a person.")
    return person


def episode_for(step: Step, person: Person) -> Episode:
    """The episode that was open on the day, else the one before it.

    A follow-up goes to the last episode that the person left, even when they have come back since.
    """
    episode = last_left(person, step.on) if belongs_to_leaving(step) else None
    episode = episode or episode_receiving(person, step.on)
    if episode is None:
        ended = Episode.objects.filter(person=person, opened_on__lte=step.on).order_by("-opened_on").first()
        episode = ended or Episode.objects.filter(person=person).order_by("opened_on").first()
    if episode is None:
        raise StepRefused(
            "do", "No referral of this person is recorded", "Begin with receive_referral.", "004 section 8.3.2"
        )
    return episode


def last_left(person: Person, on: date) -> Episode | None:
    left = Episode.objects.filter(person=person, closed_on__lte=on, closed_by=ClosedBy.EXITED)
    return left.order_by("-closed_on", "-pk").first()


def correct_step(step: Step, person: Person | None, viewer: Viewer) -> None:
    said = dict(step.arguments)
    for key in said.keys() - {"step", "was", "to", "reason"}:
        raise StepRefused(key, f"A correction says nothing about {key}", "It may say: step, was, to, reason.")
    for key in ("step", "was", "to"):
        if said.get(key) is None:
            raise StepRefused(key, f"The correction does not say its {key}", f"Add {key}.")
    verb = verb_named(said["step"])
    if not isinstance(said["was"], date):
        raise StepRefused("was", f"{said['was']!r} is not a day", "Write the day that was recorded.")
    milestone = candidate(said["step"], said["was"], needed_person(person))
    to = said["to"]
    change: dict = {"recorded_on": step.recorded_on or step.on, "reason": str(said.get("reason") or step.because)}
    if to == "never":
        change["never"] = True
    elif isinstance(to, date):
        change["on"] = to
    elif isinstance(to, dict):
        check_arguments(Verb(verb.kind, verb.action, (), (*verb.arguments, "on")), to)
        own = {"goals", "instruments", "risks"} | ({"answers"} if "assessment" in said["step"] else set())
        for key in to.keys() & own:
            raise StepRefused("to", f"The {key} are records of their own", "Correct them on their own page.")
        change["notes"] = {"concern": str(to["concern"])} if to.get("concern") else {}
        if "worker" in to:
            worker_named(str(to["worker"]))
        change["on"] = to.get("on")
        change["detail"] = detail_of({key: value for key, value in to.items() if key != "on"})
        change["answers"], change["total"] = to.get("answers"), to.get("total")
    else:
        raise StepRefused("to", f"{to!r} is no correction", "Write a new day, a mapping of changed words, or never.")
    correct(milestone, by=viewer, **change)


def candidate(verb: str, was: date, person: Person) -> Milestone:
    threads = [
        *Episode.objects.filter(person=person).values_list("pk", flat=True),
        *Activity.objects.filter(person=person).values_list("pk", flat=True),
    ]
    found = [
        milestone
        for thread in threads
        for milestone in current_milestones([thread])
        if milestone.kind == VERBS[verb].kind and milestone.happened_on == was
    ]
    if not found:
        raise StepRefused("was", f"No {verb} is recorded on {was.isoformat()}", "Give the day as it stands now.")
    if len(found) > 1:
        raise StepRefused(
            "was",
            f"{len(found)} times {verb} is recorded on {was.isoformat()}",
            "Correct them on the page, one by one.",
        )
    return found[0]
