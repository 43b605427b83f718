"""Complaints on the portal: what kind, what happened, who answers by when; followed by the code and the end of the telephone."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.complaints import acts
from yichuang.complaints.models import Flaw, WorkOrder
from yichuang.doors import attaching, brake, citizen, workorders
from yichuang.doors.fields import line, photos_field, pick, tried
from yichuang.doors.frame import sent
from yichuang.doors.naming import item_named
from yichuang.doors.portal.views import kiosk
from yichuang.doors.portal.views.progress import private
from yichuang.doors.progress import words
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.ground.views import refusal
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import BadInput
from yichuang.law import complaints as law
from yichuang.law.codes import group_query_code, normalise_query_code

ONE, ALL = (6, 3600), (600, 3600)
KINDS = (
    ("complaint", "投诉", "窗口、部门办事不对：多要材料、拖着不办、态度不好"),
    ("report", "举报", "工作人员违规违纪。可以匿名，谁举报的不给被举报的看"),
    ("suggestion", "建议", "哪里可以办得更好"),
    ("help", "求助", "遇到办不了的难处，想请人帮"),
    ("praise", "表扬", "谁办得好，说一声"),
)  # fmt: skip
HELD, CODE = "order", "complaint_code"


class FileForm(forms.Form):
    """What happened, and how to answer."""

    content = workorders.area(
        "什么事", 2000, rows=5, hint="写明什么时候、在哪里、什么事、希望怎么办。不用写证件号码"
    )
    item = line("在办哪个事项", 200, required=False, hint="写事项全名；不知道就空着")
    about = pick("举报的是哪个单位", required=False, hint="填了，这个单位看不到这件举报")
    caller = line("怎么称呼您", 50, required=False)
    phone = workorders.telephone(own=True, required=False, hint="答复打这个号码，查结果要用后四位")
    anonymous = forms.BooleanField(label="匿名举报，不留姓名和电话", required=False)
    photos = photos_field()


class FollowForm(forms.Form):
    """The code and the last four digits."""

    code = line("查询码", 20, hint="登记时给您的8位查询码，例如7K4M-29PX")
    tail = line("电话后四位", 4, required=False, hint="匿名的空着")


@require_safe
def index(request: Any) -> HttpResponse:
    """Choose what to say, or follow what was said; a machine in the hall has its own way, without typing."""
    if kiosk.on(request):
        return redirect("portal:kiosk_complaints")
    kinds = [
        {
            "word": word,
            "text": text,
            "href": f"{reverse('portal:complaint_new')}?{urlencode({'category': key})}",
        }
        for key, word, text in KINDS
    ]
    return render(request, "portal/complaints.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """File one."""
    if kiosk.on(request):
        return redirect("portal:kiosk_complaints")
    category = request.POST.get("category") or request.GET.get("category", "")
    if category not in {key for key, *_ in KINDS}:
        return redirect("portal:complaints")
    who = citizen.of(request)
    actor = who.actor("portal") if who else applicant(settings.DEPLOYMENT.region, "portal")
    form = _form(request, category, bool(who))
    if request.method == "POST":
        done = tried(form, lambda told: _filed(request, actor, category, told))
        if done is not None:
            request.session[CODE] = {
                "code": done["query_code"],
                "number": done["number"],
                "due_on": done["due_on"],
            }
            return redirect("portal:complaint_filed")
    told = {
        "form": form,
        "again": bool(form.errors and request.FILES),
        "category": category,
        "word": dict(law.CATEGORIES)[category],
    }
    return render(request, "portal/complaint_new.html", told, status=422 if form.errors else 200)


def _form(request: Any, category: str, known: bool) -> FileForm:
    first = {"item": request.GET.get("item", "")[:200]}
    form = FileForm(request.POST if request.method == "POST" else None, initial=first)
    if category != "report":
        del form.fields["about"], form.fields["anonymous"]
    else:
        workorders.fill(form, settings.DEPLOYMENT.region, "about")
    if known:
        del form.fields["caller"], form.fields["phone"]
    return form


def _filed(request: Any, actor: Actor, category: str, told: dict[str, Any]) -> dict[str, Any]:
    who, at = brake.client(request), now()
    if not (
        brake.allowed("complaints", who, most=ONE[0], seconds=ONE[1], at=at)
        and brake.allowed("complaints", "*", most=ALL[0], seconds=ALL[1], at=at)
    ):
        raise BadInput("这一小时登记得多了。过一会儿再登记，或者打12345。", field="content")
    told["item"] = item_named(told["item"], actor.region)
    told.pop("photos", None)
    asked = {"by": actor, "at": at, "key": sent(request)["key"], "source": "portal", "category": category}
    made: dict[str, Any] = attaching.uploaded(
        request, actor, at, lambda bundle: acts.receive(bundle=bundle, **asked, **told)
    )
    return made


@require_safe
def filed(request: Any) -> HttpResponse:
    """It is in: its number, the code to follow it by, the day."""
    done = request.session.get(CODE)
    if not isinstance(done, dict):
        return redirect("portal:complaints")
    pairs = [
        {"label": "查询码", "value": group_query_code(done["code"])},
        {"label": "编号", "value": done["number"]},
    ]
    return private(render(request, "portal/complaint_filed.html", {"pairs": pairs, "done": done}))


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Any) -> HttpResponse:
    """Ask for the code and the end of the telephone number; a wrong one and an unknown one are told alike."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who, at = brake.client(request), now()
        if not brake.may_look(who, at):
            return refusal(request, 429, *words.TOO_OFTEN)
        found = _by_code(form.cleaned_data["code"], form.cleaned_data["tail"])
        if found is not None:
            request.session[HELD] = {"kind": type(found).__name__, "id": str(found.pk)}
            return redirect("portal:complaint")
        brake.missed(who, at)
        form.add_error("code", "查不到。核对查询码和电话后四位，再试一次。")
    return private(
        render(request, "portal/complaint_follow.html", {"form": form}, status=422 if form.errors else 200)
    )


