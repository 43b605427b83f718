"""Addresses of the mainland as people write them: split into province, city, county and the rest; the 34 names of GB/T 2260."""

import re
from dataclasses import dataclass

PROVINCES = (
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
    "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省",
    "青海省", "宁夏回族自治区", "新疆维吾尔自治区", "台湾省", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
WITHOUT_CITY = frozenset({"北京市", "天津市", "上海市", "重庆市", "香港特别行政区", "澳门特别行政区"})
_ENDS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市")
_SHORT = {name.removesuffix(next(end for end in _ENDS if name.endswith(end))): name for name in PROVINCES}
_CITY = re.compile(r"^(.{2,10}?(?:市|自治州|地区|盟))")
_COUNTY = re.compile(r"^(.{1,12}?(?:区|县|市|旗))")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address; a part that is not there is empty."""

    province: str = ""
    city: str = ""
    county: str = ""
    street: str = ""

    @property
    def line(self) -> str:
        """The address as it stands on a letter."""
        return "".join((self.province, self.city, self.county, self.street))


def split(text: str, *, home: str = "") -> Address:
    """Return the parts of an address that was written in one line; `home` is the own province where none is written.

    Basis: GB/T 2260 (names of provinces); GB/T 23705 (order of the parts).
    """
    rest, province = "".join(text.split()), home
    for short, name in _SHORT.items():
        if rest.startswith((name, short)):
            province, rest = (
                name,
                rest.removeprefix(name) if rest.startswith(name) else rest.removeprefix(short),
            )
            break
    else:
        if home and rest.startswith(home):
            rest = rest.removeprefix(home)
    city = "" if province in WITHOUT_CITY else _first(_CITY, rest)
    rest = rest.removeprefix(city)
    county = _first(_COUNTY, rest)
    return Address(province, city, county, rest.removeprefix(county))


def wrong(address: Address, provinces: tuple[str, ...] = PROVINCES) -> list[tuple[str, str]]:
    """Return what must be changed, by part, each as a sentence that says how.

    Basis: ux.md 7.3; a letter comes back where the door is not named.
    """
    found = []
    if address.province not in provinces:
        found.append(("province", "请选择省、自治区或直辖市"))
    if not address.city and address.province not in WITHOUT_CITY:
        found.append(("city", "请填写市、州、地区或盟"))
    if not address.county:
        found.append(("county", "请填写区、县、县级市或旗"))
    if len(address.street) < 4 or not re.search(r"[0-9０-９一二三四五六七八九十百]", address.street):
        found.append(("street", "请写到门牌号，例如幸福路1号2栋301"))
    if len(address.line) > 110:
        found.append(("street", f"地址一共最长110个字，现在是{len(address.line)}个"))
    return found


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[1] if found else ""
