"""Personal numbers at rest: SM4-GCM ciphertext and keyed SM3 indexes; the keys lie outside the database."""

import base64
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings


@lru_cache(maxsize=8)
def _cipher(name: str) -> algorithms.SM4:
    return algorithms.SM4(_key(name)[:16])


@lru_cache(maxsize=8)
def _key(name: str) -> bytes:
    from yichuang.settings import secret

    return bytes.fromhex(secret(name))


def forget_keys() -> None:
    """Read the keys anew (after a rotation)."""
    _key.cache_clear()
    _cipher.cache_clear()
    _ring.cache_clear()


def ring() -> tuple[str, ...]:
    """Return the names of the cipher keys, oldest first; the last one encrypts. A key made meanwhile is seen at once."""
    folder = settings.HOME / "keys"
    return _ring(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _ring(folder: Path, changed: int) -> tuple[str, ...]:
    return tuple(sorted(p.name for p in folder.glob("sm4-*") if p.suffix == "")) or ("sm4-0001",)


def lock(text: str) -> str:
    """Return `text` encrypted: the key's name, nonce, tag and ciphertext. Empty stays empty."""
    if not text:
        return ""
    name, nonce = ring()[-1], os.urandom(12)
    box = Cipher(_cipher(name), modes.GCM(nonce)).encryptor()
    body = box.update(text.encode()) + box.finalize()
    return f"{name}:{base64.b64encode(nonce + box.tag + body).decode()}"


def unlock(cipher: str) -> str:
    """Return the text of `lock`; ValueError if it was altered or the key is gone."""
    return opened(cipher).decode() if cipher else ""


def opened(cipher: str, names: tuple[str, ...] | None = None) -> bytes:
    """Return the bytes of what `lock` was given; a long reading asks the `ring` for its names once."""
    name, _, body = cipher.partition(":")
    try:
        if name not in (ring() if names is None else names):
            raise LookupError(name)
        raw = base64.b64decode(body)
        box = Cipher(_cipher(name), modes.GCM(raw[:12], raw[12:28])).decryptor()
        return box.update(raw[28:]) + box.finalize()
    except Exception as error:
        raise ValueError("The ciphertext was altered or its key is missing.") from error


def index(text: str) -> str:
    """Return the keyed index of a number, for finding it without storing it: HMAC-SM3, 32 hex digits."""
    return hmac.digest(_key("index"), text.upper().encode(), "sm3").hex()[:32] if text else ""


def tail_index(text: str) -> str:
    """Return the keyed index of the last four characters of a number."""
    return index(f"tail:{text[-4:]}") if len(text) >= 4 else ""
