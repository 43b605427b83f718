"""Pre-review as pages: a draft is asked about, answered once, changed; a window's result is gone on with."""

import pytest
from django.test import Client

from tests.town import CHEN_ID, Town, build
from yichuang.asking import acts as asking
from yichuang.asking.models import PreReview
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.law import selection

FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def answers_of(town: Town) -> dict[str, str]:
    return {q["key"]: q["options"][0]["value"] for q in town.version(FOOD).record.get("scenarios") or ()}


def places(town: Town) -> list[str]:
    chosen = selection.select(town.version(FOOD).record, answers_of(town)).materials
    return [str(one.index) for one in chosen if not one.waived]


def begun(town: Town) -> Draft:
    account = town.account()
    me = Actor(
        "applicant", account.region, "申请人", account=account.pk, holders=frozenset({account.number_index})
    )
    return drafts.begin(
        town.version(FOOD),
        answers_of(town),
        by=me,
        at=now(),
        content={"ways": dict.fromkeys(places(town), "window")},
    )  # type: ignore[no-any-return]


def test_a_draft_is_asked_about_answered_once_and_asked_about_again(town: Town) -> None:
    draft, chen = begun(town), town.enter(Client())
    mine = f"/my/drafts/{draft.pk}/review/"
    assert "请预审" in chen.get(mine).content.decode()
    assert chen.post(mine).status_code == 302 and "正在预审" in chen.get(mine).content.decode()
    review = PreReview.objects.get()
    wu, here, part = seated(town, "wu"), f"/office/asking/reviews/{review.pk}/", f"m-{places(town)[0]}"
    assert review.number in wu.get("/office/asking/reviews/").content.decode()
    asked = wu.post(here, {f"reason-{part}": "2"})
    assert asked.status_code == 422 and f'id="f-{part}-page"' in asked.content.decode()
    assert wu.post(here, {f"reason-{part}": "2", f"f-{part}-page": "3"}).status_code == 302
    assert "第 3 页看不清" in chen.get(mine).content.decode()
    refused = chen.post(mine)
    assert refused.status_code == 409 and "还没有改" in refused.content.decode()
    assert seated(town, "tang").get(here).status_code == 404


def test_anothers_draft_and_review_are_not_there(town: Town) -> None:
    draft = begun(town)
    other = town.enter(Client(), town.account("李明", "", phone="13900000000", level=1))
    assert other.get(f"/my/drafts/{draft.pk}/review/").status_code == 404
    assert other.post(f"/my/drafts/{draft.pk}/review/").status_code == 404


def test_a_kept_result_is_gone_on_with_on_line(town: Town) -> None:
    judged = {place: {"state": "got"} for place in places(town)}
    asking.keep_review(
        by=town.actor("lin"), at=now(), version=town.version(FOOD).id, answers=answers_of(town), judged=judged, name="陈秀英", number=CHEN_ID,
    )  # fmt: skip
    chen, review = town.enter(Client()), PreReview.objects.get()
    assert "材料齐了" in chen.get("/my/reviews/").content.decode()
    there = chen.post(f"/my/reviews/{review.pk}/taking/")
    assert there["Location"].startswith(f"/apply/new/{FOOD}/?")
    assert chen.post(f"/my/reviews/{review.pk}/taking/").status_code == 409
