"""The pages of what the days are counted by: the calendar and the local numbers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.clock import acts as clock_acts
from yichuang.clock import book
from yichuang.clock.models import Number, Year
from yichuang.doors.office import pages, words, years
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, Refused

LONGEST = 31


class NoticeForm(forms.Form):
    """A year's notice in the form of the packaged ones."""

    source = forms.CharField(
        label="通知的文号或出处", max_length=200, error_messages={"required": "请填写通知的文号或出处"}
    )
    text = forms.CharField(
        label="放假安排",
        help_text="下面是明年的样子，照通知改日期：off是放假的起止，work是调休上班的周末。改好了整段导入。",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        max_length=20_000,
        error_messages={"required": "请粘贴放假安排"},
    )


class ClosureForm(forms.Form):
    """Days on which the halls of the region are closed."""

    first = forms.DateField(
        label="从哪天", error_messages={"required": "请填写从哪天", "invalid": "日期写成2026-08-12这样"}
    )
    last = forms.DateField(
        label="到哪天",
        required=False,
        help_text="只停一天，这里不填。",
        error_messages={"invalid": "日期写成2026-08-13这样"},
    )
    why = forms.CharField(
        label="为什么停止办公",
        max_length=60,
        help_text="印在“为什么是这一天”里，例如台风红色预警。",
        error_messages={"required": "请写明为什么停止办公"},
    )
    closure_source = forms.CharField(
        label="停止办公通知的文号或出处",
        max_length=200,
        error_messages={"required": "请填写停止办公通知的文号或出处"},
    )

    def days(self) -> dict[date, str]:
        """Return each day with its reason; BadInput when the span is no span."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"] or self.cleaned_data["first"]
        if not 0 <= (last - first).days < LONGEST:
            raise BadInput(f"停止办公要从早到晚写，一次最多{LONGEST}天。", field="last")
        return {first + timedelta(n): self.cleaned_data["why"] for n in range((last - first).days + 1)}


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force: published years, imported notices, what is provisional."""
    made = book.calendar(stamps.current(), request.actor.region)  # type: ignore[attr-defined]
    return _calendar(request, NoticeForm(initial={"text": years.skeleton(made)}), 200)


def _calendar(
    request: HttpRequest, form: NoticeForm, status: int, closing: ClosureForm | None = None
) -> HttpResponse:
    actor = pages.need(request, "calendar")
    made = book.calendar(stamps.current(), actor.region)
    told = {
        "calendar": made,
        "years": years.lately(made),
        "older": years.older(made),
        "closures": made.closures,
        "imported": Year.objects.order_by("-made_at")[:20],
        "form": form,
        "closing": closing or ClosureForm(),
    }
    return render(request, "office/calendar.html", pages.frame(request, "calendar") | told, status=status)


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """Import a notice; provisional days are counted anew by the worker."""
    actor = pages.need(request, "calendar")
    if request.method == "GET":
        return redirect("office:calendar")
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            clock_acts.import_notice(
                by=actor, at=now(), key=request.POST.get("idempotency_key") or None, **form.cleaned_data
            )
            return redirect("office:calendar")
        except BadInput as error:
            form.add_error("text", error.sentence)
    return _calendar(request, form, 422)


@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest) -> HttpResponse:
    """Close the halls for some days; the terms that run through them are counted anew by the worker."""
    actor = pages.need(request, "calendar")
    if request.method == "GET":
        return redirect("office:calendar")
    form = ClosureForm(request.POST)
    if form.is_valid():
        try:
            clock_acts.close_days(
                by=actor, at=now(), key=request.POST.get("idempotency_key") or None,
                days=form.days(), source=form.cleaned_data["closure_source"],
            )  # fmt: skip
            return redirect("office:calendar")
        except BadInput as error:
            named = str(error.facts.get("field", ""))
            form.add_error(named if named in form.fields else "first", error.sentence)
    made = book.calendar(stamps.current(), actor.region)
    return _calendar(request, NoticeForm(initial={"text": years.skeleton(made)}), 422, form)


class NumberForm(forms.Form):
    """A local number from a day on."""

    name = forms.ChoiceField(
        label="哪个数",
        choices=[(key, words.number_name(key)) for key in book.SAMPLES],
    )
    value = forms.CharField(label="数值", max_length=40, error_messages={"required": "请填写数值"})
    unit = forms.CharField(label="单位", max_length=12, error_messages={"required": "请填写单位"})
    basis = forms.CharField(
        label="依据的文件和条款", max_length=200, error_messages={"required": "请写明依据的文件和条款"}
    )
    starts_on = forms.DateField(
        label="从哪天起", error_messages={"required": "请填写从哪天起", "invalid": "日期写成2026-12-01这样"}
    )


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Local numbers with their basis and dates; a new one ends the one before."""
    actor = pages.need(request, "numbers")
    form, status = NumberForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                clock_acts.set_number(
                    by=actor, at=now(), key=request.POST.get("idempotency_key") or None, **form.cleaned_data
                )
                return redirect("office:numbers")
            except Refused as error:
                named = str(error.facts.get("field", ""))
                form.add_error(named if named in form.fields else None, error.sentence)
        status = 422
    today = day_of(now())
    stamp = stamps.current()
    history = Number.objects.filter(region=actor.region).order_by("-starts_on", "-pk")[:50]
    told = {
        "rows": [
            _number(book.number(stamp, actor.region, name, today), history, today) for name in book.SAMPLES
        ],
        "history": [{"name": words.number_name(row.name), "row": row} for row in history],
        "form": form,
    }
    return render(request, "office/numbers.html", pages.frame(request, "numbers") | told, status=status)


def _number(now_: book.LocalNumber, history: Any, today: date) -> dict[str, Any]:
    """A number as it holds today, since when, and what is set for later."""
    mine = [row for row in history if row.name == now_.name]
    return {
        "key": now_.name,
        "name": words.number_name(now_.name),
        "now": now_,
        "since": next((row.starts_on for row in mine if row.starts_on <= today), None),
        "next": next((row for row in reversed(mine) if row.starts_on > today), None),
    }
