"""To the outer system that supervises (效能监察): every card as it is shown, and again as it stands when somebody has judged it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from yichuang.exchange import overseers
from yichuang.exchange.channels import Down
from yichuang.exchange.overseers import Warned
from yichuang.journal import acts as journal
from yichuang.journal.acts import Turn
from yichuang.journal.errands import Asked, Outcome, Trouble
from yichuang.supervision.models import Card
from yichuang.supervision.naming import name_of

TOLD = frozenset({"supervision.issue", "supervision.appeal", "supervision.uphold", "supervision.withdraw"})
KIND = "overseer"


def follow(turn: Turn) -> None:
    """Ask that a card be told outside, where an outer system is set up."""
    if turn.act in TOLD and overseers.wanted():
        key = f"{KIND}:{turn.row.id}:{turn.row.seq + len(turn.entries)}"
        turn.errand(KIND, key, owner="system", card=str(turn.row.id))


def warned(card: Card, key: str) -> Warned:
    """Return a card as the receiver's table has it: nobody's name, no applicant."""
    whom = card.department.name if card.department else card.hall.name if card.hall else ""
    result = f"{name_of(card.rule)}，自{card.on.isoformat()}起，环节：{card.hop}，{card.get_state_display()}"
    at = timezone.localtime(card.issued_at)
    return Warned(key, card.pk.hex, card.rule, card.get_level_display(), at, result, whom)


def feed(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Send the cards through every adapter that is set up; one errand is one card as it stands now."""
    ids = {UUID(asked.args["card"]) for asked in errands}
    cards = {card.pk: card for card in Card.objects.filter(pk__in=ids).select_related("department", "hall")}
    there = [asked for asked in errands if UUID(asked.args["card"]) in cards]
    done: dict[int, str | Trouble | None] = {asked.id: "confirmed" for asked in errands}
    for name in overseers.ready():
        made = [warned(cards[UUID(asked.args["card"])], asked.key) for asked in there]
        answers, down = _through(name, made)
        for asked in there:
            answer = answers.get(asked.key) or down or Trouble("没有发出。")
            if isinstance(answer, Trouble):
                done[asked.id] = answer
    return done


def _through(name: str, made: list[Warned]) -> tuple[dict[str, Any], Trouble | None]:
    try:
        return overseers.send(name, made), None
    except OSError as error:
        gone = error.gone if isinstance(error, Down) else {}
        return gone, Trouble(f"效能监察系统不通：{error.strerror or error}。通了会自动再发。", outage=True)


def register() -> None:
    """Have the acts on cards tell."""
    followers = journal.FOLLOWERS.setdefault(Card, [])
    if follow not in followers:
        followers.append(follow)
