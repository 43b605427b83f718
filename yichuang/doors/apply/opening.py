"""How a page opens an application, and where it goes when the page is done."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from yichuang.doors import citizen
from yichuang.doors.apply import sheet
from yichuang.ground import now


def opened(view: Callable[..., HttpResponse], *, old: bool = False) -> Callable[..., HttpResponse]:
    """Give the page the citizen's application instead of its id, or lead on: it is filed, or the item was published anew."""

    @wraps(view)
    def asked(request: Any, draft: UUID, **more: Any) -> HttpResponse:
        own = sheet.find(citizen.here(request), draft, now.now())
        if own.draft.state == "filed":
            return redirect("apply:done", own.draft.case)
        if own.is_old and not old:
            return redirect("apply:changes", draft)
        return view(request, own, **more)

    return citizen.required(asked)


# The page that tells what a new version changed, and the one that gives up, take an application of the old one.
opened_old = partial(opened, old=True)


def onward(own: sheet.Sheet, *, back: str = "") -> HttpResponse:
    """Go to the next thing left to do, or back to the check page where the change began."""
    fresh = own.fresh()
    if back == "check" and not any(t.state != "done" for _, ts in fresh.tasks[:-1] for t in ts):
        return redirect(fresh.href("check"))
    return redirect(fresh.next_href)
