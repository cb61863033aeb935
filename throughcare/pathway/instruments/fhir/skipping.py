"""Turns the enableWhen of a Questionnaire round into a tool's rules for what may be passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughcare.pathway.instruments.fhir.questions import Limits, Question
from throughcare.pathway.instruments.fhir.r4 import Misfit, Place

#: An item is asked when this holds; it is passed over when the other does.
TURNED = {"=": "!=", "!=": "==", ">": "<=", "<": ">=", ">=": "<", "<=": ">"}
WORDS_ONLY = ("=", "!=")


class NotExpressible(ValueError):
    """A condition that a tool's rules cannot say."""

    def __init__(self, place: Place, message: str):
        self.misfit = Misfit(place, message)
        super().__init__(message)


@dataclass(slots=True)
class Rule:
    """One rule in the making: what is passed over when its conditions fail."""

    limits: Limits
    when: dict
    asks: tuple[str, ...]
    """The questions it looks at."""
    skip: list[str]


def controlling(questions: Sequence[Question]) -> set[str]:
    """The linkIds of the questions on which scored ones depend: they must be answered too."""
    return {
        condition["question"]
        for question in questions
        if question.is_scored
        for limits in question.limits
        for condition in limits.conditions
    }


def skip_rules(questions: Sequence[Question], needed: Sequence[Question]) -> list[Rule]:
    """The rules for the questions that are needed. Raises NotExpressible."""
    by_link = {question.link_id: question for question in questions}
    rules: dict[Place, Rule] = {}
    for question in needed:
        for limits in question.limits:
            rule = rules.get(limits.place) or _rule(limits, by_link)
            rules[limits.place] = rule
            rule.skip.append(question.id)
            if question.is_scored and min(option.ordinal for option in question.options) > 0:
                told = {"id": question.link_id}
                message = _("question %(id)s may be passed over, but its lowest answer adds more than 0") % told
                raise NotExpressible(question.place, message)
    _pass_on(list(rules.values()))
    return list(rules.values())


def _rule(limits: Limits, by_link: Mapping[str, Question]) -> Rule:
    turned, asks = [], []
    for at, condition in enumerate(limits.conditions):
        place = (*limits.place, "enableWhen", at)
        question = by_link.get(condition["question"])
        if question is None:
            told = {"id": condition["question"]}
            raise NotExpressible(place, _("depends on %(id)s, which is no question that is asked here") % told)
        turned.append({"item": question.id, **_turned(condition, question, place)})
        asks.append(question.id)
    when = turned[0] if len(turned) == 1 else {"all" if limits.any else "any": turned}
    return Rule(limits, when, tuple(asks), [])


def _turned(condition: Mapping, question: Question, place: Place) -> dict:
    operator, value = condition["operator"], _answer(condition, question)
    told = {"id": question.link_id, "operator": operator}
    if operator == "exists":
        message = _("asks whether %(id)s was answered; a tool's rules look only at which answer was given") % told
        raise NotExpressible(place, message)
    if value is None:
        raise NotExpressible(place, _("compares %(id)s with something that is not one of its answers") % told)
    if question.type != "integer" and operator not in WORDS_ONLY:
        raise NotExpressible(place, _("compares %(id)s by %(operator)s; between words only = and != can") % told)
    return {"op": TURNED[operator], "value": value}


def _answer(condition: Mapping, question: Question) -> int | str | None:
    if question.type == "boolean" and "answerBoolean" in condition:
        return "yes" if condition["answerBoolean"] else "no"
    if question.type == "integer" and "answerInteger" in condition:
        value = condition["answerInteger"]
        return value if question.least <= value <= question.most else None
    coding = condition.get("answerCoding", {}) if question.type == "choice" else {}
    same = [
        option
        for option in question.options
        if option.coding["code"] == coding.get("code")
        and option.coding.get("system", "") == coding.get("system", option.coding.get("system", ""))
    ]
    return question.answer_of(same[0]) if same else None


def _pass_on(rules: Sequence[Rule]) -> None:
    """What depends on a question that is itself passed over is passed over with it."""
    changed = True
    while changed:
        changed = False
        for rule in rules:
            for other in rules:
                if other is rule or not set(other.asks) & set(rule.skip) or set(other.skip) <= set(rule.skip):
                    continue
                _refuse_what_stays_open(other)
                rule.skip += [name for name in other.skip if name not in rule.skip]
                changed = True


def _refuse_what_stays_open(rule: Rule) -> None:
    """Without an answer an = fails; whether a != or one of several holds is left open."""
    several = rule.limits.any and len(rule.limits.conditions) > 1
    if several or any(condition["operator"] == "!=" for condition in rule.limits.conditions):
        message = _("depends on a question that may itself be passed over, by “not” or “any”; that cannot be said here")
        raise NotExpressible(rule.limits.place, message)
