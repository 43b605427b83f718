"""Verbs of accounts: codes by SMS, opening and knowing an account, phones, closing; bodies, wards and agents."""

from yichuang.citizens.acts.accounts import (
    Evidence,
    change_phone,
    close,
    on_phone,
    open_account,
    raise_level,
    with_number,
)
from yichuang.citizens.acts.codes import OVER, RIGHT, WRONG, forget_codes, remember_visit, send_code, try_code
from yichuang.citizens.acts.ties import authorise, end_authorisation, end_tie, take_up, tie

__all__ = [
    "OVER",
    "RIGHT",
    "WRONG",
    "Evidence",
    "authorise",
    "change_phone",
    "close",
    "end_authorisation",
    "end_tie",
    "forget_codes",
    "on_phone",
    "open_account",
    "raise_level",
    "remember_visit",
    "send_code",
    "take_up",
    "tie",
    "try_code",
    "with_number",
]
