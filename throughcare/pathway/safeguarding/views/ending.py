"""How every step of safeguarding ends: its draft goes, and the page of risk and safeguarding says what was recorded."""

from django.contrib import messages
from django.shortcuts import redirect


def taken(request, thread_id: int, words: str):
    request.draft.discard()
    messages.success(request, words)
    return redirect("safeguarding:overview", thread_id)
