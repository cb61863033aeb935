"""Whether a resource has the structure of FHIR R4 (4.0.1), as published; every fault with the place it stands at."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

ELEMENTS = Path(__file__).with_name("r4.toml")
VERSION = "4.0.1"

Place = tuple[str | int, ...]

_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
_ZONE = r"(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))"
_TEXT = r"[ \r\n\t\S]+"
#: The texts that each primitive type takes (http://hl7.org/fhir/R4/datatypes.html).
PATTERNS = {
    "string": _TEXT,
    "markdown": _TEXT,
    "xhtml": _TEXT,
    "uri": r"\S+",
    "url": r"\S+",
    "canonical": r"\S+",
    "oid": r"urn:oid:[0-2](\.(0|[1-9]\d*))+",
    "uuid": r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "code": r"[^\s]+(\s[^\s]+)*",
    "id": r"[A-Za-z0-9\-.]{1,64}",
    "base64Binary": r"(\s*[0-9a-zA-Z+/=]{4}\s*)+",
    "date": _DATE,
    "dateTime": rf"{_DATE}|\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}{_ZONE}",
    "instant": rf"\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}{_ZONE}",
    "time": _TIME,
}
LEAST = {"integer": -(2**31), "unsignedInt": 0, "positiveInt": 1}
PRIMITIVE = {*PATTERNS, *LEAST, "boolean", "decimal"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, and where: `place` are the steps from the whole resource to it."""

    place: Place
    message: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901)."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.place)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a type: how many there are, of which type, and the choice it is one of."""

    required: bool
    several: bool
    type: str
    choice: str = ""
    choice_required: bool = False

    @classmethod
    def of(cls, written: str) -> Element:
        number, kind, *choice = written.split()
        name = choice[0] if choice else ""
        return cls(number[0] == "1", number[-1] == "*", kind, name.rstrip("!"), name.endswith("!"))


@cache
def published() -> dict:
    """The published tables: the elements of each type, the codes it requires, and what came with later releases."""
    raw = tomllib.loads(ELEMENTS.read_text(encoding="utf-8"))
    codes, later = raw.pop("codes"), raw.pop("later")
    types = {kind: {name: Element.of(written) for name, written in elements.items()} for kind, elements in raw.items()}
    return {"types": types, "codes": codes, "later": later}


def misfits(resource: object, kind: str) -> list[Misfit]:
    """What keeps this from being an R4 resource of that kind; empty where it is one."""
    if not isinstance(resource, Mapping):
        return [Misfit((), _("this is no resource; it must be a JSON object"))]
    if resource.get("resourceType") != kind:
        told = {"given": resource.get("resourceType", _("nothing")), "kind": kind}
        return [Misfit(("resourceType",), _("says %(given)s; it must be %(kind)s") % told)]
    found = list(_in_type({name: value for name, value in resource.items() if name != "resourceType"}, kind, ()))
    rules = {"Questionnaire": _questionnaire_rules, "QuestionnaireResponse": _response_rules}
    return found or list(rules[kind](resource))


def _in_type(value: Mapping, kind: str, place: Place) -> Iterator[Misfit]:
    elements = published()["types"][kind]
    if not value:
        yield Misfit(place, _("is empty; leave it out or fill it in"))
    for name, inner in value.items():
        if name.startswith("_") and (bare := elements.get(name[1:])) and bare.type in PRIMITIVE:
            yield from _beside_a_primitive(inner, (*place, name))
        elif name == "fhir_comments" or name not in elements:
            yield Misfit((*place, name), _unknown(name, kind))
        else:
            yield from _in_element(inner, elements[name], f"{kind}.{name}", (*place, name))
    yield from _missing(value, elements, place)


def _missing(value: Mapping, elements: Mapping[str, Element], place: Place) -> Iterator[Misfit]:
    given = {name.removeprefix("_") for name in value}
    for name, element in elements.items():
        if element.required and name not in given:
            yield Misfit(place, _("%(name)s is missing") % {"name": name})
    chosen = Counter(element.choice for name, element in elements.items() if element.choice and name in given)
    needed = {element.choice for element in elements.values() if element.choice_required}
    for choice in sorted({*chosen, *needed}):
        if chosen[choice] > 1:
            yield Misfit(place, _("has several of %(choice)s[x]; give one") % {"choice": choice})
        elif choice in needed and not chosen[choice]:
            yield Misfit(place, _("%(choice)s[x] is missing") % {"choice": choice})


def _in_element(value: object, element: Element, path: str, place: Place) -> Iterator[Misfit]:
    if element.several != isinstance(value, list):
        yield Misfit(place, _("must be a list") if element.several else _("must be one value, not a list"))
    elif element.several and not value:
        yield Misfit(place, _("is empty; leave it out or fill it in"))
    elif element.several:
        for at, one in enumerate(value):
            if one is None and element.type in PRIMITIVE:  # only its extensions are given, beside it
                continue
            yield from _one(one, element.type, path, (*place, at))
    else:
        yield from _one(value, element.type, path, place)


def _one(value: object, kind: str, path: str, place: Place) -> Iterator[Misfit]:
    if kind in PRIMITIVE:
        if not is_primitive(value, kind):
            told = {"given": str(value)[:40], "type": kind}
            yield Misfit(place, _("%(given)s is no %(type)s of FHIR R4") % told)
        elif (codes := published()["codes"].get(path)) and value not in codes:
            yield Misfit(place, _not_a_code(str(value), path, codes))
    elif not isinstance(value, Mapping):
        yield Misfit(place, _("must be a JSON object"))
    elif kind == "Resource":
        if not is_primitive(value.get("resourceType"), "code"):
            yield Misfit(place, _("%(name)s is missing") % {"name": "resourceType"})
    else:
        yield from _in_type(value, kind, place)


