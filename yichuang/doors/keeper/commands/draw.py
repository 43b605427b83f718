"""`yichuang draw verify | publish | commit | run`: 双随机. `verify` needs nothing but the published file: no database, no Django."""

import argparse
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

RATE = re.compile(r"([A-D])=(\d{1,3})")


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("draw", help="双随机抽查：公布承诺、抽取、公布、复算").add_subparsers(
        dest="part", required=True
    )
    verify = parts.add_parser("verify", help="照公布的文件重抽一遍，一户一户比：相同退出 0，不同退出 1")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--kept", type=Path, metavar="FILE", help="抽取前自己留下的承诺书，一起比")
    verify.add_argument("--slip", type=Path, metavar="FILE", help="问“我在不在名录里”得到的开封单，一起核")
    verify.set_defaults(run=_verify)
    publish = parts.add_parser("publish", help="写出公布的文件，抽取前只有承诺书")
    publish.add_argument("draw", metavar="DRAW", help="抽查编号")
    publish.add_argument("--out", type=Path, metavar="FILE", help="默认写到标准输出")
    publish.set_defaults(run=_publish)
    commit = parts.add_parser("commit", help="公布一次抽查的承诺")
    commit.add_argument("name", metavar="NAME")
    commit.add_argument(
        "--check", action="append", required=True, metavar="CODE", help="抽查事项编号，可以几个"
    )
    commit.add_argument(
        "--rate",
        action="append",
        type=_rate,
        required=True,
        metavar="A=5",
        help="每个信用等级的比例，A到D都写",
    )
    commit.add_argument(
        "--overall", type=int, default=3, metavar="PERCENT", help="全部户数的最低比例，默认 3"
    )
    commit.add_argument("--source", required=True, help="公开号码的来源，例如某彩票第几期")
    commit.add_argument("--announced", type=_instant, required=True, metavar="TIME", help="号码公布的时间")
    commit.add_argument("--planned", type=_instant, required=True, metavar="TIME", help="抽取的时间")
    commit.add_argument("--grades", default="ABCD", help="只抽哪些等级，默认 ABCD")
    run = parts.add_parser("run", help="抽取，一份承诺只抽一次")
    run.add_argument("draw", metavar="DRAW", help="抽查编号")
    run.add_argument("number", metavar="NUMBER", help="公布的号码")
    run.add_argument("again", metavar="AGAIN", help="再输一遍")
    run.add_argument(
        "--witness", action="append", type=_witness, default=[], metavar="NAME,BODY", help="见证人，至少两名"
    )
    for parser, act in ((commit, _commit), (run, _run)):
        parser.add_argument("--by", required=True, metavar="POST", help="以谁的岗位办：用户名或岗位编号")
        parser.set_defaults(run=act)


def _rate(text: str) -> tuple[str, int]:
    found = RATE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"比例写成 A=5 这样，现在是 {text[:20]}")
    return found[1], int(found[2])


def _witness(text: str) -> dict[str, str]:
    name, _, body = text.replace("，", ",").partition(",")
    return {"name": name, "body": body}


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"时间写成 2026-11-27T21:30+08:00，现在是 {text[:40]}") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("时间要带时区，例如 2026-11-27T21:30+08:00")
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(f"读不了文件 {path}：{error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("commitment"), dict):
        raise _unusable(f"{path} 不是公布的抽取文件")
    return found


def _slip(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        return {key: str(found[key]) for key in ("object", "name", "number", "salt")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(f"{path} 不是开封单：{error}") from None


def _unusable(why: str) -> SystemExit:
    sys.stderr.write(f"yichuang: {why}\n")
    return SystemExit(2)


def _verify(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper.lines import tell
    from yichuang.law import draws

    file, slip = _read(args.file), _slip(args.slip)
    if slip:
        file["opened"] = dict(file.get("opened") or {}) | {slip["object"]: slip}
    try:
        found = draws.differences(file)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        found = [f"文件缺了或者写错了：{error}"]
    if args.kept and _read(args.kept).get("digest") != file.get("digest"):
        found.append("承诺书和抽取前留下的不同")
    for row in () if found else file.get("drawn") or ():
        tell({"object": row["object"], "inspectors": row["inspectors"], "same": True})
    if slip and not found:
        drawn = any(row["object"] == slip["object"] for row in file.get("drawn") or ())
        tell({"object": slip["object"], "name": slip["name"], "listed": True, "drawn": drawn})
    for one in found:
        tell({"same": False, "why": one})
    return 1 if found else 0


def _publish(args: argparse.Namespace) -> int:
    draw = _draw(args.draw)
    from yichuang.inspections import reading
    from yichuang.journal import stamps

    text = json.dumps(reading.file_of(draw, stamps.current()), ensure_ascii=False, indent=1) + "\n"
    if args.out:
        args.out.write_text(text, "utf-8")
    else:
        sys.stdout.buffer.write(text.encode())
    return 0


def _draw(number: str) -> Any:
    from yichuang.doors.keeper.main import wake

    wake()
    from django.conf import settings

    from yichuang.inspections.models import Draw
    from yichuang.journal.refusals import NotThere

    found = Draw.objects.filter(region=settings.DEPLOYMENT.region, number=number).first()
    if found is None:
        raise NotThere(f"没有编号是 {number[:20]} 的抽查。")
    return found


def _commit(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper.main import wake

    wake()
    from yichuang.doors.keeper import posted
    from yichuang.doors.keeper.lines import tell
    from yichuang.ground.now import now
    from yichuang.inspections import acts
    from yichuang.inspections.models import Check

    by, rates = posted.actor(args.by), dict(args.rate)
    if set(rates) != set("ABCD"):
        raise _unusable("--rate 要把 A、B、C、D 都写上")
    codes = dict(Check.objects.filter(region=by.region, code__in=args.check).values_list("code", "pk"))
    if missing := [code for code in args.check if code not in codes]:
        raise _unusable(f"清单里没有抽查事项 {missing[0][:20]}")
    made = acts.commit(
        by=by, at=now(), name=args.name, checks=[codes[code] for code in args.check], rates=rates, overall=args.overall, source=args.source,
        announced_at=args.announced, planned_at=args.planned, grades=tuple(args.grades),
    )  # fmt: skip
    tell({"number": made["number"], "digest": made["digest"]})
    return 0


def _run(args: argparse.Namespace) -> int:
    draw = _draw(args.draw)
    from yichuang.doors.keeper import posted
    from yichuang.doors.keeper.lines import tell
    from yichuang.ground.now import now
    from yichuang.inspections import acts

    said = {"announced": args.number, "again": args.again, "witnesses": args.witness}
    made = acts.run(draw.pk, by=posted.actor(args.by), at=now(), **said)
    tell({"number": made["number"], "count": made["count"]})
    return 0
