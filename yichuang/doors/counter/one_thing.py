"""One thing (一件事) on the table: its own questions and its members', each paper once, its ways out (see `matters`)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from yichuang.bundles import acts, preparing
from yichuang.bundles.application import Filing
from yichuang.cases.acts.parts import may_commit
from yichuang.cases.application import Judgement
from yichuang.catalogue import bundles
from yichuang.doors import bundled
from yichuang.doors.counter import exits, looking
from yichuang.doors.counter.looking import Question, Row
from yichuang.doors.counter.sitting import Table
from yichuang.doors.endings import length_words
from yichuang.doors.lines import UNKNOWN
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import merging, powers, selection
from yichuang.law.completeness import NECESSARY

NOT_WHOLE = "一件事在窗口不整件不受理。按F10先收件，每一项由各自的部门告诉申请人是否受理。"
HERE = {exits.ACCEPT, exits.ASK, exits.RECEIPT}
FED = "前一项办好带入"


class OneThing:
    """A bundle as the bench asks it: like an item, with the answers, papers and days of all its members."""

    is_thing = True
    not_whole = NOT_WHOLE
    case = None
    whole_commitment = False

    def __init__(self, table: Table, actor: Actor, at: datetime) -> None:
        self.table, self.sitting, self.actor, self.at = table, table.sitting, actor, at
        self.today = day_of(at)
        self.facts = bundles.facts(table.sitting.bundle or 0)
        self.items = bundles.items(self.facts, actor.stamp)

    @property
    def said(self) -> bundled.Said:
        """What was answered so far."""
        return bundled.read(self.facts, self.items, self.sitting.answers)

    @cached_property
    def questions(self) -> tuple[bundled.Asked, ...]:
        """All questions as the answers stand."""
        return bundled.questions(self.facts, self.items, self.said)

    @cached_property
    def ready(self) -> preparing.Prepared:
        """Who stands, which papers, when: as it would be received now."""
        return preparing.prepared(
            self.facts, self.said.answers, stamp=self.actor.stamp, region=self.actor.region, at=self.at, skip=self.said.skip,
            parties=looking.parties_of(self.sitting), asked=False,
        )  # fmt: skip

    @property
    def keys(self) -> tuple[str, ...]:
        """The items that a mandate must cover."""
        return tuple(one.key for one in self.ready.members)

    @property
    def agent_comes(self) -> bool:
        """Whether an answer says that an agent applies."""
        agents = {"agent", *(f"{key}.agent" for key in self.items)}
        return any(self.sitting.answers.get(key) == "yes" for key in agents)

    @property
    def asked(self) -> list[str]:
        """What was answered, in words."""
        return [word for _, word in bundled.words(self.questions, self.said)]

    @property
    def last(self) -> tuple[str, ...]:
        """The keys of the question that was answered last."""
        newest = next(reversed(self.sitting.answers), "")
        return next((one.keys for one in self.questions if newest in one.keys), (newest,))

    def question(self) -> Question | None:
        """What is asked next, if anything is left."""
        found = bundled.open_question(self.questions, self.said)
        if found is None:
            return None
        number, one = found
        options = tuple({"value": value, "label": label, "hint": hint} for value, label, hint in one.options)
        return Question(one.key, one.text, options, number, len(self.questions), one.several)

    def answer(self, question: Question, values: list[str]) -> None:
        """Take an answer, for every item that asks the same; BadInput if it is none of those offered."""
        chosen = list(dict.fromkeys(values))
        offered = {one["value"] for one in question.options}
        if not set(chosen) <= offered or (len(chosen) > 1 and not question.several):
            raise BadInput("没有这个答案，从列出的里面选。", field="answer")
        if not chosen and question.key != bundled.ALSO:
            raise BadInput(f"请选一项：{question.text}", field="answer")
        keys = next(one.keys for one in self.questions if one.key == question.key)
        self.sitting.answers = {
            **self.sitting.answers,
            **dict.fromkeys(keys, ",".join(chosen) or bundled.NONE),
        }

    @cached_property
    def _first(self) -> dict[str, int]:
        """The number of each item's first material, counted through all members of the record."""
        made, place = {}, 0
        for key, version in self.items.items():
            made[key] = place
            place += len(version.record.get("materials") or ())
        return made

    def _number(self, paper: merging.Paper) -> int:
        item, place = paper.used_by[0]
        return self._first[item] + place

    @cached_property
    def _papers(self) -> dict[int, merging.Paper]:
        return {self._number(paper): paper for paper in self.ready.papers}

    def rows(self) -> list[Row]:
        """Return one row a paper, whoever uses it."""
        files = looking.files_of(self.table.id)
        made = [self._row(number, paper, files.get(number, 0)) for number, paper in self._papers.items()]
        return looking.with_current(self.sitting, made)

    def _row(self, number: int, paper: merging.Paper, files: int) -> Row:
        said = self.sitting.judged.get(str(number), {})
        if said.get("paper") != paper.name:
            said = {}
        fed = paper.how == merging.FEED
        judged = "waived" if paper.waived else str(said.get("state", ""))
        sentence = looking.sentence_of(paper.name, paper.form, paper.copies, said)
        form = paper.why if fed else looking.note_of(paper.form, paper.copies, paper.waived, files)
        note = "；".join(filter(None, [sentence or form, self._used(paper)]))
        word = looking.word_of(said) or ("自动带入" if fed else "")
        if paper.how == selection.VERIFY:
            word = word or "先受理，待核验"
        if judged == "gap":
            word = looking.gap_word(self._gap_day(paper))
        whole = all(may_commit(self.items[item], place, whole=False) for item, place in paper.used_by)
        return Row(
            number, paper.name, note, FED if fed else looking.SOURCES.get(paper.how, "申请人自备"), paper.how, judged, looking.WORDS.get(judged, "open"),
            word, sentence, paper.required == NECESSARY, whole, files=files, form=paper.form or "", copies=paper.copies or 1, uses=paper.items,
        )  # fmt: skip

    def _used(self, paper: merging.Paper) -> str:
        """Say which items ask for a paper."""
        count = len(paper.items)
        if count > 1 and count == len(self.ready.members):
            return f"{count}项都用这一份"
        names = "、".join(self.items[item].name for item in paper.items)
        return f"{count}项共用：{names}" if count > 1 else f"用在：{names}"

    def ask_sources(self) -> None:
        """Ask the sources on which the members' lists rest."""
        given = merging.settled(self.facts.record, self.said.answers)
        for version in self.ready.members:
            own = replace(self.sitting, answers=merging.answers_of(given, version.key))
            looking.ask_sources(own, version, self.actor, self.at, subject=self.table.id)

    def material(self, row: Row) -> Mapping[str, Any]:
        """Return a row's material as the record of the first item that asks for it has it."""
        item, place = self._papers[row.place].used_by[0]
        found: Mapping[str, Any] = self.items[item].record["materials"][place]
        return found

    def gap_day(self, row: Row | None = None) -> date | None:
        """Return the earliest day by which a gap must be closed; None where one of the items leaves no room."""
        return self._gap_day(self._papers[row.place]) if row is not None else None

    def _gap_day(self, paper: merging.Paper) -> date | None:
        days = [
            looking.gap_day(self.items[item], self.actor.stamp, self.actor.region, self.today)
            for item in paper.items
        ]
        known = [day for day in days if day is not None]
        return min(known) if len(known) == len(days) else None

    def rules(self) -> list[dict[str, str]]:
        """Return who leads, each item with its days; once nothing is open, when all is done if received today."""
        plan, saved = self.ready.plan, self.ready.plan.saved
        joint = cndate(plan.joint_due_on) if plan.joint_due_on else UNKNOWN
        sure = "" if plan.certain else "以前，没有公布办几天的没有算进去"
        told = [("牵头", self.facts.lead_name)]
        if self.question() is None:
            told += [
                ("共同办结日", f"今天受理，{joint}{sure}"),
                ("材料", f"分开办{saved.materials_before}份，合起来{saved.materials_after}份"),
            ]
        for number, slot in enumerate(plan.slots, 1):
            version = self.items[slot.item]
            days = length_words(slot.days, version.unit) if slot.days is not None else "没有公布办几天"
            told.append((f"第{number}项", f"{version.name}（{version.department_name}，{days}）"))
        return [{"label": label, "value": value} for label, value in told]

    @cached_property
    def may(self) -> dict[str, str]:
        """For every way out, an empty text or why it is not taken with a thing."""
        no = powers.may("bundles.receive", self.actor.kind, {})
        here = no.sentence if no else ""
        return {then: here if then in HERE else NOT_WHOLE for then in exits.NAMES}

    def perform(self, then: str, said: dict[str, Any], rows: list[Row]) -> tuple[str, list[str]]:
        """Receive the thing; return it and the letters it led to."""
        if then not in HERE:
            raise WrongState(NOT_WHOLE)
        if self.table.intake is None:
            raise WrongState("还没有开始办。先读证，再选事项。")
        intake = self.table.intake
        made = acts.receive(
            by=self.actor, at=self.at, filing=self._filing(then, rows), intake=intake.pk, key=f"intake:{intake.pk}:{intake.turn}",
        )  # fmt: skip
        return str(made["id"]), [letter["id"] for letter in made["letters"]]

    def _filing(self, then: str, rows: list[Row]) -> Filing:
        """Return what the sitting holds as the act takes it; a receipt only leaves every paper to the departments."""
        sitting, by, said = self.sitting, self.actor, self.said
        front = exits.front(sitting, by, self.today, self.keys)
        asked = [row for row in rows if row.judged != "waived"]
        judged = {
            row.name: Judgement("awaited") if then == exits.RECEIPT else exits.judgement(sitting, row)
            for row in asked
        }
        return Filing(
            version=self.facts.id, answers=said.answers, skip=said.skip, papers=judged, together=not sitting.singly,
            numbers={row.name: row.place for row in asked if row.files}, delivery=sitting.delivery, **front,
        )  # fmt: skip

    def leaflet_url(self) -> str:
        """The list for these answers as the public reads and prints it."""
        return reverse("portal:thing_list", args=[self.facts.key]) + self.said.query
