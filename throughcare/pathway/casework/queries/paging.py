"""A long list, a page at a time, 25 rows each."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.http import urlencode

from throughcare.foundations.pages.components import Pages

PAGE = 25


def page_of(found: QuerySet | Sequence, number: object, url: str, **kept: str) -> tuple[list, Pages, int]:
    """The rows of the page asked for, the links to the pages beside it, and how many rows there are in all.

    A number that is none, or too great, gives the page nearest to it. `kept` are the filters to keep in the links.
    """
    paginator = Paginator(found, PAGE)
    page = paginator.get_page(number)
    filters = {name: value for name, value in kept.items() if value}

    def link(to: int) -> str:
        return f"{url}?{urlencode({**filters, 'page': to})}"

    pages = Pages(
        number=page.number,
        last=paginator.num_pages,
        previous=link(page.previous_page_number()) if page.has_previous() else "",
        next=link(page.next_page_number()) if page.has_next() else "",
    )
    return list(page.object_list), pages, paginator.count
