"""Official wording of a tool's questions, from files of a deployment that holds a licence; never shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from throughcare.pathway.instruments.catalogue import Fault
from throughcare.pathway.instruments.structure import Instrument, Item, Option
from throughcare.pathway.instruments.terms import Reproduce


class WordingFaults(Exception):
    """A file of official wording that cannot be used."""

    def __init__(self, faults: list[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Wording:
    """What to show for each question; without official wording, our own short labels."""

    items: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    licence: str = ""

    @property
    def is_official(self) -> bool:
        return bool(self.items)

    def of(self, item: Item) -> str:
        return self.items.get(item.id, item.label)

    def of_option(self, item: Item, option: Option) -> str:
        return self.options.get(item.id, {}).get(str(option.answer), option.label)


SHORT_LABELS = Wording()


def wording_for(instrument: Instrument, folder: Path | str | None = None) -> Wording:
    """The wording in `<folder>/<instrument>.toml` when there is one; the folder is the setting THROUGHCARE_WORDINGS.

    The file holds `licence`, `[items]` and, if wanted, `[options.<item>]` by answer. It must hold every required
    question: official wording is shown whole and unaltered, or not at all.
    """
    folder = folder or settings.THROUGHCARE_WORDINGS
    path = Path(folder) / f"{instrument.id}.toml" if folder else None
    if path is None or not path.exists():
        return SHORT_LABELS
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WordingFaults([Fault(str(path), "", "", str(error))]) from None
    faults = [Fault(str(path), entry, "", message) for entry, message in _faults(instrument, raw)]
    if faults:
        raise WordingFaults(faults)
    return Wording(items=raw["items"], options=raw.get("options", {}), licence=raw["licence"])


def _faults(instrument: Instrument, raw: Mapping):
    if instrument.licence.reproduce == Reproduce.TOTAL_ONLY:
        yield "", _("only the total of %(tool)s may be kept, so it has no wording") % {"tool": instrument.short_name}
    if not isinstance(raw.get("licence"), str) or not raw["licence"].strip():
        yield "licence", _("say under which licence this wording may be shown")
    items = raw.get("items")
    if not isinstance(items, dict) or not all(isinstance(text, str) and text for text in items.values()):
        yield "items", _("give the text of each question under its name")
        return
    known = {item.id: item for item in instrument.items}
    for name in items:
        if name not in known:
            yield f"items {name}", _("there is no such question")
    for item in instrument.items:
        if item.required and item.id not in items:
            yield f"items {item.id}", _("is not there; official wording is shown whole or not at all")
    for name, texts in raw.get("options", {}).items():
        answers = {str(answer) for answer in known[name].answers} if name in known else set()
        if not isinstance(texts, dict) or set(texts) != answers:
            wanted = {"answers": ", ".join(sorted(answers))}
            yield f"options {name}", _("give a text for each of its answers: %(answers)s") % wanted
