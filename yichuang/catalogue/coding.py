"""Item codes: national ones where the record has one, else provisional ones from the reserved local range."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.law import BadInput, codes


def level_of(record: Mapping[str, Any]) -> str:
    """Return the digit of the level (行使层级) that the record's words mean; county where they name it or nothing."""
    words = str(record.get("level") or "县级")
    for digit, sign in (
        ("4", "县级"),
        ("4", "区级"),
        ("5", "乡镇"),
        ("5", "街道"),
        ("6", "村"),
        ("3", "市级"),
        ("2", "省级"),
        ("1", "国家"),
    ):
        if sign in words and not words.startswith("市级（"):
            return digit
    return "3" if words.startswith("市级") else "4"


class Codes:
    """Gives codes to new items of a region; `taken` are the codes already in use there."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        mark = codes.LOCAL_SCOPE
        self.last = max(
            (int(code[25:31]) for code in self.taken if code[19:21] == mark and code[25:31].isdigit()),
            default=0,
        )

    def give(self, record: Mapping[str, Any], uscc: str) -> tuple[str, bool]:
        """Return the item code of a new item and whether it is provisional; law.BadInput where none would stand.

        Several items may share a basic code: the second and later ones are told apart by two more digits
        (业务办理项编码), of which the case number uses the first 31.
        """
        basic = str(record.get("basic_code") or "").strip().upper()
        level = level_of(record)
        if len(basic) == 12 and codes.check_basic_code(basic).valid:
            return self._shared(codes.item_code(uscc, level, basic)), False
        kind = codes.type_code(str(record.get("type"))) or "20"
        while True:
            self.last += 1
            code = codes.item_code(uscc, level, codes.local_basic_code(kind, self.last))
            if code not in self.taken:
                self.taken.add(code)
                return code, True

    def _shared(self, code: str) -> str:
        made = code
        for serial in range(2, 101):
            if made not in self.taken:
                self.taken.add(made)
                return made
            made = f"{code}{serial:02d}"
        raise BadInput(f"编码 {code} 下的办理项超过 99 个")
