"""Makes a tool's definition from a FHIR R4 Questionnaire, and says what that leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughcare.pathway.instruments.fhir.questions import MOST_LETTERS, Option, Question, Reading, read
from throughcare.pathway.instruments.fhir.r4 import Misfit, Place, misfits, published
from throughcare.pathway.instruments.fhir.skipping import NotExpressible, Rule, controlling, skip_rules
from throughcare.pathway.instruments.fhir.toml import written

#: What the columns of a completed tool hold.
LONGEST_ID, LONGEST_VERSION = 40, 60
NOT_STATED = "not stated"

OPEN = (
    "audience, min_age, max_age, mode, recall: who it is for, who completes it, and the time it asks about",
    "higher_means: whether a higher score is worse or better",
    "band: the bands of the score, and what each asks of a worker",
    "critical: the answers that must raise an alert, whatever the score",
    "scoring and missing: which items count, reversed scores, subscales, what its authors say of missing answers",
    "licence: what may be shown of its wording",
    "readminister and change: how often it is repeated, and what change is reliable",
)
OPENING = """Imported from {origin}, as FHIR R4.
A Questionnaire does not say the following. Settle each with the tool's manual before the tool is used, say in
`provenance` where it was found, and raise `certainty` then:
{open}
{left_out}"""


class NotImportable(Exception):
    """A Questionnaire that cannot become a tool, with every reason at its place."""

    def __init__(self, misfits: Sequence[Misfit]):
        self.misfits = tuple(misfits)
        super().__init__("; ".join(one.message for one in misfits))


@dataclass(frozen=True, slots=True)
class Imported:
    """The definition as data and as the text of its file, and what of the Questionnaire was left out."""

    definition: dict
    text: str
    left_out: tuple[str, ...]


def imported(
    questionnaire: object, *, tool_id: str = "", show_wording: bool = False, licence: str = "", file: str = ""
) -> Imported:
    """The tool that a Questionnaire describes. Raises NotImportable with nothing made.

    Its wording is taken over only where `show_wording` says that the licence allows it; else the questions are
    numbered, for entering the answers from the official form.
    """
    faults = misfits(questionnaire, "Questionnaire")
    faults = faults or [*_must_understand(questionnaire, ()), *_not_for_use(questionnaire, show_wording, licence)]
    if faults:
        raise NotImportable(faults)
    reading = read(questionnaire)
    if not reading.questions and not reading.misfits:
        raise NotImportable([Misfit((), _("asks no question that can be answered here"))])
    if reading.misfits:
        raise NotImportable(reading.misfits)
    try:
        tool = _Tool(questionnaire, reading, show_wording=show_wording, licence=licence, file=file)
        definition = tool.definition(_tool_id(questionnaire, tool_id))
    except NotExpressible as fault:
        raise NotImportable([fault.misfit]) from None
    text = written(definition, tool.opening())
    return Imported(definition, text, tuple(reading.left_out))


# What stops an import before anything is read --------------------------------------------------------------------


def _must_understand(value: object, place: Place) -> Iterator[Misfit]:
    """Modifiers change what an element means, so nobody may read past one; weights of a later release are no scores."""
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _must_understand(one, (*place, at))
    if not isinstance(value, Mapping):
        return
    for name in ("modifierExtension", "implicitRules"):
        if name in value:
            told = {"name": name}
            yield Misfit((*place, name), _("%(name)s changes what this means in a way not known here") % told)
    if value.get("url") in published()["later"]["extensions"]:
        told = {"url": value["url"]}
        yield Misfit((*place, "url"), _("%(url)s belongs to a later release; R4 scores by ordinalValue") % told)
    for name, one in value.items():
        yield from _must_understand(one, (*place, name))


def _not_for_use(questionnaire: Mapping, show_wording: bool, licence: str) -> Iterator[Misfit]:
    if questionnaire["status"] == "retired":
        yield Misfit(("status",), _("is retired; ask its publisher for the one in use"))
    subjects = questionnaire.get("subjectType", ["Patient"])
    if "Patient" not in subjects:
        told = {"subjects": ", ".join(subjects)}
        yield Misfit(("subjectType",), _("is about %(subjects)s; a tool here is about a person (Patient)") % told)
    if len(questionnaire.get("version", "")) > LONGEST_VERSION:
        yield Misfit(("version",), _("is longer than %(most)s letters") % {"most": LONGEST_VERSION})
    if show_wording and not (licence or questionnaire.get("copyright")):
        yield Misfit((), _("states no copyright; say with --licence what allows its wording to be shown"))


def _tool_id(questionnaire: Mapping, asked: str) -> str:
    stated = asked or questionnaire.get("name") or questionnaire.get("id") or questionnaire.get("title") or ""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", stated)
    name = asked or re.sub(r"[^a-z0-9]+", "_", apart.lower()).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(name) > LONGEST_ID:
        told = {"name": name or _("nothing"), "most": LONGEST_ID}
        message = _("%(name)s cannot be its id; say --id with small letters, figures and _, at most %(most)s") % told
        raise NotImportable([Misfit((), message)])
    return name


# The definition -------------------------------------------------------------------------------------------------


class _Tool:
    """One definition in the making."""

    def __init__(self, questionnaire: Mapping, reading: Reading, *, show_wording: bool, licence: str, file: str):
        self.raw, self.reading = questionnaire, reading
        self.show_wording, self.licence, self.file = show_wording, licence, file
        self.scored = [question for question in reading.questions if question.is_scored]
        leading = controlling(reading.questions)
        self.needed = [one for one in reading.questions if one.is_scored or one.required or one.link_id in leading]
        # A tool whose answers each stand alone passes nothing over: what is not always asked is not needed there.
        self.rules = skip_rules(reading.questions, self.needed) if self.scored else []

    @property
    def origin(self) -> str:
        address = self.raw.get("url") or _name_of(self.raw)
        version = f"|{self.raw['version']}" if "version" in self.raw else ""
        return f"Questionnaire {address}{version}"

    def opening(self) -> str:
        left_out = "; ".join(self.reading.left_out)
        return OPENING.format(
            origin=self.origin,
            open="\n".join(f"- {line}" for line in OPEN),
            left_out=f"Left out of the Questionnaire: {left_out}." if left_out else "",
        ).rstrip()

    def definition(self, tool_id: str) -> dict:
        name = _name_of(self.raw)
        definition = {
            "id": tool_id,
            "name": name,
            "short_name": self.raw.get("name") or name,
            "version": self.raw.get("version") or self.raw.get("date") or NOT_STATED,
            "kind": "local",
            "purpose": _line(self.raw.get("purpose") or self.raw.get("description")) or "Not stated",
            "audience": [],
            "mode": [],
            "recall": "",
            "higher_means": "item_specific",
            "certainty": "low",
            "citation": self.raw.get("publisher") or self.origin,
            "provenance": [f"source: {self.origin}{f' in {self.file}' if self.file else ''}"],
            **({"range": self._range()} if self.scored else {}),
            "licence": self._licence(),
            "scoring": self._scoring(),
            "missing": self._missing(),
            "readminister": {},
            "change": {},
            "fhir": self._fhir(),
            "section": self._sections(),
            "item": [self._item(question) for question in self.reading.questions],
            "skip": [_as_rule(number, rule) for number, rule in enumerate(self.rules, 1)],
        }
        return {key: value for key, value in definition.items() if value or key not in ("section", "skip")}

    def _licence(self) -> dict:
        text = self.licence or self.raw.get("copyright") or "Not stated: find out before its wording is shown."
        return {"text": text, "reproduce": "full" if self.show_wording else "total_only"}

    def _range(self) -> dict:
        ends = [[option.ordinal for option in question.options] for question in self.scored]
        return {"min": sum(map(min, ends)), "max": sum(map(max, ends))}

    def _scoring(self) -> dict:
        if not self.scored:
            text = "The Questionnaire gives its answers no ordinal values: each stands alone."
            return {"method": "item_level", "text": text}
        scored = {question.id for question in self.scored}
        return {
            "method": "sum",
            "items": [question.id for question in self.scored],
            "required_unscored": [question.id for question in self.needed if question.id not in scored],
            "text": "The ordinal values are added up; the Questionnaire itself names no rule.",
        }

    def _missing(self) -> dict:
        text = "The Questionnaire names no rule for missing answers; "
        if not self.scored:
            return {"policy": "item_level", "text": f"{text}each answer stands alone."}
        if self.rules:
            return {"policy": "skip_logic_then_complete", "text": f"{text}every question that is asked is needed."}
        return {"policy": "complete_only", "text": f"{text}every question that is scored is needed."}

    def _sections(self) -> list[dict]:
        used = {question.part for question in self.reading.questions}
        return [
            {"id": f"part_{number}", "label": (self.show_wording and _line(text)) or f"Part {number}"}
            for number, text in enumerate(self.reading.parts, 1)
            if number in used
        ]

    def _item(self, question: Question) -> dict:
        needed = any(question is one for one in self.needed)
        item = {"id": question.id, "label": self._label(question)}
        if question.part is not None:
            item["section"] = f"part_{question.part}"
        if not question.is_scored:
            item["scored"] = False
        if not needed or (not self.scored and question.limits):
            item["required"] = False
        if question.limits and not (self.scored and needed):
            item["note"] = "; ".join(_in_words(limits) for limits in question.limits)
        return item | self._answers(question)

    def _label(self, question: Question) -> str:
        if self.show_wording and question.raw.get("text"):
            return _line(question.raw["text"])
        return f"Question {question.raw.get('prefix') or question.number}"

    def _answers(self, question: Question) -> dict:
        if question.type == "integer":
            unit = {"unit": question.unit} if question.unit else {}
            return {"numeric": {"min": question.least, "max": question.most}, **unit}
        if question.type == "string":
            return {"text": f"Up to {MOST_LETTERS} letters"}
        if question.type == "boolean":
            return {
                "options": [{"value": "yes", "score": 1, "label": "Yes"}, {"value": "no", "score": 0, "label": "No"}]
            }
        return {"options": [self._option(question, option) for option in question.options]}

    def _option(self, question: Question, option: Option) -> dict:
        answer, score = question.answer_of(option), option.ordinal or 0
        label = f"Answer {option.coding['code']}" if option.ordinal is None else f"Answer that scores {score}"
        if self.show_wording:
            label = _line(option.coding.get("display")) or label
        given = {"score": score, "label": label}
        return given if answer == score and type(answer) is int else {"value": answer, **given}

    def _fhir(self) -> dict:
        stated = {name: self.raw[name] for name in ("url", "version") if name in self.raw}
        return {**stated, "items": {question.id: self._source(question) for question in self.reading.questions}}

    def _source(self, question: Question) -> dict:
        source = {"link_id": question.link_id, "type": question.type}
        if question.within:
            source["within"] = list(question.within)
        if question.options:
            source["options"] = {
                str(question.answer_of(option)): self._coding(option.coding) for option in question.options
            }
        return source

    def _coding(self, coding: Mapping) -> dict:
        kept = ("code", "system", "display") if self.show_wording else ("code", "system")
        return {name: coding[name] for name in kept if name in coding}


def _as_rule(number: int, rule: Rule) -> dict:
    return {"id": f"not_asked_{number}", "when": rule.when, "skip": rule.skip, "treat_skipped_as": 0}


def _in_words(limits) -> str:
    told = " or " if limits.any else " and "
    return "Asked only when " + told.join(
        f"{one['question']} {one['operator']} {_answer_in_words(one)}" for one in limits.conditions
    )


def _answer_in_words(condition: Mapping) -> str:
    value = next(value for name, value in condition.items() if name.startswith("answer"))
    return str(value.get("code", value) if isinstance(value, Mapping) else value)


def _name_of(questionnaire: Mapping) -> str:
    return _line(questionnaire.get("title") or questionnaire.get("name")) or "Questionnaire without a name"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
