"""What a written commitment (告知承诺) may stand for, and what follows if it is untrue: told before anybody signs one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yichuang.cases.acts.parts import by_commitment, may_commit
from yichuang.cases.models import CreditMark
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.law.numbers import zh_date

BASIS = "国办发〔2020〕42号"
OFFICE = "任一窗口的督查"


@dataclass(frozen=True, slots=True)
class Pledge:
    """One offer: the whole approval, or these papers; in the same words on every channel."""

    whole: bool
    papers: tuple[str, ...]
    consequences: str
    basis: str = BASIS

    @property
    def offer(self) -> str:
        """What the commitment replaces."""
        named = "、".join(f"“{name}”" for name in self.papers)
        if self.whole:
            first = "这件事可以整件告知承诺：您承诺符合条件，先办，办完再核查。"
            return f"{first}签《告知承诺书》，可以代替{named}。" if named else first
        return f"签《告知承诺书》，可以代替{named}。"


def consequences(facts: VersionFacts, *, stamp: int, region: str, day: date) -> str:
    """Return by when a commitment is checked and what follows if it is untrue (国办发〔2020〕42号)."""
    rule = book.number(stamp, region, "commitment_check_days", day)
    return (
        f"办好以后{rule.value}个{rule.unit}内，{facts.department_name}核查承诺是否属实。"
        "承诺不实的，依法撤销决定，修复前不再适用告知承诺。"
    )


def excluded(region: str, holder_index: str) -> str:
    """Return why commitment is closed to this holder until repair, in one sentence; empty where it is open."""
    mark = (
        CreditMark.objects.filter(region=region, holder_index=holder_index or "-", repaired_on=None)
        .order_by("starts_on")
        .first()
    )
    if mark is None:
        return ""
    return f"{zh_date(mark.starts_on)}起有“{mark.reason}”的记录，信用修复以前不能用承诺代替，请交材料。修复找{OFFICE}。"


def offered(
    facts: VersionFacts, wanted: Iterable[tuple[int, str]], *, stamp: int, region: str, day: date
) -> Pledge | None:
    """Return what may be replaced among the papers still wanted (place and name), or None where nothing may."""
    whole = by_commitment(facts)
    papers = tuple(name for place, name in wanted if may_commit(facts, place, whole=whole))
    if not papers and not whole:
        return None
    public = bool((facts.record.get("commitment") or {}).get("public"))
    said = consequences(facts, stamp=stamp, region=region, day=day)
    return Pledge(whole, papers, said + ("承诺书向社会公开。" if public else ""))
