"""Leading people away, headers, sessions, replays, and fields that no form has."""

from typing import Any
from urllib.parse import quote

from tests.attacks.scene import FOOD, Attack, Scene, changed, client, snapshot
from yichuang.cases.models import Case
from yichuang.citizens.models import Account
from yichuang.doors import away, citizen
from yichuang.doors.apply.tests import applying
from yichuang.drafts.models import Draft

AWAY = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", "///evil.example",
    "/%5Cevil.example", "http://testserver@evil.example/", "/\t/evil.example/", " //evil.example", "//evil.example\\@testserver/", "https://testserver.evil.example/",
)  # fmt: skip
WAYS = {
    "display": lambda scene, to: client().get(f"/display/?size=l&next={quote(to)}"),
    "sign-in of one who is in": lambda scene, to: scene.chen.get(f"/my/sign-in/?next={quote(to)}"),
    "sign-in of staff": lambda scene, to: client().post(
        "/entrance/login/", {"login": "hu", "password": "Yichuang-Test-2026", "next": to}
    ),
    "the form that waits": lambda scene, to: _kept(scene, to),
}


def _kept(scene: Scene, to: str) -> Any:
    mine = scene.town.enter(client(), scene.other)
    mine.post("/my/kept/", {"yc_path": to, "x": "1"})
    scene.town.enter(mine, scene.other)
    return mine.get("/my/kept/")


