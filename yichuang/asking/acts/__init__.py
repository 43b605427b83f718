"""The verbs of the room: questions and their answers."""

from yichuang.asking.acts.knowing import (
    publish_answer,
    renew_answer,
    revise_answer,
    withdraw_answer,
    write_answer,
)
from yichuang.asking.acts.papers import mark_read
from yichuang.asking.acts.reviews import (
    answer_review,
    ask_review,
    ask_review_again,
    keep_review,
    take_review,
)
from yichuang.asking.acts.threads import answer, ask, ask_again, call, close, hand_over

__all__ = [
    "answer", "answer_review", "ask", "ask_again", "ask_review", "ask_review_again", "call", "close", "hand_over", "keep_review",
    "mark_read", "publish_answer", "renew_answer", "revise_answer", "take_review", "withdraw_answer", "write_answer",
]  # fmt: skip
