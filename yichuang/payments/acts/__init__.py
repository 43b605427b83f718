"""The verbs of the room: bills, what platforms said, and what the post is paid."""

from yichuang.payments.acts.bills import begin, cancel, draw, give_back, learn, refund, take
from yichuang.payments.acts.platform import forget_heard, hear, keep_test_order, settle_test_order
from yichuang.payments.acts.postage import close_month, correct_posting, enter_posting, set_prices

__all__ = [
    "begin", "cancel", "close_month", "correct_posting", "draw", "enter_posting", "forget_heard", "give_back", "hear", "keep_test_order",
    "learn", "refund", "set_prices", "settle_test_order", "take",
]  # fmt: skip
