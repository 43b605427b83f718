"""What a message may not ask for, and what an answer for everybody may not give away."""

import pytest

from yichuang.law import asking


@pytest.mark.parametrize(
    "text",
    ["请补交租赁合同。", "麻烦再提供一份身份证复印件", "营业执照没有，补一下", "明天把图纸带来。不行就把承诺书交来。", "需要上传现场照片"],
)  # fmt: skip
def test_asking_for_a_paper_is_found(text: str) -> None:
    assert asking.demand(text)


@pytest.mark.parametrize(
    "text",
    ["周四上午上门核查，家里留人。", "您的材料已经收齐。", "不用再交身份证复印件。", "办结后给您发短信。", "您交的合同我们看过了。"],
)  # fmt: skip
def test_what_asks_for_nothing_passes(text: str) -> None:
    assert asking.demand(text) is None


def test_what_the_notice_lists_may_be_named_again() -> None:
    assert asking.demand("通知书上的租赁合同，10日前补交。", ["租赁合同"]) is None


def test_personal_pieces_are_found_and_blanked() -> None:
    text = "陈秀英（18990119790512021X，13800000000）问：查询码7K4M-29PX怎么用？"
    assert {kind for _, kind in asking.personal(text, ["陈秀英"])} == {
        "证件号码",
        "手机号码",
        "查询码",
        "姓名或名称",
    }
    blank = asking.without_personal(text, ["陈秀英"])
    assert not asking.personal(blank, ["陈秀英"]) and "怎么用" in blank


def test_each_source_has_its_limit() -> None:
    assert [asking.limit_name(s) for s in ("callback", "case", "guide")] == [
        "callback_days",
        "message_days",
        "consult_days",
    ]
