"""What an applicant does with their own case on the way: each page says first what follows, then asks once."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.cases import acts as cases
from yichuang.cases import delivering
from yichuang.cases.application import PartyIn, PostTo
from yichuang.cases.models import Party
from yichuang.clock.models import Term
from yichuang.doors import addressing, citizen, files
from yichuang.doors.fields import line
from yichuang.doors.frame import text_of
from yichuang.doors.me import mine
from yichuang.doors.me.deed import Deed
from yichuang.ground import vault
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.refusals import BadInput
from yichuang.materials.models import Material
from yichuang.payments.models import Bill

FILES_MOST = 20
DONE = {
    "withdrawal": "已撤回。撤回凭证在文书里。", "supplement": "补充的内容收到了，收件凭证在文书里。", "gap": "补交的材料收到了，收件凭证在文书里。",
    "hearing": "已要求听证。什么时候、在哪里开，会书面通知您。", "delivery": "取件方式改好了。", "agent": "代理人改好了，确认书在文书里。",
}  # fmt: skip


@require_http_methods(["GET", "HEAD"])
@citizen.required
def done(request: Any, case: UUID, slug: str) -> HttpResponse:
    """Say that it is done; the page can be kept and opened again."""
    own = mine.find(request, case)
    return render(request, "me/done.html", {"mine": own, "said": DONE.get(slug, "办好了。")})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def withdrawal(request: Any, case: UUID) -> HttpResponse:
    """Withdraw, after reading what follows."""
    page = Deed(request, mine.find(request, case), "cases.withdraw", "me/withdrawal.html")
    if request.method == "POST" and not page.closed:
        why = text_of(request, "why", 300)
        if answer := page.tried("withdrawal", lambda pk, **who: cases.withdraw(pk, why=why, **who)):
            return answer
    return page.show(effects=_after_withdrawal(page.own), why=request.POST.get("why", ""))


def _after_withdrawal(own: mine.Mine) -> list[str]:
    found = [
        "这一件到此结束，不再办理。撤回以后不能恢复。",
        "您会得到一张撤回凭证。交过的纸质材料退还给您，到窗口领。",
    ]
    bill = Bill.objects.filter(case=own.case, state__in=("open", "paid")).first()
    back = "withdrawn" in ((own.facts.record.get("fee") or {}).get("refund") or ())
    if bill is not None and bill.state == "open":
        found.append("没有缴的费不用缴了。")
    elif bill is not None:
        found.append("已经缴的费会退给您。" if back else "已经缴的费不退，依据是这个事项的收费规定。")
    return [*found, "以后还要办，可以重新申请，从头计时。"]


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def supplement(request: Any, case: UUID) -> HttpResponse:
    """Hand in more of one's own will."""
    page = Deed(request, mine.find(request, case), "cases.supplement", "me/supplement.html")
    what = request.POST.get("what", "")
    if request.method == "POST" and not page.closed:
        if not what.strip():
            page.errors.append({"id": "what", "text": "请写明补充了什么"})
        else:
            given = text_of(request, "what", 300)
            if _took(page, "files") and (
                answer := page.tried("supplement", lambda pk, **who: cases.supplement(pk, what=given, **who))
            ):
                return answer
    return page.show(what=what, limit=settings.DEPLOYMENT.upload_megabytes)


