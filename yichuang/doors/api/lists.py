"""Code lists: our words with the code that each receiver has for them, so that nobody types them off."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yichuang.law import code_lists

router = Router()


class Word(Schema):
    """One word of a list: our code, its Chinese, and the receivers' codes."""

    code: str
    name: str
    receivers: dict[str, str]


class Listed(Schema):
    """One code list."""

    key: str
    name: str
    basis: str
    words: list[Word]


class AllLists(Schema):
    receivers: dict[str, str]
    lists: list[Listed]


@router.get("", response=AllLists, summary="代码表和各接收方的代码")
def listed(request: HttpRequest) -> dict[str, Any]:
    """Give every code list; a receiver left out at a word has no code for it."""
    return {
        "receivers": dict(code_lists.RECEIVERS),
        "lists": [
            {"key": one.key, "name": one.name, "basis": one.basis, "words": [_word(one, *word) for word in one.words]}
            for one in code_lists.LISTS
        ],
    }  # fmt: skip


def _word(one: code_lists.CodeList, code: str, name: str) -> dict[str, Any]:
    theirs = {receiver: codes[code] for receiver, codes in one.receivers.items() if code in codes}
    return {"code": code, "name": name, "receivers": theirs}
