"""Rules kept in memory must not outlive a test's rolled-back rows."""

import pytest

from yichuang.catalogue import versions
from yichuang.journal import stamps


@pytest.fixture(autouse=True)
def _read_anew():
    stamps.forget()
    versions.forget()
