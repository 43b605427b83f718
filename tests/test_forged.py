"""Forged ids at every address that has one: cases, papers, files and days of another department, hall and region.

What a post may see is written down here a second time (`SEES`), by hand, so that the predicate has something to be
compared with. Every route of the site and every operation of the API is tried, with a body that would do.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import town as towns
from tests.bad.asking import ABROAD, Scene, told
from tests.bad.files import PNG, upload
from tests.house.test_doors import address, routes
from tests.test_matrix import WHO
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Paper, Step
from yichuang.clock.models import Term
from yichuang.doors.api.surface import document
from yichuang.halls.models import Hall
from yichuang.journal.models import Entry
from yichuang.law.identity import synthetic_resident_id
from yichuang.materials.models import File

MARKET, FIRE, TOWN_HALL, FAR = "market", "fire", "another hall", "abroad"
HALL, DEPARTMENT, REGION = {MARKET, FIRE}, {MARKET, TOWN_HALL}, {MARKET, FIRE, TOWN_HALL}
SEES: dict[str, set[str]] = {
    "clerk": HALL, "issue": HALL, "reviewer": DEPARTMENT, "approver": DEPARTMENT, "chief": DEPARTMENT, "head": DEPARTMENT,
    "government": REGION, "supervisor": REGION, "editor": set(), "guide": set(), "sysadmin": set(), "secadmin": set(), "audadmin": set(),
}  # fmt: skip
BODY: dict[str, Any] = {
    "sure": "1", "why": "录入有误，重新办理", "whose": "示例市市场监督管理局", "what": "补充一份说明", "corrected": "补写了联系电话", "do": "pass",
    "opinion": "符合条件，同意。", "clause": "第三十八条", "verdict": "pass", "outcome": "granted", "name": "检测", "days": 5, "basis": "第四十五条",
    "result": "检测合格", "reason": "需要现场核实", "to": "示例市局", "truthful": "yes", "finding": "现场核对，属实", "place": 0, "places": [0], "lines": [],
    "receiver_number": towns.CHEN_ID, "checked": {"document": True, "person": True, "result": True}, "checked-document": "1",
    "checked-person": "1", "checked-result": "1", "address": "示例区幸福路1号", "tracking": "EE1", "signed_by": "本人", "grade": 5, "role": "applicant",
    "who": "申请人", "text": "请补交完整的申请书", "check": 1, "documents": [], "remark": "",
}  # fmt: skip


ASKED = ("/my/sign-in/", "/complaints/follow/")


@dataclass
class Hidden:
    """A case with everything that hangs on it, and the words that must not be told."""

    case: UUID
    paper: UUID
    file: UUID
    term: int
    words: tuple[str, ...] = field(default=())


@pytest.fixture
def scene(db: None) -> Scene:
    """The town; administrators have their second factor."""
    return Scene(towns.build())


@pytest.fixture
def things(scene: Scene) -> dict[str, Hidden]:
    """One case each at the market department, at the fire brigade, in another hall, in another region."""
    town = scene.town
    other = Hall.objects.create(
        region=towns.REGION, organisation=town.hall.organisation, name="幸福镇便民服务中心", level="town", opens=town.hall.opens,
        closes=town.hall.closes, serial_from=600_000, serial_to=699_999,
    )  # fmt: skip
    made = {
        MARKET: town.case(applicant=_person(11)), FIRE: town.case("fire-safety-check-general", applicant=_person(12)),
        TOWN_HALL: town.case(applicant=_person(13)),
        FAR: town.case(applicant=_person(14)),
    }  # fmt: skip
    Case.objects.filter(pk=made[TOWN_HALL].pk).update(hall=other)
    Case.objects.filter(pk=made[FAR].pk).update(region=ABROAD)
    return {where: _hidden(case) for where, case in made.items()}


def _person(n: int) -> PartyIn:
    return PartyIn(
        f"买买提·第{n}", synthetic_resident_id("189901", date(1960, 1, 1), n), phone=f"138000000{n}"
    )


def _hidden(case: Case) -> Hidden:
    photo = File.objects.create(
        region=case.region, subject=case.pk, place=0, name="照片.pdf", sha256=case.pk.hex * 2, sm3="0" * 64, size=1,
        type="application/pdf", kept_at=towns.MONDAY,
    )  # fmt: skip
    paper = Paper.objects.filter(case=case).values_list("pk", flat=True)[0]
    term = Term.objects.filter(subject=case.pk).values_list("pk", flat=True)[0]
    words = (case.applicant_name, case.filing_number, str(case.number))
    return Hidden(case.pk, paper, photo.pk, term, words)


def _pages(thing: Hidden) -> Iterator[str]:
    """Every address of the site that names a case, a paper or a file, filled in with this one."""
    for route in sorted(routes()):
        if route.startswith("api/") or not re.search(r"<uuid:(case|paper|file)>", route):
            continue
        made = route
        for name, value in {"case": thing.case, "paper": thing.paper, "file": thing.file}.items():
            made = made.replace(f"<uuid:{name}>", str(value))
        yield address(made.replace("<int:term>", str(thing.term)))
    yield f"/papers/print/?paper={thing.paper}"
    yield f"/counter/?case={thing.case}"


def _operations(thing: Hidden) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the API that names a case, filled in with this one."""
    for path, methods in sorted(document()["paths"].items()):
        for method, operation in methods.items() if "{case}" in path else ():
            form = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
            photo = {"file": upload("a.png", PNG + b"\0" * 30)}
            body = {"data": encode_multipart(BOUNDARY, {"place": "0", **photo}), "content_type": MULTIPART_CONTENT} if form else {
                "data": json.dumps(_named(operation)), "content_type": "application/json"
            }  # fmt: skip
            yield method.upper(), _filled(path, thing), body


