"""The questions of a Questionnaire as the import sees them: each with its options, its group and its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from throughcare.pathway.instruments.fhir.r4 import Misfit, Place

BASE = "http://hl7.org/fhir/StructureDefinition/"
ORDINAL = f"{BASE}ordinalValue"
OLD_ORDINAL = f"{BASE}questionnaire-ordinalValue"
LEAST, MOST, UNIT = f"{BASE}minValue", f"{BASE}maxValue", f"{BASE}questionnaire-unit"
HIDDEN = f"{BASE}questionnaire-hidden"
MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its coding, and what it adds to a score where the Questionnaire says so."""

    coding: Mapping
    ordinal: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Limits:
    """When an item is asked: all or any of its conditions."""

    conditions: tuple[Mapping, ...]
    any: bool
    place: Place


@dataclass(slots=True)
class Question:
    """One question, and the name it gets here."""

    raw: Mapping
    place: Place
    id: str
    number: int
    within: tuple[str, ...]
    part: int | None
    limits: tuple[Limits, ...]
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int = 0
    unit: str = ""

    @property
    def link_id(self) -> str:
        return self.raw["linkId"]

    @property
    def type(self) -> str:
        return self.raw["type"]

    @property
    def is_scored(self) -> bool:
        return bool(self.options) and all(option.ordinal is not None for option in self.options)

    @property
    def required(self) -> bool:
        """Words are never required here: nothing is scored by them."""
        return bool(self.raw.get("required")) and self.type != "string"

    def answer_of(self, option: Option) -> int | str:
        """The score is the answer where each option adds another; else its code is."""
        ordinals = [one.ordinal for one in self.options]
        distinct = self.is_scored and len(set(ordinals)) == len(ordinals)
        return option.ordinal if distinct else option.coding["code"]


@dataclass(slots=True)
class Reading:
    """What was read of a Questionnaire, and what of it this system cannot ask."""

    questions: list[Question] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """The texts of the outermost groups."""
    left_out: list[str] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)


def read(questionnaire: Mapping) -> Reading:
    reading = Reading()
    taken: set[str] = set()
    _read_items(reading, questionnaire, (), (), None, (), taken)
    return reading


def _read_items(reading, container, place, within, part, limits, taken) -> None:
    for at, item in enumerate(container.get("item", ())):
        here = (*place, "item", at)
        own = (*limits, *_limits(item, here))
        if item["type"] == "display":
            reading.left_out.append(_left_out(item, "a text to read"))
        elif item["type"] == "group":
            inner = part
            if part is None:
                reading.parts.append(item.get("text") or item.get("prefix") or "")
                inner = len(reading.parts)
            _read_items(reading, item, here, (*within, item["linkId"]), inner, own, taken)
        elif item.get("readOnly") or extension(item, HIDDEN).get("valueBoolean"):
            reading.left_out.append(_left_out(item, "not for answering: read-only or hidden"))
        else:
            _read_question(reading, item, here, within, part, own, taken)
            _read_items(reading, item, here, (*within, item["linkId"]), part, own, taken)


def _read_question(reading, item, place, within, part, limits, taken) -> None:
    number = len(reading.questions) + 1
    question = Question(item, place, named(item["linkId"], taken), number, within, part, limits)
    faults = list(_not_askable(question))
    if not faults and question.type == "choice":
        options = [_option(one, (*place, "answerOption", at)) for at, one in enumerate(item["answerOption"])]
        question.options = tuple(one for one in options if isinstance(one, Option))
        faults = [one for one in options if isinstance(one, Misfit)] or list(_options_that_differ(question))
    elif not faults and question.type == "integer":
        question.unit = _unit(item)
        question.least, question.most = (extension(item, url)["valueInteger"] for url in (LEAST, MOST))
    reading.misfits += faults
    reading.questions.append(question)


