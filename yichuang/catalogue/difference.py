"""Two versions of a record compared in words, element by element; what is worse for the public is marked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalogue import asking
from yichuang.catalogue.changes import ADDED, CHANGED, REMOVED, Change, materials, paired, whole
from yichuang.catalogue.checks import readable
from yichuang.catalogue.guide import fee_words
from yichuang.catalogue.records import FIELDS, LABELS
from yichuang.law import wording

PLAIN = (
    "name", "base", "variant", "type", "department", "zone", "level", "handling_type", "day_kind", "basic_code", "combined", "deemed", "joint",
    "no_post", "level_needed", "online_depth", "consult", "remedy", "look_again_on", "note",
)  # fmt: skip


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return the differences between two records in the order of the format; both may be incomplete drafts."""
    found = [
        *_plain(old, new), *_days(old, new), *_objects(old, new), *_texts(old, new), *scenarios(old, new), *materials(old, new),
        *asking.compare(old, new), *_commitment(old, new), *_parts(old, new), *_fee(old, new), *_visits(old, new), *_vaguer(old, new),
    ]  # fmt: skip
    order = [name for name, _ in FIELDS]
    return sorted(found, key=lambda change: order.index(change.element))


def worse(changes: Sequence[Change]) -> list[str]:
    """Return the marks of what is worse for the public, once each."""
    return list(dict.fromkeys(f"{change.label}：{change.worse}" for change in changes if change.worse))


def show(value: Any) -> str:
    """Return a plain value in words."""
    if value is None or value == "":
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value)) or "未填"
    return str(value)


