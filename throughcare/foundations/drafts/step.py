"""Makes a step's view keep a draft: `@keeps_draft` on the view, then `request.draft` within it."""

from __future__ import annotations

from functools import wraps

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughcare.foundations.drafts import actions, queries
from throughcare.foundations.pages import wording


def keeps_draft(view):
    """Goes under `@needs(...)`. What is posted is kept before the view runs, so that nothing typed can be lost.

    The view runs in a savepoint of its own: if it fails, its work is undone, and the draft stays.
    """

    @wraps(view)
    def keeping(request, *args, **kwargs):
        request.draft = StepDraft(request, thread_id=kwargs.get("thread_id"))
        if request.method == "POST":
            request.draft.keep()
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except Exception:
            request.only_the_draft_is_kept = True
            raise

    keeping.keeps_draft = True
    return keeping


#: Names that are no answers; a password is never written down.
NEVER_KEPT = ("csrfmiddlewaretoken", "password")


def answers(posted: QueryDict) -> dict[str, list[str]]:
    """The answers without the page's own names, which begin with an underscore."""
    return {
        name: texts
        for name, texts in posted.lists()
        if not name.startswith("_") and not any(never in name for never in NEVER_KEPT)
    }


class StepDraft:
    """The draft of the page that a request is about, as its view and template see it."""

    def __init__(self, request: HttpRequest, thread_id: int | None = None):
        self._request, self._thread_id = request, thread_id
        self._stored = queries.draft_for(request.viewer, request.path) if request.method == "GET" else None

    @property
    def leaving(self) -> bool:
        """True when "Keep as draft and leave" was pressed: the view redirects, without asking whether all is right."""
        return self._request.method == "POST" and "_keep_draft" in self._request.POST

    @property
    def kept(self) -> dict[str, list[str]]:
        """The answers kept so far, for a form that asks more or less by what was written."""
        return dict(self._stored.content) if self._stored else {}

    def fill(self, form: Form) -> Form:
        """Shows the answers kept in a form that was not posted; nothing is judged before it is sent."""
        if self._stored and not form.is_bound:
            posted = QueryDict(mutable=True)
            for name, texts in self._stored.content.items():
                posted.setlist(name, texts)
            for name, field in form.fields.items():
                if field.widget.is_hidden:
                    continue  # the page's own, not what somebody wrote
                if not field.widget.value_omitted_from_data(posted, {}, form.add_prefix(name)):
                    form.initial[name] = field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        return form

    def keep(self) -> None:
        request = self._request
        self._stored = actions.keep_draft(
            request.path, answers(request.POST), by=request.viewer, thread_id=self._thread_id
        )

    def discard(self) -> None:
        """Called when the step is done."""
        actions.discard_draft(self._request.path, by=self._request.viewer)
        self._stored = None

    @property
    def saved_words(self) -> str:
        return wording.saved(self._stored.saved_at) if self._stored else ""

    @property
    def attributes(self) -> SafeString:
        """What drafts.js reads from the form."""
        try:
            keep = reverse("drafts:keep")
        except NoReverseMatch:
            return SafeString("")
        return format_html(' data-draft-url="{}" data-draft-page="{}"', keep, self._request.path)
