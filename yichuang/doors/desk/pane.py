"""The case on the right: what was reviewed, what this post may do now, and why not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from yichuang.cases import standing
from yichuang.cases.models import AfterCheck, Step
from yichuang.doors import caseview
from yichuang.law import points as law_points
from yichuang.law import powers, procedures, states

WHY_MOST, CLAUSE_MOST = 300, 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A review point as marked: `parts/points.html` reads it, and so does the act."""

    id: str
    text: str
    check: str = ""
    state: str = ""
    why: str = ""
    clause: str = ""
    by: str = ""
    current: bool = False

    def said(self) -> dict[str, str]:
        """The mark as it goes on record."""
        names = ("id", "text", "state", "why", "clause", "by")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Button:
    """A way on: its address name, its word, its key, whether it is grave, and the sentence why it is closed."""

    name: str
    word: str
    key: str = ""
    grave: bool = False
    closed: str = ""


# (act, name of the deed in the address, word, key, grave); the powers table says who sees which.
DEEDS = (
    ("cases.accept", "acceptance", "核材料，受理或告知补正…", "", False),
    ("cases.not_accept", "non-acceptance", "不予受理…", "", True),
    ("cases.tell_not_required", "not-required", "不需办理…", "", False),
    ("cases.resume", "resumption", "恢复计时…", "", False),
    ("cases.suspend", "stop", "特别程序…", "S", False),
    ("cases.offer_hearing", "hearing", "告知听证…", "", False),
    ("cases.ask_hearing", "hearing-request", "登记听证要求…", "", False),
    ("cases.ask_extension", "extension", "提出延期…", "", False),
    ("cases.extend", "extension-grant", "批准延期…", "", False),
    ("cases.send_back", "return", "退回窗口…", "", False),
    ("cases.halt", "halt", "中止…", "", False),
    ("cases.forward", "forwarding", "转报…", "", False),
    ("cases.decide", "refusal", "不予…", "", True),
)


