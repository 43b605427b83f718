"""The address of a list, in which its answers travel: made for the QR code of page and paper, read again at the window."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

UNSURE = "~"
MOST = 4000
_LIST = re.compile(
    r"/(?P<of>items|things)/(?P<key>[A-Za-z0-9][A-Za-z0-9_.-]{0,79})/(?:list|notice|questions)/?(?:\?(?P<query>\S*))?$"
)


def address(key: str, answers: Mapping[str, str], unsure: Iterable[str] = ()) -> str:
    """Return the public address of a list; nothing in it says whose it is."""
    query = urlencode({**answers, **dict.fromkeys(unsure, UNSURE)}, safe=UNSURE)
    return f"{settings.DEPLOYMENT.origin}/items/{key}/list/{'?' if query else ''}{query}"


def read(text: str, of: str = "items") -> tuple[str, dict[str, str]] | None:
    """Return the key of an item (or of a thing) and what was answered from a scanned address, whatever its host; else None."""
    found = _LIST.search(text.strip())
    if found is None or found["of"] != of:
        return None
    return found["key"], dict(parse_qsl((found["query"] or "")[:MOST]))


def known(record: Mapping[str, Any], said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the answers that this record knows and the questions that were 我不确定; an old code's others are left out."""
    answers, unsure = {}, []
    for question in record.get("scenarios") or ():
        value = said.get(question["key"], "")
        if value == UNSURE:
            unsure.append(question["key"])
        elif any(option["value"] == value for option in question["options"]):
            answers[question["key"]] = value
    return answers, unsure
