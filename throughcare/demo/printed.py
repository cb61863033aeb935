"""Prints the figures from which made-up people are drawn, and how far to trust each."""

from __future__ import annotations

from throughcare.demo.calibration import Figure, Figures, figures

BASES = {
    "read": "read in the publication",
    "derived": "reckoned from figures that were read",
    "recalled": "recalled: a default to tune",
    "ours": "our own setting",
}
HEADINGS = {"referred_a_year": "How much of a service", "age_group": "Who comes", "source_under_18": "How they come"}
HEADINGS |= {"contact_wait": "Waits and the way through"}


def pages() -> dict[str, str]:
    return {"calibration.md": calibration(figures())}


def calibration(known: Figures) -> str:
    lines = [
        "# The figures behind the made-up people",
        "",
        "Printed by `throughcare print` from `throughcare/demo/calibration.toml`; do not edit.",
        "",
        f"`throughcare synth` draws people for `{known.specification}` from these. None of them is an official",
        "statistic as it stands here. Each was read in the publication named, or reckoned from figures that were; or",
        "it was recalled: written down from memory of the publication, and still to be checked; or it is our own",
        "setting, made so that the service looks alive. Tune those that were recalled, and ours, as you like.",
        "",
        "Shares are in every hundred unless the title says otherwise.",
    ]
    for figure in known.figures.values():
        if figure.id in HEADINGS:
            lines += [
                "",
                f"## {HEADINGS[figure.id]}",
                "",
                "| figure | value | year | how far to trust it | source | note |",
            ]
            lines.append("|---|---|---|---|---|---|")
        lines.append(_row(figure, known))
    lines += [
        "",
        "## The publications' groups in the specification's own words",
        "",
        "| list | group | words |",
        "|---|---|---|",
    ]
    for words, groups in known.codes.items():
        for group, codes in groups.items():
            said = ", ".join(f"`{code}`" + (f" {share:g}" if len(codes) > 1 else "") for code, share in codes.items())
            lines.append(f"| {words} | {group.replace('_', ' ')} | {said} |")
    return "\n".join(lines) + "\n"


def _row(figure: Figure, known: Figures) -> str:
    value = figure.value
    if isinstance(value, dict):
        said = ", ".join(f"{part.replace('_', ' ')} {share:g}" for part, share in value.items())
    else:
        said = f"{value:g}"
    year = "" if figure.basis == "ours" else figure.year
    source = "" if figure.basis == "ours" else known.sources[figure.source]
    return f"| {figure.title} | {said} | {year} | {BASES[figure.basis]} | {source} | {figure.note} |"
