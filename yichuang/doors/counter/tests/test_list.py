"""A list made on line, at a kiosk or on paper is scanned: the clerk sees item and answers, and asks nothing again."""

import pytest

from tests.town import CHEN_ID, Town
from yichuang.catalogue import versions
from yichuang.doors import carried
from yichuang.doors.counter.sitting import opened
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.journal import stamps

FIRM = "company-establishment"
ANSWERS = {"premises": "own", "preapproval": "no", "agent": "no"}


@pytest.fixture
def code(town: Town) -> str:
    return carried.address(FIRM, ANSWERS)


def test_a_list_scanned_before_the_card_waits_for_it_and_nothing_is_asked(hands: Hands, code: str) -> None:
    hands.send("person", number=code, source="scan")
    assert (
        hands.status == 200
        and "扫到清单：公司设立登记" in hands.page
        and "自有房产 / 不涉及 / 本人办理" in hands.page
    )
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert 'id="mt"' in hands.page and "住所使用证明（不动产权证书）" in hands.page
    assert "情形来自申请人带来的清单：自有房产 / 不涉及 / 本人办理" in hands.page


def test_a_list_scanned_after_the_card_puts_the_materials_on_the_table(
    hands: Hands, code: str, town: Town
) -> None:
    hands.send("person", number=CHEN_ID, name="陈秀英")
    hands.send("person", number=code, source="scan")
    assert 'id="mt"' in hands.page and "陈秀英" in hands.page
    assert opened(town.actor("lin")).sitting.answers == ANSWERS


def test_a_list_typed_into_the_search_box_counts_too(hands: Hands, code: str) -> None:
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert 'id="mt"' in hands.send("item", item="", q=code).page


def test_only_what_the_applicant_was_not_sure_of_is_asked(hands: Hands) -> None:
    hands.send("person", number=carried.address(FIRM, {"premises": "own", "agent": "no"}, ("preapproval",)))
    assert "有1个问题申请人拿不准" in hands.page
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert (
        "经营范围是否含登记前须经批准的项目？" in hands.page and "申请人在清单上选了“我不确定”" in hands.page
    )
    assert 'id="mt"' in hands.send("answer", answer="no").page


@pytest.mark.parametrize("host", ["http://10.0.0.5:8000", "https://zwfw.example.test", ""])
def test_the_host_of_the_code_does_not_matter(hands: Hands, host: str) -> None:
    hands.send("person", number=f"{host}/items/{FIRM}/notice/?premises=lease&preapproval=no&agent=no&utm=x")
    assert "租赁或借用 / 不涉及 / 本人办理" in hands.page


def test_an_old_code_is_asked_for_what_it_no_longer_answers(hands: Hands) -> None:
    hands.send("person", number=f"https://a.test/items/{FIRM}/list/?premises=gone&preapproval=no&agent=no")
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert "经营场所（住所）属于哪种情形？" in hands.page


def test_a_code_of_an_item_that_is_gone_says_so(hands: Hands) -> None:
    assert hands.send("person", number="https://a.test/items/no-such-item/list/?a=b").status == 404
    assert "这份清单的事项不在本地区办" in hands.page


def test_a_list_leaves_what_was_judged_for_another_item_behind(hands: Hands, code: str, town: Town) -> None:
    hands.upto_materials(town.items["equity-pledge-registration"], answers=())
    hands.send("person", number=code, source="scan")
    sitting = opened(town.actor("lin")).sitting
    assert (sitting.version, sitting.judged, sitting.answers) == (town.version(FIRM).id, {}, ANSWERS)
    assert versions.by_name(FIRM, stamps.current()).id == sitting.version


def test_a_step_back_asks_the_last_question_again(hands: Hands, code: str, town: Town) -> None:
    hands.send("person", number=code)
    hands.send("person", number=CHEN_ID, name="陈秀英")
    hands.send("back")
    assert "agent" not in opened(town.actor("lin")).sitting.answers and "是否委托他人代办？" in hands.page
