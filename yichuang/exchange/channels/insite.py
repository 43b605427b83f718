"""The channel inside the house: the notice stands in “我的消息” and waits there; everybody with an account has it."""

from yichuang.exchange.channels import Outgoing, Whom

NAME = "站内消息"


def ready() -> bool:
    """Tell whether this channel is set up: always."""
    return True


def address(whom: Whom) -> str:
    """Return where a notice would go."""
    return whom.account


def send(messages: list[Outgoing]) -> dict[str, str]:
    """Nothing leaves the house: what is kept of every notice is the message itself."""
    return {message.key: "confirmed" for message in messages}
