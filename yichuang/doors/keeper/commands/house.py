"""`yichuang prepare | demo | openapi | rooms | followers`."""

import argparse
import json
import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from yichuang.doors.keeper import house
from yichuang.journal import errands, sweeps
from yichuang.people.models import Person


def add(subparsers: Any) -> None:
    """Register the commands."""
    ready = subparsers.add_parser("prepare", help="升级数据库、收集静态文件；run 需要时自己会做")
    ready.add_argument("--demo", action="store_true", help="第一次装入示例区")
    ready.set_defaults(run=_prepare)
    demo = subparsers.add_parser("demo", help="装入示例区")
    demo.add_argument("--load-only", action="store_true", required=True)
    demo.set_defaults(run=_demo)
    subparsers.add_parser("openapi", help="打印接口说明（OpenAPI 3.1）").set_defaults(run=_openapi)
    subparsers.add_parser("rooms", help="每个房间一句话").set_defaults(run=_rooms)
    subparsers.add_parser("followers", help="谁接着做什么：待发的事和定时任务").set_defaults(run=_followers)


def _prepare(args: argparse.Namespace) -> int:
    house.prepare(demo=args.demo)
    if not Person.objects.exists():
        sys.stderr.write("这里还没有人员，谁也登录不了。先运行：yichuang init --government 本级政府全称\n")
    return 0


def _demo(args: argparse.Namespace) -> int:
    house.prepare(demo=True)
    return 0


def _openapi(args: argparse.Namespace) -> int:
    path = "/api/v1/openapi.json"
    request = RequestFactory().get(path)
    document = json.loads(resolve(path).func(request).content)
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return 0


def _rooms(args: argparse.Namespace) -> int:
    for room in settings.ROOMS:
        sys.stdout.write(f"{room:<10} {(import_module(f'yichuang.{room}').__doc__ or '').strip()}\n")
    return 0


def _followers(args: argparse.Namespace) -> int:
    """Print on one screen what happens by itself, and where it is written."""
    sweeps.discover()
    for word, found in (("errand", errands.HANDLERS), ("sweep", sweeps.SWEEPS)):
        for name, doing in sorted(found.items()):
            where = f"{doing.__module__}.{doing.__qualname__}".split(".<locals>")[0]
            sys.stdout.write(f"{word:<7}{name:<10} {where}\n")
    return 0