def _took(page: Deed, name: str, place: int | None = None) -> bool:
    for upload in page.request.FILES.getlist(name)[:FILES_MOST]:
        try:
            files.take(upload, page.own.case.pk, by=page.own.actor, at=page.own.at, place=place)
        except BadInput as error:
            page.errors.append({"id": f"{name}-file", "text": error.sentence})
    return not page.errors


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def gap(request: Any, case: UUID) -> HttpResponse:
    """Hand in what was left out (容缺) before its day."""
    page = Deed(request, mine.find(request, case), "cases.fill_gap", "me/gap.html")
    wanted = list(Material.objects.filter(subject=page.own.case.pk, state="gap").order_by("place"))
    if not wanted and not page.closed:
        page.closed = "这一件没有容缺的材料。"
    if request.method == "POST" and not page.closed:
        given = [row.place for row in wanted if request.FILES.getlist(f"m{row.place}")]
        if not given:
            page.errors.append(
                {"id": f"m{wanted[0].place}-file", "text": f"请选{wanted[0].name}的照片或者文件"}
            )
        elif all(_took(page, f"m{place}", place) for place in given) and (
            answer := page.tried("gap", lambda pk, **who: cases.fill_gap(pk, places=given, **who))
        ):
            return answer
    slots = [{"id": f"m{row.place}", "name": row.name, "note": f"{cndate(row.gap_due_on)}前交" if row.gap_due_on else "", "error": next((e["text"] for e in page.errors if e["id"] == f"m{row.place}-file"), "")} for row in wanted]  # fmt: skip
    return page.show(
        slots=slots,
        due=min((row.gap_due_on for row in wanted if row.gap_due_on), default=None),
        limit=settings.DEPLOYMENT.upload_megabytes,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def hearing(request: Any, case: UUID) -> HttpResponse:
    """Ask for a hearing, within the days that were told."""
    page = Deed(request, mine.find(request, case), "cases.ask_hearing", "me/hearing.html")
    told = (
        Term.objects.filter(subject=page.own.case.pk, kind="hearing", ended_on=None).order_by("-pk").first()
    )
    if told is None and not page.closed:
        page.closed = "这一件没有告知过听证权利，不能要求听证。"
    asked = request.method == "POST" and not page.closed
    if asked and (
        answer := page.tried("hearing", lambda pk, **who: cases.ask_hearing(pk, who="申请人", **who))
    ):
        return answer
    return page.show(due=told.due_on if told else None)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def delivery(request: Any, case: UUID) -> HttpResponse:
    """Choose another way for the result, until it is posted or fetched."""
    page = Deed(request, mine.find(request, case), "cases.change_delivery", "me/delivery.html")
    row = page.own.case
    if row.tracking and not page.closed:
        page.closed = f"已经寄出了，邮件号{row.tracking}。邮件退回以后才能改。"
    ways = delivering.ways(page.own.facts, row.region, page.own.stamp, page.own.today)
    said = _suggested(page.own)
    if request.method == "POST" and not page.closed:
        said = {
            name: " ".join(request.POST.get(name, "").split())[:200]
            for name in ("way", "receiver", "phone", "address")
        }
        if said["way"] not in [way.key for way in ways]:
            page.errors.append({"id": "way_0", "text": "请选择怎么拿结果"})
        else:
            to = PostTo(said["receiver"], said["phone"], said["address"]) if said["way"] == "post" else None
            if answer := page.tried(
                "delivery", lambda pk, **who: cases.change_delivery(pk, way=said["way"], to=to, **who)
            ):
                return answer
    options = [
        {"value": w.key, "label": w.label, "hint": w.hint, "checked": w.key == said["way"]} for w in ways
    ]
    return page.show(
        options=options,
        said=said,
        posts=any(way.key == "post" for way in ways),
        book=addressing.lines(page.own.who),
    )


def _suggested(own: mine.Mine) -> dict[str, str]:
    """Return what was chosen; else the usual address of the book, else what the applicant said when filing."""
    row, account = own.case, own.who.account
    chosen = json.loads(vault.unlock(row.delivery_to) or "{}") if row.delivery_to else {}
    usual = {} if chosen else addressing.usual(own.who)
    party = Party.objects.filter(case=row, role="applicant").first()
    return {
        "way": row.delivery, "receiver": chosen.get("receiver") or usual.get("receiver") or account.name,
        "phone": chosen.get("phone") or usual.get("phone") or account.clear_phone(),
        "address": chosen.get("address") or usual.get("line") or (vault.unlock(party.address) if party else ""),
    }  # fmt: skip


class AgentForm(forms.Form):
    """Who acts for me from now on."""

    use_required_attribute = False
    name = line("代理人姓名", 50)
    number = line("代理人身份证号码", 40)
    phone = line("代理人手机号码", 20)
    mandate = line("委托书", 120, hint="写委托书的日期或编号，例如2026年3月1日委托书")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def agent(request: Any, case: UUID) -> HttpResponse:
    """Name another agent, or go on by oneself; the one until now no longer sees the case."""
    page = Deed(request, mine.find(request, case), "cases.change_agent", "me/agent.html")
    now = Party.objects.filter(case=page.own.case, role="agent").first()
    alone = request.POST.get("op") == "none"
    form = AgentForm(request.POST if request.method == "POST" and not alone else None)
    if request.method == "POST" and not page.closed:
        if alone or form.is_valid():
            said = {} if alone else form.cleaned_data
            given = (
                None
                if alone
                else PartyIn(said["name"], said["number"], phone=said["phone"], mandate=said["mandate"])
            )
            if answer := page.tried("agent", lambda pk, **who: cases.change_agent(pk, agent=given, **who)):
                return answer
            _beside(page, form)
        else:
            page.errors += [{"id": f"id_{name}", "text": str(told[0])} for name, told in form.errors.items()]
    return page.show(form=form, now=now)


def _beside(page: Deed, form: AgentForm) -> None:
    """Put the act's refusal beside the field it is about."""
    for error in page.errors:
        name = error["id"].removeprefix("agent.")
        if form.is_bound and name in form.fields:
            form.add_error(name, error["text"])
            error["id"] = f"id_{name}"
