"""What nobody in particular sends to the portal, and to the pages around all doors."""

from tests.bad.asking import BELL, DIGITS, FORMULA, HUGE, LONG, NUL, OVERRIDE, QUOTE, SCRIPT, UP, Bad

WORD = "查询码"
KEY = "company-establishment"
ROWS = [
    *(
        Bad(f"progress: {what}", "/progress/", {"code": code}, who="", says=WORD, keeps=code.strip()[:20])
        for what, code in {
            "empty": "", "blanks": "   ", "too short": "ABC", "zeros": "00000000", "an id number": "189901197905120213", "script": SCRIPT,
            "SQL": QUOTE, "huge": "A" * 100_000, "right to left": OVERRIDE, "formula": FORMULA, "path": UP,
        }.items()
    ),
    Bad("progress: NUL", "/progress/", {"code": NUL}, who="", says=WORD),
    Bad("progress: a wrong code", "/p/ABCD-EFGH", who="", says=WORD, keeps="ABCD-EFGH"),
    Bad("progress: a wrong code in one piece", "/p/ABCDEFGH", who="", says=WORD),
    Bad("progress: a path", "/p/..%2f..%2fetc%2fpasswd", who="", says="没有这一页"),
    Bad("progress: NUL in the address", "/p/%00", who="", says=WORD),
    Bad("progress: half a character", "/p/%ED%A0%80", who="", says=WORD),
    Bad("progress: a code of 3,000 signs", "/p/" + "A" * 3000, who="", says=WORD),
    Bad("rating: of nothing", "/p/ABCDEFGH/rating", {"level": "5"}, who="", says=WORD),
    *(
        Bad(f"rating: level {level!r}", "/p/{code}/rating", {"level": level}, who="", says="五档")
        for level in ("", "0", "6", "-1", "5.0", "９", DIGITS, str(HUGE), "5 OR 1=1", NUL)
    ),
    Bad("rating: words without end", "/p/{code}/rating", {"level": "1", "said": "1", "words": LONG}, who="", says="字", keeps=LONG[:500]),
    Bad("rating: reasons nobody offered", "/p/{code}/rating", {"level": "1", "said": "1", "reasons": SCRIPT}, who="", says="没有"),
    Bad("rating: NUL", "/p/{code}/rating", {"level": "1", "said": "1", "words": NUL}, who="", says="保存"),
    *(
        Bad(f"rating: telephone {phone[:20]!r}", "/p/{code}/rating", {"level": "1", "said": "1", "phone": phone, "words": "等得久"}, who="", says="7到12位", keeps="等得久")
        for phone in ("12", "abc", DIGITS, SCRIPT)
    ),
    Bad("device: a key that was made up", "/device/made-up/", who="", says="过期"),
    Bad("device: a key of 3,000 signs", "/device/" + "A" * 3000 + "/", who="", says="过期"),
    Bad("rating: a key without end", "/p/{code}/rating", {"level": "9", "idempotency_key": "k" * 9000}, who="", says="五档"),
    *(
        Bad(f"find: {what}", f"/find/?q={q}", who="", fine=True)
        for what, q in {
            "empty": "", "NUL": "%00", "half a character": "%ED%A0%80", "script": "%3Cscript%3Ealert(1)%3C/script%3E", "SQL": "'+OR+1=1+--",
            "huge": "%E9%95%BF" * 3000, "wildcards": "%25%25%25___", "right to left": "%E2%80%AE",
        }.items()
    ),
    *(
        Bad(f"items: page {page}", f"/items/?page={page}", who="", fine=True)
        for page in ("0", "-1", "99999999999999999999", "%C2%B2", "NaN", "%00", "1e9")
    ),
    Bad("items: unknown field", "/items/?zone=%3Cscript%3Ealert(1)%3C/script%3E", who="", fine=True),
    Bad("item: unknown", "/items/nothing/", who="", says="没有这个事项"),
    Bad("item: path", "/items/..%2f..%2fsettings.py/", who="", says="没有"),
    Bad("item: NUL", "/items/%00/", who="", says="没有这个事项"),
    Bad("item: long", "/items/" + "x" * 5000 + "/", who="", says="没有这个事项"),
    Bad("question: unasked answer", f"/items/{KEY}/questions/?moon=1&premises=moon", who="", fine=True),
    Bad("question: nothing chosen", f"/items/{KEY}/questions/?~asked=premises", who="", says="请选一项"),
    Bad("list: half of the answers", f"/items/{KEY}/list/?premises=own&agent=%00", who="", fine=True),
    Bad("notice: script", f"/items/{KEY}/notice/?premises=%3Cscript%3Ealert(1)%3C/script%3E", who="", fine=True),
    Bad("no such page", "/wp-admin/install.php", who="", says="没有这一页"),
    Bad("no such page, upwards", "/static/../../../../etc/passwd", who="", says="没有这一页"),
    Bad("static: a path", "/static/yc/..%2f..%2fsettings.py", who="", says="没有这一页"),
    Bad("an address of 20,000 signs", "/" + "a" * 20_000, who="", says="没有这一页"),
    Bad("display: leads away", "/display/", {"size": "xl", "next": "https://evil.example/"}, who="", fine=True),
    Bad("display: leads away without a scheme", "/display/", {"size": "xl", "next": "//evil.example/"}, who="", fine=True),
    Bad("display: leads away backwards", "/display/", {"size": "xl", "next": "/\\evil.example/"}, who="", fine=True),
    Bad("display: a size that is none", "/display/", {"size": SCRIPT, "contrast": BELL}, who="", fine=True),
    Bad("wrong method at the first page", "/", method="DELETE", who="", says="这一页"),
    Bad("wrong method at the search", "/find/", {"q": "公司"}, who="", says="这一页"),
    Bad("an unknown method", "/progress/", method="BREW", who="", says="这一页"),
    Bad("another host", "/", who="", headers={"Host": "evil.example"}, says="地址"),
    Bad("another host with a port trick", "/", who="", headers={"Host": "127.0.0.1:80@evil.example"}, says="地址"),
    Bad("a form that is no form", "/progress/", b"\x00\xff\xfe", kind="multipart/form-data", who="", says="提交"),
    Bad("a form with a broken boundary", "/progress/", b"--x\r\nnothing", kind="multipart/form-data; boundary=x", who="", says=WORD),
    Bad("a form with a million signs in a name", "/progress/", "a" * 1_000_000 + "=1", kind="application/x-www-form-urlencoded", who="", says=WORD),
    Bad("a form above the limit", "/progress/", "code=" + "A" * 3_000_000, kind="application/x-www-form-urlencoded", who="", says="太大"),
    Bad("a form of 5,000 fields", "/progress/", "&".join(f"f{n}=1" for n in range(5000)), kind="application/x-www-form-urlencoded", who="", says="太大"),
    Bad("an unknown coding", "/progress/", "code=A", kind="application/x-www-form-urlencoded; charset=klingon", who="", says=WORD),
    Bad("a broken referrer", "/nothing/", who="", headers={"Referer": "http://[evil/"}, says="没有这一页"),
    Bad("a forged cookie", "/", who="", headers={"Cookie": "sessionid=' OR 1=1; yc-display=%00"}, fine=True),
]  # fmt: skip
