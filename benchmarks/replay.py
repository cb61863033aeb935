"""Replays many made-up episodes and compares the cost with named peers in the same run.

    python benchmarks/replay.py [--episodes 100000] [--milestones 20]

The peers: putting the same milestones in order and copying them, which no replay can do without; and a plain replay
of the same promises that looks through all milestones for each promise and walks to each due date day by day. It
knows no pauses, windows, conditions or repeats, so it does less.
"""

import argparse
import gc
import random
import sys
import time
from datetime import date, timedelta

from throughcare.clocks.rules import Happening, replay
from throughcare.clocks.tests.factories import ENGLAND, INVENTED, SOUTHAMPTON

A_DAY = timedelta(days=1)
WAY = (
    ("referral_received", {"source": "school", "urgency": "routine"}),
    ("first_contact_made", {"how": "telephone"}),
    ("triage_offered", {}),
    ("triage_completed", {"outcomes": ["comprehensive_assessment"]}),
    ("assessment_offered", {}),
    ("assessment_completed", {}),
    ("keyworker_assigned", {"worker": "jo"}),
    ("plan_drafted", {"kind": "integrated"}),
    ("plan_signed_off", {"kind": "integrated"}),
    ("intervention_started", {"type": "psy_cbt"}),
    ("instrument_completed", {"instrument": "top", "stage": "start"}),
    ("session_recorded", {"type": "psy_cbt", "outcome": "attended"}),
    ("session_recorded", {"type": "psy_cbt", "outcome": "away"}),
    ("session_recorded", {"type": "psy_cbt", "outcome": "back"}),
    ("joint_work_recorded", {"agency": "camhs"}),
    ("review_completed", {}),
    ("instrument_completed", {"instrument": "top", "stage": "review"}),
    ("session_recorded", {"type": "psy_cbt", "outcome": "attended"}),
    ("review_completed", {}),
    ("exited", {"reason": "completed"}),
)


def episodes(count: int, milestones: int, seed: int = 1) -> list[list[Happening]]:
    """Made-up ways through a service, each recorded in an order of its own."""
    chance = random.Random(seed)
    further_sessions = [WAY[11]] * max(0, milestones - len(WAY))
    way = [*WAY[: milestones - 1][: len(WAY) - 1], *further_sessions, WAY[-1]]
    made = []
    for _ in range(count):
        on = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        episode = []
        for order, (kind, detail) in enumerate(way):
            episode.append(Happening(kind, on, detail, order))
            on += timedelta(days=chance.randrange(12))
        chance.shuffle(episode)
        made.append(episode)
    return made


def ordered_and_copied(made: list[list[Happening]]) -> int:
    return sum(
        len([Happening(one.kind, one.on, one.detail, one.order, one.at) for one in sorted(episode)]) for episode in made
    )


def plainly(made: list[list[Happening]]) -> int:
    return sum(len(_plain_replay(episode)) for episode in made)


def _plain_replay(episode: list[Happening]) -> list[tuple]:
    clocks = []
    for definition in SOUTHAMPTON + INVENTED:
        started = [one for one in episode if any(match.fits(one.kind, one.detail) for match in definition.starts_on)]
        if not started:
            continue
        start = min(one.on for one in started)
        stopped = [
            one.on
            for one in episode
            if one.on >= start and any(match.fits(one.kind, one.detail) for match in definition.stops_on)
        ]
        due, left = start, definition.within.count * {"weeks": 7, "months": 30}.get(definition.within.unit, 1)
        while left:
            due += A_DAY
            left -= definition.within.unit != "working_days" or (due.weekday() < 5 and due not in ENGLAND.holidays)
        clocks.append((definition.id, start, due, min(stopped, default=None)))
    return clocks


def replayed(made: list[list[Happening]]) -> int:
    definitions = SOUTHAMPTON + INVENTED
    return sum(len(replay(episode, definitions, ENGLAND, date(1999, 5, 2))) for episode in made)


def timed(what, made) -> tuple[float, int]:
    """Processor time, so that other work on the machine counts less, without the collector walking the input."""
    gc.collect()
    gc.freeze()
    start = time.process_time()
    counted = what(made)
    return time.process_time() - start, counted


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--episodes", type=int, default=100_000)
    asked.add_argument("--milestones", type=int, default=20)
    choice = asked.parse_args()
    made = episodes(choice.episodes, choice.milestones)
    took, clocks = timed(replayed, made)
    bare, _ = timed(ordered_and_copied, made)
    plain, _ = timed(plainly, made)
    sys.stdout.write(
        f"{choice.episodes} episodes of {choice.milestones} milestones, {len(SOUTHAMPTON + INVENTED)} promises\n"
        f"replay                {took:8.2f} s  {clocks} clocks, {took / choice.episodes * 1e6:.0f} us an episode\n"
        f"ordering and copying  {bare:8.2f} s  replay takes {took / bare:.1f} times as long\n"
        f"plain replay          {plain:8.2f} s  replay takes {took / plain:.2f} times as long\n"
    )


if __name__ == "__main__":
    main()
