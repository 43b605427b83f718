"""`yichuang due`: due days by the packaged calendar, one JSON object a line."""

import argparse
import re
from datetime import date
from typing import Any

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
KNOWN = ("start", "days", "unit", "stops", "extend")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "due",
        help="算期限：每行一个 JSON，回答一行",
        description='每行读一个 {"start":"2025-01-17","days":20,"unit":"working","stops":[["2025-01-20","2025-01-22"]],"extend":10}，'
        '回答 {"due","status","excluded","why"} 或 {"error"}。单位 working 工作日、natural 自然日。',
    )
    parser.add_argument(
        "--at", metavar="DATE", type=day_argument, help="没有结束的停止计时算到哪天，默认今天"
    )
    parser.set_defaults(run=run, lean=True)


def run(args: argparse.Namespace) -> int:
    """Answer each line of standard input."""
    from yichuang.doors.keeper.lines import answer_lines
    from yichuang.ground.now import today
    from yichuang.law.days import Calendar

    calendar, day = Calendar.builtin(), args.at or today()
    return answer_lines(lambda text: reckon(text, calendar, day))


def reckon(text: str, calendar: Any, today: date) -> dict[str, Any]:
    """Return the due day of one request and the reason for each day; ValueError with a sentence for a wrong one."""
    from yichuang.doors.keeper.lines import read_object
    from yichuang.law import terms

    asked = read_object(text)
    unknown = sorted(set(asked) - set(KNOWN))
    if unknown:
        raise ValueError(f"不认识“{'、'.join(unknown)}”，可以写的是 {'、'.join(KNOWN)}")
    for name in ("start", "days"):
        if name not in asked:
            raise ValueError(f"缺少 {name}")
    start, days = _day(asked["start"], "start"), asked["days"]
    term: dict[str, Any] = {
        "unit": asked.get("unit", "working"), "calendar": calendar, "stops": _stops(asked.get("stops", [])),
        "extend": asked.get("extend", 0), "today": today,
    }  # fmt: skip
    end = terms.due(start, days, **term)
    why = [[day.isoformat(), kind, reason] for day, kind, reason in terms.why(start, days, **term)]
    return {"due": end.due_on.isoformat(), "status": end.status, "excluded": end.excluded, "why": why}


def _stops(value: Any) -> list[tuple[date, date | None]]:
    if not isinstance(value, list):
        raise ValueError("stops 要是列表，每一段写成 [起, 止]")
    stops = []
    for stop in value:
        if not isinstance(stop, list) or len(stop) != 2:
            raise ValueError("停止计时要写成 [起, 止] 两个日期；还没有结束的，止写成 null")
        stops.append((_day(stop[0], "stops"), None if stop[1] is None else _day(stop[1], "stops")))
    return stops


def _day(value: Any, name: str) -> date:
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{name}：没有 {value} 这一天") from None
    raise ValueError(f"{name} 要写成 2025-01-17 这样的日期")


def day_argument(text: str) -> date:
    """Return the date of a command-line argument."""
    try:
        return _day(text, "--at")
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
