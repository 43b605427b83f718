"""What somebody is told once about an item: the list for their answers, the dates, the place. Portal, counter and paper share it.

    leaflet.make(facts, answers, at, stamp=stamp, region=region)      then {% include "papers/guide.html" %} or a page of its own

`unsure` names questions answered 我不确定: what one of their options would ask for is listed too, and says when.
The list itself is `catalogue.guide.sheet`, so that no channel asks for more than another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.catalogue import guide
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.doors import places, pledges, record
from yichuang.doors.carried import address
from yichuang.doors.endings import Ending, endings
from yichuang.doors.lines import Line, held, line, when
from yichuang.ground.now import day_of
from yichuang.law import BeyondCalendar, procedures, selection, terms
from yichuang.law.days import Calendar
from yichuang.materials import onfile
from yichuang.materials.onfile import OnFile

NOBODY = OnFile()


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
    answer_by: date | None = None
    answer_provisional: bool = False
    pledge: pledges.Pledge | None = None
    on_file: OnFile = NOBODY

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
    facts: VersionFacts, answers: Mapping[str, str], at: datetime, *, stamp: int, region: str, unsure: Iterable[str] = (), on_file: OnFile = NOBODY,
) -> Leaflet:  # fmt: skip
    """Return the leaflet for these answers if it were accepted today; law.BadInput for an unknown question or answer."""
    day, calendar, unsure = day_of(at), book.calendar(stamp, region), tuple(unsure)
    if not on_file.whose:
        on_file = onfile.of_nobody(stamp, region, day)
    sheet = guide.sheet(facts, answers, day, calendar=calendar, **on_file.told())
    looked = bool(on_file.whose)
    lines = [
        (one, line(facts.record, one, looked=looked))
        for one in (*sheet.to_hand_in, *sheet.later, *sheet.waived)
    ]
    works = day <= calendar.last and calendar.is_workday(day)
    wanted = [(one.index, one.name) for one in (*sheet.to_hand_in, *sheet.later)]
    answer_by = answer_day(facts, day, calendar, stamp, region)
    return Leaflet(
        facts=facts, told=record.tell(facts), said=said(sheet.questions, unsure),
        bring=tuple(made for one, made in lines if one.how == selection.SUBMIT and (looked or not held(one))),
        held=tuple(made for one, made in lines if one.how == selection.SUBMIT and held(one) and not looked),
        later=tuple(made for one, made in lines if one.how == selection.LATER),
        waived=tuple(made for one, made in lines if one.waived),
        perhaps=tuple(perhaps(facts.record, answers, unsure, on_file)),
        endings=endings(facts, day, calendar), places=places.of_item(facts, stamp, region, day), day=day, works_today=works,
        next_workday=None if works or day >= calendar.last else calendar.next_workday(day),
        basis=procedures.basis_of(facts.type, "guide", facts.record.get("legal_basis") or ()),
        address=address(facts.key, answers, unsure), answer_by=answer_by, on_file=on_file,
        answer_provisional=bool(answer_by and terms.provisional([answer_by], calendar)),
        pledge=pledges.offered(facts, wanted, stamp=stamp, region=region, day=day),
    )  # fmt: skip


def answer_day(facts: VersionFacts, day: date, calendar: Calendar, stamp: int, region: str) -> date | None:
    """Return the day by which the organ says whether it accepts if it is filed today; None beyond the calendar."""
    rollover = book.number(stamp, region, "receive_rollover", day).value == "1"
    days = procedures.procedure(facts.type).notice_days
    try:
        return terms.notice_due(terms.received_on(day, calendar, rollover=rollover), calendar, days)
    except BeyondCalendar:
        return None


def said(questions: Iterable[guide.Question], unsure: Iterable[str]) -> tuple[Said, ...]:
    """Return each question that was answered, with the answer in words."""
    doubts = set(unsure)
    return tuple(
        Said(q.key, q.text, q.answer or "我不确定（各种情形都列出）", q.key in doubts)
        for q in questions
        if q.chosen or q.key in doubts
    )


def perhaps(
    content: Mapping[str, Any], answers: Mapping[str, str], unsure: Iterable[str], on_file: OnFile = NOBODY
) -> list[Line]:
    """Return the materials that only some options of the unsure questions ask for, each with the case it is for."""
    doubts, found = set(unsure), []
    for index, material in enumerate(content.get("materials") or ()):
        scenario = material.get("scenario") or {}
        if not doubts & set(scenario) or any(
            answers.get(key) not in values for key, values in scenario.items() if key not in doubts
        ):
            continue
        meant = {**answers, **{key: values[0] for key, values in scenario.items() if key in doubts}}
        found_now = on_file.select(content, meant)
        chosen = next(one for one in found_now.materials if one.index == index)
        found.append(
            line(
                content,
                chosen,
                only=when(content, {k: v for k, v in scenario.items() if k in doubts}),
                looked=bool(on_file.whose),
            )
        )
    return found


def in_words(made: Leaflet) -> dict[str, Any]:
    """Return the leaflet as the API gives it: the words that portal, counter and paper show; names only grow."""
    pledge = made.pledge
    return {
        "summed": made.summed,
        "lines": {
            one.place: {"state": one.state, "word": one.word, "form": one.form, "why": one.why, "note": one.note}
            for one in made.all_lines
        },
        "record": [{"label": label, "value": value} for label, value in made.told.rows],
        "answer_by": made.answer_by.isoformat() if made.answer_by else None,
        "commitment": pledge
        and {
            "whole": pledge.whole, "materials": list(pledge.papers), "offer": pledge.offer,
            "consequences": pledge.consequences, "basis": pledge.basis,
        },
        "places": [
            {
                "name": one.name, "windows": one.windows, "address": one.address, "hours": one.hours, "phone": one.phone,
                "complaints": one.complaints,
            }
            for one in made.places
        ],
        "address": made.address,
    }  # fmt: skip
