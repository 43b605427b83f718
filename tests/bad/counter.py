"""What a window sends in the wrong order, of the wrong kind, twice, or for another's table."""

from datetime import date

from tests.bad.asking import BELL, DIGITS, FORMULA, LONG, NUL, OVERRIDE, QUOTE, SCRIPT, UP, Bad
from tests.bad.files import UPLOADS
from tests.town import CHEN_ID
from yichuang.law.identity import synthetic_resident_id

C = "/counter/"
NAME = "陈秀英"
STRANGER = synthetic_resident_id("189901", date(1970, 1, 1), 77)
ROWS = [
    *(
        Bad(f"person: number {what}", C + "person/", {"number": number, "name": NAME}, at="empty", keeps=NAME, says=says)
        for what, number, says in (
            ("empty", "", "请读证"), ("of 17 digits", CHEN_ID[:-1], "18位"), ("with a wrong check digit", CHEN_ID[:-1] + "0", "核对"),
            ("of the 30th of February", "189901197902300213", "核对"), ("not born yet", "189901209905120213", "核对"), ("letters", "abcdefghijklmnopqr", "核对"),
            ("SQL", QUOTE, "18位"), ("huge", "1" * 4000, "最长"), ("script", SCRIPT, "18位"), ("full width", "１２３", "18位"), ("a formula", FORMULA, "18位"),
        )
    ),
    Bad("person: NUL", C + "person/", {"number": NUL, "name": NAME}, at="empty", keeps=NAME, says="18位"),
    Bad("person: no name", C + "person/", {"number": STRANGER, "name": ""}, at="empty", says="姓名"),
    Bad("person: name without end", C + "person/", {"number": CHEN_ID, "name": LONG}, at="empty", says="最长", keeps=LONG[:200]),
    Bad("person: only control signs", C + "person/", {"number": STRANGER, "name": "\x07\x1b\u202e"}, at="empty", says="姓名"),
    Bad("person: a role that is none", C + "person/", {"number": CHEN_ID, "name": NAME, "role": "__class__"}, at="empty", says="身份"),
    Bad("person: a document that is none", C + "person/", {"number": "X1", "name": NAME, "document": "999"}, at="empty", says="证件类型"),
    *(
        Bad(f"thing of nobody: {noun or 'page'}", C + "things/{nobody}/" + noun, sent, says="没有这个一件事")
        for noun, sent in (
            ("", None), ("correction/", {"got-1": NUL}), ("withdrawal/", {"item": SCRIPT, "sure": "1"}), ("way/", {"together": NUL}), ("addition/__class__/", None),
            ("addition/x/", {"do": "add"}),
        )
    ),
    Bad("things: NUL", C + "things/?q=%E9%99%88%00&list=%00", at="empty", says="没找到", fine=True),
    Bad("things: a list that is none", C + "things/?list=__class__", at="empty", fine=True),
    Bad("second: nobody waits", C + "second/", {"role": "agent"}, at="read", says="读"),
    Bad("number in full: of nobody", C + "number/", {"role": "agent"}, at="read", says="没有这个人"),
    Bad("number in full: a role that is none", C + "number/", {"role": "__dict__"}, at="read", says="没有这个人"),
    Bad("wishes: phone without end", C + "wishes/", {"phone": "1" * 3000}, at="read"),
    *(
        Bad(f"item: {what}", C + "item/", {"item": item, "q": q}, at="read", says=says)
        for what, item, q, says in (
            ("nothing", "", "", "没找到"), ("nobody's", "{nobody}", "", "事项"), ("SQL", QUOTE, QUOTE, "没找到"), ("a case abroad", "case:{abroad}", "", "没有这个办件"),
            ("a case of nobody", "case:{nobody}", "", "没有这个办件"), ("a case that is none", "case:" + UP, "", "没有这个办件"), ("a case under way", "case:{accepted}", "", "今天的件"),
            ("NUL", NUL, NUL, "没找到"),
        )
    ),
    Bad("item: before anybody was read", C + "item/", {"item": "{item}"}, at="empty", says="先读证"),
    Bad("items: NUL", C + "items/?q=%00", fine=True),
    Bad("items: huge", C + "items/?q=" + "%E9%95%BF" * 2000, fine=True),
    *(
        Bad(f"answer: {what}", C + "answer/", {"answer": answer}, at="asked")
        for what, answer in {"none": "", "not offered": "moon", "script": SCRIPT, "NUL": NUL, "huge": "x" * 9000}.items()
    ),
    Bad("answer: nothing was asked", C + "answer/", {"answer": "own"}, at="read", says="没有要回答的"),
    Bad("undo: nothing to undo", C + "undo/", {}, at="judging", says="没有可以撤销的"),
    *(
        Bad(f"verdict: {what}", C + "verdicts/", sent, at="judging", says=says)
        for what, sent, says in (
            ("none", {}, "没有这个核验结果"), ("unknown", {"verdict": "eat"}, "没有这个核验结果"), ("of a row that is not there", {"verdict": "ok", "material": "999"}, "清单里没有"),
            ("of row -1", {"verdict": "eat", "material": "-1"}, "没有这个核验结果"), ("of a row without end", {"verdict": "ok", "material": "9" * 5000}, "清单里没有"),
            ("of a superscript row", {"verdict": "eat", "material": DIGITS}, "没有这个核验结果"), ("reason 9", {"verdict": "fix", "reason": "9"}, "理由"),
            ("reason NUL", {"verdict": "fix", "reason": NUL}, "理由"), ("corrected: nothing", {"verdict": "correct", "what": ""}, "请写明"),
            ("corrected: without end", {"verdict": "correct", "what": LONG}, "最多写200个字"),
            ("a day that is none", {"verdict": "fix", "reason": "4", "f_expired_on": "20260230"}, "日期"),
            ("a day of the year 0", {"verdict": "fix", "reason": "4", "f_expired_on": "0000-01-01"}, "日期"),
        )
    ),
    Bad("verdict: before there is a list", C + "verdicts/", {"verdict": "ok"}, at="read", says="还没到"),
    Bad("point: of nothing", C + "point/?material=1", at="empty", says="没有材料"),
    Bad("point: a row without end", C + "point/?material=" + "9" * 5000, at="judging", fine=True),
    *(
        Bad(f"a form of {what}", C + "verdicts/", {"verdict": "ok", "intake": intake, "turn": turn}, at="judging", says="最新的")
        for what, intake, turn in (
            ("another table", "{nobody}", "3"), ("no table", "", ""), ("an old page", "", "0"), ("a turn without end", "{nobody}", "9" * 5000),
            ("a superscript turn", "{nobody}", DIGITS), ("NUL", NUL, NUL),
        )
    ),
    *(
        Bad(f"way out: {what}", C + "exits/", sent, at="judging", says=says)
        for what, sent, says in (
            ("none", {"then": ""}, "不这样办"), ("unknown", {"then": "__import__"}, "不这样办"), ("too early", {"then": "accept"}, "没核"),
            ("told once, too early", {"then": "ask_once"}, "没核"), ("not accepted, without a reason", {"then": "not_accept"}, "理由"),
            ("not accepted, reason without end", {"then": "not_accept", "why": LONG, "whose": "省局"}, "最多写300个字"),
            ("not accepted, whose?", {"then": "not_accept", "why": "不归我们管"}, "哪个机关"), ("not needed, blank reason", {"then": "tell_not_required", "why": "\u202e \0"}, "理由"),
            ("decided at once", {"then": "decide_at_once"}, "不这样办"),
        )
    ),
    Bad("proposed: reason without end", C + "exits/", {"then": "propose_not_accept", "why": "理" * 250, "whose": "省局"}, at="judging", says="最多写200个字"),
    Bad("way out: nothing on the table", C + "exits/", {"then": "accept"}, at="empty", says="先读证"),
    Bad("sheet: nothing on the table", C + "guide/", at="empty", says="先选事项"),
    Bad("aside: nothing on the table", C + "suspension/", {}, at="empty", says="没有要挂起"),
    Bad("taken up: nobody's", C + "resumption/{nobody}/", {}, at="empty"),
    *(Bad(f"photo: {what}", C + "photos/1/", {"file": file}, at="judging", says=says) for what, file, says in UPLOADS),
    Bad("photo: none", C + "photos/1/", {}, at="judging", says="请拍照"),
    Bad("photo: a text instead", C + "photos/1/", {"file": UP}, at="judging", says="请拍照"),
    Bad("photo: of a row that is not there", C + "photos/999/", {"file": UPLOADS[0][1]}, at="judging", says="清单里没有"),
    Bad("photo: of a row without end", C + "photos/" + "9" * 5000 + "/", {"file": UPLOADS[0][1]}, at="judging", says="没有"),
    Bad("photo: nothing on the table", C + "photos/1/", {"file": UPLOADS[0][1]}, at="empty", says="核材料"),
    Bad("photo taken out: nobody's", C + "photos/{nobody}/removal/", {}, at="judging", says="没有这份文件"),
    Bad("photo taken out: one abroad", C + "photos/{abroad_file}/removal/", {}, at="judging", says="没有这份文件"),
    Bad("a case abroad on the bench", C + "?case={abroad}", says="没有这个办件"),
    Bad("a case that is none on the bench", C + "?case=%00", says="没有这个办件"),
    Bad("today: NUL", C + "cases/?q=a%00b&list=%00", fine=True),
    Bad("today: a name with NUL", C + "cases/?q=%E9%99%88%00%E7%A7%80", fine=True),
    Bad("today: the case abroad by its number", C + "cases/?q={abroad}", fine=True),
    *(
        Bad(f"case {what}", C + "cases/{" + which + "}/", who="lin", says="没有这个办件")
        for what, which in (("abroad", "abroad"), ("of nobody", "nobody"))
    ),
    Bad("withdrawal: abroad", C + "cases/{abroad}/withdrawal/", {"sure": "1"}, says="没有这个办件"),
    Bad("withdrawal: after the end", C + "cases/{ready}/withdrawal/", {"sure": "1", "why": "不办了"}, keeps="不办了"),
    Bad("withdrawal: an old page", C + "cases/{accepted}/withdrawal/", {"sure": "1", "expected": "1", "why": "不办了"}, says="刚才"),
    Bad("supplement: nothing", C + "cases/{accepted}/supplement/", {"what": ""}),
    Bad("supplement: without end", C + "cases/{accepted}/supplement/", {"what": LONG}, says="最多写300个字", keeps=LONG),
    Bad("supplement: to a case not accepted", C + "cases/{filed}/supplement/", {"what": "一份说明"}, keeps="一份说明"),
    Bad("gap: none is open", C + "cases/{accepted}/gap/", {"place": ["0", "999", "-1", DIGITS]}),
    Bad("correction: of nothing", C + "cases/{filed}/correction/", {"place": "", "corrected": BELL}),
    Bad("correction: a row without end", C + "cases/{filed}/correction/", {"place": "9" * 5000, "corrected": "改了电话"}, keeps="改了电话"),
    Bad("lapse: nothing was asked", C + "cases/{filed}/lapse/", {"sure": "1"}),
    Bad("rating on the device: not my case", C + "cases/{abroad}/rating/", {"grade": "5"}, says="没有办过"),
    Bad("rating on the device: grade 9", C + "cases/{accepted}/rating/", {"grade": "9"}),
    Bad("name in a right-to-left dress", C + "person/", {"number": CHEN_ID[:-1] + "0", "name": OVERRIDE}, at="empty", says="核对"),
    Bad("an approver without a window", C, who="sun", says="没有受理窗口"),
    Bad("by GET", C + "verdicts/", says="这一页"),
]  # fmt: skip
