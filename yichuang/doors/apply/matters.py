"""What is applied for, as the pages ask it: one item, or one thing (一件事) of several items. No page knows which of the two it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from yichuang.catalogue import bundles, forms, versions
from yichuang.catalogue.bundles import BundleFacts
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors import bundled, record
from yichuang.doors.bundled import ALSO, Asked
from yichuang.drafts.models import Draft
from yichuang.journal.refusals import NotThere
from yichuang.law import forms as law
from yichuang.law import merging, one_form, procedures


class Matter:
    """What both answer: its questions, the members that stand, the form, and where to read about it."""

    facts: VersionFacts | BundleFacts
    members: tuple[VersionFacts, ...]
    answers: dict[str, str]
    questions: tuple[Asked, ...]
    skip: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.facts.name

    @property
    def every(self) -> tuple[VersionFacts, ...]:
        """All items that may belong to it, whatever is answered: consent is asked for once."""
        return self.members

    @property
    def contact(self) -> str:
        """Who answers for it."""
        return self.facts.department_name

    @property
    def keys(self) -> list[str]:
        """The items that belong to it."""
        return [one.key for one in self.members]

    def member(self, key: str) -> VersionFacts:
        """Return one of its items."""
        return next(one for one in self.members if one.key == key)

    def is_answered(self, asked: Asked) -> bool:
        """Tell whether a question has its answer."""
        return all(key in self.answers for key in asked.keys)

    def answer(self, asked: Asked) -> str:
        """Return what was answered, as it is kept."""
        return self.answers.get(asked.key, "")

    @property
    def next_question(self) -> Asked | None:
        """The first question without an answer."""
        return next((one for one in self.questions if not self.is_answered(one)), None)

    def question(self, key: str) -> Asked:
        """Return a question by its key."""
        found = next((one for one in self.questions if one.key == key), None)
        if found is None:
            raise NotThere("这件事没有这个问题。")
        return found

    def word(self, asked: Asked) -> str:
        """Return an answer as people read it."""
        chosen = self.answer(asked).split(",")
        said = "、".join(label for value, label, _ in asked.options if value in chosen)
        return said or ("都不办" if asked.several and self.is_answered(asked) else "")

    def taken(self, asked: Asked, said: Sequence[str]) -> dict[str, Any] | None:
        """Return what the draft keeps of an answer: {"answers": …} or {"skip": …}; None where it is none of the options."""
        values = [value for value, _, _ in asked.options if value in said]
        if len(values) != len(set(said)) or (not asked.several and len(values) != 1):
            return None
        if asked.key == ALSO:
            return {"skip": [value for value, _, _ in asked.options if value not in values]}
        if not values:
            return None
        return {"answers": {**self.kept, **dict.fromkeys(asked.keys, ",".join(values))}}

    @property
    def kept(self) -> dict[str, str]:
        """The answers as a draft keeps them."""
        return {key: value for key, value in self.answers.items() if key != ALSO}

    @property
    def query(self) -> str:
        """The answers as the query string of the public pages."""
        return f"?{urlencode(self.answers, safe=',')}" if self.answers else ""


class Item(Matter):
    """One item: everything is as its record says."""

    is_thing = False

    def __init__(self, facts: VersionFacts, answers: Mapping[str, str]) -> None:
        self.facts: VersionFacts = facts
        self.members = (facts,)
        rows = facts.record.get("scenarios") or ()
        self.questions = tuple(
            Asked(row["key"], (row["key"],), row["question"], tuple((o["value"], o["label"], "") for o in row["options"]))
            for row in rows
        )  # fmt: skip
        known = {one.key: {value for value, _, _ in one.options} for one in self.questions}
        self.answers = {
            key: value
            for key, value in ((key, answers[key]) for key in known if key in answers)
            if value in known[key]
        }

    @property
    def of(self) -> dict[str, Any]:
        """Which drafts are for it."""
        return {"item_id": self.facts.item}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Who may apply."""
        return forms.kinds(self.facts.record)

    @property
    def stops(self) -> str:
        """Why it cannot be filed on line; empty where it can."""
        return procedures.may_file_on_line(self.facts.record.get("online_depth")) or ""

    @property
    def phone(self) -> str:
        """Where to ring."""
        return self.facts.department_phone or ""

    def groups(self, kind: str, agent: bool) -> tuple[law.Group, ...]:
        """Return the groups of the form that apply."""
        return law.groups(forms.of(self.facts.record), self.answers, kind=kind, agent=agent)

    def answers_of(self, member: VersionFacts) -> dict[str, str]:
        """Return what was answered to the questions of a member."""
        return self.answers

    @property
    def guide_href(self) -> str:
        """Where it is described."""
        return reverse("portal:item", args=[self.facts.key])

    @property
    def notice_href(self) -> str:
        """Where its one-time notice is printed."""
        return reverse("portal:notice", args=[self.facts.key]) + self.query

    @property
    def told(self) -> list[tuple[str, str]]:
        """What else the guide says of it, for comparing two versions."""
        made = record.tell(self.facts)
        return [("承诺时限", made.promised), ("收费", made.fee), ("到现场", made.visits)]


