"""`yichuang journal verify | bill | export`."""

import argparse
import json
import sys
from typing import Any
from uuid import UUID

from yichuang.ground.now import now
from yichuang.journal import bills, export, verify
from yichuang.journal.models import Entry

REACH = "查不出的：同时拿到数据库、签名钥匙和账单文件的人所做的前后一致的改写；以及最后一张账单之后的前后一致的改写。"


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("journal", help="全程留痕：查验、出账单、导出").add_subparsers(
        dest="part", required=True
    )
    checked = parts.add_parser("verify", help="查验每一条链和每一张账单；有问题返回 1")
    checked.add_argument("--json", action="store_true", help="用 JSON 说")
    checked.set_defaults(run=_verify)
    parts.add_parser("bill", help="给已经过完的每一天出账单").set_defaults(run=_bill)
    out = parts.add_parser("export", help="每行一条，给外面的人查验（tools/verify_journal.py）")
    out.add_argument("--subject", type=_uuid, metavar="ID", help="只导出一个办件的链")
    out.set_defaults(run=_export)


def _verify(args: argparse.Namespace) -> int:
    report = verify.verify()
    if args.json:
        told = {name: getattr(report, name) for name in report.__dataclass_fields__} | {"out_of_reach": REACH}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 1 if report.broken else 0
    words = f"{report.entries} 条留痕，{report.subjects} 条链，{report.bills} 张账单"
    if not report.broken:
        sys.stdout.write(f"{words}：没有发现改动。还没有上账单的有 {report.unbilled} 条链。\n{REACH}\n")
        return 0
    sys.stdout.write(f"{words}：发现 {len(report.broken) + report.more} 处问题。第一处：\n")
    for one in report.broken[:20]:
        where = "，".join(
            f"{name}={value}" for name, value in one.items() if name not in ("what", "sentence")
        )
        sys.stdout.write(f"  {one['sentence']}（{where}）\n")
    sys.stdout.write(f"{REACH}\n")
    return 1


def _bill(args: argparse.Namespace) -> int:
    at = now()
    sys.stdout.write(f"{bills.catch_up(bills.due_until(at), at=at)} 张\n")
    return 0


def _export(args: argparse.Namespace) -> int:
    if args.subject and not Entry.objects.filter(subject=args.subject).exists():
        sys.stderr.write(f"没有 {args.subject} 的留痕。\n")
        return 1
    for line in export.lines(args.subject):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("编号要像 01890a5d-ac96-774b-bcce-b302099a8057") from None
