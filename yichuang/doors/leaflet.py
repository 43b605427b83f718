"""What somebody is told once about an item: the list for their answers, the dates, the place. Portal, counter and paper share it.

    leaflet.make(facts, answers, at, stamp=stamp, region=region)      then {% include "papers/guide.html" %} or a page of its own

`unsure` names questions answered 我不确定: what one of their options would ask for is listed too, and says when.
The list itself is `catalogue.guide.sheet`, so that no channel asks for more than another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from yichuang.catalogue import guide
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.doors import places, record
from yichuang.doors.endings import Ending, endings
from yichuang.doors.lines import Line, held, line, when
from yichuang.ground.now import day_of
from yichuang.law import procedures, selection

UNSURE = "~"


@dataclass(frozen=True, slots=True)
class Said:
    """A question with its answer in words; `unsure` when it was 我不确定."""

    key: str
    question: str
    answer: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything that is told once. `bring` is handed in, `held` only if no e-licence is found, `perhaps` depends on an unsure answer."""

    facts: VersionFacts
    told: record.Told
    said: tuple[Said, ...]
    bring: tuple[Line, ...]
    held: tuple[Line, ...]
    later: tuple[Line, ...]
    waived: tuple[Line, ...]
    perhaps: tuple[Line, ...]
    endings: tuple[Ending, ...]
    places: tuple[places.Place, ...]
    day: date
    works_today: bool
    next_workday: date | None
    basis: str
    address: str

    @property
    def unsure(self) -> bool:
        """Whether something was answered with 我不确定."""
        return any(one.unsure for one in self.said)

    @property
    def answered(self) -> tuple[Said, ...]:
        """The questions with an answer one is sure of."""
        return tuple(one for one in self.said if not one.unsure)

    @property
    def dated(self) -> tuple[Ending, ...]:
        """The limits whose due day is known."""
        return tuple(one for one in self.endings if one.due_on)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Every line, what is handed in first: the rows of the paper."""
        return (*self.bring, *self.held, *self.later, *self.perhaps, *self.waived)

    @property
    def summed(self) -> str:
        """您要交3份，2份有电子证照就不用交，免交1份."""
        some = (
            (len(self.held), "份有电子证照就不用交"),
            (len(self.later), "份可以晚些交"),
            (len(self.perhaps), "份要看情形"),
        )
        words = [f"您要交{len(self.bring)}份" if self.bring else "没有必须交的材料"]
        words += [f"{count}{word}" for count, word in some if count]
        return "，".join(words + ([f"免交{len(self.waived)}份"] if self.waived else []))


def make(
    facts: VersionFacts, answers: Mapping[str, str], at: datetime, *, stamp: int, region: str, unsure: Iterable[str] = ()
) -> Leaflet:  # fmt: skip
    """Return the leaflet for these answers if it were accepted today; law.BadInput for an unknown question or answer."""
    day, calendar, unsure = day_of(at), book.calendar(stamp, region), tuple(unsure)
    sheet = guide.sheet(facts, answers, day, calendar=calendar)
    lines = [(one, line(facts.record, one)) for one in (*sheet.to_hand_in, *sheet.later, *sheet.waived)]
    works = day <= calendar.last and calendar.is_workday(day)
    return Leaflet(
        facts=facts, told=record.tell(facts), said=said(sheet.questions, unsure),
        bring=tuple(made for one, made in lines if one.how == selection.SUBMIT and not held(one)),
        held=tuple(made for one, made in lines if one.how == selection.SUBMIT and held(one)),
        later=tuple(made for one, made in lines if one.how == selection.LATER),
        waived=tuple(made for one, made in lines if one.waived),
        perhaps=tuple(perhaps(facts.record, answers, unsure)),
        endings=endings(facts, day, calendar), places=places.of_item(facts, stamp, region, day), day=day, works_today=works,
        next_workday=None if works or day >= calendar.last else calendar.next_workday(day),
        basis=procedures.basis_of(facts.type, "guide", facts.record.get("legal_basis") or ()),
        address=address(facts.key, answers, unsure),
    )  # fmt: skip


def address(key: str, answers: Mapping[str, str], unsure: Iterable[str] = ()) -> str:
    """Return the public address of a list: the answers travel in it, for the QR code of the paper."""
    query = urlencode({**answers, **dict.fromkeys(unsure, UNSURE)}, safe=UNSURE)
    return f"{settings.DEPLOYMENT.origin}/items/{key}/list/{'?' if query else ''}{query}"


def said(questions: Iterable[guide.Question], unsure: Iterable[str]) -> tuple[Said, ...]:
    """Return each question that was answered, with the answer in words."""
    doubts = set(unsure)
    return tuple(
        Said(q.key, q.text, q.answer or "我不确定（各种情形都列出）", q.key in doubts)
        for q in questions
        if q.chosen or q.key in doubts
    )


def perhaps(content: Mapping[str, Any], answers: Mapping[str, str], unsure: Iterable[str]) -> list[Line]:
    """Return the materials that only some options of the unsure questions ask for, each with the case it is for."""
    doubts, found = set(unsure), []
    for index, material in enumerate(content.get("materials") or ()):
        scenario = material.get("scenario") or {}
        if not doubts & set(scenario) or any(
            answers.get(key) not in values for key, values in scenario.items() if key not in doubts
        ):
            continue
        meant = {**answers, **{key: values[0] for key, values in scenario.items() if key in doubts}}
        chosen = next(one for one in selection.select(content, meant).materials if one.index == index)
        found.append(
            line(content, chosen, only=when(content, {k: v for k, v in scenario.items() if k in doubts}))
        )
    return found
