"""Dates and amounts as they are printed in Chinese."""

from datetime import date

from .days import WEEKDAYS


def weekday(day: date) -> str:
    """周一 to 周日. Basis: ux.md 7.1(4)."""
    return WEEKDAYS[day.weekday()]


def zh_date(day: date) -> str:
    """2026年11月27日（周五）, with full-width brackets. Basis: ux.md 7.1(4) and (9)."""
    return f"{plain_date(day)}（{weekday(day)}）"


def plain_date(day: date) -> str:
    """2026年11月27日, for sentences that already hold brackets. Basis: ux.md 7.1(4) and (9)."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    """11月27日, where the year is plain from the page. Basis: ux.md 7.2."""
    return f"{day.month}月{day.day}日"


def days_text(days: int | None, unit: str = "working") -> str:
    """5 个工作日, 30 个自然日, or 没有规定 for None; 0 working days is 当场. Basis: ux.md 7.1(4), domain.md 1.4."""
    if days is None:
        return "没有规定"
    if days == 0:
        return "当场"
    return f"{days} 个{'自然日' if unit == 'natural' else '工作日'}"


def copies_text(form: str | None, copies: int | None) -> str:
    """原件 1 份, or the form alone when the number is unknown. Basis: ux.md 7.1(4), catalogue README (null)."""
    return f"{form or ''} {copies} 份".strip() if copies else form or ""
