"""The form of an item in the editor: rows of the element library, picked, ordered, worded; no code is written.

What is left empty is as the library has it, so a row holds only what differs, and its hints say what the library says.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.catalogue import forms

TYPE_WORDS = {
    "text": "文字", "long": "几行文字", "number": "数字", "money": "金额", "date": "日期", "choice": "单选", "many": "多选", "yesno": "是或否",
    "phone": "电话", "document": "证件号码", "uscc": "统一社会信用代码", "address": "地址", "email": "邮箱",
}  # fmt: skip
WHO = {"person": "个人填", "body": "单位填"}
MOST = 120
Rows = list[dict[str, Any]]


def laid_out(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record with the rows of its form, group by group."""
    return {**record, "form": _sorted(forms.rows_of(record))}


def _sorted(rows: Rows) -> Rows:
    """Group by group, as people fill in the form."""
    names = list(dict.fromkeys(_group(row) for row in rows))
    return sorted(rows, key=lambda row: names.index(_group(row)))


def _element(row: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = forms.library()["elements"].get(str(row.get("element")), {})
    return found


def _group(row: Mapping[str, Any]) -> str:
    return str(row.get("group") or forms.library()["groups"].get(_element(row).get("group"), ""))


def library(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the elements that the form does not ask yet, by their groups, for the picker."""
    there = {row.get("element") for row in record.get("form") or () if isinstance(row, dict)}
    made: dict[str, Rows] = {key: [] for key in forms.library()["groups"]}
    for key, one in forms.library()["elements"].items():
        if key not in there:
            word = "，".join(part for part in (TYPE_WORDS[one["type"]], WHO.get(one.get("kind", ""))) if part)
            made[one["group"]].append({"key": key, "label": one["label"], "word": word})
    titles = forms.library()["groups"]
    return [{"title": titles[key], "elements": found} for key, found in made.items() if found]


def change(record: Mapping[str, Any], op: str, new: str) -> tuple[dict[str, Any], str, str]:
    """Return the record after a row was added, removed or moved; the row in hand, and what takes the focus."""
    word, _, place = op.partition(":")
    rows: Rows = [dict(row) for row in record.get("form") or ()]
    n = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else len(rows)
    if word == "add" and new in forms.library()["elements"] and len(rows) < MOST:
        rows = _sorted([*rows, {"element": new}])
        n = next(k for k, row in enumerate(rows) if row.get("element") == new)
    elif word == "remove" and n < len(rows):
        del rows[n]
        n = max(n - 1, 0)
    elif word in ("up", "down") and n < len(rows):
        rows, n = _moved(rows, n, 1 if word == "down" else -1)
    at = f"row-{n}"
    return {**record, "form": rows}, at, at


def _moved(rows: Rows, n: int, step: int) -> tuple[Rows, int]:
    """Within its group a row changes places with its neighbour; at the edge the whole group does with the next one."""
    row, other = rows[n], n + step
    if not 0 <= other < len(rows):
        return rows, n
    if _group(rows[other]) == _group(row):
        rows[n], rows[other] = rows[other], rows[n]
        return rows, other
    names = list(dict.fromkeys(_group(one) for one in rows))
    a, b = names.index(_group(row)), names.index(_group(rows[other]))
    names[a], names[b] = names[b], names[a]
    made = sorted(rows, key=lambda one: names.index(_group(one)))
    return made, next(k for k, one in enumerate(made) if one is row)


def dress(row: Mapping[str, Any], fields: list[Any]) -> str:
    """Put what the library says beside the fields of a row; return the row's title."""
    element = _element(row)
    said = {
        "group": forms.library()["groups"].get(element.get("group"), ""), "label": element.get("label", ""), "help": element.get("help", ""),
        "options": "、".join(element.get("options") or ()), "unit": element.get("unit", ""), "least": element.get("least"), "most": element.get("most"),
    }  # fmt: skip
    for one in fields:
        name = one.id.rpartition("-")[2]
        if said.get(name) not in (None, ""):
            one.hint = f"{one.hint}空着就是：{str(said[name]).rstrip('。')}。"
        if name == "required":
            usual = "必填" if element.get("required", True) else "可以不填"
            for option, word in zip(one.options, (f"照数据元：{usual}", "必填", "可以不填"), strict=True):
                option["label"] = word
    label = row.get("label") or element.get("label") or f"没有这个数据元：{row.get('element')}"
    return f"{_group(row)}：{label}" if _group(row) else str(label)
