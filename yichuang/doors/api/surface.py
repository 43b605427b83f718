"""The surface: one OpenAPI 3.1 document, tokens, problem details (RFC 9457), idempotency keys."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer

from yichuang import __version__
from yichuang.doors import claimed
from yichuang.doors.api import progress
from yichuang.doors.api.bundles import router as bundles
from yichuang.doors.api.cases import router as cases
from yichuang.doors.api.complaints import router as complaints
from yichuang.doors.api.credit import router as credit
from yichuang.doors.api.files import router as files
from yichuang.doors.api.halls import router as halls
from yichuang.doors.api.handings import router as handings
from yichuang.doors.api.items import router as items
from yichuang.doors.api.lists import router as lists
from yichuang.doors.api.openapi import Surface
from yichuang.doors.api.steps import RESOURCES
from yichuang.doors.api.steps import router as steps
from yichuang.doors.api.telling import Body, place_of, problem, why
from yichuang.doors.api.things import router as things
from yichuang.doors.frame import uuid_of
from yichuang.ground.now import now, today
from yichuang.halls.actors import for_token
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Refused

ACTS = {noun: act.act for noun, act, _, _ in RESOURCES}  # type: ignore[attr-defined]


class Token(HttpBearer):
    """A key of an integrator: `Authorization: Bearer yc_…`; it stands for a person at a post, or for applicants."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor and keep it and this instant on the request."""
        actor = for_token(token, today())
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
            request.at = now()  # type: ignore[attr-defined]
        return actor


api = Surface(
    title="Yichuang 一窗 API",
    version=__version__,
    description=(
        "The same acts as the screens. POST requests that change a case take an `Idempotency-Key` header: the same key with "
        "the same content gets the first answer, with another content 422. Send `expected` (the `seq` you saw) to be told "
        "with 409 when somebody acted first. Errors are problem details; `code` only grows within v1."
    ),
    openapi_url="/openapi.json",
    docs_url=None,
    auth=Token(),
    parser=Body(),
    urls_namespace="api-v1",
)
api.add_router("/items", items, tags=["items 事项"])
api.add_router("/bundles", bundles, tags=["bundles 一件事"])
api.add_router("/halls", halls, tags=["halls 大厅"])
api.add_router("/complaints", complaints, tags=["complaints 工单"])
api.add_router("/handings", handings, tags=["handings 跨域通办"])
api.add_router("/cases", cases, tags=["cases 办件"])
api.add_router("/cases", steps, tags=["acts 办理"])
api.add_router("/cases", files, tags=["files 材料文件"])
api.add_router("/things", things, tags=["things 一件事"])
api.add_router("/credit-marks", credit, tags=["credit 信用"])
api.add_router("/code-lists", lists, tags=["lists 代码表"])
api.add_router("", progress.router, tags=["public 公开"])


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """An act that was not done, in its own sentence."""
    return problem(request, error.status, error.code, error.sentence, **error.facts)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No key, or one that opens nothing."""
    answer = problem(request, 401, "no_token", "请带上有效的接口密钥：Authorization: Bearer yc_…")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request has not the form of the document; each place is named."""
    places = [{"place": place_of(e.get("loc", ())), "why": why(e)} for e in error.errors[:20]]
    if said := claimed_day(request, error):
        return problem(request, 422, "bad_form", said, errors=places)
    first = f"{places[0]['place']} {places[0]['why']}" if places else ""
    return problem(request, 422, "bad_form", f"请求的格式不对：{first}。逐条改正后再发。", errors=places)


def claimed_day(request: HttpRequest, error: ValidationError) -> str:
    """Return the sentence for a body that named a day of its own for an act on a case, whose chain then has the try; else nothing."""
    match, actor = request.resolver_match, getattr(request, "actor", None)
    extra = [str(e["loc"][-1]) for e in error.errors if e.get("type") == "extra_forbidden"]
    named, case = claimed.days_in(extra), uuid_of(str(match.kwargs.get("case", ""))) if match else None
    if not named or actor is None or case is None:
        return ""
    sent, noun = json.loads(request.body), request.path.rstrip("/").rpartition("/")[2]
    told, at = {name: sent.get(name, "") for name in named}, request.at  # type: ignore[attr-defined]
    noted = claimed.note(actor, case, told, at, act=ACTS.get(noun, noun), door="api")
    return claimed.SENTENCE + (claimed.NOTED if noted else "")


@api.exception_handler(HttpError)
def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: an unreadable body; why our reader refused one is its cause."""
    if isinstance(error.__cause__, Refused):
        return refused(request, error.__cause__)
    unread = "请求正文不是有效的 JSON。用 UTF-8 编码写成一个 JSON 对象，再发一次。"
    sentence = unread if error.status_code == 400 else "请求没有被接受。地址和格式见 /api/v1/openapi.json。"
    return problem(request, error.status_code, "bad_request", sentence)


@api.exception_handler(RequestDataTooBig)
def big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body above the limit."""
    return problem(request, 413, "too_big", "请求正文太大，最多 2.5 MB。分几次发。")


@api.exception_handler(Throttled)
def slow(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Too many requests."""
    return problem(request, 429, "too_many", "查得太密，或者错得太多。过十分钟再查。")


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such thing, or not for these eyes."""
    return problem(request, 404, "not_there", "没有这个对象，或者不归您看。")


@api.exception_handler(ValueError)
@api.exception_handler(DataError)
def odd(request: HttpRequest, error: Exception) -> HttpResponse:
    """A value the database cannot hold, such as a NUL character."""
    return problem(request, 422, "bad_input", "请求里有不能保存的字符或数值，请检查后再发。")


def document() -> dict[str, Any]:
    """Return the OpenAPI document as it is served."""
    return api.get_openapi_schema(path_prefix="/api/v1/")
