"""A completed tool as a FHIR R4 QuestionnaireResponse, in the words of the Questionnaire that the tool came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.pathway.instruments.answers import read
from throughcare.pathway.instruments.fhir.questions import ORDINAL
from throughcare.pathway.instruments.fhir.r4 import misfits
from throughcare.pathway.instruments.fhir.source import SourceCoding, SourceItem
from throughcare.pathway.instruments.prepared import prepared
from throughcare.pathway.instruments.structure import Instrument, Item
from throughcare.pathway.instruments.terms import Status

#: Names of our own, where a tool came from no Questionnaire.
TOOL, SUBJECT = "urn:throughcare:instrument", "urn:throughcare:service-user-id"
TOTAL = "total"
IS_WHOLE = frozenset({Status.COMPLETE, Status.PRORATED})


class NotExportable(ValueError):
    """A completed tool that no QuestionnaireResponse could tell truly."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One completed tool as it is to be told: by whom it is known only under the service-user ID."""

    tool: Instrument
    version: str
    answers: Mapping
    total: int | None
    status: Status
    subject: str
    on: date
    at: datetime | None = None
    amended: bool = False


@dataclass(slots=True)
class _Node:
    """An item in the making: its answer, and the items inside it by linkId."""

    text: str = ""
    answer: dict | None = None
    inner: dict[str, _Node] = field(default_factory=dict)


def response_of(answered: Answered) -> dict:
    """The QuestionnaireResponse. Raises NotExportable where the answers do not fit the tool as it is now."""
    if answered.version != answered.tool.version:
        told = {"then": answered.version, "now": answered.tool.version}
        raise NotExportable(_("It was completed in version %(then)s; here is version %(now)s now") % told)
    resource = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical_of(answered.tool),
        "status": _status(answered),
        "subject": {"type": "Patient", "identifier": {"system": SUBJECT, "value": answered.subject}},
        "authored": timezone.localtime(answered.at).isoformat() if answered.at else answered.on.isoformat(),
    }
    items = _items(answered)
    resource |= {"item": items} if items else {}
    wrong = misfits(resource, "QuestionnaireResponse")
    if wrong:
        raise NotExportable("; ".join(f"{one.pointer}: {one.message}" for one in wrong))
    return resource


def canonical_of(tool: Instrument) -> str:
    """The address of its Questionnaire: of the one it came from, else a name of ours. A canonical has no spaces."""
    if tool.fhir and tool.fhir.url:
        return tool.fhir.canonical
    return f"{TOOL}:{tool.id}|{quote(tool.version, safe='')}"


def _status(answered: Answered) -> str:
    if answered.status not in IS_WHOLE:
        return "in-progress"
    return "amended" if answered.amended else "completed"


def _items(answered: Answered) -> list[dict]:
    tool = answered.tool
    if answered.total is not None and not answered.answers:
        if tool.fhir:
            raise NotExportable(_("Only its total is recorded, which its Questionnaire does not ask for"))
        return [{"linkId": TOTAL, "text": _("Total score"), "answer": [{"valueInteger": answered.total}]}]
    reading = read(prepared(tool), answered.answers)
    if reading.errors:
        raise NotExportable(_("Its answers do not fit the tool as it is now"))
    root = _Node()
    for one in tool.inputs:
        if one.id in reading.inputs:
            root.inner[one.id] = _Node(one.label, _plain(reading.inputs[one.id]))
    sections = {section.id: section.label for section in tool.sections}
    for item in tool.items:
        if item.id in reading.items:
            source = _source(tool, item)
            node = _reached(root, source.within, sections)
            node.inner[source.link_id] = _Node(item.label, _answer(tool, item, source, reading.items[item.id]))
    return [_as_item(link_id, node) for link_id, node in root.inner.items()]


def _source(tool: Instrument, item: Item) -> SourceItem:
    known = tool.fhir.items.get(item.id) if tool.fhir else None
    kind = "integer" if item.numeric else "choice" if item.options else "string"
    return known or SourceItem(link_id=item.id, type=kind, within=(item.section,) if item.section else ())


def _reached(root: _Node, within: Iterable[str], sections: Mapping[str, str]) -> _Node:
    node = root
    for link_id in within:
        node = node.inner.setdefault(link_id, _Node(sections.get(link_id, "")))
    return node


def _answer(tool: Instrument, item: Item, source: SourceItem, answer: object) -> dict:
    if source.type == "boolean":
        return {"valueBoolean": answer == "yes"}
    if not item.options:
        return _plain(answer)
    option = next(one for one in item.options if one.answer == answer)
    known = source.options.get(str(answer)) or SourceCoding(
        code=str(answer), system=f"{TOOL}:{tool.id}:{item.id}", display=option.label
    )
    coding = {name: value for name, value in known.model_dump().items() if value}
    if item.scored:
        coding["extension"] = [{"url": ORDINAL, "valueDecimal": option.score}]
    return {"valueCoding": coding}


def _plain(value: object) -> dict:
    kinds = {bool: "valueBoolean", int: "valueInteger", float: "valueDecimal", str: "valueString"}
    return {kinds[type(value)]: value}


def _as_item(link_id: str, node: _Node) -> dict:
    """What stands inside a question stands inside its answer (qrs-1); what stands inside a group, in the group."""
    item: dict = {"linkId": link_id, **({"text": node.text} if node.text else {})}
    inner = [_as_item(name, one) for name, one in node.inner.items()]
    if node.answer is not None:
        return item | {"answer": [node.answer | ({"item": inner} if inner else {})]}
    return item | ({"item": inner} if inner else {})
