"""How a page opens an application, and where it goes when the page is done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from yichuang.doors import citizen
from yichuang.doors.apply import sheet
from yichuang.ground import now


def opened(request: Any, draft: UUID, *, old: bool = False) -> sheet.Sheet | HttpResponse:
    """Return the application, or where to go instead: it is filed, or the item was published anew (`old` takes it still)."""
    who = citizen.of(request)
    assert who is not None
    own = sheet.find(who, draft, now.now())
    if own.draft.state == "filed":
        return redirect("apply:done", own.draft.case)
    if own.is_old and not old:
        return redirect("apply:changes", draft)
    return own


def onward(own: sheet.Sheet, *, after: str = "", back: str = "") -> HttpResponse:
    """Go to the next thing left to do, or back to the check page where the change began."""
    fresh = sheet.find(own.who, own.draft.pk, own.at)
    if back == "check" and not any(t.state != "done" for _, ts in fresh.tasks[:-1] for t in ts):
        return redirect(fresh.href("check"))
    return redirect(fresh.next_href)
