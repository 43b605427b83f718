"""Things through the API: received, listed, seen and moved by the same acts under the same powers."""

from datetime import timedelta
from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.bundles.models import Demand, Thing
from yichuang.bundles.tests.scenes import RESTAURANT, brought, on_line, ready, received, whole
from yichuang.cases.models import Case
from yichuang.journal.models import Entry

FOOD, FIRE = "food-business-license-new", "fire-safety-check-general"


@pytest.fixture
def bundled(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    on_day(1, monkeypatch)
    return brought(town)


def on_day(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.doors.api.surface.now", lambda: MONDAY + timedelta(days=days))


def filing(town: Town, **changes: Any) -> dict[str, Any]:
    made = whole(town)
    return {
        "bundle": RESTAURANT, "answers": dict(made.answers), "applicant": {"name": "陈秀英", "number": CHEN_ID, "phone": "13800000000"},
        "papers": [{"name": name, "state": "got"} for name in made.papers],
    } | changes  # fmt: skip


def test_one_application_is_received_and_seen(ask: Any, bundled: Town) -> None:
    answer = ask("lin", "POST", "/things", filing(bundled), key="t")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["state"] == "going" and len(made["parts"]) == 5
    assert ask("lin", "POST", "/things", filing(bundled), key="t").json() == made
    assert Thing.objects.count() == 1
    seen = ask("lin", "GET", f"/things/{made['id']}").json()
    assert seen["due_on"] == made["due_on"] and "bundles.withdraw" in seen["may"]
    assert [one["kind"] for one in seen["letters"]] and seen["bundle_key"] == RESTAURANT
    assert (
        ask("lin", "POST", "/things", filing(bundled, together=False), key="t").json()["code"] == "key_reused"
    )


def test_a_department_sees_its_own_cases_only(ask: Any, bundled: Town) -> None:
    thing = received(bundled)
    parts = {one["item"]: one for one in ask("zheng", "GET", f"/things/{thing.pk}").json()["parts"]}
    assert parts["individual-business-establishment"]["case"] is None
    assert parts[FOOD]["after"] == ["individual-business-establishment"]
    assert ask("kong", "GET", f"/things/{thing.pk}").status_code == 404
    assert ask("kong", "GET", "/things").json() == {"things": [], "next": None}
    assert ask("kong", "POST", f"/things/{thing.pk}/withdrawal", {}, key="w").status_code == 404


def test_lists_page_by_keyset(ask: Any, bundled: Town) -> None:
    made = [str(received(bundled).pk) for _ in range(3)]
    first = ask("wu", "GET", "/things?limit=2").json()
    rest = ask("wu", "GET", f"/things?limit=2&cursor={first['next']}").json()
    assert [one["id"] for one in first["things"] + rest["things"]] == made[::-1] and rest["next"] is None
    assert ask("wu", "GET", "/things?state=nothing").status_code == 422
    assert len(ask("wu", "GET", "/things?state=going").json()["things"]) == 3


def test_a_department_says_and_the_lead_accepts(
    ask: Any, bundled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = on_line(bundled)
    said = ask("wu", "POST", f"/things/{thing.pk}/demands", {"part": FOOD, "expected": thing.seq}, key="s")
    assert said.status_code == 200 and said.json()["left"] == 4
    again = ask("wu", "POST", f"/things/{thing.pk}/demands", {"part": FOOD, "expected": thing.seq}, key="s")
    assert again.json() == said.json() and Demand.objects.count() == 1
    stale = ask("zheng", "POST", f"/things/{thing.pk}/demands", {"part": FIRE, "expected": 1}, key="z")
    assert stale.status_code == 409 and stale.json()["seq"] == said.json()["seq"]
    other = ask("zheng", "POST", f"/things/{thing.pk}/demands", {"part": FOOD}, key="o")
    assert (other.status_code, other["Content-Type"]) == (403, "application/problem+json")
    unknown = {"part": FIRE, "lines": [{"paper": "没有的", "reason": "1"}]}
    assert ask("zheng", "POST", f"/things/{thing.pk}/demands", unknown, key="u").status_code == 422
    on_day(4, monkeypatch)
    accepted = ask("wu", "POST", f"/things/{thing.pk}/acceptance", {}, key="a")
    assert accepted.status_code == 200 and accepted.json()["state"] == "going"
    assert ask("wu", "POST", f"/things/{thing.pk}/acceptance", {}, key="b").status_code == 409


def test_a_part_is_withdrawn_and_the_trace_is_read(ask: Any, bundled: Town) -> None:
    thing = received(bundled)
    answer = ask("lin", "POST", f"/things/{thing.pk}/withdrawal", {"why": "不办了"}, key="w")
    assert answer.status_code == 200 and answer.json()["outcome"] == "withdrawn"
    assert set(Case.objects.filter(thing=thing.pk).values_list("outcome", flat=True)) == {"withdrawn"}
    trace = ask("lin", "GET", f"/things/{thing.pk}/journal").json()
    assert [one["act"] for one in trace] == list(
        Entry.objects.filter(subject=thing.pk).order_by("seq").values_list("act", flat=True)
    )
    assert all("private" not in one["payload"] for one in trace)


def test_the_issue_desk_hands_over_all_results_at_once(ask: Any, bundled: Town) -> None:
    thing = ready(bundled)
    body = {"receiver_number": CHEN_ID, "checked": {"document": True, "person": True, "result": True}}
    assert ask("wu", "POST", f"/things/{thing.pk}/hand-over", body, key="w").status_code == 403
    assert "bundles.hand_over" in ask("yang", "GET", f"/things/{thing.pk}").json()["may"]
    handed = ask("yang", "POST", f"/things/{thing.pk}/hand-over", body, key="h")
    assert handed.status_code == 200, handed.content
    assert len(handed.json()["handed"]) == 5
    assert ask("yang", "POST", f"/things/{thing.pk}/hand-over", body, key="h").json() == handed.json()


def test_an_applicants_key_rates_a_thing_once(ask: Any, bundled: Town) -> None:
    thing = ready(bundled)
    answer = ask("applicants", "POST", f"/things/{thing.pk}/ratings", {"grade": 5}, key="r")
    assert answer.status_code == 201, answer.content
    assert ask("applicants", "POST", f"/things/{thing.pk}/ratings", {"grade": 1}, key="s").status_code == 409
    assert ask("lin", "POST", f"/things/{thing.pk}/ratings", {"grade": 5}, key="t").status_code == 403
    assert (
        list(Entry.objects.filter(act="ratings.note_try").order_by("seq").values_list("by_name", flat=True))
        == ["系统"] * 2
    )
