"""`yichuang run | work`: the house in the foreground. Kept free of Django, so that the parent process stays small."""

import argparse
import os
from typing import Any


def add(subparsers: Any) -> None:
    """Register the commands."""
    run = subparsers.add_parser("run", help="在前台开门：网页和后台，Ctrl-C 一起关")
    run.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="第一次先装入示例区（make run 用）",
    )
    run.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT") or "8000"), help="端口，默认 PORT 或 8000"
    )
    run.set_defaults(run=_run)
    subparsers.add_parser("work", help="只开后台").set_defaults(run=_work)


def _run(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper import front

    return front.open_house(args.port, demo=args.demo)


def _work(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper.main import wake

    wake()
    from yichuang.doors.keeper import worker

    return worker.work()
