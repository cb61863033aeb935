"""Turns the story of a person into rows, as the actions would leave them, by the same pure functions.

The actions check, append and replay at each step; here all steps are told first and each case is replayed once. A test
plays and loads the same people and compares every table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.conf import settings

from throughcare.clocks.actions import REPLAYED
from throughcare.clocks.rules import replay
from throughcare.demo.bulk import alerted
from throughcare.demo.bulk.alerted import Staff, ToldAlert
from throughcare.demo.bulk.records import Case, Rows, Told
from throughcare.demo.bulk.tables import (
    ACTIVITIES,
    ADMINISTRATIONS,
    CARE_PLANS,
    CLOCKS,
    EPISODES,
    GOALS,
    NOTES,
    PEOPLE,
    RISKS,
)
from throughcare.demo.stories import PersonStory, Step
from throughcare.demo.verbs import (
    ACT,
    CORRECT,
    VERBS,
    belongs_to_leaving,
    detail_of,
    instruments_of,
    spoken,
    words_of_action,
)
from throughcare.foundations.dates import age_on, moment_on
from throughcare.pathway.alerts.rules import Colleague, clock_for
from throughcare.pathway.episode.actions import EPISODE, calendar_of, promises_of
from throughcare.pathway.episode.rules import StepRefused, open_interventions, project, refuse_inconsistent
from throughcare.pathway.instruments.actions import AlertingFlag, alerting_flags
from throughcare.pathway.instruments.actions import columns as scored_columns
from throughcare.pathway.outreach.actions import ACTIVITY, counted
from throughcare.people.actions import service_user_id
from throughcare.specification.loader import SpecificationBook
from throughcare.specification.terms import CLOSING_KINDS


class Untellable(Exception):
    """A rule refuses a step that was drawn: the drawing is at fault."""


class Teller:
    """Tells people of one provider. `users` are the numbers of sign-ins by user name."""

    def __init__(
        self,
        book: SpecificationBook,
        *,
        provider: int,
        users: Mapping[str, int],
        today: date,
        colleagues: Sequence[Colleague] = (),
    ):
        self.book, self.provider, self.users, self.today = book, provider, users, today
        self.staff = Staff(colleagues, users)
        self.operator = users[settings.OPERATOR]

    def person(self, rows: Rows, number: int, told: PersonStory) -> None:
        said = told.details
        first = min((step.on for step in told.steps), default=self.today)
        rows.add(
            PEOPLE, number, service_user_id(number), told.ref, said["given_name"], said["family_name"], said["born"],
            said["sex"], str(said.get("ethnicity") or "not_asked"), (said.get("postcode") or "").upper(),
            said.get("nhs_number") or None, first,
        )  # fmt: skip
        record = Record(self, rows, number, said["born"])
        try:
            for step in told.steps:
                record.tell(step)
            record.finish()
        except StepRefused as refused:
            raise Untellable(f"{told.ref}: {refused}") from None

    def activity(self, rows: Rows, step: Step, person: int | None = None) -> None:
        """Work outside any episode has its own thread and no clocks."""
        said = spoken(step.arguments)
        detail = {key: said[key] for key in ("about", "setting", "targeted") if key in said}
        detail |= counted(person, said.get("people"), said.get("ages"))
        thread = rows.thread(ACTIVITY)
        rows.add(ACTIVITIES, thread, person, self.provider)
        told = self.told(rows, VERBS[step.verb].kind, step, detail)
        rows.keep(thread, told)

    def told(self, rows: Rows, kind: str, step: Step, detail: Mapping, because: str | None = None) -> Told:
        number, rows.milestones = rows.milestones, rows.milestones + 1
        return Told(
            number=number, origin=number, revision=1, kind=kind, on=step.on, at=self.moment(step),
            detail={key: value for key, value in detail.items() if value is not None},
            because=step.because if because is None else because, retracted=False,
            recorded_on=step.recorded_on or step.on, by=self.users[step.by] if step.by else self.operator,
        )  # fmt: skip

    def numbered(self, rows: Rows) -> Told:
        """A first account with nothing in it yet."""
        number, rows.milestones = rows.milestones, rows.milestones + 1
        return Told(number, number, 1, "", self.today, None, {}, "", False, self.today, self.operator)

    def moment(self, step: Step) -> datetime | None:
        return moment_on(step.on, step.at)


class Record:
    """One person's cases while their story is told."""

    def __init__(self, teller: Teller, rows: Rows, person: int, born: date):
        self.teller, self.rows, self.person, self.born = teller, rows, person, born
        self.cases: list[Case] = []
        self.threads: list[Case] = []
        self.alerts: list[ToldAlert] = []

    def tell(self, step: Step) -> None:
        if step.verb == CORRECT:
            self._correct(step)
            return
        if step.verb == ACT:
            self._act(step)
            return
        verb = VERBS[step.verb]
        if verb.about == "anyone":
            self.teller.activity(self.rows, step, self.person)
            return
        case = self._receiving(step) if verb.about == "person" else self._case_of(step)
        if step.verb in ("exit", "withdraw"):
            for running in open_interventions(sorted(case.happenings())):
                self._append(case, "intervention_ended", step, {"type": running}, because="")
        detail = dict(detail_of(step.arguments))
        if verb.kind in ("plan_drafted", "plan_signed_off"):
            detail["kind"] = detail.get("kind") or case.specification.default_plan_kind
        if not detail.get("substances", True):
            del detail["substances"]
        if step.because:
            detail["because"] = step.because
        told = self._append(case, verb.kind, step, detail)
        self._beside(case, verb.kind, told, step)
        if verb.about == "person" or told.kind in CLOSING_KINDS:
            case.settle()
        if verb.about == "person":
            self._mark_returns(step)

    def finish(self) -> None:
        """Replays each case and projects its episode, once and at the end."""
        for case in self.threads:
            for told in case.history:
                self.rows.keep(case.thread, told)
            for plan in case.plans:
                self.rows.add(CARE_PLANS, *plan)
            if case in self.cases:
                self._project(case)
        for alert in self.alerts:
            alerted.keep(self.rows, alert, self.person, self.born)

    def _project(self, case: Case) -> None:
        rows, happenings = self.rows, case.happenings()
        refuse_inconsistent(happenings, case.specification)
        specification = self.teller.book.in_force_on(case.opened_on)
        now = project(happenings, specification)
        for clock in replay(happenings, promises_of(specification), calendar_of(specification), self.born):
            said = [getattr(clock, name) for name in REPLAYED]
            rows.add(CLOCKS, case.thread, clock.definition_id, clock.sequence, *said)
        rows.add(
            EPISODES, case.thread, self.person, self.teller.provider, now.opened_on, now.closed_on, now.closed_by,
            now.closing_reason, now.planned, now.stage, now.urgency,
            self.teller.users[now.keyworker] if now.keyworker else None, now.assessed_on, now.treatment_started_on,
            now.appointment_on, now.last_seen_on, now.missed_in_a_row, now.open_interventions, now.skipped,
        )  # fmt: skip

    def _receiving(self, step: Step) -> Case:
        found = self._open_on(step.on)
        if found is None:
            if any(case.opened_on > step.on for case in self.cases):
                raise StepRefused("on", "A later episode of this person began already", "Draw the steps in order.")
            specification = self.teller.book.in_force_on(step.on)
            found = Case(self.rows.thread(EPISODE), self.born, step.on, specification)
            self.cases.append(found)
            self.threads.append(found)
        return found

    def _open_on(self, on: date) -> Case | None:
        for case in self.cases:
            if case.opened_on <= on and (case.closed_on is None or on < case.closed_on):
                return case
        if len(self.cases) == 1 and self.cases[0].closed_on is None:
            return self.cases[0]
        return None

    def _last_left(self, on: date) -> Case | None:
        left = [case for case in self.cases if case.closed_by == "exited" and case.closed_on <= on]
        return max(left, key=lambda case: case.closed_on, default=None)

    def _case_of(self, step: Step) -> Case:
        found = (self._last_left(step.on) if belongs_to_leaving(step) else None) or self._open_on(step.on)
        if found is None:
            begun = [case for case in self.cases if case.opened_on <= step.on]
            found = max(begun, key=lambda case: case.opened_on) if begun else self.cases[0]
        return found

    def _append(self, case: Case, kind: str, step: Step, detail: Mapping, because: str | None = None) -> Told:
        told = self.teller.told(self.rows, kind, step, detail, because)
        case.history.append(told)
        case.current[told.origin] = told
        return told

    def _beside(self, case: Case, kind: str, told: Told, step: Step) -> None:
        """What the stage keeps in tables of its own."""
        rows, said = self.rows, step.arguments
        if said.get("concern"):
            rows.add(NOTES, case.thread, told.origin, "concern", said["concern"].strip(), told.by)
        for question, answer in (said.get("answers") or {}).items() if kind == "followed_up" else ():
            rows.add(NOTES, case.thread, told.origin, f"answer: {question}", str(answer), told.by)
        for risk, answer in (said.get("risks") or {}).items():
            rows.add(RISKS, case.thread, told.origin, risk, answer)
        for one in instruments_of(said["instruments"]) if said.get("instruments") else ():
            named = {"instrument": one["instrument"], "stage": one.get("stage", "start")}
            self._measured(
                case,
                self._append(case, "instrument_completed", step, named, ""),
                one.get("answers"),
                one.get("total"),
                step.at,
            )
        if kind == "instrument_completed":
            self._measured(case, told, said.get("answers"), said.get("total"), step.at)
        elif kind == "plan_drafted":
            plan = self._plan(case, told.detail["kind"], drafted=told.origin)
            for words in said.get("goals") or ():
                rows.add(GOALS, case.thread, plan[0], words)
        elif kind == "plan_signed_off":
            unsigned = [plan for plan in case.plans if plan[2] == told.detail["kind"] and plan[5] is None]
            plan = unsigned[-1] if unsigned else self._plan(case, told.detail["kind"], drafted=None)
            plan[5] = told.origin

    def _plan(self, case: Case, kind: str, drafted: int | None) -> list:
        version = 1 + sum(plan[2] == kind for plan in case.plans)
        number, self.rows.plans = self.rows.plans, self.rows.plans + 1
        case.plans.append([number, case.thread, kind, version, drafted, None])
        return case.plans[-1]

    def _measured(self, case: Case, told: Told, answers: Mapping | None, total: int | None, at: time | None) -> None:
        instrument = told.detail["instrument"]
        scored = scored_columns(instrument, answers, total, age_on(self.born, told.on))
        self.rows.add(
            ADMINISTRATIONS, case.thread, told.origin, told.by, *(scored[name] for name in ADMINISTRATIONS.columns[3:])
        )
        for flag in alerting_flags(instrument, scored["flags"]):
            self._raise(case, told, flag, at)

    def _raise(self, case: Case, told: Told, flag: AlertingFlag, at: time | None) -> None:
        if clock_for(flag.urgency, case.specification) is None:
            return
        if any((one.source, one.flag) == (told.origin, flag.id) for one in self.alerts):
            return
        alert = alerted.raised(case, told, flag, self.rows.thread(alerted.ALERT), self.teller.staff, at)
        said = {"urgency": flag.urgency, "flag": flag.id}
        first = replace(
            self.teller.numbered(self.rows), kind="alert_raised", on=alert.on, at=alert.at, detail=said,
            recorded_on=told.recorded_on, by=told.by,
        )  # fmt: skip
        alert.told.append(first)
        self.alerts.append(alert)

    def _act(self, step: Step) -> None:
        """Ends the oldest alert of that flag that nobody has acted on, as playing does."""
        said = step.arguments
        alert = next((one for one in self.alerts if one.is_open and one.flag == said["flag"]), None)
        if alert is None:
            raise StepRefused("flag", f"No alert of {said['flag']} is open", "Draw the answer first.")
        alert.told.append(self.teller.told(self.rows, "alert_acknowledged", step, {"action": said["action"]}, ""))
        alerted.note(self.rows, alert, words_of_action(said, alert.case.specification))

    def _correct(self, step: Step) -> None:
        said = step.arguments
        kind, was, to = VERBS[said["step"]].kind, said["was"], said["to"]
        found = [
            (case, told)
            for case in self.threads
            for told in case.current.values()
            if told.kind == kind and told.on == was
        ]
        if len(found) != 1:
            raise StepRefused("was", f"{len(found)} times {said['step']} on {was}", "Draw a correction that is clear.")
        case, told = found[0]
        never = to == "never"
        changed = dict(to) if isinstance(to, dict) else {}
        on = to if isinstance(to, date) else changed.pop("on", None) or told.on
        detail = {**told.detail, **detail_of(changed)}
        at = datetime.combine(on, told.at.timetz()) if told.at else None
        revised = self._revise(
            case, told, step, on, detail, at=at, retracted=never, because=str(said.get("reason") or "")
        )
        case.settle()
        if case.opened_on is None:
            self.cases.remove(case)
        if changed.get("answers") is not None or changed.get("total") is not None:
            self._measured(case, revised, changed.get("answers"), changed.get("total"), None)
        self._mark_returns(step)

    def _revise(
        self, case: Case, told: Told, step: Step, on: date, detail: dict, *, at: datetime | None = None,
        retracted: bool = False, because: str = "",
    ) -> Told:  # fmt: skip
        revised = self.teller.told(self.rows, told.kind, step, detail, because)
        revised.origin, revised.revision = told.origin, told.revision + 1
        revised.on, revised.at, revised.retracted = on, at, retracted
        case.history.append(revised)
        if retracted:
            del case.current[told.origin]
        else:
            case.current[told.origin] = revised
        return revised

    def _mark_returns(self, step: Step) -> None:
        """As the episode's own action does: the ended episode is told when the person came back."""
        if len(self.cases) < 2:
            return
        for earlier in self.cases:
            later = [case.opened_on for case in self.cases if case is not earlier]
            returned = min((day for day in later if earlier.closed_on and day >= earlier.closed_on), default=None)
            marked = next((told for told in earlier.current.values() if told.kind == "came_back"), None)
            if (marked.on if marked else None) == returned:
                continue
            if marked is None:
                told = self._append(earlier, "came_back", step, {}, because="")
                told.on, told.at = returned, None
            else:
                self._revise(earlier, marked, step, returned or marked.on, {}, retracted=returned is None)
