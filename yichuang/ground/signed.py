"""Messages between two systems that share a key: HMAC-SHA256 over time, nonce and body; fresh within five minutes."""

import hmac
from datetime import datetime, timedelta

FRESH = timedelta(minutes=5)
NONCE_MOST = 100


def sign(key: str, time: str, nonce: str, body: bytes) -> str:
    """Return the signature of a message, in hex."""
    return hmac.digest(key.encode(), b"\n".join((time.encode(), nonce.encode(), body)), "sha256").hex()


def right(key: str, time: str, nonce: str, body: bytes, signature: str, at: datetime) -> bool:
    """Tell whether a message is theirs and fresh."""
    return theirs(key, time, nonce, body, signature) and fresh(time, at)


def theirs(key: str, time: str, nonce: str, body: bytes, signature: str) -> bool:
    """Tell whether who sent a message holds the key."""
    if not nonce or len(nonce) > NONCE_MOST:
        return False
    return hmac.compare_digest(sign(key, time, nonce, body), signature)


def fresh(time: str, at: datetime) -> bool:
    """Tell whether a message was sent within five minutes."""
    sent = int(time) if time.isascii() and time.isdigit() and len(time) < 12 else 0
    return abs(at.timestamp() - sent) <= FRESH.total_seconds()
