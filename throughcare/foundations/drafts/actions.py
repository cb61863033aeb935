"""Keeps and throws away drafts, which are no part of the record, so that no milestone comes of them."""

from __future__ import annotations

from django.utils import timezone

from throughcare.foundations.drafts.models import Draft


def keep_draft(page: str, content: dict[str, list[str]], *, by, thread_id: int | None = None) -> Draft | None:
    """Keeps the answers of a page. Where nothing has been written there is nothing to keep."""
    if not any(text.strip() for texts in content.values() for text in texts):
        return None
    draft, _made = Draft.objects.update_or_create(
        owner_id=by.user_id,
        page=page,
        defaults={"content": content, "thread_id": thread_id, "saved_at": timezone.now()},
    )
    return draft


def discard_draft(page: str, *, by) -> None:
    Draft.objects.filter(owner_id=by.user_id, page=page).delete()
