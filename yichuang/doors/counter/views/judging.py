"""Judging the materials: one key a row, one key for the reason; photographs into the row in hand."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yichuang.cases.models import Case
from yichuang.doors import files
from yichuang.doors.counter import looking, matters, shown
from yichuang.doors.counter.matters import Matter
from yichuang.doors.counter.sitting import CHECK, Sitting, Table, asked_for, opened
from yichuang.doors.counter.views.moving import answer, move, refuse, seated
from yichuang.ground.now import now
from yichuang.ground.templatetags.yc import cnplain
from yichuang.journal.refusals import BadInput, Refused, WrongState
from yichuang.law import reasons
from yichuang.law.codes import normalise
from yichuang.materials import acts as materials

FIELD_MOST = 120
WHAT_MOST = 200


@move
def verdict(request: Any, table: Table, today: date) -> None:
    """One material was judged, or all that were left; the next one nobody judged is in hand."""
    sitting, sent = table.sitting, request.POST
    matter = _matter(request, table)
    made = matter.rows()
    row = _in_hand(made, sent.get("material", ""))
    said = sent.get("verdict", "")
    if said == "all":
        sitting.remember()
        for one in made:
            if one.is_open:
                sitting.judged[str(one.place)] = _said(one, state="got")
        sitting.panel = ""
        return
    if row is None or not row.asked or row.judged == "waived":
        raise WrongState(_fixed(row))
    sitting.row = row.place
    doing = {
        "ok": _got,
        "fix": _faulty,
        "gap": _gap,
        "commit": _committed,
        "out": _out,
        "correct": _correct,
    }.get(said)
    if doing is None:
        raise BadInput("没有这个核验结果。")
    doing(request, matter, row, made)


def _matter(request: Any, table: Table) -> Matter:
    """Return what is checked now."""
    matter = matters.of(table, request.actor, now()) if table.sitting.step == CHECK else None
    if matter is None:
        raise WrongState("还没到核材料这一步。")
    return matter


def _in_hand(made: list[looking.Row], place: str) -> looking.Row | None:
    if place.isascii() and place.isdigit():
        return next((row for row in made if str(row.place) == place), None)
    return looking.current(made)


def _fixed(row: looking.Row | None) -> str:
    if row is None:
        return "清单里没有这份材料，不能要求交。"
    return f"“{row.name}”{'免交，不用核' if row.judged == 'waived' else '已经核过，不能再改'}。"


def _said(row: looking.Row, **said: Any) -> dict[str, Any]:
    """Return a judgement; that of a merged paper names it, since its place is counted through several lists."""
    return {**said, "paper": row.name} if row.uses else said


def _judge(sitting: Sitting, row: looking.Row, made: list[looking.Row], **said: Any) -> None:
    sitting.remember()
    sitting.judged[str(row.place)] = _said(row, **said)
    sitting.panel = ""
    after = looking.next_open(made, row.place)
    sitting.row = row.place if after is None else after


def _got(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    _judge(matter.sitting, row, made, state="got")


def _out(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    if row.necessary:
        raise WrongState(f"“{row.name}”是必要材料，没交就按X退。")
    _judge(matter.sitting, row, made, state="na")


def _gap(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    if matter.case:
        raise WrongState("已经收件的件不能再容缺，收齐或退。")
    if row.necessary:
        raise WrongState(f"“{row.name}”是主审要件，不能容缺。")
    if matter.gap_day(row) is None:
        raise WrongState("这个事项的承诺时限太短，没有容缺补交的时间。")
    _judge(matter.sitting, row, made, state="gap")


def _committed(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    if not row.may_commit:
        raise WrongState(f"“{row.name}”没有列入告知承诺清单，不能用承诺代替。")
    _judge(matter.sitting, row, made, state="committed")


def _faulty(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    """First the reason, by its digit; then, where its sentence has gaps, what stands in them."""
    key, sent = request.POST.get("reason", ""), request.POST
    if not key:
        matter.sitting.panel = "reasons"
        return
    reason = reasons.reason(key)
    asked = [name for name, _ in reason.fields if name not in shown.GIVEN]
    if asked and not any(f"f_{name}" in sent for name in asked):
        matter.sitting.panel = f"fields:{key}"
        return
    fields = {name: _field(name, sent.get(f"f_{name}", "")) for name in asked}
    material = {"material": row.name, "form": "材料", "copies": 1}
    wrong = reasons.wrong_with(key, material | fields)
    if wrong:
        raise BadInput("；".join(wrong) + "。", field=f"f-{asked[0]}")
    _judge(matter.sitting, row, made, state="faulty", reason=key, fields=fields)


def _field(name: str, text: str) -> str:
    clean = "".join(c for c in text if c.isprintable()).strip()[:FIELD_MOST]
    if name == "expired_on" and clean:
        return _day(clean)
    return normalise(clean) if name in ("page", "sample") else clean


def _day(text: str) -> str:
    parts = re.findall(r"\d+", normalise(text))
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return cnplain(date(*(int(part) for part in parts)))
    except (TypeError, ValueError):
        raise BadInput("日期写成年月日，例如20260131。", field="f-expired_on") from None


def _correct(request: Any, matter: Matter, row: looking.Row, made: list[looking.Row]) -> None:
    """What was wrong is put right here and now, and confirmed by the applicant (art. 32(1)(3))."""
    if matter.case:
        raise WrongState("已经收件的件，在办件页记当场更正。")
    if matter.is_thing:
        raise WrongState("一件事的材料当场改好了，按收齐。")
    if "what" not in request.POST:
        matter.sitting.panel = "correct"
        return
    what = "".join(c for c in request.POST["what"] if c.isprintable()).strip()
    if len(what) < 2:
        raise BadInput("请写明当场改了什么，例如：补写了联系电话。", field="what")
    if len(what) > WHAT_MOST:
        raise BadInput(f"当场改了什么，最多写{WHAT_MOST}个字，现在是{len(what)}个。", field="what")
    _judge(matter.sitting, row, made, state="got", corrected=what)


@require_POST
def photo(request: Any, place: int) -> HttpResponse:
    """A photograph or a file of one material: kept with the sitting, handed on to the case."""
    actor, at = seated(request), now()
    table = opened(actor)
    try:
        table = asked_for(actor, request.POST.dict())
        made = _matter(request, table).rows()
        upload = request.FILES.get("file")
        if upload is None:
            raise BadInput("请拍照，或选一份文件。", field="file")
        row = _in_hand(made, str(place))
        if row is None or table.id is None:
            raise WrongState(_fixed(None))
        subject = Case.objects.get(pk=table.sitting.case).pk if table.sitting.case else table.id
        files.take(upload, subject, by=actor, at=at, place=place)
    except Refused as error:
        return refuse(request, actor, error, at)
    table.sitting.row = place
    return answer(request, table, at, said=f"已存进“{row.name}”。")


@require_POST
def photo_removal(request: Any, file: UUID) -> HttpResponse:
    """A photograph is taken out again, while the sitting lasts."""
    actor, at = seated(request), now()
    table = opened(actor)
    subject = table.sitting.case or table.id
    if subject is None or table.id is None:
        raise WrongState("桌上没有材料。")
    materials.drop(subject, file, since=table.id, by=actor, at=at)
    return answer(request, table, at, said="已删掉。")
