"""Change history by trigger: what a row said before each change, whoever or whatever changed it."""

from __future__ import annotations

import pghistory

from throughcare.foundations.row_security import NoPersonData, Rule


def keeps_history(row_security: Rule | NoPersonData, **more):
    """Class decorator: older states go to an append-only event table under the same row security."""
    return pghistory.track(
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("removed", row=pghistory.Old),
        attrs={"row_security": row_security},
        **more,
    )


def heed_no_setting(cursor) -> None:
    """Takes from the triggers the setting by which any session could tell them to let a change pass unrecorded.

    The trigger library lays its function anew with every trigger, so this follows every migration.
    """
    cursor.execute(
        "create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean"
        " language plpgsql immutable as 'begin return false; end'"
    )
