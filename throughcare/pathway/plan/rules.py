"""Which of a person's plans is in force."""

from __future__ import annotations

from collections.abc import Sequence


def in_force(plans: Sequence[tuple[str, bool]], interim: str | None) -> int | None:
    """The place of the plan in force among these, the newest first, each with its kind and whether it is signed off.

    The latest usual plan that is signed off; until there is one the interim plan (004 sections 8.4.2 and 8.5.1).
    """
    usual = [at for at, (kind, signed) in enumerate(plans) if kind != interim and signed]
    until_then = [at for at, (kind, _signed) in enumerate(plans) if kind == interim]
    return next(iter([*usual, *until_then]), None)
