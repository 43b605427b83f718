"""Synthetic lives of cases with planted conduct faults, as the journal would tell them, and the truth about each.

It knows nothing of the probes: whom a fault belongs to follows from the numbers with which a life was made. All acts fall on
working days; `W` counts them. What is planted is told by rule; what else follows from it (over the limit was near the limit first)
is reckoned here from those numbers.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import chinese_calendar

NEVER = 10**6
BACK = timedelta(hours=1)
HEAD, CLERK, REVIEWER, APPROVER, ISSUE, SUPERVISOR = 1, 11, 12, 13, 14, 15


def _working(first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if chinese_calendar.is_workday(day))


W = _working(date(2026, 1, 5), date(2026, 12, 31))
TODAY = 150  # the sweep's civil day, as a place in W
SECOND_PAPERS = (
    "请另行提供{}，盖章后交来", "还差一份{}，请补来", "麻烦补个{}再来办", "需要{}才能受理", "请先到单位开具{}", "另附{}一份",
    "要有{}，没有的不收", "请补交{}原件",
)  # fmt: skip
ALIEN = (
    "村委会同意证明", "无犯罪记录证明", "邻居同意书", "房东身份证复印件", "环评批复", "消防整改承诺函", "居住证明", "银行存款证明", "担保书",
    "计划生育证明", "三年无违规证明", "押金收据",
)  # fmt: skip
CONDITIONS = ("要先加入行业协会才能办", "请先缴纳保证金", "需请邻居签字同意后再来", "必须找指定机构做评估")
# The next two were written after the first round of the probe, which was widened once for them.
LATER_PAPERS = (
    "再去社区打一份{}过来", "先把{}办好", "缺{}，补齐再说", "没有{}我们收不了", "回去找单位出一个{}", "材料里少了{}", "把{}也一起交了",
    "请同时提交{}两份", "还应提供{}", "{}也要带来", "请让派出所出{}",
)  # fmt: skip
LATER_ALIEN = ("介绍信", "户籍证明", "工资流水", "体检报告", "房东同意书", "街道意见", "社区盖章的情况说明")
BENIGN = (
    "{}第3页的日期写错了，请改成今年的日期", "{}没有盖章，请盖好章再交", "{}字迹不清楚，请重新打印一份清楚的", "{}和申请书上的名称不一致，请改成一致",
    "请重新提交{}，原来的缺了第二页", "{}已经过期，请提交有效期内的{}", "请在{}上补签名，并写上日期", "{}缺少附图，请照样本补全", "{}的复印件要和原件一致，请重新复印",
    "{}上的地址要和营业执照一致", "{}请用A4纸打印", "{}里少了第三页", "把{}重新签字后交来", "{}应由法定代表人签字", "{}要盖公章", "请带{}原件来核对",
    "{}没有写日期，补上再交",
)  # fmt: skip
TEMPLATES = (
    "没有交 {}。请交 原件 1 份",
    "{} 第 2 页看不清。请重新复印或拍照",
    "{} 没有盖章。请在 末页 补上",
    "{} 2026年1月1日 已过期。请交有效期内的",
)


@dataclass(frozen=True)
class Kind:
    """An item as published: limits in working days, materials, steps (key, name, department, own days)."""

    key: str
    department: int
    promised: int
    statutory: int
    materials: tuple[str, ...]
    steps: tuple[tuple[str, int, int | None], ...] = (("review", 0, None), ("approve", 0, None))


@dataclass
class Life:
    """One case: its entries as (act, at, recorded at, person, payload), and the rules that it breaks."""

    subject: str
    kind: Kind
    hall: int
    window: int | None
    channel: str
    applicant: str
    entries: list[tuple[str, datetime, datetime, int | None, dict[str, Any]]] = field(default_factory=list)
    truth: set[str] = field(default_factory=set)
    state: str = "filed"
    outcome: str = ""
    earlier: "Life | None" = None

    def add(self, act: str, place: int, person: int | None, late: int = 0, **said: Any) -> None:
        """An entry on a working day; `late`: so many working days later it was recorded."""
        if max(place, place + late) > TODAY:
            return
        minutes = 5 * len(self.entries)
        at = _at(place, minutes)
        self.entries.append(
            (f"cases.{act}", at, _at(place + late, minutes) + timedelta(seconds=2), person, said)
        )


def _at(place: int, minutes: int) -> datetime:
    day = W[place]
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC) + timedelta(minutes=minutes)


def _iso(place: int) -> str:
    return W[place].isoformat()


class Maker:
    """Makes lives from a seed; the same seed makes the same lives."""

    def __init__(
        self, seed: int, kinds: tuple[Kind, ...], hall: int, window: int, share: float = 0.35
    ) -> None:
        self.chance = random.Random(seed)
        self.kinds, self.hall, self.window, self.share = kinds, hall, window, share

    def lives(self, count: int) -> Iterator[Life]:
        """Yield so many lives; about `share` of them with a planted fault, each fault about as often."""
        made = 0
        while made < count:
            fault = self.chance.choice(FAULTS) if self.chance.random() < self.share else ""
            for life in self._one(fault):
                made += 1
                yield life

    def _one(self, fault: str) -> Iterator[Life]:
        if fault in ("filed_again", "filed_again_rightly"):
            yield from self._twice(fault == "filed_again")
            return
        life = self._begun(self.chance.randrange(5, 110))
        yield self._lived(life, fault)

    def _begun(self, place: int, kind: Kind | None = None, applicant: str = "") -> Life:
        kind = kind or self.chance.choice(self.kinds)
        online = self.chance.random() < 0.3
        subject = f"{self.chance.getrandbits(128):032x}"
        life = Life(
            subject,
            kind,
            self.hall,
            None if online else self.window,
            "portal" if online else "counter",
            applicant or subject,
        )
        front = "department" if self.chance.random() < 0.15 else "hall"
        self._delivery = self.chance.choice(("pickup", "pickup", "post", "electronic"))
        life.add(
            "receive", place, None if online else CLERK, item=kind.key, version=1, hall=self.hall, window=life.window, channel=life.channel,
            delivery=self._delivery, materials=[[n, "got"] for n in range(len(kind.materials))], department=kind.department, front=front,
            notice=_iso(place + 5), filing_number=subject[:20], answers={}, papers=[{"id": subject, "kind": "filing_receipt", "digest": ""}],
        )  # fmt: skip
        self._began = place
        return life

    def _lived(self, life: Life, fault: str) -> Life:
        front, more = self._noticed(life, self._began, fault)
        if front is None:
            return life
        if self._ended_early(life, front, fault):
            return life
        return self._accepted(life, front + more, front, fault)

    def _noticed(self, life: Life, front: int, fault: str) -> tuple[int | None, int]:
        """The rounds of notices before the answer: returns the last receipt and how long its answer takes."""
        chance, answer = self.chance, self.chance.randrange(0, 3)
        asks = fault in ("second_notice", "outside_list", "asked_again") or chance.random() < 0.25
        if fault in ("notice_clock", "deemed"):
            asks = False
            answer = chance.choice((4, 5)) if fault == "notice_clock" else 6
        if asks:
            front = self._told(life, front, fault)
        if min(front + answer, TODAY) >= front + 4:
            life.truth.add("notice-clock")
        return front, answer

    def _told(self, life: Life, front: int, fault: str) -> int:
        chance, names = self.chance, life.kind.materials
        places = chance.sample(range(len(names)), 2)
        told = front + chance.randrange(0, 3)
        lines = [self._line(names, place) for place in places]
        if fault == "outside_list":
            lines.append(self._alien(names))
            if told <= TODAY:
                life.truth.add("outside-list")
        due = {
            "due": _iso(min(told + 20, len(W) - 1)),
            "papers": [{"id": life.subject, "kind": "one_time_notice", "digest": ""}],
        }
        life.add("ask_once", told, CLERK, round=1, lines=lines, got=[], why="", **due)
        back = told + chance.randrange(1, 9)
        part = fault not in ("second_notice", "asked_again") and chance.random() < 0.2
        given = places[:1] if part else places
        life.add("hand_in", back, CLERK, places=given, round=1, notice=_iso(back + 5), papers=[])
        front = back
        if fault in ("second_notice", "asked_again") or part:
            again = back + chance.randrange(0, 3)
            forced = fault == "second_notice" and chance.random() < 0.3
            other = next(n for n in range(len(names)) if n not in places)
            asked = other if fault == "second_notice" else places[0] if fault == "asked_again" else places[1]
            if again <= TODAY and fault in ("second_notice", "asked_again"):
                life.truth.add("second-notice" if fault == "second_notice" else "asked-twice")
            person = SUPERVISOR if forced else CLERK
            life.add(
                "force_notice" if forced else "ask_once",
                again,
                person,
                round=2,
                lines=[self._line(names, asked)],
                got=[],
                why="",
                **due,
            )
            front = again + chance.randrange(1, 6)
            life.add("hand_in", front, CLERK, places=[asked], round=2, notice=_iso(front + 5), papers=[])
        return front

    def _line(self, names: tuple[str, ...], place: int) -> dict[str, Any]:
        free = self.chance.random() < 0.4
        text = self.chance.choice(BENIGN if free else TEMPLATES).format(*[names[place]] * 2)
        return {
            "place": place,
            "material": names[place][:200],
            "reason": "7" if free else "1",
            "sentence": text,
        }

    def _alien(self, names: tuple[str, ...]) -> dict[str, Any]:
        later = self.chance.random() < 0.5
        how, paper = self.chance.random(), self.chance.choice(LATER_ALIEN if later else ALIEN)
        if how < 0.3:
            return {
                "place": len(names) + 1,
                "material": paper,
                "reason": "1",
                "sentence": f"没有交 {paper}。请交 原件 1 份",
            }
        if how < 0.4:
            return {
                "place": 0,
                "material": paper,
                "reason": "1",
                "sentence": f"没有交 {paper}。请交 原件 1 份",
            }
        place = self.chance.randrange(len(names))
        text = (
            self.chance.choice(LATER_PAPERS if later else SECOND_PAPERS).format(paper)
            if how < 0.9
            else self.chance.choice(CONDITIONS)
        )
        return {"place": place, "material": names[place][:200], "reason": "7", "sentence": text}

    def _ended_early(self, life: Life, front: int, fault: str) -> bool:
        """Before acceptance: refused with its paper, not needed, withdrawn on line, or never answered by the applicant."""
        chance = self.chance
        if fault == "refused_without_paper" and chance.random() < 0.6:
            life.truth.add("refused-without-paper") if front <= TODAY else None
            self._refused(life, front, whole=False)
            return True
        if fault or chance.random() > 0.08:
            return False
        how = chance.choice(("refused", "withdraw", "not_required"))
        if how == "refused":
            self._refused(life, front, whole=True)
        elif how == "withdraw":
            life.add(
                "withdraw",
                front,
                None,
                why="不办了",
                papers=[{"id": life.subject, "kind": "withdrawn", "digest": ""}],
            )
        else:
            life.add(
                "tell_not_required",
                front,
                CLERK,
                why="不用许可",
                papers=[{"id": life.subject, "kind": "not_required", "digest": ""}],
            )
        return True

    def _refused(self, life: Life, place: int, *, whole: bool) -> None:
        papers = [{"id": life.subject, "kind": "not_accepted", "digest": ""}]
        lack = "" if whole else self.chance.choice(("paper", "why"))
        life.add(
            "not_accept", place, CLERK, why="" if lack == "why" else "不属于本机关职权", whose="邻区主管机关",
            papers=[] if lack == "paper" else papers,
        )  # fmt: skip
        life.state, life.outcome = "closed", "not_accepted"

    def _accepted(self, life: Life, accepted: int, front: int, fault: str) -> Life:
        kind, chance = life.kind, self.chance
        hands = 0
        if fault == "parcel" or chance.random() < 0.03:
            life.add("pass_on", front, CLERK, department="", papers=[])
            hands += 1
        day0 = accepted
        steps = {key: department or kind.department for key, department, _ in kind.steps}
        said: dict[str, Any] = {"number": life.subject[:30], "steps": steps, "papers": []}
        if fault == "deemed":
            day0, life_act = front, "deem_accepted"
            said |= {
                "received_on": _iso(front),
                "limit": _iso(front + 5),
                "fired_on": _iso(min(accepted, TODAY)),
                "calendar": "",
            }
            if accepted <= TODAY:
                life.truth |= {"deemed"}
        else:
            life_act = "accept"
        first = kind.steps[0]
        if first[2] is not None:
            said["step_due"] = {first[0]: _iso(accepted + first[2])}
        promised, statutory = day0 + kind.promised, day0 + kind.statutory
        life.add(
            life_act,
            accepted,
            None if fault == "deemed" else CLERK,
            promised=_iso(promised),
            statutory=_iso(statutory),
            **said,
        )
        life.state = "accepted"
        return self._reviewed(life, accepted, promised, statutory, hands, fault)

    def _reviewed(
        self, life: Life, accepted: int, promised: int, statutory: int, hands: int, fault: str
    ) -> Life:
        chance, kind = self.chance, life.kind
        soon = max(1, kind.promised // 5)
        begun, last = accepted, accepted
        if fault in ("long_stop", "decided_while_stopped") or (not fault and chance.random() < 0.12):
            done, promised, statutory, begun = self._stopped(life, accepted, promised, statutory, fault)
            if done:
                return life
            last = begun
        elif not fault and chance.random() < 0.05:
            last = accepted + 1
            promised, statutory = promised + 10, statutory + 10
            life.add(
                "extend",
                last,
                HEAD,
                days=10,
                why="情况复杂",
                promised=_iso(promised),
                statutory=_iso(statutory),
                papers=[],
            )
        decided = self._decision_day(
            begun if begun > accepted else accepted, promised, statutory, soon, fault
        )
        back = {"loops": 2, "parcel": 2, "": int(chance.random() < 0.04)}.get(fault, 0)
        for n in range(back):
            life.add("send_back", min(last + n, decided), REVIEWER, why="受理错了", returns=n + 1)
            hands += min(last + n, decided) <= TODAY
        if back == 2 and min(last + 1, decided) <= TODAY:
            life.truth.add("returned-loops")
        if hands >= 3:
            life.truth.add("passing-the-parcel")
        self._steps(life, accepted, last + back, decided, fault, begun > accepted)
        return self._decided(life, decided, begun, promised, statutory, soon, fault)

    def _decision_day(self, begun: int, promised: int, statutory: int, soon: int, fault: str) -> int:
        chance = self.chance
        if fault == "due_soon":
            return chance.randrange(promised - soon, promised + 1)
        if fault == "promised_over":
            return chance.choice((promised + 1, promised + chance.randrange(1, 4), NEVER))
        if fault == "statutory_over":
            return chance.choice((statutory + 1 + chance.randrange(0, 5), NEVER))
        if fault == "back_dated":
            return promised
        return chance.randrange(begun, max(begun + 1, promised - soon))

    def _stopped(
        self, life: Life, accepted: int, promised: int, statutory: int, fault: str
    ) -> tuple[bool, int, int, int]:
        """A special procedure: on time, too long, or decided within."""
        chance = self.chance
        stop, planned = accepted + 1, chance.randrange(3, 15)
        life.add("suspend", stop, REVIEWER, name="专家评审", days=planned, counted=False, basis="", papers=[])
        if fault == "decided_while_stopped":
            life.add(
                "conclude",
                stop + 1,
                REVIEWER,
                step="review",
                verdict="pass",
                opinion="",
                points=[],
                state="reviewed",
                steps={"approve": "open"},
            )
            self._out(life, stop + 1, "")
            if stop + 1 <= TODAY:
                life.truth.add("decided-while-stopped")
            return True, promised, statutory, stop
        over = fault == "long_stop"
        resume = stop + planned + (chance.randrange(1, 9) if over else -chance.randrange(0, planned - 1))
        if min(resume, TODAY) >= stop + planned + 1:
            life.truth.add("long-stops")
        shift = resume - stop
        promised, statutory = promised + shift, statutory + shift
        life.add(
            "resume",
            resume,
            REVIEWER,
            result="评审通过",
            promised=_iso(promised),
            statutory=_iso(statutory),
            papers=[],
        )
        return False, promised, statutory, resume

    def _steps(self, life: Life, accepted: int, last: int, decided: int, fault: str, stopped: bool) -> None:
        """The reviews one after another; those with days of their own keep them unless planted, or it is late as a whole."""
        keys = life.kind.steps[:-1]
        opened, over = accepted, False
        for n, (key, _, days) in enumerate(keys):
            done = min(max(last, opened), decided)
            if fault == "step_over" and n == 0 and days is not None:
                done = min(opened + days + 1, decided)
            if fault in ("due_soon", "promised_over", "statutory_over", "back_dated"):
                done = decided if n == len(keys) - 1 else min(opened, decided)
            if days is not None and not stopped and min(done, TODAY) >= opened + days + 1:
                over = True
            following = keys[n + 1] if n + 1 < len(keys) else life.kind.steps[-1]
            said: dict[str, Any] = {"steps": {following[0]: "open"}}
            if n + 1 < len(keys) and following[2] is not None:
                said["step_due"] = {following[0]: _iso(done + following[2])}
            if done < NEVER:
                life.add(
                    "conclude",
                    done,
                    REVIEWER,
                    step=key,
                    verdict="pass",
                    opinion="符合条件。",
                    points=[],
                    state="",
                    **said,
                )
            opened = done
            if done > TODAY:
                break
        if over:
            life.truth.add("step-over-time")

    def _decided(
        self, life: Life, decided: int, begun: int, promised: int, statutory: int, soon: int, fault: str
    ) -> Life:
        late = self.chance.randrange(1, 9) if fault == "back_dated" and decided < TODAY - 10 else 0
        known = decided + late  # it counts from when it was recorded
        if late:
            life.truth.add("back-dated")
        if min(known, TODAY) >= max(begun + 1, promised - soon):
            life.truth.add("due-soon")
        for rule, due in (("promised-over", promised), ("statutory-over", statutory)):
            if min(known, TODAY) >= due + 1:
                life.truth.add(rule)
        if "promised-over" in life.truth and fault == "step_over":
            life.truth.discard("step-over-time")
        if decided > TODAY:
            return life
        self._out(life, decided, fault, late)
        return life

    def _out(self, life: Life, decided: int, fault: str, late: int = 0) -> None:
        """The decision, and the way of the result."""
        chance = self.chance
        known = decided + late
        refused = fault == "refused_without_paper" or (not fault and chance.random() < 0.08)
        lacks = chance.choice(("opinion", "clause", "papers")) if fault == "refused_without_paper" else ""
        said = {"outcome": "refused" if refused else "granted", "words": "", "opinion": "不符合条件" if refused else "", "clause": "第十条" if refused else "",
                "papers": [{"id": life.subject, "kind": "decision_refuse" if refused else "decision_grant", "digest": ""}]}  # fmt: skip
        if lacks:
            said[lacks] = [] if lacks == "papers" else ""
            if decided <= TODAY:
                life.truth.add("refused-without-paper")
        life.add(
            "decide",
            decided,
            APPROVER,
            late,
            to_window=_iso(decided + 1),
            delivery=_iso(decided + 10),
            result={},
            **said,
        )
        life.state, life.outcome = "decided", str(said["outcome"])
        electronic = self._delivery == "electronic" and not refused
        if electronic and fault not in ("to_window", "delivery"):
            if min(known, TODAY) >= decided + 2:
                life.truth.add("to-window-late")
            life.add("deliver_online", known, None, licences=[], papers=[])
            return
        arrive = known + (0 if late else chance.randrange(0, 2))
        if fault == "to_window":
            arrive = decided + chance.randrange(2, 7)
        if fault == "delivery" and self._delivery != "post":
            arrive = decided + chance.randrange(11, 15)
        if min(arrive, TODAY) >= decided + 2:
            life.truth.add("to-window-late")
        life.add("arrive", arrive, ISSUE, documents=[])
        out = arrive + chance.randrange(0, 4)
        if fault == "delivery" and self._delivery == "post":
            out = decided + chance.randrange(11, 16)
        if self._delivery == "post":
            if min(out, TODAY) >= decided + 11:
                life.truth.add("delivery-late")
            life.add("post", out, ISSUE, tracking="E1", carrier="", area="", grams=None, payer="government")
            life.add("sign_for", out + 2, None, tracking="E1", papers=[])
        else:
            if min(arrive, TODAY) >= decided + 11:
                life.truth.add("delivery-late")
            life.add(
                "hand_over", out + chance.choice((0, 1, 30)), ISSUE, relation="本人", checked={}, papers=[]
            )

    def _twice(self, wrong: bool) -> Iterator[Life]:
        """The same application filed twice: because the office ended the first, or for reasons of the applicant's own."""
        chance = self.chance
        first = self._begun(chance.randrange(5, 90))
        ended = self._began + chance.randrange(0, 3)
        how = chance.choice(
            ("void", "not_accept", "withdraw") if wrong else ("lapse", "online", "long_after")
        )
        if how == "void":
            first.add("void", ended, SUPERVISOR, why="录错了", licences=[])
            first.outcome = "void"
        elif how in ("not_accept", "long_after"):
            self._refused(first, ended, whole=True)
        elif how == "lapse":
            first.add(
                "ask_once",
                ended,
                CLERK,
                round=1,
                lines=[self._line(first.kind.materials, 0)],
                got=[],
                why="",
                due=_iso(ended + 20),
                papers=[],
            )
            ended += 21
            first.add(
                "lapse",
                ended,
                None,
                due=_iso(ended - 1),
                papers=[{"id": first.subject, "kind": "lapsed", "digest": ""}],
            )
            first.outcome = "lapsed"
        else:
            person = CLERK if how == "withdraw" else None
            first.add(
                "withdraw",
                ended,
                person,
                why="",
                papers=[{"id": first.subject, "kind": "withdrawn", "digest": ""}],
            )
            first.outcome = "withdrawn"
        first.state = "closed"
        yield first
        again = ended + (chance.randrange(30, 40) if how == "long_after" else chance.randrange(1, 10))
        second = self._begun(again, first.kind, first.applicant)
        second.earlier = first
        if wrong and again <= TODAY:
            second.truth.add("asked-twice")
        yield self._lived(second, "none")


FAULTS = (
    "due_soon", "promised_over", "statutory_over", "step_over", "notice_clock", "deemed", "to_window", "delivery", "second_notice",
    "outside_list", "refused_without_paper", "asked_again", "filed_again", "filed_again_rightly", "loops", "parcel", "back_dated",
    "decided_while_stopped", "long_stop",
)  # fmt: skip
