"""`yichuang catalogue import | export | lint | bpmn` and `yichuang guide`: the catalogue from a shell, as JSON lines."""

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from yichuang.catalogue import (
    acts,
    bundle_checks,
    bundle_records,
    bundles,
    checks,
    drawn,
    files,
    lists,
    sheets,
    versions,
)
from yichuang.catalogue import guide as guides
from yichuang.clock import book
from yichuang.doors.keeper import house, posted
from yichuang.doors.keeper.lines import tell
from yichuang.ground.now import now, today
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law import BadInput as Unlawful
from yichuang.law import wording
from yichuang.materials import onfile

DONE, REFUSED, WRONG = 0, 1, 2
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 100_000


def add(subparsers: Any) -> None:
    """Register the commands of the catalogue."""
    catalogue = subparsers.add_parser("catalogue", help="事项目录：导入、导出、检查用词").add_subparsers(
        dest="part", required=True
    )
    taken = catalogue.add_parser(
        "import", help="导入事项和一件事的记录（JSON；事项也可以是 XLSX），全部或一条也不"
    )
    taken.add_argument("file", nargs="+", type=Path, metavar="FILE")
    taken.add_argument("--published", action="store_true", help="改动的记录也立即发布")
    posted.add(taken)
    taken.set_defaults(run=import_)
    given = catalogue.add_parser(
        "export", help="导出现行事项和一件事的记录；文件名以 .xlsx 结尾时导出事项表格"
    )
    given.add_argument("file", nargs="?", type=Path, metavar="FILE")
    given.set_defaults(run=export)
    checked = catalogue.add_parser(
        "lint", help="检查事项和一件事的记录；不写文件时检查说不清的词，每行一个 {element, text}"
    )
    checked.add_argument("file", nargs="*", type=Path, metavar="FILE")
    checked.add_argument("--published", action="store_true", help="检查现行的全部记录")
    checked.set_defaults(run=lint)
    told = catalogue.add_parser("bpmn", help="一件事的先后关系，写成 BPMN 2.0 文件")
    told.add_argument("bundle", metavar="BUNDLE", help="一件事的标识或主题编码")
    told.add_argument("--out", type=Path, metavar="FILE", help="写到文件；不写明时输出到屏幕")
    told.set_defaults(run=bpmn)
    asked = subparsers.add_parser("guide", help="一个事项要交什么、哪天办好")
    asked.add_argument("item", nargs="?", metavar="ITEM", help="事项标识或编码")
    asked.add_argument(
        "--answer", action="append", nargs="+", default=[], metavar="KEY=VALUE", help="情形问题的回答"
    )
    asked.add_argument("--filed-on", metavar="DATE", help="按这天受理来算，默认今天")
    asked.add_argument("--json", action="store_true", help="输出一行 JSON")
    asked.set_defaults(run=guide)


def ready() -> bool:
    """Make the tables of a fresh installation; tell whether the database is of this program."""
    if not house.behind():
        return True
    if house.lived_in():
        _wrong("数据库还是旧版本的。先运行 yichuang upgrade。")
        return False
    house.migrate()
    return True


def import_(args: argparse.Namespace) -> int:
    """Import all files in one act; print what came of it, or why each refused row was refused."""
    if not ready():
        return WRONG
    try:
        parcel, by = _read(args.file), posted.actor(args.by)
        again = book.number(stamps.current(), by.region, "look_again_days", today())
        told = acts.import_(
            by=by,
            at=now(),
            records=parcel.records,
            places=parcel.places,
            published=args.published,
            look_again_days=again.whole,
        )
    except OSError as error:
        return _wrong(f"读不了文件 {error.filename}：{error.strerror}。")
    except Refused as error:
        for row in error.facts.get("rows") or ():  # type: ignore[attr-defined]
            tell(row)
        tell({"error": error.sentence})
        return REFUSED
    tell({name: value for name, value in told.items() if name not in ("id", "seq")})
    return DONE


def _read(paths: list[Path]) -> files.Parcel:
    whole = files.Parcel()
    for path in paths:
        content = path.read_bytes()
        known = (
            {record["id"]: record for record in lists.published(settings.DEPLOYMENT.region)}
            if path.suffix == ".xlsx"
            else {}
        )
        parcel = (
            sheets.read(path.name, content, known)
            if path.suffix == ".xlsx"
            else files.read_json(path.name, content)
        )
        whole.records += parcel.records
        whole.places += parcel.places
    return whole


def export(args: argparse.Namespace) -> int:
    """Write the records in force to a file, or as JSON to standard output; a workbook has the items only."""
    if not ready():
        return WRONG
    region = settings.DEPLOYMENT.region
    found = lists.published(region)
    whole = [*found, *lists.bundles(region)]
    try:
        if args.file is None:
            sys.stdout.buffer.write(bundle_records.dump(whole).encode())
            sys.stdout.buffer.flush()
        elif args.file.suffix == ".xlsx":
            args.file.write_bytes(sheets.write(found))
        else:
            args.file.write_bytes(bundle_records.dump(whole).encode())
    except OSError as error:
        return _wrong(f"写不了文件 {error.filename}：{error.strerror}。")
    return DONE


def bpmn(args: argparse.Namespace) -> int:
    """Write the graph of a bundle in force as BPMN 2.0, to a file or to standard output."""
    if not ready():
        return WRONG
    stamp = stamps.current()
    try:
        told = drawn.document(bundles.by_name(args.bundle, stamp), stamp).encode()
        if args.out is None:
            sys.stdout.buffer.write(told)
            sys.stdout.buffer.flush()
        else:
            args.out.write_bytes(told)
    except NotThere as error:
        return _wrong(error.sentence)
    except OSError as error:
        return _wrong(f"写不了文件 {error.filename}：{error.strerror}。")
    return DONE


