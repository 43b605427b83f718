"""`yichuang check | init | backup | restore | upgrade | keys rotate`."""

import argparse
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from yichuang.doors.keeper import health, house, keeping, rotation
from yichuang.ground.now import now
from yichuang.journal import verify
from yichuang.journal.actor import system
from yichuang.journal.refusals import Refused
from yichuang.people import acts as people
from yichuang.people import passwords
from yichuang.people.models import Person

ADMINISTRATORS = (("sysadmin", "系统管理员"), ("secadmin", "安全管理员"), ("audadmin", "审计管理员"))


def add(subparsers: Any) -> None:
    """Register the commands."""
    checked = subparsers.add_parser("check", help="看看一切是否正常；有问题返回 1")
    checked.add_argument("--running", action="store_true", help="后台应该正在跑：也看定时任务")
    checked.set_defaults(run=_check)
    begun = subparsers.add_parser("init", help="正式安装：建库、建机构、建三个管理员")
    begun.add_argument("--government", required=True, help="本级政府全称")
    begun.set_defaults(run=_init)
    saved = subparsers.add_parser("backup", help="备份数据库、文件和钥匙到一个文件")
    saved.add_argument("file", type=Path)
    saved.set_defaults(run=_backup)
    back = subparsers.add_parser("restore", help="恢复到一个空的安装")
    back.add_argument("file", type=Path)
    back.set_defaults(run=_restore)
    subparsers.add_parser("upgrade", help="备份后升级数据库").set_defaults(run=_upgrade)
    keys = subparsers.add_parser("keys", help="钥匙").add_subparsers(dest="part", required=True)
    keys.add_parser("rotate", help="换新的加密钥匙，重新加密").set_defaults(run=_rotate)


def _check(args: argparse.Namespace) -> int:
    found = health.look(now(), running=args.running)
    for one in found:
        sign = "好" if one.well else "注意" if one.warns else "不行"
        sys.stdout.write(f"{sign}\t{one.name}\t{one.sentence}\n")
    return 0 if all(one.well or one.warns for one in found) else 1


def _init(args: argparse.Namespace) -> int:
    house.migrate()
    if Person.objects.exists():
        sys.stderr.write("已经初始化过了，什么都没有动。忘了口令，由另一位管理员重置。\n")
        return 1
    with transaction.atomic():
        lines = _administrators(args.government)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    return 0


def _administrators(government: str) -> list[str]:
    """Make the government and its three administrators, all or nothing; returns what to tell, each password once."""
    lines, by, at = [], system(settings.DEPLOYMENT.region), now()
    values = {"name": government, "kind": "government", "area": settings.DEPLOYMENT.region}
    body = people.organise(by=by, at=at, values=values)["organisation"]
    for kind, title in ADMINISTRATORS:
        password = f"Yc-{secrets.token_urlsafe(12)}-9a"
        person = Person(region=by.region, username=kind, name=title)
        made = people.enrol(
            by=by,
            at=at,
            username=kind,
            name=title,
            password=passwords.checked(password, person),
            must_change=True,
        )
        people.appoint(
            by=by, at=at, person=made["person"], new_post={"organisation": body, "kind": kind, "title": title}
        )
        lines.append(f"{kind}\t{password}\t{title}（第一次登录要改密码、设动态口令）")
    return lines


def _backup(args: argparse.Namespace) -> int:
    return _tried(lambda: json.dumps({"parts": len(keeping.backup(args.file)["parts"])}))


def _restore(args: argparse.Namespace) -> int:
    def put() -> str:
        keeping.restore(args.file)
        house.migrate()
        report = verify.verify()
        if report.broken:
            raise keeping.Unfit(f"恢复好了，但留痕查验发现问题：{report.broken[0]['sentence']}")
        return json.dumps({"entries": report.entries, "bills": report.bills})

    return _tried(put)


def _upgrade(args: argparse.Namespace) -> int:
    return _tried(
        lambda: f"升级好了，升级前的备份：{kept}" if (kept := keeping.upgrade()) else "已经是最新的"
    )


def _rotate(args: argparse.Namespace) -> int:
    return _tried(lambda: f"重新加密了 {rotation.rotate()} 处")


def _tried(doing: Any) -> int:
    try:
        sys.stdout.write(f"{doing()}\n")
    except Refused as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    return 0
