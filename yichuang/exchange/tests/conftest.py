import json

import pytest

from tests import town as towns


@pytest.fixture
def town(db, outbox):
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture
def outbox(settings, tmp_path):
    """An outbox of this test's own; returns a function that reads what went out."""
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    file = tmp_path / "outbox" / "notices.jsonl"

    def read():
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []

    read.folder = file.parent
    return read
