"""What may still join a thing (一件事), what it asks and wants, and what falls when a part is withdrawn. It only reads."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yichuang.bundles import application, preparing
from yichuang.catalogue import bundles
from yichuang.doors import thingview
from yichuang.doors.endings import length_words
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import merging, plans, things
from yichuang.law.completeness import NECESSARY

GOT, NOT_GIVEN = "got", "na"


def _rules(view: thingview.ThingView) -> tuple[things.Part, ...]:
    return tuple(things.Part(row.key, row.waits_for, row.state) for row in view.rows)


def addable(view: thingview.ThingView) -> list[tuple[str, str]]:
    """Return the members that may still join, as key and name: in the bundle, none of a settled group, nothing behind them begun."""
    members, rules = plans.members(view.facts.record), _rules(view)
    before = {one.item: one.after for one in members}
    alive = {row.key for row in view.rows if row.state != things.DROPPED}
    taken = {one.group for one in members if one.group and one.item in alive}
    items = bundles.items(view.facts, view.actor.stamp)
    return [
        (one.item, items[one.item].name)
        for one in members
        if one.item in items
        and one.item not in alive
        and not (one.group and one.group in taken)
        and things.may_add(one.item, rules, before) is None
        and _stands(view, one)
    ]


def _stands(view: thingview.ThingView, member: plans.Member) -> bool:
    skip, choose = _choices(view, member)
    standing = plans.standing(view.facts.record, view.thing.given(), choose=choose, skip=skip)
    return member.item in standing.items


def _choices(view: thingview.ThingView, member: plans.Member) -> tuple[list[str], dict[str, str]]:
    skip = [one for one in json.loads(view.thing.skip) if one != member.item]
    choose = json.loads(view.thing.choose) | ({member.group: member.item} if member.group else {})
    return skip, choose


def falling(view: thingview.ThingView, keys: Iterable[str]) -> list[str]:
    """Return the names of the parts that end because these are withdrawn: those that wait for them, step by step."""
    gone = set(keys)
    if not gone:
        return []
    rules = [things.Part(p.item, p.after, things.ENDED if p.item in gone else p.state) for p in _rules(view)]
    drop = things.onward(rules).drop
    return [row.name for row in view.rows if row.key in drop]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that the new member asks for, of its own or of all: how it is judged, or that it lies here already."""

    place: int
    name: str
    form: str
    copies: int
    required: bool
    note: str
    judged: str

    first: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether it is to be handed in now."""
        return not self.note


class Joining:
    """A member on its way into a thing: its open questions, then its papers."""

    def __init__(self, view: thingview.ThingView, item: str, sent: Mapping[str, str]) -> None:
        self.view, self.item, self.sent = view, item, sent
        self.member = next((one for one in plans.members(view.facts.record) if one.item == item), None)
        if self.member is None or item not in dict(addable(view)):
            raise NotThere("这一项现在不能加进来。")
        self.version = bundles.items(view.facts, view.actor.stamp)[item]
        self.name = self.version.name

    @property
    def length(self) -> str:
        """Its own promise in words."""
        return length_words(self.version.promised_days, self.version.unit)

    @cached_property
    def own(self) -> dict[str, str]:
        """What was answered of its own questions, as `ITEM.key`."""
        offered = {
            f"{self.item}.{row['key']}": {str(one["value"]) for one in row["options"]}
            for row in self.version.record.get("scenarios") or ()
        }
        return {key: self.sent[key] for key, values in offered.items() if self.sent.get(key) in values}

    @cached_property
    def ready(self) -> preparing.Prepared:
        """The thing with the new member, as it would be."""
        assert self.member is not None
        view, (skip, choose) = self.view, _choices(self.view, self.member)
        return preparing.prepared(
            view.facts, view.thing.given() | self.own, stamp=view.actor.stamp, region=view.thing.region, at=view.at, choose=choose, skip=skip,
            parties=application.parties_of(view.thing.opened()), asked=view.thing.account is not None,
        )  # fmt: skip

    @property
    def questions(self) -> list[tuple[str, merging.Question]]:
        """Its questions with their field, answered ones included."""
        records = {key: version.record for key, version in self.ready.items.items()}
        given = self.view.thing.given() | self.own
        rows = merging.questions(self.view.facts.record, records, self.ready.standing, given)
        mine = [(next((key for key in row.keys if key.startswith(f"{self.item}.")), ""), row) for row in rows]
        return [(key, row) for key, row in mine if key]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was answered, in words."""
        given = self.own
        return [(row.text, dict(row.options)[given[key]]) for key, row in self.questions if key in given]

    @property
    def is_open(self) -> bool:
        """Whether a question is still to be answered."""
        return bool(self.ready.questions_left)

    @cached_property
    def papers(self) -> list[Wanted]:
        """The papers of the new member: what is to be handed in, and why the rest is not."""
        here = application.judgements_of(self.view.thing.opened())
        mine = [one for one in self.ready.papers if self.item in {item for item, _ in one.used_by}]
        notes = [_note(one, here) for one in mine]
        first = next((place for place, note in enumerate(notes) if not note), None)
        return [
            Wanted(
                place, one.name, one.form or "", one.copies or 1, one.required == NECESSARY, notes[place], self.sent.get(f"p{place}", ""), place == first,
            )
            for place, one in enumerate(mine)
        ]  # fmt: skip

    def papers_sent(self) -> dict[str, str]:
        """Return how each paper that is handed in now was judged; BadInput while a necessary one has not come."""
        asked = [one for one in self.papers if one.is_asked]
        for one in asked:
            if one.required and one.judged != GOT:
                raise BadInput(f"“{one.name}”还没有收齐。收齐了再加办。", field=f"p{one.place}")
        return {one.name: GOT if one.judged == GOT else NOT_GIVEN for one in asked}


def _note(paper: merging.Paper, here: Mapping[str, Any]) -> str:
    if paper.how == "feed":
        return "由前一项的结果转来"
    if paper.waived:
        return paper.why or "免交"
    found = here.get(paper.name)
    return "这件事里已经交过" if found is not None and found.state in (GOT, "committed", "waived") else ""
