"""Every public function of the law names the article it stands on."""

import ast

import pytest

from tests.house.plan import HOUSE, name_of, pages, tree_of


def public_functions():
    return [
        (path, node)
        for path in pages(HOUSE / "law")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize(
    ("path", "function"), public_functions(), ids=lambda value: getattr(value, "name", "")
)
def test_a_function_of_the_law_has_its_basis(path, function):
    told = ast.get_docstring(function) or ""
    assert "Basis:" in told, (
        f"{name_of(path)}:{function.lineno}: {function.name} needs a sentence and `Basis:`"
    )
