"""Says results in words: always how many of how many, never a share alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from throughcare.reporting.indicators.definitions import Target
from throughcare.reporting.indicators.results import Counts, Judgement, Result


def in_lines(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        yield f"{result.indicator.id}  {result.indicator.title}"
        yield f"    {summary(result)}"
        for name, groups in result.tally.groups.items():
            if groups:
                told = "; ".join(f"{group} {of_group(result, name, group, c)}" for group, c in groups.items())
                yield f"    {name}: {told}"


def summary(result: Result) -> str:
    counts = result.tally.total
    parts = [share(counts)]
    if result.whole.target is not None:
        parts.append(verdict(result.whole))
    elif not result.groups:
        parts.append(_("no target"))
    parts += waiting(counts)
    return "; ".join(parts)


def of_group(result: Result, name: str, group: str, counts: Counts) -> str:
    judged = result.groups.get((name, group))
    return f"{share(counts)} ({verdict(judged)})" if judged and judged.target else share(counts)


def share(counts: Counts) -> str:
    """`53 of 56 (94.6%)`; a count is the count. Shares are cut, not rounded, so that nothing just short looks met."""
    if counts.denominator is None:
        return f"{counts.numerator:,}"
    if not counts.denominator:
        return _("no cases")
    tenths = counts.numerator * 1000 // counts.denominator
    return _("{met} of {all} ({share}%)").format(
        met=counts.numerator, all=counts.denominator, share=f"{tenths / 10:.1f}"
    )


def verdict(judged: Judgement) -> str:
    """The target, its year and whether it is met, with the year to date where that is what is judged."""
    target = judged.target
    words = {"met": _("met"), "missed": _("missed"), "no_cases": _("nothing to judge")}[judged.status]
    if judged.year_to_date is None:
        return _("target {target} ({year}): {status}").format(target=asked(target), year=target.year, status=words)
    if judged.status == "missed":
        words = _("not reached")
    return _("{so_far} so far this year, target {target} a year ({year}): {status}; a quarter of it is {guide}").format(
        so_far=f"{judged.so_far:,}", target=asked(target), year=target.year, status=words, guide=judged.quarter_guide
    )


def asked(target: Target) -> str:
    amount = f"{target.value:,.0f}" if target.per or target.value > 1 else f"{target.value * 100:g}%"
    return {
        ">=": _("at least {amount}"),
        ">": _("more than {amount}"),
        "<=": _("at most {amount}"),
        "<": _("less than {amount}"),
    }[target.comparator].format(amount=amount)


def waiting(counts: Counts) -> list[str]:
    parts = []
    if counts.pending:
        parts.append(_("{number} pending").format(number=counts.pending))
    if counts.void:
        parts.append(_("{number} void").format(number=counts.void))
    return parts
