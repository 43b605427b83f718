"""A drill: a register that refuses the connection at once."""

from collections.abc import Sequence

DRILL = True
TITLE = "演练：连不上"


def answer(register: str, number: str, elements: Sequence[str], region: str) -> dict[str, str] | None:
    """Refuse."""
    raise ConnectionRefusedError("演练：连不上")
