"""What the office's lists are made of: filters from the address, one predicate, keyset pages, rows for the queue."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from yichuang.cases.models import Case
from yichuang.ground.templatetags.yc import masked_name
from yichuang.journal.actor import Actor
from yichuang.law.states import OUTCOMES, STATES

PAGE = 50
MOST = 1000
FILTERS = {
    "all": "全部", "red": "红牌", "yellow": "黄牌", "stopped": "不计时", "provisional": "日期暂定", "returned": "退回过", "breach": "二次告知放行",
}  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chosen(actor: Actor, asked: dict[str, str]) -> Any:
    """Return the cases this actor may see that fit the filters of the address."""
    found = Case.objects.visible_to(actor)
    name = asked.get("f", "all")
    if name in ("red", "yellow"):
        found = found.filter(colour=name, turns_on__isnull=name == "red", due_on__isnull=False)
    if name in ("stopped", "provisional"):
        found = found.filter(**{name: True})
    elif name == "returned":
        found = found.returned()
    elif name == "breach":
        found = found.in_breach()
    if asked.get("state") in dict(STATES):
        found = found.in_state(asked["state"])
    if asked.get("q"):
        found = found.found_by(asked["q"])
    return found


def page(actor: Actor, asked: dict[str, str], today: date) -> dict[str, Any]:
    """Return one keyset page of rows, newest first, with an honest count."""
    found = chosen(actor, asked)
    after = _cursor(asked.get("after", ""))
    rows = found.filter(pk__lt=after) if after else found
    block = list(rows.select_related("item", "department", "hall").order_by("-pk")[: PAGE + 1])
    count = found.order_by()[: MOST + 1].count()
    keep = {k: v for k, v in asked.items() if k in ("f", "state", "q") and v}
    more = f"?{urlencode(keep | {'after': block[PAGE - 1].pk.hex})}" if len(block) > PAGE else ""
    return {
        "rows": [_row(case, today) for case in block[:PAGE]],
        "count": f"{MOST}+" if count > MOST else str(count),
        "next_href": more,
        "chips": [
            {
                "name": word,
                "href": f"?{urlencode(keep | {'f': key})}",
                "current": asked.get("f", "all") == key,
            }
            for key, word in FILTERS.items()
        ],
    }


def _cursor(text: str) -> UUID | None:
    try:
        return UUID(hex=text) if text else None
    except ValueError:
        return None


def _row(case: Case, today: date) -> dict[str, Any]:
    return {
        "href": reverse("office:case", args=[case.pk]), "number": case.number or case.filing_number, "item": case.item.name,
        "who": case.applicant_name if case.applicant_kind == "body" else masked_name(case.applicant_name), "department": case.department.name, "state": words(case), "due_on": case.due_on, "colour": case.colour,
        "provisional": case.provisional, "step": case.step, "hall": case.hall.name,
    }  # fmt: skip


def words(case: Case) -> str:
    """Return state and outcome in words."""
    outcome = dict(OUTCOMES).get(case.outcome, "")
    return f"{dict(STATES)[case.state]}{'·' + outcome if outcome else ''}"


def lines(actor: Actor, asked: dict[str, str]) -> Iterator[str]:
    """Yield the export as CSV, a row at a time: the same rows as the list; formula cells are made harmless."""

    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(
        ["申请编号", "办件编号", "事项", "部门", "状态", "收件日", "受理日", "到期日", "决定日", "牌"]
    )
    for case in chosen(actor, asked).select_related("item", "department").order_by("-pk").iterator(500):
        cells = [case.filing_number, case.number or "", case.item.name, case.department.name, words(case), case.received_on, case.accepted_on,
                 case.due_on, case.decided_on, case.colour]  # fmt: skip
        yield writer.writerow([safe(cell) for cell in cells])


def safe(cell: Any) -> str:
    """Return a cell that a spreadsheet will not run."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
