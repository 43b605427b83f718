"""Words and shapes that every template may use. docs/front.md shows each in use."""

import re
import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yichuang.ground.now import SHANGHAI

register = template.Library()
# Han beyond the common fonts: extension A, the rest of the plane's compatibility forms, all later planes.
RARE = re.compile("([\u3400-\u4dbf\U00020000-\U0003ffff])")
MISSING = "（此字暂不能显示，按证件核对）"
WEEK = "一二三四五六日"

# ux.md 7.2 and settled.md: code -> (word for staff, kind of tag)
STATES = {
    "draft": ("草稿", ""),
    "filed": ("待受理", "info"),
    "submitted": ("待受理", "info"),
    "correcting": ("待补正", "warn"),
    "supplement": ("待补正", "warn"),
    "accepted": ("审查", "info"),
    "reviewed": ("待决定", "info"),
    "paused": ("特别程序", ""),
    "visiting": ("现场核查", "info"),
    "extended": ("已延期", "warn"),
    "gap": ("容缺受理", "gap"),
    "forwarded": ("已转办", ""),
    "not_needed": ("即时告知不受理", ""),
    "not_required": ("即时告知不受理", ""),
    "at_once": ("即办·当场办结", "ok"),
    "lapsed": ("补正未交终止", ""),
    "renewed": ("视为准予延续", "red"),
    "decided": ("办结", "ok"),
    "granted": ("办结·准予", "ok"),
    "refused": ("办结·不予", "err"),
    "not_accepted": ("不予受理", ""),
    "ready": ("待出件", "info"),
    "delivered": ("已送达", "ok"),
    "closed": ("已归档", ""),
    "withdrawn": ("撤回", ""),
    "void": ("作废", ""),
    "deemed": ("视为受理", "red"),
}
# ux.md 5, component 15
MATERIALS = {
    "waived": ("免交", "info"),
    "wanted": ("待交", ""),
    "open": ("待核", ""),
    "ok": ("收齐", "ok"),
    "fix": ("要补", "err"),
    "gap": ("容缺", "gap"),
    "off": ("不适用", "none"),
}
CARDS = {"yellow": "黄牌", "red": "红牌"}
KEYS = {
    "Space": "空格",
    "Enter": "回车",
    "Escape": "Esc",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "ArrowLeft": "←",
    "ArrowRight": "→",
}


def _civil(value: Any) -> date | datetime | None:
    """Return `value` as a date or an instant in Shanghai; text is read as ISO 8601."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI) if value.tzinfo else value
    return value if isinstance(value, date) else None


@register.filter
def cndate(value: Any) -> str:
    """2026年11月27日（周五）"""
    day = _civil(value)
    return f"{day.year}年{day.month}月{day.day}日（周{WEEK[day.weekday()]}）" if day else ""


@register.filter
def cnday(value: Any) -> str:
    """11月27日（周五）: only where the year is beyond doubt."""
    day = _civil(value)
    return f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）" if day else ""


@register.filter
def cnplain(value: Any) -> str:
    """2026年11月27日: for papers, without the weekday."""
    day = _civil(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def cndatetime(value: Any) -> str:
    """2026年11月27日（周五）10:26"""
    at = _civil(value)
    return f"{cndate(at)}{at:%H:%M}" if isinstance(at, datetime) else cndate(at)


@register.filter
def clocktime(value: Any) -> str:
    """10:26"""
    at = _civil(value)
    return f"{at:%H:%M}" if isinstance(at, datetime) else ""


@register.filter
def masked_id(value: Any) -> str:
    """320503 ******** 2814; other numbers keep 6 and 4 places if that hides four, else the first."""
    text = str(value or "").replace(" ", "")
    if len(text) == 18:
        return f"{text[:6]} ******** {text[14:]}"
    return (
        f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"
        if len(text) >= 14
        else text[:1] + "*" * max(len(text) - 1, 0)
    )


@register.filter
def masked_name(value: Any) -> str:
    """张*, 李*敏, 欧**国: the middle is hidden, as law.identity does it (the floor may not ask the law)."""
    text = str(value or "").strip()
    return (
        text[:1] + "*" * (len(text) - 2) + text[-1:]
        if len(text) > 2
        else text[:1] + "*" * (len(text) - 1)
        if len(text) == 2
        else "*" * len(text)
    )


@register.filter
def masked_phone(value: Any) -> str:
    """138 **** 0000"""
    text = str(value or "").replace(" ", "").replace("-", "")
    return f"{text[:3]} **** {text[-4:]}" if len(text) >= 7 else "*" * len(text)


@register.filter
def typed(value: Any) -> SafeString:
    """A name, or what a person typed: whole, never converted, with its rare characters marked for `rare.js`."""
    parts = RARE.split(str(value or ""))
    said = "".join(
        format_html('<span data-yc-rare="{}">{}</span>', MISSING, part) if n % 2 else escape(part)
        for n, part in enumerate(parts)
    )
    return format_html('<span translate="no">{}</span>', mark_safe(said))


@register.filter
def veiled(value: Any) -> str:
    """Hide the middle of every identity number and mobile number that stands in a text."""
    return _NUMBERS.sub(lambda m: masked_phone(m[0]) if len(m[0]) == 11 else masked_id(m[0]), str(value or ""))  # fmt: skip


_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|1[0-9]{10})(?![0-9A-Za-z])")


@register.filter
def grouped_id(value: Any) -> str:
    """An 18-character number in groups 6-8-4, unmasked: only where the looking is on record."""
    text = str(value or "")
    return f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else text


@register.filter
def grouped_phone(value: Any) -> str:
    """138 0000 0000"""
    text = str(value or "")
    return f"{text[:3]} {text[3:7]} {text[7:]}" if len(text) == 11 else text


@register.filter
def code_groups(value: Any) -> str:
    """7K4M29PX -> 7K4M-29PX"""
    text = str(value or "").replace("-", "").replace(" ", "").upper()
    return f"{text[:4]}-{text[4:]}" if len(text) == 8 else text


@register.filter
def days_left_words(value: Any) -> str:
    """剩1天, 超2天, 今天到期; no number = 不计时."""
    if value is None or value == "":
        return "不计时"
    days = int(value)
    return "今天到期" if days == 0 else f"剩{days}天" if days > 0 else f"超{-days}天"


@register.filter
def days_left_kind(value: Any) -> str:
    """The class for days_left_words: is-over, is-soon, is-still or nothing."""
    if value is None or value == "":
        return "is-still"
    return "is-over" if int(value) < 0 else "is-soon" if int(value) <= 1 else ""


@register.filter
def yuan(value: Any) -> str:
    """An amount in fen as people read it: 30.00."""
    fen = int(value or 0)
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


@register.filter
def file_size(value: Any) -> str:
    """1.2 MB"""
    size = float(value or 0)
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(size / 1024, 1 if size else 0):.0f} KB"


@register.simple_tag
def status_tag(code: str, word: str = "") -> SafeString:
    """Return the tag of a state; `word` replaces the usual word."""
    usual, kind = STATES.get(code, (code, ""))
    return _tag(word or usual, kind)


@register.simple_tag
def material_tag(state: str, word: str = "") -> SafeString:
    """Return the tag of a material's state; `word` says more, as the reason of 要补 or the date of 容缺."""
    usual, kind = MATERIALS.get(state, (state, ""))
    return _tag(word or usual, kind)


