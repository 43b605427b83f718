"""The nodes and flows of a bundle as a process: what is decided where, who does what, and how it ends."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .standing import Member
from .stations import ENDED, GRANTED, Graph

START, END, TASK, SCRIPT = "startEvent", "endEvent", "userTask", "scriptTask"
CHOICE, PARALLEL = "exclusiveGateway", "parallelGateway"
# The steps of a station from left to right; each level of the picture holds those it needs.
STEPS = ("early", "divide", "again", "join", "still", "clear", "which", "do", "meet", "split")
ALL_DONE, PART_DONE = "end-all", "end-part"


@dataclass(frozen=True, slots=True)
class Flow:
    """A step from one node to the next, taken when its condition holds."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True)
class Node:
    """An element of the process: where it lies (level, step, lane), what it says, and the flows at it."""

    id: str
    kind: str
    name: str
    level: int
    step: str
    lane: str
    told: tuple[str, ...] = ()
    script: str = ""
    arriving: list[Flow] = field(default_factory=list)
    leaving: list[Flow] = field(default_factory=list)

    @property
    def default(self) -> Flow | None:
        """The flow that a gateway takes when no condition holds."""
        asked = any(flow.condition for flow in self.leaving)
        return next((flow for flow in self.leaving if asked and not flow.condition), None)


