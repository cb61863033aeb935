"""Adds to a drawn life what was done about the alerts that its answers raise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

from throughcare.demo.calibration import Figures
from throughcare.demo.population.days import Days
from throughcare.demo.population.way import written_on
from throughcare.demo.stories import Step
from throughcare.demo.verbs import ACT, CORRECT
from throughcare.foundations.dates import age_on
from throughcare.pathway.alerts.rules import clock_for
from throughcare.pathway.instruments.actions import alerting_flags, columns
from throughcare.specification.schema import Specification

COMPLETE = "complete_instrument"
#: So many days before the last one an alert may still be open.
LATELY = 35


class Alerted:
    """Draws who acts on alerts, how soon and with which words."""

    def __init__(self, figures: Figures, days: Days, specification: Specification, until: date):
        self.figures, self.days, self.specification, self.until = figures, days, specification, until

    def steps(self, told: Sequence[Step], born: date, chance: Random) -> tuple[Step, ...]:
        """The steps with those that act on alerts among them, in the order in which they were written down."""
        raised = list(self._raised(told, born))
        acts = [self._act(step, flag, chance) for step, flag in raised if not self._is_left_open(step, chance)]
        written = [*told, *(act for act in acts if act.on <= self.until)]
        return tuple(sorted(written, key=written_on))

    def _is_left_open(self, step: Step, chance: Random) -> bool:
        lately = (self.until - written_on(step)).days < LATELY
        return lately and chance.random() < self.figures.share("alert_left_open")

    def _raised(self, told: Sequence[Step], born: date) -> Iterator[tuple[Step, str]]:
        """Each alert once: the step that raises it, and its flag."""
        seen: set[tuple[str, date, str]] = set()
        for step in told:
            for instrument, on, answers in self._answered(step, told):
                scored = columns(instrument, answers, None, age_on(born, on))
                for flag in alerting_flags(instrument, scored["flags"]):
                    key = (instrument, on, flag.id)
                    if key not in seen and clock_for(flag.urgency, self.specification) is not None:
                        seen.add(key)
                        yield step, flag.id

    def _answered(self, step: Step, told: Sequence[Step]) -> Iterator[tuple[str, date, Mapping]]:
        said = step.arguments
        if step.verb == COMPLETE:
            yield said["instrument"], step.on, said["answers"]
        elif step.verb == CORRECT and said["step"] == COMPLETE and isinstance(said["to"], Mapping):
            first = next(one for one in told if one.verb == COMPLETE and one.on == said["was"])
            yield first.arguments["instrument"], first.on, said["to"]["answers"]

    def _act(self, step: Step, flag: str, chance: Random) -> Step:
        wait = self.figures.mix("alert_wait").pick(chance)
        said = self.figures.words["said"]["alerts"]
        arguments = {
            "flag": flag,
            "action": self.figures.code("alert_actions", "usual").pick(chance),
            "words": said[int(chance.random() * len(said))],
        }
        raised = written_on(step)
        on = self.days.later(raised, wait) if wait else raised
        return Step(ACT, on, 0, arguments, None, None, "", step.by)
