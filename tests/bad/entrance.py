"""What is tried at the entrance: to come in, to come in as another, to be led away."""

from tests.bad.asking import DIGITS, EMPTY, HUGE, LONG, NUL, QUOTE, SCRIPT, Bad
from tests.town import PASSWORD

LOGIN = "/entrance/login/"
SECOND = ("/entrance/totp/removal/", "/entrance/totp/codes/")
ROWS = [
    Bad("sign in: empty", LOGIN, {}, who="", says="请填写登录名", fine=True),
    *(
        Bad(f"sign in: {what}", LOGIN, {"login": name, "password": word}, who="", fine=True)
        for what, name, word in (
            ("wrong password", "lin", "x"), ("nobody", "nobody", PASSWORD), ("SQL", QUOTE, QUOTE), ("huge", "l" * 9000, "p" * 9000),
            ("NUL", NUL, "x"), ("script", SCRIPT, "x"), ("blanks", "  ", "  "),
        )
    ),
    *(
        Bad(f"closed page leads to the entrance: {path}", path, who="", fine=True)
        for path in ("/counter/", "/desk/", "/issue/", "/office/", "/papers/{paper}/", "/files/{abroad_file}/", "/cases/{abroad}/parties/")
    ),
    *(
        Bad(f"sign in leads away: {to}", f"{LOGIN}?next={to}", {"login": "lin", "password": PASSWORD, "next": to}, who="", fine=True)
        for to in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)//evil")
    ),
    *(
        Bad(f"post: {post!r}", "/entrance/post/", {"post": post}, says="没有这个岗位")
        for post in ("", "0", "-1", "999999", str(HUGE), DIGITS, NUL, QUOTE, "lin")
    ),
    Bad("post: by GET", "/entrance/post/", says="这一页"),
    Bad("password: empty", "/entrance/password/", EMPTY, says="现在的密码"),
    Bad("password: the old one is wrong", "/entrance/password/", {"password": "x", "new": "Yichuang-2026-neu", "again": "Yichuang-2026-neu"}, says="对不上"),
    Bad("password: twice not the same", "/entrance/password/", {"password": PASSWORD, "new": "Yichuang-2026-neu", "again": "y"}, says="不一样"),
    Bad("password: short", "/entrance/password/", {"password": PASSWORD, "new": "a", "again": "a"}, says="密码"),
    Bad("password: the same", "/entrance/password/", {"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}, says="一样"),
    Bad("password: huge", "/entrance/password/", {"password": PASSWORD, "new": "Aa1!" * 9000, "again": "Aa1!" * 9000}, says="最长"),
    Bad("password: NUL", "/entrance/password/", {"password": PASSWORD, "new": NUL, "again": NUL}, says="字符"),
    Bad("second: forged seed", "/entrance/totp/", {"seed": "forged", "code": "000000"}, says="6位"),
    Bad("second: letters", "/entrance/totp/", {"seed": "", "code": "abcdef"}, says="6位"),
    Bad("second: huge", "/entrance/totp/", {"seed": "x" * 9000, "code": "1" * 9000}, says="数字"),
    Bad("second: between nothing", "/entrance/second/", {"code": "000000"}, who="", fine=True),
    *(Bad(f"{path}: nothing to take away", path, {"password": "x", "code": "1"}, who="lin", fine=True) for path in SECOND),
    *(Bad(f"{path}: wrong password", path, {"password": "x", "code": "1"}, who="xi", says="对不上") for path in SECOND),
    Bad("lend: empty", "/entrance/lent/new/", EMPTY, who="sun", says="没选"),
    Bad("lend: to nobody", "/entrance/lent/new/", {"to": "999999", "starts_on": "2026-01-01", "ends_on": "2026-02-01", "document": "x"}, who="sun", says="列表"),
    Bad("lend: huge id", "/entrance/lent/new/", {"to": str(HUGE), "starts_on": "2026-01-01", "ends_on": "2026-02-01", "document": "依据"}, who="sun", says="列表", keeps="依据"),
    *(
        Bad(f"lend: a day that is none, {day!r}", "/entrance/lent/new/", {"to": "", "starts_on": day, "ends_on": "2026-02-01", "document": "x"}, who="sun", says="写成")
        for day in ("0000-01-01", "2026-02-30", "99999-01-01", "tomorrow", DIGITS, NUL)
    ),
    Bad("lend: the last day of the calendar", "/entrance/lent/new/", {"to": "1", "starts_on": "9999-12-31", "ends_on": "9999-12-31", "document": "x"}, who="sun"),
    Bad("lend: document without end", "/entrance/lent/new/", {"to": "", "starts_on": "2026-01-01", "ends_on": "2026-01-02", "document": LONG}, who="sun", says="最长"),
    Bad("lend: a clerk", "/entrance/lent/new/", {"to": "1"}, who="lin"),
    Bad("take back: not mine", "/entrance/lent/1/ending/", {}, who="sun", says="没有这个授权"),
    Bad("take back: huge", "/entrance/lent/{huge}/ending/", {}, who="sun", says="没有"),
    Bad("leave: empty", "/entrance/leave/", EMPTY, who="sun", says="没填"),
    Bad("leave: NUL", "/entrance/leave/", {"starts_on": "2026-01-01", "ends_on": "2026-01-02", "document": NUL}, who="sun", says="字符"),
    Bad("leave: year 9999", "/entrance/leave/", {"starts_on": "9999-12-31", "ends_on": "9999-12-31", "document": "依据"}, who="sun", keeps="依据"),
    Bad("leave: ends before it starts", "/entrance/leave/", {"starts_on": "2100-05-02", "ends_on": "2100-05-01", "document": "依据"}, who="sun", keeps="依据"),
    Bad("window: none", "/entrance/window/", EMPTY, says="没选"),
    Bad("window: huge", "/entrance/window/", {"window": str(HUGE)}, says="列表"),
    Bad("powers: of no post", "/entrance/powers/?post=%3Cscript%3Ealert(1)%3C/script%3E", fine=True),
    Bad("nobody's post", "/counter/", who="hu", says="没有岗位"),
]  # fmt: skip
