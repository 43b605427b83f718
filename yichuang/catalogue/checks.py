"""What stands against a record: hard findings block 送审, soft ones warn. Each says where, quotes the words, and how to mend.

The order is the record's own, so that the editor can count them by element.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from yichuang.catalogue import asking, schema
from yichuang.catalogue.records import LABELS, Record
from yichuang.law import procedures, selection, terms, wording

HARD, SOFT = "hard", "soft"
MOST_PATHS = 20_000
MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how grave, of which kind, in which element, at which path, the words quoted, the sentence."""

    grave: str
    kind: str
    element: str
    path: str
    text: str
    sentence: str

    @property
    def label(self) -> str:
        """The element's name on screen."""
        return LABELS.get(self.element, "记录")


def check(record: Any) -> list[Finding]:
    """Return everything found in a record; of what has not the right shape only that is said, the rest is read on."""
    odd = list(unprintable(record))
    shape = (
        [Finding(HARD, "schema", p.element, p.path, "", p.sentence) for p in schema.problems(record)]
        if not odd
        else []
    )
    if odd or not isinstance(record, dict):
        return odd + shape
    whole, broken = _readable_part(record, shape)
    found = [
        *shape,
        *_route(whole),
        *(one for one in _fee(whole) if "fee" not in broken),
        *_words(whole),
        *(one for one in _gaps(whole) if one.element not in broken),
    ]
    if not broken & {
        "type",
        "statutory_days",
        "committed_days",
        "day_kind",
        "joint",
        "extension_days",
        "handling_type",
    }:
        found += _terms(whole)
    if not broken & {"scenarios", "form"}:
        found += [Finding(*one) for one in asking.check(whole)]
    if not broken & {"scenarios", "materials"}:
        found += [*_questions(whole), *_paths(whole)]
    order = list(LABELS)
    return sorted(found, key=lambda one: order.index(one.element) if one.element in LABELS else 99)


def _readable_part(record: Record, shape: list[Finding]) -> tuple[Record, set[str]]:
    """Return the record without what has not the right shape, and the fields of it; of materials only the wrong rows go."""
    whole, broken = dict(record), {one.element for one in shape}
    rows = {
        int(part[1]) for one in shape if (part := one.path.split("/"))[0] == "materials" and len(part) > 1
    }
    for name in broken:
        if name == "materials" and rows and not any(one.path == "materials" for one in shape):
            whole[name] = [{"name": ""} if n in rows else row for n, row in enumerate(record[name])]
        else:
            whole.pop(name, None)
    return whole, broken


def hard(findings: list[Finding]) -> list[Finding]:
    """Return those that block."""
    return [one for one in findings if one.grave == HARD]


def counts(findings: list[Finding]) -> dict[str, int]:
    """Return how many hard findings each element has."""
    made: dict[str, int] = {}
    for one in hard(findings):
        made[one.element] = made.get(one.element, 0) + 1
    return made


def _hard(kind: str, element: str, sentence: str, path: str = "", text: str = "") -> Finding:
    return Finding(HARD, kind, element, path or element, text, sentence)


def _soft(kind: str, element: str, sentence: str, path: str = "", text: str = "") -> Finding:
    return Finding(SOFT, kind, element, path or element, text, sentence)


