"""Chinese in a template is its own msgid: every sentence goes through gettext with nothing written around it.

A sentence is what stands between two pieces of markup: `承诺{{ item.days }}个工作日` has the msgid `承诺{item.days}个工作日`.
In the language the templates are written in nothing is looked up. A translation is trusted as the template is.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, VariableNode
from django.template.loader_tags import IncludeNode
from django.template.loaders.app_directories import Loader as Folders
from django.utils.functional import Promise, lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

HAN = re.compile(r"[\u3400-\u9fff]")
# Between markup, quotes and line ends; \ue000 begins and \ue001 ends the number of a variable.
RUN = re.compile(r'[^<>"\n]+')
SLOT = re.compile("\ue000([0-9]+)\ue001")


class Loader(Folders):
    """The templates of the apps, with their sentences made translatable."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Return the compiled template."""
        template = super().get_template(template_name, skip)
        listen(template.nodelist)
        return template


class Sentence(Node):
    """Text and variables that are one sentence."""

    def __init__(self, msgid: str, nodes: list[Node], names: dict[str, Node]) -> None:
        self.msgid, self.nodes, self.names = msgid, nodes, names

    def render(self, context: Any) -> SafeString:
        """Return the sentence in the language of the request."""
        if get_language() in (None, settings.LANGUAGE_CODE):
            return mark_safe("".join([str(node.render_annotated(context)) for node in self.nodes]))
        said = gettext(self.msgid)
        for name, node in self.names.items():
            said = said.replace(f"{{{name}}}", str(node.render_annotated(context)))
        return mark_safe(said)


def sentences(nodes: NodeList) -> Iterator[str]:
    """Give the msgids of a compiled template, in its order; constants of includes come as they stand."""
    for node in nodes:
        if isinstance(node, Sentence):
            yield node.msgid
        for value in _constants(node):
            yield str(value.var)
        for inner in _inner(node):
            yield from sentences(inner)


def listen(nodes: NodeList) -> None:
    """Put a Sentence wherever a run of text and variables holds Chinese, in place, at every depth."""
    made: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if type(node) in (TextNode, VariableNode):
            run.append(node)
            continue
        made += _said(run)
        run = []
        made.append(node)
        for value in _constants(node):
            value.var = _later(str(value.var))
        for inner in _inner(node):
            listen(inner)
    nodes[:] = made + _said(run)


def _said(run: list[Node]) -> list[Node]:
    """Cut a run of text and variables into sentences and what lies between them."""
    variables = [node for node in run if isinstance(node, VariableNode)]
    slots = iter(range(len(variables)))
    text = "".join(n.s if isinstance(n, TextNode) else f"\ue000{next(slots)}\ue001" for n in run)
    if not HAN.search(text):
        return run
    made, at = [], 0
    for found in RUN.finditer(text):
        words = found.group().strip()
        if not HAN.search(words):
            continue
        start = found.start() + found.group().index(words)
        made += _nodes(text[at:start], variables)
        made.append(_sentence(words, variables))
        at = start + len(words)
    return made + _nodes(text[at:], variables)


def _sentence(words: str, variables: list[Any]) -> Sentence:
    names: dict[str, Node] = {}

    def name(found: re.Match[str]) -> str:
        node = variables[int(found.group(1))]
        plain = str(node.filter_expression.token).split("|")[0].strip()
        chosen = plain if plain not in names else f"{plain} {len(names) + 1}"
        names[chosen] = node
        return f"{{{chosen}}}"

    return Sentence(SLOT.sub(name, words), _nodes(words, variables), names)


def _nodes(text: str, variables: list[Any]) -> list[Node]:
    """Return text with numbered slots as nodes again."""
    parts = SLOT.split(text)
    return [variables[int(p)] if i % 2 else TextNode(p) for i, p in enumerate(parts) if p]


def _constants(node: Node) -> list[FilterExpression]:
    """Chinese constants that an include hands on."""
    values = node.extra_context.values() if isinstance(node, IncludeNode) else ()
    return [v for v in values if isinstance(v.var, str | Promise) and HAN.search(str(v.var))]


def _inner(node: Node) -> Iterator[NodeList]:
    for value in vars(node).values():
        if isinstance(value, NodeList):
            yield value
        elif isinstance(value, list):
            # The branches of an `if` are pairs of a condition and its nodes.
            yield from (
                x for pair in value if isinstance(pair, tuple) for x in pair if isinstance(x, NodeList)
            )


_later = lazy(lambda text: mark_safe(gettext(text)), SafeString)
