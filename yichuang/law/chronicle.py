"""From what happened to flat facts: a row a case, card, rating, work order, thing, made from the journal alone, for figures (统计指标).

An event is a plain mapping: `subject`, `seq`, `act`, `on` (the civil day), `post` (the kind of post, empty for applicants and the
system), `who`, `say` (what the entry says). `lists` are the published lists in force: items with their versions, and the working days.
This page stands alone: a copy of it goes out with the pack for outsiders.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

Event = Mapping[str, Any]
Row = dict[str, Any]

CASE = (
    "id", "item", "version", "department", "hall", "win", "clerk", "channel", "at_once", "filed_on", "accepted_on", "decided_on", "outcome",
    "due_on", "promised_days", "statutory_days", "used_days", "rounds", "returns", "needed", "waived", "paper", "visits", "levels",
    "sat", "thing", "unit", "spared", "bundled", "filed", "accepted", "decided",
)  # fmt: skip
ITEM = (
    "item", "department", "type", "at_once", "statutory_days", "promised_days", "unit", "depth", "visits", "resident", "authorised",
    "papers", "papers_first", "zero", "licensed", "bundled",
)  # fmt: skip
CARD = ("id", "rule", "level", "since", "standing", "department", "hall", "win", "item", "clerk")
RATING = (
    "id",
    "rated_on",
    "grade",
    "valid",
    "bad",
    "verified",
    "mended_on",
    "due_on",
    "department",
    "hall",
    "win",
    "item",
    "known",
    "called",
)
ORDER = (
    "id",
    "received_on",
    "due_on",
    "answered_on",
    "solved",
    "valid",
    "due",
    "department",
    "called",
    "grade",
)
URGING = ("id", "level", "ordered_on", "ending", "department", "hall")
FLAW = ("id", "item", "found_on", "agreed")
LISTED = ("item", "department", "open")
THING = (
    "id",
    "bundle",
    "hall",
    "win",
    "clerk",
    "parts",
    "papers_before",
    "papers_after",
    "visits_before",
    "visits_after",
    "days_before",
    "days_after",
)
RELATIONS = {
    "fact_case": CASE, "fact_item": ITEM, "fact_card": CARD, "fact_rating": RATING, "fact_order": ORDER, "fact_thing": THING,
    "fact_urging": URGING, "fact_flaw": FLAW, "fact_listed": LISTED,
}  # fmt: skip
SAVED = ("materials_before", "materials_after", "visits_before", "visits_after", "days_before", "days_after")
HANDED = (
    "cases.hand_in",
    "cases.fill_gap",
    "cases.supplement",
    "cases.sign_on_paper",
    "cases.correct_on_spot",
)
VISITED = ("cases.receive", "cases.hand_in", "cases.fill_gap", "cases.supplement", "cases.sign_on_paper", "cases.hand_over")  # fmt: skip
ENDED = {
    "cases.tell_not_required": "not_required", "cases.not_accept": "not_accepted", "cases.decide_at_once": "granted",
    "cases.withdraw": "withdrawn", "cases.lapse": "lapsed", "cases.miss_gap": "lapsed", "cases.forward": "forwarded", "cases.void": "void",
}  # fmt: skip
# What the facts read of each entry, and all that an outsider is given of it.
SAID = {
    "cases.receive": ("item", "version", "hall", "window", "channel", "materials", "department", "thing", "window_seconds"),
    "cases.accept": ("promised", "statutory"),
    "cases.deem_accepted": ("received_on", "promised", "statutory"),
    "cases.resume": ("promised", "statutory"),
    "cases.extend": ("promised", "statutory"),
    "cases.recount": ("after",),
    "cases.suspend": ("counted",),
    "cases.ask_once": ("places",),
    "cases.force_notice": ("places",),
    "cases.strike_demand": ("places",),
    "cases.verify_source": ("place", "asked_for"),
    "cases.conclude": ("step", "steps"),
    "cases.decide": ("outcome",),
    "bundles.receive": ("bundle", "hall", "window", "parts", "saved"),
    "supervision.issue": ("rule", "level", "on", "department", "hall", "window", "person"),
    "supervision.withdraw": (),
    "supervision.order": ("level", "to", "hall"),
    "ratings.rate": ("grade", "channel", "bad", "department", "hall", "window", "mend_due", "known", "item"),
    "ratings.call_back": ("reached",),
    "ratings.verify": ("verdict", "mend_due"),
    "ratings.mend": (),
    "ratings.redate": ("mend_due",),
    "ratings.exclude": ("kind",),
    "ratings.review_appeal": ("kind",),
    "complaints.receive": ("due_on", "reachable"),
    "complaints.close": ("callback_due_on",),
    "complaints.dispatch": ("department", "due_on"),
    "complaints.give_back": (),
    "complaints.extend": ("due_on",),
    "complaints.redate": ("due_on",),
    "complaints.answer": (),
    "complaints.reopen": ("due_on",),
    "complaints.call_back": ("solved", "reached", "grade"),
    "complaints.rate_answer": ("solved", "grade"),
    "complaints.find_flaw": ("item",),
    "complaints.pass_out": (),
    "complaints.withdraw": (),
} | dict.fromkeys((*HANDED, *ENDED, "cases.halt", "cases.send_back", "cases.decide_at_once", "cases.hand_over"), ())  # fmt: skip
URGED = {"supervision.close_order": "done", "supervision.raise_order": "raised", "supervision.withdraw_order": "withdrawn"}  # fmt: skip
AGREED = {"complaints.take_flaw": 1, "complaints.mend_flaw": 1, "complaints.answer_flaw": 0}
SAID |= dict.fromkeys((*URGED, *AGREED), ())
WORKING, NATURAL = "工作日", "自然日"


class Days:
    """The working days of the calendar that was in force, as a line of 1 and 0 from its first day."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.first = _ordinal(str(told["first"]))
        self.upto = [0]
        for one in str(told["work"]):
            self.upto.append(self.upto[-1] + (one == "1"))

    def between(self, start: str, end: str, unit: str) -> int | None:
        """Return how many days lie after `start` up to `end`, working days or all; None beyond the calendar."""
        a, b = _ordinal(start), _ordinal(end)
        if unit == NATURAL:
            return b - a
        places = a - self.first + 1, b - self.first + 1
        if not all(1 <= place < len(self.upto) for place in places):
            return None
        return self.upto[places[1]] - self.upto[places[0]]