@register.simple_tag
def card_tag(colour: str, word: str = "", rule: str = "") -> SafeString:
    """Return a 黄牌 or 红牌 (shape, word and colour), or nothing; `rule` is the rule that fired."""
    if colour not in CARDS:
        return mark_safe("")
    text = f"{CARDS[colour]}：{word}" if word else CARDS[colour]
    return format_html(
        '<span class="tag is-{}"{}>{}</span>', colour, format_html(' title="{}"', rule) if rule else "", text
    )


def _tag(word: str, kind: str) -> SafeString:
    return format_html('<span class="tag{}">{}</span>', f" is-{kind}" if kind else "", word)


@register.simple_tag
def key(names: str) -> SafeString:
    """Return key caps: {% key "Space" %} is 空格, {% key "Ctrl+Enter" %} one cap, {% key "J K" %} two."""
    caps = (
        "+".join(KEYS.get(part, part) for part in name.split("+")) if len(name) > 1 else name
        for name in names.split()
    )
    return mark_safe("".join(format_html("<kbd>{}</kbd>", cap) for cap in caps))


@register.simple_tag
def qr(text: str, label: str = "二维码") -> SafeString:
    """Return `text` as an inline SVG QR code, black on white in every theme."""
    head = format_html('<svg role="img" aria-label="{}"', label)
    return mark_safe(head + _qr(str(text)).removeprefix("<svg"))


@lru_cache(maxsize=1024)
def _qr(text: str) -> str:
    """All papers of a case carry the same code, and drawing one costs as much as all the rest of a paper."""
    drawn = segno.make(text, error="m", micro=False)
    svg: str = drawn.svg_inline(omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr")
    return svg


@register.simple_tag
def idempotency() -> SafeString:
    """Return the hidden field that lets the server know a repeated form; made here so that it works without scripts."""
    return format_html(
        '<input type="hidden" name="idempotency_key" value="{}" data-yc-idempotency>', uuid.uuid4()
    )


@register.filter
def first_id(bound: BoundField) -> str:
    """The id that a link to this field must have; groups answer with their first box."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField,
    page: bool = False,
    hint: str = "",
    size: str = "",
    optional: bool | None = None,
    digits: bool = False,
) -> dict[str, Any]:
    """Render one form field with label, hint, input and error wired together.

    `page`: the label is the page's h1. `size`: 2, 4, 8, 18 or full. `digits`: choices show and take keys 1-9.
    """
    widget = bound.field.widget
    kind = getattr(widget, "input_type", None) or ("area" if type(widget).__name__ == "Textarea" else "text")
    group = bound.use_fieldset and kind in ("radio", "checkbox")
    named = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    named += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(named)} if named else {}
    attrs |= {"aria-invalid": "true"} if bound.errors else {}
    looks = {"select": "select", "area": "area"}.get(kind, "input")
    classes = " ".join(filter(None, [widget.attrs.get("class", ""), looks, f"is-{size}" if size else ""]))
    return {
        "bound": bound,
        "kind": kind,
        "group": group,
        "page": page,
        "hint": hint or bound.help_text,
        "optional": not bound.field.required if optional is None else optional,
        "described": " ".join(named),
        "control": ""
        if group
        else bound.as_widget(attrs=attrs if kind == "checkbox" else {**attrs, "class": classes}),
        "options": [_option(sub, n, digits) for n, sub in enumerate(bound.subwidgets, 1)] if group else [],
    }


def _option(sub: Any, number: int, digits: bool) -> dict[str, Any]:
    """Return one choice of a group: its box, its label and, if asked, its digit."""
    attrs = sub.data["attrs"]
    attrs.pop("aria-describedby", None)
    attrs.pop("required", None)
    if digits and number <= 9:
        attrs["data-yc-key"] = str(number)
    return {
        "box": sub.tag(),
        "id": sub.id_for_label,
        "label": conditional_escape(sub.choice_label),
        "digit": number if digits and number <= 9 else "",
    }
