"""Sentences of templates are msgids, and the language they were written in is left as it stands."""

from pathlib import Path

import pytest
from django.template import Context, Engine, Template
from django.template.loader import get_template
from django.utils import translation

from yichuang.ground import wording

HOUSE = Path(wording.__file__).parent.parent
TEXTS = {
    "承诺{item.days}个工作日": "{item.days} working days",
    "办好了": "Done",
    "搜{x}的办件": "Search {x}",
    "没有": "Nothing",
}


def compiled(text: str) -> Template:
    template = Template(
        text, engine=Engine(loaders=[("django.template.loaders.locmem.Loader", {"p": "<p>{{ text }}</p>"})])
    )
    wording.listen(template.nodelist)
    return template


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language with a few texts."""
    monkeypatch.setattr(wording, "gettext", lambda text: TEXTS.get(text, text))


def told(text: str, **values: object) -> str:
    with translation.override("en"):
        return compiled(text).render(Context(values))


@pytest.mark.parametrize(
    ("text", "msgids"),
    [
        ("<p>办好了</p>", ["办好了"]),
        ("<b> 承诺{{ item.days|add:1 }}个工作日 </b>", ["承诺{item.days}个工作日"]),
        ('<input aria-label="搜{{ x }}的办件" value="{{ v }}">', ["搜{x}的办件"]),
        ("{% if a %}办好了{% else %}{% for b in c %}没有{% endfor %}{% endif %}", ["办好了", "没有"]),
        ("第{{ a }}到{{ a }}件", ["第{a}到{a 2}件"]),
        ('<p class="{{ x }}">OK</p>', []),
        ('{% include "p" with text="没有" %}', ["没有"]),
    ],
)
def test_a_sentence_is_what_stands_between_markup(text, msgids):
    assert list(wording.sentences(compiled(text).nodelist)) == msgids


def test_another_language_is_asked_for_each_sentence(english):
    item = {"days": 5}
    assert told("<b> 承诺{{ item.days }}个工作日 </b>", item=item) == "<b> 5 working days </b>"
    assert told('<i title="搜{{ x }}的办件">', x='"<') == '<i title="Search &quot;&lt;">'
    assert told('{% include "p" with text="没有" %}') == "<p>Nothing</p>"
    assert told("<p>没有译文</p>") == "<p>没有译文</p>"


def test_every_template_reads_as_it_was_written():
    for path in sorted(HOUSE.glob("**/templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        plain = Template(text, engine=Engine.get_default())
        heard = Template(text, engine=Engine.get_default())
        wording.listen(heard.nodelist)
        assert _flat(heard.nodelist) == _flat(plain.nodelist), path


def test_the_house_loads_its_templates_so():
    page = get_template("parts/blank.html").template
    assert Path(page.origin.name).name == "blank.html"
    assert list(wording.sentences(get_template("portal/home.html").template.nodelist))


def _flat(nodes):
    """The text and the variables of a template in their order, whatever sentence they belong to."""
    told = ""
    for node in nodes:
        parts = node.nodes if isinstance(node, wording.Sentence) else [node]
        told += "".join(
            getattr(n, "s", None) or str(getattr(n, "filter_expression", type(n).__name__)) for n in parts
        )
        told += "".join(f"[{_flat(inner)}]" for inner in wording._inner(node))
    return told
