"""The verbs of supervision: a card is issued, answered, appealed, upheld or withdrawn."""

from yichuang.supervision.acts.boards import drop_view, keep_view, write_letter
from yichuang.supervision.acts.cards import answer, appeal, issue, note_try, redate_card, uphold, withdraw
from yichuang.supervision.acts.orders import (
    answer_order,
    check_order,
    close_order,
    freeze_orders,
    order,
    raise_order,
    redate_order,
    send_order_back,
    sign_order,
    take_in_hand,
    withdraw_order,
)
from yichuang.supervision.acts.reach import keep_reach

__all__ = [
    "answer",
    "answer_order",
    "appeal",
    "check_order",
    "close_order",
    "drop_view",
    "freeze_orders",
    "issue",
    "keep_reach",
    "keep_view",
    "note_try",
    "order",
    "raise_order",
    "redate_card",
    "redate_order",
    "send_order_back",
    "sign_order",
    "take_in_hand",
    "uphold",
    "withdraw",
    "withdraw_order",
    "write_letter",
]