def unprintable(record: Any, labels: Mapping[str, str] = LABELS) -> Iterator[Finding]:
    """Numbers with a fraction have no one text; control characters and half characters do not store everywhere."""
    if not isinstance(record, dict):
        return
    stack: list[tuple[str, Any, int]] = [(str(key), value, 1) for key, value in record.items()]
    while stack:
        element, value, depth = stack.pop()
        if depth > MOST_DEPTH:
            yield _hard(
                "schema", element, f"“{labels.get(element, element)[:40]}”套得太深，最多 {MOST_DEPTH} 层。"
            )
            return
        if isinstance(value, float):
            yield _hard(
                "schema",
                element,
                f"“{labels.get(element, element)[:40]}”里的数字要写成整数，现在是 {value}。",
            )
        elif isinstance(value, str) and not _storable(value):
            yield _hard(
                "schema", element, f"“{labels.get(element, element)[:40]}”里有看不见的控制字符，删去后再交。"
            )
        elif isinstance(value, dict):
            stack += [(element, part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            stack += [(element, part, depth + 1) for part in value]
    if not all(_storable(key) for key in record):
        yield _hard("schema", "record", "要素的名称里有看不见的控制字符，删去后再交。")


def _storable(text: str) -> bool:
    return not any((c < " " and c not in "\n\t") or "\ud800" <= c <= "\udfff" or c == "\x7f" for c in text)


def _terms(record: Record) -> Iterator[Finding]:
    statutory, committed = record.get("statutory_days"), record.get("committed_days")
    unit = record.get("day_kind") or "工作日"
    if committed is None:
        yield _soft("unknown", "committed_days", "没有填承诺时限，办事人看不到哪天办好。")
    elif statutory is not None and procedures.promise_allowed(committed, statutory):
        yield _hard(
            "term",
            "committed_days",
            f"承诺 {committed} 个{unit}，比法定 {statutory} 个{unit}还长。改短承诺时限，或核对法定时限。",
        )
    elif unit == "工作日" and procedures.promise_allowed(committed, statutory):
        yield _soft(
            "term",
            "committed_days",
            f"没有法定时限，承诺最多 20 个工作日，现在是 {committed} 个。写明法定时限，或改短。",
        )
    if record.get("joint") and record.get("type") == procedures.PERMIT:
        yield from _joint(record, statutory, unit)
    if record.get("handling_type") == "即办件" and committed is not None and committed > 1:
        yield _soft("term", "handling_type", f"即办件要当场或当天办好，现在承诺 {committed} 个{unit}。")


def _joint(record: Record, statutory: int | None, unit: str) -> Iterator[Finding]:
    """Joint handling is capped as a whole (art. 42(2))."""
    most, more = terms.JOINT_DAYS, terms.JOINT_EXTENSION
    if unit == "工作日" and statutory is not None and statutory > most:
        yield _hard("term", "statutory_days", f"联合办理最多 {most} 个工作日，现在是 {statutory} 个。")
    if (record.get("extension_days") or 0) > more:
        yield _hard(
            "term",
            "extension_days",
            f"联合办理最多延长 {more} 个工作日，现在是 {record['extension_days']} 个。",
        )


def _questions(record: Record) -> Iterator[Finding]:
    options: dict[str, list[str]] = {}
    for number, question in enumerate(record.get("scenarios") or (), 1):
        values = [option["value"] for option in question["options"]]
        if question["key"] in options:
            yield _hard(
                "path",
                "scenarios",
                f"第 {number} 个问题的标识 {question['key']} 用过了，换一个。",
                f"scenarios/{number - 1}",
            )
        if len(set(values)) != len(values):
            yield _hard(
                "path",
                "scenarios",
                f"第 {number} 个问题里有两个选项的值一样，改成不同的。",
                f"scenarios/{number - 1}",
            )
        options[question["key"]] = values
    for place, material in enumerate(record.get("materials") or ()):
        for key, values in (material.get("scenario") or {}).items():
            wrong = [value for value in values if value not in options.get(key, ())]
            where = f"materials/{place}/scenario"
            if key not in options:
                yield _hard(
                    "path",
                    "materials",
                    f"材料“{material['name']}”用到的问题 {key} 不存在。改成已有的问题，或加上这个问题。",
                    where,
                )
            elif wrong:
                yield _hard(
                    "path",
                    "materials",
                    f"材料“{material['name']}”用到的选项 {wrong[0]} 不在问题 {key} 里。",
                    where,
                )


def _paths(record: Record) -> Iterator[Finding]:
    """Every path must end in a list. A material without scenario is on every path; then none can be empty."""
    materials = record.get("materials") or []
    if not materials or any(not material.get("scenario") for material in materials):
        return
    used = {key for material in materials for key in material["scenario"]}
    questions = [q for q in record.get("scenarios") or () if q["key"] in used]
    total = 1
    for question in questions:
        total *= len(question["options"])
    if total > MOST_PATHS:
        yield _hard(
            "path", "scenarios", f"情形组合有 {total} 种，太多了，办事人答不完。拆成几个事项，或减少问题。"
        )
        return
    for values in product(*(q["options"] for q in questions)):
        answers = {q["key"]: option["value"] for q, option in zip(questions, values, strict=True)}
        if not any(all(answers.get(k) in v for k, v in m["scenario"].items()) for m in materials):
            said = "，".join(
                f"{q['question']}选“{o['label']}”" for q, o in zip(questions, values, strict=True)
            )
            yield _hard(
                "path", "scenarios", f"{said}时，一份材料也没有。给这种情形补上材料清单，或删去这个选项。"
            )
            return


def _route(record: Record) -> Iterator[Finding]:
    steps = record.get("route") or []
    if not steps:
        return
    keys = [step["key"] for step in steps]
    if len(set(keys)) != len(keys):
        yield _hard("route", "route", "有两个环节的标识一样，改成不同的。")
        return
    for place, step in enumerate(steps):
        gone = [key for key in step.get("after") or () if key not in keys]
        if gone:
            yield _hard(
                "route", "route", f"环节“{step['name']}”要等的环节 {gone[0]} 不存在。", f"route/{place}"
            )
    if _circular({step["key"]: step.get("after") or () for step in steps}):
        yield _hard("route", "route", "环节前后互相等待，走不完。改成有先有后。")
    if not any(step.get("post") == "approve" for step in steps):
        yield _hard("route", "route", "没有决定环节。至少要有一个由审批岗位决定的环节。")


def _fee(record: Record) -> Iterator[Finding]:
    """A fee without its notice binds nobody, and nobody reckons one whose amount is not known."""
    fee, asked = record.get("fee") or {}, {q["key"] for q in record.get("scenarios") or ()}
    lines, reductions = fee.get("lines") or (), fee.get("reductions") or ()
    if lines and fee.get("charged") is not True:
        yield _hard("fee", "fee", "列了收费项目，“收不收费”却不是“是”。改成一致。", "fee/charged")
    for part, rows in (("lines", lines), ("reductions", reductions)):
        for place, row in enumerate(rows):
            where = f"fee/{part}/{place}"
            if not row.get("basis"):
                yield _hard("fee", "fee", f"“{row['name']}”没有写依据。写出文件的名称和文号。", where)
            if gone := sorted(set(row.get("scenario") or ()) - asked):
                yield _hard("fee", "fee", f"“{row['name']}”的适用情形里，没有问题 {gone[0]}。", where)
            if part == "lines" and row.get("amount") is None:
                yield _soft("unknown", "fee", f"“{row['name']}”没有写金额，由部门开缴费单。", where)
    if lines and not fee.get("receiver"):
        yield _soft("unknown", "fee", "没有写收款单位，按当地数值里的填。", "fee/receiver")


def _circular(after: Mapping[str, Any]) -> bool:
    left = dict(after)
    while left:
        free = [key for key, before in left.items() if not any(one in left for one in before)]
        if not free:
            return True
        for key in free:
            del left[key]
    return False


def readable(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Every text the public reads: element, path, kind for the lint, text."""
    yield "name", "name", "name", record.get("name") or ""
    for n, text in enumerate(record.get("conditions") or ()):
        yield "conditions", f"conditions/{n}", "condition", text
    for n, question in enumerate(record.get("scenarios") or ()):
        yield "scenarios", f"scenarios/{n}/question", "condition", question.get("question") or ""
        for m, option in enumerate(question.get("options") or ()):
            yield "scenarios", f"scenarios/{n}/options/{m}", "condition", option.get("label") or ""
    for n, material in enumerate(record.get("materials") or ()):
        yield "materials", f"materials/{n}/name", "material", material.get("name") or ""
        yield "materials", f"materials/{n}/note", "material_note", material.get("note") or ""
    yield from asking.readable(record)
    for n, document in enumerate(record.get("result_documents") or ()):
        yield "result_documents", f"result_documents/{n}", "name", document.get("name") or ""
    fee = record.get("fee") or {}
    yield "fee", "fee/note", "condition", fee.get("note") or ""
    for part in ("lines", "reductions"):
        for n, row in enumerate(fee.get(part) or ()):
            yield "fee", f"fee/{part}/{n}/name", "condition", row.get("name") or ""
    for n, special in enumerate(record.get("special_procedures") or ()):
        yield "special_procedures", f"special_procedures/{n}/note", "condition", special.get("note") or ""
    yield "note", "note", "condition", record.get("note") or ""


def _words(record: Record) -> Iterator[Finding]:
    for element, path, kind, text in readable(record):
        if not text:
            continue
        found = wording.lint(kind, text)
        for grave, words in ((HARD, found.hard), (SOFT, found.soft)):
            for word in words:
                yield Finding(
                    grave,
                    "lint",
                    element,
                    path,
                    word.text,
                    f"“{word.text}”说不清：{_around(text)}。{word.hint}。",
                )


def _around(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:58]}……"


def _gaps(record: Record) -> Iterator[Finding]:
    for place, material in enumerate(record.get("materials") or ()):
        if material.get("copies") is None and material.get("form") not in ("电子", None):
            yield _soft(
                "unknown", "materials", f"材料“{material['name']}”没有写份数。", f"materials/{place}/copies"
            )
    if not record.get("legal_basis"):
        yield _soft("unknown", "legal_basis", "没有写设定依据。")
    if not record.get("materials"):
        yield _soft("unknown", "materials", "一份材料也没有。真的什么都不用交，就这样；不然把材料逐份列出。")


def try_out(record: Mapping[str, Any], answers: Mapping[str, str]) -> selection.Selection:
    """Return the materials of a set of answers, for trying a draft. law.BadInput for an unknown answer."""
    return selection.select(record, answers)