def _named(operation: dict[str, Any]) -> dict[str, Any]:
    """Return of the body what the operation names: a field that it does not know is refused before anything is looked up."""
    content = (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    )
    schema = content
    for step in content["$ref"].removeprefix("#/").split("/") if "$ref" in content else ():
        schema = document()[step] if schema is content else schema[step]
    return {name: value for name, value in BODY.items() if name in schema.get("properties", {})}


def _filled(path: str, thing: Hidden) -> str:
    made = (
        path.replace("{case}", str(thing.case))
        .replace("{paper}", str(thing.paper))
        .replace("{file}", str(thing.file))
    )
    return re.sub(r"{\w+}", "1", made)


def test_a_post_sees_what_the_table_says(scene: Scene, things: dict[str, Hidden]) -> None:
    for kind, who in WHO.items():
        seen = set(Case.objects.visible_to(scene.town.actor(who)).values_list("pk", flat=True))
        assert {where for where, thing in things.items() if thing.case in seen} == SEES[kind], kind


def test_no_page_of_anything_hidden_opens_or_acts(scene: Scene, things: dict[str, Hidden]) -> None:
    before, wrong = Entry.objects.count(), []
    for kind, who in WHO.items():
        for where in things.keys() - SEES[kind]:
            for page in _pages(things[where]):
                for method in ("get", "post"):
                    answer = getattr(scene.client(who), method)(page, BODY if method == "post" else {})
                    tells = any(word in told(answer) for word in things[where].words)
                    empty_table = page.endswith("/removal/") and answer.status_code == 409
                    # A citizen's page asks them to sign in, that of a complaint for its code.
                    led_away = answer.status_code == 302 and answer["Location"].startswith(ASKED)
                    if tells or not (empty_table or led_away or answer.status_code in (403, 404, 405)):
                        wrong.append(f"{kind} {where} {method} {page} {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before


def acted() -> Any:
    """What was done; a try to rate for a citizen is refused and stays on record."""
    return Entry.objects.exclude(act="ratings.note_try")


def test_no_operation_of_the_api_opens_or_acts(scene: Scene, things: dict[str, Hidden]) -> None:
    before, wrong = acted().count(), []
    for kind in (*WHO, "applicants"):
        headers = {"Authorization": f"Bearer {scene.token(WHO.get(kind, kind))}"}
        for where in things.keys() - SEES.get(kind, set()):
            for method, path, body in _operations(things[where]):
                if path.endswith("/ratings") and kind == "applicants" and where != FAR:
                    continue  # a rater knows the case by its code, and is told nothing of it
                key = {"Idempotency-Key": f"{kind}{path}"}
                answer = scene.client("").generic(method, path, **body, headers=headers | key)
                tells = any(word in told(answer) for word in things[where].words)
                if tells or answer.status_code not in (403, 404):
                    wrong.append(f"{kind} {where} {method} {path} {answer.status_code} {told(answer)[:200]}")
    assert not wrong, "\n".join(wrong)
    assert acted().count() == before


LISTS = (
    "/counter/cases/?list=window", "/counter/cases/?list=correcting", "/counter/cases/?list=filed", "/counter/cases/?q={}", "/counter/items/?q={}",
    "/desk/", "/desk/?box=over", "/desk/?q={}", "/desk/batch/", "/issue/", "/issue/?shelf=coming", "/issue/?q={}", "/office/cases/", "/office/cases/?q={}",
    "/office/cases/export.csv", "/office/cases/export.csv?q={}", "/api/v1/cases", "/api/v1/cases?q={}",
)  # fmt: skip


def test_lists_searches_counts_exports_and_api_show_one_set(scene: Scene, things: dict[str, Hidden]) -> None:
    wrong = []
    for kind, who in WHO.items():
        for where in things.keys() - SEES[kind]:
            for words in things[where].words:
                # A page says again what was looked for: only the other words count.
                others = [word for word in things[where].words if word != words]
                for template in LISTS:
                    path = template.format(words)
                    machine = path.startswith("/api/")
                    headers = {"Authorization": f"Bearer {scene.token(who)}"} if machine else {}
                    answer = scene.client("" if machine else who).get(path, headers=headers)
                    if any(word in told(answer) for word in others):
                        wrong.append(f"{kind} {where} {path}")
    assert not wrong, "\n".join(wrong)


def test_what_may_be_seen_is_found_alike_everywhere(scene: Scene, things: dict[str, Hidden]) -> None:
    headers = {"Authorization": f"Bearer {scene.token('guo')}"}
    for where in SEES["supervisor"]:
        for words in things[where].words:
            listed = told(scene.client("guo").get(f"/office/cases/?q={words}"))
            exported = told(scene.client("guo").get(f"/office/cases/export.csv?q={words}"))
            found = scene.client("").get(f"/api/v1/cases?q={words}", headers=headers).json()["cases"]
            assert "共1件" in listed and exported.count("\n") == 2
            assert [one["id"] for one in found] == [str(things[where].case)]


def test_only_audit_administrator_and_supervisor_read_the_journal(
    scene: Scene, things: dict[str, Hidden]
) -> None:
    case = things[MARKET].case
    opened = {
        kind for kind in WHO if scene.client(WHO[kind]).get(f"/office/journal/?q={case}").status_code == 200
    }
    looked = {kind for kind in WHO if scene.client(WHO[kind]).get("/office/looks/").status_code == 200}
    assert opened == {"audadmin", "supervisor"} and looked == {"audadmin"}


def test_a_batch_decides_only_its_own(scene: Scene) -> None:
    town = scene.town
    mine = [town.case(upto="reviewed").pk for _ in range(2)]
    other = town.case("fire-safety-check-general", upto="reviewed").pk
    far = town.case(upto="reviewed").pk
    Case.objects.filter(pk=far).update(region=ABROAD)
    Step.objects.filter(case__in=mine).update(points=[])
    ticked = [*map(str, mine), str(other), str(far), str(UUID(int=3)), "x"]
    answer = scene.client("sun").post("/desk/batch/decision/", {"case": ticked, f"seen-{other}": "²"})
    states = dict(Case.objects.filter(pk__in=[*mine, other, far]).values_list("pk", "state"))
    assert answer.status_code == 200 and states[other] == states[far] == "reviewed"
    assert {states[pk] for pk in mine} <= {"decided", "reviewed"}


def test_a_forged_sequence_changes_nothing(scene: Scene) -> None:
    case = scene.town.case(upto="reviewed")
    for seen in ("0", str(case.seq + 1), "999999999"):
        answer = scene.client("sun").post(
            f"/desk/cases/{case.pk}/decision/", {"expected": seen, "opinion": "准"}
        )
        assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_query_codes_are_braked_at_both_doors_together(scene: Scene) -> None:
    client, who = Client(), {"REMOTE_ADDR": "203.0.113.9"}
    code = scene.town.case().query_code
    for n in range(20):
        path = "/p/ABCDEFG{}" if n % 2 else "/api/v1/progress/ABCDEFG{}"
        # What the asker says of itself does not buy more tries.
        client.get(path.format("2345679"[n % 7]), headers={"X-Forwarded-For": f"198.51.100.{n}"}, **who)
    assert client.get(f"/p/{code}", **who).status_code == 429
    assert client.get(f"/api/v1/progress/{code}", **who).status_code == 429
    assert client.get(f"/p/{code}", REMOTE_ADDR="203.0.113.10").status_code == 200