@dataclass
class Process:
    """Nodes and flows in the order in which they were drawn."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def add(self, node: Node) -> str:
        """Draw a node; return its id."""
        self.nodes[node.id] = node
        return node.id

    def go(self, source: str, target: str, name: str = "", condition: str = "") -> None:
        """Draw a flow; a gateway takes the one without a condition when no other holds."""
        flow = Flow(f"flow-{len(self.flows) + 1}", source, target, name, condition)
        self.flows.append(flow)
        self.nodes[source].leaving.append(flow)
        self.nodes[target].arriving.append(flow)


def process(bundle: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> Process:
    """Draw a bundle: every station waits for all before it, decides, has its members done, and lets go what follows.

    A station always lets go what follows, done or not; whether a member is begun is asked of the results. So nothing
    waits for ever, what depends on a refused member ends with it, and the rest goes on.
    Basis: settled.md, Commands (plan); domain.md 5.3 (一件事); BPMN 2.0 (ISO/IEC 19510:2013).
    """
    return _Drawing(bundle, records).drawn()


class _Drawing:
    def __init__(self, bundle: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> None:
        self.bundle, self.records = bundle, records
        self.graph = Graph(bundle)
        self.made = Process()
        self.arriving: dict[int, list[str]] = {number: [] for number in range(len(self.graph.stations))}
        self.lead = str(bundle.get("lead_department") or "")
        self.last = max(self.graph.levels, default=-1) + 1
        self.labels = {
            (question["key"], option["value"]): option["label"]
            for question in bundle.get("scenarios") or ()
            for option in question["options"]
        }
        self.questions = {one["key"]: one["question"] for one in bundle.get("scenarios") or ()}

    def drawn(self) -> Process:
        start = self.made.add(Node("start", START, "申请", -1, "join", self.lead))
        roots = [n for n, one in enumerate(self.graph.stations) if not one.after]
        early = [n for n, one in enumerate(self.graph.stations) if one.apart]
        if len(roots) + len(early) > 1:
            split = self.made.add(Node("split", PARALLEL, "", -1, "split", self.lead))
            self.made.go(start, split)
            start = split
        for number in roots:
            self.arriving[number].append(start)
        over = {number: self._ask_early(number, start) for number in early}
        ends: list[str] = []
        for number in sorted(self.arriving, key=lambda one: self.graph.levels[one]):
            left = self._station(number, over.get(number))
            for follower in self.graph.followers[number]:
                self.arriving[follower].append(left)
            ends += [left] if self._last(number) else []
        self._close(ends or [start])
        return self.made

    def _add(self, number: int, kind: str, step: str, name: str = "") -> str:
        return self.made.add(
            Node(f"{step}-{self.graph.stations[number].key}", kind, name, *self._place(number, step))
        )

    def _place(self, number: int, step: str) -> tuple[int, str, str]:
        return self.graph.levels[number], step, self._department(self.graph.stations[number].members[0])

    def _ask_early(self, number: int, start: str) -> tuple[str, str]:
        """Let what follows an alternative that stands aside go on at once; what it waited for arrives all the same."""
        ask = self._add(number, CHOICE, "early", "另有备选？")
        divide = self._add(number, PARALLEL, "divide")
        again = self._add(number, CHOICE, "again")
        self.made.go(start, ask)
        self.made.go(ask, divide, "是", self.graph.passed_over(number) or "True")
        self.made.go(ask, again, "否")
        self.made.go(divide, again)
        return divide, again

    def _station(self, number: int, over: tuple[str, str] | None) -> str:
        """Draw a station and return the node that what follows is joined to."""
        arriving = [*self.arriving[number], *([over[1]] if over else [])]
        at = arriving[0]
        if len(arriving) > 1:
            at = self._add(number, PARALLEL, "join")
            for one in arriving:
                self.made.go(one, at)
        meeting: list[tuple[str, str, str]] = [(over[0], "", "")] if over else []
        if over:
            still = self._add(number, CHOICE, "still", "另有备选？")
            gone = self.made.add(
                Node(f"gone-{self.graph.stations[number].key}", END, "办备选", *self._place(number, "do"))
            )
            self.made.go(at, still)
            self.made.go(still, gone, "是", self.graph.passed_over(number) or "True")
            at = still
        pending = ("否", "") if over else ("", "")
        clear = self.graph.clear(number)
        if clear:
            ask = self._add(number, CHOICE, "clear", "前面都办成？")
            self.made.go(at, ask, *pending)
            at, pending = ask, ("是", clear)
        meeting += self._choice(number, at, pending)
        if clear:
            stopped = self._stopped(number)
            self.made.go(at, stopped, "否")
            meeting.append((stopped, "", ""))
        return self._let_go(number, meeting)

    def _stopped(self, number: int) -> str:
        lines = [
            (f"if {said}: " if (said := self.graph.stands(one)) else "")
            + f'results[{json.dumps(one.item, ensure_ascii=False)}] = "{ENDED}"'
            for one in self.graph.stations[number].members
        ]
        key = self.graph.stations[number].key
        return self.made.add(
            Node(f"stop-{key}", SCRIPT, "随前面终止", *self._place(number, "do"), script="\n".join(lines))
        )

    def _choice(self, number: int, at: str, pending: tuple[str, str]) -> list[tuple[str, str, str]]:
        """Draw who of the station's members is done; return what then meets."""
        those = self.graph.stations[number].members
        said = {one.item: self.graph.stands(one) for one in those}
        if all(said.values()):
            ask = self._add(number, CHOICE, "which", self._question(those))
            self.made.go(at, ask, *pending)
            for one in those:
                self.made.go(ask, self._task(number, one), self._answer(one), said[one.item])
            return [*((f"do-{one.item}", "", "") for one in those), (ask, "不办", "")]
        task = self._task(number, those[0])
        self.made.go(at, task, *pending)
        return [(task, "", "")]

    def _let_go(self, number: int, meeting: Sequence[tuple[str, str, str]]) -> str:
        at = meeting[0][0]
        if len(meeting) > 1:
            at = self._add(number, CHOICE, "meet")
            for source, name, condition in meeting:
                self.made.go(source, at, name, condition)
        if len(self.graph.followers[number]) + self._last(number) > 1:
            split = self._add(number, PARALLEL, "split")
            self.made.go(at, split)
            return split
        return at

    def _last(self, number: int) -> bool:
        """Whether the end waits for this station itself: nothing follows, or what does may be passed over early."""
        following = self.graph.followers[number]
        return not following or any(self.graph.stations[one].apart for one in following)

    def _task(self, number: int, one: Member) -> str:
        record = self.records.get(one.item) or {}
        node = Node(
            f"do-{one.item}", TASK, str(record.get("name") or one.item), self.graph.levels[number], "do",
            self._department(one), told=tuple(self._told(one, record)),
        )  # fmt: skip
        return self.made.add(node)

    def _told(self, one: Member, record: Mapping[str, Any]) -> Iterable[str]:
        yield f"事项：{one.item}"
        if department := record.get("department"):
            yield f"部门：{department}"
        days = (
            record.get("committed_days")
            if record.get("committed_days") is not None
            else record.get("statutory_days")
        )
        if days is not None:
            yield f"时限：{days}个{record.get('day_kind') or '工作日'}"
        for feed in self.bundle.get("feeds") or ():
            if feed["to_item"] == one.item:
                giver = (self.records.get(feed["from_item"]) or {}).get("name") or feed["from_item"]
                yield f"材料“{feed['as_material']}”用“{giver}”的结果“{feed['result']}”"

    def _department(self, one: Member) -> str:
        return str((self.records.get(one.item) or {}).get("department") or self.lead)

    def _question(self, those: Sequence[Member]) -> str:
        keys = dict.fromkeys(key for one in those for key in one.when or {})
        return "".join(self.questions.get(key, key) for key in keys) or (
            "办哪一个？" if len(those) > 1 else "办不办？"
        )

    def _answer(self, one: Member) -> str:
        told = [
            "或".join(self.labels.get((key, str(value)), str(value)) for value in values)
            for key, values in (one.when or {}).items()
        ]
        return "，".join(told) or "办"

    def _close(self, ends: Sequence[str]) -> None:
        at = ends[0]
        if len(ends) > 1:
            at = self.made.add(Node("together", PARALLEL, "", self.last, "join", self.lead))
            for one in ends:
                self.made.go(one, at)
        ask = self.made.add(Node("outcome", CHOICE, "都办成？", self.last, "which", self.lead))
        self.made.go(at, ask)
        done = self.made.add(Node(ALL_DONE, END, "全部办成", self.last, "do", self.lead))
        part = self.made.add(Node(PART_DONE, END, "部分办成", self.last, "do", self.lead))
        self.made.go(ask, done, "是", f'set(results.values()) <= {{"{GRANTED}"}}')
        self.made.go(ask, part, "否")
