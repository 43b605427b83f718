"""Which materials an item asks for, given the answers to its questions and what is on file already."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from . import BadInput, reuse

Item = Mapping[str, Any]
Answers = Mapping[str, str]

SUBMIT, LICENCE, SHARE, GENERATE, COMMIT, LATER = "submit", "licence", "share", "generate", "commit", "later"
# Accepted now, checked later: the source is connected and has not answered yet.
VERIFY = "verify"
HOWS = (SUBMIT, LICENCE, SHARE, GENERATE, COMMIT, LATER, VERIFY)
WAIVED = (LICENCE, SHARE, GENERATE, COMMIT, VERIFY)
HAVE, NONE, DOWN, REFUSED, UNASKED = "have", "none", "down", "refused", "unasked"
# A material of the agent is not waived by a licence of the applicant.
AGENT_WORDS = ("代理人", "经办人", "代办人", "受托人", "被委托人")
REPRESENTATIVE_WORDS = ("法定代表人", "负责人", "经营者", "法人")
JOINT_SIGNS = ("、", "及", "和")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A material that applies: its place, how it comes in, why in one sentence; the trust class of an earlier paper of its name."""

    index: int
    name: str
    required: str
    how: str
    why_zh: str
    obtainable_by: Mapping[str, Any] | None
    form: str | None
    copies: int | None
    earlier: str = ""

    @property
    def waived(self) -> bool:
        """Whether the applicant hands nothing in. Basis: 国务院令第716号, arts. 7-12."""
        return self.how in WAIVED


@dataclass(frozen=True, slots=True)
class Selection:
    """The materials of one set of answers in record order, and the keys of questions still open."""

    materials: tuple[Chosen, ...]
    questions_left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnFile:
    """What need not be handed in: kinds of valid licences, materials checked before, sources, commitments."""

    licences: frozenset[str] = frozenset()
    agent_licences: frozenset[str] = frozenset()
    representative_licences: frozenset[str] = frozenset()
    earlier: Mapping[str, str] = field(default_factory=dict)
    shared_sources: frozenset[str] = frozenset()
    committed: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


def select(
    item: Item,
    answers: Answers,
    licences: Iterable[str] = (),
    *,
    agent_licences: Iterable[str] = (),
    representative_licences: Iterable[str] = (),
    earlier: Iterable[str] | Mapping[str, str] = (),
    shared_sources: Iterable[str] = (),
    committed: Iterable[str] = (),
    source_answers: Mapping[str, str] | None = None,
) -> Selection:
    """The materials that apply, waived ones included; unanswered questions leave conditional ones out.

    `licences` are kinds valid for the applicant (`agent_licences`: for the agent, `representative_licences`: for
    a body's representative, where the material's name means him), `earlier` and `committed`
    names of materials (`earlier` with their trust class, verified if none is said), `shared_sources` names of connected sources; `source_answers` says of some of them how they stand
    for this applicant: have, none, down, refused, or unasked when filed. A source that is down never asks the applicant for
    more. BadInput for an unknown key or value.
    Basis: settled.md, Commands (guide); 国务院令第716号, arts. 7-12; 国办发〔2020〕42号; ux.md 7.3.
    """
    check_answers(item, answers)
    file = OnFile(
        frozenset(licences), frozenset(agent_licences), frozenset(representative_licences), _trusted(earlier),
        frozenset(shared_sources), frozenset(committed), source_answers or {},
    )  # fmt: skip
    chosen = tuple(
        _choose(index, material, file)
        for index, material in enumerate(item.get("materials") or ())
        if not material.get("scenario") or _applies(material["scenario"], answers)
    )
    left = tuple(question["key"] for question in _questions(item) if question["key"] not in answers)
    return Selection(chosen, left)