def told(events: Iterable[Event], lists: Mapping[str, Any], first: str, last: str) -> dict[str, list[Row]]:
    """Return the facts of a period, relation by relation; events in the order of their chains, those of things first.

    Basis: domain.md 10.2 (figures must be reproducible from the log), 1.3 (how stops are counted).
    """
    days, clerks = Days(lists["days"]), dict[str, str]()
    made: dict[str, list[Row]] = {name: [] for name in RELATIONS}
    made["fact_item"], made["fact_listed"] = list(items(lists)), list(listed(lists))
    for subject, chain in groupby(events, key=itemgetter("subject")):
        happened = list(chain)
        act = happened[0]["act"]
        if act == "bundles.receive":
            clerks[subject] = happened[0]["who"]
        if act == "cases.receive":
            _add(made["fact_case"], CASE, _case(happened, lists, days, clerks, first, last))
        elif act in _OTHERS:
            name, make = _OTHERS[act]
            _add(made[name], RELATIONS[name], make(happened, first, last))
    return made


def _add(rows: list[Row], columns: tuple[str, ...], row: Row | None) -> None:
    if row is not None:
        rows.append({name: row[name] for name in columns})


def _case(
    happened: list[Event], lists: Mapping[str, Any], days: Days, clerks: Mapping[str, str], first: str, last: str
) -> Row | None:  # fmt: skip
    """The row of a case that was filed, accepted or decided in the period."""
    case = _Case(happened[0], lists)
    for event in happened[1:]:
        case.hear(event)
    made = case.told(days, clerks)
    for name in ("filed", "accepted", "decided"):
        made[name] = int(made[f"{name}_on"] is not None and first <= made[f"{name}_on"] <= last)
    kept = made["filed"] or made["accepted"] or made["decided"]
    if made["outcome"] not in ("granted", "refused"):
        made["decided"] = 0
    return made if kept else None


