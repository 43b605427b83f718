"""An address in one line falls into its parts; what a letter needs is asked for by part."""

import pytest

from yichuang.law import addresses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("福建省莆田市涵江区保尾路1号", ("福建省", "莆田市", "涵江区", "保尾路1号")),
        ("广东 深圳市 南山区 深南大道 1 号", ("广东省", "深圳市", "南山区", "深南大道1号")),
        ("上海市嘉定区博乐南路111号", ("上海市", "", "嘉定区", "博乐南路111号")),
        ("内蒙古锡林郭勒盟正蓝旗上都镇2号", ("内蒙古自治区", "锡林郭勒盟", "正蓝旗", "上都镇2号")),
        ("示例省示例市示例区幸福路1号", ("示例省", "示例市", "示例区", "幸福路1号")),
        ("示例区幸福路1号", ("示例省", "", "示例区", "幸福路1号")),
        ("", ("示例省", "", "", "")),
    ],
)  # fmt: skip
def test_one_line_falls_into_parts(text, parts):
    found = addresses.split(text, home="示例省")
    assert (found.province, found.city, found.county, found.street) == parts


def test_what_a_letter_needs_is_asked_for_by_part():
    assert [part for part, _ in addresses.wrong(addresses.Address())] == [
        "province",
        "city",
        "county",
        "street",
    ]
    assert addresses.wrong(addresses.split("上海市嘉定区博乐南路111号")) == []
    assert addresses.wrong(addresses.Address("福建省", "莆田市", "涵江区", "很长" * 60))[0][0] == "street"