def _trusted(earlier: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    told = earlier if isinstance(earlier, Mapping) else dict.fromkeys(earlier, reuse.B)
    return {reuse.standard(name): trust for name, trust in told.items()}


def check_answers(item: Item, answers: Answers) -> None:
    """BadInput, naming what is allowed, for an answer to no question or with no such option.

    Basis: settled.md, Commands (guide).
    """
    options = {q["key"]: [option["value"] for option in q["options"]] for q in _questions(item)}
    for key, value in answers.items():
        if key not in options:
            known = "、".join(options) or "没有"
            raise BadInput(f"“{item.get('name', '')}”没有问题 {key}，可以回答的问题：{known}")
        if value not in options[key]:
            raise BadInput(f"问题 {key} 没有选项 {value}，可以选：{'、'.join(options[key])}")


def next_question(item: Item, answers: Answers) -> Mapping[str, Any] | None:
    """The first question not yet answered, in record order, or None. Basis: domain.md 4.2 (情形)."""
    return next((question for question in _questions(item) if question["key"] not in answers), None)


def paths(item: Item) -> Iterator[tuple[dict[str, str], Selection]]:
    """Every full set of answers with its list of materials, in record order.

    Basis: issue 2, Catalogue (every scenario path ends in a list).
    """
    keys = [question["key"] for question in _questions(item)]
    for values in product(*([o["value"] for o in q["options"]] for q in _questions(item))):
        answers = dict(zip(keys, values, strict=True))
        yield answers, select(item, answers)


def _questions(item: Item) -> Iterable[Mapping[str, Any]]:
    questions: Iterable[Mapping[str, Any]] = item.get("scenarios") or ()
    return questions


def _applies(scenario: Mapping[str, Container[str | None]], answers: Answers) -> bool:
    return all(answers.get(key) in values for key, values in scenario.items())


def _choose(index: int, material: Mapping[str, Any], file: OnFile) -> Chosen:
    how, why = _how(material, file)
    return Chosen(
        index,
        material["name"],
        material.get("required") or "必要",
        how,
        why,
        material.get("obtainable_by"),
        material.get("form"),
        material.get("copies"),
        file.earlier.get(reuse.standard(material["name"]), "") if file.earlier else "",
    )


def _how(material: Mapping[str, Any], file: OnFile) -> tuple[str, str]:
    name, source = material["name"], material.get("obtainable_by") or {}
    kind = source.get("kind")
    if kind == "系统生成":
        return GENERATE, "由系统按您填的内容生成，不用带"
    if kind == "电子证照":
        found = _licence(name, source, file)
        if found:
            return LICENCE, f"已有电子证照“{found}”，不用交"
    trust = file.earlier.get(reuse.standard(name), "")
    if trust and reuse.waives(name, trust):
        return SHARE, "以前交过并核验过，不用再交"
    answer = _source(source, file) if kind == "数据共享" else None
    if answer and answer[0] in WAIVED:
        return answer
    if name in file.committed:
        return COMMIT, "您选择告知承诺，签承诺书代替"
    if material.get("required") == "容缺后补":
        return LATER, "可以先受理，在约定日期前补交"
    if answer:
        return answer
    if trust:
        return SUBMIT, reuse.offer(trust)
    if kind == "数据共享":
        return SUBMIT, f"数据共享“{source.get('name')}”未接通，要交"
    if kind == "电子证照":
        return SUBMIT, f"没有查到电子证照“{source.get('name')}”，要交"
    return SUBMIT, "要交"


def _source(source: Mapping[str, Any], file: OnFile) -> tuple[str, str] | None:
    """Return how the best of a material's connected sources stands for this applicant; None where none is connected."""
    names = [name for name in _any_of(source) if name in file.shared_sources]
    told = {state: name for name in reversed(names) for state in [file.answers.get(name, "")]}
    for state, how, why in (
        (HAVE, SHARE, "通过数据共享查到“{}”，不用交"),
        ("", SHARE, "通过数据共享取得“{}”，不用交"),
        (DOWN, VERIFY, "“{}”现在查不到。不用您交，先受理，查通后我们核验"),
        (UNASKED, VERIFY, "受理后我们通过“{}”核验，不用您交"),
        (REFUSED, SUBMIT, "您没有同意调取“{}”，要交"),
        (NONE, SUBMIT, "“{}”里没有查到您的记录，要交"),
    ):
        if state in told:
            return how, why.format(told[state])
    return None


def _licence(name: str, source: Mapping[str, Any], file: OnFile) -> str | None:
    joint = any(sign in name for sign in JOINT_SIGNS)
    named_agent = names_agent(name)
    # "法定代表人、从业人员身份证明" names people of whom we know one.
    means_him = any(word in name for word in REPRESENTATIVE_WORDS) and (named_agent or not joint)
    holder = file.licences | (file.representative_licences if means_him else frozenset())
    own = next((kind for kind in _any_of(source) if kind in holder), None)
    if not named_agent:
        return own
    agents = next((kind for kind in _any_of(source) if kind in file.agent_licences), None)
    if "或" in name:
        return own or agents
    # "法定代表人、经办人居民身份证" names two people: both must have theirs.
    return own and agents if joint else agents


def names_agent(name: str) -> bool:
    """Whether a material is about the agent, by its name. Basis: 国务院令第716号, arts. 7-12 (whose paper is asked for)."""
    return any(word in name for word in AGENT_WORDS)


def _any_of(source: Mapping[str, Any]) -> Iterable[str]:
    kinds: Iterable[str] = source.get("any_of") or [source.get("name") or ""]
    return kinds
