"""The lint of a bundle's record (一件事): what cannot work, and what its editors should know, each with its sentence.

Basis: 国发〔2024〕3号; issue 4 (editor with lint); 《行政许可法》 art. 42(2); domain.md 1.4, 5.3, 11.1. The record has the right shape.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import BadInput, bundle_papers, bundle_paths, one_form, wording
from .bundle_findings import (
    HARD,
    WARNING,
    Finding,
    Items,
    groups_of,
    hard,
    keys_of,
    name_of,
    options_of,
    rows_of,
    warn,
)
from .bundle_paths import Chain, longest, paths
from .reuse import standard
from .standing import Bundle, in_order

__all__ = ["HARD", "WARNING", "Chain", "Finding", "findings", "longest", "paths", "readable"]

ELEMENTS = (
    "name", "committed_days", "entry_conditions", "scenarios", "members", "feeds", "merged_materials", "aliases", "covers", "settles",
    "form", "results", "note", "material_count_before", "material_count_merged",
)  # fmt: skip


def findings(
    bundle: Bundle,
    items: Items,
    forms: Mapping[str, one_form.Groups] | None = None,
) -> list[Finding]:
    """Return everything found in a record of the right shape, in the order of its elements.

    `items` are the records in force by key; `forms` the members' forms, if their union is to be judged too.
    Basis: issue 4 (cycles, unknown items, feeds, merged papers, promise); settled.md, Commands (plan).
    """
    parts = (
        _questions,
        _members,
        bundle_papers.feeds,
        bundle_papers.papers,
        bundle_papers.names,
        bundle_papers.alike,
        bundle_papers.settles,
        _results,
        _words,
    )
    found = [one for part in parts for one in part(bundle, items)]
    found += _forms(forms or {})
    if not any(one.kind == HARD and one.element in ("members", "scenarios") for one in found):
        found += [*bundle_paths.days(bundle, items), *bundle_paths.answers(bundle)]
    return sorted(found, key=lambda one: ELEMENTS.index(one.element))


def _questions(bundle: Bundle, items: Items) -> Iterator[Finding]:
    seen: set[str] = set()
    for n, question in enumerate(rows_of(bundle, "scenarios")):
        values = [option["value"] for option in question["options"]]
        if question["key"] in seen:
            yield hard(
                "path",
                "scenarios",
                f"第 {n + 1} 个问题的标识 {question['key']} 用过了，换一个。",
                f"scenarios/{n}",
            )
        if len(set(values)) < len(values):
            yield hard(
                "path", "scenarios", f"第 {n + 1} 个问题里有两个选项的值一样，改成不同的。", f"scenarios/{n}"
            )
        seen.add(question["key"])


def _members(bundle: Bundle, items: Items) -> Iterator[Finding]:
    keys, asked = keys_of(bundle), options_of(bundle)
    if not keys:
        yield hard("member", "members", "还没有成员事项，至少列一项。")
    for n, row in enumerate(rows_of(bundle, "members")):
        where, name = f"members/{n}", name_of(items, row["item_id"])
        if row["item_id"] not in items:
            yield hard(
                "member",
                "members",
                f"目录里没有事项“{row['item_id']}”。先导入或发布它，或删去第 {n + 1} 个成员。",
                where,
                row["item_id"],
            )
        if keys.index(row["item_id"]) < n:
            yield hard("member", "members", f"“{name}”列了两次，删去一次。", where, row["item_id"])
        for one in row.get("after") or ():
            if one not in keys:
                yield hard(
                    "order",
                    "members",
                    f"“{name}”要等的“{one}”不在成员里。加上它，或删去这个先后。",
                    f"{where}/after",
                    one,
                )
        yield from _when(row, name, asked, where)
    yield from _circle(bundle, items)
    for group, alternatives in groups_of(bundle).items():
        if len(alternatives) == 1:
            yield warn(
                "group",
                "members",
                f"选择组 {group} 里只有“{name_of(items, alternatives[0])}”一项。再加一项，或去掉选择组。",
            )


def _when(row: Mapping[str, Any], name: str, asked: Mapping[str, list[str]], where: str) -> Iterator[Finding]:
    for key, values in (row.get("when") or {}).items():
        if key not in asked:
            yield hard(
                "path",
                "members",
                f"“{name}”的条件用到问题 {key}，没有这个问题。改成已有的，或加上它。",
                f"{where}/when",
                key,
            )
        for value in values:
            if key in asked and value not in asked[key]:
                yield hard(
                    "path",
                    "members",
                    f"“{name}”的条件用到选项 {value}，问题 {key} 里没有。",
                    f"{where}/when",
                    value,
                )


def _circle(bundle: Bundle, items: Items) -> Iterator[Finding]:
    keys = set(keys_of(bundle))
    after = {
        row["item_id"]: [one for one in row.get("after") or () if one in keys]
        for row in rows_of(bundle, "members")
    }
    try:
        in_order(after)
    except BadInput:
        ring = _ring(after)
        said = " → ".join(name_of(items, one) for one in ring)
        yield hard(
            "order", "members", f"前后互相等待，走不完：{said}。去掉其中一个先后。", "members", ring[0]
        )


def _ring(after: Mapping[str, Sequence[str]]) -> list[str]:
    """One circle, from a member back to itself."""
    left = {key: list(before) for key, before in after.items()}
    while free := [key for key, before in left.items() if not any(one in left for one in before)]:
        for key in free:
            del left[key]
    path = [next(iter(left))]
    while path[-1] not in path[:-1]:
        path.append(next(one for one in left[path[-1]] if one in left))
    return path[path.index(path[-1]) :][::-1]


def _results(bundle: Bundle, items: Items) -> Iterator[Finding]:
    keys = keys_of(bundle)
    gives = {
        standard(one["name"]) for key in keys for one in items.get(key, {}).get("result_documents") or ()
    }
    for n, name in enumerate(rows_of(bundle, "results")):
        if standard(name) not in gives and all(key in items for key in keys):
            yield warn(
                "result",
                "results",
                f"没有成员给出结果“{name}”。改成成员的结果名称，或删去它。",
                f"results/{n}",
                name,
            )
    count = sum(len(items.get(key, {}).get("materials") or ()) for key in keys)
    if bundle.get("material_count_before") not in (None, count) and all(key in items for key in keys):
        yield warn(
            "paper",
            "material_count_before",
            f"写的是合并前 {bundle['material_count_before']} 份，成员现在一共要 {count} 份。",
        )
    merged = len(rows_of(bundle, "merged_materials"))
    if bundle.get("material_count_merged") not in (None, merged):
        yield warn(
            "paper",
            "material_count_merged",
            f"写的是合并后 {bundle['material_count_merged']} 份，合并材料列了 {merged} 份。",
        )


def _words(bundle: Bundle, items: Items) -> Iterator[Finding]:
    for element, path, kind, text in readable(bundle):
        found = wording.lint(kind, text)
        for make, words in ((hard, found.hard), (warn, found.soft)):
            for word in words:
                said = text if len(text) <= 60 else f"{text[:58]}……"
                yield make("lint", element, f"“{word.text}”说不清：{said}。{word.hint}。", path, word.text)


def readable(bundle: Bundle) -> Iterator[tuple[str, str, str, str]]:
    """Every text of a bundle that the public reads: element, path, kind for the wording lint, text. Basis: ux.md 7.4."""
    yield "name", "name", "name", str(bundle.get("name") or "")
    for n, text in enumerate(rows_of(bundle, "entry_conditions")):
        yield "entry_conditions", f"entry_conditions/{n}", "condition", text
    for n, question in enumerate(rows_of(bundle, "scenarios")):
        yield "scenarios", f"scenarios/{n}/question", "condition", question["question"]
        for m, option in enumerate(question["options"]):
            yield "scenarios", f"scenarios/{n}/options/{m}", "condition", option["label"]
    for n, row in enumerate(rows_of(bundle, "merged_materials")):
        yield "merged_materials", f"merged_materials/{n}/name", "material", row["name"]
    for n, name in enumerate(rows_of(bundle, "results")):
        yield "results", f"results/{n}", "name", name
    yield "note", "note", "condition", str(bundle.get("note") or "")


def _forms(forms: Mapping[str, one_form.Groups]) -> Iterator[Finding]:
    for one in one_form.form(forms).conflicts:
        yield (warn if one.settled else hard)(
            "form", "form", one.sentence, f"form/{one.element}", one.element
        )
