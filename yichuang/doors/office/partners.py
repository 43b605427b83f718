"""The register of partner regions (通办协作地区): agreements with their modes, items and days; made, changed, ended."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors.fields import Day, line, offer, pick, tried
from yichuang.doors.frame import text_of
from yichuang.doors.office import pages
from yichuang.ground.now import now, today
from yichuang.halls import acts
from yichuang.halls.models import Partner
from yichuang.journal.actor import Actor
from yichuang.journal.signing import known
from yichuang.law import across
from yichuang.people.models import Integrator

FIELDS = ("name", "area", "agreement", "contact", "phone", "address", "site", "origin", "public", "starts_on")


class PartnerForm(forms.Form):
    """An agreement's particulars."""

    name = line("地区名称", 80)
    area = line("行政区划代码", 12)
    agreement = line("协议名称或文号", 120)
    modes = forms.MultipleChoiceField(
        label="通办的办法", choices=across.MODES, widget=forms.CheckboxSelectMultiple, error_messages={"required": "至少选一种通办的办法"}
    )  # fmt: skip
    items = forms.CharField(
        label="通办事项", widget=forms.Textarea(attrs={"rows": 6}), help_text="一行一个：国家基本编码，空格，事项名称。", max_length=40_000,
        error_messages={"required": "没填通办事项"},
    )  # fmt: skip
    contact = line("联系人", 40, required=False)
    phone = line("电话", 40, required=False)
    address = line("收件地址", 120, required=False)
    site = line("网上办事地址", 200, required=False)
    origin = line("对方系统的地址", 200, required=False, hint="接通了才填，以https://开头。")
    key = line("对方给的接口密钥", 200, required=False, hint="存下后不再显示；不改就空着。")
    public = line("对方签名的公钥", 128, required=False)
    integrator = pick("对方用哪个接入系统找我们", required=False)
    starts_on = Day("开始日期")


def _form(request: HttpRequest, actor: Actor, row: Partner | None) -> PartnerForm:
    first: dict[str, Any] = {"starts_on": today(), "modes": ["collect"]}
    if row is not None:
        lines = "\n".join(f"{code} {name}" for code, name in sorted(row.items_by_code.items()))
        first = {name: getattr(row, name) for name in FIELDS} | {
            "modes": row.modes.split(),
            "items": lines,
            "integrator": row.integrator_id,
        }
    form = PartnerForm(request.POST or None, initial=first)
    offer(
        form,
        integrator=Integrator.objects.filter(region=actor.region, active=True)
        .order_by("name")
        .values_list("pk", "name"),
    )
    return form


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """The agreements in force, and those that ended."""
    actor = pages.need(request, "partners")
    rows = Partner.objects.filter(region=actor.region).order_by("ends_on", "name")
    return render(
        request,
        "office/partners.html",
        pages.frame(request, "partners") | {"rows": rows, "today": today(), "public": known()},
    )


@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, partner: int | None = None) -> HttpResponse:
    """A new agreement, or other particulars of one."""
    actor = pages.need(request, "partners")
    row = (
        Partner.objects.filter(pk=partner, region=actor.region).first()
        if partner is not None and partner < 2**31
        else None
    )
    if partner is not None and row is None:
        raise Http404("没有这个协作地区。")
    form = _form(request, actor, row)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        items = dict(_split(text) for text in told.pop("items").splitlines() if text.strip())
        return acts.agree(
            by=actor,
            at=now(),
            key=request.POST.get("idempotency_key") or None,
            values=told | {"items": items},
            change=row and row.pk,
        )

    if request.method == "POST" and tried(form, do):
        return redirect("office:partners")
    context = pages.frame(request, "partners") | {"form": form, "row": row}
    return render(request, "office/partner.html", context, status=422 if form.errors else 200)


def _split(text: str) -> tuple[str, str]:
    code, _, name = text.strip().replace("　", " ").partition(" ")
    return code, name.strip()


@require_POST
def ending(request: HttpRequest, partner: int) -> HttpResponse:
    """An agreement ends today."""
    actor = pages.need(request, "partners")
    acts.end_agreement(
        by=actor,
        at=now(),
        key=request.POST.get("idempotency_key") or None,
        partner=partner,
        reason=text_of(request, "reason", 200),
    )
    return redirect("office:partners")
