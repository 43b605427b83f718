"""The office's pages: parse, one act or one question, answer."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases import acts as case_acts
from yichuang.cases.models import Case
from yichuang.clock import acts as clock_acts
from yichuang.clock import book
from yichuang.clock.models import Number, Year
from yichuang.doors import caseview
from yichuang.doors.office import lists, pages
from yichuang.ground.now import day_of, now
from yichuang.journal import chains, stamps
from yichuang.journal import errands as errand_acts
from yichuang.journal.models import Errand, ErrandState, Look
from yichuang.journal.refusals import BadInput, Refused
from yichuang.people.models import Person


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The tiles a post opens."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "office/home.html", pages.frame(request) | {"pages": pages.open_to(actor)})


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Cases by filter, number, name or ID tail."""
    actor = pages.need(request, "cases")
    asked = request.GET.dict()
    told = lists.page(actor, asked, day_of(now()))
    return render(
        request,
        "office/cases.html",
        pages.frame(request, "cases") | told | {"q": asked.get("q", ""), "f": asked.get("f", "all")},
    )


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV, streamed; the same predicate."""
    actor = pages.need(request, "cases")
    answer = StreamingHttpResponse(
        lists.lines(actor, request.GET.dict()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer


@require_GET
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case as the supervisor sees it."""
    pages.need(request, "cases")
    view = caseview.find(request.actor, case, now(), purpose="督查")  # type: ignore[attr-defined]
    return render(request, "office/case.html", pages.frame(request, "cases") | {"view": view})


@require_POST
def voidance(request: HttpRequest, case: UUID) -> HttpResponse:
    """Void a case entered by mistake."""
    return _on_case(request, case, lambda **k: case_acts.void(case, why=request.POST.get("why", ""), **k))


@require_POST
def forced_notice(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let a second notice through; it stands as a breach."""
    lines = [
        {
            "place": _whole(request.POST.get("place", "")),
            "reason": "7",
            "fields": {"text": request.POST.get("text", "")},
        }
    ]
    return _on_case(
        request,
        case,
        lambda **k: case_acts.force_notice(case, lines=lines, why=request.POST.get("why", ""), **k),
    )


def _on_case(request: HttpRequest, case: UUID, act: Any) -> HttpResponse:
    actor = pages.need(request, "cases")
    if not Case.objects.visible_to(actor).filter(pk=case).exists():
        caseview.find(actor, case, now(), purpose="督查")
    act(by=actor, at=now(), key=request.POST.get("idempotency_key") or None)
    return redirect("office:case", case=case)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise BadInput("请选一份材料。", field="place")
    return int(text)


class NoticeForm(forms.Form):
    """A year's notice in the form of the packaged ones."""

    source = forms.CharField(
        label="通知的文号或出处", max_length=200, error_messages={"required": "请填写通知的文号或出处"}
    )
    text = forms.CharField(
        label="放假安排（TOML）",
        widget=forms.Textarea,
        max_length=20_000,
        error_messages={"required": "请粘贴放假安排"},
    )


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force: published years, imported notices, what is provisional."""
    return _calendar(request, NoticeForm(), 200)


def _calendar(request: HttpRequest, form: NoticeForm, status: int) -> HttpResponse:
    actor = pages.need(request, "calendar")
    made = book.calendar(stamps.current(), actor.region)
    years = [_year(made, year) for year in range(made.last_published.year, made.first.year - 1, -1)]
    told = {
        "calendar": made,
        "years": years,
        "imported": Year.objects.order_by("-made_at")[:20],
        "form": form or NoticeForm(),
    }
    return render(request, "office/calendar.html", pages.frame(request, "calendar") | told, status=status)


def _year(made: Any, year: int) -> dict[str, Any]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return {"year": year, "workdays": made.between(first, last) + made.is_workday(first)}


@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """Import a notice; provisional days are counted anew by the worker."""
    actor = pages.need(request, "calendar")
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


class NumberForm(forms.Form):
    """A local number from a day on."""

    name = forms.ChoiceField(
        label="哪个数",
        choices=[(key, f"{row[2].split('：')[-1]}（{key}）") for key, row in book.SAMPLES.items()],
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
    rows = [book.number(stamp, actor.region, name, today) for name in book.SAMPLES]
    history = Number.objects.filter(region=actor.region).order_by("-starts_on")[:50]
    return render(
        request,
        "office/numbers.html",
        pages.frame(request, "numbers") | {"rows": rows, "history": history, "form": form},
        status=status,
    )


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The chain of one subject, checked while it is read; personal values are not shown."""
    actor = pages.need(request, "journal")
    words = request.GET.get("q", "").strip()[:100]
    subject = _subject(actor, words)
    chain = chains.read(subject) if subject else None
    return render(
        request,
        "office/journal.html",
        pages.frame(request, "journal") | {"q": words, "chain": chain, "asked": bool(words)},
    )


def _subject(actor: Any, words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        pass
    found = (
        Case.objects.filter(region=actor.region).found_by(words)
        if len(words) >= 8 and words.isascii()
        else Case.objects.none()
    )
    return found.values_list("pk", flat=True).first()


@require_GET
def errands(request: HttpRequest) -> HttpResponse:
    """What waits, went out, failed or was given up."""
    actor = pages.need(request, "errands")
    state = request.GET.get("state", "")
    found = Errand.objects.filter(region=actor.region)
    rows = (found.filter(state=state) if state in ErrandState.values else found).order_by("-id")[:100]
    chips = [
        {"name": label, "href": f"?state={value}", "current": value == state}
        for value, label in ErrandState.choices
    ]
    told = {"rows": rows, "chips": chips, "alarms": errand_acts.alarms(now())}
    return render(request, "office/errands.html", pages.frame(request, "errands") | told)


@require_POST
def retry(request: HttpRequest, errand: int) -> HttpResponse:
    """Try a failed errand again."""
    actor = pages.need(request, "errands")
    errand_acts.retry(by=actor, at=now(), errand=errand, key=request.POST.get("idempotency_key") or None)
    return redirect("office:errands")


@require_GET
def looked(request: HttpRequest) -> HttpResponse:
    """Who of the staff looked at whom, for what."""
    actor = pages.need(request, "looks")
    rows = list(Look.objects.filter(region=actor.region).order_by("-id")[:200])
    names = dict(Person.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))
    told = {
        "rows": [
            {"at": r.at, "name": names.get(r.person, "—"), "purpose": r.purpose, "subject": r.subject}
            for r in rows
        ]
    }
    return render(request, "office/looks.html", pages.frame(request, "looks") | told)