def _limits(item: Mapping, place: Place) -> Iterator[Limits]:
    if "enableWhen" in item:
        yield Limits(tuple(item["enableWhen"]), item.get("enableBehavior") == "any", place)


def _not_askable(question: Question) -> Iterator[Misfit]:
    """Why a question cannot be one of a tool."""
    item, place, told = question.raw, question.place, {"id": question.link_id, "type": question.type}
    if question.type not in ("choice", "boolean", "integer", "string"):
        yield Misfit(
            (*place, "type"),
            _("question %(id)s: answers of type %(type)s have no place in a tool; use choice, boolean, integer, string")
            % told,
        )
    if item.get("repeats"):
        yield Misfit((*place, "repeats"), _("question %(id)s: takes several answers; a tool takes one") % told)
    if "initial" in item or any(option.get("initialSelected") for option in item.get("answerOption", ())):
        yield Misfit(place, _("question %(id)s: is answered beforehand; take the initial answer out") % told)
    if question.type == "choice" and not item.get("answerOption"):
        yield Misfit(place, _("question %(id)s: has no answerOption; list its answers in the file") % told)
    if question.type == "integer":
        if "answerOption" in item:
            yield Misfit(place, _("question %(id)s: make its whole numbers options of type choice") % told)
        limits = [extension(item, url).get("valueInteger") for url in (LEAST, MOST)]
        if None in limits or limits[0] > limits[1]:
            yield Misfit(place, _("question %(id)s: needs minValue and maxValue, the least first") % told)
    if question.type == "string" and "answerOption" in item:
        yield Misfit(place, _("question %(id)s: make its texts options of type choice, with codes") % told)


def _option(option: Mapping, place: Place) -> Option | Misfit:
    coding = option.get("valueCoding")
    if coding is None or not coding.get("code"):
        return Misfit(place, _("an answer of a choice needs valueCoding with a code"))
    for holder in (coding, option):
        if extension(holder, OLD_ORDINAL):
            told = {"old": OLD_ORDINAL, "new": ORDINAL}
            return Misfit(place, _("%(old)s is of an earlier release; in R4 it is %(new)s") % told)
        given = extension(holder, ORDINAL)
        if given:
            value = given.get("valueDecimal")
            if value is None or value != int(value):
                told = {"value": value, "code": coding["code"]}
                return Misfit(
                    place, _("answer %(code)s: ordinalValue %(value)s is no whole number; scores are whole") % told
                )
            return Option(coding, int(value), place)
    return Option(coding, None, place)


def _options_that_differ(question: Question) -> Iterator[Misfit]:
    codes = [option.coding["code"] for option in question.options]
    for at, option in enumerate(question.options):
        if option.coding["code"] in codes[:at]:
            yield Misfit(option.place, _("code %(code)s is there twice") % {"code": option.coding["code"]})
        if option.ordinal is None and any(one.ordinal is not None for one in question.options):
            told = {"code": option.coding["code"], "id": question.link_id}
            yield Misfit(
                option.place, _("answer %(code)s of question %(id)s has no ordinalValue, though others have") % told
            )


def extension(holder: Mapping, url: str) -> Mapping:
    """The extension with that address; empty where there is none."""
    return next((one for one in holder.get("extension", ()) if one.get("url") == url), {})


def named(link_id: str, taken: set[str]) -> str:
    """A name for a linkId that the tool's rules allow, and that no other has."""
    plain = re.sub(r"[^a-z0-9]+", "_", link_id.lower()).strip("_")
    name = plain if plain[:1].isalpha() else f"q{plain}"
    chosen, number = name, 2
    while chosen in taken:
        chosen, number = f"{name}_{number}", number + 1
    taken.add(chosen)
    return chosen


def _unit(item: Mapping) -> str:
    coding = extension(item, UNIT).get("valueCoding", {})
    return coding.get("display") or coding.get("code") or ""


def _left_out(item: Mapping, why: str) -> str:
    return f"{item['linkId']} ({why})"
