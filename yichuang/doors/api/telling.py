"""How the API answers: problem details, the keys of a request, cursors."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja.parser import Parser

from yichuang.ground.middleware import PROBLEMS
from yichuang.journal.refusals import BadInput

PAGE_MOST = 100
# Control signs but tab and line ends, halves of characters, and signs that turn the direction of writing.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
WHY = {
    "missing": "缺这一项", "extra_forbidden": "不是这个请求的字段，去掉它", "string_type": "要是文字", "string_too_long": "最长{max_length}个字", "too_long": "最多{max_length}条",
    "greater_than_equal": "不能小于{ge}", "less_than_equal": "不能大于{le}", "literal_error": "要是其中之一：{expected}", "list_type": "要是一列",
}  # fmt: skip
WHY_KIND = (
    ("int", "要是整数"), ("bool", "要是 true 或者 false"), ("uuid", "要是一个 UUID"), ("date", "日期写成 2026-03-02 这样"),
    ("dict", "要是一个 JSON 对象"), ("model", "要是一个 JSON 对象"),
)  # fmt: skip
OTHERWISE = "格式不对，见 /api/v1/openapi.json"


def problem(request: HttpRequest, status: int, code: str, sentence: str, **facts: Any) -> HttpResponse:
    """Return problem details (RFC 9457): in `detail` the sentence that people read, a stable code, the request's id."""
    body = {
        "type": f"about:blank#{code}", "title": PROBLEMS.get(status, PROBLEMS[409]), "status": status, "detail": sentence, "code": code,
        "instance": getattr(request, "trace", ""),
    }  # fmt: skip
    body |= {name: fact for name, fact in facts.items() if name not in body}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        content_type="application/problem+json",
    )


class Body(Parser):
    """Reads a body: one JSON object, in which every text can be kept and printed."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object, or raise; ninja hides the reason in a 400, `surface.plain` looks for it there."""
        found = json.loads(request.body, parse_constant=_no_number)
        if not isinstance(found, dict):
            raise BadInput("请求正文的格式不对：要是一个 JSON 对象，写在花括号里。")
        _look_through(found, "")
        return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _look_through(value: Any, place: str) -> None:
    if isinstance(value, str):
        if UNPRINTABLE.search(value):
            raise BadInput(f"{place} 里有不能保存的控制字符，去掉再发。", field=place)
    elif isinstance(value, dict):
        for name, one in value.items():
            _look_through(name, place or "请求正文")
            _look_through(one, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _look_through(one, f"{place}.{number}")


def place_of(location: Sequence[Any]) -> str:
    """Return a place of the request as its sender names it: `applicant.name`, `limit`."""
    inside = location[2:] if location and location[0] == "body" else location[1:]
    return ".".join(str(part) for part in inside)[:200] or "请求正文"


def why(error: Mapping[str, Any]) -> str:
    """Return why a place of the request does not fit, as one says it."""
    told, kind = error.get("ctx") or {}, str(error.get("type", ""))
    found = WHY.get(kind) or next((text for start, text in WHY_KIND if kind.startswith(start)), OTHERWISE)
    return found.format_map({name: str(fact).replace(" or ", "、") for name, fact in told.items()})


def idempotency_key(request: HttpRequest) -> str:
    """Return the Idempotency-Key header, or refuse: every POST carries one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        raise BadInput(
            "请带上 Idempotency-Key 请求头：一个您自己生成、不重复的字符串。", field="Idempotency-Key"
        )
    return key


def cursor_of(value: UUID) -> str:
    """Return the cursor that stands after this row."""
    return base64.urlsafe_b64encode(value.bytes).decode().rstrip("=")


def after(cursor: str) -> UUID | None:
    """Return the row a cursor stands after; BadInput for one that we did not give."""
    if not cursor:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise BadInput("cursor 要用上一页给的 next，原样带回。", field="cursor") from error
