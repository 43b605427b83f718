"""How a bad input is tried: sent through a door, looked at from all sides, and taken back.

A `Bad` is one try. `Scene.ask` sends it inside a savepoint and returns what is wrong with the answer, in words:

- a server error;
- a refusal without a sentence that says what to do (`says` names a piece of it);
- something changed, though nothing may (every table of the rooms is counted, cases and sessions with their sequence), but for the
  entry of a try that goes on record (`on_record`);
- what was typed is gone from the form (`keeps`);
- something leaked: a trace, a path, SQL, or a word of the case that lies in another region.
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from tests import town as towns
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Intake, Paper
from yichuang.catalogue import acts as catalogue
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.law.identity import synthetic_resident_id
from yichuang.law.powers import SINGLE
from yichuang.materials.models import File
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token

SECRET = "阿依古丽·麦麦提"
ABROAD = "189902"
SAYS = re.compile(r"[\u4e00-\u9fff]{4,}")
LEAKS = re.compile(
    r"Traceback|File &quot;|File \"|\.py\b|site-packages|/tmp/|psycopg|sqlite3|SELECT |INSERT |IntegrityError|DataError|ValueError|KeyError|"
    r"pydantic|NOT NULL constraint|UNIQUE constraint|<script>alert\(1\)",
)
DIGITS = "²"
HUGE = 10**30
LONG = "长" * 5000
NUL = "前\0后"
OVERRIDE = "\u202e反过来\u202c"
SURROGATE = "\ud800"
SCRIPT = "<script>alert(1)</script>"
QUOTE = "'); DROP TABLE cases_case; --"
FORMULA = '=HYPERLINK("http://evil.example","看")'
UP = "../../../../etc/passwd"
BELL = "响\x07\x1b[2J铃"
EMPTY = {"csrfmiddlewaretoken": ""}
NOBODY = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Bad:
    """One bad input. Places in braces are filled from the scene."""

    what: str
    path: str
    sent: Any = None
    who: str = "lin"
    says: str = ""
    keeps: str = ""
    fine: bool = False
    on_record: bool = False
    at: str = ""
    method: str = ""
    kind: str = ""
    key: str = "bad"
    headers: dict[str, str] = field(default_factory=dict)


class Scene:
    """The town with its cases, and people already signed in."""

    def __init__(self, town: towns.Town) -> None:
        self.town = town
        self.clients: dict[str, Client] = {}
        self.raws: dict[str, str] = {}
        self.asked = 0
        self.sittings: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {}
        number = synthetic_resident_id("189901", towns.date(1960, 1, 1), 1)
        hidden = town.case(applicant=PartyIn(SECRET, number, phone="13800000001"))
        self.hidden = (
            SECRET,
            number,
            hidden.filing_number,
            hidden.query_code,
            str(hidden.number),
            "13800000001",
        )
        Case.objects.filter(pk=hidden.pk).update(region=ABROAD)
        made = {state: town.case(upto=state) for state in ("filed", "accepted", "reviewed", "ready")}
        photo = File.objects.create(
            region=ABROAD, subject=hidden.pk, place=0, name=f"{SECRET}.pdf", sha256="0" * 64, sm3="0" * 64, size=1,
            type="application/pdf", kept_at=towns.MONDAY,
        )  # fmt: skip
        self.names: dict[str, Any] = {
            "abroad": hidden.pk, "abroad_paper": Paper.objects.filter(case=hidden).values_list("pk", flat=True)[0],
            "abroad_file": photo.pk, "nobody": NOBODY, "huge": HUGE, **made_ids(made),
            "item": town.items["company-establishment"].pk, "draft": catalogue.draft(by=town.actor("he"), at=towns.MONDAY, item=str(town.items["equity-pledge-registration"].pk))["version"], "version": town.items["company-establishment"].current_id,
            "abroad_code": hidden.query_code, "hall": town.hall.pk, "zone": town.window.zone_id, "market": town.departments["market"].pk,
            "xi": town.people["xi"].pk, "hu": town.people["hu"].pk,
            "paper": Paper.objects.filter(case=made["accepted"]).values_list("pk", flat=True)[0],
        }  # fmt: skip

    def client(self, who: str) -> Client:
        """Return a browser in which this person is signed in; nobody for an empty name."""
        if who not in self.clients:
            client = self.clients[who] = Client(raise_request_exception=False)
            if who in self.town.posts and self.town.posts[who].kind in SINGLE:
                TOTP.activate(self.town.people[who], "JBSWY3DPEHPK3PXP")
            if who:
                client.force_login(self.town.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return self.clients[who]

    def token(self, who: str) -> str:
        """Return the key of a person at the API, or of applicants for a name without a post."""
        if who not in self.raws:
            self.raws[who] = tokens.make()
            post = self.town.posts.get(who)
            Token.objects.create(
                integrator=Integrator.objects.get_or_create(region=towns.REGION, name="示例系统")[0],
                person=self.town.people[who] if post else None, post=post, digest=tokens.digest_of(self.raws[who]), hint="yc_",
                made_at=towns.MONDAY,
            )  # fmt: skip
        return self.raws[who]

    def seated(self, client: Client, upto: str) -> dict[str, str]:
        """Bring the window to a step, once by its moves and then by the row they left; return what its forms carry."""
        if upto not in self.sittings:
            said = at_table(client, self.town, upto)
            self.sittings[upto] = (said, list(Intake.objects.values()))
            return said
        said, rows = self.sittings[upto]
        Intake.objects.bulk_create(Intake(**row) for row in rows)
        return said

    def fill(self, value: Any) -> Any:
        """Fill the places in braces; a file is read from its beginning again."""
        if hasattr(value, "seek"):
            value.seek(0)
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda found: str(self.names.get(found[1], found[0])), value)
        if isinstance(value, dict):
            return {self.fill(name): self.fill(one) for name, one in value.items()}
        return [self.fill(one) for one in value] if isinstance(value, list) else value

    def ask(self, bad: Bad) -> list[str]:
        """Try one, and return what is wrong with the answer; everything it did is taken back."""
        machine = bad.path.startswith("/api/")
        client = self.client("" if machine else bad.who)
        if machine and bad.who:
            self.token(bad.who)
        with transaction.atomic():
            seated = self.seated(client, bad.at) if bad.at else {}
            before = tally()
            answer = self._sent(client, bad, seated)
            broken = connection.needs_rollback
            after = None if broken else tally()
            transaction.set_rollback(True)
        text = told(answer)
        wrong = list(judged(bad, answer, text, self.hidden))
        if broken:
            wrong.append("the database's transaction is broken")
        else:
            changed = sorted(set(after or ()) ^ set(before))
            kept = [row for row in changed if not (bad.on_record and row[0].startswith("journal_"))]
            wrong += [f"something changed: {kept}"] if kept else []
            wrong += ["left nothing on record"] if bad.on_record and not changed else []
        return [f"{bad.what} [{answer.status_code}]: {one}" for one in wrong]

    def _sent(self, client: Client, bad: Bad, seated: dict[str, str]) -> Any:
        path, sent = self.fill(bad.path), self.fill(bad.sent)
        self.asked += 1
        # An address of its own for each, so that nobody has asked too often.
        headers = {"X-Forwarded-For": str(ip_address("10.0.0.0") + self.asked)} | bad.headers
        if bad.path.startswith("/api/"):
            if bad.who:
                headers.setdefault("Authorization", f"Bearer {self.token(bad.who)}")
            if bad.key:
                headers.setdefault("Idempotency-Key", bad.key)
            body = sent if isinstance(sent, str | bytes) else "" if sent is None else json.dumps(sent)
            method = bad.method or ("GET" if sent is None else "POST")
            return client.generic(
                method, path, body, content_type=bad.kind or "application/json", headers=headers
            )
        if isinstance(sent, str | bytes):
            return client.generic(
                bad.method or "POST",
                path,
                sent,
                content_type=bad.kind or "application/octet-stream",
                headers=headers,
            )
        if sent is None:
            return client.generic(bad.method or "GET", path, headers=headers)
        return client.post(path, seated | sent, headers=headers)


def made_ids(made: dict[str, Case]) -> dict[str, Any]:
    """Return the ids of the cases by state, and the codes of the accepted one."""
    one = made["accepted"]
    codes = {"number": one.number, "filing": one.filing_number, "code": one.query_code}
    return {state: case.pk for state, case in made.items()} | codes


def at_table(client: Client, town: towns.Town, upto: str) -> dict[str, str]:
    """Bring the window to a step: read, asked or judging; return what its forms carry."""
    hands = Hands(client)
    if upto in ("read", "asked", "judging"):
        hands.send("person", number=towns.CHEN_ID, name="陈秀英")
    if upto in ("asked", "judging"):
        hands.send("item", item=str(town.items["company-establishment"].pk))
    if upto == "judging":
        for one in ("own", "no", "no"):
            hands.send("answer", answer=one)
    return dict(hands.said)


def told(answer: Any) -> str:
    """Return the whole answer as text."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))


