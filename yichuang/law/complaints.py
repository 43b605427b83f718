"""Complaints and 12345 work orders (工单): categories, limits, the way of a work order, who may not see or do what, rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from . import BadInput, terms
from .days import Calendar

CATEGORIES = (
    ("consult", "咨询"), ("help", "求助"), ("complaint", "投诉"), ("suggestion", "建议"), ("report", "举报"), ("praise", "表扬"),
)  # fmt: skip
SOURCES = (
    ("12345", "12345平台"), ("phone", "电话"), ("window", "窗口"), ("portal", "网上"), ("book", "意见簿"), ("box", "意见箱"),
    ("unsolved", "办不成事窗口"), ("letter", "来信"), ("kiosk", "自助机"),
)  # fmt: skip
URGENCIES = (("normal", "一般"), ("urgent", "紧急"))
RECEIVED, DISPATCHED, SIGNED, RETURNED, HANDLED, ANSWERED, CLOSED, CALLED_BACK, REOPENED = (
    "received", "dispatched", "signed", "returned", "handled", "answered", "closed", "called_back", "reopened",
)  # fmt: skip
PASSED_OUT, WITHDRAWN = "passed_out", "withdrawn"
STATES = (
    (RECEIVED, "等派单"), (DISPATCHED, "等签收"), (SIGNED, "办理中"), (RETURNED, "已退回"), (HANDLED, "等答复"), (ANSWERED, "已答复"),
    (CLOSED, "等回访"), (CALLED_BACK, "已回访"), (REOPENED, "重办，等签收"), (PASSED_OUT, "已转出"), (WITHDRAWN, "已撤回"),
)  # fmt: skip
UNANSWERED = (RECEIVED, DISPATCHED, SIGNED, RETURNED, HANDLED, REOPENED)
ENDED = (CALLED_BACK, PASSED_OUT, WITHDRAWN)
# From where each step leads on, and where to.
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "dispatch": ((RECEIVED, RETURNED), DISPATCHED),
    "sign_for": ((DISPATCHED, REOPENED), SIGNED),
    "give_back": ((DISPATCHED, SIGNED, REOPENED), RETURNED),
    "pass_out": ((RECEIVED, RETURNED), PASSED_OUT),
    "record_handling": ((SIGNED,), HANDLED),
    "answer": ((HANDLED,), ANSWERED),
    "close": ((ANSWERED,), CLOSED),
    "call_back": ((CLOSED,), CALLED_BACK),
    "reopen": ((CLOSED, CALLED_BACK), REOPENED),
    "withdraw": ((RECEIVED, DISPATCHED, SIGNED, RETURNED, HANDLED, REOPENED), WITHDRAWN),
    "assist": ((DISPATCHED, SIGNED, HANDLED, REOPENED), ""),
    "ask_extension": ((DISPATCHED, SIGNED, HANDLED, REOPENED), ""),
    "extend": ((DISPATCHED, SIGNED, HANDLED, REOPENED), ""),
    "remind": (UNANSWERED, ""),
    "rate_answer": ((ANSWERED, CLOSED, CALLED_BACK), ""),
    "take_over": ((*UNANSWERED, ANSWERED, CLOSED), ""),
    "attach": (UNANSWERED, ""),
    "reveal": ((*UNANSWERED, ANSWERED, CLOSED, CALLED_BACK), ""),
}
OUTCOMES = (
    ("solved", "已解决"),
    ("explained", "已解释说明"),
    ("planned", "列入计划"),
    ("impossible", "依法不能办"),
)
ANSWERED_HOW = (
    ("phone", "电话"),
    ("message", "短信"),
    ("online", "网上"),
    ("face", "当面"),
    ("letter", "书面"),
)
EXTENSION_DAYS, CALLS_MOST = "workorder_extension_days", 3
RETURN_DAYS, CALLBACK_DAYS, CRITICISM_DAYS, FLAW_DAYS = (
    "workorder_return_days", "workorder_callback_days", "workorder_criticism_days", "flaw_days",
)  # fmt: skip
SATISFIED_FROM = 3
FLAW_STATES = (("found", "等核对"), ("taken", "在改"), ("mended", "已改好"), ("answered", "已答复"))
PLACES = (
    ("name", "名称"), ("condition", "条件"), ("material", "材料"), ("days", "时限"), ("fee", "收费"), ("basis", "依据"), ("steps", "流程"),
    ("window", "地点和电话"), ("form", "表格"), ("other", "别的地方"),
)  # fmt: skip


# What is touched instead of typed on a machine in the hall: each is a whole sentence of the order.
TOUCHED: dict[str, tuple[tuple[str, str], ...]] = {
    "complaint": (
        ("more", "多要材料，或者一次没有讲清"), ("slow", "拖着不办，过了期限"), ("pass", "推来推去，没人接"), ("manner", "态度不好"),
        ("fee", "多收钱，或者乱收费"), ("closed", "上班时间没有人"), ("machine", "机器、网页用不了"), ("other", "别的事，请打电话问我"),
    ),
    "report": (
        ("gift", "收钱收礼、吃拿卡要"), ("friend", "给熟人插队、走后门"), ("point", "指定中介、指定买东西"), ("false", "弄虚作假"), ("other", "别的违规违纪，请打电话问我"),
    ),
    "suggestion": (
        ("steps", "步骤、材料可以再少"), ("hours", "时间、地点可以更方便"), ("signs", "指引、说明可以更清楚"), ("online", "网上、手机可以更好用"),
        ("other", "别的建议，请打电话问我"),
    ),
    "help": (
        ("find", "不知道找谁办"), ("papers", "有材料拿不出来"), ("body", "年纪大、行动不便，想请人上门"), ("other", "别的难处，请打电话问我"),
    ),
    "praise": (("quick", "办得快"), ("clear", "讲得清楚"), ("kind", "态度好、肯帮忙"), ("other", "别的，请打电话问我")),
}  # fmt: skip
FILES_MOST = 5


def touched(category: str, what: str, body: str) -> str:
    """What an order says that was touched on a machine: the sentence chosen, and which body it is about.

    Basis: 国办发〔2020〕53号 (content of a work order); ux.md S13 (nothing to type on a machine).
    """
    said = dict(TOUCHED.get(category, ())).get(what)
    if said is None:
        raise BadInput("从列表里选一件。")
    about = f"是{body}的事。" if body else ""
    return f"{said}。{about}在自助机上点选登记，细节请问诉求人。"


def limit_name(category: str, urgency: str) -> str:
    """The local number that says within how many days a work order is answered.

    Basis: 国办发〔2020〕53号; domain.md 11.4 (urgent the same day; the rest by category, L).
    """
    if category not in dict(CATEGORIES) or urgency not in dict(URGENCIES):
        raise BadInput("诉求类型和紧急程度从列表里选。")
    return "workorder_urgent_days" if urgency == "urgent" else f"workorder_{category}_days"


def same_day_first(category: str) -> bool:
    """Whether what can be answered on the day it came in should be answered then.

    Basis: domain.md 11.4 (enquiry and help: the same day, else the limit).
    """
    return category in ("consult", "help")


def due_on(start: date, days: int, unit: str, calendar: Calendar, *, outer: date | None = None) -> date:
    """The last day to answer: the local limit from the day of receipt, or the platform's own day if that is earlier.

    Basis: 国办发〔2020〕53号; domain.md 11.4.
    """
    own = terms.due(start, days, unit=unit, calendar=calendar).due_on
    return min(own, outer) if outer is not None else own


def return_by(start: date, days: int, calendar: Calendar) -> date:
    """The last day on which a body may give an order back as not its own, with reasons.

    Basis: domain.md 11.4 (山东: 2 working days).
    """
    return calendar.after(start, days)


def extension_left(granted: int, most: int) -> int:
    """How many working days an order can still be extended by.

    Basis: domain.md 11.4 (extension at most 10 working days).
    """
    return max(0, most - granted)


def may_ask_longer(today: date, due: date) -> bool:
    """Whether an extension can still be asked for: before the limit expires.

    Basis: domain.md 11.4 (asked before expiry).
    """
    return today <= due


def reminder_on(due: date, calendar: Calendar) -> date:
    """The day on which whoever owes the answer is reminded: the working day after expiry.

    Basis: domain.md 11.4.
    """
    return calendar.after(due, 1)


def criticism_on(reminded: date, days: int, calendar: Calendar) -> date:
    """The day from which silence after a reminder is criticised in writing (书面批评).

    Basis: domain.md 11.4 (5 working days after a reminder without report).
    """
    return calendar.after(reminded, days + 1)


def callback_due(closed: date, days: int, calendar: Calendar) -> date:
    """The last day to call back whoever complained: the day after closing.

    Basis: domain.md 11.4.
    """
    return calendar.after(closed, days)


def is_protected(category: str, about_body: bool) -> bool:
    """Whether the caller's identity is only for who needs it: every report, and every complaint about a body by name.

    Basis: 《信访工作条例》第三十条; 《监察法》第六十四条 (whoever reports is protected).
    """
    return category == "report" or (category == "complaint" and about_body)


def same_body(about: int | None, bodies: Iterable[int]) -> bool:
    """Whether a report would reach those it is about.

    Basis: 《信访工作条例》第三十条 (not handed to whom it is about).
    """
    return about is not None and about in bodies


def needs_lead(source: str) -> bool:
    """Whether only somebody who leads may answer: what could not be done at a window (办不成事).

    Basis: 国办发〔2022〕5号 (办不成事反映窗口); domain.md 11.6.
    """
    return source == "unsolved"


def must_redo(grade: int | None, solved: bool, own_fault: bool) -> bool:
    """Whether an order is done again: whoever called is not satisfied, and the body itself is at fault.

    Basis: domain.md 11.4 (unsatisfied through own fault: redo).
    """
    return own_fault and (not solved or (grade is not None and grade < SATISFIED_FROM))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; without a whole there is no figure."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Per cent with two places, None where nothing was counted. Basis: domain.md 10.2."""
        if not self.whole:
            return None
        return (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def answered_in_time(orders: Iterable[tuple[date, date | None]], upto: date) -> Share:
    """按时答复率: of the orders whose limit expired by `upto`, or that were answered, those answered within it.

    Each order is (due day, day of the answer or None).
    Basis: 嘉府办发〔2019〕17号 29; issue 5 (answered rate).
    """
    due = [(last, on) for last, on in orders if last < upto or on is not None]
    return Share(sum(1 for last, on in due if on is not None and on <= last), len(due))


def solved_share(called: Sequence[bool]) -> Share:
    """解决率: of the orders whose caller was reached on call-back, those they call solved.

    Basis: 嘉府办发〔2019〕17号 29 (提高解决率).
    """
    return Share(sum(called), len(called))


def satisfied_share(grades: Sequence[int]) -> Share:
    """满意率: of the answers that were rated, those rated 基本满意 or better; nothing is counted by default.

    Basis: 国办发〔2019〕51号; domain.md 7.
    """
    if any(not 1 <= grade <= 5 for grade in grades):
        raise BadInput("评价等级要是1至5的整数")
    return Share(sum(1 for grade in grades if grade >= SATISFIED_FROM), len(grades))
