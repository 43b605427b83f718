"""What the acts of the catalogue share: the facts for the powers, the rows of a version, its debts."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.catalogue import checks, departments, gate, records
from yichuang.catalogue.models import Basis, Bundle, BundleVersion, Item, Version, VersionState
from yichuang.catalogue.records import Record
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import FACTS, Turn
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, Refused, WrongState
from yichuang.law import powers

OPEN = (VersionState.DRAFT, VersionState.SUBMITTED)
IMPORTED = "按导入的目录"
LOOK_AGAIN_DAYS = 180


class NotReady(Refused):
    """A draft that cannot go on yet; `facts['problems']` lists what stands against it, each with its place and mending."""

    status, code = 422, "not_ready"


def drafter(versions: Any, owner: str) -> Callable[[Turn], Mapping[str, bool]]:
    """Return what tells the powers whether the version in question was drafted by the person who acts."""

    def facts(turn: Turn) -> Mapping[str, bool]:
        wanted = turn.params.get("version")
        found = versions.filter(**{owner: turn.row.id}, pk=wanted) if isinstance(wanted, int) else None
        mine = found.values_list("drafted_by", flat=True).first() if found is not None else None
        return {"drafted_by_me": mine is not None and mine == turn.by.person}

    return facts


FACTS[Item] = drafter(Version.objects, "item")
FACTS[Bundle] = drafter(BundleVersion.objects, "bundle")


def version_of(turn: Turn, version: int) -> Version:
    """Return a version of the turn's item; NotThere if it is none of it."""
    found = Version.objects.filter(item=turn.row.id, pk=version).first() if isinstance(version, int) else None
    if found is None:
        raise NotThere("这个事项没有这一版。")
    return found


def item_of(text: Any, region: str) -> Item:
    """Return an item of the region by its id; NotThere if there is none."""
    found: Item = by_id(Item.objects.filter(region=region), text, "没有这个事项。")
    return found


def by_id(found: Any, text: Any, sentence: str) -> Any:
    """Return the row with this id; NotThere with the sentence if there is none."""
    try:
        key = text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        raise NotThere(sentence) from None
    row = found.filter(pk=key).first()
    if row is None:
        raise NotThere(sentence)
    return row


def stands(row: Any, state: str, else_: str) -> None:
    """Refuse unless a version is in this state; `else_` says what that means for what was asked."""
    if row.state != state:
        raise WrongState(f"第 {row.number} 版现在是“{VersionState(row.state).label}”，{else_}")


def held_draft(found: Any, version: int, by: Actor, act: str) -> Any:
    """Return a draft for whoever may perform `act`, locked where the database locks; anybody else and any other state is refused."""
    no = powers.may(act, by.kind, {})
    if no is not None:
        raise NotYours(no.sentence, rule=no.rule)
    held = found.filter(pk=version)
    row = (held if rows.is_sqlite() else held.select_for_update(of=("self",))).first()
    if row is None:
        raise NotThere("没有这份草稿。")
    stands(row, VersionState.DRAFT, "不能再改。要改就起草新的一版。")
    return row


def own(row: Any, by: Actor) -> Any:
    """Return a draft that this person drafted, or that is nobody's yet; whoever takes one over drops it first."""
    if by.kind != "system" and row.drafted_by_id not in (None, by.person):
        who = row.drafted_by.name if row.drafted_by else ""
        raise NotYours(
            f"这份草稿由{who}起草，由起草的人改。要接手，先放弃它，再起草一版。", rule="drafted_by"
        )
    return row


def typed(row: Any, record: Any, seen: str, lists: Sequence[str]) -> None:
    """Refuse what cannot be kept in a draft: one that moved on since it was `seen`, or a record that cannot be read."""
    if seen and row.digest != seen:
        raise Moved("这份草稿刚才在别处改过，您看到的不是最新的。", seen=seen, digest=row.digest)
    if not isinstance(record, dict) or any(not isinstance(record.get(name) or [], list) for name in lists):
        raise BadInput("草稿的内容读不出来，没有保存。", field="record")


def handed_back(row: Any, reason: str) -> str:
    """Return why a submitted version goes back; refused where none was submitted."""
    if row.state != VersionState.SUBMITTED:
        raise WrongState(f"第 {row.number} 版没有在送审，不能退回。")
    return in_text(reason, 300, "reason", "退回的理由")


def worse_given(marks: Sequence[str], reason: str) -> str:
    """Return the reason for what is worse for the public, as it is kept; refused where it is owed and missing."""
    if marks and len(reason.strip()) < 5:
        raise BadInput(
            f"这一版对办事人更不利：{'；'.join(marks)}。请写明理由。", field="worse_reason", marks=marks
        )
    return reason.strip()[:200]


