"""The verbs of a thing (一件事), in the order of its way: received, said, told once, accepted, moved on, inspected, handed over."""

from yichuang.bundles import standing  # noqa: F401  (the facts of a thing)
from yichuang.bundles.acts.ceiling import extend
from yichuang.bundles.acts.changing import add_part, choose_way, withdraw
from yichuang.bundles.acts.going import go_on
from yichuang.bundles.acts.intake import accept, ask_once, hand_in, receive, say
from yichuang.bundles.acts.out import freeze_letters, hand_over
from yichuang.bundles.acts.posting import post, post_back, sign_for
from yichuang.bundles.acts.striking import ask_strike, drop_strike, strike_demand
from yichuang.bundles.acts.visits import find, plan_visit

__all__ = [
    "accept",
    "add_part",
    "ask_once",
    "ask_strike",
    "choose_way",
    "drop_strike",
    "extend",
    "find",
    "freeze_letters",
    "go_on",
    "hand_in",
    "hand_over",
    "plan_visit",
    "post",
    "post_back",
    "receive",
    "say",
    "sign_for",
    "strike_demand",
    "withdraw",
]
