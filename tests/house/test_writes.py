"""Only acts write. A room's other pages and all doors read, ask the law and call acts.

Judged on the page's text: a call that looks like a write of a model, of `ground.rows` or of raw SQL is one. Use other
words where none is meant: `d |= {...}` for a mapping, `path.unlink()` for a file.
"""

import ast
import re

import pytest

from tests.house.plan import HOUSE, name_of, pages, tree_of

ALWAYS = {
    "bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "abulk_update",
    "aget_or_create", "aupdate_or_create", "acreate", "asave", "adelete", "aupdate", "save_m2m",
}  # fmt: skip
# `save(name, content)` stores a file, `delete(key)` clears a cache, `update(other)` merges mappings; a model's own
# forms take no positional argument.
WITHOUT_POSITIONAL = {"save", "delete", "update", "create", "set_password_and_save"}
ROWS = {"insert", "update", "change"}
SQL = re.compile(
    r"^\s*(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE)\b", re.I
)


def may_write(path):
    """Tell whether this page is a home of writes."""
    inside = path.relative_to(HOUSE).parts
    if inside[0] == "doors":
        return False
    return (
        path.name == "acts.py"
        or "acts" in inside[:-1]
        or (inside[0] == "journal" and len(inside) == 2)
        or inside in (("ground", "rows.py"), ("ground", "many.py"))
    )


def writes(tree):
    """Yield (line, words) for everything on the page that writes."""
    names_of_rows = {"rows", "many"} | {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in ("yichuang.ground.rows", "yichuang.ground.many")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _written_by(node, names_of_rows)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno, node.value.strip()[:60]


def _written_by(call, names_of_rows):
    asked = call.func
    if isinstance(asked, ast.Name) and asked.id in names_of_rows & ROWS:
        yield call.lineno, ast.unparse(asked)
    if not isinstance(asked, ast.Attribute):
        return
    words = f".{asked.attr}("
    if isinstance(asked.value, ast.Name) and asked.value.id in names_of_rows:
        if asked.attr in ROWS:
            yield call.lineno, ast.unparse(asked)
    elif asked.attr in ALWAYS or (asked.attr in WITHOUT_POSITIONAL and _is_a_models(call)):
        yield call.lineno, ast.unparse(asked.value)[-50:] + words


def _is_a_models(call):
    if call.func.attr == "update" and not call.keywords:
        return False
    return not call.args


@pytest.mark.parametrize("path", [path for path in pages() if not may_write(path)], ids=name_of)
def test_only_acts_write(path):
    found = [f"{name_of(path)}:{line}: {words}" for line, words in writes(tree_of(path))]
    assert not found, "Only acts write; move this into an act:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "case.save()", "case.save(update_fields=['x'])", "Case.objects.create(region='1')", "case.delete()",
        "Case.objects.filter(a=1).update(b=2)", "case.papers.bulk_create(made)", "rows.insert(Case, [])",
        "Case.objects.get_or_create(a=1)", "cursor.execute('  insert into t values (1)')",
        "from yichuang.ground.rows import update\nupdate(Case, {}, '', [])",
    ],
)  # fmt: skip
def test_a_write_is_seen(text):
    assert list(writes(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "seen.update(more)",
        "digest.update(b'x')",
        "storage.save(name, content)",
        "cache.delete('k')",
        "turn.add(Case, a=1)",
    ],
)
def test_what_is_no_write_is_let_pass(text):
    assert not list(writes(ast.parse(text)))
