"""Every template is asked for by somebody."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.plan import HOUSE, name_of, pages, tree_of

BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
ASKED = re.compile(r"""\{%\s*(?:extends|include|partial|fragment)\s+["']([^"'#]+)""")


def templates():
    return [
        (path, path.relative_to(folder).as_posix())
        for folder in sorted(HOUSE.rglob("templates"))
        if folder.is_dir()
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
    ]


@cache
def asked():
    """Return the names that pages and templates ask for, and patterns for the ones put together at run time."""
    names, patterns = set(), []
    for path in pages(tests=False):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value.split("#")[0])
            elif isinstance(node, ast.JoinedStr):
                patterns.append(_pattern(node))
    for path, _ in templates():
        names.update(ASKED.findall(path.read_text(encoding="utf-8")))
    return names, [pattern for pattern in patterns if pattern]


def _pattern(node):
    parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w./\-]+" for p in node.values]
    text = "".join(parts)
    return re.compile(text.split(re.escape("#"))[0] + r"\Z") if "/" in text and r"\.html" in text else None


def overrides(name):
    """Tell whether a package brings a template of this name, which ours then replaces."""
    folders = [
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if not config.name.startswith("yichuang")
    ]
    return any((folder / name).exists() for folder in folders)


@pytest.mark.parametrize(
    ("path", "name"), templates(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_template_is_used(path, name):
    names, patterns = asked()
    used = (
        name in names
        or name in BY_NAME
        or overrides(name)
        or any(pattern.match(name) for pattern in patterns)
    )
    assert used, f"{name_of(path)} is asked for by nobody"
