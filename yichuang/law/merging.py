"""One set of papers and one form for a whole bundle (一套材料、一张表): each paper once, each data element once.

Basis: 国发〔2024〕3号 (一次告知、一表申请、一套材料); 国务院令第716号, arts. 7-13; domain.md 5.3, 11.1; issue 4.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import BadInput, selection
from .one_form import Conflict, Form, form, values_of
from .reuse import standard
from .standing import Bundle, Member, Standing, chosen_values, in_order, split_key, takes_several

__all__ = [
    "Conflict",
    "Form",
    "Paper",
    "Question",
    "answers_of",
    "check_own",
    "form",
    "kinds_of",
    "materials",
    "questions",
    "questions_left",
    "record_of",
    "settled",
    "values_of",
]

Records = Mapping[str, Mapping[str, Any]]
Answers = Mapping[str, str]

FEED = "feed"
# From what the applicant must do himself to what comes by itself: a paper is as burdensome as its most burdensome use.
BURDEN = (
    selection.SUBMIT, selection.LATER, selection.COMMIT, selection.VERIFY, selection.SHARE, selection.LICENCE,
    FEED, selection.GENERATE,
)  # fmt: skip
NEEDED = ("必要", "容缺后补", "非必要")
FORMS = ("原件和复印件", "原件", "纸质", "复印件", "纸质或电子", "电子")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the bundle: each use of it as (item, place in the item's record), and how it comes in for each use.

    `how` is one of `selection.HOWS` or `feed`; it is what the whole asks of the applicant. `fed_by` is the member whose result it is.
    """

    name: str
    used_by: tuple[tuple[str, int], ...]
    how: str
    why: str
    required: str
    form: str | None
    copies: int | None
    obtainable_by: Mapping[str, Any] | None
    fed_by: str | None = None
    ways: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The members that ask for it, each once. Basis: issue 4 (used_by)."""
        return tuple(dict.fromkeys(item for item, _ in self.used_by))

    @property
    def waived(self) -> bool:
        """Whether the applicant hands nothing in. Basis: 国务院令第716号, arts. 7-12."""
        return self.how == FEED or self.how in selection.WAIVED


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked: once, though its answer may be for several keys; `several` where more than one value may be chosen."""

    key: str
    keys: tuple[str, ...]
    item: str | None
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str = ""
    several: bool = False


class _Use(NamedTuple):
    item: str
    chosen: selection.Chosen
    how: str
    why: str
    fed_by: str | None


def record_of(records: Records, item: str) -> Mapping[str, Any]:
    """Return the record of a member. BadInput for an item that the catalogue does not hold. Basis: issue 4 (unknown items)."""
    if item not in records:
        raise BadInput(f"目录里没有事项 {item}，先导入或发布它")
    return records[item]


def answers_of(answers: Answers, item: str) -> dict[str, str]:
    """Return what was answered to an item's own questions, by their own keys. Basis: settled.md, Commands (plan: `ITEM.key`)."""
    return {key[len(item) + 1 :]: value for key, value in answers.items() if key.startswith(f"{item}.")}


def settled(bundle: Bundle, answers: Answers) -> dict[str, str]:
    """Return the answers with those that the bundle's own questions settle for its members.

    A row of the record's `settles`: {"key": the bundle's question, "item_id", "question": the item's, "values": {the bundle's
    value: the item's}}. What was answered for the item itself stands. Basis: issue 4 (own scenario questions).
    """
    made: dict[str, str] = {}
    for row in bundle.get("settles") or ():
        values = [
            row["values"][one] for one in chosen_values(answers.get(row["key"], "")) if one in row["values"]
        ]
        if len(set(values)) == 1:
            made[f"{row['item_id']}.{row['question']}"] = values[0]
    return {**made, **answers}