def _card(happened: list[Event], first: str, last: str) -> Row | None:
    say = happened[0]["say"]
    if not first <= say["on"] <= last:
        return None
    withdrawn = any(event["act"] == "supervision.withdraw" for event in happened)
    return {
        "id": happened[0]["subject"], "rule": say["rule"], "level": say["level"], "since": say["on"], "standing": int(not withdrawn),
        "department": say.get("department"), "hall": say.get("hall"), "win": say.get("window"), "item": say.get("item"), "clerk": say.get("person"),
    }  # fmt: skip


def _rating(happened: list[Event], first: str, last: str) -> Row | None:
    say, on = happened[0]["say"], happened[0]["on"]
    if not first <= on <= last:
        return None
    excluded, verdict, mended, called, due = False, "", None, False, say.get("mend_due")
    for event in happened[1:]:
        told = event["say"]
        excluded, called = excluded or bool(told.get("kind")), called or bool(told.get("reached"))
        verdict, due = told.get("verdict", verdict), told.get("mend_due", due)
        mended = event["on"] if event["act"] == "ratings.mend" else mended
    valid = int(not excluded and say["channel"] != "7")
    return {
        "id": happened[0]["subject"], "rated_on": on, "grade": say["grade"], "valid": valid, "bad": int(say["bad"]),
        "verified": int(bool(valid and say["bad"] and verdict not in ("", "groundless"))), "mended_on": mended, "due_on": due,
        "department": say.get("department"), "hall": say.get("hall"), "win": say.get("window"), "item": say.get("item"), "known": int(bool(say.get("known"))),
        "called": int(called),
    }  # fmt: skip


def _order(happened: list[Event], first: str, last: str) -> Row | None:
    if not first <= happened[0]["on"] <= last:
        return None
    row: Row = {"id": happened[0]["subject"], "received_on": happened[0]["on"], "answered_on": None, "solved": None, "department": None, "grade": None}  # fmt: skip
    valid, called, call_by = 1, False, None
    for event in happened:
        act, say = event["act"].partition(".")[2], event["say"]
        row["due_on"] = say.get("due_on", row.get("due_on"))
        if act == "reopen":
            row |= {"answered_on": None, "solved": None, "grade": None}
        if act in ("close", "reopen"):
            call_by = say.get("callback_due_on")
        called = called or bool(say.get("reached"))
        row["grade"] = say.get("grade", row["grade"])
        if act == "answer":
            row["answered_on"] = event["on"]
        if act in ("call_back", "rate_answer") and "solved" in say:
            row["solved"] = int(say["solved"])
        if act in ("dispatch", "give_back"):
            row["department"] = say.get("department")
        if act in ("pass_out", "withdraw"):
            valid = 0
    owed = bool(happened[0]["say"].get("reachable")) and call_by is not None and call_by <= last
    row |= {"valid": valid, "due": int(row["answered_on"] is not None or row["due_on"] <= last)}
    return row | {"called": 1 if called else 0 if owed else None}


def _urging(happened: list[Event], first: str, last: str) -> Row | None:
    say, on = happened[0]["say"], happened[0]["on"]
    if not first <= on <= last:
        return None
    ends = [URGED[event["act"]] for event in happened if event["act"] in URGED]
    return {
        "id": happened[0]["subject"], "level": say["level"], "ordered_on": on, "ending": ends[0] if ends else "", "department": say["to"],
        "hall": say.get("hall"),
    }  # fmt: skip


def _flaw(happened: list[Event], first: str, last: str) -> Row | None:
    if not first <= happened[0]["on"] <= last:
        return None
    said = [AGREED[event["act"]] for event in happened if event["act"] in AGREED]
    return {
        "id": happened[0]["subject"], "item": happened[0]["say"].get("item") or None, "found_on": happened[0]["on"], "agreed": said[-1] if said else 0,
    }  # fmt: skip


