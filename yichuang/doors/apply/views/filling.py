"""The task list, the scenario questions and the pages of the form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.doors import forms as shown
from yichuang.doors import frame
from yichuang.doors.apply import fetching, sheet
from yichuang.doors.apply.opening import onward, opened
from yichuang.drafts import acts as drafts
from yichuang.journal.refusals import Moved, NotThere
from yichuang.law import forms


@require_safe
@opened
def tasks(request: Any, own: sheet.Sheet) -> HttpResponse:
    """Show what is done and what is left. The first look, when nearly all is known, goes on by itself."""
    total, done = own.count
    return render(request, "apply/tasks.html", {"sheet": own, "total": total, "done": done})


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def question(request: Any, own: sheet.Sheet, question: str) -> HttpResponse:
    """Ask one scenario question of the application."""
    asked, posted = own.matter.question(question), request.method == "POST"
    said = request.POST.getlist("answer") if posted else own.matter.answer(asked).split(",")
    errors = []
    if posted:
        kept = own.matter.taken(asked, said)
        try:
            if kept is not None:
                return _after_question(request, _answered(request, own, kept))
            errors = [{"id": "answer_0", "text": f"请选一项：{asked.text}"}]
        except Moved as error:
            errors = [{"id": "answer_0", "text": error.sentence}]
            own = own.fresh()
    questions = own.matter.questions
    number = [one.key for one in questions].index(question) + 1 if asked in questions else 1
    options = [{"value": v, "label": w, "hint": h, "checked": v in said} for v, w, h in asked.options]
    told = {
        "sheet": own, "asked": asked, "options": options, "errors": errors, "caption": f"{own.facts.name}　问{number}/{len(questions)}",
        "error": errors[0]["text"] if errors else "", "again": "again" in request.GET or "again" in request.POST,
        "kind": "checkbox" if asked.several else "radio",
    }  # fmt: skip
    return render(request, "apply/question.html", told, status=422 if errors else 200)


def _answered(request: Any, own: sheet.Sheet, kept: dict[str, Any]) -> sheet.Sheet:
    known: dict[str, Any] = {"by": own.who.actor(), "at": own.at, "turn": _turn(request)}
    if "answers" in kept:
        drafts.answer(own.draft.pk, kept["answers"], **known)
    else:
        drafts.keep(own.draft.pk, kept, **known)
    return own.fresh()


def _after_question(request: Any, own: sheet.Sheet) -> HttpResponse:
    left = own.next_question
    if left is None:
        own = fetching.settle(own)
    if left is None or request.POST.get("again"):
        return onward(own)
    return redirect(own.href("question", left.key))


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def form(request: Any, own: sheet.Sheet, group: str) -> HttpResponse:
    """One group of the form on a page; what was typed is kept, right or wrong, and the wrong is told."""
    asked = next((one for one in own.groups if one.key == group), None)
    if asked is None:
        raise NotThere("申请表里没有这一页。")
    values, moved = own.values, ""
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = shown.read(asked, request.POST)
        values = forms.merged({**own.values, **typed}, own.prefilled)
        clean, errors = forms.check_group(asked, values, own.today)
        kept = {key: clean[key] if key not in errors else values.get(key, "") for key in typed}
        try:
            drafts.keep(
                own.draft.pk, {"values": kept, "seen": {group: not errors}}, by=own.who.actor(), at=own.at, turn=_turn(request)
            )  # fmt: skip
            if not errors:
                return onward(own, back=request.POST.get("back", ""))
        except Moved as error:
            moved = error.sentence
        own = own.fresh()
    told = {
        "sheet": own, "group": asked, "moved": moved, "back": request.GET.get("back", request.POST.get("back", ""))[:10],
        **shown.page_context(asked, values, own.prefilled, errors),
    }  # fmt: skip
    return render(request, "apply/form.html", told, status=422 if errors or moved else 200)


def _turn(request: Any) -> int:
    turn = frame.whole(request.POST.get("turn", ""))
    return -1 if turn is None else turn
