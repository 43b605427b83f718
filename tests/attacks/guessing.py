"""Guessing: query codes at every door, the end of a number, codes by SMS, who has an account."""

import re
from itertools import islice, product
from typing import Any

from django.conf import settings

from tests.attacks.scene import Attack, Scene, client
from yichuang.citizens.models import Account
from yichuang.doors import brake, citizen

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_DOORS = {
    "progress": "/p/{}",
    "rating": "/p/{}/rating",
    "correction": "/apply/correction/{}/",
    "api": "/api/v1/progress/{}",
}
MOST = max(brake.LOOKS[0], brake.MISSES[0]) + 5


def fresh() -> None:
    """Forget what was counted."""
    (settings.HOME / "run" / "brake").unlink(missing_ok=True)
    brake._opened.cache_clear()


def codes(start: int) -> Any:
    """Give codes that nobody has."""
    return ("".join(c) for c in islice(product(LETTERS, repeat=8), start, None))


def _codes_at(door: str, headers: Any = None, peer: str = "203.0.113.9"):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        fresh()
        thief, refused = client(REMOTE_ADDR=peer), 0
        for n, code in zip(range(MOST), codes(1000), strict=False):
            sent = {"headers": {"X-Forwarded-For": f"198.51.100.{n}"}} if headers else {}
            refused += thief.get(CODE_DOORS[door].format(code), **sent).status_code == 429
        right = thief.get(CODE_DOORS[door].format(scene.ids["code"]))
        return (
            ""
            if refused and right.status_code == 429
            else f"{refused} of {MOST} refused, then {right.status_code}"
        )

    return run


def _tails(scene: Scene) -> str:
    thief, address = client(REMOTE_ADDR="203.0.113.77"), f"/apply/correction/{scene.ids['code']}/"
    got = [
        thief.post(address, {"tail": f"{n:04d}"}, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(20)
    ]
    return "" if got[-1] == 429 and 302 not in got else f"answered {got}"


def _sms(scene: Scene) -> str:
    """Six wrong codes end the code, whatever comes after."""
    thief = client(REMOTE_ADDR="203.0.113.21")
    thief.post("/my/sign-in/", {"phone": "13800000000"})
    got = [thief.post("/my/sign-in/code/", {"code": f"{n:06d}"}) for n in range(8)]
    inside = citizen.ACCOUNT in thief.session or any(page.status_code == 302 for page in got)
    return "signed in" if inside else "" if "用不了了" in got[-1].content.decode() else "the code lives on"


def _flood(scene: Scene) -> str:
    got = [
        client(REMOTE_ADDR=f"203.0.113.{n}").post("/my/sign-in/", {"phone": "13700000001"}).status_code
        for n in range(3)
    ]
    return "" if got == [302, 422, 422] or (got[0] == 302 and 302 not in got[1:]) else f"answered {got}"


def _plain(page: Any) -> str:
    text = re.sub(r"[0-9A-Za-z]{32,}|[0-9A-F]{8}|[0-9a-f-]{36}", "", page.content.decode())
    return re.sub(r"\d{3} ?\*+ ?\d{4}", "", text)


def _probing(scene: Scene) -> str:
    """A known and an unknown telephone look alike, before and after a wrong code."""
    fresh()
    seen = []
    for n, phone in enumerate(("13800000000", "13700000099")):
        thief = client(REMOTE_ADDR=f"203.0.113.{60 + n}")
        first = thief.post("/my/sign-in/", {"phone": phone})
        code = thief.get("/my/sign-in/code/")
        wrong = thief.post("/my/sign-in/code/", {"code": "000000"})
        seen.append(
            (
                first.status_code,
                first.get("Location"),
                code.status_code,
                _plain(code),
                wrong.status_code,
                _plain(wrong),
            )
        )
    return "" if seen[0] == seen[1] else "a known telephone answers otherwise"


def _staff_probing(scene: Scene) -> str:
    seen = []
    for name in ("lin", "nobody-here"):
        page = client(REMOTE_ADDR="203.0.113.70").post(
            "/entrance/login/", {"login": name, "password": "wrong-word-1"}
        )
        seen.append((page.status_code, _plain(page).replace(f'value="{name}"', "")))
    return "" if seen[0] == seen[1] else "a known name answers otherwise"


def _staff_guessing(scene: Scene) -> str:
    thief = client(REMOTE_ADDR="203.0.113.71")
    for n in range(7):
        thief.post("/entrance/login/", {"login": "wu", "password": f"wrong-word-{n}"})
    page = thief.post("/entrance/login/", {"login": "wu", "password": "Yichuang-Test-2026"})
    return "signed in" if page.status_code == 302 and "_auth_user_id" in thief.session else ""


def _others_account(scene: Scene) -> str:
    """The choice between accounts on one telephone takes no account of another telephone."""
    thief = client(REMOTE_ADDR="203.0.113.72")
    thief.post("/my/sign-in/", {"phone": "13900000000"})
    thief.post("/my/sign-in/account/", {"account": str(scene.account.pk)})
    return "signed in as Chen" if thief.session.get(citizen.ACCOUNT) == str(scene.account.pk) else ""


def _number_asked(scene: Scene) -> str:
    """A real name cannot be taken by typing somebody's number."""
    before = Account.objects.count()
    page = scene.wang.post(
        "/my/levels/", {"name": "陈秀英", "number": scene.account.clear_number(), "document": "111"}
    )
    told = "陈秀英" in page.content.decode() and page.status_code == 200 and "已经" in page.content.decode()
    taken = (
        Account.objects.filter(number_index=scene.account.number_index).exclude(pk=scene.account.pk).exists()
    )
    return (
        "the number was taken"
        if taken or Account.objects.count() != before
        else "says that it exists"
        if told
        else ""
    )


ATTACKS = [
    *(Attack("guessing", f"query codes at {door}", _codes_at(door), recorded=True) for door in CODE_DOORS),
    *(Attack("guessing", f"query codes at {door} from made-up addresses", _codes_at(door, True, "203.0.113.10"), recorded=True) for door in CODE_DOORS),
    Attack("guessing", "the end of a number, from many addresses", _tails, recorded=True),
    Attack("guessing", "codes by SMS", _sms), Attack("guessing", "a flood of codes to one telephone", _flood),
    Attack("guessing", "who has an account, by telephone", _probing), Attack("guessing", "who works here, by name", _staff_probing),
    Attack("guessing", "a password of staff", _staff_guessing), Attack("guessing", "another's account after one's own telephone", _others_account),
    Attack("guessing", "another's number as one's own", _number_asked),
]  # fmt: skip
