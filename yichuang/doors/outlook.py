"""What one thing (一件事) would be if it were filed today: stages with their days, each paper once, before and after, fee, where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.bundles import preparing
from yichuang.catalogue.bundles import BundleFacts
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.doors import bundled, places, record
from yichuang.doors.bundled import Said
from yichuang.doors.endings import length_words
from yichuang.doors.lines import UNKNOWN, Line, held
from yichuang.doors.progress import stages
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.law import BeyondCalendar, merging, plans, selection

WORDS = {"feed": "自动带入", selection.LATER: "可后补", selection.COMMIT: "可承诺"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The list of one thing."""

    facts: BundleFacts
    ready: preparing.Prepared
    stages: tuple[stages.Stage, ...]
    bring: tuple[Line, ...]
    waived: tuple[Line, ...]
    rows: tuple[tuple[str, str, str], ...]
    perhaps: tuple[tuple[str, str], ...]
    fees: tuple[tuple[str, str], ...]
    places: tuple[places.Place, ...]
    window_only: str
    day: date

    @property
    def headline(self) -> str:
        """4 个证照填 1 张表: how many items become one form."""
        return f"{len(self.ready.members)}个事项填1张表"

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Every paper, what is handed in first: the rows of the printed notice."""
        return (*self.bring, *self.waived)

    @property
    def joint(self) -> str:
        """By when everything is done, and whether that is certain."""
        plan = self.ready.plan
        if plan.joint_due_on is None:
            return "没有查到"
        sure = "" if plan.certain else "以前（有的事项没有公布办几天，没有算进去）"
        return f"{cndate(plan.joint_due_on)}{sure}"

    @property
    def summed(self) -> str:
        """您要交3份，不用交5份; 目前知道 while a question is open."""
        told = f"您要交{len(self.bring)}份" if self.bring else "没有要交的材料"
        told = f"目前知道{told}" if self.perhaps else told
        return told + (f"，不用交{len(self.waived)}份" if self.waived else "")


def make(
    facts: BundleFacts,
    said: Said,
    at: datetime,
    *,
    stamp: int,
    region: str,
    parties: Mapping[str, Any] | None = None,
) -> Outlook:
    """Return what would be told of this thing if it were filed at `at`."""
    ready = preparing.prepared(
        facts, said.answers, stamp=stamp, region=region, at=at, skip=said.skip, parties=parties
    )
    names = {key: version.name for key, version in ready.items.items()}
    lines = [(one, line(one, names, looked=bool(parties))) for one in ready.papers]
    day = day_of(at)
    return Outlook(
        facts=facts, ready=ready, stages=_stages(ready), bring=tuple(line for one, line in lines if not one.waived),
        waived=tuple(line for one, line in lines if one.waived), rows=tuple(_before_and_after(ready, day, stamp, region)),
        perhaps=tuple(_perhaps(facts, said, ready)), fees=tuple(_fees(ready)), places=places_of(ready.members, stamp, region, day),
        window_only=ready.window_only or "", day=day,
    )  # fmt: skip


def line(one: merging.Paper, names: Mapping[str, str], *, looked: bool) -> Line:
    """Return a merged paper in words; `looked`: licences were looked for."""
    uses = "、".join(names[item] for item in one.items)
    licence = held(one) and not looked and not one.waived  # type: ignore[arg-type]
    word = WORDS.get(one.how) or ("免交" if one.waived else "有证免交" if licence else "要交")
    form = (
        ""
        if one.waived
        else (f"{one.form}{one.copies}份" if one.form and one.copies else one.form or f"形式{UNKNOWN}")
    )
    why = (
        one.why
        if one.waived
        else f"查到电子证照“{(one.obtainable_by or {}).get('name')}”就免交"
        if licence
        else ""
    )
    note = f"{len(one.items)}项共用这一份：{uses}" if len(one.items) > 1 else f"用在：{uses}"
    return Line(
        one.name,
        "waived" if one.waived else "gap" if one.how == selection.LATER else "wanted",
        word,
        form,
        why,
        note,
    )


def _stages(ready: preparing.Prepared) -> tuple[stages.Stage, ...]:
    after = {slot.item: slot.after for slot in ready.plan.slots}
    boxes = {}
    for slot in ready.plan.slots:
        version = ready.items[slot.item]
        length = length_words(slot.days, version.unit) if slot.days is not None else "没有公布办几天"
        begins = (
            f"{cndate(slot.starts_on)}开始，{cndate(slot.due_on)}前"
            if slot.days is not None
            else f"{cndate(slot.starts_on)}开始"
        )
        boxes[slot.item] = stages.Box(
            version.name, stages.LATER, length, version.department_name, begins, href=f"/items/{version.key}/"
        )
    return stages.drawn(after, boxes)


def _before_and_after(ready: preparing.Prepared, day: date, stamp: int, region: str) -> Any:
    """Each item by itself, one after the other, against all as one; what is unknown is said as unknown."""
    saved, calendar = ready.plan.saved, book.calendar(stamp, region)
    yield "填表", f"{len(ready.members)}张", "1张"
    yield "材料", f"{saved.materials_before}份", f"{saved.materials_after}份"
    visits = [UNKNOWN if n is None else f"{n}次" for n in (saved.visits_before, saved.visits_after)]
    yield "跑动", visits[0], visits[1]
    sure = "" if ready.plan.certain else "以上"
    try:
        one_by_one = plans.one_by_one(ready.plan, {k: v.record for k, v in ready.items.items()}, calendar)
        together = ready.plan.joint_due_on or day
        days = [f"{calendar.between(day, end)}个工作日{sure}" for end in (one_by_one, together)]
    except BeyondCalendar:
        days = [UNKNOWN, UNKNOWN]
    yield "时间", days[0], days[1]


def _perhaps(facts: BundleFacts, said: Said, ready: preparing.Prepared) -> Any:
    """For each question that was 我不确定: which items it may still bring; those that only touch the papers are told together."""
    standing, papers = set(ready.standing.items), 0
    for asked, word in bundled.words(bundled.questions(facts, ready.items, said), said):
        if word != "我不确定":
            continue
        more = [
            ready.items[member.item].name
            for member in plans.members(facts.record)
            if asked.key in (member.when or {}) and member.item in ready.items and member.item not in standing
        ]
        if more:
            yield asked.text, f"看情形可能还要办{'、'.join(more)}"
        else:
            papers += 1
    if papers:
        yield f"有{papers}个问题没有答或拿不准", "，各种情形的材料可能不一样，交以前先答完或问清"


def _fees(ready: preparing.Prepared) -> Any:
    for version in ready.members:
        told = record.tell(version)
        yield version.name, f"{told.fee}：{told.fee_note}" if told.fee_note else told.fee


def places_of(
    members: Iterable[VersionFacts], stamp: int, region: str, day: date
) -> tuple[places.Place, ...]:
    """Return the halls whose windows take every item; where none takes all, those that take the first."""
    each = [places.of_item(version, stamp, region, day) for version in members]
    all_ = set.intersection(*({p.hall for p in found} for found in each)) if each else set()
    return tuple(p for p in each[0] if p.hall in all_ or not all_) if each else ()
