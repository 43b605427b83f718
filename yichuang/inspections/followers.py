"""What follows a grant, and what the keeper does with results that should be public."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.models import Case, CreditMark, Party
from yichuang.clock import book
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.inspections import acts, keeping, overseeing
from yichuang.inspections.models import Grant, Inspection, Target, TargetLine
from yichuang.journal import acts as journal
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, system
from yichuang.journal.errands import HANDLERS, Asked, Outcome
from yichuang.journal.models import Register
from yichuang.journal.refusals import Refused
from yichuang.journal.sweeps import SWEEPS, each

BATCH, AHEAD = 200, 2
journal.FOLLOWERS.setdefault(Case, []).append(overseeing.follow)
journal.FOLLOWERS.setdefault(Register, []).append(overseeing.follow_credit)


def push(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Enter the holder of each grant in the register of objects, and push the grant to its supervising body."""
    for asked in errands:
        push_case(UUID(asked.args["case"]), system(asked.region), at)
    return {asked.id: "confirmed" for asked in errands}


def push_case(case: UUID, by: Actor, at: datetime) -> None:
    """Push one granted case, and enter its holder; harmless for one that was pushed, or that its kind keeps back."""
    row = Case.objects.select_related("version").filter(pk=case, outcome="granted").first()
    stamp = stamps.current()
    if row is None or Grant.objects.filter(case=case).exists() or not _pushed(row, stamp, at):
        return
    target = _target(row, stamp, by, at)
    acts.push(by=by, at=at, case=case, target=target, key=f"push:{case}")


def _pushed(row: Case, stamp: int, at: datetime) -> bool:
    """Whether this kind of item is pushed: every kind, or those that the local number names."""
    kinds = book.number(stamp, row.region, "push_types", day_of(at)).value.replace("，", "、").split("、")
    return "全部" in kinds or row.version.type in kinds


def _target(row: Case, stamp: int, by: Actor, at: datetime) -> UUID | None:
    party = Party.objects.filter(case=row, role="applicant").first()
    if party is None or not party.number:
        return None
    line = overseeing.body_of(stamp, row)[1]
    number = party.clear_number()
    found = Target.objects.filter(region=row.region, number_index=vault.index(number)).first()
    if found is None:
        made = acts.enter(
            by=by,
            at=at,
            kind=party.kind,
            name=party.name,
            number=number,
            line=line,
            key=f"enter:{row.pk}",
        )
        return UUID(made["id"])
    if (
        found.left_on is not None
        or not TargetLine.objects.filter(target=found, line=line, ended_on=None).exists()
    ):
        try:
            acts.add_line(found.pk, by=by, at=at, line=line)
        except Refused:  # another grant was faster
            pass
    return found.pk


def recall(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Take back the pushed grants of cases that were made void since; one that was never pushed is done with."""
    for asked in errands:
        said = asked.args
        recall_case(
            UUID(said["case"]), system(asked.region), at, on=date.fromisoformat(said["on"]), why=said["why"]
        )
    return {asked.id: "confirmed" for asked in errands}


def recall_case(case: UUID, by: Actor, at: datetime, *, on: date, why: str) -> None:
    """Recall the grant of one case, and end the line of its holder that nothing else keeps; harmless when repeated."""
    grant = Grant.objects.filter(case=case).select_related("target").first()
    if grant is None:
        return
    if grant.recalled_on is None:
        acts.recall(grant.pk, by=by, at=at, on=on, why=why, key=f"recall:{case}")
    if grant.target is None or keeping.stands(grant.target, grant.line):
        return
    try:
        leaves = not keeping.stands(grant.target)
        acts.end_line(
            grant.target.pk, by=by, at=at, line=grant.line, why=f"准予作废：{why}"[:200], leaves=leaves
        )
    except Refused:  # it was ended before
        pass


def remind(at: datetime, batch: int = BATCH) -> int:
    """Remind of results that are to be public within two working days, once each; returns of how many draws."""
    stamp, today = stamps.current(), day_of(at)
    owed = Inspection.objects.filter(published_at=None, reminded_on=None)
    rows: dict[tuple[UUID, str], list[int]] = {}
    for region in owed.exclude(due_on=None).order_by("region").values_list("region", flat=True).distinct():
        soon = book.calendar(stamp, region).after(today, AHEAD)
        found = owed.filter(region=region, due_on__lte=soon).order_by("due_on", "pk")
        for pk, draw in found.values_list("pk", "draw")[:batch]:
            rows.setdefault((draw, region), []).append(pk)
    return each(
        rows, at, lambda draw, by, at: acts.remind(draw, by=by, at=at, inspections=rows[draw, by.region])
    )


def regrade(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Grade again whom a mark, its repair or a published result is about."""
    for asked in errands:
        for target in _meant(asked):
            _again(target, asked.region, at)
    return {asked.id: "confirmed" for asked in errands}


def _meant(asked: Asked) -> list[UUID]:
    if "target" in asked.args:
        return [UUID(asked.args["target"])]
    if "case" in asked.args:
        index = Case.objects.filter(pk=asked.args["case"]).values_list("applicant_index", flat=True).first()
    else:
        index = (
            CreditMark.objects.filter(pk=asked.args["mark"]).values_list("holder_index", flat=True).first()
        )
    there = Target.objects.filter(region=asked.region, number_index=index or "-", left_on=None)
    return list(there.values_list("pk", flat=True))


def _again(target: UUID, region: str, at: datetime) -> None:
    try:
        acts.regrade(target, by=system(region), at=at)
    except Refused:  # the grade stands as it is, or nobody is there any more
        pass


def regrade_due(at: datetime, batch: int = BATCH) -> int:
    """Grade again those whose grade lasts to today: what was found is long enough ago."""
    due = Target.objects.filter(lasts_to__lte=day_of(at), left_on=None).order_by("lasts_to", "pk")
    return each(due.values_list("pk", "region")[:batch], at, acts.regrade)


HANDLERS["push_grant"] = push
HANDLERS["recall_grant"] = recall
HANDLERS["regrade"] = regrade
SWEEPS["grades"] = regrade_due
SWEEPS["publish"] = remind