def plain(text: str) -> str:
    """Return what a page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def judged(bad: Bad, answer: Any, text: str, hidden: Iterable[str]) -> Iterable[str]:
    """Yield what is wrong with an answer."""
    status = answer.status_code
    if status >= 500:
        yield f"a server error: {getattr(answer, 'exc_info', None) and answer.exc_info[1]!r}"
        return
    if bad.fine == (status >= 400):
        yield (
            "was taken as bad" if bad.fine else f"was taken as good, to {answer.headers.get('Location', '')}"
        )
    asked = f"{bad.path}{bad.sent}"
    for word in hidden:
        if word in text and word not in asked:
            yield f"tells {word}"
    found = LEAKS.search(text)
    if found and not (found.group().startswith("<") and "json" in answer["Content-Type"]):
        yield f"leaks {found.group()}: {text[max(0, found.start() - 60) : found.end() + 60]}"
    if status >= 400 and (no := _without_sentence(bad, answer, text)):
        yield no
    if bad.keeps and bad.keeps not in html.unescape(text):
        yield f"what was typed is gone: {bad.keeps[:30]}"
    if "evil" in str(answer.headers.get("Location", "")):
        yield f"leads away to {answer['Location']}"


def _without_sentence(bad: Bad, answer: Any, text: str) -> str:
    if bad.path.startswith("/api/"):
        if not answer["Content-Type"].startswith("application/problem+json"):
            return f"is no problem detail but {answer['Content-Type']}: {text[:80]}"
        body = json.loads(text)
        if missing := [name for name in ("type", "title", "status", "detail", "code") if name not in body]:
            return f"has no {missing}"
        if (
            body["status"] != answer.status_code
            or not SAYS.search(body["title"])
            or not SAYS.search(body["detail"])
        ):
            return f"says nothing of use: {text[:200]}"
        said = body["detail"] + "".join(one["why"] for one in body.get("errors", ()))
        if any(not re.search("[一-龥]", one["why"]) for one in body.get("errors", ())):
            return f"says it in English: {body['errors']}"
    else:
        said = plain(text)
        if not SAYS.search(said):
            return f"has no sentence: {text[:80]!r}"
    return "" if bad.says in said else f"does not say “{bad.says}” but: {sentences(text)}"


def sentences(text: str) -> str:
    """Return what a page says in its summary of errors, or in its main part, for the one who mends."""
    found = re.search(r'class="errors".*?</ul>|<main.*?</main>|^\{.*\}$|<p>.*?</p>', text, re.S)
    return re.sub(r"\s+", " ", plain(found.group() if found else text))[:300]


def tally() -> frozenset[tuple[Any, ...]]:
    """Return how much there is of everything, and how far each case and session has come."""
    global _TALLY
    if not _TALLY:
        models = [m for m in apps.get_models() if m.__module__.startswith("yichuang.") and m._meta.managed]
        parts = [f"SELECT '{m._meta.db_table}', count(*) FROM {m._meta.db_table}" for m in models]
        parts.append("SELECT 'sequences', coalesce(sum(seq), 0) FROM cases_case")
        parts.append("SELECT 'turns', coalesce(sum(turn), 0) FROM cases_intake")
        _TALLY = " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY)
        return frozenset(cursor.fetchall())


_TALLY = ""


def wrong_with(scene: Scene, rows: Iterable[Bad]) -> list[str]:
    """Try all, and return everything that is wrong."""
    return [line for row in rows for line in scene.ask(row)]


Rows = Callable[[], list[Bad]]
