"""A thing at the window after filing: the device, the clerk's page and what may be done there."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, Town
from yichuang.bundles import acts
from yichuang.bundles.models import Notice, Thing
from yichuang.bundles.tests import scenes
from yichuang.cases.models import Case
from yichuang.doors.counter.views import devices, things
from yichuang.journal.models import Entry
from yichuang.journal.verify import verify
from yichuang.materials.models import File
from yichuang.ratings.models import Rating

FOOD, LICENCE, SIGN = (
    "food-business-license-new",
    "individual-business-establishment",
    "signboard-management",
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "now", lambda: MONDAY + scenes.HOUR)


def at(thing: Thing, what: str = "") -> str:
    return f"/counter/things/{thing.pk}/{what}"


def sent(thing: Thing, **more: Any) -> dict[str, Any]:
    return {
        "expected": Thing.objects.get(pk=thing.pk).seq,
        "idempotency_key": str(uuid4()),
        **{name.replace("__", "-"): value for name, value in more.items()},
    }


def text(response: Any) -> str:
    return str(response.content.decode())


def told_twice(town: Town) -> Thing:
    """A thing of which two departments asked for a paper each, in one notice."""
    thing = scenes.on_line(town)
    scenes.said(town, thing, {key: scenes.missing(thing, key) for key in (FOOD, LICENCE)})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    return Thing.objects.get(pk=thing.pk)


def test_a_thing_is_found_by_its_numbers_and_the_name(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town)), enter("lin")
    for words in (thing.query_code, thing.filing_number, "陈秀英", f"http://127.0.0.1/p/{thing.query_code}"):
        answer = client.get("/counter/things/", {"q": words})
        assert answer.status_code == 302 and answer["Location"] == at(thing), words
    assert "没找到" in text(client.get("/counter/things/", {"q": "ABCD2345"}))
    assert at(thing) in text(client.get("/counter/things/"))
    assert at(thing) in text(client.get("/counter/things/?list=going"))
    assert at(thing) not in text(client.get("/counter/things/?list=done"))


def test_the_page_says_who_holds_what_and_prints_the_papers(town: Town, enter: Any) -> None:
    thing = scenes.received(scenes.brought(town))
    page = text(enter("lin").get(at(thing)))
    case = scenes.part(thing, LICENCE).case_id
    assert f"/counter/cases/{case}/" in page and "市场监督管理局" in page and "/letters/" in page
    assert "共同办结日" in page and thing.query_code[:4] in page


def test_what_the_one_notice_asked_for_is_judged_and_handed_in_on_one_page(town: Town, enter: Any) -> None:
    thing, client = told_twice(town), enter("lin")
    page = text(client.get(at(thing, "correction/")))
    one, two = (line["paper"] for line in Notice.objects.get(thing=thing).told())
    assert one in page and two in page
    nothing = client.post(at(thing, "correction/"), sent(thing))
    assert nothing.status_code == 422 and "请选出这次交来的材料" in text(nothing)
    client.post(at(thing, "correction/"), sent(thing, got__1000="1"))
    thing.refresh_from_db()
    assert thing.state == "correcting" and one not in text(client.get(at(thing, "correction/")))
    picture = SimpleUploadedFile("材料.pdf", PDF, "application/pdf")
    client.post(at(thing, "correction/"), sent(thing, got__1001="1") | {"file-1001": picture})
    thing.refresh_from_db()
    assert thing.state == "going" and thing.accepted_on == MONDAY.date()
    assert File.objects.filter(subject=thing.pk, place=1001).count() == 1
    assert Entry.objects.filter(subject=thing.pk, act="bundles.hand_in").count() == 2
    assert "没有还要补的材料" in text(client.get(at(thing, "correction/")))


def test_a_withdrawal_says_what_falls_with_it_before_it_is_confirmed(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town)), enter("lin")
    empty = client.post(at(thing, "withdrawal/"), sent(thing))
    assert empty.status_code == 422 and "请选要撤回哪几项" in text(empty)
    asked = text(client.post(at(thing, "withdrawal/"), sent(thing, item=LICENCE, why="不开了")))
    assert "也不再办" in asked and "食品经营许可证新办" in asked and 'value="不开了"' in asked
    assert scenes.states(thing)[LICENCE] == "running"
    client.post(at(thing, "withdrawal/"), sent(thing, item=LICENCE, why="不开了", sure="1"))
    assert scenes.states(thing)[LICENCE] == "ended" and scenes.states(thing)[FOOD] == "dropped"


def test_the_way_of_fetching_is_changed_and_changed_back(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town)), enter("lin")
    client.post(at(thing, "way/"), sent(thing))
    assert not Thing.objects.get(pk=thing.pk).together
    client.post(at(thing, "way/"), sent(thing, together="1"))
    assert Thing.objects.get(pk=thing.pk).together
    again = client.post(at(thing, "way/"), sent(thing, together="1"))
    assert again.status_code == 409 and "已经是这样领了" in text(again)


def test_a_member_joins_after_its_questions_with_its_own_papers(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town), skip=(SIGN,)), enter("lin")
    here = at(thing, f"addition/{SIGN}/")
    assert here in text(client.get(at(thing)))
    asked = text(client.get(here))
    assert f'name="{SIGN}.replace"' in asked and "看要交什么" in asked
    papers = client.get(here, {f"{SIGN}.replace": "new"})
    places = [name for name in text(papers).split('"') if name[:1] == "p" and name[1:].isdigit()]
    early = client.post(here, sent(thing, do="add") | {f"{SIGN}.replace": "new"})
    assert early.status_code == 422 and "还没有收齐" in text(early)
    made = client.post(
        here, sent(thing, do="add") | {f"{SIGN}.replace": "new", **dict.fromkeys(places, "got")}
    )
    assert made.status_code == 302 and scenes.states(thing)[SIGN] == "waiting"
    assert client.get(here).status_code == 404
    assert Entry.objects.filter(subject=thing.pk, act="bundles.add_part").count() == 1


def test_a_part_that_was_withdrawn_joins_again(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town)), enter("lin")
    acts.withdraw(thing.pk, by=town.actor("lin"), at=MONDAY, items=[SIGN])
    assert scenes.states(thing)[SIGN] == "dropped"
    here = at(thing, f"addition/{SIGN}/")
    assert here in text(client.get(at(thing)))
    made = client.post(here, sent(thing, do="add"))
    assert made.status_code == 302 and scenes.states(thing)[SIGN] == "waiting"
    assert scenes.part(thing, SIGN).why == "" and verify().broken == []


def test_a_case_of_a_thing_leads_to_it_and_offers_nothing_that_goes_through_it(
    town: Town, enter: Any
) -> None:
    thing, client = scenes.told_once(town), enter("lin")
    case = Case.objects.filter(thing=thing.pk).first()
    assert case is not None
    page = text(client.get(f"/counter/cases/{case.pk}/"))
    assert at(thing) in page and f"/counter/?case={case.pk}" not in page and "withdrawal" not in page


@pytest.mark.parametrize("what", ["", "correction/", "withdrawal/", f"addition/{SIGN}/"])
def test_only_a_window_of_its_hall_opens_a_thing(town: Town, enter: Any, what: str) -> None:
    thing = scenes.received(scenes.brought(town), skip=(SIGN,))
    assert enter("lin").get(at(thing, what)).status_code == 200
    assert enter("wu").get(at(thing, what)).status_code == 403
    Thing.objects.filter(pk=thing.pk).update(hall=town.annex())
    assert enter("lin").get(at(thing, what)).status_code == 404


def test_a_stale_page_is_told_and_changes_nothing(town: Town, enter: Any) -> None:
    thing, client = scenes.received(scenes.brought(town)), enter("lin")
    old = sent(thing, item=LICENCE, sure="1")
    acts.choose_way(thing.pk, by=town.actor("lin"), at=MONDAY, together=False)
    answer = client.post(at(thing, "withdrawal/"), old)
    assert answer.status_code == 409 and scenes.states(thing)[LICENCE] == "running"


def test_queries_do_not_grow(town: Town, enter: Any) -> None:
    client = enter("lin")

    def count() -> int:
        client.get("/counter/things/?list=going")
        with CaptureQueriesContext(connection) as seen:
            client.get("/counter/things/?list=going")
        return len(seen)

    scenes.received(scenes.brought(town))
    first = count()
    for _ in range(3):
        scenes.received(town)
    assert count() == first <= 12


def test_the_device_rates_the_intake_of_a_thing_once(
    town: Town, enter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "now", lambda: MONDAY + scenes.HOUR)
    thing, line = scenes.received(scenes.brought(town)), scenes.on_line(town)
    address = f"/counter/things/{thing.pk}/rating/"
    client = enter("lin")
    answers = [client.post(address, {"grade": grade}).status_code for grade in ("9", "2", "5")]
    assert answers == [422, 204, 409]
    assert client.post(f"/counter/things/{line.pk}/rating/", {"grade": "5"}).status_code == 404
    assert enter("wu").post(address, {"grade": "5"}).status_code == 403
    rating = Rating.objects.get()
    assert (rating.thing_id, rating.grade, rating.contact, rating.channel) == (thing.pk, 2, "intake", "4")
