"""Verbs of people: organisations, persons, posts and who holds them, delegations, leave, tokens, passwords."""

from yichuang.people.acts.delegations import delegate, end_delegation, take_leave
from yichuang.people.acts.organisations import organise
from yichuang.people.acts.persons import (
    change_password,
    change_second_factor,
    enrol,
    renew_codes,
    reset_password,
)
from yichuang.people.acts.posts import appoint, dismiss
from yichuang.people.acts.tokens import issue_token, revoke_token

__all__ = [
    "appoint",
    "change_password",
    "change_second_factor",
    "delegate",
    "dismiss",
    "end_delegation",
    "enrol",
    "issue_token",
    "organise",
    "renew_codes",
    "reset_password",
    "revoke_token",
    "take_leave",
]
