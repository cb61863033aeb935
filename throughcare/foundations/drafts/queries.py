"""Finds the drafts of the one who is looking."""

from __future__ import annotations

from throughcare.foundations.drafts.models import Draft


def draft_for(viewer, page: str) -> Draft | None:
    return Draft.objects.filter(owner_id=viewer.user_id, page=page).first()


def drafts_of(viewer) -> list[Draft]:
    """The newest first."""
    return list(Draft.objects.filter(owner_id=viewer.user_id).order_by("-saved_at", "-id"))


def how_many_drafts(viewer) -> int:
    return Draft.objects.filter(owner_id=viewer.user_id).count()
