"""Pages without an audience: display choices, refusals, the pattern page."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.ground import context
from yichuang.ground.middleware import came_from, door_of
from yichuang.ground.pattern import samples

YEAR = 365 * 24 * 3600
SAID = {
    400: ("没看懂这次提交", "地址或填的内容对不上。回到刚才那一页，再交一次。"),
    403: ("这一页您看不了", "您的岗位没有这项权限。要用的话，找本单位的系统管理员开通。"),
    404: ("没有这一页", "地址可能抄错了，或者这一页已经撤下。"),
    405: ("这一页要从按钮进来", "这个地址只收提交的内容，不能直接打开。回到上一页，再点一次按钮。"),
    413: (
        "交的内容太大",
        f"每份文件要小于{settings.DEPLOYMENT.upload_megabytes} MB。可以拍照上传，会自动压缩。",
    ),
    500: ("系统出了问题，不是您的问题", "已经存好的内容还在。过一会儿再试，或拨12345。"),
}
STALE = ("这一页放得太久了", "为了安全，这次没有提交。刷新页面再交一次，写过的内容回到上一页还在。")


def display(request: HttpRequest) -> HttpResponse:
    """Set size, contrast, script or the elder version for a year and go back; without a choice, show the choices."""
    asked = request.POST if request.method == "POST" else request.GET
    back = _safe(request, asked.get("next", ""))
    if not {"size", "contrast", "elder", "script"} & set(asked):
        return render(request, "ground/display.html", {"next": back})
    now = context.read_display(request)
    elder = asked.get("elder", "1" if now["elder"] else "0") == "1"
    size = asked.get("size", now["size"])
    if "elder" in asked and "size" not in asked:
        size = (
            "l" if elder and now["size"] == "m" else "m" if not elder and now["size"] == "l" else now["size"]
        )
    contrast = asked.get("contrast", "hc" if now["contrast"] else "std")
    traditional = asked.get("script", "hant" if now["traditional"] else "hans") == "hant"
    parts = [
        size if size in context.SIZES else "m",
        *(["hc"] if contrast == "hc" else []),
        *(["elder"] if elder else []),
        *(["hant"] if traditional else []),
    ]
    response = redirect(back)
    response.set_cookie(
        context.COOKIE, ".".join(parts), max_age=YEAR, samesite="Lax", secure=settings.DEPLOYMENT.https
    )
    return response


def _safe(request: HttpRequest, url: str) -> str:
    """Return `url` if it stays on this site, else the first page."""
    good = url.startswith("/") and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, request.is_secure()
    )
    return url if good else "/"


def parts(request: HttpRequest) -> HttpResponse:
    """Show every shared part once: for builders, photographs and axe."""
    if not (settings.DEBUG or settings.DEPLOYMENT.demo):
        raise Http404
    look = request.GET.get("base", "public")
    base = {"staff": "base_staff.html", "print": "base_print.html", "thermal": "base_thermal.html"}.get(
        look, "base_public.html"
    )
    page = {
        "print": "pattern/print.html",
        "thermal": "pattern/thermal.html",
        "bench": "pattern/bench.html",
        "split": "pattern/split.html",
    }
    return render(request, page.get(look, "pattern/parts.html"), {"base": base, "look": look, **samples()})


def refusal(request: HttpRequest, status: int, title: str = "", text: str = "") -> HttpResponse:
    """Return the page, or for htmx the line, that tells a refusal; it works even when the page's context does not."""
    usual = SAID.get(status, SAID[400])
    told: dict[str, Any] = {
        "status": status,
        "title": title or usual[0],
        "text": text or usual[1],
        "trace": getattr(request, "trace", ""),
    }
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(render_to_string("parts/refusal.html", told), status=status)
        response["HX-Retarget"] = "#yc-refusal"
        response["HX-Reswap"] = "innerHTML"
        return response
    back = came_from(request)
    told["back"] = back if back.partition("?")[0] != request.path_info else ""
    told["staff"] = door_of(request.path_info) != "portal"
    told |= {"site": settings.DEPLOYMENT, "display": context.read_display(request)}
    return HttpResponse(render_to_string("errors/refusal.html", told), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 to what is too large to read."""
    large = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    return refusal(request, 413 if large else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the sentence of the exception, if it carries one of ours."""
    said = str(exception)
    return refusal(request, 403, text=said if said and not said.isascii() else "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with the sentence of the exception, if it carries one of ours."""
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return refusal(request, 404, text=said if said and not said.isascii() else "")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    return refusal(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or stale."""
    return refusal(request, 403, *STALE)
