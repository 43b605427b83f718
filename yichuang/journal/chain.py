"""The digest that seals an entry, and canonical JSON (RFC 8785 for the values we write)."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

SEPARATOR = "\x1f"
_TEXT: dict[type, Callable[[Any], str]] = {
    int: int.__repr__,
    bool: lambda value: "1" if value else "0",
    date: date.isoformat,
    UUID: lambda value: value.hex,
}
_SM3 = hashlib.new("sm3")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sm3(text: str) -> str:
    """Return the SM3 digest (GB/T 32905) of UTF-8 text, as 64 hex digits."""
    digest = _SM3.copy()
    digest.update(text.encode())
    return digest.hexdigest()


def sm3_of(data: bytes) -> str:
    """Return the SM3 digest of bytes as the database gave them, as 64 hex digits."""
    digest = _SM3.copy()
    digest.update(data)
    return digest.hexdigest()


def canonical(value: Any) -> str:
    """Return the one JSON text of `value`: keys sorted, no spaces, integers only as numbers."""
    return _ENCODER.encode(value)


def standing(values: Iterable[Any]) -> str:
    """Return the one text of a subject's columns that an entry seals beside itself."""
    return SEPARATOR.join(
        [
            value if type(value) is str else "" if value is None else _TEXT.get(type(value), str)(value)
            for value in values
        ]
    )


def seal(
    before: str, subject: str, seq: int, region: str, act: str, person: Any, post: Any, name: str, at: str, recorded: str,
    idem: Any, payload: str,
) -> str:  # fmt: skip
    """Return the digest of an entry: all its columns, one a line, after the digest before it.

    Only `payload` may hold what people typed, and canonical JSON holds no line break, so the form is unambiguous.
    """
    return sm3(
        f"{before}\n{subject}\n{seq}\n{region}\n{act}\n{'' if person is None else person}\n"
        f"{'' if post is None else post}\n{name}\n{at}\n{recorded}\n{idem or ''}\n{payload}"
    )


def hide(private: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return salted digests of personal values for the chain, and the values with their salts to lie beside it.

    Destroying the salt and value later leaves the chain whole and the person forgotten.
    """
    digests: dict[str, str] = {}
    beside: dict[str, Any] = {}
    for name, value in private.items():
        salt = secrets.token_hex(12)
        beside[name] = [salt, value]
        digests[name] = sm3(f"{salt}\n{canonical(value)}")
    return digests, canonical(beside)


def opens(digests: Mapping[str, str], beside: str) -> list[str]:
    """Return the names whose value beside the chain does not match its digest in it."""
    if not beside:
        return []
    try:
        values = json.loads(beside)
        bad = [
            n
            for n, pair in values.items()
            if not hmac.compare_digest(digests.get(n, ""), sm3(f"{pair[0]}\n{canonical(pair[1])}"))
        ]
    except (ValueError, TypeError, IndexError, AttributeError):
        return ["*"]
    return bad
