"""What the public reads of a case (ux.md 7.2), as a table one can print: the word, and who must do what by when.

`{due}`, `{department}` and the other names are filled in by `standing.py`; `open` is taken when a name of `next` is
unknown, `late` when the day has passed. Nothing here may name a person.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A state as the public reads it. `next` with a date, `open` without one, `late` when the date has passed."""

    key: str
    word: str
    next: str
    open: str = ""
    late: str = ""
    kind: str = ""


OUGHT = "本来应在{due}前{ought}，现在过了期。可以问{department}，或拨12345。"
LEFT = "本来保留到{due}，现在过了。先打电话问{hall}还在不在：{hall_phone}。"
OURS, YOURS = "err", "warn"
ROWS = (
    Row("draft", "没提交", "写好的内容还在，登录后接着填。"),
    Row("submitted", "已提交，等受理", "{due}前，{department}告诉您是否受理。", "{department}会告诉您是否受理。", OUGHT),
    Row("handed_in", "补的材料收到了，等受理", "{due}前，{department}告诉您是否受理。", "{department}会告诉您是否受理。", OUGHT),
    Row("passed_on", "已转交{department}", "{due}前，{department}告诉您是否受理。", "{department}会告诉您是否受理。", OUGHT),
    Row("supplement", "要补{count}份材料", "请您在{due}前交到任意综合窗口，不用再取号。", "请您把材料交到任意综合窗口，不用再取号。", "补交的日期是{due}，已经过了。先打电话问{hall}还能不能交：{hall_phone}。", "warn"),
    Row("accepted", "已受理，办理中", "{due}前，{department}办结。", "{department}正在办，这件事没有规定办结的日期。", OUGHT),
    Row("visiting", "已受理，正在办{name}", "{due}前，{department}办结。{name}的时间计入办理时限。", "{department}正在办{name}。", OUGHT),
    Row("paused", "{name}期间不计入办理时限", "预计{end}结束。结束以后，{department}接着办，办结的日期往后顺延。", "结束以后，{department}接着办，办结的日期往后顺延。"),
    Row("extended", "延期到{due}", "{due}前，{department}办结。", "{department}正在办。", OUGHT, "warn"),
    Row("gap", "已受理，还差{count}份材料", "请您在{gap_due}前补交。{department}同时在办，{due}前办结。", "请您补交。{department}同时在办。", OUGHT, "warn"),
    Row("deemed", "视为受理，办理中", "超过5个工作日没有告诉您是否受理，从{received}收到材料那天起，视为受理。{due}前，{department}办结。", "超过5个工作日没有告诉您是否受理，从{received}收到材料那天起，视为受理。", OUGHT),
    Row("at_once", "当场办好了", "结果在{due}前送到窗口。", "结果已经可以领。", "", "ok"),
    Row("granted", "办好了：{granted}", "结果在{due}前送到窗口，到了就可以领。", "结果送到窗口以后，就可以领。", OUGHT, "ok"),
    Row("refused", "没有批准：{refused}", "决定书在{due}前送到窗口，理由和条款写在上面。", "决定书送到窗口以后，就可以领。", OUGHT, "err"),
    Row("ready", "{result}做好了，可以领", "请您在{due}前到{pickup}领，带上身份证件。", "请您到{pickup}领，带上身份证件。", LEFT, "ok"),
    Row("ready_refused", "没有批准：{refused}。决定书可以领", "请您在{due}前到{pickup}领，带上身份证件。理由和条款写在决定书上。", "请您到{pickup}领，带上身份证件。理由和条款写在决定书上。", LEFT),
    Row("posted", "{result}寄出了", "邮件号的最后四位是{tracking}，请您留意收件。", "", "", "ok"),
    Row("posted_refused", "没有批准：{refused}。决定书寄出了", "邮件号的最后四位是{tracking}，请您留意收件。理由和条款写在决定书上。"),
    Row("delivered", "{result}已领取", "这件事办完了，不用再做什么。", "", "", "ok"),
    Row("delivered_refused", "没有批准：{refused}。决定书已领取", "理由和条款写在决定书上。"),
    Row("not_needed", "这件事不需要办许可", "不用再做什么。理由写在《即时告知不受理通知书》上。依据是《行政许可法》第三十二条第一款第一项。"),
    Row("not_accepted", "不受理", "理由和该找哪个机关，写在《不予受理决定书》上。不清楚的，问{department}。", kind="err"),
    Row("withdrawn", "您已撤回", "不用再做什么。以后要办，可以重新申请。"),
    Row("lapsed", "{why_lapsed}，已终止", "不用再做什么。材料齐了，可以重新申请。"),
    Row("forwarded", "已转报上级机关", "转给了哪个机关，写在《转报凭证》上。办理时限由接办的机关另外告诉您。"),
    Row("void", "这一件录错了，已作废", "不清楚的，问{hall}。"),
)  # fmt: skip
WAITS_FOR_YOU = tuple(row.late for row in ROWS if row.late and row.late != OUGHT)
_BY_KEY = {row.key: row for row in ROWS}

PROVISIONAL = "那一年的放假安排还没有公布，这一天可能会改。"
WRONG_CODE = "没有这个查询码。查询码是8个字母和数字，没有0、O、1、I、L。"
WRITE_CODE = "请填写查询码。它印在收件凭证和受理通知书的右上角。"
NOT_A_CODE = "凭编号查不了进度。请填查询码，它是8个字母和数字，印在凭证的右上角。"
TOO_OFTEN = ("查得太勤了", "为了别人查不到您的事，短时间里只能查这么多次。过10分钟再查，或到窗口问。")

# What a return reason says in public: only its fixed part, because the rest was typed and may name a person.
RETURNS = {
    "1": "没有交{material}。请补交",
    "2": "{material}看不清。请重新复印或拍照",
    "3": "{material}没有签字或盖章。请补上",
    "4": "{material}已过期。请交有效期内的",
    "5": "{material}和申请书写的不一致。请改成一致",
    "6": "{material}缺内容。请照样本补上",
    "7": "{material}要改",
}


def row(key: str) -> Row:
    """Return the row of a public state."""
    return _BY_KEY[key]
