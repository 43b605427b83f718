"""Who pays the post follows the item, then the local rule with its exceptions; what can be chosen follows the result."""

import pytest

from yichuang.law import delivery

LICENCE = {"result_documents": [{"name": "许可证", "kind": "证照"}]}


@pytest.mark.parametrize(
    ("record", "switch", "department", "free"),
    [
        ({}, "1", "民政局", True), ({}, "0", "民政局", False), ({}, "1", "示例区公安局", False), ({"free_post": True}, "0", "公安局", True),
        ({"free_post": False}, "1", "民政局", False),
    ],
)  # fmt: skip
def test_who_pays(record, switch, department, free):
    assert delivery.free_post(record, switch, "公安、医疗保障，税务", department) is free


def test_the_ways_follow_the_result():
    assert [way.key for way in delivery.ways(LICENCE, free=True)] == ["post", "pickup", "electronic"]
    assert [way.key for way in delivery.ways({"no_post": True, **LICENCE}, free=True)] == [
        "pickup",
        "electronic",
    ]
    assert [way.key for way in delivery.ways({"result_documents": [{"name": "批复"}]}, free=False)] == [
        "post",
        "pickup",
    ]


def test_who_pays_is_said_before_it_is_chosen():
    assert delivery.ways({}, free=True)[0].label == "邮寄（政府付邮费）"
    assert (
        delivery.ways({}, free=False)[0].payer == "applicant"
        and "到付" in delivery.ways({}, free=False)[0].label
    )
