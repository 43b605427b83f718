"""The link in a text message: whoever got a result is asked for a verdict once, where the region has switched that on."""

from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.journal import acts
from yichuang.journal.acts import Turn

GIVEN = ("cases.hand_over", "cases.sign_for", "cases.deliver_online")
SWITCH = "rating_sms"


def invite(turn: Turn) -> None:
    """Ask for a message with the link, along with the delivery; a thing (一件事) is rated as a whole, so its parts ask nobody."""
    if turn.act not in GIVEN or turn.row.thing is not None:
        return
    if book.number(turn.stamp, turn.row.region, SWITCH, turn.on).whole == 1:
        turn.errand("notice", f"notice:{turn.row.id}:rate", template="rate", case=str(turn.row.id))


def begin() -> None:
    """Follow what happens to cases."""
    followers = acts.FOLLOWERS.setdefault(Case, [])
    if invite not in followers:
        followers.append(invite)
