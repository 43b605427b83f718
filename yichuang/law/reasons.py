"""Why a material goes back: seven reasons, each printed as one sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import BadInput
from .wording import lint

FREE_TEXT_LEAST = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """A return reason: its key at the counter, label, sentence, and (field, label) pairs the sentence needs."""

    key: str
    label: str
    template: str
    fields: tuple[tuple[str, str], ...]
    second_look: bool = False


_MATERIAL = ("material", "材料")
REASONS = (
    Reason(
        "1",
        "没带",
        "没有交 {material}。请交 {form} {copies} 份",
        (_MATERIAL, ("form", "形式"), ("copies", "份数")),
    ),
    Reason("2", "不清楚", "{material} 第 {page} 页看不清。请重新复印或拍照", (_MATERIAL, ("page", "页"))),
    Reason(
        "3",
        "没签字盖章",
        "{material} 没有{what}。请在 {place} 补上",
        (_MATERIAL, ("what", "签字或盖章"), ("place", "位置")),
    ),
    Reason(
        "4", "过期", "{material} {expired_on} 已过期。请交有效期内的", (_MATERIAL, ("expired_on", "到期日期"))
    ),
    Reason(
        "5",
        "不一致",
        "{material} 上的 {item} 是 {here}，申请书上是 {there}。请改成一致",
        (_MATERIAL, ("item", "项目"), ("here", "材料上写的"), ("there", "申请书上写的")),
    ),
    Reason(
        "6",
        "缺内容",
        "{material} 缺 {missing}。照样本第 {sample} 项补上",
        (_MATERIAL, ("missing", "章节或项"), ("sample", "样本第几项")),
    ),
    Reason("7", "其他", "{text}", (("text", "原因和改法"),), second_look=True),
)


def reason(key: str) -> Reason:
    """The reason with a key 1-7. BadInput otherwise. Basis: ux.md 7.5."""
    for row in REASONS:
        if row.key == str(key):
            return row
    raise BadInput("退回理由只有 1 至 7")


def wrong_with(key: str, fields: Mapping[str, object]) -> tuple[str, ...]:
    """What is still missing or vague before the sentence may be printed; empty when it may.

    Basis: ux.md 7.5 (free text is linted, at least 10 characters); Administrative Licensing Law, art. 32(1)(4).
    """
    row = reason(key)
    wrong = [f"请填写{label}" for name, label in row.fields if not str(fields.get(name) or "").strip()]
    if row.key == "7" and not wrong:
        text = str(fields["text"]).strip()
        if len(text) < FREE_TEXT_LEAST:
            wrong.append(f"原因和改法要 {FREE_TEXT_LEAST} 个字以上，现在是 {len(text)} 个字")
        wrong += [f"“{found.text}”说得不清楚：{found.hint}" for found in lint("material_note", text).hard]
    return tuple(wrong)


def sentence(key: str, fields: Mapping[str, object]) -> str:
    """The printed sentence of a reason. BadInput with what is missing or vague. Basis: ux.md 7.5."""
    wrong = wrong_with(key, fields)
    if wrong:
        raise BadInput("；".join(wrong))
    row = reason(key)
    return row.template.format(**{name: str(fields[name]).strip() for name, _ in row.fields})
