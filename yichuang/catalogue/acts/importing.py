"""Many records at once: all of them or none, with a reason per row; a second time the same content does nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from yichuang.catalogue import checks, coding, difference, gate, records, seed
from yichuang.catalogue.acts import bundling, sorting, turns
from yichuang.catalogue.acts.places import bodies_of, zones_of
from yichuang.catalogue.acts.sorting import Row, Sorted
from yichuang.catalogue.models import Basis, Debt, Item, Name, Version, VersionState
from yichuang.catalogue.records import Record
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import Refused
from yichuang.law import BadInput as Unlawful
from yichuang.people.models import Organisation

MOST = 20_000


class ImportRefused(Refused):
    """Nothing was imported; `facts['rows']` says why, row by row."""

    status, code = 422, "import_refused"


@act("catalogue.import", on=Register, book="catalogue")
def import_(
    turn: Turn, *, by: Actor, at: datetime, records: Sequence[Any], published: bool = False, places: Sequence[str] = (),
    look_again_days: int = turns.LOOK_AGAIN_DAYS,
) -> dict[str, Any]:  # fmt: skip
    """New records of items and bundles are in force as version 1; changed ones are the next version, a draft unless `published`.

    The organisations and zones they name exist afterwards. What they owe (vague words, missing clauses) is listed as
    debts. `places` are words for where each record stands, for the reasons; `look_again_days` is the local number.
    """
    items, together = bundling.apart(_named(records, places))
    sorted_ = _sort(by.region, items)
    bundles = bundling.sort(by.region, turn.stamp, together, [record for _, record in items])
    refused = sorted_.refused + bundles.refused
    if refused:
        raise ImportRefused(f"{len(refused)} 条不能导入，一条也没有导入。", rows=refused)
    answer: dict[str, Any] = {
        "new": len(sorted_.new) + len(bundles.new),
        "changed": len(sorted_.changed) + len(bundles.changed),
        "same": sorted_.same + bundles.same,
        "published": published,
        "bundles": bundles.told(),
    }
    coming = [row.record for row in sorted_.coming]
    leads = [{"department": row.record["lead_department"]} for row in bundles.coming]
    bodies = bodies_of(turn, coming + leads)
    answer |= {"departments": bodies.made, "unresolved": bodies.unresolved, "zones": zones_of(turn, coming)}
    numbers = _create(turn, sorted_.new, bodies.by_name, at, look_again_days)
    numbers += _change(turn, sorted_.changed, bodies.by_name, published, at, look_again_days)
    bundling.store(turn, bundles, bodies.by_name, published, at)
    answer["debts"] = _debts(numbers) + sum(row.debts for row in bundles.coming)
    stored = [[row.record["id"], row.number, row.digest] for row, _version, _force in numbers]
    stored += [[row.record["id"], row.number, row.digest] for row in bundles.coming]
    turn.enter("catalogue.import", {**answer, "versions": stored})
    if stored:
        turn.change_rules()
    return answer


def _named(given: Sequence[Any], places: Sequence[str]) -> list[tuple[str, Any]]:
    if len(given) > MOST:
        raise ImportRefused(f"一次最多导入 {MOST} 条，现在是 {len(given)} 条。分几次导入。", rows=[])
    return [(places[n] if n < len(places) else f"第 {n + 1} 条", record) for n, record in enumerate(given)]


def _sort(region: str, given: list[tuple[str, Any]]) -> Sorted:
    made = Sorted()
    rows = sorting.distinct(given, _checked, made)
    there = sorting.known(Item.objects.filter(region=region), Version.objects.all(), "item")
    drafts = {v.item_id: v for v in Version.objects.filter(item__region=region, state__in=turns.OPEN)}
    sorting.against(there, drafts, lambda draft: draft.worse_reason == turns.IMPORTED, "事项", rows, made)
    return made


def _checked(record: Any) -> tuple[list[str], int]:
    return [one.sentence for one in checks.hard(checks.check(record)) if one.kind != "lint"], 0


Made = tuple[Row, Version, bool]


def _create(
    turn: Turn, rows: list[Row], bodies: Mapping[str, Organisation], at: datetime, again: int
) -> list[Made]:
    if not rows:
        return []
    giver = coding.Codes(Item.objects.filter(region=turn.by.region).values_list("code", flat=True))
    items = [_new_item(turn, row, bodies[row.record["department"]], giver) for row in rows]
    Item.objects.bulk_create(items, batch_size=500)
    made = [_version(row, at, turn, VersionState.PUBLISHED, look_again_days=again) for row in rows]
    Version.objects.bulk_create(made, batch_size=500)
    _set_current([version.item_id for version in made])
    words: dict[str, list[str]] = seed.load("names")["names"]
    names = [
        Name(region=turn.by.region, item_id=row.owner, text=text[:80])
        for row in rows
        for text in dict.fromkeys(words.get(row.record["id"], ()))
    ]
    Name.objects.bulk_create(names, batch_size=2000)
    return [(row, version, True) for row, version in zip(rows, made, strict=True)]


def _new_item(turn: Turn, row: Row, body: Organisation, giver: coding.Codes) -> Item:
    record = row.record
    try:
        code, provisional = giver.give(record, body.code)
    except Unlawful as error:
        why = [{"place": row.place, "id": record["id"], "reasons": [f"编不出实施编码：{error}。"]}]
        raise ImportRefused("1 条不能导入，一条也没有导入。", rows=why) from None
    return Item(
        id=row.owner,
        region=turn.by.region,
        key=record["id"],
        code=code,
        provisional_code=provisional,
        **_item_columns(record, body),
    )


def _item_columns(record: Record, body: Organisation) -> dict[str, Any]:
    base, variant = records.base_of(record)
    return {
        "name": record["name"], "department_id": body.pk, "zone": record["zone"], "base": base[:200], "variant": variant[:200],
        "local_code": records.local_code_of(record),
    }  # fmt: skip


def _version(row: Row, at: datetime, turn: Turn, state: VersionState, **more: Any) -> Version:
    columns = turns.version_row(row.owner, row.number, row.record, at, turn.on, state=state, **more)
    return Version(region=turn.by.region, **columns)


def _set_current(items: Sequence[Any]) -> None:
    newest = Version.objects.filter(item=OuterRef("pk"), state=VersionState.PUBLISHED).values("pk")[:1]
    for start in range(0, len(items), 500):
        Item.objects.filter(pk__in=items[start : start + 500]).update(current=Subquery(newest))


def _change(
    turn: Turn,
    rows: list[Row],
    bodies: Mapping[str, Organisation],
    published: bool,
    at: datetime,
    again: int,
) -> list[Made]:
    if not rows:
        return []
    Basis.objects.filter(version__in=[row.draft for row in rows if row.draft]).delete()
    Version.objects.filter(pk__in=[row.draft for row in rows if row.draft]).delete()
    before = Version.objects.in_bulk([row.current for row in rows if row.current])
    state = VersionState.PUBLISHED if published else VersionState.DRAFT
    made = [
        _version(
            row,
            at,
            turn,
            state,
            drafted_by_id=turn.by.person,
            look_again_days=again,
            **_worse(before.get(row.current or 0), row, published),
        )
        for row in rows
    ]
    if published:
        Version.objects.filter(pk__in=before).update(state=VersionState.PAST)
    Version.objects.bulk_create(made, batch_size=500)
    if published:
        for row in rows:
            columns = _item_columns(row.record, bodies[row.record["department"]])
            Item.objects.filter(pk=row.owner).update(retired_on=None, **columns)
        _set_current([row.owner for row in rows])
    _carry_answers(rows, made)
    return [(row, version, published) for row, version in zip(rows, made, strict=True)]


def _worse(before: Version | None, row: Row, published: bool) -> dict[str, str]:
    marks = difference.worse(difference.compare(before.content, row.record)) if before and published else []
    return {"worse": records.text_of(marks), "worse_reason": turns.IMPORTED} if marks or not published else {}


def _carry_answers(rows: list[Row], made: list[Version]) -> None:
    """Answers of the gate that still have their element stand for the new version too."""
    target = {row.current: version for row, version in zip(rows, made, strict=True) if row.current}
    old = Basis.objects.filter(version__in=target).annotate(source=F("version_id"))
    fresh = [
        Basis(
            version=target[one.version_id],
            element=one.element,
            name=one.name,
            clause=one.clause,
            tests=one.tests,
            verdict=one.verdict,
        )
        for one in old
    ]
    Basis.objects.bulk_create(fresh, batch_size=1000)


def _debts(made: list[Made]) -> int:
    """List what the versions in force owe, and keep the answers that the records bring along."""
    bases, owed = [], []
    carried = {
        (b.version_id, b.element, b.name)
        for b in Basis.objects.filter(version__in=[version.pk for _row, version, _ in made])
    }
    for row, version, in_force in made:
        brought = turns.basis_rows(row.record)
        bases += [
            Basis(version=version, **one)
            for one in brought
            if (version.pk, one["element"], one["name"]) not in carried
        ]
        if in_force:
            answers = turns.answered(version.pk) if carried else []
            owed += [
                Debt(version=version, **one)
                for one in turns.debts(row.record, gate.lines(row.record, answers))
            ]
    Basis.objects.bulk_create(bases, batch_size=1000)
    Debt.objects.bulk_create(owed, batch_size=2000)
    return len(owed)
