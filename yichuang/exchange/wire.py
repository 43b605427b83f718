"""HTTP to the outside: short waits, no redirects, small answers, and nothing of an address or a secret in an error."""

import json
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPException
from typing import Any, Protocol, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from yichuang.exchange.channels import Answer, Down
from yichuang.journal.errands import Trouble

WAIT_SECONDS = 8
BATCH_SECONDS = 90
ANSWER_MOST = 65_536


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A gateway does not send us elsewhere."""
        return None


class Keyed(Protocol):
    """What goes out one by one has a key by which the other side knows it again."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


def each(messages: Iterable[K], send: Callable[[K], Answer]) -> dict[str, Answer]:
    """Send one after the other; when the other side is down or the batch takes too long, say so with what went out."""
    began = time.monotonic()
    gone: dict[str, Answer] = {}
    for message in messages:
        if time.monotonic() - began > BATCH_SECONDS:
            raise Down("对方太慢，这一批先停", gone)
        try:
            gone[message.key] = send(message)
        except HTTPError as error:
            if error.code >= 500 or error.code == 429:
                raise Down(f"对方答{error.code}", gone) from None
            gone[message.key] = Trouble(
                f"对方没有收，答{error.code}。", final=error.code in (400, 404, 410, 422)
            )
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise Down(_why(error), gone) from None
    return gone


def post(url: str, body: bytes, head: Mapping[str, str]) -> dict[str, Any]:
    """Post a body and return the JSON object that comes back, an empty one for an answer without any."""
    return ask(Request(url, data=body, headers=dict(head), method="POST"))


def ask(request: Request) -> dict[str, Any]:
    """Send a request and return the JSON object of the answer; only http and https, no redirects."""
    if urlsplit(request.full_url).scheme not in ("http", "https"):
        raise ValueError("地址不是 http 或 https")
    with build_opener(_Stay).open(request, timeout=WAIT_SECONDS) as answer:
        text = answer.read(ANSWER_MOST)
    if not text.strip():
        return {}
    told = json.loads(text)
    return told if isinstance(told, dict) else {}


def never(told: Mapping[str, Any]) -> bool:
    """Tell whether the other side says that trying again cannot help."""
    return told.get("retry") is False


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError | socket.timeout):
        return f"等了{WAIT_SECONDS}秒没有回答"
    if isinstance(reason, OSError):
        return f"连不上（{reason.strerror or type(reason).__name__}）"
    return "回答读不懂" if isinstance(error, ValueError) else type(error).__name__