def unknown_body(region: str, name: Any, field: str) -> list[dict[str, str]]:
    """Return what stands against a record whose department is no body of the region, or nothing."""
    if not isinstance(name, str) or name in departments.found(region, [name]):
        return []
    said = f"没有“{name}”这个部门。选一个已有的，或请系统管理员先建。"
    return [{"element": field, "path": field, "text": name, "sentence": said}]


def retire(turn: Turn, act: str, reason: str, already: str) -> None:
    """Take the turn's item or bundle out of the list from today, with the reason on record."""
    if turn.row.retired_on is not None:
        raise WrongState(already)
    why = in_text(reason, 300, "reason", "停办的理由和依据")
    turn.set(retired_on=turn.on)
    turn.enter(act, {"reason": why})
    turn.change_rules()


def items_of(texts: Any, region: str) -> list[Item]:
    """Return items of the region by their ids, in one query; NotThere names the first that is missing."""
    try:
        keys = [text if isinstance(text, UUID) else UUID(str(text)) for text in texts]
    except (ValueError, TypeError):
        raise NotThere("没有这个事项。") from None
    if not keys:
        raise BadInput("至少选一个事项。", field="items")
    found = Item.objects.in_bulk(dict.fromkeys(keys))
    if any(key not in found or found[key].region != region for key in keys):
        raise NotThere("选的事项里有一个不存在。")
    return [found[key] for key in dict.fromkeys(keys)]


def own_department(by: Actor, item: Item) -> None:
    """Refuse a department's own officer who acts on another department's item."""
    if by.kind in ("approver", "chief", "head", "reviewer") and item.department_id not in by.organisations | {
        by.organisation
    }:
        raise NotYours(f"“{item.name}”不归您的部门，要由{item.department.name}来办。", rule="own_department")


def in_text(value: str, most: int, field: str, what: str) -> str:
    """Return a text that was typed, trimmed; BadInput when it is empty or too long."""
    text = " ".join(str(value or "").split())
    if not text:
        raise BadInput(f"请填写{what}。", field=field)
    if len(text) > most:
        raise BadInput(f"{what}最多 {most} 个字，现在是 {len(text)} 个。", field=field)
    return text


def span(starts_on: date | None, ends_on: date | None, turn: Turn) -> tuple[date, date | None]:
    """Return the days of a written list's row; BadInput when it ends before it begins."""
    first = starts_on or turn.on
    if ends_on is not None and ends_on <= first:
        raise BadInput("结束日期要晚于开始日期。", field="ends_on")
    return first, ends_on


def version_row(
    item: Any,
    number: int,
    record: Record,
    at: datetime,
    on: date,
    look_again_days: int = LOOK_AGAIN_DAYS,
    **more: Any,
) -> dict[str, Any]:
    """Return the columns of a version row for a record; a guide without a date of its own is looked at again by local rule."""
    text = records.text_of(record)
    made = {
        "item_id": item, "number": number, "record": text, "digest": records.digest_of(text), "made_at": at,
        **records.columns(record), **more,
    }  # fmt: skip
    if made.get("state") == VersionState.PUBLISHED:
        again = made["look_again_on"] or on + timedelta(days=look_again_days)
        made.update(published_at=at, effective_on=on, look_again_on=again)
    return made


def answered(version: int) -> list[dict[str, Any]]:
    """Return the gate's answers for a version as mappings."""
    found = Basis.objects.filter(version=version).values("element", "name", "clause", "tests", "verdict")
    return [{**row, "tests": json.loads(row["tests"])} for row in found]


def debts(record: Record, lines: list[gate.Line]) -> list[dict[str, Any]]:
    """Return what a published record owes: vague words, elements without a clause or judged cut."""
    owed = [
        {
            "element": records.LABELS.get(one.element, one.element),
            "kind": one.kind if one.grave == checks.HARD else "soft",
            "text": one.sentence[:300],
        }
        for one in checks.check(record)
        if one.kind in ("lint", "term")
    ]
    for line in gate.open_lines(lines):
        kind = "cut" if line.verdict == gate.CUT else "basis"
        owed.append({"element": line.element_word, "kind": kind, "text": f"{line.name}：{line.why}"[:300]})
    return owed


def basis_rows(record: Record) -> list[dict[str, Any]]:
    """Return the gate's rows that a record brings along: what it names a clause or an answer for."""
    made = []
    for (element, name), answer in gate.answers_in(record).items():
        verdict, _why = gate.verdict_of(answer["clause"], answer["tests"], answer["verdict"])
        made.append(
            {
                "element": element,
                "name": name[:200],
                "clause": answer["clause"],
                "tests": records.text_of(answer["tests"]),
                "verdict": verdict,
            }
        )
    return made
