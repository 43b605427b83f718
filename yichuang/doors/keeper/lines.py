"""JSON lines in, one JSON line out for each, in order."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any


def answer_lines(answer: Callable[[str], dict[str, Any]]) -> int:
    """Answer each line of standard input with `answer(text)`; a ValueError is told as {"error": …}. Returns 0."""
    for text in incoming():
        tell(_answered(answer, text))
    return 0


def tell(value: Any) -> None:
    """Write one JSON line. Half a character may come in through an escape and has no UTF-8: a question mark stands for it."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def incoming() -> Iterator[str | None]:
    """Yield the lines of standard input without their ends; None for one that is not UTF-8."""
    for raw in sys.stdin.buffer:
        try:
            yield raw.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            yield None


def _answered(answer: Callable[[str], dict[str, Any]], text: str | None) -> dict[str, Any]:
    if text is None:
        return {"error": "这一行不是 UTF-8 文字"}
    try:
        return answer(text)
    except (ValueError, RecursionError) as error:
        return {"error": str(error)}


def read_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`, or raise ValueError with a sentence."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("这一行不是 JSON") from None
    if not isinstance(value, dict):
        raise ValueError('这一行要是一个 JSON 对象，像 {"start":"2025-01-17","days":20}')
    return value
