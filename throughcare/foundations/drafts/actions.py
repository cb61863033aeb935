"""Keeps and throws away drafts. A draft is no part of the record, so no milestone comes of it."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone

from throughcare.foundations.drafts.models import Draft

#: Names that are no answers; a password is never written down.
NEVER_KEPT = ("csrfmiddlewaretoken", "password")


def keep_draft(page: str, posted: QueryDict, *, by, thread_id: int | None = None) -> Draft | None:
    """Keeps what was posted from a page. Where nothing has been written there is nothing to keep."""
    content = answers(posted)
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


def answers(posted: QueryDict) -> dict[str, list[str]]:
    """The answers without the page's own names, which begin with an underscore."""
    return {
        name: texts
        for name, texts in posted.lists()
        if not name.startswith("_") and not any(never in name for never in NEVER_KEPT)
    }
