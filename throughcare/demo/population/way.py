"""The steps of one made-up person as they are drawn, and the slips that are put right afterwards."""

from __future__ import annotations

from datetime import date, time
from random import Random

from throughcare.demo.calibration import Figures
from throughcare.demo.population.days import Days
from throughcare.demo.stories import Step
from throughcare.demo.verbs import CORRECT

#: What is sometimes written down days later; nothing else waits for it.
MAY_BE_LATE = frozenset({"record_session", "complete_instrument", "work_jointly", "make_first_contact"})


class Way:
    """Collects steps; `steps()` gives them in the order in which they were written down."""

    def __init__(self, figures: Figures, days: Days, chance: Random):
        self.figures, self.days, self.chance = figures, days, chance
        self._steps: list[Step] = []
        self._late = figures.share("recorded_late")

    def do(self, verb: str, on: date, *, by: str = "", because: str = "", at: time | None = None, **arguments) -> None:
        written = None
        if verb in MAY_BE_LATE and self.chance.random() < self._late:
            written = self.days.later(on, 1 + int(self.chance.random() * 6))
        said = {key: value for key, value in arguments.items() if value is not None}
        if "for_day" in said:
            said["for"] = said.pop("for_day")
        self._steps.append(Step(verb, on, 0, said, at, written, because, by))

    def steps(self, until: date) -> tuple[Step, ...]:
        """Everything written down by that day."""
        written = [step for step in self._steps if written_on(step) <= until]
        written.sort(key=written_on)
        return tuple(written)

    def yes(self, share: float) -> bool:
        return self.chance.random() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self.chance.random() * (high - low + 1))

    def one_of(self, things):
        return things[int(self.chance.random() * len(things))]

    def said(self, about: str) -> str:
        return self.one_of(self.figures.words["said"][about])

    def why_late(self, late: bool) -> str:
        return self.said("late") if late and self.yes(0.4) else ""

    def drop_after(self, day: date, verbs: frozenset[str]) -> None:
        """Takes out what would have followed had the person not come back on that day."""
        self._steps = [step for step in self._steps if step.verb not in verbs or step.on < day]

    # Slips, and how they are put right

    def slip(self, closed_on: date) -> None:
        """Something of what was drawn is written down wrong at first, if there is anything that can be."""
        kind = self.one_of(
            (self._triage_on_a_wrong_day, self._contact_twice, self._wrong_source, self._wrong_outcome,
             self._wrong_answers, self._wrong_reason)
        )  # fmt: skip
        kind(closed_on)

    def _find(self, verb: str) -> list[int]:
        return [n for n, step in enumerate(self._steps) if step.verb == verb]

    def _replace(self, place: int, **changed) -> Step:
        step = self._steps[place]
        kept = {name: getattr(step, name) for name in ("verb", "on", "line", "arguments", "at", "recorded_on", "by")}
        self._steps[place] = Step(**{**kept, "because": step.because, **changed})
        return step

    def _correct(self, verb: str, was: date, after: date, to, why: str, by: str) -> None:
        on = self.days.later(after, self.between(1, 4))
        said = {"step": verb, "was": was, "to": to, "reason": self.said(why)}
        self._steps.append(Step(CORRECT, on, 0, said, None, None, "", by))

    def _triage_on_a_wrong_day(self, closed_on: date) -> None:
        for place in self._find("complete_triage")[:1]:
            day = self.days.later(self._steps[place].on, 1)
            if day < closed_on:
                step = self._replace(place, on=day)
                self._correct(step.verb, day, day, step.on, "wrong_day", step.by)

    def _contact_twice(self, closed_on: date) -> None:
        contacts = self._find("make_first_contact")
        for place in contacts if len(contacts) == 1 else ():
            step = self._steps[place]
            again = self.days.later(step.on, 1)
            if again < closed_on:
                self._steps.append(Step(step.verb, again, 0, step.arguments, None, None, "", step.by))
                self._correct(step.verb, again, again, "never", "twice", step.by)

    def _wrong_source(self, closed_on: date) -> None:
        for place in self._find("receive_referral")[:1]:
            step = self._steps[place]
            right = step.arguments["source"]
            wrong = next((source for source in self.figures.codes["sources"]["other"] if source != right), None)
            if wrong is not None:
                self._replace(place, arguments={**step.arguments, "source": wrong})
                self._correct(step.verb, step.on, step.on, {"source": right}, "wrong_word", step.by)

    def _wrong_outcome(self, closed_on: date) -> None:
        sessions = self._find("record_session")
        if sessions:
            place = self.one_of(sessions)
            step = self._steps[place]
            right = step.arguments["outcome"]
            wrong = self.figures.code("session_outcomes", self.figures.mix("session_outcome").pick(self.chance))
            said = {**step.arguments, "outcome": wrong.pick(self.chance)}
            self._replace(place, arguments=said)
            self._correct(step.verb, step.on, written_on(step), {"outcome": right}, "wrong_word", step.by)

    def _wrong_answers(self, closed_on: date) -> None:
        measures = self._find("complete_instrument")
        for place in measures[:1]:
            step = self._steps[place]
            right = step.arguments["answers"]
            wrong = {asked: min(days + 1, 20) for asked, days in right.items()}
            self._replace(place, arguments={**step.arguments, "answers": wrong})
            self._correct(step.verb, step.on, written_on(step), {"answers": right}, "wrong_word", step.by)

    def _wrong_reason(self, closed_on: date) -> None:
        for place in self._find("exit")[:1]:
            step = self._steps[place]
            right = step.arguments["reason"]
            wrong = self.figures.code("exit_reasons", "dropped_out").pick(self.chance)
            if wrong != right:
                self._replace(place, arguments={**step.arguments, "reason": wrong})
                self._correct(step.verb, step.on, step.on, {"reason": right}, "wrong_word", step.by)


def written_on(step: Step) -> date:
    return step.recorded_on or step.on
