"""`yichuang journal verify | bill | export`."""

import argparse
import json
import sys
from datetime import timedelta
from typing import Any

from yichuang.ground.now import day_of, now
from yichuang.journal import bills, signing, verify
from yichuang.journal.models import Entry

REACH = "查不出：同时拿到数据库、签名钥匙和账单文件的人所做的前后一致的改写；以及最后一张账单之后的前后一致的改写。"


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("journal", help="全程留痕：查验、出账单、导出").add_subparsers(
        dest="part", required=True
    )
    checked = parts.add_parser("verify", help="查验每一条链和每一张账单；有问题返回 1")
    checked.add_argument("--json", action="store_true")
    checked.set_defaults(run=_verify)
    parts.add_parser("bill", help="给已经过完的每一天出账单").set_defaults(run=_bill)
    parts.add_parser("export", help="每行一条，给外面的人查验（tools/verify_journal.py）").set_defaults(
        run=_export
    )


def _verify(args: argparse.Namespace) -> int:
    report = verify.verify()
    told = {
        "entries": report.entries,
        "subjects": report.subjects,
        "bills": report.bills,
        "shredded": report.shredded,
        "broken": report.broken,
    }
    if args.json:
        sys.stdout.write(json.dumps(told | {"out_of_reach": REACH}, ensure_ascii=False) + "\n")
    else:
        words = (
            "没有发现改动"
            if not report.broken
            else f"发现 {len(report.broken)} 处问题，第一处：{report.broken[0]}"
        )
        sys.stdout.write(
            f"{report.entries} 条，{report.subjects} 个对象，{report.bills} 张账单：{words}。\n{REACH}\n"
        )
    return 1 if report.broken else 0


def _bill(args: argparse.Namespace) -> int:
    at = now()
    sys.stdout.write(f"{bills.catch_up(day_of(at) - timedelta(days=1), at=at)} 张\n")
    return 0


def _export(args: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps({"public": signing.signer().public()}) + "\n")
    columns = (
        "subject",
        "seq",
        "region",
        "act",
        "by_person",
        "by_post",
        "by_name",
        "at",
        "recorded_at",
        "payload",
        "idem",
        "digest",
    )
    for row in Entry.objects.order_by("subject", "seq").values(*columns).iterator(2000):
        row |= {
            "subject": row["subject"].hex,
            "at": _text(row["at"]),
            "recorded_at": _text(row["recorded_at"]),
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _text(at: Any) -> str:
    from yichuang.ground.rows import text_of

    return text_of(at)
