"""What a reviewer, an approver and the issue desk send too early, too late, twice, or for another's case."""

from tests.bad.asking import BELL, DIGITS, FORMULA, HUGE, LONG, NUL, OVERRIDE, QUOTE, SCRIPT, Bad
from tests.town import CHEN_ID

D, S = "/desk/cases/", "/issue/cases/"
NOT_THERE = "没有这个办件"
DEEDS = (
    "non-acceptance", "not-required", "stop", "halt", "resumption", "hearing", "hearing-request", "extension", "extension-grant", "return",
    "forwarding", "refusal",
)  # fmt: skip
CHECKED = {"checked-document": "1", "checked-person": "1", "checked-result": "1"}
ROWS = [
    *(
        Bad(f"{page or 'case'} {what}", D + "{" + which + "}/" + page, sent, who="wu", says=NOT_THERE)
        for what, which in (("abroad", "abroad"), ("of nobody", "nobody"))
        for page, sent in (("", None), ("materials/", None), ("judgement/", {"do": "pass"}), ("decision/", {}), ("acceptance/", {"do": "accept"}))
    ),
    *(Bad(f"deed {deed} abroad", D + "{abroad}/" + deed + "/", {}, who="sun", says=NOT_THERE) for deed in DEEDS),
    *(Bad(f"deed {deed} with nothing said", D + "{accepted}/" + deed + "/", {}, who="wu") for deed in DEEDS),
    *(
        Bad(f"deed {deed} without end", D + "{accepted}/" + deed + "/", {"why": LONG, "basis": LONG, "result": LONG, "reason": LONG, "opinion": LONG, "to": LONG}, who="wu")
        for deed in ("not-required", "halt", "extension", "return", "refusal", "forwarding")
    ),
    Bad("another department's case", D + "{accepted}/", who="zheng", says=NOT_THERE),
    Bad("another department's opinion", D + "{accepted}/judgement/", {"do": "pass", "opinion": "好"}, who="zheng", says=NOT_THERE),
    Bad("a deed that is none", D + "{accepted}/__class__/", who="wu", says="没有这一页"),
    Bad("a check of nothing", D + "{accepted}/checks/999/", {"truthful": "yes", "finding": "x"}, who="wu", says="没有这项"),
    Bad("a check without end", D + "{accepted}/checks/{huge}/", {"truthful": "yes", "finding": "x"}, who="wu", says="没有这项"),
    Bad("an id that is none", D + "1/", who="wu", says="没有这一页"),
    Bad("opinion: the step is done", D + "{reviewed}/judgement/", {"do": "pass", "opinion": "符合要求"}, who="wu", keeps="符合要求"),
    Bad("opinion: an old page", D + "{accepted}/judgement/", {"do": "pass", "expected": "1", "opinion": "符合要求"}, who="wu", says="刚才", keeps="符合要求"),
    Bad("opinion: a step that is none", D + "{accepted}/judgement/", {"do": "fail", "opinion": ""}, who="wu"),
    Bad("opinion: NUL only", D + "{accepted}/judgement/", {"do": "fail", "opinion": "\0\0"}, who="wu"),
    Bad("decision: too early", D + "{accepted}/decision/", {"opinion": "准"}, who="sun"),
    Bad("decision: by the reviewer", D + "{reviewed}/decision/", {"opinion": "准"}, who="wu"),
    Bad("decision: an old page", D + "{reviewed}/decision/", {"expected": "1", "opinion": "准予"}, who="sun", says="刚才"),
    Bad("decision: twice", D + "{ready}/decision/", {"opinion": "准予"}, who="sun"),
    *(
        Bad(f"stop: {what}", D + "{accepted}/stop/", sent, who="wu", says=says, keeps=keeps)
        for what, sent, says, keeps in (
            ("no kind", {"days": "10"}, "请选择程序", ""), ("a kind that is none", {"name": SCRIPT, "days": "10"}, "程序", ""), ("no days", {"name": "听证", "days": ""}, "请填写", ""),
            ("0 days", {"name": "检测", "days": "0"}, "最少1天", ""), ("-1 day", {"name": "检测", "days": "-1"}, "最少1天", ""), ("days without end", {"name": "检测", "days": str(HUGE)}, "最多400天", ""),
            ("days without end, in digits", {"name": "检测", "days": "9" * 5000}, "天数", ""), ("half a day", {"name": "检测", "days": "1.5"}, "整数", ""), ("superscript days", {"name": "检测", "days": DIGITS}, "整数", ""),
            ("another without a clause", {"name": "other", "days": "5", "own_name": "专家论证"}, "条款", "专家论证"),
            ("a hearing in the year 0", {"name": "听证", "days": "5", "hearing_on": "0000-01-01"}, "日期写成", "0000-01-01"), ("a hearing in 9999", {"name": "听证", "days": "5", "hearing_on": "9999-12-31"}, "", ""),
            ("a hearing in the past", {"name": "听证", "days": "5", "hearing_on": "2020-01-01"}, "", "2020-01-01"),
        )
    ),
    Bad("resumption: nothing stopped", D + "{accepted}/resumption/", {"result": "好了"}, who="wu"),
    Bad("extension granted: nobody asked", D + "{accepted}/extension-grant/", {"reason": "量大"}, who="gao"),
    Bad("extension granted: by the wrong post", D + "{accepted}/extension-grant/", {"reason": "量大"}, who="wu"),
    Bad("halt: NUL", D + "{accepted}/halt/", {"why": NUL, "basis": NUL}, who="sun", says="空字符"),
    Bad("refusal: by the reviewer", D + "{reviewed}/refusal/", {"clause": "第一条", "opinion": "不符合要求"}, who="wu", keeps="不符合要求"),
    Bad("acceptance: accepted already", D + "{accepted}/acceptance/", {"do": "accept"}, who="wu"),
    Bad("acceptance: a remark without end", D + "{accepted}/acceptance/", {"do": "accept", "remark": LONG}, who="wu"),
    Bad("opinion without end", D + "{accepted}/judgement/", {"do": "pass", "opinion": LONG}, who="wu", says="最多写2000个字", keeps=LONG),
    Bad("decision without end", D + "{reviewed}/decision/", {"opinion": LONG}, who="sun", says="最多写2000个字", keeps=LONG),
    Bad("batch: nothing chosen", "/desk/batch/decision/", {}, who="sun", says="还没有选"),
    *(
        Bad(f"batch: {what}", "/desk/batch/decision/", {"case": case, "seen-{reviewed}": seen}, who="sun", says="请单独打开", fine=True)
        for what, case, seen in (
            ("abroad", ["{abroad}"], "1"), ("of nobody", ["{nobody}", "{nobody}"], ""), ("ids that are none", [QUOTE, NUL, SCRIPT], ""), ("a thousand", ["{nobody}"] * 1000, ""),
        )
    ),
    Bad("list: a cursor that is none", "/desk/?after=%00~%ED%A0%80", who="wu", fine=True),
    Bad("list: a cursor of the year 9999", "/desk/?after=9999-12-31~99999999999999999999999999", who="wu", fine=True),
    Bad("list: NUL", "/desk/?q=%E9%99%88%00", who="wu", fine=True),
    Bad("list: a box that is none", "/desk/?box=__class__", who="wu", fine=True),
    Bad("list: the name abroad", "/desk/?q=%E9%98%BF%E4%BE%9D%E5%8F%A4%E4%B8%BD", who="wu", fine=True),
    Bad("a clerk at the desk", "/desk/", who="lin", says="不用审批台"),
    Bad("by GET", D + "{accepted}/decision/", who="sun", says="这一页"),
    *(
        Bad(f"issue: {noun or 'case'} {what}", S + "{" + which + "}/" + noun, sent, who="yang", says=NOT_THERE)
        for what, which in (("abroad", "abroad"), ("of nobody", "nobody"))
        for noun, sent in (("", None), ("arrival/", {}), ("handover/", CHECKED), ("posting/", {"address": "x", "tracking": "1"}), ("returned/", {"why": "x"}), ("receipt/", {"signed_by": "x"}))
    ),
    *(
        Bad(f"hand over: {what}", S + "{ready}/handover/", CHECKED | sent, who="yang", says=says, keeps=keeps)
        for what, sent, says, keeps in (
            ("no number", {}, "", ""), ("another's number", {"receiver_number": "110105194912310021"}, "", ""), ("a number without end", {"receiver_number": "1" * 9000}, "", ""),
            ("nothing checked", {"receiver_number": CHEN_ID, "checked-person": "", "receiver_name": "陈秀英"}, "", "陈秀英"), ("a signature that is none", {"receiver_number": CHEN_ID, "signature": "data:text/html," + SCRIPT}, "签名", CHEN_ID),
            ("a signature without end", {"receiver_number": CHEN_ID, "signature": "data:image/png;base64," + "A" * 90_000}, "签名", ""), ("an old page", {"receiver_number": CHEN_ID, "expected": "1", "signature": ""}, "刚才", CHEN_ID),
            ("NUL", {"receiver_number": NUL}, "", ""), ("SQL", {"receiver_number": QUOTE}, "", ""),
        )
    ),
    Bad("hand over: too early", S + "{reviewed}/handover/", CHECKED | {"receiver_number": CHEN_ID}, who="yang"),
    Bad("arrival: too early", S + "{accepted}/arrival/", {}, who="yang"),
    Bad("arrival: twice", S + "{ready}/arrival/", {"document": [LONG, FORMULA]}, who="yang"),
    Bad("arrivals: nothing chosen", "/issue/arrivals/", {}, who="yang", says="还没有选"),
    Bad("arrivals: not mine", "/issue/arrivals/", {"case": ["{abroad}", "{nobody}", NUL, "{ready}"]}, who="yang", says="不在待到窗里", fine=True),
    Bad("posting: nothing said", S + "{ready}/posting/", {}, who="yang", says="请填写收件地址"),
    Bad("posting: without end", S + "{ready}/posting/", {"address": LONG, "tracking": LONG, "receiver": LONG}, who="yang", says="最长", keeps=LONG),
    Bad("posting: NUL", S + "{ready}/posting/", {"address": NUL, "tracking": NUL}, who="yang", says="空字符"),
    Bad("posting: too early", S + "{reviewed}/posting/", {"address": "示例区幸福路1号", "tracking": "EE1"}, who="yang", keeps="示例区幸福路1号"),
    Bad("returned: nothing was posted", S + "{ready}/returned/", {"why": "查无此人"}, who="yang"),
    Bad("receipt: nothing was posted", S + "{ready}/receipt/", {"signed_by": BELL}, who="yang"),
    Bad("search: NUL", "/issue/?q=%E9%99%88%00&shelf=%00&after=%00", who="yang", fine=True),
    *(
        Bad(f"thing of nobody: {noun or 'page'}", "/issue/things/{nobody}/" + noun, sent, who="yang", says="没有这个一件事")
        for noun, sent in (
            ("", None), ("posting/", None), ("handover/", {"receiver_number": CHEN_ID, **CHECKED}), ("receipt/", {"tracking": NUL, "signed_by": "x"}),
            ("returned/", {"tracking": "", "why": "x"}), ("way/", {"together": SCRIPT}),
        )
    ),
    Bad("search: right to left", f"/issue/?q={OVERRIDE}", who="yang", fine=True),
    Bad("a reviewer at the issue desk", "/issue/", who="wu", says="不用出件台"),
    *(
        Bad(f"{what} abroad", path, who=who, says="没有")
        for who in ("lin", "wu", "guo")
        for what, path in (("paper", "/papers/{abroad_paper}/"), ("slip", "/papers/{abroad_paper}/slip/"), ("file", "/files/{abroad_file}/"), ("due day", "/cases/{abroad}/why/1/"))
    ),
    Bad("parties abroad", "/cases/{abroad}/parties/", {"role": "applicant"}, who="guo", says=NOT_THERE),
    Bad("parties: of a role that is none", "/cases/{accepted}/parties/", {"role": "__class__"}, who="guo", fine=True),
    Bad("papers: one mine, one abroad", "/papers/print/?paper={paper}&paper={abroad_paper}", who="lin", says="没有这份文书"),
    Bad("papers: none", "/papers/print/", who="lin", says="没有这份文书"),
    Bad("papers: ids that are none", "/papers/print/?paper=../../etc/passwd", who="lin", says="文书的编号"),
    Bad("due day: of nothing", "/cases/{accepted}/why/999/", who="lin", says="没有"),
    Bad("due day: without end", "/cases/{accepted}/why/{huge}/", who="lin", says="没有"),
]  # fmt: skip
