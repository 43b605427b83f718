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
        "--port", type=_port, default=os.environ.get("PORT") or "8000", help="端口，默认 PORT 或 8000"
    )
    run.set_defaults(run=_run)
    subparsers.add_parser("work", help="只开后台").set_defaults(run=_work)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"端口要是 1 到 65535 的整数，现在是 {text[:20]}")
    return int(text)


def _run(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper import front

    return front.open_house(args.port, demo=args.demo)


def _work(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper.main import wake

    wake()
    from yichuang.doors.keeper import worker

    return worker.work()
