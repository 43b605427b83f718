"""A material as the public reads it: what to bring, in which form, when it is waived and from where."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.law import selection

UNKNOWN = "没有查到"
HOLDS = "电子证照"


@dataclass(frozen=True, slots=True)
class Line:
    """A material as the public reads it, in the shape of `parts/material_list.html`."""

    name: str
    state: str
    word: str
    form: str
    why: str = ""
    note: str = ""
    sample_href: str = ""
    copies: None = None
    place: int = -1


def when(record: Mapping[str, Any], scenario: Mapping[str, Iterable[str]]) -> str:
    """Return in words which answers ask for a material: “在哪里经营”选“租赁或借用”."""
    questions = {q["key"]: q for q in record.get("scenarios") or ()}
    parts = []
    for key, values in scenario.items():
        labels = {o["value"]: o["label"] for o in questions[key]["options"]}
        chosen = "或".join(f"“{labels.get(value, value)}”" for value in values)
        parts.append(f"“{questions[key]['question'].rstrip('？?')}”选{chosen}")
    return "，并且".join(parts)


def line(record: Mapping[str, Any], one: selection.Chosen, *, only: str = "", looked: bool = False) -> Line:
    """Return a chosen material in words: its form and number, whether it is handed in, and why not; `looked`: licences were looked for."""
    material = record["materials"][one.index]
    sample = str(material.get("sample") or "")
    linked = sample.startswith(("https://", "/"))
    note = "；".join(filter(None, [material.get("note"), f"样本：{sample}" if sample and not linked else ""]))
    state, word = _state(one, material.get("scenario") or {}, looked)
    if only:
        state, word = "open", "看情形"
    why = f"{only}，才要交" if only and not one.waived else _why(one, looked)
    return Line(
        one.name,
        state,
        word,
        "" if one.waived else _form(one),
        why,
        note,
        sample if linked else "",
        place=one.index,
    )


def _state(one: selection.Chosen, scenario: Mapping[str, Any], looked: bool) -> tuple[str, str]:
    if one.waived:
        return "waived", "免交"
    if one.how == selection.LATER:
        return "gap", "可后补"
    if one.required == "非必要" and not scenario:
        return "off", "可不交"
    return "wanted", "有证免交" if held(one) and not looked else "要交"


def _form(one: selection.Chosen) -> str:
    copies = f"{one.copies}份" if one.copies else f"份数{UNKNOWN}"
    return f"{one.form}{copies}" if one.form else f"形式{UNKNOWN}，{copies}"


def _why(one: selection.Chosen, looked: bool) -> str:
    if held(one) and one.how == selection.SUBMIT and not looked and not one.earlier:
        return f"窗口查到电子证照“{(one.obtainable_by or {}).get('name')}”就免交"
    if one.how == selection.SUBMIT and not one.earlier and not (one.obtainable_by or {}).get("kind"):
        return ""
    return one.why_zh


def held(one: selection.Chosen) -> bool:
    """Whether an e-licence of the applicant can stand for this material."""
    return (one.obtainable_by or {}).get("kind") == HOLDS


def tight(text: str) -> str:
    """Return `text` without the spaces beside Chinese characters: on screens the browser sets them."""
    return re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", text)
