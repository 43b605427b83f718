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
    questions = own.facts.record.get("scenarios") or ()
    asked = next((q for q in questions if q["key"] == question), None)
    if asked is None:
        raise NotThere("这个事项没有这个问题。")
    said = request.POST.get("answer", "") if request.method == "POST" else own.answers.get(question, "")
    errors = []
    if request.method == "POST":
        if said in {o["value"] for o in asked["options"]}:
            try:
                changed = {**own.answers, question: said}
                drafts.answer(own.draft.pk, changed, by=own.who.actor(), at=own.at, turn=_turn(request))
                return _after_question(request, own, questions, changed)
            except Moved as error:
                errors = [{"id": "answer_0", "text": error.sentence}]
                own = own.fresh()
        else:
            errors = [{"id": "answer_0", "text": f"请选一项：{asked['question']}"}]
    number = [q["key"] for q in questions].index(question) + 1
    options = [
        {"value": o["value"], "label": o["label"], "checked": o["value"] == said} for o in asked["options"]
    ]
    told = {
        "sheet": own, "asked": asked, "options": options, "errors": errors, "caption": f"{own.facts.name}　问{number}/{len(questions)}",
        "error": errors[0]["text"] if errors else "", "again": "again" in request.GET or "again" in request.POST,
    }  # fmt: skip
    return render(request, "apply/question.html", told, status=422 if errors else 200)


def _after_question(request: Any, own: sheet.Sheet, questions: Any, answers: dict[str, str]) -> HttpResponse:
    left = next((q["key"] for q in questions if q["key"] not in answers), None)
    if left is None:
        fetching.check(own.fresh())
    if left is None or request.POST.get("again"):
        return onward(own)
    return redirect(own.href("question", left))


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
