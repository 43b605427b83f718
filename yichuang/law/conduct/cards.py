"""The card (监察牌): its states, who may move it where, and the day by which it may be appealed."""

from datetime import date

from yichuang.law.days import Calendar

YELLOW, RED = "yellow", "red"
LEVELS = ((YELLOW, "黄牌"), (RED, "红牌"))
STATES = (
    ("issued", "已亮牌"),
    ("answered", "已说明"),
    ("appealed", "已申诉"),
    ("upheld", "维持"),
    ("withdrawn", "撤销"),
)
STANDING = ("issued", "answered", "appealed", "upheld")
APPEAL_DAYS = 3
MOVES = {
    "answer": (("issued",), "answered"),
    "appeal": (("issued", "answered"), "appealed"),
    "uphold": (("answered", "appealed"), "upheld"),
    "withdraw": (("issued", "answered", "appealed"), "withdrawn"),
}
WHY_NOT = {
    "answer": "这张牌已经说明过，或者已经有了结论。",
    "appeal": "这张牌已经申诉过，或者已经有了结论。",
    "uphold": "单位说明或者申诉以后，才能维持。",
    "withdraw": "这张牌已经有了结论。",
}
WORDS_MOST = 500
# What rests on reckoned days, and so can be made wrong by a recount.
TIMED = (
    "due-soon",
    "notice-clock",
    "step-over-time",
    "promised-over",
    "statutory-over",
    "to-window-late",
    "delivery-late",
    "complaint-late",
    "rating-not-mended",
)
# Which entries of a chain say that its days were counted anew.
RECOUNTS = ("cases.recount", "complaints.redate", "ratings.redate")


def move(verb: str, state: str, *, by_system: bool = False) -> tuple[str, str]:
    """Return (the state after it, "") or ("", the sentence why not).

    Where a recount makes a card wrong the system withdraws it in whatever state it is.
    Basis: domain.md 10.1 (answered, appealed within 3 working days, withdrawn only by a supervisor with a reason).
    """
    start, end = MOVES[verb]
    open_to = STANDING if by_system and verb == "withdraw" else start
    return (end, "") if state in open_to else ("", WHY_NOT[verb])


def appeal_due(issued_on: date, calendar: Calendar, days: int = APPEAL_DAYS) -> date:
    """The last day to appeal against a card. Basis: domain.md 10.1 (3 working days, L)."""
    return calendar.after(issued_on, days)
