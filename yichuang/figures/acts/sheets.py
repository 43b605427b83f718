"""The verbs of appraisal: a sheet's lines and points are set, what a person must look at is scored."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yichuang.figures import appraisal
from yichuang.figures.acts.periods import bounds
from yichuang.figures.models import Mark, Scheme
from yichuang.figures.registry import BY_KEY
from yichuang.ground import rows
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.people.models import Organisation

NUMBER = re.compile(r"-?\d{1,4}(\.\d{1,2})?", re.ASCII)
HUNDRED = 100


@act("figures.adopt_scheme", on=Scheme, creates=True)
def adopt_scheme(turn: Turn, *, by: Actor, at: datetime, scheme: str) -> dict[str, Any]:
    """A packaged sheet becomes the region's own, whose points it may set."""
    acts.require(turn, {})
    made = appraisal.packaged().get(scheme)
    if made is None:
        raise BadInput("没有这张考核表。", field="scheme")
    turn.begin(key=scheme, name=made["name"], basis=made["basis"], lines=canonical(made["lines"]))
    turn.enter("figures.adopt_scheme", {"key": scheme, "lines": made["lines"]})
    return {"key": scheme}


@act("figures.set_scheme", on=Scheme)
def set_scheme(
    turn: Turn, *, by: Actor, at: datetime, lines: Sequence[Mapping[str, Any]], basis: str
) -> dict[str, Any]:
    """The lines and points of a sheet are set anew: 100 points in all; what was closed and told stays as it was."""
    if not basis.strip():
        raise BadInput("写明依据的文件和条款。", field="basis")
    made = [_line(line) for line in lines]
    worth = sum(line["points"] for line in made)
    if worth != HUNDRED:
        raise BadInput(f"各项分值加起来要是100分，现在是{worth}分。", field="points")
    turn.set(lines=canonical(made), basis=basis.strip()[:200])
    turn.enter("figures.set_scheme", {"key": turn.row.key, "lines": made, "basis": turn.row.basis})
    return {"key": turn.row.key}


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    points, key = line.get("points"), str(line.get("key", ""))[:30]
    if type(points) is not int or not 0 <= points <= HUNDRED:
        raise BadInput("分值要是0到100的整数。", field=f"points-{key}")
    if line.get("hand"):
        return {"key": key, "name": str(line.get("name", ""))[:40], "points": points, "hand": True}
    if key not in BY_KEY:
        raise BadInput(f"没有“{key}”这个指标。", field="key")
    told = {name: str(line.get(name, "")) for name in ("full", "none")}
    for name, text in told.items():
        if not NUMBER.fullmatch(text):
            raise BadInput("满分线和零分线要写数字，最多两位小数。", field=f"{name}-{key}")
    return {"key": key, "points": points, **told}


@act("figures.score", on=Scheme)
def score(
    turn: Turn, *, by: Actor, at: datetime, period: str, department: int, line: str, points: str, why: str
) -> dict[str, Any]:
    """What no record tells is scored by somebody who looked: a department's points on a line, with the reason; a later score counts."""
    bounds(period)
    own = Scheme.objects.get(pk=turn.row.id).rows()
    found = next((one for one in own if one["key"] == line and one.get("hand")), None)
    if found is None:
        raise BadInput("这一项不是人工打分的。", field="line")
    if not NUMBER.fullmatch(points) or not 0 <= float(points) <= found["points"]:
        raise BadInput(f"这一项最多{found['points']}分，最少0分。", field="points")
    if not why.strip():
        raise BadInput("写明为什么打这个分。", field="why")
    body = Organisation.objects.filter(pk=department, region=turn.row.region).first()
    if body is None:
        raise NotThere("没有这个部门。")
    place = "scheme_id = %s AND period = %s AND department_id = %s AND line = %s"
    told = {"points": points, "why": why.strip()[:300], "by_person": by.person, "made_at": at}
    if not rows.change(Mark, told, place, [rows.key(turn.row.id), period, body.pk, line]).rowcount:
        turn.add(Mark, scheme_id=turn.row.id, period=period, department_id=body.pk, line=line, **told)
    turn.enter(
        "figures.score",
        {"period": period, "department": body.pk, "line": line, "points": points, "why": told["why"]},
    )
    return {"points": points}
