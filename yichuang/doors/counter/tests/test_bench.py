"""The five steps: read, pick, ask, judge, and where a reload, a step back or a second window leaves them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import CHEN_ID, FIRM_CODE, Town
from yichuang.cases.models import Intake
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.journal import looks
from yichuang.journal.models import Look

STEP_GZ, LOAD_GZ = 6_000, 25_000


def test_a_typed_number_is_checked_at_once_and_nothing_typed_is_lost(hands: Hands) -> None:
    wrong = CHEN_ID[:-1] + ("1" if CHEN_ID[-1] != "1" else "2")
    hands.send("person", number=wrong, name="陈秀英")
    assert hands.status == 422 and wrong in hands.page and "陈秀英" in hands.page
    assert "核对" in hands.page and not Intake.objects.exists()


def test_an_unknown_number_asks_for_the_name_and_keeps_the_number(hands: Hands) -> None:
    hands.send("person", number=CHEN_ID)
    assert hands.status == 422 and "请填写" in hands.page and CHEN_ID in hands.page


def test_who_has_a_licence_on_file_needs_no_name_and_sees_it_with_its_trust(
    hands: Hands, licensed: Town
) -> None:
    hands.send("person", number=CHEN_ID)
    assert (
        hands.status == 200
        and "陈秀英" in hands.page
        and "不动产权证书" in hands.page
        and "部门核发" in hands.page
    )
    assert CHEN_ID not in hands.page


@pytest.mark.parametrize("text", ["１８位", "abc", "1" * 400, "<script>", "", "  "])
def test_what_is_no_number_gets_a_sentence(hands: Hands, text: str) -> None:
    hands.send("person", number=text)
    assert hands.status == 422 and "<script>" not in hands.page.replace("<script src", "").replace(
        "<script type", ""
    )


def test_a_firm_is_read_from_its_licence_code_even_inside_a_longer_code(hands: Hands) -> None:
    hands.send("person", number=f"http://example.test/{FIRM_CODE}?a=1", name="示例区鑫味餐饮有限公司")
    assert hands.status == 200 and FIRM_CODE in hands.page and "加法定代表人" in hands.page


def test_a_full_width_number_with_a_small_x_is_taken(hands: Hands) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CHEN_ID.lower())
    assert hands.send("person", number=wide, name="陈秀英").status == 200


def test_a_reload_returns_to_the_same_step_and_row(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"], ("lease", "no", "no"))
    hands.judge("ok", material=3)
    assert hands.look().page.count('aria-current="true"') == 1 and 'id="mt-5"' in hands.page
    row = hands.page.split('id="mt-5"')[1][:200]
    assert 'aria-current="true"' in row


def test_two_windows_do_not_overwrite_each_other(hands: Hands, licensed: Town) -> None:
    hands.send("person", number=CHEN_ID)
    old = dict(hands.said)
    hands.send("item", item=str(licensed.items["company-establishment"].pk))
    hands.said |= old
    hands.send("item", item=str(licensed.items["elderly-allowance"].pk))
    assert hands.status == 409 and "在别处改动过" in hands.page and "公司设立登记" in hands.page


def test_a_step_back_loses_nothing(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.judge("ok", material=3)
    for answer in ("no", "no", "own"):
        hands.send("back")
        assert 'id="ask"' in hands.page, answer
    for answer in ("own", "no", "no"):
        hands.send("answer", answer=answer)
    assert "收齐" in hands.page and "都核完了" in hands.page


def test_the_last_judgement_is_taken_back(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.judge("ok")
    assert "都核完了" in hands.page
    assert "还有1份待核" in hands.send("undo").page


def test_what_waits_is_taken_up_where_it_was_left(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.send("suspension")
    assert 'id="number"' in hands.page and "挂起1件" in hands.page
    hands.send(f"resumption/{Intake.objects.get().pk}")
    assert 'id="mt"' in hands.page and "陈秀英" in hands.page


def test_no_more_than_three_wait(hands: Hands, licensed: Town) -> None:
    for _ in range(3):
        hands.send("person", number=CHEN_ID).send("suspension")
    hands.send("person", number=CHEN_ID).send("suspension")
    assert hands.status == 409 and "已经挂起3件" in hands.page and "陈秀英" in hands.page


def test_who_leaves_without_filing_leaves_no_number_behind(hands: Hands, licensed: Town) -> None:
    hands.send("person", number=CHEN_ID).send("dropping")
    assert Intake.objects.get().opened() == {} and "已放下" in hands.page


def test_a_second_card_asks_whose_it_is(hands: Hands, licensed: Town) -> None:
    other = licensed.licence("居民身份证", "189901199001010017", name="李代理")
    hands.upto_materials(licensed.items["company-establishment"], ("own", "no", "yes"))
    assert "还没登记代理人" in hands.page
    number = _agents_number()
    hands.send("person", number=number, name=other.holder_name, source="card", matched="1")
    assert "李代理是谁" in hands.page
    hands.send("second", role="agent")
    assert "代理人" in hands.page and "还没登记代理人" not in hands.page


def _agents_number() -> str:
    from datetime import date

    from yichuang.law.identity import synthetic_resident_id

    return synthetic_resident_id("189901", date(1990, 1, 1), 1)


def test_a_number_in_full_is_shown_once_and_the_look_is_on_record(hands: Hands, licensed: Town) -> None:
    hands.send("person", number=CHEN_ID)
    hands.send("number", role="applicant")
    looks.flush()
    assert f"{CHEN_ID[:6]} {CHEN_ID[6:14]} {CHEN_ID[14:]}" in hands.page
    assert {"看全号", "窗口读证"} <= set(Look.objects.values_list("purpose", flat=True))


def test_only_what_the_list_asks_can_be_judged(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    assert hands.judge("ok", material=99).status == 409 and "清单里没有这份材料" in hands.page
    assert hands.judge("ok", material=4).status == 409 and "免交" in hands.page
    assert hands.judge("burn").status == 422


def test_each_reason_says_how_to_mend_it_and_refuses_gaps(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.judge("fix")
    assert "为什么退" in hands.page
    hands.judge("fix", reason="5")
    assert "申请书上写的" in hands.page
    hands.judge("fix", reason="5", f_item="名称", f_here="甲", f_there="")
    assert hands.status == 422 and 'value="甲"' in hands.page
    hands.judge("fix", reason="5", f_item="名称", f_here="甲", f_there="乙")
    assert hands.status == 200 and "要补：不一致" in hands.page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("20260131", "2026年1月31日"), ("2026-1-31", "2026年1月31日"), ("二月三十", None), ("20260230", None)],
)
def test_a_date_in_a_reason_is_read_or_refused(
    hands: Hands, licensed: Town, typed: str, shown: str | None
) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.judge("fix", reason="4")
    hands.judge("fix", reason="4", f_expired_on=typed)
    assert (shown or typed) in hands.page and hands.status == (200 if shown else 422)


def test_a_vague_free_reason_is_refused(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items["company-establishment"])
    hands.judge("fix", reason="7", f_text="请补齐相关部门要求的其他材料")
    assert hands.status == 422 and "说得不清楚" in hands.page


def test_a_variant_is_the_first_question(hands: Hands, town: Town) -> None:
    first, second = town.items["company-establishment"], town.items["equity-pledge-registration"]
    for item, word in ((first, "设立"), (second, "质权")):
        item.base, item.variant = "公司登记", word
        item.save()
    _rules_changed()
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert "base:公司登记" in hands.client.get("/counter/items/?q=gsdj").content.decode()
    hands.send("item", item="base:公司登记")
    assert "公司登记：办哪一种？" in hands.page and "质权" in hands.page
    assert "问1/3" in hands.send("item", item=str(first.pk)).page


def _rules_changed() -> None:
    from yichuang.journal import stamps

    stamps.bump()
    stamps.forget()


@pytest.mark.parametrize(
    "item",
    [
        "",
        "x",
        "base:",
        "case:x",
        "case:01a20811-5fcc-7b03-a0fd-4c9ff1ad6a2f",
        "01a20811-5fcc-7b03-a0fd-4c9ff1ad6a2f",
    ],
)
def test_a_forged_pick_is_refused_in_a_sentence(hands: Hands, licensed: Town, item: str) -> None:
    hands.send("person", number=CHEN_ID)
    hands.send("item", item=item)
    assert hands.status in (200, 404, 409, 422) and "Traceback" not in hands.page


@pytest.mark.parametrize("post", ["wu", "he", "hu"])
def test_posts_without_a_window_are_turned_away(town: Town, enter: Any, post: str) -> None:
    assert enter(post).get("/counter/").status_code == 403


def test_every_step_is_small_and_asks_little(hands: Hands, licensed: Town) -> None:
    item = licensed.items["food-business-license-new"]
    hands.send("person", number=CHEN_ID)
    sizes, asked = [], []
    moves: list[tuple[str, dict[str, str]]] = [("item", {"item": str(item.pk)})]
    moves += [
        ("answer", {"answer": q["options"][0]["value"]})
        for q in licensed.version("food-business-license-new").record["scenarios"]
    ]
    moves += [
        ("verdicts", {"verdict": "fix"}),
        ("verdicts", {"verdict": "fix", "reason": "1"}),
        ("verdicts", {"verdict": "ok"}),
        ("verdicts", {"verdict": "all"}),
    ]
    for noun, fields in moves:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert hands.send(noun, **fields).status == 200
        sizes.append(hands.size)
        asked.append(len(queries))
    assert max(sizes) <= STEP_GZ, sizes
    assert max(asked) <= 17, asked
    assert hands.look().size <= LOAD_GZ