def _by_code(typed: str, tail: str) -> WorkOrder | Flaw | None:
    """Return the order or the found error of a code, if the telephone's end is right."""
    code, region = normalise_query_code(typed), settings.DEPLOYMENT.region
    if code is None:
        return None
    index = vault.tail_index(tail.strip()) if tail.strip() else ""
    order = WorkOrder.objects.filter(region=region, query_code=code, tail_index=index).first()
    return order or Flaw.objects.filter(region=region, query_code=code, tail_index=index).first()


def _held(request: Any, kind: str) -> UUID | None:
    held = request.session.get(HELD)
    return UUID(held["id"]) if isinstance(held, dict) and held.get("kind") == kind else None


def _mine(request: Any) -> tuple[Actor, WorkOrder] | None:
    """Return the order that this visitor opened with its code, and who they are to it."""
    held = _held(request, "WorkOrder")
    if held is None:
        return None
    actor = Actor(
        kind="applicant", region=settings.DEPLOYMENT.region, name="诉求人", channel="portal", opened=held
    )
    row = WorkOrder.objects.visible_to(actor).select_related("department", "item").first()
    return (actor, row) if row is not None else None


@require_http_methods(["GET", "HEAD", "POST"])
def followed(request: Any) -> HttpResponse:
    """Where it stands, what was answered; the answer is rated here."""
    found = _held(request, "Flaw")
    flaw = Flaw.objects.select_related("item", "mended").filter(pk=found).first() if found else None
    if flaw is not None:
        return private(
            render(
                request,
                "portal/mistake.html",
                {"flaw": flaw, "text": flaw.clear(), "answer": flaw.clear("answer")},
            )
        )
    mine = _mine(request)
    if mine is None:
        return redirect("portal:complaint_follow")
    actor, row = mine
    form = (
        workorders.rate(row, actor, request.POST, sent(request)["key"]) if request.method == "POST" else None
    )
    if request.method == "POST" and form is None:
        return redirect("portal:complaint")
    told = workorders.for_caller(row, actor, form) | {"form": form}
    return private(render(request, "portal/complaint.html", told, status=422 if form else 200))


@require_POST
def attachments(request: Any) -> HttpResponse:
    """Whoever filed it adds photos or papers."""
    mine = _mine(request)
    if mine is None:
        return redirect("portal:complaint_follow")
    if not brake.allowed("complaints", brake.client(request), most=ONE[0], seconds=ONE[1], at=now()):
        return refusal(request, 429, *words.TOO_OFTEN)
    wrong = attaching.attached(request, mine[1], mine[0])
    if wrong is None:
        return redirect("portal:complaint")
    told = workorders.for_caller(mine[1], mine[0]) | {"wrong": wrong.sentence}
    return private(render(request, "portal/complaint.html", told, status=422))


@require_safe
def attachment(request: Any, file: UUID) -> HttpResponse:
    """A file of the order that was opened with its code."""
    mine = _mine(request)
    if mine is None:
        return redirect("portal:complaint_follow")
    return attaching.file_of(mine[1], mine[0], file, now())  # type: ignore[no-any-return]


@require_POST
def withdrawal(request: Any) -> HttpResponse:
    """Whoever filed it takes it back."""
    mine = _mine(request)
    if mine is None:
        return redirect("portal:complaint_follow")
    acts.withdraw(mine[1].pk, by=mine[0], at=now(), key=sent(request)["key"])
    return redirect("portal:complaint")
