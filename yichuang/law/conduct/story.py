"""The story of a case, read from its journal entries alone: who held it when, which days were in force, what was asked.

Everything is read as of the entry that says it. A recount is the exception: it says that the day was wrong all along, so it
takes the place of the day before. An entry that was recorded much later than it claims counts from when it was recorded.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from yichuang.law.notices import ONE_DAY
from yichuang.law.terms import day_on

RECEIVED = "cases.receive"
AT_ONCE = "cases.decide_at_once"
ACCEPTED = ("cases.accept", "cases.deem_accepted")
TOLD = ("cases.ask_once", "cases.force_notice")
ENDS = (
    "cases.tell_not_required", "cases.not_accept", "cases.withdraw", "cases.lapse", "cases.forward", "cases.void", "cases.miss_gap",
)  # fmt: skip
DECIDED = ("cases.decide", AT_ONCE)
DELIVERED = ("cases.hand_over", "cases.sign_for", "cases.deliver_online")
COUNTING = ("promised", "statutory")
BACK_DATED_HOURS = 1
SLACK = 12  # from a twelfth of what would be back-dated on, an entry counts from when it was recorded


class Event:
    """An entry as the story reads it: `day` is the civil day from which it counts."""

    __slots__ = ("_said", "act", "at", "by_name", "day", "person", "recorded_at", "seq", "text")

    def __init__(self, seq: int, act: str, at: datetime, recorded_at: datetime, text: str, person: int | None = None, by_name: str = "") -> None:  # fmt: skip
        self.seq, self.act, self.at, self.recorded_at, self.text = seq, act, at, recorded_at, text
        self.person, self.by_name, self.day = person, by_name, day_on(at)
        self._said: Any = None

    @property
    def said(self) -> Mapping[str, Any]:
        """The payload, read when it is first asked for."""
        if self._said is None:
            self._said = json.loads(self.text)
        return self._said  # type: ignore[no-any-return]


def count_from(events: Iterable[Event], back_dated: timedelta) -> None:
    """Let an entry that was recorded much later than it claims count from when it was recorded, and none before the one before it.

    Basis: 粤府办〔2016〕19号 二（五）3 (everything on record when it is done).
    """
    last: date | None = None
    slack = back_dated / SLACK
    for event in events:
        if event.person is not None and event.recorded_at - event.at > slack:
            event.day = day_on(event.recorded_at)
        last = event.day = event.day if last is None else max(last, event.day)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the route as published: whose it is, what it waits for."""

    key: str
    name: str
    department: int
    kind: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """What the item version under which the case was filed says; versions do not change."""

    department: int
    promised: int | None
    statutory: int | None
    unit: str = "working"
    route: tuple[Stage, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """Who held the case: words, and a department or a hall with its window and person."""

    name: str
    department: int | None = None
    hall: int | None = None
    window: int | None = None
    person: int | None = None


@dataclass(slots=True)
class Front:
    """From a receipt to its answer: who has to answer, by which day."""

    round: int
    event: Event
    due: date | None
    desk: list[tuple[Event, Hop]]
    known: Event
    ended: Event | None = None

    def holder(self, day: date) -> Hop:
        """Who held it when a civil day began."""
        before = [hop for event, hop in self.desk if event.day < day]
        return before[-1] if before else self.desk[0][1]


@dataclass(slots=True)
class Limit:
    """A due day in force from an event on; it does not run while stopped. `known` is the entry that says the day."""

    event: Event
    due: date | None
    running: bool
    known: Event


@dataclass(slots=True)
class Pause:
    """A span that began: a special procedure or a halt, counted or not, planned for so many working days."""

    event: Event
    name: str
    counted: bool
    planned: int | None
    ended: Event | None = None


@dataclass(frozen=True, slots=True)
class Desks:
    """The steps as they stand from an event on, and the days of those that have days of their own."""

    event: Event
    states: Mapping[str, str]
    due: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A one-time notice: its round, its lines, whether it was forced through."""

    event: Event
    round: int
    lines: Sequence[Mapping[str, Any]]
    forced: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found: which rule, how grave, since which civil day, on which hop, and why."""

    rule: str
    level: str
    on: date
    hop: Hop
    evidence: Mapping[str, Any]


@dataclass
class Story:
    """A case from its entries; read once, in order."""

    subject: str
    events: Sequence[Event]
    published: Published
    back_dated: timedelta = timedelta(hours=BACK_DATED_HOURS)
    numbers: Mapping[str, int] = field(default_factory=dict)
    earlier: Sequence["Story"] = ()
    item: str = ""
    version: int = 0
    hall: int | None = None
    window: int | None = None
    delivery: str = "pickup"
    places: frozenset[int] | None = None
    fronts: list[Front] = field(default_factory=list)
    limits: dict[str, list[Limit]] = field(default_factory=lambda: {"promised": [], "statutory": []})
    pauses: list[Pause] = field(default_factory=list)
    notices: list[Told] = field(default_factory=list)
    handed_in: list[tuple[Event, frozenset[int]]] = field(default_factory=list)
    desks: list[Desks] = field(default_factory=list)
    recounts: list[Event] = field(default_factory=list)
    decided: Event | None = None
    result_due: dict[str, Limit] = field(default_factory=dict)
    arrived: Event | None = None
    posted: Event | None = None
    delivered: Event | None = None
    ended: Event | None = None
    deemed: Event | None = None

    def __post_init__(self) -> None:
        count_from(self.events, self.back_dated)
        for event in self.events:
            reader = READERS.get(event.act)
            if reader is not None:
                reader(self, event)

    def until(self, seq: int) -> "Story":
        """The same story as it was before an entry. Basis: domain.md 10.1 (recomputed from the log)."""
        kept = [replaced for event in self.events if event.seq < seq and (replaced := _again(event))]
        return Story(self.subject, kept, self.published, self.back_dated, self.numbers, self.earlier)

    def over(self, kind: str, today: date) -> tuple[Limit, date] | None:
        """The limit that was passed while it ran, and the first civil day on which it was; None if it never was.

        Basis: 《行政许可法》 art. 42; domain.md 10.1 (no card while suspended).
        """
        return self._first(kind, today, lambda limit, due: max(limit.event.day, due + ONE_DAY))

    def _first(self, kind: str, today: date, begins: Any) -> tuple[Limit, date] | None:
        limits = self.limits[kind]
        for place, limit in enumerate(limits):
            if not limit.running or limit.due is None:
                continue
            day = begins(limit, limit.due)
            if day is not None and day <= min(self._left(limits, place), today):
                return limit, day
        return None

    def _left(self, limits: Sequence[Limit], place: int) -> date:
        if place + 1 < len(limits):
            return limits[place + 1].event.day
        over = self.over_event
        return over.day if over else date.max

    def soon(self, kind: str, today: date, yellow_from: Any) -> tuple[Limit, date] | None:
        """The limit whose last days have begun, and the first civil day that began so; None if none did.

        Basis: domain.md 10.1 (Y1); 粤府办〔2016〕19号 二（五）2.
        """

        def begins(limit: Limit, due: date) -> date | None:
            day = max(limit.event.day + ONE_DAY, yellow_from(limit, due))
            return day if day <= due else None

        return self._first(kind, today, begins)

    @property
    def over_event(self) -> Event | None:
        """The entry with which the decision clocks ended."""
        return self.decided or self.ended

    def desk(self, day: date) -> tuple[Hop, tuple[str, ...]]:
        """Whose turn it was behind the window when a civil day began: the first open step, and the keys of all open ones."""
        if not self.desks:
            return Hop("决定", self.published.department), ()
        before = [one for one in self.desks if one.event.day < day]
        states = (before[-1] if before else self.desks[0]).states
        stages = [stage for stage in self.published.route if states.get(stage.key) == "open"]
        if not stages:
            return Hop("决定", self.published.department), ()
        return self.hop_of(stages[0]), tuple(stage.key for stage in stages)

    def hop_of(self, stage: Stage) -> Hop:
        """The hop of a step: its name and its department, as the entry of the acceptance says."""
        return Hop(stage.name, self._departments.get(stage.key, stage.department))

    @property
    def _departments(self) -> Mapping[str, int]:
        event = self.desks[0].event if self.desks else None
        return event.said.get("steps") or {} if event is not None else {}

    def stopped(self, event: Event) -> Pause | None:
        """The uncounted span that was open when an entry was made."""
        for pause in self.pauses:
            closed = pause.ended is not None and pause.ended.seq < event.seq
            if not pause.counted and pause.event.seq < event.seq and not closed:
                return pause
        return None

    def find(self, *acts: str) -> list[Event]:
        """The entries of these acts, in order."""
        return [event for event in self.events if event.act in acts]


def _again(event: Event) -> Event:
    made = Event(event.seq, event.act, event.at, event.recorded_at, event.text, event.person, event.by_name)
    made._said = event._said
    return made


def day_of(text: Any) -> date | None:
    """A civil day as an entry writes it. Basis: settled.md (civil dates of Asia/Shanghai)."""
    return date.fromisoformat(text) if text else None


def _receive(story: Story, event: Event) -> None:
    said = event.said
    story.item, story.version = str(said.get("item", "")), int(said.get("version") or 0)
    story.hall, story.window = said.get("hall"), said.get("window")
    story.delivery = str(said.get("delivery") or "pickup")
    listed = said.get("materials")
    story.places = frozenset(row[0] for row in listed) if listed is not None else None
    _front(story, event, 0, day_of(said.get("notice")))


def _front(story: Story, event: Event, number: int, due: date | None) -> None:
    first = story.events[0].said
    if first.get("front") == "department":
        hop = Hop("受理", int(first.get("department") or story.published.department))
    else:
        at_window = event.person if first.get("window") is not None else None
        hop = Hop("受理", hall=story.hall, window=story.window, person=at_window)
    story.fronts.append(Front(number, event, due, [(event, hop)], event))


def _answered(story: Story, event: Event) -> None:
    if story.fronts and story.fronts[-1].ended is None:
        story.fronts[-1].ended = event


def _to_department(name: str) -> Any:
    def read(story: Story, event: Event) -> None:
        if story.fronts and story.fronts[-1].ended is None:
            department = story.events[0].said.get("department") or story.published.department
            story.fronts[-1].desk.append((event, Hop(name, int(department))))

    return read


def _tell(story: Story, event: Event) -> None:
    _answered(story, event)
    said = event.said
    forced = event.act == "cases.force_notice"
    story.notices.append(
        Told(event, int(said.get("round") or len(story.notices) + 1), said.get("lines") or (), forced)
    )


def _hand_in(story: Story, event: Event) -> None:
    said = event.said
    story.handed_in.append((event, frozenset(said.get("places") or ())))
    _front(story, event, int(said.get("round") or 0), day_of(said.get("notice")))


def _struck(story: Story, event: Event) -> None:
    """The notice was none: the office has its answer to give again, whoever had to give it before."""
    if not event.said.get("left") and story.fronts:
        before = story.fronts[-1]
        front = Front(
            before.round, event, day_of(event.said.get("due")), [(event, before.desk[-1][1])], event
        )
        story.fronts.append(front)


def _accept(story: Story, event: Event) -> None:
    _answered(story, event)
    if event.act == "cases.deem_accepted":
        story.deemed = event
    said = event.said
    for kind in COUNTING:
        story.limits[kind].append(Limit(event, day_of(said.get(kind)), True, event))
    states = {stage.key: "waiting" if stage.after else "open" for stage in story.published.route}
    story.desks.append(Desks(event, states, said.get("step_due") or {}))


def _conclude(story: Story, event: Event) -> None:
    if not story.desks:
        return
    said, last = event.said, story.desks[-1]
    states = {**last.states, str(said.get("step")): "done", **(said.get("steps") or {})}
    due = {key: day for key, day in last.due.items() if states.get(key) == "open"}
    story.desks.append(Desks(event, states, due | dict(said.get("step_due") or {})))


def _stop(story: Story, event: Event) -> None:
    said = event.said
    counted = bool(said.get("counted", False))
    story.pauses.append(Pause(event, str(said.get("name") or "中止"), counted, said.get("days")))
    if not counted:
        for limits in story.limits.values():
            if limits:
                limits.append(replace(limits[-1], event=event, running=False))
        _days_of_steps(story, event, {})


def _resume(story: Story, event: Event) -> None:
    said = event.said
    for pause in story.pauses:
        pause.ended = pause.ended or event
    _limits(story, event, running=True)
    _days_of_steps(story, event, said.get("step_due") or {})


def _extend(story: Story, event: Event) -> None:
    _limits(story, event)
    _days_of_steps(story, event, event.said.get("step_due") or {})


def _limits(story: Story, event: Event, *, running: bool | None = None) -> None:
    for kind, limits in story.limits.items():
        if not limits:
            continue
        last = limits[-1]
        goes = last.running if running is None else running
        due = day_of(event.said[kind]) if kind in event.said else last.due
        if goes != last.running or due != last.due:
            limits.append(Limit(event, due, goes, event if due != last.due else last.known))


def _days_of_steps(story: Story, event: Event, due: Mapping[str, str]) -> None:
    if story.desks:
        last = story.desks[-1]
        kept = {key: day for key, day in due.items() if last.states.get(key) == "open"}
        story.desks.append(Desks(event, last.states, kept))


def _recount(story: Story, event: Event) -> None:
    """The day was wrong all along: what is said now stands in its place."""
    said = event.said
    story.recounts.append(event)
    after, terms = said.get("after") or {}, said.get("terms") or {}
    if story.decided is not None:
        for kind, limit in story.result_due.items():
            if kind in terms:
                _moved(limit, day_of(terms[kind]), event)
    elif story.desks:
        for kind, limits in story.limits.items():
            if limits and kind in after:
                _moved(limits[-1], day_of(after[kind]), event)
        if said.get("step_due"):
            last = story.desks[-1]
            kept = {key: day for key, day in said["step_due"].items() if last.states.get(key) == "open"}
            story.desks[-1] = Desks(last.event, last.states, kept)
    elif story.fronts and story.fronts[-1].ended is None:
        front, due = story.fronts[-1], day_of(after.get("due"))
        if due != front.due:
            front.due, front.known = due, event


def _moved(limit: Limit, due: date | None, event: Event) -> None:
    if due != limit.due:
        limit.due, limit.known = due, event


def _decide(story: Story, event: Event) -> None:
    _answered(story, event)
    story.decided = event
    for kind in ("to_window", "delivery"):
        story.result_due[kind] = Limit(event, day_of(event.said.get(kind)), True, event)
    if story.desks:
        last = story.desks[-1]
        story.desks.append(Desks(event, dict.fromkeys(last.states, "done"), {}))


def _end(story: Story, event: Event) -> None:
    _answered(story, event)
    story.ended = story.ended or event


def _arrive(story: Story, event: Event) -> None:
    story.arrived = story.arrived or event


def _post(story: Story, event: Event) -> None:
    story.posted = story.posted or event


def _delivered(story: Story, event: Event) -> None:
    story.delivered = story.delivered or event


def _way(story: Story, event: Event) -> None:
    if story.arrived is None:  # what is wished after the result lies there gives nobody a fault
        story.delivery = str(event.said.get("to") or story.delivery)


READERS: dict[str, Any] = {
    RECEIVED: _receive,
    "cases.pass_on": _to_department("部门受理"),
    "cases.propose_not_accept": _to_department("部门确认不予受理"),
    **dict.fromkeys(TOLD, _tell),
    "cases.hand_in": _hand_in,
    "cases.strike_demand": _struck,
    **dict.fromkeys(ACCEPTED, _accept),
    "cases.conclude": _conclude,
    "cases.suspend": _stop,
    "cases.halt": _stop,
    "cases.resume": _resume,
    "cases.extend": _extend,
    "cases.recount": _recount,
    **dict.fromkeys(DECIDED, _decide),
    **dict.fromkeys(ENDS, _end),
    "cases.arrive": _arrive,
    "cases.post": _post,
    **dict.fromkeys(DELIVERED, _delivered),
    "cases.change_delivery": _way,
}


def events(rows: Iterable[tuple[int, str, datetime, datetime, str, int | None, str]]) -> list[Event]:
    """The entries of one chain as events. Basis: settled.md (every entry has `at` and `recorded_at`)."""
    return [Event(*row) for row in rows]
