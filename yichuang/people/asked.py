"""What was asked for, checked: each refusal names the field and says what to write instead."""

import unicodedata
from datetime import date
from typing import Any, TypeVar

from django.db import models

from yichuang.journal.refusals import BadInput

M = TypeVar("M", bound=models.Model)


def text(value: Any, field: str, label: str, longest: int, *, empty: bool = False) -> str:
    """Return a text of one line, normalised; `empty` lets nothing pass."""
    line = unicodedata.normalize("NFC", str(value or "")).strip()
    if not line and not empty:
        raise BadInput(f"没填{label}。填上再存。", field=field)
    if len(line) > longest:
        raise BadInput(f"{label}最长{longest}个字，现在是{len(line)}个。", field=field)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line):
        raise BadInput(f"{label}里有看不见的控制字符，删掉再存。", field=field)
    return line


def one_of(value: Any, field: str, label: str, allowed: Any) -> str:
    """Return the value if it is one of the allowed codes."""
    if value not in list(allowed):
        raise BadInput(f"没选{label}，或者选的不在列表里。", field=field)
    return str(value)


def row(model: type[M], key: Any, field: str, label: str, **where: Any) -> M:
    """Return the row of this key among those that `where` allows, or say that it is not there."""
    try:
        found = model._default_manager.filter(pk=key, **where).first() if key is not None else None
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None:
        raise BadInput(f"没有这个{label}。从列表里选一个。", field=field)
    return found


def day(value: Any, field: str, label: str, *, since: date | None = None) -> date:
    """Return a civil date, not before `since`."""
    if not isinstance(value, date):
        raise BadInput(f"没填{label}。写成2026-11-27这样。", field=field)
    if since is not None and value < since:
        raise BadInput(f"{label}不能早于{since:%Y-%m-%d}。", field=field)
    return value


def span(starts_on: Any, ends_on: Any, *, since: date) -> tuple[date, date]:
    """Return the first day and the first day after, in that order."""
    first = day(starts_on, "starts_on", "开始日期", since=since)
    after = day(ends_on, "ends_on", "结束日期")
    if after <= first:
        raise BadInput("结束日期要晚于开始日期。", field="ends_on")
    return first, after
