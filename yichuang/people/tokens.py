"""Tokens of integrators: 32 random bytes behind "yc_"; only the SHA-256 digest is stored."""

import re
import secrets
from hashlib import sha256

PREFIX = "yc_"
_SHAPE = re.compile(r"yc_[A-Za-z0-9_-]{43}\Z")


def make() -> str:
    """Return a new raw token. It is shown once and never stored."""
    return PREFIX + secrets.token_urlsafe(32)


def looks_right(raw: str) -> bool:
    """Tell whether `raw` has the shape of a token."""
    return bool(_SHAPE.match(raw))


def digest_of(raw: str) -> str:
    """Return the digest under which a token is stored."""
    return sha256(raw.encode()).hexdigest()


def hint_of(raw: str) -> str:
    """Return the first characters, by which people tell tokens apart on a list."""
    return raw[:8]
