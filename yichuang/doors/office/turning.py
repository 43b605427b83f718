"""The links from one page of a list to those beside it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


def pager(page: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what a list says of its pages; the links keep what was asked."""
    at = lambda number: f"?{urlencode({**asked, 'page': number})}"  # noqa: E731
    return {
        "prev_href": at(page.previous_page_number()) if page.has_previous() else "", "next_href": at(page.next_page_number()) if page.has_next() else "",
        "pager_text": f"第{page.number}页，共{page.paginator.num_pages}页", "count": page.paginator.count,
    }  # fmt: skip
