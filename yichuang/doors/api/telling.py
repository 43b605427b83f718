"""How the API answers: problem details, the keys of a request, cursors."""

import base64
import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.journal.refusals import BadInput

PAGE_MOST = 100


def problem(request: HttpRequest, status: int, code: str, sentence: str, **facts: Any) -> HttpResponse:
    """Return problem details (RFC 9457): the same sentence as people read, a stable code, the request's id."""
    body = {
        "type": f"about:blank#{code}", "title": sentence, "status": status, "code": code,
        "instance": getattr(request, "trace", ""), **{k: v for k, v in facts.items() if k not in ("type", "title", "status", "code")},
    }  # fmt: skip
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        content_type="application/problem+json",
    )


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