def check_own(records: Records, items: Iterable[str], answers: Answers) -> None:
    """BadInput, naming what is allowed, where an answer `ITEM.key` fits no question of the item.

    Basis: settled.md, Commands (plan, guide).
    """
    known = tuple(items)
    named = dict.fromkeys(pair[0] for key in answers if (pair := split_key(key, known)))
    for item in named:
        selection.check_answers(record_of(records, item), answers_of(answers, item))


def questions(bundle: Bundle, records: Records, standing: Standing, answers: Answers) -> tuple[Question, ...]:
    """Return the questions in the order they are asked: the bundle's, then those of each member that stands.

    A question of the same words and options is asked once for all who ask it; one that the bundle's answer settles is not asked.
    Basis: issue 4; ux.md 2.1 (one question a page, nothing asked twice).
    """
    told = settled(bundle, answers)
    made = [
        Question(
            row["key"], (row["key"],), None, row["question"], _options(row), told.get(row["key"], ""), takes_several(row)
        )
        for row in bundle.get("scenarios") or ()
    ]  # fmt: skip
    once: dict[tuple[Any, ...], list[tuple[str, str, Mapping[str, Any]]]] = {}
    for item in standing.items:
        for row in record_of(records, item).get("scenarios") or ():
            key = f"{item}.{row['key']}"
            if key in answers or key not in told:
                mark = (
                    standard(row["question"]),
                    tuple((value, standard(label)) for value, label in _options(row)),
                )
                once.setdefault(mark, []).append((key, item, row))
    for rows in once.values():
        key, item, row = rows[0]
        keys = tuple(one for one, _, _ in rows)
        given = {told.get(one, "") for one in keys}
        made.append(
            Question(key, keys, item, row["question"], _options(row), given.pop() if len(given) == 1 else "")
        )
    return tuple(made)


def _options(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one["value"]), str(one["label"])) for one in row["options"])


def questions_left(bundle: Bundle, records: Records, standing: Standing, answers: Answers) -> tuple[str, ...]:
    """Return the keys still open: the bundle's, then `ITEM.key` of those that stand. Basis: settled.md, Commands (plan)."""
    told = settled(bundle, answers)
    own = (
        f"{item}.{row['key']}"
        for item in standing.items
        for row in record_of(records, item).get("scenarios") or ()
    )
    return (*standing.questions_left, *(key for key in own if key not in told))


def materials(
    bundle: Bundle,
    records: Records,
    standing: Standing,
    answers: Answers,
    *,
    each: Mapping[str, Mapping[str, Any]] | None = None,
    **on_file: Any,
) -> tuple[Paper, ...]:
    """Return every paper of the members that stand, once, in the order in which it is first asked for.

    Equal are names alike after NFKC, and names that a row of the record's `aliases` ({"name", "same": […]}) makes one; what a
    paper of `covers` ({"paper", "proves": […]}) proves is not asked for beside it. A result that `feeds` into a member is
    `feed`, as it is for every later member that asks for the same paper. `on_file` is what `selection.select` takes;
    `each` says it by item, where consent to retrieval was given for one and refused for another.
    Basis: settled.md, Commands (plan); 国务院令第716号, arts. 7-12; 国发〔2024〕3号 (一套材料).
    """
    told = settled(bundle, answers)
    uses: dict[str, list[_Use]] = {}
    same = _same_names(bundle)
    fed = _fed(bundle, standing, same)
    reach = _behind(standing.members, {giver for rows in fed.values() for giver, _ in rows})
    for item in standing.items:
        record = record_of(records, item)
        there = on_file if each is None else each.get(item, {})
        for chosen in selection.select(record, answers_of(told, item), **there).materials:
            name = standard(chosen.name)
            name = same.get(name, name)
            uses.setdefault(name, []).append(_use(item, chosen, fed.get(name, ()), reach, records))
    _cover(bundle, same, uses)
    return tuple(_paper(rows) for rows in uses.values())


