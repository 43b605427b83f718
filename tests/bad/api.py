"""What a machine sends: no JSON, too much, of the wrong kind, with another's key, under another's id."""

from typing import Any

from tests.bad.asking import DIGITS, HUGE, LONG, NUL, SCRIPT, UP, Bad
from tests.town import CHEN_ID
from yichuang.doors.api.steps import RESOURCES

A = "/api/v1"
PERSON = {"name": "陈秀英", "number": CHEN_ID}
FILING: dict[str, Any] = {
    "item": "company-establishment", "answers": {"premises": "own", "preapproval": "no", "agent": "no"}, "applicant": PERSON,
}  # fmt: skip
BIG = 2**70
ROWS = [
    *(
        Bad(f"filing: {what}", A + "/cases", body, says=says)
        for what, body, says in (
            ("empty", "", "缺这一项"), ("half", "{", "JSON"), ("a list", "[]", "格式"), ("null", "null", "格式"), ("deep", '{"item":' * 100_000, "JSON"), ("NaN", '{"item": NaN}', ""), ("a number without end", '{"hall": ' + "9" * 6000 + "}", ""),
            ("not UTF-8", b'{"item": "\xff\xfe"}', "JSON"), ("a lone surrogate", '{"item": "\\ud800", "applicant": {"name": "\\ud800", "number": "1"}}', ""), ("above the limit", '{"item": "' + "x" * 3_000_000 + '"}', "太大"),
            ("unknown item", FILING | {"item": "moon"}, "没有事项"), ("item without end", FILING | {"item": LONG}, "最长"), ("item NUL", FILING | {"item": NUL}, "控制字符"), ("nobody", FILING | {"applicant": None}, ""),
            ("a check digit", FILING | {"applicant": PERSON | {"number": CHEN_ID[:-1] + "0"}}, "核对"), ("number without end", FILING | {"applicant": PERSON | {"number": "1" * 9000}}, "最长"), ("number of a number", FILING | {"applicant": PERSON | {"number": 5}}, ""),
            ("name NUL", FILING | {"applicant": PERSON | {"name": NUL}}, "控制字符"), ("name blank", FILING | {"applicant": PERSON | {"name": " \u202e "}}, "控制字符"), ("name without end", FILING | {"applicant": PERSON | {"name": LONG}}, "最长"),
            ("kind that is none", FILING | {"applicant": PERSON | {"kind": "robot"}}, ""), ("answer not offered", FILING | {"answers": {"premises": "moon"}}, ""), ("question not asked", FILING | {"answers": {"moon": "yes"}}, ""),
            ("act that is none", FILING | {"then": "fly"}, ""), ("place -1", FILING | {"materials": [{"place": -1, "state": "got"}]}, ""), ("place without end", FILING | {"materials": [{"place": BIG, "state": "got"}]}, ""),
            ("place that is none", FILING | {"materials": [{"place": 900, "state": "got"}]}, ""), ("state that is none", FILING | {"materials": [{"place": 1, "state": "gone"}]}, ""), ("10,000 materials", FILING | {"materials": [{"place": 1, "state": "got"}] * 10_000}, ""),
            ("accepted without materials", FILING | {"then": "accept"}, ""), ("asked nothing", FILING | {"then": "ask_once"}, ""), ("not accepted, no reason", FILING | {"then": "not_accept"}, "部门"), ("a phone that is none", FILING | {"applicant": PERSON | {"phone": SCRIPT}}, ""),
        )
    ),
    Bad("filing: hall that is none", A + "/cases", FILING | {"hall": 999_999}, who="wu"),
    Bad("filing: hall of zero", A + "/cases", FILING | {"hall": 0}, who="applicants"),
    Bad("filing: no hall", A + "/cases", FILING, who="applicants", says="hall"),
    Bad("filing: no key", A + "/cases", FILING, key="", says="Idempotency-Key"),
    Bad("filing: a key without end", A + "/cases", FILING, key="k" * 5000, says="幂等键"),
    Bad("filing: as a form", A + "/cases", "item=x", kind="application/x-www-form-urlencoded", says="JSON"),
    Bad("filing: as XML", A + "/cases", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', kind="application/xml", says="JSON"),
    Bad("no token", A + "/cases", who="", says="密钥"),
    *(
        Bad(f"token {what}", A + "/cases", who="", headers={"Authorization": token}, says="密钥")
        for what, token in {"forged": "Bearer yc_" + "A" * 43, "empty": "Bearer ", "of another kind": "Basic bGluOng=", "SQL": "Bearer ' OR 1=1 --", "without end": "Bearer " + "y" * 9000, "in another script": "Bearer yc_钥匙"}.items()
    ),
    Bad("token of a session only", A + "/cases", who="", headers={"Cookie": "sessionid=x"}, says="密钥"),
    *(
        Bad(f"{noun}: {what}", f"{A}/cases/{{{which}}}/{noun}", {"why": "x", "whose": "x", "verdict": "pass", "outcome": "granted"}, who="guo" if noun == "voidance" else "wu")
        for noun in ("acceptance", "conclusion", "decision", "voidance", "non-acceptance")
        for what, which in (("abroad", "abroad"), ("of nobody", "nobody"))
    ),
    *(Bad(f"{noun}: a body that is none", f"{A}/cases/{{accepted}}/{noun}", "[]", who="wu", says="格式") for noun, *_ in RESOURCES),
    *(Bad(f"{noun}: a sequence without end", f"{A}/cases/{{accepted}}/{noun}", {"expected": HUGE}, who="wu", says="格式") for noun, *_ in RESOURCES[:6]),
    *(
        Bad(f"{noun}: {what}", f"{A}/cases/{{{which}}}/{noun}", body, who=who)
        for noun, what, which, body, who in (
            ("conclusion", "a step that is none", "accepted", {"step": SCRIPT, "verdict": "pass"}, "wu"), ("conclusion", "an old page", "accepted", {"verdict": "pass", "expected": 0}, "wu"), ("conclusion", "too late", "ready", {"verdict": "pass"}, "wu"),
            ("conclusion", "NUL", "accepted", {"verdict": "fail", "opinion": NUL}, "wu"), ("conclusion", "points that are none", "accepted", {"verdict": "pass", "points": [{"id": [1], "state": {}}]}, "wu"), ("conclusion", "deep points", "accepted", {"verdict": "fail", "points": [{"a": {"b": {"c": [[[[]]]]}}}]}, "wu"),
            ("decision", "too early", "accepted", {"outcome": "granted"}, "sun"), ("decision", "an outcome that is none", "reviewed", {"outcome": "maybe"}, "sun"), ("decision", "refused without a reason", "reviewed", {"outcome": "refused"}, "sun"),
            ("decision", "NUL", "reviewed", {"outcome": "refused", "opinion": NUL, "clause": NUL}, "sun"), ("decision", "documents without end", "reviewed", {"outcome": "granted", "documents": [LONG]}, "sun"), ("suspension", "days without end", "accepted", {"name": "检测", "days": BIG}, "wu"),
            ("suspension", "a hearing in 9999", "accepted", {"name": "听证", "days": 5, "hearing_on": "9999-12-31"}, "wu"), ("suspension", "a day that is none", "accepted", {"name": "听证", "days": 5, "hearing_on": "2026-02-30"}, "wu"), 
            ("correction", "places without end", "accepted", {"places": [BIG], "judgements": {str(BIG): "got"}}, "lin"), ("correction", "nothing was asked", "filed", {"places": []}, "lin"), ("gap-filling", "places without end", "accepted", {"places": [BIG, -BIG]}, "lin"),
            ("gap-filling", "no gap", "accepted", {"places": []}, "lin"), ("after-check", "of nothing", "accepted", {"check": 5, "truthful": True, "finding": "x"}, "wu"), ("after-check", "without end", "accepted", {"check": BIG, "truthful": True, "finding": "x"}, "wu"),
            ("hand-over", "to another", "ready", {"receiver_number": "110105194912310021", "checked": {}}, "yang"), ("hand-over", "checked with words", "ready", {"receiver_number": CHEN_ID, "checked": {"person": "perhaps"}}, "yang"), ("hand-over", "signed with a page", "ready", {"receiver_number": CHEN_ID, "checked": {"document": True, "person": True, "result": True}, "signature": "x" * 70_000}, "yang"),
            ("posting", "NUL", "ready", {"tracking": NUL, "address": NUL}, "yang"), ("extension", "nobody asked", "accepted", {"reason": "x"}, "gao"), ("supplement", "blank", "accepted", {"what": " "}, "lin"), ("voidance", "no reason", "accepted", {"why": ""}, "guo"), ("voidance", "NUL", "accepted", {"why": NUL}, "guo"),
        )
    ),
    *(
        Bad(f"rating: {what}", A + "/cases/{" + which + "}/ratings", body, who=who, on_record=who == "lin")
        for what, which, body, who in (
            ("by a clerk", "ready", {"grade": 5}, "lin"), ("grade 0", "ready", {"grade": 0}, "applicants"), ("grade without end", "ready", {"grade": BIG}, "applicants"), ("abroad", "abroad", {"grade": 5}, "applicants"), ("of nobody", "nobody", {"grade": 5}, "applicants"),
            ("words without end", "ready", {"grade": 1, "words": LONG}, "applicants"), ("NUL", "ready", {"grade": 1, "words": NUL}, "applicants"), ("reasons that are none", "ready", {"grade": 1, "reasons": [SCRIPT]}, "applicants"),
        )
    ),
    *(
        Bad(f"list: {what}", A + "/cases?" + query, says=says)
        for what, query, says in (
            ("limit 0", "limit=0", ""), ("limit without end", f"limit={BIG}", ""), ("limit a word", "limit=x", ""), ("limit superscript", "limit=%C2%B2", ""), ("a cursor that is none", "cursor=!!!", "cursor"), ("a short cursor", "cursor=AAAA", "cursor"),
            ("a cursor in Chinese", "cursor=%E9%95%BF", "cursor"), ("a state that is none", "state=%27", "没有状态"), ("words without end", "q=" + "a" * 500, ""),
        )
    ),
    Bad("list: NUL", A + "/cases?q=%E9%99%88%00", fine=True),
    Bad("list: half a character", A + "/cases?q=%ED%A0%80", fine=True),
    Bad("list: the name abroad", A + "/cases?q=%E9%98%BF%E4%BE%9D%E5%8F%A4%E4%B8%BD", who="guo", fine=True),
    Bad("case abroad", A + "/cases/{abroad}", who="guo", says="没有这个办件"),
    Bad("journal abroad", A + "/cases/{abroad}/journal", who="guo", says="没有这个办件"),
    Bad("case: an id that is none", A + "/cases/1", says="格式"),
    Bad("case: a path", A + "/cases/..%2f..%2fetc%2fpasswd", says=""),
    Bad("another department's case", A + "/cases/{accepted}", who="zheng", says="没有这个办件"),
    Bad("a case with a key for applicants", A + "/cases/{accepted}", who="applicants", says="没有这个办件"),
    Bad("item: unknown", A + "/items/moon", says="没有事项"),
    Bad("item: a path", A + "/items/..%2f..%2fsettings.py", says=""),
    Bad("item: NUL", A + "/items/%00", says="没有事项"),
    *(
        Bad(f"guide: {what}", A + "/items/company-establishment/guide", body)
        for what, body in {
            "answers of numbers": {"answers": {"premises": 1}}, "answer not offered": {"answers": {"premises": "moon"}}, "question not asked": {"answers": {"moon": "x"}}, "before the calendar": {"answers": {}, "filed_on": "2014-01-01"},
            "the year 0": {"answers": {}, "filed_on": "0000-01-01"}, "the year 9999": {"answers": {}, "filed_on": "9999-12-31"}, "a day that is none": {"answers": {}, "filed_on": "2026-02-30"}, "answers as a list": {"answers": []},
        }.items()
    ),
    Bad("progress: a wrong code", A + "/progress/ABCDEFGH", who="", says="查询码"),
    Bad("progress: NUL", A + "/progress/%00", who="", says="查询码"),
    Bad("progress: the code abroad", A + "/progress/{abroad_code}", who="", says="查询码"),
    Bad("progress: without end", A + "/progress/" + "A" * 3000, who="", says="查询码"),
    Bad("wrong method", A + "/cases", method="DELETE", says="方法"),
    Bad("wrong method at an act", A + "/cases/{accepted}/decision", who="sun", says="方法"),
    Bad("an unknown method", A + "/cases", method="BREW", says="方法"),
    Bad("no such address", A + "/nothing", says="接口地址"),
    Bad("no such address, upwards", A + "/../../etc/passwd", says="接口地址"),
    Bad("another host", A + "/cases", headers={"Host": "evil.example"}, fine=True),
    Bad("superscript id", A + f"/cases/{DIGITS}", says="格式"),
    Bad("a path as a step", A + "/cases/{accepted}/conclusion", {"step": UP, "verdict": "pass"}, who="wu"),
]  # fmt: skip
