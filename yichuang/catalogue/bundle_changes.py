"""Two versions of a bundle compared in words, element by element; what is worse for the public is marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from yichuang.catalogue import changes, difference
from yichuang.catalogue.bundle_records import LABELS
from yichuang.catalogue.changes import ADDED, CHANGED, REMOVED, Change, paired, whole

PLAIN = ("name", "category", "lead_department", "theme_code", "joint", "note")
TEXTS = ("cooperating_departments", "national_lists", "entry_conditions", "results")
Named = Mapping[str, str]
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told(Change):
    """One difference of a bundle."""

    @property
    def label(self) -> str:
        """The element's name on screen."""
        return LABELS.get(self.element, self.element)


def compare(old: Record, new: Record, names: Named) -> list[Told]:
    """Return the differences between two records in the order of the format; `names` are the items' names by key."""
    found = [
        *_plain(old, new), *_days(old, new), *_texts(old, new), *difference.scenarios(old, new), *_members(old, new, names),
        *_feeds(old, new, names), *_papers(old, new), *_rows(old, new),
    ]  # fmt: skip
    order = list(LABELS)
    return sorted(map(_told, found), key=lambda change: order.index(change.element))


def _told(change: Change) -> Told:
    return Told(**{part.name: getattr(change, part.name) for part in fields(change)})


def _plain(old: Record, new: Record) -> Iterator[Change]:
    for name in PLAIN:
        before, after = old.get(name), new.get(name)
        if (before or None) != (after or None):
            left, right = difference.show(before), difference.show(after)
            yield Change(name, CHANGED, left, right, f"{LABELS[name]}：“{left}”改成“{right}”")


def _days(old: Record, new: Record) -> Iterator[Change]:
    before, after = old.get("committed_days"), new.get("committed_days")
    units = [(record.get("day_kind") or "工作日") for record in (old, new)]
    if (before, units[0]) == (after, units[1]) or (before is None and after is None):
        return
    left, right = (
        "没有承诺" if value is None else f"{value} 个{unit}"
        for value, unit in zip((before, after), units, strict=True)
    )
    longer = whole(after) > whole(before) >= 0 or (before is not None and after is None)
    longer = longer or (before == after and units == ["自然日", "工作日"])
    mark = "时限变长" if longer else ""
    yield Change("committed_days", CHANGED, left, right, f"承诺时限：{left}改成{right}", mark)


def _texts(old: Record, new: Record) -> Iterator[Change]:
    for name in TEXTS:
        for left, right in paired(list(old.get(name) or ()), list(new.get(name) or ())):
            if left is None:
                mark = "条件多 1 条" if name == "entry_conditions" else ""
                yield Change(name, ADDED, "", right or "", f"{LABELS[name]}：加上“{right}”", mark)
            elif right is None:
                yield Change(name, REMOVED, left, "", f"{LABELS[name]}：删去“{left}”")
            else:
                yield Change(name, CHANGED, left, right, f"{LABELS[name]}：“{left}”改成“{right}”")


def _members(old: Record, new: Record, names: Named) -> Iterator[Change]:
    before, after = ({m.get("item_id"): m for m in record.get("members") or ()} for record in (old, new))
    for item, member in after.items():
        name = names.get(item, item)
        if item not in before:
            mark = "必办的多 1 项" if member.get("required") and not member.get("when") else ""
            yield Change("members", ADDED, "", name, f"成员：加上“{name}”", mark)
        elif said := "；".join(_member(before[item], member, new, names)):
            harder = member.get("required") and not before[item].get("required")
            mark = "原来可以不办，现在必办" if harder else ""
            yield Change("members", CHANGED, name, name, f"成员“{name}”：{said}", mark)
    for item in before:
        if item not in after:
            name = names.get(item, item)
            yield Change("members", REMOVED, name, "", f"成员：删去“{name}”", "要另外去办")


def _member(before: Record, after: Record, record: Record, names: Named) -> Iterator[str]:
    if bool(before.get("required")) != bool(after.get("required")):
        yield "改为必办" if after.get("required") else "改为可选"
    if (before.get("when") or None) != (after.get("when") or None):
        yield f"适用情形改成{when_words(after.get('when'), record)}"
    if (before.get("choice_group") or "") != (after.get("choice_group") or ""):
        yield f"改为“{after['choice_group']}”组里选一" if after.get("choice_group") else "不再多选一"
    if list(before.get("after") or ()) != list(after.get("after") or ()):
        waits = "、".join(names.get(item, item) for item in after.get("after") or ())
        yield f"改为等{waits}" if waits else "改为一开始就办"
    if (before.get("note") or "") != (after.get("note") or ""):
        yield "说明改了"


def when_words(when: Mapping[str, Any] | None, record: Record) -> str:
    """Return when a member stands, in the words of the bundle's own questions."""
    if not when:
        return "什么情形都办"
    asked = {question.get("key"): question for question in record.get("scenarios") or ()}
    said = []
    for key, values in when.items():
        labels = {o.get("value"): o.get("label") for o in (asked.get(key) or {}).get("options") or ()}
        said.append("或".join(str(labels.get(value) or value) for value in values))
    return "“" + "，且".join(said) + "”时办"


def _feeds(old: Record, new: Record, names: Named) -> Iterator[Change]:
    before, after = ([_feed(row, names) for row in record.get("feeds") or ()] for record in (old, new))
    for said in after:
        if said not in before:
            yield Change("feeds", ADDED, "", said, f"结果互认：加上“{said}”")
    for said in before:
        if said not in after:
            yield Change("feeds", REMOVED, said, "", f"结果互认：删去“{said}”", "结果不再自动带入，要自己交")


def _feed(row: Record, names: Named) -> str:
    giver, taker = (names.get(str(row.get(part)), str(row.get(part))) for part in ("from_item", "to_item"))
    return f"{giver}的{row.get('result')}，给{taker}当作{row.get('as_material')}"


def _papers(old: Record, new: Record) -> Iterator[Change]:
    before, after = ({"materials": record.get("merged_materials")} for record in (old, new))
    for change in changes.materials(before, after):
        said = change.sentence.replace("的适用情形或说明改了", "由哪些事项共用改了")
        yield Change(
            "merged_materials", change.kind, change.before, change.after, f"合并{said}", change.worse
        )


def _rows(old: Record, new: Record) -> Iterator[Change]:
    """Rows that say how names and questions of members go together."""
    for name in ("aliases", "covers", "settles"):
        before, after = (list(record.get(name) or ()) for record in (old, new))
        for kind, word, rows, others in (
            (ADDED, "加上", after, before),
            (REMOVED, "删去", before, after),
        ):
            for row in rows:
                if row not in others:
                    said = row_words(name, row)
                    yield Change(name, kind, "", said, f"{LABELS[name]}：{word}“{said}”")


def row_words(name: str, row: Record) -> str:
    """Return a row of aliases, covers or settles in words."""
    if name == "aliases":
        return f"{row.get('name')}就是{'、'.join(row.get('same') or ())}"
    if name == "covers":
        return f"{row.get('paper')}能证明{'、'.join(row.get('proves') or ())}"
    pairs = "、".join(f"{key} → {value}" for key, value in (row.get("values") or {}).items())
    return f"{row.get('key')}回答{row.get('item_id')}的{row.get('question')}（{pairs}）"