def _same_names(bundle: Bundle) -> dict[str, str]:
    return {
        standard(name): standard(row["name"])
        for row in bundle.get("aliases") or ()
        for name in (row["name"], *row["same"])
    }


def _behind(members: Sequence[Member], givers: Iterable[str]) -> dict[str, set[str]]:
    """For each giver, all who come after it."""
    made: dict[str, set[str]] = {giver: set() for giver in givers}
    if made:
        known = {member.item: member.after for member in members}
        for item in in_order(known):
            for giver, reached in made.items():
                if any(one == giver or one in reached for one in known[item]):
                    reached.add(item)
    return made


def _fed(bundle: Bundle, standing: Standing, same: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """By paper: who gives it to whom."""
    made: dict[str, list[tuple[str, str]]] = {}
    stands = set(standing.items)
    for row in bundle.get("feeds") or ():
        if row["from_item"] in stands and row["to_item"] in stands:
            name = standard(row["as_material"])
            made.setdefault(same.get(name, name), []).append((row["from_item"], row["to_item"]))
    return made


def _use(
    item: str,
    chosen: selection.Chosen,
    fed: Sequence[tuple[str, str]],
    reach: Mapping[str, set[str]],
    records: Records,
) -> _Use:
    giver = None
    if fed:
        giver = next((giver for giver, taker in fed if taker == item), None)
        giver = giver or next((giver for giver, _ in fed if item in reach[giver]), None)
    if giver is None or chosen.how == selection.GENERATE:
        return _Use(item, chosen, chosen.how, chosen.why_zh, None)
    return _Use(item, chosen, FEED, f"“{records[giver].get('name', giver)}”办好后自动带入，不用交", giver)


def _cover(bundle: Bundle, same: Mapping[str, str], uses: dict[str, list[_Use]]) -> None:
    """What another paper of the set proves is used through that one."""
    for row in bundle.get("covers") or ():
        paper = standard(row["paper"])
        paper = same.get(paper, paper)
        for proved in row["proves"]:
            name = standard(proved)
            name = same.get(name, name)
            if paper in uses and name in uses and name != paper:
                uses[paper] += uses.pop(name)


def _paper(uses: Sequence[_Use]) -> Paper:
    first = uses[0].chosen
    if len(uses) == 1:
        one = uses[0]
        return Paper(
            first.name, ((one.item, first.index),), one.how, one.why, first.required, first.form, first.copies, first.obtainable_by,
            one.fed_by, (one.how,), (first.name,),
        )  # fmt: skip
    heaviest = min(uses, key=lambda use: BURDEN.index(use.how))
    return Paper(
        name=first.name, used_by=tuple((use.item, use.chosen.index) for use in uses), how=heaviest.how, why=heaviest.why,
        required=min((use.chosen.required for use in uses), key=_rank(NEEDED)),
        form=min((use.chosen.form for use in uses), key=_rank(FORMS)), copies=_copies(uses),
        obtainable_by=next((use.chosen.obtainable_by for use in uses if use.chosen.obtainable_by), None),
        fed_by=next((use.fed_by for use in uses if use.fed_by), None), ways=tuple(use.how for use in uses),
        names=tuple(dict.fromkeys(use.chosen.name for use in uses)),
    )  # fmt: skip


def _rank(order: Sequence[str]) -> Any:
    return lambda word: order.index(word) if word in order else len(order)


def _copies(uses: Iterable[_Use]) -> int | None:
    known = [use.chosen.copies for use in uses if use.chosen.copies is not None]
    return max(known, default=None)


def kinds_of(papers: Iterable[Paper]) -> Iterator[tuple[str, Paper]]:
    """Return each e-licence kind that would waive a paper, with the paper. Basis: 国务院令第716号, art. 10."""
    for paper in papers:
        source = paper.obtainable_by or {}
        if source.get("kind") == "电子证照":
            yield from ((kind, paper) for kind in source.get("any_of") or [source.get("name") or ""])
