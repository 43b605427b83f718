"""The verbs of helping: mandates, plans of projects, home visits."""

from yichuang.agency.acts.helping import (
    HELPERS,
    STAGES_MOST,
    close_plan,
    end_mandate,
    give_mandate,
    note,
    open_plan,
    order_plan,
    pass_plan,
    take_mandate,
    tie_case,
)
from yichuang.agency.acts.visiting import ask_visit, end_visit, grounds, order_route, plan_visit

__all__ = [
    "HELPERS",
    "STAGES_MOST",
    "ask_visit",
    "close_plan",
    "end_mandate",
    "end_visit",
    "give_mandate",
    "grounds",
    "note",
    "open_plan",
    "order_plan",
    "order_route",
    "pass_plan",
    "plan_visit",
    "take_mandate",
    "tie_case",
]
