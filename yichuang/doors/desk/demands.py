"""What a department says of the papers of its part: each in order, or one of the seven reasons; and what the lead has heard."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.bundles import application, preparing, reading
from yichuang.bundles.models import Demand
from yichuang.doors import thingview
from yichuang.law import merging, reasons, things
from yichuang.law.powers import DEPARTMENT
from yichuang.materials.models import File

OF_PAPER = ("material", "form", "copies")
VALUE_MOST = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """One merged paper as a department judges it: its place in the form, for which other items it is, what was chosen."""

    place: int
    name: str
    form: str
    copies: int
    required: str
    others: tuple[str, ...]
    files: tuple[Any, ...]
    judged: str
    wanted: tuple[dict[str, str], ...]

    @property
    def line(self) -> dict[str, Any]:
        """The line as the act takes it."""
        return {
            "paper": self.name,
            "reason": self.judged,
            "fields": {w["key"]: w["value"] for w in self.wanted},
        }


def prepared(view: thingview.ThingView) -> preparing.Prepared:
    """Return the thing as it was filed, with what is on file as it is now."""
    thing = view.thing
    return preparing.prepared(
        view.facts, thing.given(), stamp=view.actor.stamp, region=thing.region, at=view.at, choose=json.loads(thing.choose),
        skip=json.loads(thing.skip), parties=application.parties_of(thing.opened()), asked=thing.account is not None,
    )  # fmt: skip


def papers(view: thingview.ThingView, key: str, post: Mapping[str, str]) -> tuple[list[Paper], list[str]]:
    """Return the papers of a part that were handed in, and the names of those that are waived or come from another part."""
    ready = prepared(view)
    mine = [one for one in ready.papers if key in {item for item, _ in one.used_by}]
    names = {one.key: one.name for one in ready.members}
    files = _files(view, key)
    asked = [one for one in mine if not one.waived and one.how != "feed"]
    free = [one.name for one in mine if one.waived or one.how == "feed"]
    return [_paper(place, one, key, names, files, post) for place, one in enumerate(asked)], free


def _paper(
    place: int, one: merging.Paper, key: str, names: Mapping[str, str], files: Mapping[int, list[Any]], post: Mapping[str, str]
) -> Paper:  # fmt: skip
    judged = str(post.get(f"p{place}", ""))[:3]
    chosen = next((row for row in reasons.REASONS if row.key == judged), None)
    others = dict.fromkeys(item for item, _ in one.used_by if item != key)
    places = [own for item, own in one.used_by if item == key]
    return Paper(
        place, one.name, one.form or "", one.copies or 1, one.required, tuple(names[item] for item in others if item in names),
        tuple(file for own in places for file in files.get(own, ())), judged if chosen or judged == "got" else "",
        tuple(_wanted(place, chosen, post)) if chosen else (),
    )  # fmt: skip


def _wanted(place: int, chosen: reasons.Reason, post: Mapping[str, str]) -> Iterable[dict[str, str]]:
    for key, label in chosen.fields:
        if key not in OF_PAPER:
            name = f"p{place}-{key}"
            yield {"key": key, "name": name, "label": label, "value": str(post.get(name, ""))[:VALUE_MOST]}


def _files(view: thingview.ThingView, key: str) -> dict[int, list[Any]]:
    """The files of the part's own case by place; what others ask for stays with them."""
    case, found = view.line(key).case, dict[int, list[Any]]()
    if case is not None:
        for file in File.objects.filter(subject=case, dropped_at=None).order_by("place", "rank", "kept_at"):
            if file.place is not None:
                found.setdefault(file.place, []).append(file)
    return found


class Todo:
    """What this actor has to do on a thing: say what is missing, send the one notice, accept, inspect."""

    def __init__(self, view: thingview.ThingView) -> None:
        self.view, self.thing = view, view.thing
        self.heard = (
            reading.heard(view.thing) if view.thing.state == things.FILED and view.thing.say_by else []
        )
        mine = {line.part.key: line for line in view.mine}
        self.open = view.thing.say_by is not None and view.today <= view.thing.say_by
        self.to_say = [
            one
            for one in self.heard
            if one.part.key in mine
            and one.demand is None
            and self.open
            and _may_say(view, mine[one.part.key])
        ]
        self.said = [one for one in self.heard if one.demand is not None]
        self.left = [one for one in self.heard if one.demand is None]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the one notice, as they will read, each with the names of its items."""
        names = {row.key: row.name for row in self.view.rows}
        asked = reading.merged(one.demand for one in self.said if isinstance(one.demand, Demand))
        return [{**line, "names": [names.get(item, item) for item in line["items"]]} for line in asked]

    @property
    def settles(self) -> bool:
        """Whether the lead's page is open to this actor."""
        view = self.view
        return bool(self.heard) and view.actor.kind in DEPARTMENT and view.may("bundles.accept") is None

    @property
    def why_wait(self) -> str:
        """Why the notice cannot leave yet, or nothing."""
        day = self.thing.say_by
        if not self.left or not self.open or day is None:
            return ""
        return f"还有{len(self.left)}个部门没有说，可以说到{day.month}月{day.day}日。说完，或者过了这一天，才能发通知或者受理。"

    @property
    def plans_visits(self) -> bool:
        """Whether this actor calls a joint inspection: two parts or more are still to be done."""
        alive = [row for row in self.view.rows if row.state not in things.OVER]
        view = self.view
        return (
            len(alive) > 1
            and view.thing.state in things.UNDER_WAY
            and view.actor.kind in DEPARTMENT
            and view.may("bundles.plan_visit") is None
        )


def _may_say(view: thingview.ThingView, line: thingview.Line) -> bool:
    return view.actor.kind in DEPARTMENT and view.may("bundles.say", line) is None
