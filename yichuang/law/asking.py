"""Questions and answers: who owns a question, what a message may not ask for, what an answer may not give away."""

import re
from collections.abc import Iterable

SOURCES = (
    ("online", "网上"),
    ("phone", "电话"),
    ("guide", "导办台"),
    ("window", "窗口"),
    ("callback", "请回电"),
    ("case", "办件留言"),
)
STATES = (("open", "等回答"), ("answered", "已回答"), ("closed", "已结束"), ("handed", "已转到外单位"))
KNOWN_STATES = (("draft", "草稿"), ("published", "已发布"), ("withdrawn", "已撤下"))
REVIEW_STATES = (("waiting", "等预审"), ("answered", "已答复"), ("kept", "结果留着"), ("taken", "已接着办"))
OPEN, ANSWERED, CLOSED, HANDED = "open", "answered", "closed", "handed"
TALKING = (OPEN, ANSWERED)
CALLS_MOST = 3
LIMITS = {"callback": "callback_days", "case": "message_days"}

_ASKS = (
    r"(?:补交|补充|补正|补齐|补|提交|提供|上传|携带|带上|带来|带齐|交来|交上|再交|重交|寄来|出具|准备|拿来)"
)
_BRING = r"(?:补一下|补上|补来|补交|补齐|拿来|带来|交来|寄来|重交|再交|交一下|传一下|发来)"
_PAPER = (
    r"(?:材料|证明|复印件|原件|证件|照片|扫描件|资料|文件|执照|许可证|身份证|户口[簿本]|合同|协议|发票|报告|图纸|"
    r"申请[表书]|授权书|委托书|承诺书|公章|盖章)"
)
_DEMAND = re.compile(rf"{_ASKS}[^。！？\n]{{0,24}}?{_PAPER}|{_PAPER}[^。！？\n]{{0,8}}?{_BRING}")
_DENIED = re.compile(r"(?:不用|不必|无需|不需要|不要|不再|已经?|免予?|没有要求)[^。，；！？\n]{0,8}$")
_SENTENCE = re.compile(r"[^。！？\n]+")
_PERSONAL = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "证件号码"),
    (re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"), "统一社会信用代码"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号码"),
    (re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"), "电话号码"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "电子邮箱"),
    (re.compile(r"(?<!\d)\d{16,19}(?!\d)"), "账号或编号"),
    (re.compile(r"(?<![0-9A-Za-z])[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}(?![0-9A-Za-z])"), "查询码"),
)  # fmt: skip
BLANK = "××"


def limit_name(source: str) -> str:
    """The local number that says within how many days a question from this source is answered.

    Basis: domain.md 1.5 (首问负责), 11.4 (12345); 殷政办〔2021〕15号 三（一）1（4）.
    """
    return LIMITS.get(source, "consult_days")


def only_what_is_new(parts: Iterable[str], told: Iterable[str], changed: Iterable[str]) -> tuple[str, ...]:
    """The parts that a second answer about the same draft may not name: neither told before nor changed since.

    Basis: 《行政许可法》 art. 32(1)(4) (told once and whole); issue 3 (pre-review with one answer).
    """
    open_ = {*told, *changed}
    return tuple(part for part in parts if part not in open_)


def demand(text: str, listed: Iterable[str] = ()) -> str | None:
    """The piece of a message that asks for a paper, or None; what the one-time notice lists may be named again.

    Basis: 《行政许可法》 art. 32(1)(4): what has to be mended is told once and whole; art. 31 (no other papers).
    """
    known = [name for name in listed if name]
    for sentence in _SENTENCE.finditer(text):
        for found in _DEMAND.finditer(sentence[0]):
            before = sentence[0][: found.start()]
            if not _DENIED.search(before) and not any(name in sentence[0] for name in known):
                return found[0]
    return None


def personal(text: str, names: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """What a text says about a person: each piece with its kind; an answer for everybody holds none.

    Basis: 《个人信息保护法》 arts. 6, 25 (no more than needed, nothing made public).
    """
    found = [(match[0], kind) for rule, kind in _PERSONAL for match in rule.finditer(text)]
    found += [(name, "姓名或名称") for name in names if len(name) > 1 and name in text]
    kept = [pair for pair in found if not any(pair[0] != other and pair[0] in other for other, _ in found)]
    return tuple({piece: (piece, kind) for piece, kind in reversed(kept)}.values())[::-1]


def without_personal(text: str, names: Iterable[str] = ()) -> str:
    """The text with what it says about a person blanked.

    Basis: as `personal`.
    """
    for piece, _ in sorted(personal(text, names), key=lambda pair: -len(pair[0])):
        text = text.replace(piece, BLANK)
    return text
