"""`yichuang run | work | demo | openapi | check | rooms`."""

import argparse
import json
import os
import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from yichuang.doors.keeper import house


def add(subparsers: Any) -> None:
    """Register the commands."""
    run = subparsers.add_parser("run", help="在前台开门：网页和后台，Ctrl-C 一起关")
    run.add_argument("--no-demo", action="store_true", help="不装示例区（正式安装）")
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    run.set_defaults(run=_run)
    subparsers.add_parser("work", help="只开后台").set_defaults(run=_work)
    demo = subparsers.add_parser("demo", help="装入示例区")
    demo.add_argument("--load-only", action="store_true", required=True)
    demo.set_defaults(run=_demo)
    subparsers.add_parser("openapi", help="打印接口说明（OpenAPI 3.1）").set_defaults(run=_openapi)
    subparsers.add_parser("rooms", help="每个房间一句话").set_defaults(run=_rooms)


def _run(args: argparse.Namespace) -> int:
    house.prepare(demo=not args.no_demo)
    return house.open_doors(args.port)


def _work(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("qcluster", verbosity=0)
    return 0


def _demo(args: argparse.Namespace) -> int:
    from yichuang.journal.refusals import Refused

    try:
        house.prepare(demo=True)
    except Refused as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
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
