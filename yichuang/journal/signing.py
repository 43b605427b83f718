"""The signature under the daily bill: SM2 with SM3 (GB/T 32918), by a key outside the database.

A software key is for pilots: put a certified device behind `Signer` for production. Nothing here claims 密评.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Protocol

import gmssl_pyx
from django.conf import settings

USER = b"1234567812345678"
A = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"
B = "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
GX = "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
GY = "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"


class Signer(Protocol):
    """What signs a bill."""

    def sign(self, text: str) -> str:
        """Return the signature of `text` in hex (DER)."""

    def public(self) -> str:
        """Return the public key in hex (x and y, 128 digits)."""


def digest_of(text: str, public: str) -> bytes:
    """Return SM3(Z ‖ text), what SM2 signs (GB/T 32918.2, 5.5)."""
    head = (len(USER) * 8).to_bytes(2, "big") + USER
    z = hashlib.new("sm3", head + bytes.fromhex(A + B + GX + GY + public)).digest()
    return hashlib.new("sm3", z + text.encode()).digest()


def verify(text: str, signature: str, public: str) -> bool:
    """Tell whether `signature` is the key's signature of `text`."""
    try:
        return bool(
            gmssl_pyx.sm2_verify_sm3_digest(
                bytes.fromhex(public), digest_of(text, public), bytes.fromhex(signature)
            )
        )
    except (ValueError, gmssl_pyx.InvalidValueError, gmssl_pyx.GmsslInnerError):
        return False


def fingerprint(public: str) -> str:
    """Return the short name of a public key, as it stands on the bills."""
    return hashlib.new("sm3", public.encode()).hexdigest()[:16]


class FileKey:
    """A software key in HOME/keys/sm2.json, made once, readable by this account only."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(settings.HOME) / "keys" / "sm2.json"
        if not self.path.exists():
            self._make()
        kept = json.loads(self.path.read_text())
        self._public, self._private = kept["public"], kept["private"]

    def _make(self) -> None:
        public, private = gmssl_pyx.sm2_key_generate()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path.with_name(f"sm2.{os.getpid()}.new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps({"public": public.hex(), "private": private.hex()}))
        try:
            os.link(draft, self.path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def sign(self, text: str) -> str:
        """Return the signature of `text` in hex (DER)."""
        return str(
            gmssl_pyx.sm2_sign_sm3_digest(bytes.fromhex(self._private), digest_of(text, self._public)).hex()
        )

    def public(self) -> str:
        """Return the public key in hex."""
        return str(self._public)


def signer() -> Signer:
    """Return this installation's signer."""
    return FileKey()


def known() -> str | None:
    """Return the public key of this installation, or None when the key is not there; never makes one."""
    return FileKey().public() if (Path(settings.HOME) / "keys" / "sm2.json").exists() else None