def lint(args: argparse.Namespace) -> int:
    """Check the records of files or those in force; without either, answer each line of standard input with its vague words."""
    if args.file or args.published:
        return _checked(args)
    for line in sys.stdin.buffer:
        tell(_linted(line))
    return DONE


def _checked(args: argparse.Namespace) -> int:
    """Print what stands against each record, one a line; the members of a bundle are read from the same files, else as they are in force."""
    if not ready():
        return WRONG
    region, stamp = settings.DEPLOYMENT.region, stamps.current()
    try:
        whole = _read(args.file).records
    except OSError as error:
        return _wrong(f"读不了文件 {error.filename}：{error.strerror}。")
    except Refused as error:
        tell({"error": error.sentence})
        return REFUSED
    if args.published:
        whole += [*lists.published(region), *lists.bundles(region)]
    items = {
        one["id"]: one
        for one in whole
        if isinstance(one, dict) and "id" in one and not bundle_records.is_bundle(one)
    }
    found = [_against(record, items, stamp) for record in whole]
    return REFUSED if any(found) else DONE


def _against(record: Any, items: dict[str, Any], stamp: int) -> bool:
    """Print what is found in a record, its grave findings first; tell whether it would be refused."""
    if bundle_records.is_bundle(record):
        found = bundle_checks.check(record, bundle_checks.members_in_force(record, stamp) | items)
    else:
        found = checks.check(record)
    name = str(record.get("id") or "") if isinstance(record, dict) else ""
    said: dict[str, list[dict[str, str]]] = {checks.HARD: [], checks.SOFT: []}
    for one in found:
        said[one.grave].append(
            {"kind": one.kind, "path": one.path, "text": one.text, "sentence": one.sentence}
        )
    tell({"id": name, "hard": said[checks.HARD], "soft": said[checks.SOFT]})
    return bool(bundle_checks.refusing(found))


def _linted(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "这一行不是正确的 JSON"}
    if (
        not isinstance(asked, dict)
        or not isinstance(asked.get("element"), str)
        or not isinstance(asked.get("text"), str)
    ):
        return {"error": "每行要有 element 和 text，都是文字"}
    if len(asked["text"]) > LONGEST:
        return {"error": f"文字太长，最多 {LONGEST} 个字"}
    try:
        found = wording.lint(asked["element"], asked["text"])
    except Unlawful as error:
        return {"error": str(error)}
    return {"hard": [one.text for one in found.hard], "soft": [one.text for one in found.soft]}


def guide(args: argparse.Namespace) -> int:
    """Print the guide of an item for these answers."""
    try:
        item, answers = _asked(args.item, [pair for some in args.answer for pair in some])
        filed_on = day(args.filed_on) if args.filed_on else today()
    except BadInput as error:
        return _wrong(error.sentence)
    except ValueError:
        return _wrong(f"日期要写成 2026-03-02 这样，现在是 {args.filed_on[:40]}。")
    if not ready():
        return WRONG
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    file = onfile.of_nobody(stamp, region, filed_on)
    try:
        told = guides.guide(
            item, answers, filed_on, stamp=stamp, calendar=book.calendar(stamp, region), **file.told()
        )
    except (NotThere, Unlawful) as error:
        return _wrong(getattr(error, "sentence", str(error)))
    if args.json:
        tell(told)
    else:
        sys.stdout.buffer.write((_in_words(item, stamp, told) + "\n").encode())
        sys.stdout.buffer.flush()
    return DONE


def day(text: str) -> date:
    """Return the day written as the contract has it; fromisoformat alone would also take 20260302 and 2026-W10-1."""
    if not DAY.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _asked(item: str | None, pairs: list[str]) -> tuple[str, dict[str, str]]:
    """Return the item and the answers; an item written after the answers was taken for one of them."""
    if item is None and pairs and "=" not in pairs[-1]:
        item, pairs = pairs[-1], pairs[:-1]
    if not item:
        raise BadInput("写明是哪个事项：标识或编码。")
    answers: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or answers.get(key, value) != value:
            raise BadInput(f"回答要写成 问题=选项，每个问题一个，现在是 {pair[:60]}。")
        answers[key] = value
    return item, answers


def _in_words(item: str, stamp: int, told: guides.Guide) -> str:
    facts = versions.by_name(item, stamp)
    lines = [f"{facts.name}（第 {facts.number} 版，{facts.department_name}）"]
    lines += [
        f"{'□' if m['how'] in ('submit', 'later') else '✓'} {m['name']}（{m['required']}，{HOW_WORDS[m['how']]}）"
        for m in told["materials"]
    ]
    lines += [f"还没回答：{'、'.join(told['questions_left'])}"] if told["questions_left"] else []
    lines.append(
        f"承诺办结：{told['promised_due'] or '没有承诺'}；法定办结：{told['statutory_due'] or '没有规定'}"
    )
    return "\n".join(lines)


HOW_WORDS = {
    "submit": "要交",
    "licence": "有电子证照，免交",
    "share": "数据共享，免交",
    "generate": "系统生成，免交",
    "verify": "受理后核验，免交",
    "commit": "承诺代替",
    "later": "可以后补",
}


def _wrong(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return WRONG
