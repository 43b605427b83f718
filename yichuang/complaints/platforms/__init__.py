"""The city's hotline platform (12345), by adapter found in this folder: orders come from it, what becomes of them goes back.

    fetch(since, at) -> the orders that were sent to us since then, oldest first; the same one may come again
    tell(said, at)   -> nothing; the platform has it

OSError says that the platform is out of reach; ValueError that it does not take what was said, and never will.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.conf import settings

from yichuang.journal.refusals import BadInput
from yichuang.law import complaints as law

WHAT = ("signed", "returned", "answered", "extended", "reopened", "withdrawn")
TEXT_MOST, SHORT_MOST = 2000, 100
# What the city calls a kind of request, and what we do (GB/T 33358 names them so).
CATEGORIES = {word: key for key, word in law.CATEGORIES}


@dataclass(frozen=True, slots=True)
class Coming:
    """An order as the platform sends it."""

    outer_number: str
    category: str
    content: str
    title: str = ""
    urgency: str = "normal"
    caller: str = ""
    phone: str = ""
    place: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What became of an order: signed, returned (text is why), answered (text, outcome), extended (due_on), reopened."""

    outer_number: str
    what: str
    at: datetime
    key: str
    text: str = ""
    outcome: str = ""
    due_on: str = ""


def found() -> dict[str, ModuleType]:
    """Return the adapters by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}


def current() -> str:
    """Return the name of the platform that orders come from, empty where there is none."""
    return settings.DEPLOYMENT.hotline


def coming(said: Mapping[str, Any]) -> Coming:
    """Return an order as a platform wrote it down in JSON; BadInput names the field that cannot be read."""
    category = str(said.get("category", ""))
    category = CATEGORIES.get(category, category)
    if category not in CATEGORIES.values():
        raise BadInput("诉求类型看不懂。", field="category")
    number, content = str(said.get("number") or "").strip(), str(said.get("content") or "").strip()
    if not number or len(number) > 64:
        raise BadInput("工单没有编号。", field="number")
    if not content or len(content) > TEXT_MOST:
        raise BadInput(f"诉求内容要有，最多{TEXT_MOST}个字。", field="content")
    short = {
        name: str(said.get(name) or "").strip()[:SHORT_MOST] for name in ("title", "caller", "phone", "place")
    }
    urgency = "urgent" if said.get("urgency") in ("urgent", "紧急") else "normal"
    return Coming(number, category, content, urgency=urgency, due_on=_day(said.get("due_on")), **short)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        raise BadInput("答复期限写成2026-11-27这样。", field="due_on") from None


def as_json(said: Said) -> bytes:
    """Return what is told to a platform, as it goes over the wire."""
    told = {
        "number": said.outer_number,
        "what": said.what,
        "at": said.at.isoformat(),
        "text": said.text,
        "outcome": said.outcome,
        "due_on": said.due_on,
    }
    return json.dumps(
        {name: value for name, value in told.items() if value}, ensure_ascii=False, sort_keys=True
    ).encode()
