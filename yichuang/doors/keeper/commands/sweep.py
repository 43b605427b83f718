"""`yichuang sweep [--at TIME] [--only NAME]`."""

import argparse
import json
import sys
import time
from datetime import datetime
from typing import Any

from yichuang.ground.now import now
from yichuang.journal import sweeps
from yichuang.journal.models import Heartbeat


def add(subparsers: Any) -> None:
    """Register the command."""
    made = subparsers.add_parser(
        "sweep", help="把到时间该办的都办完：视为受理、变色、发牌等；再跑一次什么也不做"
    )
    made.add_argument(
        "--at", type=_time, metavar="TIME", help="按这个时刻办，要带时区，如 2026-11-30T00:05+08:00；默认现在"
    )
    made.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="只办这一种，可以写几次；有哪些：yichuang followers",
    )
    made.set_defaults(run=_sweep)


def _sweep(args: argparse.Namespace) -> int:
    sweeps.discover()
    unknown = [name for name in args.only if name not in sweeps.SWEEPS]
    if unknown:
        sys.stderr.write(f"没有“{unknown[0]}”这种定时任务。有：{'、'.join(sorted(sweeps.SWEEPS))}。\n")
        return 2
    today = now()
    at, began = args.at or today, time.perf_counter()
    if at > today:
        sys.stderr.write("这个时刻还没有到，现在不能办。\n")
        return 1
    done = sweeps.exhaust(at, args.only)
    failed = Heartbeat.objects.filter(name__in=list(done)).exclude(trouble="")
    trouble = dict(failed.values_list("name", "trouble"))
    told = {
        "at": at.isoformat(),
        "done": done,
        "trouble": trouble,
        "seconds": round(time.perf_counter() - began, 3),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if trouble else 0


def _time(text: str) -> datetime:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        made = None
    if made is None or made.tzinfo is None:
        raise argparse.ArgumentTypeError("时刻要带时区，如 2026-11-30T00:05+08:00")
    return made
