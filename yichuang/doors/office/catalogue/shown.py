"""An element of the editor as its template draws it: values, options, what the check found beside each field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yichuang.catalogue.checks import SOFT, Finding
from yichuang.doors.office.catalogue import asked
from yichuang.doors.office.catalogue.elements import (
    AREA,
    LINES,
    MANY,
    NUMBER,
    PRICED,
    WHEN,
    YES_NO,
    Element,
    Field,
    element_of,
    price_lines,
)

YES_NO_OPTIONS = (("", "没有查到"), ("1", "是"), ("0", "否"))
WIDE = (AREA, LINES, WHEN, MANY, PRICED)


@dataclass(slots=True)
class Shown:
    """One field on the page."""

    id: str
    kind: str
    label: str
    hint: str
    value: str
    options: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    @property
    def wide(self) -> bool:
        """Whether the field takes the whole width."""
        return self.kind in WIDE

    @property
    def described(self) -> str:
        """The ids that describe the input."""
        return " ".join(
            ([f"{self.id}-hint"] if self.hint else []) + ([f"{self.id}-found"] if self.findings else [])
        )

    @property
    def wrong(self) -> bool:
        """Whether something blocks here."""
        return any(not one["soft"] for one in self.findings)


@dataclass(slots=True)
class ShownRow:
    """One row on the page, with what the check says of the whole row."""

    number: int
    title: str
    fields: list[Shown]
    options: list[dict[str, str]]
    findings: list[dict[str, Any]]
    wrong: bool
    open: bool = False


@dataclass(slots=True)
class ShownElement:
    """An element on the page."""

    element: Element
    fields: list[Shown]
    rows: list[ShownRow]
    findings: list[dict[str, Any]] = field(default_factory=list)


def element(
    one: Element,
    record: Mapping[str, Any],
    found: Iterable[Finding],
    departments: Iterable[str],
    at: str = "",
    of: Callable[[str], str] = element_of,
) -> ShownElement:
    """Lay out an element of a record; `at` names the row that is in hand, `of` says which element shows a field."""
    findings = list(found)
    used: set[int] = set()
    names = tuple((name, name) for name in departments)
    fields = [
        _shown(f, record, f"f-{f.path}", f.path.replace(".", "/"), findings, used, names, record)
        for f in one.fields
    ]
    rows = (
        [
            _row(one, n, row, record, findings, used, names, at)
            for n, row in enumerate(_list(record.get(one.rows)))
        ]
        if one.rows
        else []
    )
    left = [_told(f) for n, f in enumerate(findings) if n not in used and of(f.element) == one.key]
    return ShownElement(one, fields, rows, left)


def _list(value: Any) -> list[Any]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _row(
    one: Element, n: int, row: Mapping[str, Any], record: Mapping[str, Any], findings: list[Finding], used: set[int], names: Any, at: str
) -> ShownRow:  # fmt: skip
    path = f"{one.rows}/{n}"
    fields = [
        _shown(f, row, f"r-{n}-{f.path}", f"{path}/{f.path.replace('.', '/')}", findings, used, names, record)
        for f in one.fields_of(row)
    ]
    mine = [
        k
        for k, f in enumerate(findings)
        if k not in used and (f.path == path or f.path.startswith(f"{path}/"))
    ]
    used.update(mine)
    left = [_told(findings[k]) for k in mine]
    title = str(row.get("name") or row.get("question") or f"没有名称的{one.row_name}")
    if one.key == "form":
        title = asked.dress(row, fields)
    if one.title is not None:
        title = one.title(row)
    wrong = any(f.wrong for f in fields) or any(not f["soft"] for f in left)
    options = [
        {"value": str(o.get("value") or ""), "label": str(o.get("label") or "")}
        for o in _list(row.get("options"))
    ]
    return ShownRow(
        n,
        title,
        fields,
        options,
        left,
        wrong,
        wrong
        or at == f"row-{n}"
        or (one.title is None and not row.get("name", row.get("question", row.get("element")))),
    )


def _shown(
    f: Field, source: Mapping[str, Any], name: str, path: str, findings: list[Finding], used: set[int], names: Any, record: Mapping[str, Any]
) -> Shown:  # fmt: skip
    value = source
    for step in f.path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None  # type: ignore[assignment]
    mine = [
        n
        for n, one in enumerate(findings)
        if n not in used
        and (one.path == path or (f.kind in (LINES, MANY, WHEN, PRICED) and one.path.startswith(f"{path}/")))
    ]
    used.update(mine)
    return Shown(
        name, f.kind, f.label, f.hint, _said(f, value), _options(f, value, names, name), _groups(f, value, record, name),
        [_told(findings[n]) for n in mine],
    )  # fmt: skip


def _said(f: Field, value: Any) -> str:
    if f.kind == PRICED:
        return price_lines(value)
    if f.kind == LINES:
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
    if f.kind == YES_NO:
        return {True: "1", False: "0"}.get(value, "") if isinstance(value, bool) else ""
    if f.kind == NUMBER:
        return "" if value is None else str(value)
    return "" if value is None or isinstance(value, (list, dict)) else str(value)


def _options(f: Field, value: Any, names: Any, name: str) -> list[dict[str, Any]]:
    if f.kind == YES_NO:
        said = _said(f, value)
        return [
            {"id": f"{name}-{n}", "value": v, "label": word, "checked": v == said}
            for n, (v, word) in enumerate(YES_NO_OPTIONS)
        ]
    options = names if f.path == "department" else f.options
    chosen = (
        list(map(str, value)) if isinstance(value, list) else [str(value)] if value not in (None, "") else []
    )
    known = [v for v, _ in options]
    more = [(v, f"{v}（不在可选的里面）") for v in chosen if v not in known] if options else []
    return [
        {"id": f"{name}-{n}", "value": v, "label": word, "checked": v in chosen}
        for n, (v, word) in enumerate([*options, *more])
    ]


def _groups(f: Field, value: Any, record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    if f.kind != WHEN:
        return []
    chosen = value if isinstance(value, dict) else {}
    asked = {str(q.get("key") or ""): q for q in _list(record.get("scenarios"))}
    gone = {
        key: {"question": f"问题 {key} 已经没有了", "options": [{"value": v} for v in values]}
        for key, values in chosen.items()
        if key not in asked
    }
    return [
        _group(f"{name}-{key}", question, chosen.get(key) or ())
        for key, question in {**asked, **gone}.items()
        if key
    ]


def _group(name: str, question: Mapping[str, Any], chosen: Any) -> dict[str, Any]:
    options = [
        {
            "id": f"{name}-{n}",
            "value": o.get("value"),
            "label": o.get("label") or o.get("value"),
            "checked": o.get("value") in chosen,
        }
        for n, o in enumerate(_list(question.get("options")))
    ]
    return {"name": name, "question": question.get("question") or name, "options": options}


def _told(finding: Finding) -> dict[str, Any]:
    return {"sentence": finding.sentence, "soft": finding.grave == SOFT}