def _leads_away(way: str, to: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        page = WAYS[way](scene, to)
        where = page.get("Location", "/")
        inside = where.startswith("/") and not where.startswith(("//", "/\\", "/\t")) and "\n" not in where
        text = page.content.decode() if not page.streaming else ""
        posts = 'action="http' in text or 'action="//' in text or "javascript:alert" in text
        return "" if inside and not posts else f"leads to {where!r}"

    return run


def _headers(**sent: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        page = client().get("/my/sign-in/?next=/apply/", headers=sent)
        text = page.content.decode() + str(page.headers)
        return "evil.example is told back" if "evil.example" in text else ""

    return run


def _broken_header(path: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        page = scene.chen.get(path)
        return "a header was added" if "X-Evil" in page.headers or "evil" in page.cookies else ""

    return run


def _fixed(scene: Scene) -> str:
    """A session that somebody else prepared is not the one that is signed in."""
    victim = client()
    victim.get("/my/sign-in/")
    session = victim.session
    session["x"] = "1"
    session.save()
    prepared = session.session_key
    victim.cookies["sessionid"] = prepared
    request = type("Request", (), {"session": victim.session, "citizen": None})()
    citizen.enter(request, scene.account, scene.account.made_at)
    return "the prepared session is in" if request.session.session_key == prepared else ""


def _dead(scene: Scene) -> str:
    mine = scene.town.enter(client(), scene.other)
    key = mine.cookies["sessionid"].value
    mine.post("/my/sign-out/")
    mine.cookies["sessionid"] = key
    return "" if mine.get("/my/cases/").status_code == 302 else "the session lives on"


def _door(path: str, who: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        page = (scene.chen if who == "a citizen" else scene.lin).get(path)
        return "" if page.status_code in (302, 403) else f"answered {page.status_code}"

    return run


def _closed(scene: Scene) -> str:
    mine = scene.town.enter(client(), scene.other)
    Account.objects.filter(pk=scene.other.pk).update(closed_at=scene.other.made_at)
    page = mine.get("/my/")
    Account.objects.filter(pk=scene.other.pk).update(closed_at=None)
    return "" if page.status_code == 302 else "a closed account is in"


def _ended_tie(scene: Scene) -> str:
    mine = scene.town.enter(client(), scene.account, tie=scene.tie)
    type(scene.tie).objects.filter(pk=scene.tie.pk).update(ended_on=scene.tie.starts_on)
    page = mine.get(f"/apply/new/{FOOD}/").content.decode()
    type(scene.tie).objects.filter(pk=scene.tie.pk).update(ended_on=None)
    return "acts for a firm that took it back" if scene.tie.name in page else ""


def _others_tie(scene: Scene) -> str:
    mine = scene.town.enter(client(), scene.other)
    session = mine.session
    session[citizen.ACTING] = str(scene.tie.pk)
    session.save()
    told = mine.get(f"/apply/new/{FOOD}/").content.decode()
    mine.post(
        "/my/acting/", {"who": str(scene.tie.pk), "tie": str(scene.tie.pk), "acting": str(scene.tie.pk)}
    )
    told += mine.get("/my/").content.decode()
    return "acts for another's firm" if scene.tie.name in told else ""


def _file_for_others_firm(scene: Scene) -> str:
    before = Draft.objects.count()
    page = scene.wang.post(f"/apply/new/{FOOD}/", {"who": str(scene.tie.pk), "consent": "yes"})
    return "" if page.status_code == 422 and Draft.objects.count() == before else "began for another's firm"


def _forged_cookie(name: str, value: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        mine = client()
        mine.cookies[name] = value
        return "" if mine.get("/my/cases/").status_code == 302 else "let in"

    return run


def _replay(scene: Scene) -> str:
    """The key under which Chen filed gives Wang nothing of Chen's."""
    case = scene.case.pk
    mine = applying.begin(scene.wang, "social-card-replace")
    applying.fill(scene.wang, mine)
    applying.give(scene.wang, mine)
    used = str(Draft.objects.get(case=case).pk)
    page = scene.wang.post(f"/apply/{mine.pk}/check/", {"idempotency_key": used})
    own = Case.objects.filter(account=scene.other.pk)
    return (
        "" if str(case) not in page.get("Location", "") and own.count() == 1 else "got the answer of another"
    )


def _twice(scene: Scene) -> str:
    draft = Draft.objects.get(case=scene.case.pk)
    before = Case.objects.count()
    for key in (str(draft.pk), "another", ""):
        scene.chen.post(f"/apply/{draft.pk}/check/", {"idempotency_key": key})
    return "" if Case.objects.count() == before else "filed twice"


EXTRA = {
    "state": "filed", "account": "{other}", "account_id": "{other}", "case": "{case}", "version": "1", "item": "1", "tie": "{tie}", "region": "189902", "ends_on": "2099-01-01",
    "level": "4", "content": "{}", "is_staff": "1", "is_superuser": "1", "kind": "approver", "channel": "counter", "applicant_name": "假", "received_by": "1",
}  # fmt: skip


def _extra(name: str, value: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        sent = (
            value.format(other=scene.other.pk, case=scene.case.pk, tie=scene.tie.pk)
            if value != "{}"
            else value
        )
        draft = Draft.objects.get(pk=scene.ids["draft"])
        held = (
            draft.account_id,
            draft.state,
            draft.version_id,
            draft.item_id,
            draft.tie_id,
            draft.region,
            draft.case,
        )
        for path in (f"form/{scene.ids['group']}/", "delivery/"):
            scene.chen.post(
                f"/apply/{draft.pk}/{path}", {name: sent, "turn": str(draft.turn), "way": "pickup"}
            )
        scene.chen.post("/my/messages/channel/", {name: sent, "channel": "sms"})
        now = Draft.objects.get(pk=draft.pk)
        same = held == (
            now.account_id,
            now.state,
            now.version_id,
            now.item_id,
            now.tie_id,
            now.region,
            now.case,
        )
        account = Account.objects.get(pk=scene.account.pk)
        return (
            ""
            if same and account.level == scene.account.level and account.region == scene.account.region
            else f"{name} was taken"
        )

    return run


def _locked_value(scene: Scene) -> str:
    """A value that the state's own record holds is not what the form says."""
    draft = Draft.objects.get(pk=scene.ids["draft"])
    own = applying.seen(draft)
    held = {k: v for k, v in own.prefilled.items() if not v.editable}
    for group in own.groups:
        scene.chen.post(
            f"/apply/{draft.pk}/form/{group.key}/",
            dict.fromkeys(held, "假的") | {"turn": str(applying.seen(draft).draft.turn)},
        )
    wrong = [k for k in held if applying.seen(draft).values.get(k) == "假的"]
    return f"{wrong} was overwritten" if wrong else ""


def _kept_by_other(scene: Scene) -> str:
    mine = scene.town.enter(client(), scene.account)
    mine.post("/my/kept/", {"yc_path": "/my/account/", "secret": "chen-secret"})
    scene.town.enter(mine, scene.other)
    page = mine.get("/my/kept/")
    return (
        "shows what Chen typed" if "chen-secret" in page.content.decode() or away.HELD in mine.session else ""
    )


def _hidden(scene: Scene) -> str:
    before = snapshot()
    page = scene.wang.get(
        "/my/",
        headers={
            "X-Original-URL": "/office/",
            "X-Rewrite-URL": "/office/",
            "X-HTTP-Method-Override": "DELETE",
        },
    )
    return (
        "" if page.status_code in (200, 302) and "督办" not in page.content.decode() else "another page"
    ) + changed(before)


STAFF_DOORS = (
    "/counter/",
    "/counter/cases/",
    "/desk/",
    "/issue/",
    "/office/",
    "/office/cases/",
    "/office/people/",
    "/office/catalogue/",
    "/office/journal/",
    "/entrance/",
)
CITIZEN_DOORS = ("/my/", "/my/cases/", "/my/account/", "/my/looks/", f"/apply/new/{FOOD}/")
ATTACKS = [
    *(Attack("leading away", f"{way} to {to!r}", _leads_away(way, to)) for way in WAYS for to in AWAY),
    *(Attack("headers", f"{name}: evil", _headers(**{name: "evil.example"})) for name in ("Host", "X-Forwarded-Host", "X-Host", "Forwarded", "Origin", "Referer")),
    *(
        Attack("headers", f"a line break at {path}", _broken_header(path))
        for path in ("/display/?size=l&next=/%0d%0aX-Evil:1", "/my/sign-in/?next=/%0d%0aSet-Cookie:evil=1", "/find/?q=%0d%0aX-Evil:1", "/mistakes/?about=%0d%0aX-Evil:1")
    ),
    Attack("headers", "another page and method by headers", _hidden),
    *(Attack("sessions", f"a citizen at {path}", _door(path, "a citizen")) for path in STAFF_DOORS),
    *(Attack("sessions", f"staff at {path}", _door(path, "staff")) for path in CITIZEN_DOORS),
    *(Attack("sessions", f"the cookie {name} made up", _forged_cookie(name, value)) for name, value in (("yc_here", "9999999999:x"), ("yc_seen", "9999999999:x"), ("sessionid", "a" * 32), ("citizen", "1"))),
    Attack("sessions", "a prepared session", _fixed), Attack("sessions", "a session after signing out", _dead), Attack("sessions", "of a closed account", _closed),
    Attack("sessions", "for a firm that took it back", _ended_tie), Attack("sessions", "for another's firm", _others_tie), Attack("sessions", "filing for another's firm", _file_for_others_firm),
    Attack("sessions", "what another typed before", _kept_by_other),
    Attack("replays", "another's idempotency key", _replay), Attack("replays", "a draft that was filed", _twice),
    *(Attack("fields that no form has", name, _extra(name, value)) for name, value in EXTRA.items()),
    Attack("fields that no form has", "values that the state holds", _locked_value),
]  # fmt: skip
