"""The lint of a bundle's papers: results that come by themselves, merged papers, names that mean one, questions that settle others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .bundle_findings import (
    Finding,
    Items,
    before_each,
    hard,
    keys_of,
    name_of,
    options_of,
    rows_of,
    same_names,
    warn,
)
from .reuse import standard
from .standing import Bundle

GENERATED, LICENCE = "系统生成", "电子证照"
# Everybody has his own: two materials of such a kind may be about two people.
PERSONAL = ("居民身份证", "居民户口簿")


def _asks(items: Items, key: str) -> set[str]:
    return {standard(material["name"]) for material in items.get(key, {}).get("materials") or ()}


def feeds(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """A result that its giver does not give, its taker does not ask for, or that cannot come in time. Basis: issue 4 (editor with lint)."""
    keys, before, same = keys_of(bundle), before_each(bundle), same_names(bundle)
    for n, row in enumerate(rows_of(bundle, "feeds")):
        source, target, where = row["from_item"], row["to_item"], f"feeds/{n}"
        gone = [one for one in (source, target) if one not in keys]
        if gone:
            yield hard(
                "feed", "feeds", f"第 {n + 1} 条结果带入用到“{gone[0]}”，它不在成员里。", where, gone[0]
            )
            continue
        gives = {standard(one["name"]) for one in items.get(source, {}).get("result_documents") or ()}
        if source in items and standard(row["result"]) not in gives:
            yield hard(
                "feed",
                "feeds",
                f"“{name_of(items, source)}”的结果里没有“{row['result']}”。改成它的结果，或删去这一条。",
                f"{where}/result",
                row["result"],
            )
        asked = {same.get(name, name) for name in _asks(items, target)}
        material = standard(row["as_material"])
        if target in items and same.get(material, material) not in asked:
            yield hard(
                "feed",
                "feeds",
                f"“{name_of(items, target)}”不要材料“{row['as_material']}”。改成它的材料，或删去这一条。",
                f"{where}/as_material",
                row["as_material"],
            )
        if before and source not in before[target]:
            yield hard(
                "feed",
                "feeds",
                f"“{name_of(items, target)}”不在“{name_of(items, source)}”之后，等不到它的结果。加上先后，或删去这一条。",
                where,
                source,
            )


def papers(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """Merged papers that nobody uses, or that a member who is named does not ask for. Basis: issue 4 (editor with lint)."""
    keys, same, seen = keys_of(bundle), same_names(bundle), set[str]()
    for n, row in enumerate(rows_of(bundle, "merged_materials")):
        name, where, used = standard(row["name"]), f"merged_materials/{n}", row.get("used_by") or ()
        if name in seen:
            yield hard(
                "paper",
                "merged_materials",
                f"合并材料“{row['name']}”列了两次，删去一次。",
                where,
                row["name"],
            )
        seen.add(name)
        if not used:
            yield hard(
                "paper",
                "merged_materials",
                f"合并材料“{row['name']}”没有写哪些事项用。写上，或删去它。",
                where,
                row["name"],
            )
        for one in used:
            if one not in keys:
                yield hard(
                    "paper",
                    "merged_materials",
                    f"合并材料“{row['name']}”写给“{one}”用，它不在成员里。",
                    f"{where}/used_by",
                    one,
                )
        yield from _used(row, [one for one in used if one in items], items, same, where)


def _used(
    row: Mapping[str, Any],
    used: Sequence[str],
    items: Items,
    same: Mapping[str, str],
    where: str,
) -> Iterator[Finding]:
    """The one form is asked by nobody, so what the system makes is not looked for."""
    if (row.get("obtainable_by") or {}).get("kind") == GENERATED:
        return
    name = standard(row["name"])
    asked = [
        one for one in used if same.get(name, name) in {same.get(other, other) for other in _asks(items, one)}
    ]
    if used and not asked:
        yield warn(
            "paper",
            "merged_materials",
            f"没有成员要合并材料“{row['name']}”。改成成员的材料名称，或在别名、覆盖里写明对应。",
            where,
            row["name"],
        )
    elif missing := [one for one in used if one not in asked]:
        said = "、".join(f"“{name_of(items, one)}”" for one in missing)
        yield warn(
            "paper",
            "merged_materials",
            f"{said}不要合并材料“{row['name']}”。从使用的事项里去掉，或在别名、覆盖里写明对应。",
            where,
            row["name"],
        )


def names(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """Names that mean one paper, and papers that prove others. Basis: settled.md, Commands (alias and cover rows)."""
    known = {name for key in keys_of(bundle) for name in _asks(items, key)}
    told: dict[str, str] = {}
    for n, row in enumerate(rows_of(bundle, "aliases")):
        for name in (row["name"], *row["same"]):
            if told.setdefault(standard(name), row["name"]) != row["name"]:
                yield hard("paper", "aliases", f"“{name}”在两行别名里，只留一行。", f"aliases/{n}", name)
        for name in row["same"]:
            if standard(name) not in known:
                yield warn(
                    "paper", "aliases", f"没有成员要材料“{name}”，这个别名用不上。", f"aliases/{n}", name
                )
    proves = [
        (standard(row["paper"]), standard(one), n, row["paper"], one)
        for n, row in enumerate(rows_of(bundle, "covers"))
        for one in row["proves"]
    ]
    pairs = {(paper, one) for paper, one, *_ in proves}
    for paper, one, n, said, proved in proves:
        if paper == one or (one, paper) in pairs:
            yield hard(
                "paper", "covers", f"“{said}”和“{proved}”互相证明，只留一个方向。", f"covers/{n}", proved
            )
        elif not {paper, one} <= known:
            name = said if paper not in known else proved
            yield warn("paper", "covers", f"没有成员要材料“{name}”，这一行覆盖用不上。", f"covers/{n}", name)


def alike(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """Materials of different names that one e-licence proves: perhaps one paper. Basis: issue 4 (once, by e-licence kind)."""
    same, kinds = same_names(bundle), dict[str, dict[str, str]]()
    for key in keys_of(bundle):
        for material in items.get(key, {}).get("materials") or ():
            source = material.get("obtainable_by") or {}
            proofs = source.get("any_of") or [source.get("name")]
            if source.get("kind") == LICENCE and len(proofs) == 1 and proofs[0] not in PERSONAL:
                name = standard(material["name"])
                kinds.setdefault(proofs[0], {}).setdefault(same.get(name, name), material["name"])
    for kind, names in kinds.items():
        if len(names) > 1:
            said = "、".join(f"“{name}”" for name in names.values())
            yield warn(
                "paper",
                "aliases",
                f"{said}都由电子证照“{kind}”证明。是同一份的，写进材料的别名，只收一次。",
                "aliases",
                kind,
            )


def settles(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """Questions of the bundle that settle what is not asked. Basis: issue 4 (editor with lint)."""
    keys, asked = keys_of(bundle), options_of(bundle)
    for n, row in enumerate(rows_of(bundle, "settles")):
        item, where = row["item_id"], f"settles/{n}"
        own = options_of(items.get(item, {}))
        if item not in keys:
            yield hard("path", "settles", f"第 {n + 1} 行问题对应用到“{item}”，它不在成员里。", where, item)
        elif row["key"] not in asked or row["question"] not in own:
            gone = row["key"] if row["key"] not in asked else f"{item}.{row['question']}"
            yield hard(
                "path", "settles", f"第 {n + 1} 行问题对应用到问题 {gone}，没有这个问题。", where, gone
            )
        else:
            wrong = [one for pair in row["values"].items() for one, known in zip(pair, (asked[row["key"]], own[row["question"]]), strict=True) if one not in known]  # fmt: skip
            yield from (
                hard("path", "settles", f"第 {n + 1} 行问题对应用到选项 {one}，问题里没有。", where, one)
                for one in wrong
            )
