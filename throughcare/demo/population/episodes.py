"""Draws a stay in the service: from a referral to its end, before treatment or after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from throughcare.demo.calibration import Figures
from throughcare.demo.population.identity import Identity
from throughcare.demo.population.measures import Measures
from throughcare.demo.population.treatment import Treatment
from throughcare.demo.population.way import Way


@dataclass(frozen=True, slots=True)
class Ended:
    """How a stay ended."""

    on: date
    planned: bool


class Episodes:
    """Draws stays for a service with these workers."""

    def __init__(self, figures: Figures, measures: Measures, keyworkers: tuple[str, ...], triage: tuple[str, ...]):
        self.figures, self.keyworkers, self.triage = figures, keyworkers, triage
        self.treatment = Treatment(figures, measures, keyworkers)
        self.measures = measures

    def draw(self, way: Way, chance: Random, who: Identity, day: date, substances: list[str]) -> Ended:
        """Adds a whole stay that begins with a referral on that day; what lies after today is cut off later."""
        figures, days = self.figures, way.days
        by = way.one_of(self.triage)
        source = figures.code("sources", figures.mix(f"source_{who.age_group}").pick(chance)).pick(chance)
        urgency = figures.mix("urgency").pick(chance)
        way.do(
            "receive_referral",
            day,
            by=by,
            source=source,
            channel=figures.mix("channel").pick(chance),
            urgency=urgency if urgency != "none" else None,
            concern=way.said("concerns") if way.yes(0.5) else None,
        )
        late = figures.mix("offer_wait").pick(chance)
        offered = days.later(day, late)
        for_day = days.later(offered, figures.mix("triage_wait").pick(chance))
        contacted = self._contacted(way, chance, by, day, for_day)
        way.do("offer_triage", offered, by=by, because=way.why_late(late > 2), for_day=for_day)
        if way.yes(figures.share("never_seen")):
            return self._never_seen(way, chance, by, for_day)
        if way.yes(figures.share("misses_first_offer")):
            again = days.later(for_day, 1)
            for_day = days.later(again, way.between(1, 4))
            way.do("offer_triage", again, by=by, for_day=for_day)
        if not contacted:
            how = figures.code("contact_hows", "at_triage").pick(chance)
            way.do("make_first_contact", for_day, by=by, because=way.why_late(True), how=how)
        ended = self._triaged(way, chance, who, by, for_day, substances)
        self._referred_again(way, chance, who, day, ended.on, source)
        return ended

    def _contacted(self, way: Way, chance: Random, by: str, day: date, for_day: date) -> bool:
        """Whether anybody reaches the person before the day offered; what is not said by voice is said again."""
        wait = self.figures.mix("contact_wait").pick(chance)
        on = way.days.later(day, wait)
        if on > for_day:
            return False
        how, voice = self.figures.code("contact_hows", "usual"), self.figures.code("contact_hows", "voice")
        said = how.pick(chance)
        way.do("make_first_contact", on, by=by, because=way.why_late(wait > 2), how=said)
        again = way.days.later(on, 1)
        if said == how.things[-1] and again < for_day:
            way.do("make_first_contact", again, by=by, how=voice.pick(chance))
        return True

    def _never_seen(self, way: Way, chance: Random, by: str, for_day: date) -> Ended:
        if way.yes(0.6):
            again = way.days.later(for_day, way.between(1, 3))
            for_day = way.days.later(again, way.between(1, 4))
            way.do("offer_triage", again, by=by, for_day=for_day)
        on = way.days.later(for_day, way.between(2, 9))
        way.do("withdraw", on, by=by, reason=self.figures.code("exit_reasons", "never_seen").pick(chance))
        return Ended(on, planned=False)

    def _triaged(self, way: Way, chance: Random, who: Identity, by: str, on: date, substances: list[str]) -> Ended:
        figures = self.figures
        leads_to = figures.mix("triage_outcome").pick(chance)
        outcomes = [figures.code("triage_outcomes", leads_to).pick(chance)]
        if leads_to == "crisis":
            outcomes.append(figures.code("triage_outcomes", "assessment").pick(chance))
        way.do(
            "complete_triage",
            on,
            by=by,
            at=time(9 + way.between(0, 7), 15 * way.between(0, 3)) if way.yes(0.3) else None,
            outcomes=outcomes,
            substances=substances,
            risks=self.measures.risks(chance, who.sex) or None,
        )
        if leads_to == "crisis":
            type = figures.code("interventions", "crisis").pick(chance)
            way.do("start_intervention", on, by=by, type=type)
            way.do("end_intervention", way.days.later(on, way.between(1, 3)), by=by, type=type)
        if leads_to in ("assessment", "crisis"):
            on, planned = self.treatment.draw(way, chance, who, by, on, substances)
            return Ended(on, planned)
        return self._lighter(way, chance, by, on, leads_to)

    def _lighter(self, way: Way, chance: Random, by: str, on: date, leads_to: str) -> Ended:
        """A brief intervention, some lighter support, or the way to another service."""
        figures, days = self.figures, way.days
        reason = "lighter_work_done"
        if leads_to == "brief":
            way.do("brief_intervention", on, by=by, about=figures.code("abouts", "usual").pick(chance))
            on = days.later(on, way.between(0, 4))
        elif leads_to == "elsewhere":
            on = days.later(on, way.between(0, 3))
            to = figures.code("agencies", "elsewhere").pick(chance)
            way.do("refer_onward", on, by=by, to=to, consent="yes")
            reason = "elsewhere"
        else:
            type = figures.code("interventions", "lighter").pick(chance)
            by = way.one_of(self.keyworkers)
            on = days.later(on, way.between(0, 3))
            way.do("assign_keyworker", on, by=by, worker=by)
            way.do("start_intervention", on, by=by, type=type)
            for _ in range(way.between(1, 4)):
                on = days.on_or_after(on + timedelta(days=7))
                outcome = figures.mix("session_outcome").pick(chance)
                code = figures.code("session_outcomes", outcome).pick(chance)
                way.do("record_session", on, by=by, type=type, outcome=code)
            on = days.later(on, way.between(0, 5))
        way.do("withdraw", on, by=by, reason=figures.code("exit_reasons", reason).pick(chance))
        return Ended(on, planned=False)

    def _referred_again(self, way: Way, chance: Random, who: Identity, day: date, closed_on: date, source: str) -> None:
        """Somebody else refers the same person while the case is open: it joins it."""
        if not way.yes(self.figures.share("second_referral")):
            return
        on = way.days.later(day, way.between(2, 15))
        other = self.figures.code("sources", self.figures.mix(f"source_{who.age_group}").pick(chance)).pick(chance)
        if other != source and on < closed_on:
            channel = self.figures.mix("channel").pick(chance)
            way.do("receive_referral", on, by=way.one_of(self.triage), source=other, channel=channel)
