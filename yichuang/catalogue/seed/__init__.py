"""Packaged catalogue data; PROVENANCE.md says where they come from."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """Return the packaged file `name`.json; do not change what comes back."""
    return json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))


def items() -> list[dict[str, Any]]:
    """Return the 162 packaged records, read anew."""
    found: list[dict[str, Any]] = json.loads(files(__package__).joinpath("items.json").read_text("utf-8"))
    return found


def bundles() -> list[dict[str, Any]]:
    """Return the 21 packaged bundles (一件事), read anew."""
    found: list[dict[str, Any]] = json.loads(files(__package__).joinpath("bundles.json").read_text("utf-8"))
    return found
