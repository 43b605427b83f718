"""`yichuang figures PERIOD [--json | --close | --pack FILE | --open CODE]`: the figures of a month or quarter, frozen if it is closed, else as they stand."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from yichuang.doors.keeper import posted
from yichuang.figures import ledger, pack, reckoning
from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.figures.registry import INDICATORS, NO_RECORD, NO_SOURCE
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import NotThere, NotYours
from yichuang.law import figures
from yichuang.law.powers import SUPERVISE


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("figures", help="统计：一个月（2026-10）或者一个季度（2026Q4）的指标")
    parser.add_argument("period", metavar="PERIOD", type=_period)
    parser.add_argument("--json", action="store_true", help="用 JSON 说，每个口径都在里面")
    parser.add_argument("--close", action="store_true", help="截止以后关账：算一次，从此不变")
    parser.add_argument(
        "--pack", type=Path, metavar="FILE", help="给第三方的数据包：匿名留痕、查验程序、SQL，写成 ZIP"
    )
    parser.add_argument(
        "--open", metavar="CODE", help="给核查的人看数据包里的一条链：原来的留痕和盐，里面有姓名，不公开"
    )
    posted.add(parser)
    parser.set_defaults(run=_run)


def _period(text: str) -> str:
    try:
        figures.span(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _run(args: argparse.Namespace) -> int:
    region, at = settings.DEPLOYMENT.region, now()
    if args.close:
        by = posted.actor(args.by)
        periods.keep_reckoning(region, args.period, periods.reckoned(region, args.period, at=at), by=by, at=at)  # fmt: skip
        periods.closed_or_recorded(args.period, by=by, at=at)
    if args.pack:
        args.pack.write_bytes(pack.pack(periods.of(region, args.period)))
        return 0
    if args.open:
        return _open(args, region, at)
    found = Period.objects.filter(region=region, name=args.period).first()
    text = found.content if found else periods.reckoned(region, args.period, at=at)["content"]
    if args.json:
        sys.stdout.write(f"{text}\n")
        return 0
    _tell(args.period, found, json.loads(text))
    return 0


def _open(args: argparse.Namespace, region: str, at: datetime) -> int:
    """Show an auditor one chain; who asked for it stands among the looks."""
    by, period = posted.actor(args.by), periods.of(region, args.period)
    if by.kind not in (*SUPERVISE, "system"):
        raise NotYours("核对留痕归督查岗位。")
    subject = ledger.subject_of(period, args.open)
    if subject is None:
        raise NotThere("这一期的数据包里没有这个代号。")
    looks.seen(by, "核对数据包", subject=subject, at=at)
    looks.flush()
    for row in ledger.opened(period, subject):
        sys.stdout.write(f"{canonical(row)}\n")
    return 0


def _tell(period: str, found: Period | None, content: dict[str, Any]) -> None:
    state = f"{found.get_state_display()}，{found.digest[:16]}" if found else "还未关账，数字还会变"
    sys.stdout.write(f"{period}（{content['from']} 至 {content['to']}）：{state}\n")
    told = {(key, cut): found for (key, cut, _), found in reckoning.flat(content).items() if cut == "whole"}
    for one in INDICATORS:
        part, whole, _, text = told.get((one.key, "whole")) or (None, None, 0, None)
        silent = NO_SOURCE if one.missing else NO_RECORD
        words = silent if text is None else f"{text}{figures.UNITS[one.unit]}（{part}/{whole}）"
        sys.stdout.write(f"  {one.name}：{words}\n")
