"""`yichuang draw verify | publish | commit | run`: 双随机. `verify` needs nothing but the published file: no database, no Django."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Register the commands."""
    parts = subparsers.add_parser("draw", help="双随机抽查：复算公布的抽取").add_subparsers(
        dest="part", required=True
    )
    verify = parts.add_parser("verify", help="照公布的文件重抽一遍，一户一户比：相同退出 0，不同退出 1")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--kept", type=Path, metavar="FILE", help="抽取前自己留下的承诺书，一起比")
    verify.set_defaults(run=_verify)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(f"读不了文件 {path}：{error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("commitment"), dict):
        raise _unusable(f"{path} 不是公布的抽取文件")
    return found


def _unusable(why: str) -> SystemExit:
    sys.stderr.write(f"yichuang: {why}\n")
    return SystemExit(2)


def _verify(args: argparse.Namespace) -> int:
    from yichuang.doors.keeper.lines import tell
    from yichuang.law import draws

    file = _read(args.file)
    try:
        found = draws.differences(file)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        found = [f"文件缺了或者写错了：{error}"]
    if args.kept and _read(args.kept).get("digest") != file.get("digest"):
        found.append("承诺书和抽取前留下的不同")
    for row in () if found else file.get("drawn") or ():
        tell({"object": row["object"], "inspectors": row["inspectors"], "same": True})
    for one in found:
        tell({"same": False, "why": one})
    return 1 if found else 0
