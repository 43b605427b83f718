"""One answer for every channel: who stands in the thing, what is asked, which papers once, when it is done. It only reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from yichuang.catalogue import bundles, forms, versions
from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal.refusals import BadInput
from yichuang.law import BadInput as Unlawful
from yichuang.law import merging, one_form, plans
from yichuang.materials import onfile
from yichuang.materials.onfile import Party


@dataclass(frozen=True, slots=True)
class Prepared:
    """A thing as it would be filed: the bundle, its members in force, who stands, the merged papers, open questions, the plan."""

    facts: bundles.BundleFacts
    items: Mapping[str, versions.VersionFacts]
    standing: plans.Standing
    papers: tuple[merging.Paper, ...]
    questions_left: tuple[str, ...]
    planned: Callable[[], plans.Plan]
    on_file: Mapping[str, onfile.OnFile]

    @property
    def plan(self) -> plans.Plan:
        """The plan, made when it is first asked for: a thing that moves on has its own."""
        try:
            return self.planned()
        except Unlawful as error:
            raise BadInput(str(error)) from error

    @property
    def members(self) -> tuple[versions.VersionFacts, ...]:
        """The items that stand, in the order of the record."""
        return tuple(self.items[one.item] for one in self.standing.members)

    @property
    def window_only(self) -> str | None:
        """The sentence that names the items which may only be filed at the window; None where all may be filed on line."""
        return bundles.window_only(self.members)


def prepared(
    facts: bundles.BundleFacts,
    answers: Mapping[str, str],
    *,
    stamp: int,
    region: str,
    at: datetime,
    choose: Mapping[str, str] | None = None,
    skip: Sequence[str] = (),
    parties: Mapping[str, Party] | None = None,
    asked: bool = True,
    items: Mapping[str, versions.VersionFacts] | None = None,
) -> Prepared:
    """Return the thing for these answers if it were filed at `at`; with `parties` what is on file about them is waived, unless they were
    `asked` for their consent and refused it.

    `items` are the members' versions, those in force where none are given.

    BadInput with a sentence for an unknown answer, choice or item, or a required member left out.
    """
    items = bundles.items(facts, stamp) if items is None else items
    records = {key: version.record for key, version in items.items()}
    try:
        standing = plans.standing(facts.record, answers, choose=choose, skip=skip)
        if gone := [one.item for one in standing.members if one.item not in items]:
            raise BadInput(f"“{facts.name}”里的“{gone[0]}”现在没有发布的版本，办不了。请告诉事项管理岗。")
        members = {one.item: records[one.item] for one in standing.members}
        on_file = _on_file(members, parties, stamp=stamp, region=region, at=at, asked=asked)
        papers = merging.materials(
            facts.record, records, standing, answers, each={key: one.told() for key, one in on_file.items()}
        )
    except Unlawful as error:
        raise BadInput(str(error)) from error
    left = merging.questions_left(facts.record, records, standing, answers)

    @cache
    def planned() -> plans.Plan:
        calendar = book.calendar(stamp, region)
        return plans.plan(
            facts.record, records, day_of(at), answers, choose=choose, skip=skip, calendar=calendar
        )

    return Prepared(facts, items, standing, papers, tuple(left), planned, on_file)


def _on_file(
    records: Mapping[str, Mapping[str, Any]], parties: Mapping[str, Party] | None, *, stamp: int, region: str, at: datetime, asked: bool
) -> dict[str, onfile.OnFile]:  # fmt: skip
    """Return what is on file for each member: a retrieval refused for one item waives nothing there; for nobody yet it is the same for all."""
    if not parties:
        return dict.fromkeys(records, onfile.of_nobody(stamp, region, day_of(at)))
    held = onfile.Held(parties, day_of(at))
    return {
        key: onfile.of(record, parties, stamp=stamp, region=region, at=at, asked=asked, held=held).of_item(
            record
        )
        for key, record in records.items()
    }


def form(prepared: Prepared, *, kind: str, agent: bool = False, answers: Mapping[str, str]) -> one_form.Form:
    """Return the one form: every data element of every member once."""
    rows = {one.key: forms.of(one.record) for one in prepared.members}
    return one_form.form(rows, answers, kind=kind, agent=agent)