class Pane:
    """Everything the right pane shows of one case to one actor."""

    def __init__(self, view: caseview.View, *, typed: Mapping[str, str] | None = None) -> None:
        self.view, self.typed = view, typed or {}
        self.case, self.actor, self.item = view.case, view.actor, view.item
        self.step = self._mine()
        self.granted, self.refused = procedures.result_words(self.item.type, self.item.name)

    def _mine(self) -> Step | None:
        """The review step that this actor's department has open."""
        mine = (s for s in self.view.steps if s.state == "open" and s.kind == "review")
        return next((s for s in mine if s.department_id in self.actor.organisations), None)

    def closed(self, act: str) -> str | None:
        """Return None if this actor may perform the act now, else the sentence why not."""
        step = self.step if act == "cases.conclude" else None
        return standing.may(act, self.case, self.actor, self.actor.stamp, self.view.today, step)

    @cached_property
    def may_conclude(self) -> bool:
        """Whether the judging form is open to this actor."""
        return self.step is not None and not self.case.stopped and self.closed("cases.conclude") is None

    @cached_property
    def may_decide(self) -> bool:
        """Whether the deciding form is open to this actor."""
        return not self.case.stopped and self.closed("cases.decide") is None

    @property
    def why_not(self) -> str:
        """Why neither form is open although the case stands there, or nothing."""
        if self.case.stopped and self.case.state in states.UNDER_WAY:
            return "这一件停着，不计时。恢复计时以后才能审查和决定。"
        act = {"accepted": "cases.conclude", "reviewed": "cases.decide"}.get(self.case.state)
        if act is None or not self._mine_at_all(act):
            return ""
        if act == "cases.conclude" and self.step is None:
            return "没有等您部门审查的环节。"
        return self.closed(act) or ""

    @cached_property
    def marks(self) -> list[Mark]:
        """The points with what is marked so far; the first open one is in hand."""
        kept = {p.get("id"): p for p in json.loads(self.step.points)} if self.step else {}
        made = [_mark(point, kept.get(point.id, {})) for point in law_points.points_of(self.item.record)]
        first = next(
            (m.id for m in made if not m.state or (m.state == law_points.NO and not m.why)),
            made[-1].id if made else "",
        )
        return [replace(mark, current=mark.id == first) for mark in made]

    @property
    def counted(self) -> str:
        """How many points there are and how many hold: 4条，过3条."""
        marks = self.marks
        return f"{len(marks)}条，过{sum(m.state == law_points.YES for m in marks)}条"

    @property
    def opinion(self) -> str:
        """The opinion: what was typed, else what lies with the step, else what the points say."""
        if "opinion" in self.typed:
            return self.typed["opinion"]
        if self.step is not None and self.may_conclude:
            return self.step.opinion or self.said_by_points
        return f"同意审查意见，{self.granted}。" if self._reviewed() else f"符合规定的条件，{self.granted}。"

    @property
    def said_by_points(self) -> str:
        """The opinion put together from the marks."""
        return law_points.opinion([m.said() for m in self.marks], self.item.record.get("legal_basis") or ())

    def _reviewed(self) -> bool:
        return any(s.kind == "review" and s.state == "done" for s in self.view.steps)

    @cached_property
    def reviewed_points(self) -> list[Mark]:
        """The points of the steps that are done, as their reviewers marked them."""
        done = [s for s in self.view.steps if s.kind == "review" and s.state == "done"]
        return [_read(point, step.by_name) for step in done for point in json.loads(step.points)]

    @property
    def phrases(self) -> list[str]:
        """Sentences for the opinion, by key."""
        if self.may_conclude:
            return ["材料齐全，内容一致。", "现场看过，与材料一致。"]
        return [f"同意审查意见，{self.granted}。", f"材料齐全，{self.granted}。"]

    @cached_property
    def buttons(self) -> list[Button]:
        """The other ways on: those of this post whose state is right, open or with the reason why not."""
        found = [self._button(*deed) for deed in DEEDS]
        return [button for button in found if button is not None]

    def _button(self, act: str, name: str, word: str, key: str, grave: bool) -> Button | None:
        if not self._mine_at_all(act) or self._idle(act):
            return None
        if act == "cases.not_accept" and self.case.proposal:
            word = "确认不予受理…"
        if act == "cases.decide":
            word = f"{self.refused}…"
        return Button(name, word, key, grave, self.closed(act) or "")

    def _mine_at_all(self, act: str) -> bool:
        power = powers.power_for(act)
        return (
            power is not None
            and self.actor.kind in power.posts
            and states.lawful(act, self.case.state) is None
        )

    def _idle(self, act: str) -> bool:
        """Ways that lead nowhere now: resume what runs, stop what stands, extend what was extended."""
        case = self.case
        hearing = any(t.kind == "hearing" and t.ended_on is None for t in self.view.terms)
        return {
            "cases.resume": not case.stopped,
            "cases.suspend": case.stopped,
            "cases.halt": case.stopped,
            "cases.ask_extension": case.extended or case.statutory_due_on is None or bool(case.extension_asked_by) or self.actor.kind == "head",
            "cases.extend": case.extended or case.statutory_due_on is None or case.extension_asked_by is None,
            "cases.offer_hearing": procedures.procedure(self.item.type).hearing is None or hearing,
            "cases.ask_hearing": not hearing,
        }.get(act, False)  # fmt: skip

    @cached_property
    def checks(self) -> list[AfterCheck]:
        """Checks that are still to be made."""
        if self.case.state not in states.move_for("cases.after_check").start:
            return []
        found = AfterCheck.objects.filter(case=self.case, checked_at=None).order_by("due_on")
        return list(found.filter(kind="source") if self.case.state in states.UNDER_WAY else found)

    @property
    def is_clean(self) -> bool:
        """Whether nothing about it asks for a second thought (the batch takes only such)."""
        case = self.case
        odd = case.gap or case.commitment or case.stopped or case.returns or case.breaches or case.deemed
        odd = (
            odd
            or case.extension_asked_by is not None
            or caseview.left_of(case, self.actor, self.view.today).card == "red"
        )
        return not odd and all(m.state == law_points.YES for m in self.reviewed_points)


def _mark(point: law_points.Point, kept: Mapping[str, Any]) -> Mark:
    return Mark(
        point.id, point.text, point.check, str(kept.get("state", "")), str(kept.get("why", "")), str(kept.get("clause", "")), str(kept.get("by", ""))
    )  # fmt: skip


def _read(point: Mapping[str, Any], by: str) -> Mark:
    why = "，".join(filter(None, [str(point.get("why", "")), str(point.get("clause", ""))]))
    return Mark(
        str(point.get("id", "")),
        str(point.get("text", "")),
        state=str(point.get("state", "")),
        why=why,
        by=str(point.get("by") or by),
    )


def marks_of(pane: Pane, post: Mapping[str, str]) -> list[Mark]:
    """Return the marks that a form carries; a point that it does not name stays as it was kept."""
    return [_posted(mark, post, pane.actor.name.split("·")[0]) for mark in pane.marks]


def _posted(mark: Mark, post: Mapping[str, str], by: str) -> Mark:
    state = post.get(mark.id, mark.state)
    if state not in (law_points.YES, law_points.NO):
        return replace(mark, state="", why="", clause="", by="")
    why = post.get(f"{mark.id}-why", mark.why).strip()[:WHY_MOST] if state == law_points.NO else ""
    clause = (
        post.get(f"{mark.id}-clause", mark.clause).strip()[:CLAUSE_MOST] if state == law_points.NO else ""
    )
    return replace(mark, state=state, why=why, clause=clause, by=by if state != mark.state else mark.by or by)
