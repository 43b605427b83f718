"""`yichuang registers import | connect`: fill the local register table, and say who answers for a register from a day on."""

import argparse
from pathlib import Path
from typing import Any

from yichuang.doors.keeper import posted
from yichuang.doors.keeper.commands.due import day_argument
from yichuang.doors.keeper.lines import read_object, tell
from yichuang.ground.now import day_of, now
from yichuang.journal.refusals import BadInput
from yichuang.law.sources import REGISTERS
from yichuang.registers import acts, providers


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("registers", help="基础库：导入本地登记表、接通或断开").add_subparsers(
        dest="part", required=True
    )
    filled = parts.add_parser("import", help="把记录（JSON lines）导入本地登记表，同一号码换成新的")
    filled.add_argument("file", type=Path, metavar="FILE")
    switched = parts.add_parser("connect", help="从某天起由谁应答；none 是断开")
    switched.add_argument("provider", choices=[*sorted(providers.found()), "none"])
    switched.add_argument("--from", dest="starts_on", type=day_argument, metavar="DAY", help="默认今天")
    switched.add_argument("--hours", type=int, default=24, help="一次结果管几小时，默认 24")
    switched.add_argument("--basis", required=True, help="接通或断开的依据")
    for parser, run in ((filled, _import), (switched, _connect)):
        parser.add_argument("--register", required=True, choices=list(REGISTERS))
        posted.add(parser)
        parser.set_defaults(run=run)


def _import(args: argparse.Namespace) -> int:
    try:
        lines = args.file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不了文件 {args.file}。") from error
    try:
        records = [read_object(line) for line in lines if line.strip()]
    except ValueError as error:
        raise BadInput(f"{error}。") from error
    made = acts.import_records(by=posted.actor(args.by), at=now(), register=args.register, records=records)
    tell({"count": made["count"]})
    return 0


def _connect(args: argparse.Namespace) -> int:
    provider, at = "" if args.provider == "none" else args.provider, now()
    made = acts.connect(
        by=posted.actor(args.by), at=at, register=args.register, provider=provider, hours=args.hours, basis=args.basis,
        starts_on=args.starts_on or day_of(at),
    )  # fmt: skip
    tell({"register": made["register"], "provider": made["provider"]})
    return 0
