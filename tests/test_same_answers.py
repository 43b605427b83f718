"""Issue 3, shows 2: the same answers give the same list, dates and waivers on portal, kiosk, paper, counter and API, on every path."""

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.test import Client

from tests import town as towns
from tests.town import REGION, Town
from yichuang.catalogue import acts, seed, versions
from yichuang.doors.counter import looking
from yichuang.doors.counter.one_item import OneItem
from yichuang.doors.counter.sitting import Sitting, Table
from yichuang.ground import now
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token

pytestmark = pytest.mark.once

TUESDAY = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
WORDS = {"免交", "有证免交", "要交", "可后补", "可不交", "看情形"}
MATERIAL = re.compile(
    r'<p class="material-name">(.*?)</p>\s*<p class="material-state">.*?<span class="tag[^"]*">(.*?)</span></p>(.*?)</li>',
    re.S,
)
ROW = re.compile(r'<tr><td>\d+</td><td>(.*?)</td><td class="fit">(.*?)</td><td>(.*?)</td></tr>', re.S)


class Line(NamedTuple):
    """A material as a reader finds it: its name, what to do with it, and all that is said beside."""

    name: str
    word: str
    said: str


class Ways:
    """One way through the questions of an item: what was answered, what was 我不确定."""

    def __init__(self, record: dict[str, Any], values: tuple[str | None, ...]) -> None:
        keys = [q["key"] for q in record["scenarios"]]
        pairs = list(zip(keys, values, strict=True))
        self.key = record["id"]
        self.answers = {key: value for key, value in pairs if value is not None}
        self.query = {key: value or "~" for key, value in pairs}


