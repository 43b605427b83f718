"""An application as its pages see it, for an item or a thing (matters.py): the draft, its form with what was prefilled, its material rows, what is left to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.bundles import preparing
from yichuang.cases.application import PartyIn
from yichuang.catalogue import versions
from yichuang.catalogue.bundles import BundleFacts
from yichuang.citizens.models import Role
from yichuang.doors import outlook, places, pledges
from yichuang.doors.apply import known, matters
from yichuang.doors.apply import rows as material_rows
from yichuang.doors.citizen import Citizen
from yichuang.drafts.models import Draft
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere
from yichuang.law import forms
from yichuang.materials import onfile

NOT_YOURS = "没有这份草稿，或者不是您的。到“我的空间”看您的草稿。"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list, in the shape of `parts/task_list.html`."""

    name: str
    href: str
    state: str


def find(who: Citizen, draft: UUID, at: datetime) -> "Sheet":
    """Return the application of this citizen; another's is not there."""
    own = Draft.objects.filter(pk=draft, account=who.account).select_related("tie").first()
    if own is None or own.state == "dropped" or (own.state != "filed" and own.ends_on < day_of(at)):
        raise NotThere(NOT_YOURS)
    return Sheet(who, own, at)


class Sheet:
    """One application; pieces are read when a page asks."""

    def __init__(self, who: Citizen, draft: Draft, at: datetime) -> None:
        self.who, self.draft, self.at = who, draft, at
        self.today: date = day_of(at)
        self.content = draft.opened()

    def fresh(self) -> "Sheet":
        """Return the application as it is kept now."""
        return find(self.who, self.draft.pk, self.at)

    @cached_property
    def matter(self) -> matters.AnyMatter:
        """What is applied for; of a draft that was filed nothing is left to ask."""
        return matters.of_draft(self.draft, self.content)

    @property
    def facts(self) -> versions.VersionFacts | BundleFacts:
        """The version that was read: of the item, or of the bundle."""
        return self.matter.facts

    @property
    def answers(self) -> dict[str, str]:
        """The answers to its questions."""
        return self.matter.kept

    @property
    def tie(self) -> Any:
        """By which tie the application is made; None for oneself."""
        return self.draft.tie

    @property
    def kind(self) -> str:
        """Whether a person or a body applies."""
        return self.tie.kind if self.tie else "person"

    @property
    def by_agent(self) -> bool:
        """Whether the person acts for somebody without being their representative."""
        return self.tie is not None and self.tie.role != Role.REPRESENTATIVE

    @property
    def applicant_name(self) -> str:
        """Who applies."""
        return self.tie.name if self.tie else self.who.account.name

    @property
    def applicant_index(self) -> str:
        """The keyed index of who applies."""
        return self.tie.number_index if self.tie else self.who.account.number_index

    @property
    def is_old(self) -> bool:
        """Whether what is applied for was published anew since it was read."""
        return self.draft.state == "open" and matters.is_changed(self.matter, self.in_force)

    @cached_property
    def in_force(self) -> matters.AnyMatter:
        """What is applied for, as it is in force now."""
        return matters.in_force(self.matter, self.draft, stamps.current())

    @property
    def current(self) -> versions.VersionFacts | BundleFacts:
        """The version in force."""
        return self.in_force.facts

    @cached_property
    def groups(self) -> tuple[forms.Group, ...]:
        """The groups of the form that apply."""
        return self.matter.groups(self.kind, self.by_agent)

    @cached_property
    def prefilled(self) -> dict[str, forms.Filled]:
        """What is known without asking, by field."""
        return forms.prefill(self.groups, self.known)

    @cached_property
    def known(self) -> dict[str, Mapping[str, str]]:
        """What the sources say of the applicant."""
        return known.facts(self)

    @cached_property
    def values(self) -> dict[str, str]:
        """Every value as it stands: typed, else prefilled; what may not be edited is always what the source says."""
        return forms.merged(self.content.get("values") or {}, self.prefilled)

    @cached_property
    def complete(self) -> frozenset[str]:
        """The keys of the groups without anything left to mend."""
        return frozenset(forms.complete(self.groups, self.values, self.today))

    @property
    def next_question(self) -> matters.Asked | None:
        """The first scenario question without an answer."""
        return self.matter.next_question

    @cached_property
    def parties(self) -> dict[str, PartyIn]:
        """Who applies and who acts for them, as they stand in the account; the address is where the result is posted."""
        account, tie = self.who.account, self.tie
        post = str(self.delivery.get("address", "")) if self.delivery.get("way") == "post" else ""
        own = PartyIn(account.name, account.clear_number(), "person", account.document, account.clear_phone())
        if tie is None:
            return {"applicant": replace(own, address=post)}
        applicant = PartyIn(tie.name, tie.clear_number(), tie.kind, tie.document, own.phone, post)
        if tie.role == Role.REPRESENTATIVE:
            return {"applicant": applicant, "representative": own}
        return {"applicant": applicant, "agent": replace(own, mandate=tie.basis or tie.get_role_display())}

    @cached_property
    def on_file(self) -> onfile.OnFile:
        """What the state has already: licences, and sources as they answered; nothing where the applicant did not agree."""
        stamp, region = stamps.current(), self.draft.region
        return onfile.of(self.matter.members[0].record, self.parties, stamp=stamp, region=region, at=self.at)

    @cached_property
    def ready(self) -> Any:
        """A thing as it would be filed now: its members in stages, each paper once, the plan; None of an item."""
        return None if isinstance(self.matter, matters.Item) else self.prepared(self.matter)

    def prepared(self, thing: matters.Thing) -> preparing.Prepared:
        """Return this applicant's thing as it would be filed now."""
        return preparing.prepared(
            thing.facts, thing.kept, stamp=stamps.current(), region=self.draft.region, at=self.at, skip=thing.skip, parties=self.parties,
            items=thing.items,
        )  # fmt: skip

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The places of the merged papers that are handed in, by name: those kept, then the others in the order of the list."""
        kept: dict[str, int] = dict(self.content.get("numbers") or {})
        for paper in self.ready.papers:
            if not paper.waived and paper.name not in kept:
                kept[paper.name] = max(kept.values(), default=0) + 1
        return kept

    @property
    def ways(self) -> dict[str, str]:
        """How each paper is handed in, by place."""
        return dict(self.content.get("ways") or {})

    @cached_property
    def excluded(self) -> str:
        """Why commitment is closed to whom the matter is for; empty where it is open."""
        return pledges.excluded(self.draft.region, vault.index(self.parties["applicant"].number))

    @cached_property
    def materials(self) -> list[material_rows.Row]:
        """The material rows for these answers."""
        return material_rows.made(self)

    @property
    def waiting(self) -> list[material_rows.Row]:
        """The rows for which the applicant must still choose or hand in something."""
        return [row for row in self.materials if row.is_open]

    @cached_property
    def places(self) -> tuple[places.Place, ...]:
        """The halls that take the item."""
        return outlook.places_of(self.matter.members, stamps.current(), self.draft.region, self.today)

    @property
    def delivery(self) -> dict[str, Any]:
        """How the result is given: {"way": "pickup" or "post", …}; empty before it was chosen."""
        return dict(self.content.get("delivery") or {})

    def href(self, name: str, *args: Any) -> str:
        """Return the address of a page of this draft."""
        return reverse(f"apply:{name}", args=[self.draft.pk, *args])

    @cached_property
    def tasks(self) -> list[tuple[str, list[Task]]]:
        """The task list under its headings; the last task opens when the others are done."""
        told = [
            Task(one.text, self.href("question", one.key), self._asked(one)) for one in self.matter.questions
        ]
        asked = [("情形", told)] if told else []
        if self.next_question is not None:
            later = [Task(name, "", "later") for name in ("填申请表", "交材料", "核对并提交")]
            return [*asked, ("填写和提交", later)]
        fill = [Task(group.title, self.href("form", group.key), self._filled(group)) for group in self.groups]
        give = [Task(row.name, self.href("material", row.place), "new" if row.is_open else "done") for row in self.materials if not row.waived]  # fmt: skip
        ways = [Task("怎么拿结果", self.href("delivery"), "done" if self.delivery else "new")]
        ready = all(task.state == "done" for task in (*told, *fill, *give, *ways))
        last = [Task("核对并提交", self.href("check"), "new" if ready else "later")]
        found = [*asked, ("填写", fill), ("材料", give), ("结果", ways), ("提交", last)]
        return [(title, tasks) for title, tasks in found if tasks]

    def _asked(self, one: matters.Asked) -> str:
        return "done" if self.matter.is_answered(one) else "new"

    def _filled(self, group: forms.Group) -> str:
        seen = group.key in (self.content.get("seen") or {})
        if group.key in self.complete and (
            seen or all(f.key in self.prefilled for f in group.fields if f.required)
        ):
            return "done"
        return "half" if any(self.values.get(field.key) for field in group.fields) else "new"

    @property
    def tasks_href(self) -> str:
        """The task list."""
        return self.href("tasks")

    @property
    def removal_href(self) -> str:
        """Where the draft is deleted."""
        return self.href("removal")

    @property
    def waived(self) -> list[material_rows.Row]:
        """What the applicant need not hand in."""
        return [row for row in self.materials if row.waived]

    @property
    def count(self) -> tuple[int, int]:
        """How many tasks there are before the last one, and how many of them are done."""
        all_ = [task for _, tasks in self.tasks for task in tasks][:-1]
        return len(all_), sum(task.state == "done" for task in all_)

    @property
    def next_href(self) -> str:
        """The first task that is not done; the check page when all are."""
        open_ = (task.href for _, tasks in self.tasks for task in tasks if task.state in ("new", "half"))
        return next(open_, self.href("check"))
