"""Fees: what an item's published record charges for the answers given, when, and when it goes back. Money is whole fen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import BadInput

PAYABLE = (("filing", "交件以后"), ("acceptance", "受理以后"), ("result", "决定准予以后"))
# Ends of a case after which what was paid goes back in any case: the case was entered by mistake.
ALWAYS_BACK = ("void",)
MOST = 100_000_000_00
_YUAN = re.compile(r"^(\d{1,9})(?:\.(\d{1,2}))?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill: for what, how much in fen (less than nothing for a reduction), by which notice."""

    name: str
    amount: int
    unit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the record charges. `unknown` names lines without a published amount: then the department draws the bill."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]

    @property
    def total(self) -> int:
        """The sum in fen, never less than nothing."""
        return max(0, sum(line.amount for line in self.lines))


def reckon(fee: Mapping[str, Any], answers: Mapping[str, str]) -> Reckoned:
    """Return the lines that apply to these answers, with the reductions that the answers already show.

    A reduction is a share of what stands before it, rounded in the payer's favour.
    Basis: 《行政许可法》 art. 59 (only what is published is charged); 财税〔2004〕100号 (reductions need their own notice).
    """
    lines, unknown = [], []
    for row in fee.get("lines") or ():
        if not applies(row, answers):
            continue
        if row.get("amount") is None:
            unknown.append(str(row["name"]))
        else:
            lines.append(Line(row["name"], int(row["amount"]), row.get("unit") or "", row.get("basis") or ""))
    left = sum(line.amount for line in lines)
    for row in fee.get("reductions") or ():
        if row.get("scenario") and applies(row, answers) and left > 0:
            less = reduction(left, int(row["percent"]))
            lines.append(Line(row["name"], -less, "", row.get("basis") or ""))
            left -= less
    return Reckoned(tuple(lines), tuple(unknown))


def reduction(amount: int, percent: int) -> int:
    """Return how many fen `percent` of an amount take off, rounded up.

    Basis: 财税〔2004〕100号; the rounding is ours, in the payer's favour.
    """
    return -(-amount * percent // 100)


def applies(row: Mapping[str, Any], answers: Mapping[str, str]) -> bool:
    """Tell whether a line or a reduction stands for these answers.

    Basis: 嘉府办发〔2019〕17号 6 (scenarios decide).
    """
    wanted: Mapping[str, Sequence[str]] = row.get("scenario") or {}
    return all(answers.get(key) in values for key, values in wanted.items())


def payable(fee: Mapping[str, Any]) -> str:
    """Return after which moment the bill is open: filing, acceptance or, where the record says nothing, the result.

    Basis: 《行政许可法》 art. 59; nobody pays before the organ has decided unless the record says so.
    """
    return str(fee.get("payable") or "result")


def goes_back(fee: Mapping[str, Any], outcome: str) -> bool:
    """Tell whether what was paid goes back when the case ends like this.

    Basis: 《行政许可法》 art. 59 with the item's own notice, which the record names; void: nothing was owed.
    """
    return outcome in ALWAYS_BACK or outcome in (fee.get("refund") or ())


def yuan(fen: int) -> str:
    """Return an amount as people read it: 30.00.

    Basis: ux.md S7.
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen(text: str) -> int:
    """Return an amount typed in yuan as whole fen; BadInput says how to write it.

    Basis: ux.md 7.3; money is never a fraction.
    """
    wide = {ord("０") + n: str(n) for n in range(10)} | {
        ord("．"): ".",
        ord("，"): "",
        ord(","): "",
        ord("元"): "",
    }
    found = _YUAN.match("".join(text.split()).translate(wide))
    if not found:
        raise BadInput("金额写成数字，最多两位小数，例如30.00。")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0") or 0)
