"""The bulletin (通报): on a closed period, its ranking and figures frozen with what its author writes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.figures import appraisal
from yichuang.figures.models import Bulletin, Period
from yichuang.figures.registry import INDICATORS
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, NotThere

WORDS_MOST = 2000
RANKED_BY = "hundred-points"


@act("figures.issue_bulletin", on=Bulletin, creates=True)
def issue_bulletin(
    turn: Turn, *, by: Actor, at: datetime, period: UUID, number: str, words: str, scheme: str = RANKED_BY
) -> dict[str, Any]:
    """A bulletin on a closed period is out: figures, ranking and who is talked to are frozen in it."""
    acts.require(turn, {})
    found = Period.objects.filter(pk=period, region=by.region).first()
    if found is None:
        raise NotThere("通报只能说已经关账的一期。先关账。")
    if not number.strip():
        raise BadInput("没填文号。", field="number")
    if not words.strip():
        raise BadInput("写下这一期要通报什么。", field="words")
    if len(words.strip()) > WORDS_MOST:
        raise BadInput(f"正文最多写{WORDS_MOST}个字，现在是{len(words.strip())}个。", field="words")
    text = canonical(drawn_up(found, scheme))
    turn.begin(
        period_id=found.pk, number=number.strip()[:40], words=words.strip(), content=text, issued_on=turn.on, issued_by=by.person,
    )  # fmt: skip
    turn.enter(
        "figures.issue_bulletin",
        {"period": found.name, "number": turn.row.number, "digest": sm3(text), "words": sm3(turn.row.words)},
    )
    return {"number": turn.row.number}


def drawn_up(period: Period, scheme: str) -> dict[str, Any]:
    """Return the tables of a bulletin: every figure of the region, the ranking on a sheet, who is talked to."""
    sheet = appraisal.schemes(period.region).get(scheme)
    if sheet is None:
        raise BadInput("没有这张考核表。", field="scheme")
    content = period.figures()
    whole = {one.key: (content["indicators"].get(one.key, {}).get("whole") or {}).get("") for one in INDICATORS}  # fmt: skip
    return {
        "period": period.name, "scheme": sheet["name"], "digest": period.digest,
        "figures": [[one.name, one.unit, *(whole[one.key] or [None, None, None, None])] for one in INDICATORS],
        "ranking": [list(row) for row in appraisal.ranked(sheet, content, period.region)],
        "talks": list(appraisal.talked_to(sheet, period.region, period.name)), "corrections": content["corrections"],
    }  # fmt: skip
