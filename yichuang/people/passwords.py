"""Password hashing and rules: argon2id at 19 MiB, at most two hashes at once per process; domain.md 12 defaults."""

import re
import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.core.exceptions import ValidationError

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


class Rules:
    """At least 12 characters of three classes, without the sign-in name, not one of the last five."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the sentence that says what to change."""
        classes = sum(bool(re.search(p, password)) for p in (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"))
        if len(password) < 12:
            raise ValidationError(f"密码至少12个字符，现在是{len(password)}个。")
        if classes < 3:
            raise ValidationError("密码要含小写字母、大写字母、数字、符号中的三种。")
        if user is not None and user.username and user.username.lower() in password.lower():
            raise ValidationError("密码里不要放登录名。")
        if user is not None and user.pk and any(check_password(password, old.hash) for old in user.old_passwords.order_by("-id")[:5]):
            raise ValidationError("这个密码最近五次用过，换一个。")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return "至少12个字符，含小写字母、大写字母、数字、符号中的三种。"
