"""`yichuang due` and `yichuang identify`: the law on JSON lines, without a database."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from yichuang.law import Unlawful
from yichuang.law.days import Calendar
from yichuang.law.identity import identify
from yichuang.law.terms import due, why

LONGEST = 100_000


def add(subparsers: Any) -> None:
    """Register both commands."""
    reckon = subparsers.add_parser(
        "due", help="每行一个 {start, days, unit, stops, extend}，答到期日和逐日理由"
    )
    reckon.set_defaults(run=lambda args: _lines(_due))
    read = subparsers.add_parser("identify", help="每行一个号码，答它是什么、对不对")
    read.add_argument("--at", type=date.fromisoformat, metavar="DATE", help="按这天算“今天”")
    read.set_defaults(run=_identify)


def _lines(answer: Callable[[str], dict[str, Any]]) -> int:
    """Answer each input line in order; an unreadable one gets an error line."""
    for raw in sys.stdin.buffer:
        try:
            told = answer(_read(raw))
        except (
            Unlawful,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            OverflowError,
            RecursionError,
        ) as error:
            told = {"error": _sentence(error)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


def _read(raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise Unlawful(f"一行最长 {LONGEST} 个字节")
    return raw.decode("utf-8").rstrip("\r\n")


def _sentence(error: Exception) -> str:
    if isinstance(error, Unlawful):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return "这一行不是有效的 JSON"
    if isinstance(error, UnicodeDecodeError):
        return "这一行不是 UTF-8"
    return f"这一行读不懂：{str(error)[:200]}"


def _due(line: str) -> dict[str, Any]:
    asked = json.loads(line)
    if not isinstance(asked, dict):
        raise Unlawful("每行要是一个对象")
    unknown = set(asked) - {"start", "days", "unit", "stops", "extend"}
    if unknown:
        raise Unlawful(f"不认识的字段：{'、'.join(sorted(map(str, unknown)))}")
    if "start" not in asked or "days" not in asked:
        raise Unlawful("要有 start 和 days")
    given = {
        "unit": asked.get("unit", "working"), "stops": _stops(asked.get("stops") or []), "extend": asked.get("extend", 0),
        "calendar": Calendar.builtin(),
    }  # fmt: skip
    start = _day(asked["start"])
    told = due(start, asked["days"], **given)
    reasons = why(start, asked["days"], **given)
    return {
        "due": told.due_on.isoformat(), "status": told.status, "excluded": told.excluded,
        "why": [[day.isoformat(), verdict, reason] for day, verdict, reason in reasons],
    }  # fmt: skip


def _stops(given: Any) -> list[tuple[date, date]]:
    if not isinstance(given, list) or any(not isinstance(stop, list) or len(stop) != 2 for stop in given):
        raise Unlawful("stops 要写成 [[起, 止], …]")
    return [(_day(start), _day(end)) for start, end in given]


def _day(value: Any) -> date:
    if not isinstance(value, str) or len(value) != 10:
        raise Unlawful(f"日期要写成 2026-01-31 这样，现在是 {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unlawful(f"没有 {value} 这一天") from None


def _identify(args: argparse.Namespace) -> int:
    if args.at is None:
        from yichuang.ground.now import today

        args.at = today()

    def answer(line: str) -> dict[str, Any]:
        found = identify(line, args.at)
        return {"text": found.text, "kind": found.kind, "valid": found.valid, "why": found.why}

    return _lines(answer)


__all__: Iterable[str] = ["add"]
