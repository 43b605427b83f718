"""A drill: a register that takes the question and never answers."""

import threading
from collections.abc import Sequence

DRILL = True
TITLE = "演练：不应答"
LONGEST = 30.0
_never = threading.Event()


def answer(register: str, number: str, elements: Sequence[str], region: str) -> dict[str, str] | None:
    """Wait until nobody waits any more, then say that it is down."""
    _never.wait(LONGEST)
    raise TimeoutError("演练：不应答")
