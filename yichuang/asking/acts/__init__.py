"""The verbs of the room: questions and their answers."""

from yichuang.asking.acts.knowing import (
    publish_answer,
    renew_answer,
    revise_answer,
    withdraw_answer,
    write_answer,
)
from yichuang.asking.acts.papers import mark_read
from yichuang.asking.acts.threads import answer, ask, ask_again, call, close, hand_over

__all__ = [
    "answer",
    "ask",
    "ask_again",
    "call",
    "close",
    "hand_over",
    "mark_read",
    "publish_answer",
    "renew_answer",
    "revise_answer",
    "withdraw_answer",
    "write_answer",
]
