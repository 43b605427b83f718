"""The local list of those for whom gap and commitment are closed until repair; its changes are chained as one book."""

from datetime import datetime
from typing import Any

from yichuang.cases.acts.parts import reason_given
from yichuang.cases.models import CreditMark
from yichuang.ground import rows, vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law.codes import normalise


@act("cases.mark_credit", on=Register, book="credit")
def mark_credit(turn: Turn, *, by: Actor, at: datetime, holder_number: str, reason: str) -> dict[str, Any]:
    """Somebody stands on the local list: no gap and no commitment for them until it is repaired (国办发〔2020〕42号)."""
    number = normalise(holder_number)
    if not number:
        raise BadInput("请填写证件号码。", field="holder_number")
    text = reason_given(reason, "请写明列入的依据和理由。", "reason")[:200]
    made = CreditMark.objects.create(
        region=turn.row.region, holder_index=vault.index(number), reason=text, starts_on=turn.on
    )
    turn.enter("cases.mark_credit", {"mark": made.pk, "reason": text}, private={"number": number})
    return {"mark": made.pk}


@act("cases.repair_credit", on=Register, book="credit")
def repair_credit(turn: Turn, *, by: Actor, at: datetime, mark: int, basis: str) -> dict[str, Any]:
    """A mark is repaired: gap and commitment are open to its holder again."""
    text = reason_given(basis, "请写明信用修复的依据。", "basis")[:200]
    open_mark = "id = %s AND region = %s AND repaired_on IS NULL"
    closed = rows.change(CreditMark, {"repaired_on": turn.on}, open_mark, [mark, turn.row.region])
    if closed.rowcount != 1:
        raise WrongState("没有这条失信记录，或者已经修复了。")
    turn.enter("cases.repair_credit", {"mark": mark, "basis": text})
    return {"mark": mark}
