"""Signing on line (签署): what is signed, which way is enough at which real-name level, and what each way may be called."""

from dataclasses import dataclass

from . import BadInput

WHATS = {
    "form": "申请表",
    "commitment": "告知承诺书",
    "gap_promise": "容缺受理承诺书",
    "mandate": "授权委托书",
    "retrieval": "调取信息的同意书",
}
MATCHED, SEEN, CERTIFIED = 2, 3, 4
LEVELS = {
    0: "没有实名",
    1: "只核过手机号码",
    2: "姓名和证件核对一致",
    3: "窗口或人脸核验过",
    4: "数字证书",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way of signing: its words, the lowest level, and what it is not."""

    key: str
    words: str
    level: int
    limit: str


WAYS = (
    Way("account", "登录后在网上确认", SEEN, "没有用数字证书，也没有盖电子印章。"),
    Way("code", "登录后在网上确认，并填了短信验证码", MATCHED, "没有用数字证书，也没有盖电子印章。"),
    Way("seal", "盖电子印章", 0, "印章是否有效，按证书和印章系统的验证结果看。"),
    Way("paper", "在窗口的纸质材料上签字", 0, "签字在纸质材料上，这里只记下谁看着签的。"),
)
_BY_KEY = {way.key: way for way in WAYS}


def way(key: str) -> Way:
    """Return a way of signing by its key; BadInput for another word.

    Basis: 《电子签名法》 arts. 2, 3; 国务院令第716号 art. 8.
    """
    if key not in _BY_KEY:
        raise BadInput("没有这种签署方式。")
    return _BY_KEY[key]


def asked_of(level: int) -> Way:
    """Return the way in which an account of this level confirms; BadInput when on line is not enough.

    From level 3 a person has been seen, so confirming while signed in is enough; at level 2 a fresh code shows that
    whoever confirms holds the telephone. At level 1 nobody knows who it is.
    Basis: 国办函〔2016〕108号 (实名); domain.md 6.3; 《电子签名法》 art. 2 (identifies the signer, shows consent).
    """
    if level >= SEEN:
        return _BY_KEY["account"]
    if level == MATCHED:
        return _BY_KEY["code"]
    raise BadInput("您的账户还没有实名。先在网上或窗口实名，再签；也可以到窗口在纸上签。")


def enough(level: int, how: str) -> None:
    """Refuse a way that this level does not reach.

    Basis: as `asked_of`; a code never harms above its level.
    """
    if way(how).level > level:
        raise BadInput("您的账户要填一次短信验证码才能签。" if level == MATCHED else asked_of(level).words)
