"""Code lists over the API."""

from typing import Any


def test_code_lists_come_with_the_codes_of_each_receiver(ask: Any) -> None:
    told = ask("lin", "GET", "/code-lists").json()
    assert told["receivers"]["provincial-feed"] == "省级办件汇聚"
    outcome = next(one for one in told["lists"] if one["key"] == "outcome")
    words = {word["code"]: word for word in outcome["words"]}
    assert words["granted"] == {
        "code": "granted",
        "name": "准予",
        "receivers": {"provincial-feed": "0", "national-exchange": "0"},
    }
    assert words["forwarded"]["receivers"] == {"provincial-feed": "4"}


def test_code_lists_need_a_token(ask: Any) -> None:
    assert ask("", "GET", "/code-lists").status_code == 401
