"""The bench of the desk: the list on the left, a case on the right, and how an act leads on from one to the next."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from yichuang.doors import caseview, frame, told
from yichuang.doors.desk import inbox
from yichuang.doors.desk.pane import Pane
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, Refused
from yichuang.law.powers import DECIDE, post_name

WORDS_MOST, CURSOR_MOST = 100, 60
CASE = "desk/case.html"


class Bench:
    """One request at the desk: who, when, which list."""

    def __init__(self, request: Any) -> None:
        self.request, self.at = request, now()
        self.actor: Actor = request.actor
        if self.actor.kind not in frame.DESK:
            raise NotYours(f"“{post_name(self.actor.kind)}”岗位不用审批台。")
        self.today = day_of(self.at)
        self.words = request.GET.get("q", "").strip()[:WORDS_MOST]
        self.after = request.GET.get("after", "")[:CURSOR_MOST]
        self.box = inbox.box_named(self.actor, request.GET.get("box", ""))

    @property
    def query(self) -> str:
        """The list in an address, so that it can be sent and read again."""
        place = {"q": self.words} if self.words else {"box": self.box.key}
        return urlencode({**place, **({"after": self.after} if self.after else {})})

    @cached_property
    def page(self) -> inbox.Page:
        """The rows that the list shows, as they were before an act."""
        if self.words:
            return inbox.search(self.words, self.actor, self.today, after=self.after)
        return inbox.page(self.box, self.actor, self.today, after=self.after)

    def pane(self, case: UUID, typed: Mapping[str, str] | None = None) -> Pane:
        """Return a case for the right pane; the look is on record."""
        return Pane(caseview.find(self.actor, case, self.at, purpose="审批台"), typed=typed)

    def before(self, case: UUID) -> Pane:
        """Return the case as it is before an act, and remember the list, so that the next one is known."""
        mine = self.pane(case)
        _ = self.page
        return mine

    def list_context(self, current: UUID | None) -> dict[str, Any]:
        """Return what the list shows."""
        page = self.page
        counts = inbox.counts(self.actor, self.today)
        boxes = [
            {"name": box.name, "href": box.elsewhere or f"{reverse('desk:inbox')}?box={box.key}", "count": counts[box.key], "kind": box.kind if counts[box.key] != "0" else "",
             "current": not self.words and box.key == self.box.key}
            for box in inbox.boxes_of(self.actor)
        ]  # fmt: skip
        base = {"q": self.words} if self.words else {"box": self.box.key}
        more = f"{reverse('desk:inbox')}?{urlencode({**base, 'after': page.next})}" if page.next else ""
        back = "" if page.first else f"{reverse('desk:inbox')}?{urlencode(base)}"
        return {
            "page": page, "boxes": boxes, "box": self.box, "words": self.words, "counts": counts, "more_href": more, "back_href": back,
            "current": current, "may_decide": self.actor.kind in DECIDE,
        }  # fmt: skip

    def answer(
        self, template: str, pane: Pane | None, *, status: int = 200, listed: bool = False, say: str = "", **more: Any
    ) -> HttpResponse:  # fmt: skip
        """Answer with the right pane alone (htmx), with the list beside it when that changed, or with the whole page."""
        request, current = self.request, pane.case.pk if pane else None
        context = {
            "bench": self,
            "pane": pane,
            "view": pane.view if pane else None,
            "say": say,
            "query": self.query,
            **more,
        }
        if request.htmx:
            parts = [render_to_string(template, context, request)]
            if listed:
                parts.append(
                    render_to_string(
                        "desk/list.html", {**context, **self.list_context(current), "oob": True}, request
                    )
                )
            return HttpResponse("".join(parts), status=status)
        context |= {
            **self.list_context(current),
            **frame.around(request, "流转"),
            "right": template,
            "opened": request.path != reverse("desk:inbox"),
        }
        return render(request, "desk/desk.html", context, status=status)

    def onward(self, done: UUID, sentence: str) -> HttpResponse:
        """An act is done: the next case opens by itself. Whoever calls this looked at `page` before the act."""
        following = inbox.next_of(self.page.rows, done)
        del self.page
        if not self.request.htmx:
            messages.success(self.request, sentence)
            return redirect(self.address(following))
        if following is None:
            return self.answer("desk/nothing.html", None, listed=True, say=sentence)
        return self.answer(CASE, self.pane(following), listed=True, say=sentence, focus=True)

    def stay(self, case: UUID, sentence: str) -> HttpResponse:
        """An act is done and the case stays open."""
        self.__dict__.pop("page", None)
        if not self.request.htmx:
            messages.success(self.request, sentence)
            return redirect(self.address(case))
        return self.answer(CASE, self.pane(case), listed=True, say=sentence, focus=True)

    def address(self, case: UUID | None) -> str:
        """Return the address of a case beside this list, or of the list alone."""
        return f"{reverse('desk:case', args=[case]) if case else reverse('desk:inbox')}?{self.query}"

    def refused(self, error: Refused, case: UUID, template: str = CASE, **more: Any) -> HttpResponse:
        """Show the page again with the refusal, what changed meanwhile, and everything that was typed."""
        if isinstance(error, NotThere):
            raise error
        self.__dict__.pop("page", None)
        pane = self.pane(case, typed=self.request.POST)
        changed = (
            told.since(case, frame.sent(self.request)["expected"] or 0) if isinstance(error, Moved) else []
        )
        field = str(error.facts.get("field", "")) if isinstance(error, BadInput) else ""
        trouble: dict[str, Any] = {
            "errors": [{"id": more.pop("ids", {}).get(field, ""), "text": error.sentence}],
            "changed": changed,
        }
        return self.answer(
            template, pane, status=error.status, listed=isinstance(error, Moved), **trouble, **more
        )
