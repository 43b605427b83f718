"""The sweep keeps what it has seen in memory; tests roll back."""

from collections.abc import Iterator

import pytest

from yichuang.supervision import sweeping


@pytest.fixture(autouse=True)
def unseen() -> Iterator[None]:
    """Begin and end with nothing remembered."""
    sweeping.forget()
    yield
    sweeping.forget()
