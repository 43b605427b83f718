"""Password hashing and rules: argon2id at 19 MiB, at most two hashes at once per process; domain.md 12 defaults."""

import re
import secrets
import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.core.exceptions import ValidationError

from yichuang.journal.refusals import BadInput
from yichuang.people.models import Person

LAST = 5
LETTERS = "abcdefghjkmnpqrstuvwxyz"
_two = threading.BoundedSemaphore(2)


class Argon2(Argon2PasswordHasher):
    """argon2id with 19 MiB, t = 2, p = 1 (settled.md, Parts)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _two:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _two:
            return super().verify(password, encoded)


class Checked:
    """A password that keeps the rules, already hashed: hashing takes too long to be done under a lock."""

    __slots__ = ("encoded",)

    def __init__(self, encoded: str) -> None:
        self.encoded = encoded

    def __repr__(self) -> str:
        return "Checked"


def checked(password: str, person: Person) -> Checked:
    """Return the hashed password for a person (a new one need not be saved); BadInput says what to change."""
    try:
        Rules().validate(password, person)
    except ValidationError as error:
        raise BadInput(error.messages[0], field="password") from error
    return Checked(make_password(password))


def first() -> str:
    """Return a random first password that keeps the rules and can be read aloud: no letter looks like a digit."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)]
    return f"{'-'.join(groups)}-{secrets.choice('ABCDEFGH')}{secrets.choice('23456789')}"


class Rules:
    """At least 12 characters of three classes, without the sign-in name, not one of the last five."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the sentence that says what to change."""
        patterns = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
        if len(password) < 12:
            raise ValidationError(f"密码至少12个字符，现在是{len(password)}个。")
        if len(password) > 128:
            raise ValidationError(f"密码最长128个字符，现在是{len(password)}个。")
        if sum(bool(re.search(pattern, password)) for pattern in patterns) < 3:
            raise ValidationError("密码要含小写字母、大写字母、数字、符号中的三种。")
        login = getattr(user, "username", "") or ""
        if len(login) >= 3 and login.lower() in password.lower():
            raise ValidationError("密码里不要放登录名。")
        if user is not None and user.pk and _used_before(password, user):
            raise ValidationError(f"这个密码最近{LAST}次用过，换一个。")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return "至少12个字符，含小写字母、大写字母、数字、符号中的三种，最近五次用过的不行。"


def _used_before(password: str, person: Person) -> bool:
    hashes = person.old_passwords.order_by("-id").values_list("hash", flat=True)[:LAST]
    return any(check_password(password, old) for old in hashes)
