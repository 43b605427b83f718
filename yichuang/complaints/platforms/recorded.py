"""A platform from records (录制): its orders and its replies lie in `recorded.json` beside this page. For demo and tests."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from yichuang.complaints.platforms import WHAT, Coming, Said, as_json, coming

NAME = "recorded"


@cache
def records() -> dict[str, Any]:
    """What was recorded: orders, and the reply to each kind of message."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("recorded.json").read_text("utf-8"))
    return found


def fetch(since: datetime, at: datetime) -> list[Coming]:
    """Return the recorded orders; who asks again gets them again."""
    return [coming(one) for one in records()["orders"]]


def tell(said: Said, at: datetime) -> None:
    """Say what became of an order, and read the recorded reply."""
    if said.what not in WHAT or said.outer_number not in {one["number"] for one in records()["orders"]}:
        raise ValueError("平台没有这件工单。")
    as_json(said)
    reply = records()["replies"][said.what]
    if reply["code"] != 0:
        raise ValueError(str(reply["message"]))
