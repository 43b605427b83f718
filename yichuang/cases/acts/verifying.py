"""Accepted now, checked later (先受理，查通后核验): the source that did not answer is asked again, and what follows from its answer.

The applicant hands nothing in and the clocks run on: that a source of the state is down is the state's own affair. At the
acceptance a check gets its day, as a commitment does; an answer closes it, or lets the department judge. Decision 0012.
"""

from datetime import datetime
from typing import Any

from yichuang.cases.acts.parts import reason_given
from yichuang.cases.models import AfterCheck, Case
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import selection, terms
from yichuang.materials.models import Material

KIND = "source"
GROUND = "先受理，查通后核验（国务院令第716号第七条）"
ANSWERS = {selection.HAVE: "查到了", selection.NONE: "没有记录"}


def ask_later(turn: Turn, made: list[dict[str, Any]]) -> None:
    """Let every source that has not answered be asked again, from now on until it answers."""
    for row in made:
        if row["how"] == selection.VERIFY:
            turn.errand(
                "verify",
                f"verify:{turn.row.id}:{row['place']}",
                owner="system",
                case=str(turn.row.id),
                place=row["place"],
            )


def give_day(turn: Turn, made: list[dict[str, Any]]) -> None:
    """With the acceptance, what is checked later gets the day by which it is checked (domain.md 1.5, after-check)."""
    names = [row["name"] for row in made if row["how"] == selection.VERIFY]
    if not names:
        return
    rule = book.number(turn.stamp, turn.row.region, "source_check_days", turn.on)
    due = terms.due(turn.on, rule.whole, calendar=book.calendar(turn.stamp, turn.row.region)).due_on
    turn.add(
        AfterCheck, case_id=turn.row.id, kind=KIND, due_on=due, checked_at=None, truthful=None, by_person=None
    )


@act("cases.verify_source", on=Case)
def verify_source(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    place: int,
    answer: str,
    source: str,
    evidence: str = "",
    digest: str = "",
) -> dict[str, Any]:
    """A source that was down has answered: its material is checked, or the department sees that there is no record.

    Before the first notice a missing record is asked for like anything else; after it, or after the acceptance, nobody asks
    the applicant any more, and the open check tells the department to look for itself.
    """
    reason_given(source, "请写明来源。", "source")
    row, _ = rows.read(
        Material,
        "t.subject = %s AND t.place = %s AND t.how = %s",
        [rows.key(turn.row.id), place, selection.VERIFY],
    )
    if row is None or answer not in ANSWERS:
        raise WrongState("这份材料不用再核验了。")
    found = answer == selection.HAVE
    asked_for = not found and turn.row.state == "filed" and not turn.row.round
    day = f"{turn.on.month}月{turn.on.day}日"
    words = f"{day}从“{source}”查到，不用交" if found else f"{day}查通，“{source}”里没有记录"
    changes: dict[str, Any] = {"source": words[:200], "evidence": evidence or None}
    if found:
        changes["how"] = selection.SHARE
    elif asked_for:
        changes |= {"how": selection.SUBMIT, "state": "awaited"}
    else:
        changes["sentence"] = "数据共享没有记录，由部门核查，不用申请人补"
    rows.update(Material, changes, "id = %s", [row.id])
    if found:
        _close_check(turn, row.id, source, at)
    turn.enter(
        "cases.verify_source",
        {"place": place, "material": row.name, "source": source, "answer": answer, "asked_for": asked_for,
         "evidence": evidence, "digest": digest},
    )  # fmt: skip
    return {"place": place, "answer": answer}


def _close_check(turn: Turn, answered: int, source: str, at: datetime) -> None:
    """The check is over when no source is waited for any more and none said that it has no record."""
    left = rows.read_all(
        Material,
        "t.subject = %s AND t.how = %s AND t.id <> %s",
        [rows.key(turn.row.id), selection.VERIFY, answered],
    )
    if not left:
        done = {
            "checked_at": at,
            "truthful": True,
            "finding": f"系统核验：已从“{source}”查到。"[:300],
            "by_person": None,
        }
        rows.update(
            AfterCheck,
            done,
            "case_id = %s AND kind = %s AND checked_at IS NULL",
            [rows.key(turn.row.id), KIND],
        )


def waits(row: Any) -> bool:
    """Tell whether a material row still waits for its source; one without a record is the department's."""
    return bool(row.how == selection.VERIFY and not row.sentence)