def is_primitive(value: object, kind: str) -> bool:
    if kind == "boolean":
        return type(value) is bool
    if kind == "decimal":
        return type(value) in (int, float)
    if kind in LEAST:
        return type(value) is int and LEAST[kind] <= value < 2**31
    return isinstance(value, str) and re.fullmatch(PATTERNS[kind], value) is not None


def _beside_a_primitive(value: object, place: Place) -> Iterator[Misfit]:
    """`_text` beside `text` holds the id and the extensions of a primitive value."""
    for at, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
        here = place if at is None else (*place, at)
        if one is None and at is not None:
            continue
        if not isinstance(one, Mapping):
            yield Misfit(here, _("must be a JSON object"))
            continue
        for name in one.keys() - {"id", "extension"}:
            yield Misfit((*here, name), _unknown(name, "Element"))
        if "extension" in one:
            yield from _in_element(one["extension"], Element(False, True, "Extension"), "", (*here, "extension"))


def _unknown(name: str, kind: str) -> str:
    if name in published()["later"]["elements"]:
        told = {"name": name, "version": VERSION}
        return _("%(name)s belongs to a later release; this reads FHIR R4 (%(version)s)") % told
    return _("FHIR R4 knows no %(name)s in %(kind)s") % {"name": name, "kind": kind}


def _not_a_code(value: str, path: str, codes: list[str]) -> str:
    if path == "Questionnaire.item.type" and value in published()["later"]["types"]:
        told = {"value": value, "version": VERSION}
        return _("type %(value)s belongs to a later release; this reads FHIR R4 (%(version)s)") % told
    return _("%(value)s is not one of %(codes)s") % {"value": value, "codes": ", ".join(codes)}


# What the published invariants ask beside the structure -------------------------------------------------------------


def items_of(container: Mapping, place: Place = ()) -> Iterator[tuple[Mapping, Place]]:
    """Every item of a Questionnaire with its place, each before those inside it."""
    for at, item in enumerate(container.get("item", ())):
        here = (*place, "item", at)
        yield item, here
        yield from items_of(item, here)


def _questionnaire_rules(resource: Mapping) -> Iterator[Misfit]:
    seen: set[str] = set()
    for item, place in items_of(resource):
        if item["linkId"] in seen:  # que-2
            yield Misfit((*place, "linkId"), _("linkId %(id)s is there twice") % {"id": item["linkId"]})
        seen.add(item["linkId"])
        yield from _item_rules(item, place)


#: Which elements an item of a type may not have: que-1, que-3, que-6, que-8, que-9.
NOT_WITH = {"display": ("item", "code", "required", "repeats", "initial", "readOnly"), "group": ("initial",)}
#: que-5 and que-10.
WITH_OPTIONS = ("choice", "open-choice", "decimal", "integer", "date", "dateTime", "time", "string", "quantity")
WITH_LENGTH = ("boolean", "decimal", "integer", "string", "text", "url", "open-choice")


def _item_rules(item: Mapping, place: Place) -> Iterator[Misfit]:
    kind = item["type"]
    for name in NOT_WITH.get(kind, ()):
        if name in item:
            yield Misfit((*place, name), _("an item of type %(type)s has no %(name)s") % {"type": kind, "name": name})
    if kind == "group" and "item" not in item:  # que-1
        yield Misfit(place, _("a group must have items"))
    if "answerOption" in item and "answerValueSet" in item:  # que-4
        yield Misfit((*place, "answerValueSet"), _("give answerOption or answerValueSet, not both"))
    for name, types in (("answerOption", WITH_OPTIONS), ("answerValueSet", WITH_OPTIONS), ("maxLength", WITH_LENGTH)):
        if name in item and kind not in types:
            yield Misfit((*place, name), _("an item of type %(type)s has no %(name)s") % {"type": kind, "name": name})
    if "answerOption" in item and "initial" in item:  # que-11
        yield Misfit((*place, "initial"), _("initial cannot stand beside answerOption"))
    if len(item.get("initial", ())) > 1 and not item.get("repeats"):  # que-13
        yield Misfit((*place, "initial"), _("several initial values need repeats"))
    for at, condition in enumerate(item.get("enableWhen", ())):
        if condition["operator"] == "exists" and "answerBoolean" not in condition:  # que-7
            yield Misfit((*place, "enableWhen", at), _("the operator exists needs answerBoolean"))
    if len(item.get("enableWhen", ())) > 1 and "enableBehavior" not in item:  # que-12, as its text has it
        yield Misfit(place, _("several enableWhen need enableBehavior"))


def _response_rules(container: Mapping, place: Place = ()) -> Iterator[Misfit]:
    """qrs-1: items stand in the item or in its answers, never in both."""
    for at, item in enumerate(container.get("item", ())):
        here = (*place, "item", at)
        if "item" in item and "answer" in item:
            yield Misfit(here, _("items stand inside the item or inside its answers, not in both"))
        yield from _response_rules(item, here)
        for number, answer in enumerate(item.get("answer", ())):
            yield from _response_rules(answer, (*here, "answer", number))
