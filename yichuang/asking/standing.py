"""Where an actor stands to a question: the facts that the powers ask for, and so which buttons are shown."""

from collections.abc import Mapping
from typing import Any

from yichuang.asking.models import Thread
from yichuang.cases.models import Case
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import asking as law
from yichuang.law import powers

AFTER = ("asking.answer", "asking.ask_again", "asking.hand_over", "asking.call", "asking.close")


def facts_for(thread: Any, by: Actor) -> dict[str, bool]:
    """Return the facts about this actor and this thread (a row or a model)."""
    in_case = thread.case_id is not None
    seen = in_case and Case.objects.sees(by, thread.case_id)
    mine = by.person is not None and thread.owner == by.person
    department = thread.department_id in by.organisations
    return {
        "own_question": seen if in_case else mine or department,
        "own_case": seen or (by.account is not None and thread.account_id == by.account),
        "kept_at_hall": not in_case and thread.hall_id is not None and thread.hall_id == by.hall,
    }


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    found = facts_for(turn.row, turn.by)
    if turn.act == "asking.ask_again":
        found["own_question"] = found["own_question"] or found["kept_at_hall"]
    return found


acts.FACTS[Thread] = _facts


def may(act: str, thread: Any, by: Actor) -> str | None:
    """Return None if the actor may perform `act` on the thread as it stands, else the sentence that says why not."""
    if thread.state not in law.TALKING:
        return "这一件已经结束。还有要问的，另问一件。"
    reason = powers.may(act, by.kind, facts_for(thread, by))
    return reason.sentence if reason else None
