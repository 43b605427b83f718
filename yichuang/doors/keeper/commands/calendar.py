"""`yichuang calendar notice | close`: the year's notice, and days on which the halls of the region are closed."""

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from yichuang.clock import acts as clock
from yichuang.doors.keeper import posted
from yichuang.doors.keeper.commands.due import day_argument
from yichuang.doors.keeper.lines import tell
from yichuang.ground.now import now
from yichuang.journal.refusals import BadInput

LONGEST = 31


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("calendar", help="工作日历：导入放假通知、当地停止办公").add_subparsers(
        dest="part", required=True
    )
    told = parts.add_parser("notice", help="导入一年的放假通知（TOML），暂定的期限重算并留痕")
    told.add_argument("file", type=Path, metavar="FILE")
    closed = parts.add_parser("close", help="本区划这几天停止办公（例如台风），经过这几天的期限重算并留痕")
    closed.add_argument("first", type=day_argument, metavar="FROM")
    closed.add_argument("last", nargs="?", type=day_argument, metavar="TO")
    closed.add_argument("--why", required=True, help="为什么，印在“为什么是这一天”里")
    for parser, run in ((told, _notice), (closed, _close)):
        parser.add_argument("--source", required=True, help="文号或出处")
        posted.add(parser)
        parser.set_defaults(run=run)


def _notice(args: argparse.Namespace) -> int:
    try:
        text = args.file.read_text("utf-8")
    except OSError as error:
        raise BadInput(f"读不了文件 {args.file}：{error.strerror}。") from error
    except UnicodeDecodeError:
        raise BadInput(f"{args.file} 不是 UTF-8 文字。") from None
    return _told(clock.import_notice(by=posted.actor(args.by), at=now(), text=text, source=args.source))


def _close(args: argparse.Namespace) -> int:
    first, last = args.first, args.last or args.first
    if not 0 <= (last - first).days < LONGEST:
        raise BadInput(f"停止办公要从早到晚写，一次最多 {LONGEST} 天。")
    days: dict[date, str] = {first + timedelta(n): args.why for n in range((last - first).days + 1)}
    return _told(clock.close_days(by=posted.actor(args.by), at=now(), days=days, source=args.source))


def _told(answer: dict[str, Any]) -> int:
    tell({name: answer[name] for name in ("year", "number")})
    return 0
