"""Where one thing (一件事) stands, told to whoever holds its query code: one word, one picture, one date; no name, no number, no paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.bundles.models import Notice, Part, Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, versions
from yichuang.doors import places
from yichuang.doors.progress import stages, standing, words
from yichuang.ground.templatetags.yc import cndate
from yichuang.law import things

MOVED_FIRST = things.moved("accepted")
LATE = "本来应在{due}前{ought}，现在过了期。可以问{lead}，或拨12345。"
ENDED = {
    things.ALL: "全部办好了",
    things.SOME: "办好了一部分",
    things.NONE: "没有办成",
    things.WITHDRAWN: "您已撤回",
}
KINDS = {"err": stages.NOW, "warn": stages.YOURS, "ok": stages.DONE, "": stages.NOW}
FETCH = ("ready", "ready_refused")


@dataclass(frozen=True, slots=True)
class Told:
    """A thing as its query code shows it."""

    code: str
    name: str
    bundle_key: str
    lead: str
    phone: str
    state: str
    kind: str
    word: str
    next: str
    notes: tuple[str, ...]
    joint: str
    moved: str
    fixes: tuple[str, ...]
    void: tuple[str, ...]
    stages: tuple[stages.Stage, ...]
    done: int
    total: int
    hall: places.Place | None
    together: bool
    waits: bool

    @property
    def correcting(self) -> bool:
        """Whether papers are asked for."""
        return self.state == things.CORRECTING


def find(code: str, region: str) -> Thing | None:
    """Return the thing with this query code in this region; an unknown code and a foreign one are alike."""
    return Thing.objects.filter(query_code=code, region=region).first()


def tell(thing: Thing, today: date, stamp: int, *, links: Mapping[Any, str] | None = None) -> Told:
    """Return where a thing stands on `today`; `links` leads from a part's case to its page."""
    return tell_all([thing], today, stamp, links=links)[0]


def tell_all(
    rows: Sequence[Thing], today: date, stamp: int, *, links: Mapping[Any, str] | None = None
) -> list[Told]:
    """Return where many things stand, with the queries of one."""
    ids = [row.pk for row in rows]
    parts = list(Part.objects.filter(thing__in=ids).order_by("place", "pk"))
    cases = list(Case.objects.filter(thing__in=ids)) if ids else []
    told = {case.pk: one for case, one in zip(cases, standing.tell_all(cases, today, stamp), strict=True)}
    notices = {one.thing_id: one for one in Notice.objects.filter(thing__in=ids).order_by("round")}
    return [
        _Seen(row, [p for p in parts if p.thing_id == row.pk], told, notices.get(row.pk), today, stamp, links or {}).told()
        for row in rows
    ]  # fmt: skip


