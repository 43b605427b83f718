"""Synthetic lives of what is no case, with planted faults: ratings, work orders, pushed grants, draws, versions of items.

Like `faults.py` it knows nothing of the rules: places in `W` are working days, and whether a day was missed follows from them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.drill.faults import (
    CLERK,
    HEAD,
    NEVER,
    REVIEWER,
    SUPERVISOR,
    TODAY,
    Kind,
    Life,
    Maker,
    W,
    _at,
    _iso,
)

Entry = tuple[str, datetime, datetime, int | None, dict[str, Any]]
BODIES = (1, 2, 3, 4)


@dataclass
class Thing:
    """A rating, a work order, a grant or a draw: its entries, and the rules that it breaks."""

    subject: str
    about: str
    entries: list[Entry] = field(default_factory=list)
    truth: set[str] = field(default_factory=set)

    def add(self, act: str, place: int, person: int | None = REVIEWER, after: int = 0, **said: Any) -> None:
        """An entry on a working day; `after`: so many working days later it was recorded. After today there is none."""
        if place + after > TODAY:
            return
        minutes = 5 * len(self.entries)
        recorded = _at(place + after, minutes) + timedelta(seconds=2)
        self.entries.append((act, _at(place, minutes), recorded, person, said))


@dataclass
class Published:
    """A version of an item with the cases that came in under it; how many of them were asked beyond the list."""

    subject: str
    cases: list[Life]
    truth: set[str] = field(default_factory=set)


def missed(due: int, done: int) -> bool:
    """Whether the working day after `due` began without it being done, by today."""
    return min(done, TODAY) > due


class Beyond:
    """Makes things from a seed; the same seed makes the same things. About `share` of them bear a fault."""

    def __init__(self, seed: int, kinds: tuple[Kind, ...], share: float = 0.3) -> None:
        self.maker, self.share = Maker(seed, kinds, 1, 3), share
        self.chance = self.maker.chance

    def things(self, count: int) -> Iterator[Thing | Published]:
        """Yield so many; ratings and work orders are most of them, as in a hall."""
        makers: tuple[tuple[Callable[[bool], Thing | Published], int], ...] = (
            (self._rating, 8), (self._order, 7), (self._grant, 3), (self._draw, 1), (self._version, 1),
        )  # fmt: skip
        weighted = [make for make, weight in makers for _ in range(weight)]
        for _ in range(count):
            yield self.chance.choice(weighted)(self.chance.random() < self.share)

    def _new(self, about: str) -> Thing:
        return Thing(f"{self.chance.getrandbits(128):032x}", about)

    def _done(self, due: int, begun: int, fault: bool) -> tuple[int, int]:
        """A day on which something is done, and how much later it is written down: in time, or planted late."""
        chance = self.chance
        if not fault:
            return chance.randrange(begun, due + 1), 0
        how = chance.random()
        if how < 0.15:  # done in time, so it is said, and written down after the day
            return due, chance.randrange(1, 6)
        return (due + chance.randrange(1, 12) if how < 0.75 else NEVER), 0

    def _rating(self, fault: bool) -> Thing:
        """Good ones, groundless ones, ones that were not adopted, complex ones with a later day, and those mended in time or not."""
        chance, life, begun = self.chance, self._new("rating"), self.chance.randrange(0, 120)
        bad = fault or chance.random() < 0.5
        due = begun + 15
        place = {"department": chance.choice(BODIES), "hall": None, "window": None}
        if chance.random() < 0.4:
            place = {"department": None, "hall": 1, "window": 3}
        life.add("ratings.rate", begun, None, grade=1 if bad else 5, bad=bad, channel="4", contact="", reasons=[], mend_due=_iso(due) if bad else None, **place)  # fmt: skip
        if not bad:
            return life
        verified = begun + chance.randrange(0, 3)
        way = "fault" if fault else chance.choice(("mended", "mended", "groundless", "excluded", "appealed"))
        if way == "groundless":
            life.add("ratings.verify", verified, verdict="groundless", finding="没有这回事", mend_due=_iso(due), next="call")  # fmt: skip
            life.add("ratings.call_back", verified + 2, CLERK, reached=True, calls=1, next="answer")
            return life
        if chance.random() < 0.3:
            due = verified + 30
            life.add("ratings.verify", verified, verdict="complex", finding="属实", plan="分两步改", mend_due=_iso(due), next="call")  # fmt: skip
        elif not (fault and chance.random() < 0.3):
            life.add("ratings.verify", verified, verdict="clear", finding="属实", plan="", mend_due=_iso(due), next="call")  # fmt: skip
        if chance.random() < 0.4:
            life.add("ratings.take_call", verified, CLERK, **{"from": None})
            life.add("ratings.call_back", verified + 1, CLERK, reached=False, calls=1, next="call")
        done, late = self._done(due, min(verified + 1, due), way == "fault")
        if missed(due, done + late):
            life.truth.add("rating-not-mended")
            life.add("ratings.remind", due + 1, None, step="mend", due=_iso(due))
        if way == "excluded":
            life.add("ratings.exclude", done, SUPERVISOR, kind="malicious", why="查明没有来过")
        elif way == "appealed":
            life.add("ratings.appeal", min(verified + 1, done), HEAD, why="不是我们的事", due=_iso(due))
            life.add("ratings.review_appeal", done, SUPERVISOR, upheld=True, why="确实不是", kind="mistaken")
        else:
            life.add("ratings.mend", done, REVIEWER, late, what="加了一个窗口", late=missed(due, done), next="answer")  # fmt: skip
            life.add("ratings.answer", done + late + 1, answer="已经加开窗口", next="publish")
        return life

    def _order(self, fault: bool) -> Thing:
        """Work orders dispatched, given back, extended, passed out, withdrawn, answered in time or not, done again."""
        chance, life, begun = self.chance, self._new("complaint"), self.chance.randrange(0, 125)
        due = begun + chance.choice((3, 5))
        body = chance.choice(BODIES)
        life.add("complaints.receive", begun, CLERK, number="GD", source="phone", category="complaint", urgency="normal", due_on=_iso(due))  # fmt: skip
        sent = begun + chance.randrange(0, 2)
        way = "fault" if fault else chance.choice(("plain", "plain", "back", "longer", "out", "gone", "unsent", "late_sent"))  # fmt: skip
        if way == "unsent":  # nobody has it yet: no body's delay
            return life
        sent = due + chance.randrange(1, 4) if way == "late_sent" else sent
        if way in ("out", "gone"):
            act = "complaints.pass_out" if way == "out" else "complaints.withdraw"
            life.add("complaints.dispatch", sent, SUPERVISOR, department=body, assisting=[], return_by=_iso(sent + 2), due_on=_iso(due))  # fmt: skip
            if way == "out":
                life.add("complaints.give_back", sent + 1, department=body, round=1)
            life.add(act, chance.randrange(sent + 1, due + 1), SUPERVISOR)
            return life
        life.add("complaints.dispatch", sent, SUPERVISOR, department=body, assisting=[], return_by=_iso(sent + 2), due_on=_iso(due))  # fmt: skip
        life.add("complaints.sign_for", sent, department=body, round=1)
        if way == "back" or (fault and chance.random() < 0.2):
            life.add("complaints.give_back", sent + 1, department=body, round=1)
            sent, body = sent + 1, chance.choice(BODIES)
            life.add("complaints.dispatch", sent, SUPERVISOR, department=body, assisting=[], return_by=_iso(sent + 2), due_on=_iso(due))  # fmt: skip
        if way == "longer" or (fault and chance.random() < 0.3):
            allow = chance.random() < 0.7
            due += 5 if allow else 0
            life.add("complaints.ask_extension", sent, days=5)
            life.add("complaints.extend", sent, SUPERVISOR, allow=allow, days=5 if allow else 0, due_on=_iso(due))  # fmt: skip
        if way == "late_sent":
            life.add("complaints.record_handling", sent, outcome="solved", round=1)
            life.add("complaints.answer", sent + 1, how="phone", late=True, round=1)
            return life
        done, late = self._done(due, sent, fault)
        self._answered(life, body, due, done, late, 1)
        if done + late < NEVER and chance.random() < 0.25:
            self._again(life, body, done + late, fault and chance.random() < 0.5)
        return life

    def _answered(self, life: Thing, body: int, due: int, done: int, late: int, number: int) -> None:
        if missed(due, done + late):
            life.truth.add("complaint-late")
            life.add("complaints.remind", due + 1, None, nth=1, department=body, due_on=_iso(due))
        life.add("complaints.record_handling", done, REVIEWER, late, outcome="solved", round=number)
        life.add("complaints.answer", done, REVIEWER, late, how="phone", late=missed(due, done), round=number)
        life.add("complaints.close", done + late, SUPERVISOR, callback_due_on=_iso(min(done + late + 1, TODAY)), round=number)  # fmt: skip

    def _again(self, life: Thing, body: int, closed: int, fault: bool) -> None:
        """The caller was not satisfied: the order is open again, with a new day."""
        again = closed + self.chance.randrange(1, 4)
        if again > TODAY:
            return
        due = again + 5
        life.add("complaints.call_back", again, CLERK, reached=True, solved=False, grade=1, own_fault=True, again=True, round=1)  # fmt: skip
        life.add("complaints.reopen", again, CLERK, round=2, department=body, due_on=_iso(due))
        done, late = self._done(due, again, fault)
        self._answered(life, body, due, done, late, 2)

    def _grant(self, fault: bool) -> Thing:
        """A grant pushed to its supervising body, handed on or not, signed for in time or not."""
        chance, life, begun = self.chance, self._new("grant"), self.chance.randrange(0, 145)
        due, body = begun + 2, chance.choice(BODIES)
        life.add("inspections.push", begun, None, case=life.subject, body=body, line="食品安全", due_on=_iso(due), days=2)  # fmt: skip
        done, late = self._done(due, begun, fault)
        turns = sorted(chance.randrange(begun, due + 5) for _ in range(chance.choice((0, 0, 0, 1, 2))))
        for place in turns:
            if place <= done:
                to = chance.choice([one for one in BODIES if one != body])
                life.add("inspections.redirect", place, **{"from": body, "to": to, "why": "归那边监管"})
                body = to
        life.add("inspections.sign", done, REVIEWER, late, late=missed(due, done))
        if missed(due, done + late):
            life.truth.add("grant-not-signed")
        return life

    def _draw(self, fault: bool) -> Thing:
        """A draw of several objects in one or two checks; results public in one go or some at a time, one of them late or forgotten."""
        chance, life, begun = self.chance, self._new("draw"), self.chance.randrange(0, 100)
        checks = ["SC001", "SC002"][: chance.choice((1, 1, 2))]
        said = {"number": "SJ20260001", "checks": checks, "lines": ["食品安全"]}
        life.add("inspections.commit", begun, HEAD, commitment=said, digest="", lead=chance.choice(BODIES))
        life.add("inspections.run", begun + 1, HEAD, announced="70315", witnesses=[], drawn="", count=5)
        life.add("inspections.begin", begun + 2, HEAD, inspect_by=_iso(begun + 30))
        objects = [f"DX{n:04d}" for n in range(chance.randrange(1, 6))]
        owed: list[tuple[int, str]] = []
        told: list[tuple[int, str, str, int | None]] = []
        for code in objects:
            last = begun + 3 + chance.randrange(0, 10)
            for check in checks:
                if check != checks[-1]:
                    told.append((last - chance.randrange(0, 2), code, check, None))
                elif not (not fault and chance.random() < 0.1):  # some objects are only half inspected
                    told.append((last, code, check, last + 20))
                    owed.append((last, code))
        for place, code, check, due in sorted(told, key=lambda row: row[0]):
            more = {"due_on": _iso(due)} if due is not None else {}
            life.add("inspections.report", place, object=code, check=check, outcome="1", text="", checked_on=_iso(place), **more)  # fmt: skip
        if owed:
            self._public(life, owed, fault)
        return life

    def _public(self, life: Thing, owed: list[tuple[int, str]], fault: bool) -> None:
        last = max(place for place, _ in owed)
        first_due = min(place for place, _ in owed) + 20
        public, late = self.chance.randrange(last, first_due + 1), 0
        forgotten = self.chance.choice(owed) if fault else None
        codes = [code for place, code in owed if (place, code) != forgotten]
        if codes:
            life.add("inspections.publish", public, HEAD, late, objects=codes, late=0)
        if forgotten is None:
            return
        due = forgotten[0] + 20
        done, late = self._done(due, due, True)
        life.add("inspections.publish", done, HEAD, late, objects=[forgotten[1]], late=1)
        if missed(due, done + late):
            life.truth.add("results-not-published")

    def _version(self, fault: bool) -> Published:
        """A version with some cases; beyond the list are asked none to two of them, or three and more."""
        chance, maker = self.chance, self.maker
        made = Published(f"{chance.getrandbits(128):032x}", [])
        kind = chance.choice(maker.kinds)
        asked = chance.randrange(3, 6) if fault else chance.choice((0, 0, 1, 2))
        told = 0
        for n in range(asked + chance.randrange(0, 4)):
            place = chance.randrange(5, TODAY + 10)
            life = maker._begun(min(place, TODAY), kind)
            names = kind.materials
            lines = [maker._line(names, chance.randrange(len(names)))]
            if n < asked:
                lines.append(maker._alien(names))
                told += place < TODAY
            life.add("ask_once", place, CLERK, round=1, lines=lines, got=[], why="", due=_iso(min(place + 20, len(W) - 1)), papers=[])  # fmt: skip
            made.cases.append(life)
        if told >= 3:
            made.truth.add("catalogue-drift")
        return made
