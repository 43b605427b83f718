"""Every Chinese sentence that the house can say: of templates, of Python, of the forms and guides it ships."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.house.plan import HOUSE, ROOT

HAN = "[\\u3400-\\u9fff\\U00020000-\\U0003ffff]"
ANY = "\ufffc"  # stands in for a value, two characters long
ENDS = re.compile("[。！？；\\n]")
COUNTED = re.compile(f"{HAN}|[0-9A-Za-z][0-9A-Za-z.,/:_-]*")


class Said(NamedTuple):
    """A text that somebody may read, and where it stands."""

    place: str
    text: str

    @property
    def door(self) -> str:
        """The room or door it belongs to."""
        parts = self.place.split("/")
        return "/".join(parts[1:3]) if parts[1] == "doors" else parts[1]

    def sentences(self) -> list[str]:
        """The sentences in it; what stands in for a value is two characters long."""
        return [s.strip() for s in ENDS.split(self.text) if re.search(HAN, s)]


def length(sentence: str) -> int:
    """Return how long a sentence is to read: a Han character is one, so is a number or a Latin word."""
    return len(COUNTED.findall(sentence.replace(ANY, "某某")))


def of_templates() -> Iterator[Said]:
    """Give what the templates say, by the sentences of gettext."""
    from django.template import Engine, Template

    from yichuang.ground import wording

    for path in sorted(HOUSE.glob("**/templates/**/*.html")):
        page = Template(path.read_text(encoding="utf-8"), engine=Engine.get_default())
        wording.listen(page.nodelist)
        for text in wording.sentences(page.nodelist):
            yield Said(_place(path), re.sub(r"\{[^{}]*\}", ANY, text))


def of_pages() -> Iterator[Said]:
    """Give what Python says: every text with Chinese in it that is no docstring."""
    for path in sorted(HOUSE.glob("**/*.py")):
        inside = path.relative_to(HOUSE).parts
        if "tests" in inside or "migrations" in inside:
            continue
        yield from (Said(_place(path), text) for text in texts(ast.parse(path.read_text(encoding="utf-8"))))


def texts(tree: ast.Module) -> Iterator[str]:
    """Give the Chinese texts of a page of code; an f-string is one text."""
    silent = {id(part) for node in ast.walk(tree) for part in _silent(node)}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(p.value if isinstance(p, ast.Constant) else ANY for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\{\w*\}", ANY, node.value)
        else:
            continue
        if re.search(HAN, text):
            yield text


def _silent(node: ast.AST) -> list[ast.AST]:
    """Docstrings, and the pieces of an f-string that is said as a whole."""
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    body = getattr(node, "body", None)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
        first = body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            return [first.value]
    return []


def of_forms() -> Iterator[Said]:
    """Give what the forms ask: labels and help of the elements and of every form."""
    for name in ("elements.json", "forms.json"):
        path = HOUSE / "catalogue" / "seed" / name
        yield from (
            Said(_place(path), text) for text in _strings(json.loads(path.read_text(encoding="utf-8")))
        )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if re.search(HAN, value):
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def everything() -> tuple[Said, ...]:
    """Return all of it, each text of a place once."""
    return tuple(dict.fromkeys([*of_templates(), *of_pages(), *of_forms()]))