def _thing(happened: list[Event], first: str, last: str) -> Row | None:
    say, on = happened[0]["say"], happened[0]["on"]
    if not first <= on <= last:
        return None
    saved = say.get("saved") or {}
    return {
        "id": happened[0]["subject"], "bundle": say["bundle"], "hall": say["hall"], "win": say.get("window"), "clerk": happened[0]["who"] or None,
        "parts": say["parts"], "papers_before": saved.get("materials_before"), "papers_after": saved.get("materials_after"),
        "visits_before": saved.get("visits_before"), "visits_after": saved.get("visits_after"), "days_before": saved.get("days_before"),
        "days_after": saved.get("days_after"),
    }  # fmt: skip


_OTHERS: dict[str, tuple[str, Callable[[list[Event], str, str], Row | None]]] = {
    "supervision.issue": ("fact_card", _card), "ratings.rate": ("fact_rating", _rating), "complaints.receive": ("fact_order", _order),
    "bundles.receive": ("fact_thing", _thing), "supervision.order": ("fact_urging", _urging), "complaints.find_flaw": ("fact_flaw", _flaw),
}  # fmt: skip


class _Case:
    """A case while its chain is read."""

    def __init__(self, received: Event, lists: Mapping[str, Any]) -> None:
        self.received, self.said = received, received["say"]
        self.item = lists["items"][self.said["item"]]
        self.version = self.item["versions"][str(self.said["version"])]
        self.states = dict(self.said["materials"])
        self.accepted_on: str | None = None
        self.decided_on: str | None = None
        self.due: dict[str, str | None] = {}
        self.outcome, self.rounds, self.returns = "", 0, 0
        self.stops: list[tuple[str, str]] = []
        self.stopped_on: str | None = None
        self.steps: set[str] = set()
        self.handed, self.days = False, set[str]()
        self._visit(received)

    def hear(self, event: Event) -> None:
        """Take in what happened next."""
        act, on, say = event["act"], event["on"], event["say"]
        self._visit(event)
        if act in HANDED and event["post"]:
            self.handed = True
        if act in ("cases.accept", "cases.decide_at_once"):
            self.accepted_on = on
        elif act == "cases.deem_accepted":
            self.accepted_on = say["received_on"]
        elif act in ("cases.ask_once", "cases.force_notice"):
            self.rounds += 1
            self.states |= dict.fromkeys(say["places"], "faulty")
        elif act == "cases.strike_demand":
            self._restore(say["places"])
        elif act == "cases.verify_source" and say.get("asked_for"):
            self.states[say["place"]] = "awaited"
        elif act == "cases.send_back":
            self.returns += 1
        elif act == "cases.conclude":
            self._conclude(say)
        self._clock(act, on, say)
        if act in ("cases.decide", "cases.decide_at_once"):
            self.decided_on, self.outcome = on, say.get("outcome", "granted")
        elif act in ENDED:
            self.outcome = ENDED[act]

    def _restore(self, places: list[int]) -> None:
        """What an unlawful demand asked for stands as it was received: waived again, or handed in."""
        received = dict(self.said["materials"])
        for place in places:
            if self.states.get(place) == "faulty":
                self.states[place] = "waived" if received.get(place) == "waived" else "got"

    def _visit(self, event: Event) -> None:
        here = event["act"] != "cases.receive" or self.said["channel"] == "counter"
        if event["act"] in VISITED and event["post"] and here:
            self.days.add(event["on"])

    def _conclude(self, say: Mapping[str, Any]) -> None:
        self.steps.add(say["step"])
        for step, state in (say.get("steps") or {}).items():
            if state != "done":
                self.steps.discard(step)

    def _clock(self, act: str, on: str, say: Mapping[str, Any]) -> None:
        told = say.get("after") or {} if act == "cases.recount" else say
        for kind in ("promised", "statutory"):
            if told.get(kind) is not None:
                self.due[kind] = told[kind]
        if act == "cases.halt" or (act == "cases.suspend" and not say["counted"]):
            self.stopped_on = on
        elif self.stopped_on is not None and (act == "cases.resume" or act in ENDED):
            self.stops.append((self.stopped_on, on))
            self.stopped_on = None

    def _used(self, days: Days) -> int | None:
        if self.accepted_on is None or self.decided_on is None:
            return None
        unit = self.version["unit"]
        spans = [days.between(start, end, unit) for start, end in self.stops]
        whole = days.between(self.accepted_on, self.decided_on, unit)
        return None if whole is None or None in spans else whole - sum(span or 0 for span in spans)

    def told(self, days: Days, clerks: Mapping[str, str]) -> Row:
        """Return the row."""
        said, version, thing = self.said, self.version, self.said.get("thing")
        needed = [place for place in self.states if place in version["required"]]
        on_paper = said["channel"] == "counter" and any(self.states[place] not in ("waived", "committed") for place in needed)  # fmt: skip
        committed = version["committed"]
        return {
            "id": self.received["subject"], "item": said["item"], "version": said["version"], "department": said.get("department") or self.item["department"],
            "hall": said["hall"], "win": said.get("window"), "clerk": clerks.get(thing, "") or None if thing else self.received["who"] or None,
            "channel": said["channel"], "at_once": int(version["at_once"]), "filed_on": self.received["on"], "accepted_on": self.accepted_on,
            "decided_on": self.decided_on, "outcome": self.outcome, "due_on": self.due.get("promised") or self.due.get("statutory"),
            "promised_days": version["statutory"] if committed is None else committed, "statutory_days": version["statutory"], "used_days": self._used(days),
            "rounds": self.rounds, "returns": self.returns, "needed": len(needed), "waived": sum(self.states[place] == "waived" for place in needed),
            "paper": int(on_paper or self.handed), "visits": None if thing else len(self.days), "levels": len(self.steps) + 1,
            "sat": said.get("window_seconds"), "thing": thing, "unit": version["unit"],
            "spared": sum(self.states[place] in ("waived", "committed") for place in needed), "bundled": int(bool(thing or self.item.get("bundled"))),
        }  # fmt: skip


