"""What an applicant does with their own thing (一件事) on the way: parts withdrawn, results fetched at once or one by one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.bundles import acts as things
from yichuang.bundles.models import Part
from yichuang.doors import citizen
from yichuang.doors.frame import text_of
from yichuang.doors.me import mine
from yichuang.doors.me.deed import Deed
from yichuang.law import things as law
from yichuang.law.states import OPEN

DONE = {
    "withdrawal": "已撤回。撤回凭证在文书里，其余的接着办。",
    "way": "领取办法改好了。",
}
EFFECTS = (
    "选中的到此结束，不再办理。撤回以后不能恢复。",
    "没选的接着办；排在选中的后面、要等它的，也办不了。",
    "交过的纸质材料，没有别的事项要用的，退还给您。",
)
WAYS = (
    ("together", "全部办好，一次领", "只跑一趟"),
    ("each", "办好一项，领一项", "急用哪个先领哪个"),
)


@require_safe
@citizen.required
def done(request: Any, thing: UUID, slug: str) -> HttpResponse:
    """Say that it is done; the page can be kept and opened again."""
    own = mine.find_thing(request, thing)
    return render(request, "me/done.html", {"mine": own, "said": DONE.get(slug, "办好了。")})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def withdrawal(request: Any, thing: UUID) -> HttpResponse:
    """Withdraw some parts or all of them, after reading what follows."""
    page = Deed(request, mine.find_thing(request, thing), "bundles.withdraw", "me/withdrawal.html")
    parts = list(Part.objects.filter(thing=thing).select_related("case"))
    left = [one for one in parts if _may_end(one)]
    if not left and not page.closed:
        page.closed = "没有还能撤回的：每一项都有了决定，或者已经不办了。"
    picked = request.POST.getlist("items")
    if request.method == "POST" and not page.closed:
        why = text_of(request, "why", 300)
        if not picked or not set(picked) <= {one.key for one in parts}:
            page.errors.append({"id": "items_0", "text": "请选要撤回哪几项"})
        elif answer := page.tried(
            "withdrawal", lambda pk, **who: things.withdraw(pk, items=picked, why=why, **who)
        ):
            return answer
    options = [
        {"value": one.key, "label": one.name, "hint": _after(one, parts), "checked": one.key in picked}
        for one in left
    ]
    return page.show(effects=EFFECTS, why=request.POST.get("why", ""), options=options)


def _may_end(part: Part) -> bool:
    return part.state not in law.OVER and (part.case is None or part.case.state in OPEN)


def _after(part: Part, parts: Iterable[Part]) -> str:
    """Return what ends with a part."""
    names = [one.name for one in parts if part.key in one.waits_for and one.state not in law.OVER]
    return f"撤回它，{'、'.join(names)}也办不了" if names else ""


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def way(request: Any, thing: UUID) -> HttpResponse:
    """Fetch everything at once, or each result as it comes."""
    page = Deed(request, mine.find_thing(request, thing), "bundles.choose_way", "me/way.html")
    row = page.own.case
    if not page.closed and not may_choose(row):
        page.closed = "结果都交给您了，或者您选了寄送，不用再选怎么领。"
    said = request.POST.get("way", "together" if row.together else "each")
    if request.method == "POST" and not page.closed:
        if said not in [key for key, _, _ in WAYS]:
            page.errors.append({"id": "way_0", "text": "请选怎么领"})
        elif answer := page.tried(
            "way", lambda pk, **who: things.choose_way(pk, together=said == "together", **who)
        ):
            return answer
    options = [{"value": k, "label": w, "hint": h, "checked": k == said} for k, w, h in WAYS]
    return page.show(options=options)


def may_choose(row: Any) -> bool:
    """Tell whether it is still open how the results are fetched."""
    return row.delivery == "pickup" and row.state in (*law.UNDER_WAY, law.DONE)