def _plain(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in PLAIN:
        before, after = old.get(name), new.get(name)
        if (before or None) == (after or None):
            continue
        mark = ""
        if name == "handling_type" and before == "即办件":
            mark = "原来当场办，现在要等"
        if name == "online_depth" and not after:
            mark = "网上办的范围变小"
        if name == "deemed" and before and not after:
            mark = "超时不再视为受理"
        if name == "no_post" and after:
            mark = "不能再邮寄"
        label = LABELS[name]
        yield Change(
            name,
            CHANGED,
            show(before),
            show(after),
            f"{label}：“{show(before)}”改成“{show(after)}”",
            mark,
        )


def _days(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    units = [(record.get("day_kind") or "工作日") for record in (old, new)]
    for name in ("statutory_days", "committed_days", "extension_days"):
        before, after = old.get(name), new.get(name)
        longer = whole(after) > whole(before) >= 0
        if name == "committed_days" and before is not None and after is None:
            longer = True
        same_unit_longer = before == after and before and units == ["自然日", "工作日"]
        if before == after and not same_unit_longer:
            continue
        said = [
            show(value) if value is None else f"{value} 个{unit}"
            for value, unit in zip((before, after), units, strict=True)
        ]
        mark = "时限变长" if longer or same_unit_longer else ""
        yield Change(name, CHANGED, said[0], said[1], f"{LABELS[name]}：{said[0]}改成{said[1]}", mark)


def _objects(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = list(old.get("service_objects") or ()), list(new.get("service_objects") or ())
    if sorted(before) != sorted(after):
        gone = [one for one in before if one not in after]
        mark = f"{'、'.join(gone)}不能办了" if gone and after else ""
        yield Change(
            "service_objects",
            CHANGED,
            show(before),
            show(after),
            f"服务对象：{show(before)}改成{show(after)}",
            mark,
        )


def _texts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in ("legal_basis", "conditions"):
        before, after = list(old.get(name) or ()), list(new.get(name) or ())
        extra = "条件多 1 条" if name == "conditions" else ""
        for left, right in paired(before, after):
            if left is None:
                yield Change(name, ADDED, "", right or "", f"{LABELS[name]}：加上“{right}”", extra)
            elif right is None:
                mark = "少了依据" if name == "legal_basis" else ""
                yield Change(name, REMOVED, left, "", f"{LABELS[name]}：删去“{left}”", mark)
            else:
                yield Change(name, CHANGED, left, right, f"{LABELS[name]}：“{left}”改成“{right}”")


def scenarios(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the changes of the questions, of items and bundles alike."""
    before = {question["key"]: question for question in old.get("scenarios") or ()}
    after = {question["key"]: question for question in new.get("scenarios") or ()}
    for key, question in after.items():
        said = _question(question)
        if key not in before:
            yield Change("scenarios", ADDED, "", said, f"情形问答：加上“{said}”")
        elif _question(before[key]) != said:
            gone = [
                o["label"]
                for o in before[key]["options"]
                if o["value"] not in {p["value"] for p in question["options"]}
            ]
            mark = f"少了情形“{gone[0]}”" if gone else ""
            yield Change(
                "scenarios",
                CHANGED,
                _question(before[key]),
                said,
                f"情形问答：“{_question(before[key])}”改成“{said}”",
                mark,
            )
    for key, question in before.items():
        if key not in after:
            yield Change(
                "scenarios", REMOVED, _question(question), "", f"情形问答：删去“{_question(question)}”"
            )


def _question(question: Mapping[str, Any]) -> str:
    return f"{question.get('question', '')}（{'、'.join(o.get('label', '') for o in question.get('options') or ())}）"


def _parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in ("route", "result_documents", "special_procedures", "points"):
        before = {one.get("name") or one.get("key") or "": one for one in old.get(name) or ()}
        after = {one.get("name") or one.get("key") or "": one for one in new.get(name) or ()}
        for key in [*after, *(key for key in before if key not in after)]:
            if before.get(key) == after.get(key):
                continue
            kind = ADDED if key not in before else REMOVED if key not in after else CHANGED
            word = {ADDED: "加上", REMOVED: "删去", CHANGED: "改了"}[kind]
            yield Change(
                name,
                kind,
                _part(before.get(key)),
                _part(after.get(key)),
                f"{LABELS[name]}：{word}“{key}”",
                _part_mark(name, kind, after.get(key)),
            )


def _part(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return ""
    extra = [
        f"{one['days']} 天" if one.get("days") else "",
        "不计入时限" if one.get("counted") is False else "",
        one.get("validity") or "",
    ]
    said = "，".join(part for part in extra if part)
    return (
        f"{one.get('name') or one.get('key')}（{said}）" if said else str(one.get("name") or one.get("key"))
    )


def _part_mark(name: str, kind: str, after: Mapping[str, Any] | None) -> str:
    if kind == ADDED and name == "route":
        return "环节多 1 个"
    if kind != REMOVED and name == "special_procedures" and after and after.get("counted") is False:
        return "不计时的环节变多" if kind == ADDED else ""
    if kind == REMOVED and name == "result_documents":
        return "结果少 1 样"
    return ""


def _fee(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old.get("fee") or {}, new.get("fee") or {}
    if {k: v for k, v in before.items() if v not in (None, "")} == {
        k: v for k, v in after.items() if v not in (None, "")
    }:
        return
    mark = "原来不收费，现在收费" if after.get("charged") and before.get("charged") is False else ""
    left, right = fee_words(before), fee_words(after)
    yield Change("fee", CHANGED, left, right, f"收费：“{left}”改成“{right}”", mark)


def _commitment(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = ((record.get("commitment") or {}) for record in (old, new))
    gone = [name for name in before.get("materials") or () if name not in (after.get("materials") or ())]
    narrower = bool(before.get("approval") and not after.get("approval")) or bool(
        gone and not after.get("approval")
    )
    left, right = _promises(before), _promises(after)
    if left != right:
        yield Change(
            "commitment",
            CHANGED,
            left,
            right,
            f"告知承诺：{left}改成{right}",
            "不能再用承诺代替" if narrower else "",
        )


def _promises(rule: Mapping[str, Any]) -> str:
    parts = [
        "整件可承诺" if rule.get("approval") else "",
        f"可承诺的材料是{'、'.join(rule['materials'])}" if rule.get("materials") else "",
        "承诺书公开" if rule.get("public") else "",
    ]
    return "，".join(part for part in parts if part) or "未填"


def _visits(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old.get("visits"), new.get("visits")
    if before != after:
        mark = "要多跑" if whole(after) > whole(before) >= 0 else ""
        yield Change(
            "visits",
            CHANGED,
            show(before),
            show(after),
            f"到现场次数：{show(before)}改成{show(after)}",
            mark,
        )


def _vaguer(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """A text that names things less clearly than before: more vague words in the element than there were."""
    before, after = _vague(old), _vague(new)
    for element, words in after.items():
        fresh = [word for word in words if word not in before.get(element, [])]
        if fresh and len(words) > len(before.get(element, [])):
            said = "、".join(f"“{word}”" for word in dict.fromkeys(fresh))
            yield Change(element, CHANGED, "", said, f"{LABELS[element]}：多了说不清的词{said}", "比旧版模糊")


def _vague(record: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element, _path, kind, text in readable(record):
        words = wording.lint(kind, text) if text else None
        if words:
            found.setdefault(element, []).extend(word.text for word in (*words.hard, *words.soft))
    return found