class Thing(Matter):
    """One thing: the members that stand by the answers, each question and each data element once."""

    is_thing = True

    def __init__(
        self, facts: BundleFacts, items: Mapping[str, VersionFacts], answers: Mapping[str, str], skip: Iterable[str] | None
    ) -> None:  # fmt: skip
        self.facts: BundleFacts = facts
        self.items = dict(items)
        may = bundled.optional(facts, self.items)
        known = bundles.known_answers(facts, self.items, answers)
        out = None if skip is None else set(skip)
        also = None if out is None else tuple(key for key in may if key not in out)
        self.skip = tuple(key for key in may if key not in (also or ()))
        self.said = bundled.Said(known, (), also, self.skip)
        self.settled = merging.settled(facts.record, known)
        self.answers = {**known, **({} if also is None else {ALSO: ",".join(also) or bundled.NONE})}
        self.members = tuple(bundles.standing(facts, self.items, known, skip=self.skip))
        self.questions = bundled.questions(facts, self.items, self.said)

    @property
    def of(self) -> dict[str, Any]:
        """Which drafts are for it."""
        return {"bundle_id": self.facts.bundle}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Who may apply; where the members do not agree (a body is yet to be founded), as the first says."""
        return bundles.kinds(self.members)

    @property
    def every(self) -> tuple[VersionFacts, ...]:
        """All items that may belong to it, whatever is answered: consent is asked for once."""
        return tuple(self.items.values())

    @property
    def stops(self) -> str:
        """Which items stop it from being filed on line; empty where none does."""
        return bundles.window_only(self.members) or ""

    @property
    def phone(self) -> str:
        """Where to ring."""
        return ""

    def groups(self, kind: str, agent: bool) -> tuple[law.Group, ...]:
        """Return the groups of the one form."""
        rows = {one.key: forms.of(one.record) for one in self.members}
        made = one_form.form(rows, self.settled, kind=kind, agent=agent)
        return law.groups(made.rows, {}, kind=kind, agent=agent)

    def answers_of(self, member: VersionFacts) -> dict[str, str]:
        """Return what was answered to the questions of a member."""
        return merging.answers_of(self.settled, member.key)

    @property
    def guide_href(self) -> str:
        """Where it is described."""
        return reverse("portal:thing", args=[self.facts.key])

    @property
    def notice_href(self) -> str:
        """Where its one list stands."""
        return reverse("portal:thing_list", args=[self.facts.key]) + self.query

    @property
    def told(self) -> list[tuple[str, str]]:
        """What else the list says of it, for comparing two versions."""
        return [("要办的事项", "、".join(one.name for one in self.members))]


AnyMatter = Item | Thing


def of_draft(draft: Draft, content: Mapping[str, Any]) -> AnyMatter:
    """Return what a draft is for, in the versions that were read when it was begun or brought up to date."""
    if draft.version_id is not None:
        return Item(versions.facts(draft.version_id), draft.given())
    assert draft.bundle_version_id is not None
    items = {key: versions.facts(pk) for key, pk in (content.get("editions") or {}).items()}
    return Thing(bundles.facts(draft.bundle_version_id), items, draft.given(), content.get("skip"))


def in_force(own: AnyMatter, draft: Draft, stamp: int) -> AnyMatter:
    """Return the same by what is in force now."""
    if isinstance(own, Item):
        return Item(versions.current(own.facts.item, stamp), draft.given())
    facts = bundles.current(own.facts.bundle, stamp)
    skip = None if ALSO not in own.answers else own.skip
    return Thing(facts, bundles.items(facts, stamp), draft.given(), skip)


def is_changed(own: AnyMatter, now: AnyMatter) -> bool:
    """Tell whether anything that stands was published anew since it was read."""
    if own.facts.id != now.facts.id:
        return True
    return {one.key: one.id for one in own.members} != {one.key: one.id for one in now.members}


def item(key: str, query: Any, stamp: int) -> Item:
    """Return an item in force with the answers that came along."""
    return Item(versions.by_name(key, stamp), {name: str(query[name]) for name in query})


def thing(key: str, query: Any, stamp: int) -> Thing:
    """Return a thing in force with the answers that came along."""
    facts = bundles.by_name(key, stamp)
    items = bundles.items(facts, stamp)
    said = bundled.read(facts, items, query)
    return Thing(facts, items, said.answers, None if said.also is None else said.skip)
