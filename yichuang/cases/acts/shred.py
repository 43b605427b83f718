"""Forgetting a person: the personal values of a case are destroyed, its chain stays whole and says so."""

from datetime import datetime
from typing import Any

from yichuang.cases.acts.parts import reason_given
from yichuang.cases.models import Case, Delivery, Party
from yichuang.drafts.models import Signature
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Entry
from yichuang.journal.refusals import WrongState
from yichuang.registers.models import Evidence

GONE = "（已销毁）"


@act("journal.shred", on=Case)
def shred(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """Numbers, telephones, addresses and signatures of a closed case are gone, beside the chain and on its rows.

    Issued papers stay as they were issued: they are records of the organ. Basis: 《个人信息保护法》 art. 47.
    """
    text = reason_given(why, "请写明销毁的依据，例如保管期限已满。", "why")[:300]
    if turn.row.state != "closed":
        raise WrongState("这一件还没有结束，个人信息不能销毁。")
    mine = [rows.key(turn.row.id)]
    kept = rows.read_all(Entry, "t.subject = %s AND t.private <> '' ORDER BY t.seq", mine)
    if not kept:
        raise WrongState("这一件旁存的个人信息已经销毁了。")
    rows.update(Entry, {"private": ""}, "subject = %s AND private <> ''", mine)
    blank = {"name": GONE, "number": "", "phone": "", "address": "", "mandate": ""}
    rows.update(Party, blank, "case_id = %s", mine)
    rows.update(Delivery, {"receiver": GONE, "address": "", "signature": ""}, "case_id = %s", mine)
    rows.update(Signature, {"shown": ""}, "subject = %s", mine)
    asked = "id IN (SELECT evidence FROM materials_material WHERE subject = %s AND evidence IS NOT NULL)"
    rows.update(Evidence, {"content": ""}, asked, mine)
    turn.set(applicant_name=GONE, applicant_index="", tail_index="", delivery_to="")
    shredded = [entry.seq for entry in kept]
    turn.enter("journal.shred", {"shredded": shredded, "why": text})
    return {"shredded": len(shredded)}
