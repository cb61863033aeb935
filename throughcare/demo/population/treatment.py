"""Draws a stay from triage onward: assessment, plan, work, reviews, the end, and the calls afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from throughcare.demo.calibration import Figures
from throughcare.demo.population.identity import Identity
from throughcare.demo.population.measures import Measures
from throughcare.demo.population.way import Way
from throughcare.foundations.dates import add_months

WEEK = timedelta(days=7)


class Treatment:
    """Draws stays that triage sends to the comprehensive assessment."""

    def __init__(self, figures: Figures, measures: Measures, keyworkers: tuple[str, ...]):
        self.figures, self.measures, self.keyworkers = figures, measures, keyworkers
        self.outcome_measure = figures.code("instruments", "outcome").things[0]
        self.whole_plan = figures.code("plan_kinds", "whole").things[0]

    def draw(
        self, way: Way, chance: Random, who: Identity, by: str, triaged: date, substances: list[str]
    ) -> tuple[date, bool]:
        """The day on which the stay ends and whether as planned."""
        figures, days = self.figures, way.days
        if way.yes(0.25):
            way.do("sign_off_plan", triaged, by=by, kind=figures.code("plan_kinds", "first").pick(chance))
        wait = figures.mix("assessment_wait").pick(chance)
        assessed = days.later(triaged, wait)
        offered = triaged if wait < 2 or way.yes(0.7) else days.later(triaged, 1)
        why = way.why_late(wait > 5)
        way.do("offer_assessment", offered, by=by, because=why, for_day=assessed)
        way.do("complete_assessment", assessed, by=by)
        worker = way.one_of(self.keyworkers)
        self._assign(way, triaged, assessed, worker)
        if way.yes(figures.share("declines_before_treatment")):
            on = days.later(assessed, way.between(3, 9))
            way.do("withdraw", on, by=worker, reason=figures.code("exit_reasons", "before_treatment").pick(chance))
            return on, False
        began = days.later(assessed, figures.mix("treatment_wait").pick(chance))
        weeks = [int(week) for week in figures.mix("weeks_in_treatment").pick(chance).split("-")]
        leaves = days.on_or_after(began + timedelta(days=chance.randrange(7 * weeks[0], 7 * weeks[1] + 6)))
        ends = figures.mix(f"exit_{who.age_group}").pick(chance)
        self._plan(way, chance, worker, assessed, began, leaves)
        type = figures.code("interventions", "treatment").pick(chance)
        setting = figures.code("intervention_settings", figures.mix("setting").pick(chance)).pick(chance)
        way.do("start_intervention", began, by=worker, type=type, setting=setting)
        standing = self.measures.begin(chance, substances)
        self._measure(way, chance, worker, "start", began, leaves, standing, 0)
        type = self._work(way, chance, worker, type, began, leaves, ends)
        self._reviews(way, chance, worker, assessed, leaves, standing)
        self._beside(way, chance, worker, triaged, began, leaves)
        self._leave(way, chance, worker, type, leaves, ends, standing)
        return leaves, ends == "planned"

    def _assign(self, way: Way, triaged: date, assessed: date, worker: str) -> None:
        if way.yes(self.figures.share("no_keyworker")):
            return
        drawn = way.chance.random()
        on = assessed if drawn < 0.82 else triaged if drawn < 0.94 else way.days.later(assessed, way.between(1, 3))
        way.do("assign_keyworker", on, by=worker, worker=worker)

    def _plan(self, way: Way, chance: Random, worker: str, assessed: date, began: date, leaves: date) -> None:
        signed = self.figures.mix("plan_signed_before").pick(chance)
        after = {"before": 0, "within": way.between(1, 8), "late": way.between(11, 18), "never": 0}[signed]
        on = way.days.later(began, after)
        if on >= leaves:
            return
        drafted = assessed if way.yes(0.6) else began
        goals = {way.said("goals"): None for _ in range(way.between(1, 3))}
        if way.yes(0.85):
            way.do("draft_plan", drafted, by=worker, goals=list(goals))
        if signed != "never":
            way.do("sign_off_plan", on, by=worker, because=way.why_late(signed == "late"), kind=self.whole_plan)

    def _measure(
        self, way: Way, chance: Random, by: str, stage: str, day: date, leaves: date, standing: dict, progress: float
    ) -> None:
        if way.yes(self.figures.share("outcome_measure", stage)):
            on = way.days.later(day, way.between(0, 5) if stage == "start" else way.between(0, 2))
        elif way.yes(0.85):
            on = way.days.later(day + timedelta(days=15), way.between(0, 6))
        else:
            return
        if stage != "exit" and on >= leaves:
            return
        way.do(
            "complete_instrument",
            on,
            by=by,
            instrument=self.outcome_measure,
            stage=self.figures.code("instrument_stages", stage).pick(chance),
            answers=self.measures.answers(chance, standing, progress),
        )

    def _work(self, way: Way, chance: Random, by: str, type: str, began: date, leaves: date, ends: str) -> str:
        """Sessions, weekly at first and then every fortnight; the chief intervention may change."""
        figures = self.figures
        days: list[date] = []
        on = began
        while True:
            on = way.days.on_or_after(on + (WEEK if len(days) < 4 else 2 * WEEK))
            if on >= leaves:
                break
            days.append(on)
        changes = way.between(4, 9) if way.yes(0.12) else None
        lost = len(days) - way.between(2, 3) if ends == "dropped_out" else len(days)
        for place, on in enumerate(days):
            if place == changes:
                other = figures.code("interventions", "treatment").pick(chance)
                if other != type:
                    reason = figures.code("end_reasons", "usual").pick(chance)
                    way.do("end_intervention", on, by=by, type=type, reason=reason)
                    way.do("start_intervention", on, by=by, type=other)
                    type = other
            outcome = "missed" if place >= lost else figures.mix("session_outcome").pick(chance)
            minutes = 5 * way.between(6, 12) if outcome == "attended" else None
            code = figures.code("session_outcomes", outcome).pick(chance)
            way.do("record_session", on, by=by, type=type, outcome=code, minutes=minutes)
        return type

    def _reviews(self, way: Way, chance: Random, by: str, assessed: date, leaves: date, standing: dict) -> None:
        on, done = assessed, 0
        while True:
            weeks = self.figures.mix("review_wait").pick(chance)
            on = way.days.on_or_after(on + weeks * WEEK - timedelta(days=way.between(0, 3)))
            if on >= leaves:
                return
            done += 1
            way.do("complete_review", on, by=by, because=way.why_late(weeks > 12))
            self._measure(way, chance, by, "review", on, leaves, standing, min(0.9, 0.25 + 0.25 * done))

    def _beside(self, way: Way, chance: Random, by: str, triaged: date, began: date, leaves: date) -> None:
        """Work with other agencies, harm reduction, and now and then another key worker."""
        figures, long = self.figures, max(1, (leaves - triaged).days - 7)
        if way.yes(figures.share("joint_work")):
            if way.yes(0.4) and triaged < leaves - WEEK:
                type = figures.code("interventions", "joint").pick(chance)
                way.do("start_intervention", way.days.later(triaged, 1), by=by, type=type)
            for _ in range(way.between(1, 4)):
                on = way.days.on_or_after(triaged + timedelta(days=int(chance.random() * long)))
                agency = figures.code("agencies", "joint").pick(chance)
                way.do("work_jointly", on, by=by, agency=agency, how=figures.code("joint_work", "usual").pick(chance))
        if way.yes(figures.share("harm_reduction")):
            on = way.days.on_or_after(began + timedelta(days=way.between(7, 40)))
            if on < leaves - WEEK:
                type = figures.code("interventions", "harm_reduction").pick(chance)
                way.do("start_intervention", on, by=by, type=type)
        if way.yes(0.06) and (leaves - began).days > 60:
            other = way.one_of(self.keyworkers)
            on = way.days.on_or_after(began + timedelta(days=way.between(20, 50)))
            way.do("assign_keyworker", on, by=by, worker=other)

    def _leave(self, way: Way, chance: Random, by: str, type: str, leaves: date, ends: str, standing: dict) -> None:
        figures = self.figures
        planned = ends == "planned"
        group = ends
        if planned:
            group = "drug_free" if way.yes(figures.share("drug_free")) else "occasional"
            if way.yes(0.5):
                reason = figures.code("end_reasons", "usual").things[0]
                way.do("end_intervention", leaves, by=by, type=type, reason=reason)
        to = figures.code("agencies", "transferred").pick(chance) if ends == "transferred" else None
        reason = figures.code("exit_reasons", group).pick(chance)
        way.do("exit", leaves, by=by, reason=reason, to=to)
        if not planned:
            return
        self._measure(way, chance, by, "exit", leaves, leaves, standing, 1.0)
        for months in (3, 6):
            self._follow_up(way, by, str(months), add_months(leaves, months))

    def _follow_up(self, way: Way, by: str, months: str, due: date) -> None:
        reached = self.figures.mix("followed_up").pick(way.chance)
        point = self.figures.code("followup_points", months).things[0]
        on = way.days.on_or_after(due - timedelta(days=way.between(5, 18)))
        way.do("follow_up", on, by=by, point=point, reached="yes" if reached == "in_time" else "no")
        if reached == "late":
            on = way.days.on_or_after(due + timedelta(days=way.between(1, 30)))
            way.do("follow_up", on, by=by, because=way.why_late(True), point=point, reached="yes")