class _Seen:
    """What is read of a thing once, and what follows for its words."""

    def __init__(
        self,
        row: Thing,
        parts: list[Part],
        told: Mapping[Any, standing.Standing],
        notice: Notice | None,
        today: date,
        stamp: int,
        links: Mapping[Any, str],
    ) -> None:
        self.row, self.parts, self.cases, self.notice = row, parts, told, notice
        self.today, self.links, self.facts = today, links, bundles.facts(row.version_id)
        self.hall = next((p for p in places.halls(stamp, row.region) if p.hall == row.hall_id), None)
        self.names = {part.key: part.name for part in parts}

    def told(self) -> Told:
        word, kind, said = self.word()
        late = "" if self.row.state in (things.DONE, things.CLOSED) else self.late()
        return Told(
            code=self.row.query_code, name=self.facts.name, bundle_key=self.facts.key, lead=self.facts.lead_name, phone=self.hall.phone if self.hall else "",
            state=self.row.state, kind="err" if late else kind, word=word, next=late or said, notes=tuple(self.notes()), joint=cndate(self.row.due_on),
            moved=self.row.due_why if self.row.due_why != MOVED_FIRST else "", fixes=tuple(self.fixes()), void=tuple(self.void()), stages=self.picture(),
            done=sum(part.state == things.GRANTED for part in self.parts), total=len(self.parts), hall=self.hall, together=self.row.together,
            waits=self.row.state == things.CORRECTING or (bool(self.fetched()) and self.may_fetch),
        )  # fmt: skip

    def word(self) -> tuple[str, str, str]:
        """The status word, how it looks, whose move it is and by when."""
        row, lead = self.row, self.facts.lead_name
        if row.state == things.CORRECTING:
            due = self.notice.due_on if self.notice else None
            said = f"请您在{cndate(due)}前一次交齐。" if due else "请您一次交齐。"
            return f"要补{len(self.fixes())}份材料", "warn", said
        if row.state == things.FILED:
            return (
                "已收到，等受理",
                "",
                f"{cndate(row.notice_by)}前，{lead}把各部门的意见合在一起，一次告诉您是否受理。",
            )
        if row.state == things.GOING:
            return "已受理，办理中", "", self.going()
        kind = {things.ALL: "ok", things.NONE: "err"}.get(row.outcome, "")
        return ENDED.get(row.outcome, "办完了"), kind, self.fetching()

    def going(self) -> str:
        if self.row.due_on is None:
            return "哪天全部办好，定下来就告诉您。"
        if not self.row.due_certain:
            return f"有的事项没有公布办几天。照公布了的算，{cndate(self.row.due_on)}前全部办好。"
        return f"{cndate(self.row.due_on)}前，全部办好。"

    def late(self) -> str:
        """The sentence for a day of ours that has passed."""
        row = self.row
        due, ought = (
            (row.notice_by, "告诉您是否受理") if row.state == things.FILED else (row.due_on, "全部办好")
        )
        if row.state == things.CORRECTING or due is None or self.today <= due:
            return ""
        return LATE.format(due=cndate(due), ought=ought, lead=self.facts.lead_name)

    def fetched(self) -> list[standing.Standing]:
        """The results that lie at the window."""
        found = [self.cases[p.case_id] for p in self.parts if p.case_id in self.cases]
        return [one for one in found if one.key in FETCH]

    @property
    def may_fetch(self) -> bool:
        """Whether what lies at the window is handed out: at once where it comes one by one, else when all is over."""
        return not self.row.together or self.row.state in (things.DONE, things.CLOSED)

    def fetching(self) -> str:
        """How the results come, once every part is over."""
        if self.row.state == things.CLOSED or not any(p.state == things.GRANTED for p in self.parts):
            return "不用再做什么。" if self.row.outcome != things.SOME else "没办成的理由写在告知书上。"
        if self.fetched():
            at = self.hall.name if self.hall else "窗口"
            area = f"的{self.hall.issue_area}" if self.hall and self.hall.issue_area else ""
            return f"结果到窗口了，请您到{at}{area}领，带上身份证件。"
        return "结果1个工作日内送到窗口，到了告诉您。"

    def notes(self) -> list[str]:
        """What else one should know: the way of fetching, a delay that moves no promise."""
        row, found = self.row, []
        if (
            row.state == things.GOING
            and row.forecast_on
            and row.due_on
            and row.forecast_on > row.due_on >= self.today
        ):
            found.append(f"照现在的进度，要到{cndate(row.forecast_on)}全部办好。说好的日子没有变。")
        if row.state in things.UNDER_WAY and row.together and row.delivery == "pickup":
            found.append("您选了全部办完一起领，只跑一次。")
        elif row.state in things.UNDER_WAY and self.fetched():
            found.append("有办好的已经到窗口，可以先领。")
        return found

    def fixes(self) -> list[str]:
        """Everything of the one notice that is still owed, without what was typed by hand."""
        if self.row.state != things.CORRECTING or self.notice is None:
            return []
        return [
            words.RETURNS.get(str(line["reason"]), words.RETURNS["7"]).format(material=line["paper"])
            for line in self.notice.told()
            if not line.get("struck")
        ]

    def void(self) -> list[str]:
        """What was asked for beyond the lists, and need not be brought."""
        told = self.notice.told() if self.notice else []
        days = [(line["paper"], date.fromisoformat(line["struck"])) for line in told if line.get("struck")]
        return [f"“{paper}”不用补了，{cndate(day)}已经停止，超出了公布的清单" for paper, day in days]

    def picture(self) -> tuple[stages.Stage, ...]:
        """The parts by stage."""
        return stages.drawn(
            {p.key: p.waits_for for p in self.parts}, {p.key: self.box(p) for p in self.parts}
        )

    def box(self, part: Part) -> stages.Box:
        """A part: what its case says, or that its turn has not come, or why it never will."""
        case, who = self.cases.get(part.case_id), versions.facts(part.version_id).department_name
        href = self.links.get(part.case_id, "")
        if part.state == things.WAITING:
            before = "、".join(f"“{self.names[one]}”" for one in part.waits_for if one in self.names)
            word = f"{before}办好就开始" if before else "排着队"
            return stages.Box(
                part.name, stages.LATER, word, who, f"预计{cndate(part.due_on)}前" if part.due_on else ""
            )
        if part.state in (things.ENDED, things.DROPPED):
            said = case.word if case else "不再办"
            return stages.Box(part.name, stages.OFF, said, who, note=part.why if part.state == things.DROPPED else "", href=href)  # fmt: skip
        if case is None:
            return stages.Box(part.name, stages.NOW, "正在办", who)
        kind = stages.DONE if part.state == things.GRANTED else KINDS.get(case.kind, stages.NOW)
        due = f"{cndate(part.due_on)}前" if part.due_on and kind == stages.NOW else ""
        return stages.Box(part.name, kind, case.word, "您" if kind == stages.YOURS else who, due, href=href)
