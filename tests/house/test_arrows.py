"""Arrows that import-linter cannot see: foreign keys, and the law without a framework."""

import subprocess
import sys

import pytest
from django.apps import apps

from tests.house.plan import HOUSE, ROOT, storeys

# The law runs without Django, the web framework, or anything else that reads settings.
BLOCKED = """
import importlib, pkgutil, sys

class Closed:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "ninja", "pydantic", "psycopg", "allauth"}:
            raise ImportError(f"The law must not know {name}")

sys.meta_path.insert(0, Closed())
import yichuang.law

for module in pkgutil.walk_packages(yichuang.law.__path__, "yichuang.law."):
    if ".tests" not in module.name:
        importlib.import_module(module.name)
assert "yichuang.settings" not in sys.modules
"""


def arrows():
    """Return (from room, to room, field) for every relation between our models."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("yichuang."):
            continue
        for field in [*model._meta.get_fields(), *model._meta.private_fields]:
            target = field.related_model
            if (
                field.auto_created
                or not isinstance(target, type)
                or not target.__module__.startswith("yichuang.")
            ):
                continue
            yield room_of(model), room_of(target), f"{model._meta.label}.{field.name}"


def room_of(model):
    return model.__module__.split(".")[1]


def test_foreign_keys_point_down():
    height = storeys()
    up = [
        f"{field} leans on {target}, which is not below {own}"
        for own, target, field in arrows()
        if own != target and height[target] >= height[own]
    ]
    assert not up, "\n".join(up)


def test_every_folder_of_models_is_a_placed_room():
    assert {own for own, _, _ in arrows()} <= set(storeys())


def test_the_law_imports_no_framework():
    asked = subprocess.run([sys.executable, "-c", BLOCKED], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize(
    "room", sorted(path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists())
)
def test_a_room_says_in_its_first_line_what_it_means(room):
    first = (HOUSE / room / "__init__.py").read_text(encoding="utf-8").lstrip().splitlines()
    assert first and first[0].startswith('"""'), f"yichuang/{room}/__init__.py needs its one-line meaning"
