"""The state table: which act leads from which state to which, as data one can print.

Names are those of settled.md; the legal chain behind them is in domain.md 5.3. Nothing else moves a case.
"""

from dataclasses import dataclass

STATES = (
    ("draft", "草稿"),
    ("filed", "已收件"),
    ("correcting", "待补正"),
    ("accepted", "已受理"),
    ("reviewed", "已审查"),
    ("decided", "已决定（办结）"),
    ("ready", "待出件"),
    ("delivered", "已送达"),
    ("closed", "已结束"),
)
OUTCOMES = (
    ("granted", "准予"),
    ("refused", "不予"),
    ("not_accepted", "不予受理"),
    ("not_required", "不需办理"),
    ("withdrawn", "撤回"),
    ("lapsed", "补正未交终止"),
    ("forwarded", "转报"),
    ("void", "作废"),
)
BEFORE_ACCEPTANCE = ("filed", "correcting")
UNDER_WAY = ("accepted", "reviewed")
OPEN = (*BEFORE_ACCEPTANCE, *UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Move:
    """One row: the act, where it may start, where it ends (None: it stays), the outcome it sets, and its basis."""

    act: str
    start: tuple[str, ...]
    end: str | None
    outcome: str | None
    basis: str


MOVES = (
    Move("cases.receive", ("",), "filed", None, "《行政许可法》第二十九条"),
    Move("cases.accept", ("filed",), "accepted", None, "《行政许可法》第三十二条第一款第五项"),
    Move("cases.ask_once", ("filed",), "correcting", None, "《行政许可法》第三十二条第一款第四项"),
    Move(
        "cases.force_notice",
        ("filed",),
        "correcting",
        None,
        "《行政许可法》第三十二条第一款第四项（违反，记录在案）",
    ),
    Move("cases.ask_strike", ("correcting",), None, None, "粤府办〔2016〕19号 二（五）2"),
    Move("cases.strike_demand", ("correcting",), None, None, "粤府办〔2016〕19号 二（五）2"),
    Move("cases.drop_strike", (*OPEN, "decided", "ready"), None, None, "粤府办〔2016〕19号 二（五）2"),
    Move("cases.hand_in", ("correcting",), "filed", None, "《行政许可法》第三十二条第一款第五项"),
    Move("cases.correct_on_spot", ("filed",), None, None, "《行政许可法》第三十二条第一款第三项"),
    Move(
        "cases.tell_not_required",
        ("filed",),
        "closed",
        "not_required",
        "《行政许可法》第三十二条第一款第一项",
    ),
    Move("cases.propose_not_accept", ("filed",), None, None, "《行政许可法》第三十二条第一款第二项"),
    Move("cases.not_accept", ("filed",), "closed", "not_accepted", "《行政许可法》第三十二条第一款第二项"),
    Move("cases.pass_on", ("filed",), None, None, "粤府办〔2016〕19号 二（二）1"),
    Move("cases.deem_accepted", ("filed",), "accepted", None, "《行政许可法》第三十二条第一款第四项"),
    Move("cases.decide_at_once", ("filed",), "decided", None, "《行政许可法》第三十四条第二款"),
    Move("cases.conclude", ("accepted",), None, None, "《行政许可法》第三十四条第一款"),
    Move("cases.send_back", UNDER_WAY, None, None, "殷政办〔2021〕15号 三（一）1（2）"),
    Move("cases.suspend", UNDER_WAY, None, None, "《行政许可法》第四十五条"),
    Move("cases.halt", UNDER_WAY, None, None, "事项自己的依据"),
    Move("cases.resume", UNDER_WAY, None, None, "《行政许可法》第四十五条"),
    Move("cases.offer_hearing", UNDER_WAY, None, None, "《行政许可法》第四十七条"),
    Move("cases.ask_hearing", UNDER_WAY, None, None, "《行政许可法》第四十七条"),
    Move("cases.ask_extension", UNDER_WAY, None, None, "《行政许可法》第四十二条"),
    Move("cases.extend", UNDER_WAY, None, None, "《行政许可法》第四十二条"),
    Move("cases.supplement", UNDER_WAY, None, None, "domain.md 5.3"),
    Move("cases.fill_gap", UNDER_WAY, None, None, "容缺受理的当地规定"),
    Move("cases.miss_gap", UNDER_WAY, "closed", "lapsed", "容缺受理的当地规定"),
    Move("cases.decide", ("reviewed",), "decided", None, "《行政许可法》第三十八条"),
    Move("cases.arrive", ("decided",), "ready", None, "殷政办〔2021〕15号 三（一）1（2）"),
    Move("cases.hand_over", ("ready",), "delivered", None, "《行政许可法》第四十四条"),
    Move("cases.post", ("ready",), None, None, "涵政办〔2019〕38号 四（五）"),
    Move("cases.post_back", ("ready",), None, None, "涵政办〔2019〕38号 四（五）"),
    Move("cases.sign_for", ("ready",), "delivered", None, "《行政许可法》第四十四条"),
    Move("cases.sign_on_paper", OPEN, None, None, "《行政许可法》第二十九条"),
    Move("cases.choose_hall", (*OPEN, "decided"), None, None, "巴府办发〔2017〕61号 一（四）"),
    Move("cases.send_on", (*OPEN, "decided", "ready"), None, None, "巴府办发〔2017〕61号 一（四）"),
    Move("cases.take_over", (*OPEN, "decided", "ready"), None, None, "巴府办发〔2017〕61号 一（四）"),
    Move(
        "cases.change_delivery", (*OPEN, "decided", "ready"), None, None, "殷政办〔2021〕15号 三（一）1（3）"
    ),
    Move("cases.deliver_online", ("decided", "ready"), "delivered", None, "国务院令第716号第十条"),
    Move("cases.change_agent", (*OPEN, "decided", "ready"), None, None, "《行政许可法》第二十九条"),
    Move("cases.close", ("delivered",), "closed", None, "国务院令第716号第十二条"),
    Move("cases.withdraw", OPEN, "closed", "withdrawn", "domain.md 1.3"),
    Move("cases.lapse", ("correcting",), "closed", "lapsed", "domain.md 1.3"),
    Move("cases.forward", UNDER_WAY, "closed", "forwarded", "《行政许可法》第三十五条"),
    Move("cases.void", (*OPEN, "decided", "ready", "delivered"), "closed", "void", "domain.md 5.3"),
    Move(
        "cases.after_check",
        (*UNDER_WAY, "decided", "ready", "delivered", "closed"),
        None,
        None,
        "国办发〔2020〕42号",
    ),
)
_BY_ACT = {move.act: move for move in MOVES}
_WORDS = dict(STATES)


def move_for(act: str) -> Move:
    """Return the row of `act`; KeyError for an act that moves no case.

    Basis: the table above, row by row.
    """
    return _BY_ACT[act]


def lawful(act: str, state: str) -> str | None:
    """Return None if `act` may start in `state`, else the sentence that says why not.

    Basis: the table above; 《行政许可法》 arts. 32, 34, 42, 44, 45.
    """
    move = _BY_ACT[act]
    if state in move.start:
        return None
    wanted = "、".join(_WORDS.get(s, s) for s in move.start)
    return f"这一件现在是“{_WORDS.get(state, state)}”，这一步只能在“{wanted}”时办。"
