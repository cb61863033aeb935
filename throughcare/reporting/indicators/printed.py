"""Prints the indicators of every specification that comes with the product."""

from throughcare.reporting.indicators.definitions import Indicator, Target, declared
from throughcare.specification.loader import load, shipped


def pages() -> dict[str, str]:
    lines = [
        "# Indicators",
        "",
        "Printed by `throughcare print`; do not edit. Each is one declaration in the `indicators.toml` of its",
        "specification; `throughcare indicators` works them out.",
        "",
        "An indicator of a clock counts its promises in the period of the date named: kept in time, of those kept or",
        "overdue. Running and paused ones are pending, void ones are void, and neither is counted. Others say which",
        "rows of a [fact table](facts.md) they count; what is unknown is never counted.",
    ]
    for name in shipped():
        for version in load(name).versions:
            indicators = declared(version)
            if indicators:
                lines += ["", f"## {version.title}", "", f"`{name}`, in force from {version.version}."]
                lines += [line for one in indicators for line in about(one)]
    return {"indicators.md": "\n".join(lines) + "\n"}


def about(one: Indicator) -> list[str]:
    return [
        "",
        f"### {one.id}: {one.title}",
        "",
        one.why,
        "",
        *(f"- {line}" for line in facts_of(one)),
        *(f"- *{note}*" for note in one.notes),
    ]


def facts_of(one: Indicator) -> list[str]:
    lines = []
    if one.clocks:
        lines.append(f"clocks {', '.join(f'`{clock}`' for clock in one.clocks)}, by `{one.period_date}`")
    elif one.kind == "count":
        counted = f"the sum of `{one.sum}` over" if one.sum else "the number of"
        once = f", each {one.once_per} once" if one.once_per else ""
        lines.append(f"{counted} `{one.table}` with `{one.numerator.text}`, by `{one.period_date}`{once}")
    else:
        lines.append(f"`{one.table}` with `{one.numerator.text}`, by `{one.period_date}`")
        lines.append(f"of those with `{one.denominator.text}`")
    if one.which:
        lines.append(f"only `{one.which.text}`")
    lines += [f"target: {wanted(target)}" for target in one.targets] or ["no target"]
    lines.append("split by " + ", ".join(f"`{name}`" for name in one.break_down))
    lines.append(f"source: {one.source}")
    return lines


def wanted(target: Target) -> str:
    said = f"{target.comparator} {target.value:g}"
    said += " a year" if target.per else ""
    said += f" for {target.group}" if target.group else ""
    said += f", {target.year}"
    said += ", carried forward" if target.carried_forward else ""
    return said + ("" if target.stated else " (the text gives no figure)")
