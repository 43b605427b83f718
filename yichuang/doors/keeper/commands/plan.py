"""`yichuang plan`: who stands in a bundle (一件事), in what order and until when, and its papers once; one line of JSON, or in words."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from yichuang.catalogue import bundles, planning, versions
from yichuang.clock import book
from yichuang.doors.keeper.commands.catalogue import DONE, HOW_WORDS, WRONG, day, ready
from yichuang.doors.keeper.lines import tell
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import BadInput as Unlawful
from yichuang.law import plans
from yichuang.law.numbers import days_text
from yichuang.materials import onfile

FED = {"feed": "办好前一项自动带入，免交"}


def add(subparsers: Any) -> None:
    """Register the command."""
    asked = subparsers.add_parser("plan", help="一件事怎么排：哪几项、先后、哪天办好、材料合成几份")
    asked.add_argument("bundle", nargs="?", metavar="BUNDLE", help="一件事的标识或主题编码")
    asked.add_argument("--start", required=True, metavar="DATE", help="按这天受理来算")
    for name, form, said in (
        ("--answer", "KEY=VALUE", "情形问题的回答；事项自己的问题写成 事项.问题=选项"),
        ("--choose", "GROUP=ITEM", "选择组里办哪一项"),
        ("--skip", "ITEM", "不办的事项"),
    ):
        asked.add_argument(name, action="append", nargs="+", default=[], metavar=form, help=said)
    asked.add_argument("--json", action="store_true", help="输出一行 JSON")
    asked.set_defaults(run=plan)


def plan(args: argparse.Namespace) -> int:
    """Print the plan of a bundle for these answers."""
    try:
        start = day(args.start)
        key, answers, choose, skip = _asked(args)
    except BadInput as error:
        return _wrong(error.sentence)
    except ValueError:
        return _wrong(f"日期要写成 2026-03-02 这样，现在是 {args.start[:40]}。")
    if not ready():
        return WRONG
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    try:
        facts = bundles.by_name(key, stamp)
        items = bundles.items(facts, stamp)
        made = planning.plan(
            facts, start, answers, choose=choose, skip=skip, stamp=stamp, calendar=book.calendar(stamp, region),
            **onfile.of_nobody(stamp, region, start).told(),
        )  # fmt: skip
    except (NotThere, Unlawful) as error:
        return _wrong(getattr(error, "sentence", str(error)))
    if args.json:
        tell(made.told())
    else:
        sys.stdout.buffer.write(("\n".join(_in_words(facts, items, made)) + "\n").encode())
        sys.stdout.buffer.flush()
    return DONE


def _asked(args: argparse.Namespace) -> tuple[str, dict[str, str], dict[str, str], list[str]]:
    """Return bundle, answers, choices and what is left out; a bundle written last was taken for one of those."""
    told, chosen, skip = (
        [one for some in many for one in some] for many in (args.answer, args.choose, args.skip)
    )
    key = args.bundle
    for some in (told, chosen):
        if key is None and some and "=" not in some[-1]:
            key = some.pop()
    if key is None and skip:
        key = skip.pop()
    if not key:
        raise BadInput("写明是哪个一件事：标识或主题编码。")
    answers = {name: "\n".join(values) for name, values in _pairs("--answer", told).items()}
    choose = {}
    for group, items in _pairs("--choose", chosen).items():
        if len(items) > 1:
            raise BadInput(f"选择组 {group} 只能选一项，现在是 {'、'.join(items)[:60]}。")
        choose[group] = items[0]
    return key, answers, choose, skip


def _pairs(option: str, given: Iterable[str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for pair in given:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise BadInput(f"{option} 后面要写成 名称=取值，现在是 {pair[:60]}。")
        if value not in made.setdefault(key, []):
            made[key].append(value)
    return made


def _in_words(
    facts: bundles.BundleFacts, items: dict[str, versions.VersionFacts], made: plans.Plan
) -> Iterable[str]:
    def named(keys: Iterable[str]) -> str:
        return " → ".join(items[key].name for key in keys)

    yield f"{facts.name}（第 {facts.number} 版，{facts.lead_name}牵头）"
    for slot in made.slots:
        days = days_text(slot.days, items[slot.item].unit) if slot.days is not None else "时限没有查到"
        yield f"{_said(slot.starts_on)} 至 {_said(slot.due_on)} {items[slot.item].name}（{days}）"
    if made.joint_due_on:
        yield f"最早办结日：{_said(made.joint_due_on)}{'' if made.certain else '（有的时限没有查到，这一天不确定）'}"
        yield f"由这一条线决定：{named(made.critical_path)}"
    yield from (one.why for one in made.shorten)
    saved = made.saved
    yield f"材料：分开办 {saved.materials_before} 份，一起办 {saved.materials_after} 份，自己交 {len(made.to_hand_in)} 份"
    words = HOW_WORDS | FED
    for paper in made.papers:
        yield f"{'✓' if paper.waived else '□'} {paper.name}（{paper.required}，{words[paper.how]}）"
    yield from (f"还没回答：{'、'.join(made.questions_left)}" for _ in made.questions_left[:1])
    groups = made.standing.unresolved_groups
    yield from (f"还没定下选哪一项：{'、'.join(groups)}" for _ in groups[:1])


def _said(one: date) -> str:
    return one.isoformat()


def _wrong(sentence: str) -> int:
    sys.stderr.write(sentence.rstrip("。") + "。\n")
    return WRONG