def every_way() -> Iterator[Ways]:
    for record in seed.items():
        options = [[*(o["value"] for o in q["options"]), None] for q in record["scenarios"]]
        yield from (Ways(record, values) for values in product(*options))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def joined(*parts: str) -> str:
    """What is said beside a material, however a page cuts it into sentences."""
    return re.sub("[。；，]", "", plain("".join(parts)))


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town with all packaged items, on a Tuesday."""
    monkeypatch.setattr(now, "clock", lambda: TUESDAY)
    made = towns.build()
    acts.import_(by=system(REGION), at=TUESDAY, records=seed.items())
    versions.forget()
    return made


@pytest.fixture
def told(town: Town) -> Any:
    """Ask the API for the guide of a way."""
    raw, client = tokens.make(), Client()
    integrator = Integrator.objects.create(region=REGION, name="示例系统")
    Token.objects.create(
        integrator=integrator, person=town.people["lin"], post=town.posts["lin"], digest=tokens.digest_of(raw),
        hint=raw[:8], made_at=TUESDAY,
    )  # fmt: skip

    def ask(way: Ways) -> Any:
        answer = client.post(
            f"/api/v1/items/{way.key}/guide", json.dumps({"answers": way.answers}), content_type="application/json",
            headers={"Authorization": f"Bearer {raw}"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def lines_of_page(page: str) -> list[Line]:
    return sorted(Line(plain(name), plain(word), joined(rest)) for name, word, rest in MATERIAL.findall(page))


def lines_of_paper(paper: str) -> list[Line]:
    return sorted(Line(plain(name), plain(word), joined(rest)) for name, word, rest in ROW.findall(paper))


def lines_of_api(answer: Any) -> list[Line]:
    return sorted(
        Line(plain(m["name"]), m["word"], joined(m["form"], m["note"], m["why"])) for m in answer["materials"]
    )


def letters(lines: list[Line]) -> list[tuple[str, str, list[str]]]:
    """The lines, whatever order a channel says form, note and reason in."""
    return [(one.name, one.word, sorted(one.said)) for one in lines]


def dates_of(text: str) -> list[str]:
    """The dates a text names after the words that say of what."""
    return [re.search(rf"{word}.*?(\d+年\d+月\d+日（周.）)", text)[1] for word in ("承诺办结", "法定办结") if word in text]  # type: ignore[index]  # fmt: skip


def counted(rows: list[looking.Row]) -> list[tuple[str, bool]]:
    return sorted((plain(row.name), row.judged == "waived") for row in rows)


def test_each_way_through_each_item_ends_in_one_list(town: Town, told: Any) -> None:
    citizen, machine, stamp, seen = Client(), Client(), stamps.current(), 0
    machine.cookies["yc_kiosk"], clerk = "1", town.actor("lin")
    for way in every_way():
        facts = versions.by_name(way.key, stamp)
        page = citizen.get(f"/items/{way.key}/list/", way.query).content.decode()
        paper = citizen.get(f"/items/{way.key}/notice/", way.query).content.decode()
        kiosk = machine.get(f"/items/{way.key}/list/", way.query).content.decode()
        answer = told(way)
        here, there = lines_of_page(page), lines_of_paper(paper)
        sure = [one for one in here if one.word != "看情形" and "才要交" not in one.said]
        assert letters(here) == letters(there) == letters(lines_of_page(kiosk)), (way.key, way.query)
        assert 'class="kiosk-row"' in kiosk and "网上办</a>" not in kiosk
        assert {one.word for one in here} <= WORDS
        if way.answers == way.query:
            assert letters(here) == letters(lines_of_api(answer)), (way.key, way.query)
            rows = looking.rows(Sitting(version=facts.id, answers=way.answers), facts, clerk, TUESDAY)
            assert counted(rows) == sorted((one.name, one.word == "免交") for one in here)
        assert {one.name for one in lines_of_api(answer)} >= {one.name for one in sure}
        days = [cndate(answer[f"{name}_due"]) for name in ("promised", "statutory") if answer[f"{name}_due"]]
        texts = [plain(page), plain(paper), plain(kiosk)]
        assert [dates_of(text) for text in texts] == [days] * 3, (way.key, way.query)
        for text in texts:
            assert plain(cndate(answer["words"]["answer_by"])) in text
            assert answer["words"]["summed"] in text or way.answers != way.query
            for place in answer["words"]["places"][:1]:
                assert plain(place["windows"]) in text
        seen += 1
    assert seen >= 858


def test_the_record_is_told_in_the_same_words_everywhere(town: Town, told: Any) -> None:
    citizen, stamp, clerk = Client(), stamps.current(), town.actor("lin")
    for record in seed.items():
        way = Ways(record, tuple(q["options"][0]["value"] for q in record["scenarios"]))
        facts = versions.by_name(way.key, stamp)
        rows = told(way)["words"]["record"]
        table = Table(Sitting(version=facts.id, answers=way.answers))
        pane = {row["label"]: row["value"] for row in OneItem(table, clerk, TUESDAY).rules()}
        page = plain(citizen.get(f"/items/{way.key}/").content.decode())
        paper = plain(citizen.get(f"/items/{way.key}/notice/", way.query).content.decode())
        for row in rows:
            assert pane[row["label"]].startswith(row["value"]), (way.key, row)
            assert plain(row["value"]) in paper, (way.key, row)
            for part in re.split("[；：，]", plain(row["value"])):
                assert part in page, (way.key, row)


def test_what_one_holds_is_waived_for_them_on_page_paper_and_at_the_window_alike(town: Town) -> None:
    for kind in ("居民身份证", "营业执照", "不动产权证书"):
        town.licence(kind)
    citizen, stamp = town.enter(Client()), stamps.current()
    tried = 0
    for record in seed.items():
        way = Ways(record, tuple(q["options"][0]["value"] for q in record["scenarios"]))
        facts = versions.by_name(way.key, stamp)
        page = lines_of_page(citizen.get(f"/items/{way.key}/list/", way.query).content.decode())
        paper = lines_of_paper(citizen.get(f"/items/{way.key}/notice/", way.query).content.decode())
        party = {"name": "陈秀英", "number": towns.CHEN_ID}
        rows = looking.rows(
            Sitting(version=facts.id, answers=way.answers, applicant=party), facts, town.actor("lin"), TUESDAY
        )
        assert letters(page) == letters(paper) and counted(rows) == sorted(
            (o.name, o.word == "免交") for o in page
        )
        tried += any("已有电子证照" in one.said for one in page)
    assert tried > 50


@pytest.mark.parametrize(
    "commitment",
    [{"approval": True}, {"materials": ["法定代表人、董事、监事、经理任职文件", "授权委托书"]}],
    ids=["whole", "papers"],
)
def test_what_a_commitment_may_replace_is_the_same_everywhere(
    town: Town, told: Any, commitment: dict[str, Any]
) -> None:
    town.rewrite("company-establishment", commitment=commitment)
    record = next(one for one in seed.items() if one["id"] == "company-establishment")
    way = Ways(record, ("lease", "no", "yes"))
    facts, offer = town.version(way.key), told(way)["words"]["commitment"]
    sitting = Sitting(version=facts.id, answers=way.answers, commitment=bool(commitment.get("approval")))
    rows = looking.rows(sitting, facts, town.actor("lin"), TUESDAY)
    assert [row.name for row in rows if row.may_commit and row.judged != "waived"] == offer["materials"] != []
    for page in ("list", "notice"):
        text = plain(Client().get(f"/items/{way.key}/{page}/", way.query).content.decode())
        assert plain(offer["offer"]) in text and plain(offer["consequences"]) in text
