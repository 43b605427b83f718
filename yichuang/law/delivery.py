"""How a result comes to the applicant: fetched, posted, or as an e-licence; who pays the post. Always the applicant's will."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PICKUP, POST, ELECTRONIC = "pickup", "post", "electronic"
GOVERNMENT, APPLICANT = "government", "applicant"


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its key, what it is called, what follows, who pays the post."""

    key: str
    label: str
    hint: str
    payer: str = ""


def free_post(record: Mapping[str, Any], switch: str, excepted: str, department: str) -> bool:
    """Tell whether the government pays the post: what the item says, else the local rule with its exceptions.

    Basis: 涵政办〔2019〕38号 四（五）: all results of the hall, as the applicant wishes, but for named departments.
    """
    if record.get("free_post") is not None:
        return bool(record["free_post"])
    names = excepted.replace("，", "、").split("、")
    return switch == "1" and not any(name.strip() and name.strip() in department for name in names)


def is_electronic(record: Mapping[str, Any]) -> bool:
    """Tell whether every result is an e-licence, so that nothing need be fetched or posted.

    Basis: 国务院令第716号 art. 10 (an e-licence equals the paper); 殷政办〔2021〕15号 三（一）1（3）.
    """
    results = record.get("result_documents") or ()
    return bool(results) and all(one.get("kind") == "证照" for one in results)


def ways(record: Mapping[str, Any], *, free: bool) -> tuple[Way, ...]:
    """Return the ways that stand open for an item, the usual one first.

    Basis: 殷政办〔2021〕15号 三（一）1（3）; 涵政办〔2019〕38号 四（五）.
    """
    found = []
    if not record.get("no_post"):
        label, hint = (
            ("邮寄（政府付邮费）", "寄出后有邮件号")
            if free
            else ("邮寄（邮费到付）", "邮费您付给送件的人，寄出后有邮件号")
        )
        found.append(Way(POST, label, hint, GOVERNMENT if free else APPLICANT))
    found.append(Way(PICKUP, "自己来取", "到窗口领，带身份证件"))
    if is_electronic(record):
        found.append(Way(ELECTRONIC, "只要电子证照", "决定当天就能在我的空间里用，不再领纸质的"))
    return tuple(found)
