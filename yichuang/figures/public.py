"""What the public gets of a published period: rows of open data with small numbers hidden, and the schema that explains them."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.figures.registry import BY_KEY, INDICATORS
from yichuang.figures.seeing import CUT_NAMES
from yichuang.law import figures

CUTS = ("whole", "department", "hall", "item")
COLUMNS = (
    ("period", "string", "期：月份2026-10，或者季度2026Q4"), ("indicator", "string", "指标的键"), ("name", "string", "指标的名称"),
    ("cut", "string", "口径：全区、部门、大厅、事项"), ("who", "string", "部门、大厅的名称，事项的键；全区为空"), ("part", "integer", "分子"),
    ("whole", "integer", "分母"), ("value", "number", "数值"), ("unit", "string", "单位"),
    ("hidden", "boolean", f"不到{figures.FEW}件，为了不认出个人不公布"),
)  # fmt: skip


def shown(content: Mapping[str, Any]) -> dict[str, dict[str, dict[str, list[Any] | None]]]:
    """Return indicator → cut → who → part, whole, value; None for what is hidden."""
    return {
        one.key: {cut: _hide(one.persons, found) for cut, found in content["indicators"].get(one.key, {}).items() if cut in CUTS}
        for one in INDICATORS
    }  # fmt: skip


def _hide(persons: bool, found: Mapping[str, list[Any]]) -> dict[str, list[Any] | None]:
    small = figures.hidden({who: told[2] for who, told in found.items()}) if persons else frozenset()
    return {who: None if who in small else [told[0], told[1], told[3]] for who, told in found.items()}


def rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of open data in one order: indicators as they are listed, then cut, then who."""
    for key, cuts in shown(content).items():
        one = BY_KEY[key]
        for cut in CUTS:
            for who, told in sorted(cuts.get(cut, {}).items()):
                part, whole, text = told or (None, None, None)
                yield {
                    "period": content["period"], "indicator": key, "name": one.name, "cut": CUT_NAMES[cut], "who": who, "part": part, "whole": whole,
                    "value": text, "unit": figures.UNITS[one.unit], "hidden": told is None,
                }  # fmt: skip


def as_csv(content: Mapping[str, Any]) -> str:
    """Return the rows as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = [name for name, _, _ in COLUMNS]
    writer.writerow(names)
    for row in rows(content):
        writer.writerow(["true" if row[name] is True else "false" if row[name] is False else row[name] for name in names])  # fmt: skip
    return out.getvalue()


def schema() -> dict[str, Any]:
    """Return the Table Schema of the rows, with every indicator in words."""
    fields = [{"name": name, "type": kind, "description": words} for name, kind, words in COLUMNS]
    told = [
        {"key": one.key, "name": one.name, "formula": one.formula, "source": one.source, "unit": figures.UNITS[one.unit], "basis": one.basis, "sql": one.sql}
        for one in INDICATORS
    ]  # fmt: skip
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json", "fields": fields,
        "primaryKey": ["period", "indicator", "cut", "who"], "missingValues": [""], "indicators": told,
    }  # fmt: skip
