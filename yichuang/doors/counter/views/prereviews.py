"""Pre-review at the window: the result is kept without a case, and gone on with at any window when the person is back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yichuang.asking import acts as asking
from yichuang.asking.models import PreReview
from yichuang.cases import acts as cases
from yichuang.catalogue import versions
from yichuang.doors import frame
from yichuang.doors.counter.one_item import OneItem
from yichuang.doors.counter.sitting import ASK, CHECK, Sitting, Table, asked_for
from yichuang.doors.counter.views.moving import answer, move, refuse, seated
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere, Refused, WrongState
from yichuang.law import selection

NOBODY = UUID(int=0)


@require_POST
def keeping(request: Any) -> HttpResponse:
    """What was seen on the table is kept for the person; nothing is filed, and the table is free."""
    actor, at = seated(request), now()
    try:
        table = asked_for(actor, request.POST.dict())
        sitting = table.sitting
        if sitting.bundle:
            raise WrongState("一件事不留预审结果。按G打清单给申请人带走，材料齐了再来。")
        if (
            sitting.step != CHECK
            or not sitting.version
            or not sitting.applicant
            or sitting.case
            or table.intake is None
        ):
            raise WrongState("先读证、选事项、核完材料，再留预审结果。已经收件的不留。")
        made = OneItem(table, actor, at).rows()
        judged = {str(row.place): sitting.judged.get(str(row.place)) or _waived(row) for row in made}
        done = asking.keep_review(
            by=actor, at=at, version=sitting.version, answers=sitting.answers, judged={k: v for k, v in judged.items() if v},
            name=sitting.applicant["name"], number=sitting.applicant["number"],
        )  # fmt: skip
        cases.drop_intake(table.intake.pk, by=actor, at=at)
    except Refused as error:
        return refuse(request, actor, error, at)
    missing = f"要补{done['missing']}份" if done["missing"] else "材料齐了"
    said = f"预审结果留好了，编号{done['number']}，{missing}。没有收件。"
    return answer(request, Table(Sitting()), at, done=None, said=said)


def _waived(row: Any) -> dict[str, str]:
    return {"state": "waived"} if row.judged == "waived" or not row.asked else {}


@move
def taking(request: Any, table: Table, today: date) -> None:
    """What a window kept for this person is on the table again; what was seen is not judged anew."""
    sitting, by = table.sitting, request.actor
    row = (
        PreReview.objects.visible_to(by)
        .filter(pk=frame.uuid_of(request.POST.get("review", "")) or NOBODY, kind="window")
        .first()
    )
    if row is None or not sitting.applicant or vault.index(sitting.applicant["number"]) != row.number_index:
        raise NotThere("没有这个人的预审结果。先读证，再从列表里选。")
    facts = versions.current(row.item_id, by.stamp)
    content = row.opened()
    known = {q["key"]: {o["value"] for o in q["options"]} for q in facts.record.get("scenarios") or ()}
    sitting.about(facts.id)
    sitting.answers = {key: value for key, value in content["answers"].items() if value in known.get(key, ())}
    if facts.id == row.version_id:
        sitting.judged = {
            place: said for place, said in content["judged"].items() if said.get("state") == "got"
        }
    sitting.step = CHECK if selection.next_question(facts.record, sitting.answers) is None else ASK
    asking.take_review(row.pk, by=by, at=now())
