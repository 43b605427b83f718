"""Every act is a function with the same manners, and stands in the glossary."""

import ast
import importlib
import re
from functools import cache

import pytest

from tests.house.plan import HOUSE, ROOT, name_of, pages, storeys, tree_of

GLOSSARY = ROOT / "docs" / "glossary.md"
DECORATORS = {"act", "working_paper"}


@cache
def verbs():
    """Return (path, function, name) for every function marked as an act or a writer of working papers."""
    found = []
    for path in pages():
        if not any(f"{word}(" in path.read_text(encoding="utf-8") for word in DECORATORS):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                found += [(path, node, word) for mark in node.decorator_list if (word := _name_in(mark))]
    return found


def _name_in(mark):
    if not isinstance(mark, ast.Call) or not mark.args or not isinstance(mark.args[0], ast.Constant):
        return None
    called = mark.func.attr if isinstance(mark.func, ast.Attribute) else getattr(mark.func, "id", "")
    return mark.args[0].value if called in DECORATORS else None


def registry():
    """Return the names of all acts, with every page of acts read."""
    for path in {path for path, _, _ in verbs()}:
        words = path.relative_to(HOUSE).with_suffix("").parts
        importlib.import_module("yichuang." + ".".join(words).removesuffix(".__init__"))
    return sorted(importlib.import_module("yichuang.journal.acts").REGISTRY)


def _id(value):
    return value if isinstance(value, str) else getattr(value, "name", "")


@pytest.mark.parametrize(("path", "function", "name"), verbs(), ids=_id)
def test_an_act_takes_by_and_at_by_name(path, function, name):
    named = {argument.arg for argument in function.args.kwonlyargs}
    assert {"by", "at"} <= named, f"{name_of(path)}:{function.lineno}: {name} needs `*, by, at`"


@pytest.mark.parametrize(("path", "function", "name"), verbs(), ids=_id)
def test_an_act_says_in_one_sentence_what_becomes_true(path, function, name):
    assert ast.get_docstring(function), f"{name_of(path)}:{function.lineno}: {name} needs its sentence"


@pytest.mark.parametrize(("path", "function", "name"), verbs(), ids=_id)
def test_an_act_is_named_after_a_room_and_a_verb(path, function, name):
    room, dot, verb = name.partition(".")
    assert dot and room in storeys() and re.fullmatch(r"[a-z][a-z_]*", verb), (
        f"{name_of(path)}: {name} is no room.verb"
    )


def test_no_two_acts_share_a_name():
    names = [name for _, _, name in verbs()]
    assert sorted(names) == sorted(set(names))


def test_every_act_stands_in_the_glossary():
    names = registry()
    told = (
        set(re.findall(r"`([a-z_]+\.[a-z_]+)`", GLOSSARY.read_text(encoding="utf-8")))
        if GLOSSARY.exists()
        else set()
    )
    missing = [name for name in names if name not in told]
    assert not missing, f"docs/glossary.md lacks: {', '.join(missing)}"


def test_the_glossary_names_no_act_that_is_gone():
    if not GLOSSARY.exists():
        return
    told = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", GLOSSARY.read_text(encoding="utf-8")))
    rooms = {room for room, height in storeys().items() if room not in ("doors", "law", "ground")}
    gone = sorted(word for word in told - set(registry()) - _papers() if word.split(".")[0] in rooms)
    assert not gone, f"docs/glossary.md names what no act is called: {', '.join(gone)}"


def _papers():
    return set(importlib.import_module("yichuang.journal.acts").WORKING_PAPERS)


NO_PAGE_YET = {
    "journal.confirm_errands": "a receiver's own answer; the file drop gives none, gateways with receipts will",
    "licences.change_state": "suspending and revoking are acts of supervision after the grant, which has no page yet",
}


def test_every_act_is_called_by_a_page_or_another_act():
    if not all(
        list((HOUSE / "doors" / door).glob("views*"))
        for door in ("counter", "desk", "issue", "office", "portal")
    ):
        return
    called = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for path in pages()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    unused = {name: name_of(path) for path, function, name in verbs() if function.name not in called}
    idle = [f"{path}: {name}" for name, path in unused.items() if name not in NO_PAGE_YET]
    assert not idle, "No page, errand or act calls:\n" + "\n".join(idle)
    assert set(NO_PAGE_YET) <= set(unused), "These are called by now: take them off the list."
