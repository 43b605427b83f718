"""Questions, answers for everybody and the talk on a case, for the walk over all pages."""

from typing import Any
from uuid import UUID

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.asking import acts as asking
from yichuang.drafts import acts as drafts
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.law import selection

ANSWER = {
    "question": "开小饭馆要多大面积", "answer": "没有面积要求。厨房和就餐的地方要分开。", "basis": "《食品安全法》第三十三条第一款第一项",
}  # fmt: skip


def scene(town: Town, case: UUID) -> dict[str, Any]:
    """One question answered, one to be called back, an answer drafted and one published, a talk on a case."""
    account, wu = town.account(), town.actor("wu")
    chen = Actor(
        "applicant", account.region, "申请人", account=account.pk, holders=frozenset({account.number_index})
    )
    item = town.items["food-business-license-new"].pk
    mine = asking.ask(
        by=chen, at=MONDAY, about="开小饭馆要多大面积", text="想开一家小饭馆，一层。", item=item
    )["id"]
    asking.answer(UUID(mine), by=wu, at=MONDAY, text="没有面积要求。")
    called = asking.ask(
        by=wu,
        at=MONDAY,
        about="要不要消防验收",
        source="phone",
        caller="王先生",
        phone="13800000001",
        item=item,
    )["id"]
    written = [asking.write_answer(by=wu, at=MONDAY, item=item, **ANSWER)["id"] for _ in range(2)]
    asking.publish_answer(UUID(written[1]), by=town.actor("sun"), at=MONDAY)
    asking.ask(by=wu, at=MONDAY, about="什么时候上门", text="周四上午上门看现场。", source="case", case=case)
    facts = town.version("food-business-license-new")
    answers = {q["key"]: q["options"][0]["value"] for q in facts.record.get("scenarios") or ()}
    owed = [m for m in selection.select(facts.record, answers).materials if not m.waived]
    tie = town.tie(account)
    draft = drafts.begin(
        facts, answers, by=chen, at=now(), tie=tie, content={"values": {"business": "热食类食品制售"}}
    )
    review = asking.ask_review(by=chen, at=now(), draft=draft.pk)["id"]
    judged: dict[str, dict[str, Any]] = {str(m.index): {"state": "got"} for m in owed}
    judged[str(owed[0].index)] = {"state": "faulty", "reason": "2", "fields": {"page": "3"}}
    kept = asking.keep_review(
        by=town.actor("lin"), at=now(), version=facts.id, answers=answers, judged=judged, name="陈秀英", number=CHEN_ID,
    )["id"]  # fmt: skip
    return {
        "looked": str(draft.pk),
        "review": review,
        "kept": kept,
        "question": mine,
        "called": called,
        "draft_answer": written[0],
        "answer": written[1],
    }