def items(lists: Mapping[str, Any]) -> Iterator[Row]:
    """Yield a row for every item in force, from the published list. Basis: domain.md 4.4, 10.2 (by items)."""
    for key, item in sorted(lists["items"].items()):
        if item["current"] is None:
            continue
        now = item["versions"][str(item["current"])]
        yield {
            "item": key, "department": item["department"], "type": now["type"], "at_once": int(now["at_once"]), "statutory_days": now["statutory"],
            "promised_days": now["statutory"] if now["committed"] is None else now["committed"], "unit": now["unit"], "depth": now["depth"],
            "visits": now["visits"], "resident": int(item["resident"]), "authorised": int(item["authorised"]), "papers": len(now["required"]),
            "papers_first": len(item["versions"][min(item["versions"], key=int)]["required"]), "zero": int(now.get("zero", False)),
            "licensed": int(now.get("licensed", False)), "bundled": int(item.get("bundled", False)),
        }  # fmt: skip


def listed(lists: Mapping[str, Any]) -> Iterator[Row]:
    """Yield a row for every item that is not retired, and whether it is published and so open to be filed and rated.

    Basis: domain.md 7 (覆盖率: items with a channel out of all).
    """
    for key, item in sorted(lists["items"].items()):
        if not item.get("retired", item["current"] is None):
            yield {"item": key, "department": item["department"], "open": int(item["current"] is not None)}


def plain(act: str, say: Mapping[str, Any]) -> Row:
    """Return of an entry's payload only what the facts read: nothing that anybody typed, no answers, no names.

    Basis: domain.md 10.2 (reports must not allow single persons to be identified).
    """
    told = {name: say[name] for name in SAID[act] if say.get(name) is not None}
    if "lines" in say and "places" in SAID[act]:
        told["places"] = [line["place"] for line in say["lines"] if line.get("place") is not None]
    if "parts" in told:
        told["parts"] = len(say["parts"])
    if "saved" in told:
        told["saved"] = {name: say["saved"].get(name) for name in SAVED}
    if "after" in told:
        told["after"] = {name: say["after"].get(name) for name in ("promised", "statutory")}
    return told


def _ordinal(day: str) -> int:
    """The number of a civil day in the proleptic calendar."""
    return date.fromisoformat(day).toordinal()
