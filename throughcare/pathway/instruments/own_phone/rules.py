"""Which tools a person can answer alone, and which questions of one they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from throughcare.pathway.instruments.conditions import Known, holds
from throughcare.pathway.instruments.structure import Input, Instrument, Item

#: What a definition calls a tool, or a question, that the person answers without a worker.
SELF = "self"
TOTAL_ONLY = "total_only"


class NotAlone(StrEnum):
    """Why a tool cannot be sent."""

    TOTAL_ONLY = "total_only"
    NOT_BY_THEMSELVES = "not_by_themselves"
    NOT_HERE = "not_here"


def why_not_alone(tool: Instrument) -> NotAlone | None:
    """None where the tool's authors let a person answer it alone and its licence lets the questions be shown."""
    if tool.licence.reproduce == TOTAL_ONLY:
        return NotAlone.TOTAL_ONLY
    return None if SELF in tool.mode else NotAlone.NOT_BY_THEMSELVES


def questions(tool: Instrument, answers: Mapping[str, object], age: int | None = None) -> tuple[Item, ...]:
    """What is asked after these answers: what they let be passed over is left out, and what a worker has to judge."""
    known = Known(items={name: answer for name, answer in answers.items() if answer is not None}, age=age)
    passed_over = {name for rule in tool.skip_rules if holds(rule.when, known) for name in rule.skip}
    return tuple(item for item in tool.items if item.rater in ("", SELF) and item.id not in passed_over)


def is_outside_age(tool: Instrument, age: int) -> bool:
    return (tool.min_age is not None and age < tool.min_age) or (tool.max_age is not None and age > tool.max_age)


def told_beforehand(tool: Instrument) -> tuple[Input, ...]:
    """What the tool must know and that is no question of it, such as the substance: whoever sends it says so."""
    return tuple(wanted for wanted in tool.inputs if wanted.required)
