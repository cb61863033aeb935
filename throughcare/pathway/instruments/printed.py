"""Prints the catalogue of tools: what each is, how it is scored, what its licence allows and what it warns of."""

from __future__ import annotations

from collections.abc import Iterator

from throughcare.pathway.instruments.catalogue import DEFINITIONS, load
from throughcare.pathway.instruments.structure import Flag, Instrument, MissingFlag

TRUST = {
    "high": "checked against the material named below",
    "medium": "partly recalled: see below",
    "low": "recalled: check it before relying on it",
}


def pages() -> dict[str, str]:
    return {"instruments.md": "\n".join(catalogue(list(load(DEFINITIONS).values()))) + "\n"}


def catalogue(tools: list[Instrument]) -> Iterator[str]:
    yield "# Screening and outcome tools"
    yield ""
    yield "Printed by `throughcare print` from `throughcare/pathway/instruments/definitions/`; do not edit."
    yield ""
    yield "Labels are our own short paraphrases, never a questionnaire's wording. Official wording is shown only from a"
    yield "file that a service loads under its licence; where only the total may be kept, no question is shown at all."
    yield "A service may set bands, limits and thresholds otherwise, with its source ([how](../how-to/set-a-tool.md))."
    yield "A flag asks someone to act, whatever the total."
    yield ""
    yield "| tool | name | version | items | range | missing answers | what may be shown | total alone | flags |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from (_row(tool) for tool in tools)
    for tool in tools:
        yield from about(tool)


def about(tool: Instrument) -> Iterator[str]:
    yield from ("", f"## {tool.name}", "", f"`{tool.id}`, {tool.version}. {tool.purpose}.", "")
    yield f"- **For** {', '.join(map(_words, tool.audience))}; {_ages(tool)}. {tool.age_note}".rstrip()
    yield f"- **Completed by** {', '.join(map(_words, tool.mode))}. Looks back: {_low(tool.recall)}."
    yield from _how_it_is_judged(tool)
    yield f"- **Missing answers** {tool.missing.text}"
    for flag in (*tool.critical, *tool.critical_missing):
        yield f"- **{flag.urgency.label}** {_low(flag.label)}: {_low(flag.action)}."
    yield f"- **Again** {tool.readminister['text']} ({tool.readminister['basis']})"
    yield f"- **Change** {tool.change.get('text') or tool.change['scope']}"
    yield f"- **Licence** {tool.licence.text} {tool.licence.reproduce.label}; {tool.licence.condition}."
    yield from _how_far_to_trust(tool)


def _how_it_is_judged(tool: Instrument) -> Iterator[str]:
    if tool.bands:
        yield f"- **Bands** {'; '.join(f'{_span(band)} {_low(band.label)}' for band in tool.bands)}."
    if tool.band_rules:
        rules = "; ".join(f"{_low(rule.label)} ({_low(rule.meaning)})" for rule in tool.band_rules)
        yield f"- **Bands by rule**, the first that holds: {rules}."
    for one in tool.cutoffs:
        yield f"- **Cut-off** {one.substance}{_up_to(one.max_age)}: {one.min_positive} ({one.source})."
    for kind, findings in (("Algorithm", tool.algorithms), ("MARAC criterion", tool.marac_criteria)):
        yield from (f"- **{kind}** {_low(one.label)}: {one.rule}." for one in findings)
    yield from (f"- *{note}*" for note in (tool.band_note, tool.range_note, tool.reverse_note, tool.notes) if note)
    for other in tool.alternative_bands:
        yield f"- **Other bands** ({other['source']}): {'; '.join(other['bands'])}."


def _how_far_to_trust(tool: Instrument) -> Iterator[str]:
    status = f" {tool.status}." if tool.status else ""
    yield f"- **How far to trust it**: {TRUST[tool.certainty]}.{status} {tool.citation}"
    yield from (f"  - {source}" for source in tool.provenance)


def _row(tool: Instrument) -> str:
    flags: list[Flag | MissingFlag] = [*tool.critical, *tool.critical_missing]
    asked = sum(item.required for item in tool.items)
    cells = (
        f"`{tool.id}`",
        tool.name,
        tool.version,
        "total only" if tool.scoring.method == "entered_total" else str(asked),
        f"{tool.range.min} to {tool.range.max}" if tool.range else "each alone",
        str(tool.missing.policy.label),
        str(tool.licence.reproduce.label),
        "taken" if tool.takes_total else "not taken",
        ", ".join(_low(flag.label) for flag in flags) or "none",
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _ages(tool: Instrument) -> str:
    if tool.min_age is None and tool.max_age is None:
        return "any age"
    if tool.max_age is None:
        return f"from {tool.min_age}"
    return f"up to {tool.max_age}" if tool.min_age is None else f"{tool.min_age} to {tool.max_age}"


def _span(band) -> str:
    return str(band.min) if band.min == band.max else f"{band.min} to {band.max}"


def _up_to(age: int | None) -> str:
    return "" if age is None else f" up to {age}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _low(text: str) -> str:
    """Within a sentence, unless it begins with letters that stand for words."""
    first = text.split()[0]
    return text[0].lower() + text[1:] if first == first.capitalize() else text
