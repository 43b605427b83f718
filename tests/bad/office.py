"""What the office gets: forms of every part with what no form should hold, and files that should stay outside."""

from tests.bad.asking import DIGITS, EMPTY, FORMULA, HUGE, LONG, NUL, OVERRIDE, QUOTE, SCRIPT, UP, Bad
from tests.bad.files import WORKBOOKS

F, K, P = "/office/", "/office/catalogue/", "/office/people/"
DAYS = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
ROWS = [
    Bad("cases: another post", F + "cases/", who="lin", says="岗位不看"),
    Bad("export: another post", F + "cases/export.csv", who="lin", says="岗位不看"),
    *(
        Bad(f"cases: {what}", F + "cases/?" + query, who="guo", fine=True)
        for what, query in {
            "NUL": "q=%E9%99%88%00", "a cursor that is none": "after=%00", "a cursor without end": "after=" + "f" * 5000, "a filter that is none": "f=__class__",
            "a state that is none": "state=%27", "script": "q=%3Cscript%3Ealert(1)%3C/script%3E", "huge": "q=" + "%E9%95%BF" * 3000,
        }.items()
    ),
    Bad("export: NUL", F + "cases/export.csv?q=%E9%99%88%00", who="guo", fine=True),
    Bad("case abroad", F + "cases/{abroad}/", who="guo", says="没有这个办件"),
    Bad("voidance abroad", F + "cases/{abroad}/voidance/", {"why": "错录"}, who="guo", says="没有这个办件"),
    Bad("voidance: no reason", F + "cases/{accepted}/voidance/", {"why": ""}, who="guo", says="请写明"),
    Bad("voidance: NUL", F + "cases/{accepted}/voidance/", {"why": "\0\x07\u202e"}, who="guo", says="请写明"),
    Bad("voidance: without end", F + "cases/{accepted}/voidance/", {"why": LONG}, who="guo", says="字"),
    Bad("voidance: a key without end", F + "cases/{accepted}/voidance/", {"why": "错录", "idempotency_key": "k" * 300}, who="guo", says="幂等键"),
    Bad("forced notice: a row that is none", F + "cases/{accepted}/forced-notice/", {"place": DIGITS, "text": "x", "why": "x"}, who="guo", says="材料"),
    Bad("forced notice: a row without end", F + "cases/{accepted}/forced-notice/", {"place": "9" * 5000, "text": "x", "why": "x"}, who="guo", says="材料"),
    Bad("forced notice: after acceptance", F + "cases/{accepted}/forced-notice/", {"place": "0", "text": "缺页", "why": "x"}, who="guo"),
    *(
        Bad(f"calendar: {what}", F + "calendar/notices/", {"source": "国办发明电", "text": text}, who="xi", says=says, keeps="国办发明电")
        for what, text, says in (
            ("empty", "", "请粘贴"), ("no TOML", "year = ", ""), ("no year", 'status = "published"', "年"), ("the year 0", "year = 0\nwork = []\noff = []", "年"),
            ("the year 99999", "year = 99999\nwork = []\noff = []", "年"), ("a script", SCRIPT, ""), ("NUL", "year = 2027\n\0", "空字符"), ("without end", "#" * 30_000, "20000"),
            ("a day twice", 'year = 2027\nwork = [2027-01-01]\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n', ""),
            ("from after to", 'year = 2027\nwork = []\n[[off]]\nname = "元旦"\nfrom = 2027-01-03\nto = 2027-01-01\n', ""),
            ("a day of another year", 'year = 2027\nwork = [2031-01-01]\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n', ""),
            ("a day as text", 'year = 2027\nwork = ["x"]\n[[off]]\nname = 5\nfrom = "a"\nto = []\n', ""), ("a year as a list", "year = [2027]", "年"),
        )
    ),
    *(
        Bad(f"number: {what}", F + "numbers/", {"name": "pickup_days", "value": "30", "unit": "天", "basis": "示政办〔2026〕1号", "starts_on": "2026-12-01"} | sent, who="xi", says=says, keeps="示政办〔2026〕1号" if "basis" not in sent else "")
        for what, sent, says in (
            ("none", {"value": ""}, "请填写数值"), ("a word", {"value": "许多"}, ""), ("negative", {"value": "-1"}, ""), ("without end", {"value": "9" * 39}, ""), ("NaN", {"value": "NaN"}, ""),
            ("infinite", {"value": "1e999"}, ""), ("NUL", {"value": NUL}, "空字符"), ("unknown", {"name": "__class__"}, ""), ("no basis", {"basis": ""}, "依据"), ("the year 0", {"starts_on": "0000-12-01"}, "日期写成"),
            ("superscript", {"value": DIGITS}, ""), ("SQL", {"value": QUOTE}, ""),
        )
    ),
    Bad("journal: NUL", F + "journal/?q=%00", who="guo", fine=True),
    Bad("journal: of a case abroad", F + "journal/?q={abroad}", who="guo", fine=True),
    Bad("journal: another post", F + "journal/?q={accepted}", who="wu", says="岗位不看"),
    Bad("looks: another post", F + "looks/", who="guo", says="岗位不看"),
    Bad("errand: of nothing", F + "errands/999999/retry/", {}, who="xi", says="没有"),
    Bad("errand: without end", F + "errands/{huge}/retry/", {}, who="xi", says="没有"),
    Bad("errands: a state that is none", F + "errands/?state=%00", who="xi", fine=True),
    *(Bad(f"import: {what}", K + "import/", {"file": file}, who="he", says=says) for what, file, says in WORKBOOKS),
    Bad("import: none", K + "import/", {}, who="he", says="请选择一个文件"),
    Bad("import: another post", K + "import/", {"file": WORKBOOKS[3][1]}, who="lin", says="岗位不看"),
    Bad("department settled: none", K + "import/departments/", {"name": "", "department": ""}, who="he"),
    Bad("department settled: without end", K + "import/departments/", {"name": LONG, "department": str(HUGE)}, who="he"),
    Bad("department settled: NUL", K + "import/departments/", {"name": NUL, "department": "1"}, who="he"),
    Bad("new item: nothing said", K + "new/", {}, who="he", says="请填写事项名称"),
    Bad("new item: huge department", K + "new/", {"name": "新事项", "type": "行政许可", "department": str(HUGE), "zone": "综合"}, who="he", keeps="新事项"),
    Bad("new item: NUL", K + "new/", {"name": NUL, "type": "行政许可", "department": DIGITS, "zone": NUL}, who="he", says="空字符"),
    *(
        Bad(f"catalogue: {what}", K + query, who="he", fine=True)
        for what, query in {
            "page without end": "?page=999999999999999999999999999", "superscript page": "?page=%C2%B2&department=%C2%B2", "NUL": "?q=%00&show=%00", "debts": "debts/?kind=%00&page=-1",
            "gate of a department without end": "gate/?department=9999999999999999999999", "suggest": "search/?q=%00%ED%A0%80",
        }.items()
    ),
    Bad("item of nobody", K + "items/{nobody}/", who="he", says="没有这一页"),
    Bad("version without end", K + "versions/{huge}/", who="he", says="没有这一页"),
    Bad("a published version in the editor", K + "versions/{version}/basic/", {"rows": DIGITS, "op": "up:" + DIGITS}, who="he", fine=True),
    *(
        Bad(f"editor: {what}", K + "versions/{draft}/materials/", {"rows": rows, "op": op, "seen": "x"}, who="he", says="改")
        for what, rows, op in (("superscript rows", DIGITS, "up:" + DIGITS), ("rows without end", "9" * 5000, "remove:" + "9" * 5000), ("a million rows", "1000000", "drop:0:-1"))
    ),
    Bad("an element that is none", K + "versions/{version}/__class__/", who="he", says="没有这一页"),
    Bad("draft of an item of nobody", K + "items/{nobody}/drafts/", {}, who="he", says="没有这一页"),
    Bad("publication: nothing submitted", K + "versions/{version}/publication/", {"worse_reason": LONG}, who="hua"),
    Bad("handed back: nothing submitted", K + "versions/{version}/return/", {"reason": NUL}, who="hua"),
    Bad("a published version dropped", K + "versions/{version}/dropping/", {}, who="he"),
    Bad("item retired: no reason", K + "items/{item}/retirement/", {}, who="he"),
    Bad("preview: a look that is none", K + "versions/{version}/preview/x/", who="he", says="没有这一页"),
    Bad("preview: an answer that is none", K + "versions/{version}/preview/guide/?a-premises=moon", who="he"),
    Bad("authorise: nothing said", K + "authorisations/new/?department={market}", EMPTY, who="gao", says="至少选一个事项"),
    Bad("authorise: an item that is none", K + "authorisations/new/?department={market}", {"items": [QUOTE, "{nobody}"], "decision": "approve", "post": str(HUGE), "document": "文号一"} | DAYS, who="gao", keeps="文号一"),
    Bad("authorise: a day that is none", K + "authorisations/new/?department={market}", {"items": ["{item}"], "decision": "x", "document": "文号一", "starts_on": "9999-99-99"}, who="gao", says="日期要写成", keeps="文号一"),
    Bad("revoke: without end", K + "authorisations/revocation/", {"row": ["9" * 30, DIGITS, NUL], "sure": "1"}, who="gao"),
    Bad("entrust: nothing said", K + "entrustments/new/?department={market}", EMPTY, who="gao", says="至少选一个事项"),
    Bad("entrust: huge ids", K + "entrustments/new/?department={market}", {"items": ["{item}"], "hall": str(HUGE), "zone": DIGITS, "window": NUL, "document": "文号二"} | DAYS, who="gao", keeps="文号二"),
    Bad("entrustment ended: of nothing", K + "entrustments/ending/", {"row": ["999999"], "sure": "1", "reason": "x"}, who="gao"),
    *(
        Bad(f"{what}: nothing said", P + page, EMPTY, who=who, says=says)
        for what, page, who, says in (
            ("organisation", "organisations/new/", "xi", "没填机构名称"), ("person", "persons/new/", "xi", "没填姓名"), ("appointment", "posts/appointment/", "an", "没选人员"), ("leave", "leaves/new/", "an", "没选谁休假"),
            ("token", "systems/tokens/new/", "an", "没填用到哪天"), ("hall", "halls/new/", "xi", "没填大厅名称"), ("zone", "halls/{hall}/zones/new/", "xi", "没填区域名称"), ("window", "halls/{hall}/windows/new/", "xi", "没选区域"), ("seat", "halls/{hall}/seats/new/", "xi", "没选窗口"),
        )
    ),
    *(
        Bad(f"{what} of nobody", P + page, who=who, says="没有这一")
        for what, page, who in (
            ("organisation", "organisations/999999/", "xi"), ("organisation without end", "organisations/{huge}/", "xi"), ("person", "persons/999999/", "xi"), ("person without end", "persons/{huge}/", "xi"), ("holding", "holdings/999999/dismissal/", "an"),
            ("token", "systems/tokens/999999/revocation/", "an"), ("hall", "halls/999999/", "xi"), ("window without end", "halls/{hall}/windows/{huge}/", "xi"), ("zone without end", "halls/{hall}/zones/{huge}/", "xi"),
        )
    ),
    *(
        Bad(f"person: sign-in name {name[:12]!r}", P + "persons/new/", {"name": "王敏", "username": name}, who="xi", keeps="王敏")
        for name in ("lin", "王敏", "Wang Min", "a" * 41, UP, QUOTE, SCRIPT, NUL, FORMULA, OVERRIDE)
    ),
    Bad("organisation: a wrong code", P + "organisations/new/", {"name": "新局", "kind": "department", "code": "1" * 18, "area": "189901"}, who="xi", keeps="新局"),
    Bad("organisation: its own parent", P + "organisations/{market}/", {"name": "新局", "kind": "department", "parent": "{market}", "area": "189901"}, who="xi", keeps="新局"),
    Bad("organisation: an area that is none", P + "organisations/new/", {"name": "新局", "kind": "department", "area": "北京"}, who="xi", keeps="新局"),
    Bad("organisation ended: year 0", P + "organisations/{market}/ending/", {"ends_on": "0000-01-01"}, who="xi", says="写成"),
    Bad("window: number without end", P + "halls/{hall}/windows/new/", {"zone": "{zone}", "number": str(HUGE)}, who="xi"),
    Bad("window: superscript number", P + "halls/{hall}/windows/new/", {"zone": "{zone}", "number": DIGITS}, who="xi", says="整数"),
    Bad("hall: a time that is none", P + "halls/new/", {"name": "新厅", "organisation": "1", "level": "county", "opens": "25:99", "closes": NUL, "serial_from": "-1", "serial_to": "x"}, who="xi", says="09:00", keeps="新厅"),
    Bad("appointment: two administrators' posts", P + "posts/appointment/", {"person": "{xi}", "organisation": "{market}", "kind": "secadmin", "starts_on": "2026-01-01"}, who="an"),
    Bad("appointment: year 9999", P + "posts/appointment/", {"person": "{hu}", "organisation": "{market}", "kind": "reviewer", "starts_on": "9999-12-31", "ends_on": "9999-12-31"}, who="an"),
    Bad("person: by the wrong administrator", P + "persons/new/", {"name": "王敏", "username": "wangmin"}, who="an", says="不能改"),
    Bad("visits: another administrator", P + "visits/", who="xi", says="岗位不看"),
    Bad("visits: NUL", P + "visits/?q=%00%ED%A0%80", who="ji", fine=True),
]  # fmt: skip
