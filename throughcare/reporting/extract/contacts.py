"""Contacts as facts: the people reached, by name or by count, in sessions, brief interventions and outreach."""

from __future__ import annotations

from throughcare.pathway.outreach.rules import AGE_GROUPS
from throughcare.reporting.extract import stay
from throughcare.reporting.extract.counting import Governed, counted
from throughcare.reporting.extract.source import MilestoneRow, ThreadRow
from throughcare.specification.rules import band_of
from throughcare.specification.terms import MilestoneKind as Kind

CONTACT_KINDS = {
    Kind.BRIEF_INTERVENTION_GIVEN.value: "brief_intervention",
    Kind.OUTREACH_CONTACT_MADE.value: "outreach_contact",
    Kind.SESSION_RECORDED.value: "session",
}


def contact_rows(who, thread: ThreadRow, happened, specification, governed: Governed) -> list[dict]:
    rows = []
    for one in happened:
        contact_kind = CONTACT_KINDS.get(str(one.kind))
        if contact_kind is None:
            continue
        detail = one.detail
        said = {
            **who,
            "contact": one.origin,
            "contact_kind": contact_kind,
            "substance": detail.get("about"),
            "setting": detail.get("setting"),
            "targeted": detail["targeted"] == "yes" if detail.get("targeted") else None,
            "intervention_type": detail.get("type"),
            "outcome": detail.get("outcome"),
            "attended": contact_kind != "session" or stay.attended(detail.get("outcome"), specification),
            "minutes": detail.get("minutes"),
        }
        for part, group in enumerate(people_reached(one, thread, governed), start=1):
            rows.append({**said, "part": part, **group})
    return rows


def people_reached(one: MilestoneRow, thread: ThreadRow, governed: Governed) -> list[dict]:
    """The people of one contact by group: the known person, each age group counted, and the rest without an age."""
    ages = {group: int(count) for group, count in (one.detail.get("ages") or {}).items() if int(count)}
    known = 1 if thread.person else 0
    people = int(one.detail.get("people") or max(known + sum(ages.values()), 1))
    unnamed = {"person": None, "known": False, **counted("happened", one.happened_on, None, governed)}
    groups = []
    if known:
        groups.append({"people": 1, "known": True, **counted("happened", one.happened_on, thread.born, governed)})
    for group in AGE_GROUPS:
        if group in ages:
            groups.append({**unnamed, "people": ages[group], **bands_of_group(group, governed)})
    rest = people - known - sum(ages.values())
    if rest > 0:
        groups.append({**unnamed, "people": rest})
    return groups


def bands_of_group(group: str, governed: Governed) -> dict:
    """An age group counted without names belongs to the band that holds its oldest age."""
    oldest = AGE_GROUPS[group][1]
    return {f"happened_{name}": band_of(oldest, bands) for name, bands in governed.band_sets.items()}
