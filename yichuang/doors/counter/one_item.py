"""One item on the table, new or as a case on file: its questions, its materials, its ways out (see `matters`)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yichuang.cases.models import Case
from yichuang.catalogue import guide, versions
from yichuang.clock import book
from yichuang.doors import record
from yichuang.doors.counter import exits, looking
from yichuang.doors.counter.looking import Question, Row
from yichuang.doors.counter.sitting import Table
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.law import selection


class OneItem:
    """An item as the bench asks it."""

    is_thing = False
    not_whole = ""

    def __init__(self, table: Table, actor: Actor, at: datetime) -> None:
        self.table, self.sitting, self.actor, self.at = table, table.sitting, actor, at
        self.today = day_of(at)
        self.facts = versions.facts(table.sitting.version or 0)
        self.keys: tuple[str, ...] = (self.facts.key,)

    @cached_property
    def case(self) -> Case | None:
        """The case on file that the sitting is about."""
        if not self.sitting.case:
            return None
        return Case.objects.visible_to(self.actor).filter(pk=self.sitting.case).first()

    @property
    def whole_commitment(self) -> bool:
        """Whether the whole approval may go by commitment."""
        return bool((self.facts.record.get("commitment") or {}).get("approval"))

    @property
    def agent_comes(self) -> bool:
        """Whether the answers say that an agent applies."""
        return self.sitting.answers.get("agent") == "yes"

    @property
    def asked(self) -> list[str]:
        """What was answered, in words."""
        found = guide.questions(self.facts.record, self.sitting.answers)
        return [question.answer for question in found if question.chosen]

    @property
    def last(self) -> tuple[str, ...]:
        """The keys of the question that was answered last."""
        return tuple(self.sitting.answers)[-1:]

    def question(self) -> Question | None:
        """What is asked next, if anything is left."""
        row = selection.next_question(self.facts.record, self.sitting.answers)
        if row is None:
            return None
        options = tuple({"value": one["value"], "label": one["label"]} for one in row["options"])
        total = len(self.facts.record.get("scenarios") or ())
        return Question(row["key"], row["question"], options, len(self.sitting.answers) + 1, total)

    def answer(self, question: Question, values: list[str]) -> None:
        """Take an answer; BadInput if it is none of those offered."""
        answers = self.sitting.answers | {question.key: values[-1] if values else ""}
        selection.check_answers(self.facts.record, answers)
        self.sitting.answers = answers

    def rows(self) -> list[Row]:
        """Return the material rows, new or about a case on file."""
        if self.case is not None:
            made = looking.rows_of_case(self.sitting, self.case, self.facts)
        else:
            made = looking.rows(self.sitting, self.facts, self.actor, self.at, subject=self.table.id)
        word = looking.gap_word(self.gap_day())
        return [replace(row, word=word) if row.judged == "gap" and row.asked else row for row in made]

    def ask_sources(self) -> None:
        """Ask the sources on which the list of a new filing rests."""
        if not self.sitting.case:
            looking.ask_sources(self.sitting, self.facts, self.actor, self.at, subject=self.table.id)

    def material(self, row: Row) -> Mapping[str, Any]:
        """Return a row's material as the record has it."""
        found: Mapping[str, Any] = self.facts.record["materials"][row.place]
        return found

    def gap_day(self, row: Row | None = None) -> date | None:
        """Return the day by which a gap must be closed if accepted today."""
        return looking.gap_day(self.facts, self.actor.stamp, self.actor.region, self.today)

    def rules(self) -> list[dict[str, str]]:
        """Return what applies to this item in the words of the public guide, and until when."""
        calendar = book.calendar(self.actor.stamp, self.actor.region)
        promised, statutory = guide.due_days(self.facts, self.today, calendar)
        until = {"承诺时限": promised, "法定时限": statutory}
        return [
            {"label": label, "value": _until(value, until.get(label))}
            for label, value in record.tell(self.facts).rows
        ]

    @cached_property
    def may(self) -> dict[str, str]:
        """For every way out, an empty text or why this post may not take it."""
        return exits.open_to(self.actor, self.facts, self.today, self.case)

    def perform(self, then: str, said: dict[str, Any], rows: list[Row]) -> tuple[str, list[str]]:
        """Do the one act that this way out is; return the case and the papers it led to."""
        made = exits.perform(
            self.table, then, said, rows=rows, case=self.case, by=self.actor, at=self.at, today=self.today
        )
        return str(made["id"]), [paper["id"] for paper in made.get("papers") or ()]


def _until(words: str, day: date | None) -> str:
    return f"{words}，今天受理到{cndate(day)}" if day else words
