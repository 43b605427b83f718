"""The papers of one thing (一件事): one receipt, one notice, one letter for all its parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of paper of a thing. `act` issues it; `needs_seal`: an organ's seal and date give it effect."""

    key: str
    title: str
    act: str
    copies: int
    needs_seal: bool
    why: str


LETTERS = (
    Letter(
        "receipt",
        "“一件事”收件凭证",
        "bundles.receive",
        1,
        True,
        "收到一套材料，列出各项由谁办、哪天告知是否受理",
    ),
    Letter(
        "acceptance",
        "“一件事”受理通知书",
        "bundles.go_on",
        2,
        True,
        "各项已受理，写明共同办结的日期和各项的先后",
    ),
    Letter("notice", "“一件事”补正材料通知书", "bundles.ask_once", 2, True, "各部门要补的合成一张，一次告知"),
    Letter(
        "struck",
        "“一件事”停止违规要求告知书",
        "bundles.strike_demand",
        2,
        True,
        "哪些材料不用补、为什么、接着怎么办",
    ),
    Letter(
        "result",
        "“一件事”办理结果告知书",
        "bundles.go_on",
        2,
        True,
        "哪些办成、哪些没办成和理由、材料和费用怎么处理",
    ),
    Letter("delivery", "“一件事”送达回证", "bundles.hand_over", 1, False, "全部结果一次交到谁手里"),
)
KEYS = tuple(letter.key for letter in LETTERS)
_BY_KEY = {letter.key: letter for letter in LETTERS}


def letter(key: str) -> Letter:
    """Return the row of a kind; KeyError if there is none. Basis: 国发〔2024〕3号 (一次告知、一窗受理); issue 4."""
    return _BY_KEY[key]
