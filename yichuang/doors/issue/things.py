"""The results of a thing (一件事) at the issue desk: what has come, what is still to come, everything handed over at once."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.bundles import acts
from yichuang.catalogue import versions
from yichuang.doors import frame, thingview
from yichuang.doors.issue.views import Desk, checks, receiver
from yichuang.journal.refusals import Moved, NotThere, Refused
from yichuang.law import things
from yichuang.payments.models import Bill

PAGE = "issue/thing.html"
COMING = (things.WAITING, things.RUNNING)


@dataclass(frozen=True, slots=True)
class Result:
    """What one part gives out: its row, its papers, and where it lies."""

    line: thingview.Line
    documents: tuple[str, ...]
    word: str
    look: str

    @property
    def is_here(self) -> bool:
        """Whether it lies here to be handed over."""
        return self.look == "here"


def result_of(line: thingview.Line) -> Result:
    """Return what a part gives out and where that lies now."""
    case = line.part.case
    if line.part.state in COMING:
        return Result(line, (), line.word, "coming")
    if case is None or case.state not in ("decided", "ready", "delivered", "closed") or not case.outcome:
        return Result(line, (), line.word, "none")
    documents = tuple(json.loads(case.result or "{}").get("documents") or [f"{line.part.name}决定书"])
    if case.delivered_on or case.state == "delivered":
        return Result(line, documents, "已领", "out")
    if case.state == "decided":
        return Result(line, documents, "还没送到窗口", "coming")
    if case.state == "ready":
        word = f"已寄，邮件号{case.tracking}" if case.tracking else "在窗口"
        return Result(line, documents, word, "out" if case.tracking else "here")
    return Result(line, (), line.word, "none")


def _owing(results: list[Result]) -> set[UUID]:
    """Return the cases whose fee must be paid before their result is handed over."""
    here = [one.line.part.case_id for one in results if one.is_here]
    return set(Bill.objects.filter(case__in=here, state="open", first=True).values_list("case_id", flat=True))


def _mailable(results: list[Result]) -> list[Result]:
    """Return what lies here and may be posted."""
    here = (one for one in results if one.is_here)
    return [one for one in here if not versions.facts(one.line.part.version_id).record.get("no_post")]


def _letters(results: list[Result]) -> dict[str, list[str]]:
    """Return the letters on their way: what is in each, by its number."""
    found: dict[str, list[str]] = {}
    for one in results:
        case = one.line.part.case
        if case is not None and case.state == "ready" and case.tracking:
            found.setdefault(case.tracking, []).append(one.line.part.name)
    return found


class ThingDesk(Desk):
    """One request about a thing at the issue desk."""

    def thing(self, thing: UUID) -> thingview.ThingView:
        """Return the thing; the look is on record."""
        return thingview.find(self.actor, thing, self.at, purpose="出件台")

    def show(
        self, view: thingview.ThingView, *, template: str = PAGE, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Show what lies here of the thing, and what may be done with it."""
        results = [result_of(line) for line in view.parts]
        typed = more.get("typed")
        told: dict[str, Any] = {
            "whole": view, "results": results, "here": [one for one in results if one.is_here],
            "to_come": [one for one in results if one.look == "coming"], "checks": checks(typed),
            "by_post": _mailable(results) if view.thing.delivery == "post" else [], "mailable": _mailable(results), "mailed": _letters(results),
            "held": view.thing.together and any(one.look == "coming" for one in results),
            "owing": _owing(results),
            "may_change": view.thing.state in (*things.UNDER_WAY, things.DONE) and view.may("bundles.choose_way") is None,
        }  # fmt: skip
        return self.answer(template, None, status=status, current=view.thing.pk, **(told | more))

    def gone_on(self, thing: UUID, sentence: str, letter: str = "") -> HttpResponse:
        """It is done: say so, print the letter, show the thing as it is now."""
        self.__dict__.pop("page", None)
        if not self.request.htmx:
            messages.success(self.request, sentence)
            return redirect(f"{reverse('issue:thing', args=[thing])}?{self.query}")
        print_now = reverse("letters:letter", args=[letter]) if letter else ""
        return self.show(self.thing(thing), listed=True, say=sentence, print_now=print_now)

    def not_done(self, error: Refused, thing: UUID, **more: Any) -> HttpResponse:
        """Show the page again with the refusal and everything that was typed."""
        if isinstance(error, NotThere):
            raise error
        self.__dict__.pop("page", None)
        field = str(error.facts.get("field", ""))
        errors = [{"id": field if field in ("receiver_number", "signature") else "", "text": error.sentence}]
        typed = {**self.request.POST.dict(), "wants_mandate": bool(error.facts.get("mandate"))}
        view, seen = self.thing(thing), frame.sent(self.request)["expected"] or 0
        moved = view.timeline[: max(view.thing.seq - seen, 0)] if isinstance(error, Moved) else []
        return self.show(
            view, status=error.status, listed=bool(moved), errors=errors, typed=typed, changed=moved, **more
        )


@require_GET
def thing(request: Any, thing: UUID) -> HttpResponse:
    """Show the results of a thing."""
    desk = ThingDesk(request)
    return desk.show(desk.thing(thing), focus="open" in request.GET)


@require_POST
def handover(request: Any, thing: UUID) -> HttpResponse:
    """Hand every result that lies here to the checked applicant or agent, and print the one receipt."""
    desk = ThingDesk(request)
    desk.thing(thing)
    try:
        made = acts.hand_over(thing, by=desk.actor, at=desk.at, **receiver(request), **frame.sent(request))
    except Refused as error:
        return desk.not_done(error, thing)
    letter = next((one["id"] for one in made["letters"] if one["kind"] == "delivery"), "")
    return desk.gone_on(thing, f"{len(made['handed'])}项结果一次交给了办事人，送达回证在打印。", letter)


@require_POST
def way(request: Any, thing: UUID) -> HttpResponse:
    """The applicant wants the results as they come, or all together after all."""
    desk, together = ThingDesk(request), request.POST.get("together") == "1"
    desk.thing(thing)
    try:
        acts.choose_way(thing, by=desk.actor, at=desk.at, together=together, **frame.sent(request))
    except Refused as error:
        return desk.not_done(error, thing)
    return desk.gone_on(
        thing, "改成全部办完一起领了。" if together else "改成办好一项领一项了，到了的现在可以领。"
    )
