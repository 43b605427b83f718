"""The draw in the house: committed, drawn once, inspected, published; and everything that must not be."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.inspections import acts, followers, reading, redraw
from yichuang.inspections.models import Draw, Finding, Goer, Inspection, Inspector, Pool, Target
from yichuang.inspections.tests import scenes
from yichuang.inspections.tests.scenes import AFTER, ANNOUNCED, FIRE, LINE, PLANNED
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, Refused, WrongState
from yichuang.law import draws


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def published(draw: Draw) -> dict[str, Any]:
    """The file as somebody outside reads it."""
    return dict(json.loads(json.dumps(reading.file_of(draw, stamps.current()), ensure_ascii=False)))


def test_a_draw_is_the_same_for_the_house_the_command_and_the_outsider(town: Town) -> None:
    file = published(scenes.draw(town, "drawn"))
    assert draws.differences(file) == [] and list(redraw.faults(file, None)) == []
    assert len(file["drawn"]) == 1 + 1 + 1 + 3
    assert all(len(those) == 2 for one in file["drawn"] for those in one["inspectors"].values())


def test_before_the_draw_nothing_but_digests_is_published(town: Town) -> None:
    told = json.dumps(published(scenes.draw(town)), ensure_ascii=False)
    assert "DX0" not in told and "示例餐饮" not in told and "RY0" not in told


def test_a_commitment_is_drawn_once(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    drawn = Pool.objects.get(draw=draw).drawn
    with pytest.raises(WrongState, match="只抽一次"):
        scenes.run(town, draw.pk, announced="99999", again="99999")
    with pytest.raises(WrongState, match="只抽一次"):
        acts.abandon(draw.pk, by=town.actor("sun"), at=AFTER, why="不满意")
    assert Pool.objects.get(draw=draw).drawn == drawn


def test_not_before_its_hour_not_without_two_witnesses_not_with_two_numbers(town: Town) -> None:
    draw = scenes.draw(town)
    with pytest.raises(WrongState, match="还没到"):
        acts.run(
            draw.pk,
            by=town.actor("sun"),
            at=PLANNED - timedelta(minutes=1),
            announced="70315",
            again="70315",
            witnesses=scenes.WITNESSES,
        )
    with pytest.raises(BadInput, match="2名见证人"):
        scenes.run(town, draw.pk, witnesses=[scenes.WITNESSES[0]] * 2)
    with pytest.raises(BadInput, match="不能自己"):
        scenes.run(town, draw.pk, witnesses=[scenes.WITNESSES[0], {"name": "孙丽", "body": "本局"}])
    with pytest.raises(BadInput, match="不一样"):
        scenes.run(town, draw.pk, again="70351")
    assert Draw.objects.get(pk=draw.pk).state == "committed"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"announced_at": MONDAY - timedelta(hours=1)}, "现在以后"),
        ({"planned_at": ANNOUNCED - timedelta(hours=1)}, "不能早于"),
        ({"overall": 2}, "不能少于名录的3%"),
        ({"checks": []}, "选一项"),
        ({"source": " "}, "没填公开号码的来源"),
        ({"grades": []}, "没有符合条件"),
        ({"rates": {"A": 9, "B": 5, "C": 5, "D": 5}}, "不低于"),
    ],
)
def test_what_cannot_be_committed_to(town: Town, changes: dict[str, Any], words: str) -> None:
    check = scenes.a_check(town)
    scenes.inspectors(town), scenes.targets(town, 4)
    with pytest.raises(Refused, match=words):
        acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(check, **changes))
    assert not Draw.objects.exists()


def test_too_few_inspectors_is_told_before_the_draw(town: Town) -> None:
    check = scenes.a_check(town)
    scenes.inspectors(town, 1), scenes.targets(town, 4)
    with pytest.raises(Refused, match="只有1名"):
        acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(check))


def test_a_general_item_keeps_its_cap(town: Town) -> None:
    check = scenes.a_check(town, weight="general", cap=20)
    scenes.inspectors(town), scenes.targets(town, 4)
    with pytest.raises(Refused, match="最高20%"):
        acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(check))


def test_who_declared_an_interest_and_who_decided_a_grant_is_never_sent_there(town: Town) -> None:
    check, people, firms = scenes.a_check(town), scenes.inspectors(town, 5), scenes.targets(town, 6)
    for firm in firms:
        acts.declare(people[0].pk, by=town.actor("sun"), at=MONDAY, target=firm.pk, why="亲属开的店")
    pk = UUID(
        acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(check, rates=dict.fromkeys("ABCD", 100)))[
            "id"
        ]
    )
    scenes.run(town, pk)
    assert not Goer.objects.filter(inspection__draw=pk, inspector=people[0]).exists()
    assert "亲属" not in json.dumps(published(Draw.objects.get(pk=pk)), ensure_ascii=False)


def test_who_approved_does_not_inspect_the_holder(town: Town) -> None:
    case = town.case("food-business-license-new", upto="decided")
    followers.push_case(case.pk, town.night, MONDAY)
    target = Target.objects.get()
    check = scenes.a_check(town, line=target.lines.get().line)
    scenes.inspectors(town, 3, line=target.lines.get().line)
    said = {
        "body": town.departments["market"].pk,
        "lines": [target.lines.get().line],
        "certificate": "示例S",
        "valid_to": scenes.UNTIL,
    }
    acts.qualify(by=town.actor("sun"), at=MONDAY, person=town.people["sun"].pk, **said)
    acts.commit(by=town.actor("gao"), at=MONDAY, **scenes.asked(check))
    own = Inspector.objects.get(person=town.people["sun"])
    assert [own.code, target.code] in Pool.objects.get().lists()["avoid"]


def test_who_may_be_drawn_does_not_draw(town: Town) -> None:
    check = scenes.a_check(town)
    scenes.inspectors(town), scenes.targets(town, 4)
    said = {
        "body": town.departments["market"].pk,
        "lines": [LINE],
        "certificate": "示例S",
        "valid_to": scenes.UNTIL,
    }
    acts.qualify(by=town.actor("gao"), at=MONDAY, person=town.people["sun"].pk, **said)
    pk = UUID(acts.commit(by=town.actor("gao"), at=MONDAY, **scenes.asked(check))["id"])
    with pytest.raises(NotYours, match="不能主持"):
        scenes.run(town, pk)


def test_an_abandoned_draw_tells_why_and_what_it_would_have_been(town: Town) -> None:
    draw = scenes.draw(town)
    with pytest.raises(BadInput):
        acts.abandon(draw.pk, by=town.actor("sun"), at=AFTER, why=" ")
    acts.abandon(draw.pk, by=town.actor("sun"), at=AFTER, why="号码停止公布")
    file = published(Draw.objects.get(pk=draw.pk))
    assert file["abandoned"]["why"] == "号码停止公布" and draws.differences(file) == []
    assert redraw.again(file | {"announced": "70315"})


def test_a_wrong_number_is_corrected_from_the_same_commitment_and_stays_told(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    by = town.actor("guo")
    with pytest.raises(NotYours):
        acts.correct(draw.pk, by=town.actor("sun"), at=AFTER, announced="70316", again="70316", why="抄错")
    acts.correct(draw.pk, by=by, at=AFTER, announced="70316", again="70316", why="抄错了末位")
    file = published(Draw.objects.get(pk=draw.pk))
    assert file["corrections"][0]["announced"] == "70315" and draws.differences(file) == []
    scenes.begin(town, draw.pk)
    with pytest.raises(WrongState):
        acts.correct(draw.pk, by=by, at=AFTER, announced="70317", again="70317", why="再来一次")


def test_who_steps_aside_after_the_draw_is_followed_by_the_next(town: Town) -> None:
    draw = scenes.draw(town, "inspecting")
    place = Inspection.objects.filter(draw=draw).first()
    assert place is not None
    gone = place.goers.filter(out_on=None).first()
    assert gone is not None
    done = acts.replace(
        draw.pk, by=town.actor("sun"), at=AFTER, inspection=place.pk, out=gone.inspector.code, why="是同学"
    )
    assert place.goers.filter(out_on=None, inspector__code=done["in"]).exists()
    assert draws.differences(published(Draw.objects.get(pk=draw.pk))) == []
    with pytest.raises(BadInput):
        acts.replace(
            draw.pk, by=town.actor("sun"), at=AFTER, inspection=place.pk, out=gone.inspector.code, why="再换"
        )


def test_only_who_went_reports_once_and_on_a_day_that_was(town: Town) -> None:
    draw = scenes.draw(town, "inspecting")
    place = Inspection.objects.filter(draw=draw).select_related("draw").first()
    assert place is not None
    said = {
        "inspection": place.pk,
        "check": draw.checks.get().check_item.code,
        "outcome": "1",
        "checked_on": date(2026, 3, 5),
    }
    with pytest.raises(NotYours, match="不是您去查"):
        acts.report(draw.pk, by=town.actor("wu"), at=AFTER + timedelta(days=3), **said)
    with pytest.raises(BadInput, match="检查日期"):
        scenes.report(town, place, checked_on=date(2026, 3, 1))
    with pytest.raises(BadInput, match="手机号码"):
        scenes.report(town, place, outcome="9", text="老板电话13800000000")
    with pytest.raises(BadInput, match="没填情况"):
        scenes.report(town, place, outcome="6")
    scenes.report(town, place, outcome="6", text="台账不全", followed="限期改正")
    with pytest.raises(WrongState, match="录过"):
        scenes.report(town, place)
    place.refresh_from_db()
    assert (place.checked_on, place.due_on) == (date(2026, 3, 5), date(2026, 4, 2))


def test_results_are_published_and_the_draw_with_the_last_of_them(town: Town) -> None:
    draw = scenes.draw(town, "inspecting")
    first = Inspection.objects.filter(draw=draw).select_related("draw").first()
    assert first is not None
    with pytest.raises(WrongState):
        acts.publish(draw.pk, by=town.actor("sun"), at=AFTER)
    scenes.report(town, first, outcome="4", text="登记的地址没有这家店")
    assert acts.publish(draw.pk, by=town.actor("sun"), at=AFTER + timedelta(days=4))["state"] == "inspecting"
    assert published(Draw.objects.get(pk=draw.pk))["results"][0]["text"] == "登记的地址没有这家店"
    for place in Inspection.objects.filter(draw=draw, checked_on=None).select_related("draw"):
        scenes.report(town, place)
    acts.publish(draw.pk, by=town.actor("sun"), at=AFTER + timedelta(days=5))
    assert Draw.objects.get(pk=draw.pk).state == "published"


def test_several_departments_go_in_one_visit(town: Town) -> None:
    food, fire = scenes.a_check(town), scenes.a_check(town, "fire", FIRE)
    scenes.inspectors(town), scenes.inspectors(town, 3, "fire", FIRE)
    scenes.targets(town, 8, LINE, FIRE)
    pk = UUID(acts.commit(by=town.actor("sun"), at=MONDAY, **scenes.asked(food, fire))["id"])
    scenes.run(town, pk)
    scenes.begin(town, pk)
    place = Inspection.objects.filter(draw=pk).first()
    assert (
        place is not None and {g.line for g in place.goers.all()} == {LINE, FIRE} and place.goers.count() == 4
    )
    codes = {c.check_item.line: c.check_item.code for c in place.draw.checks.all()}
    at = AFTER + timedelta(days=3)
    for line in (LINE, FIRE):
        acts.report(
            pk,
            by=scenes.goer(town, place, line),
            at=at,
            inspection=place.pk,
            check=codes[line],
            outcome="1",
            checked_on=date(2026, 3, 5),
        )
        place.refresh_from_db()
        assert (place.checked_on is None) == (line == LINE)
    assert Finding.objects.count() == 2


def test_the_keeper_reminds_once_of_results_that_are_due(town: Town) -> None:
    draw = scenes.draw(town, "results")
    assert followers.remind(AFTER + timedelta(days=10)) == 0
    assert followers.remind(AFTER + timedelta(days=28)) == 1
    assert followers.remind(AFTER + timedelta(days=29)) == 0
    assert Entry.objects.filter(subject=draw.pk, act="inspections.remind").count() == 1


def test_natural_persons_and_small_numbers_are_not_shown(town: Town) -> None:
    draw = scenes.draw(town, "published")
    Target.objects.filter(pk__in=draw.inspections.values("target")).update(kind="person")
    file = published(draw)
    assert file["opened"] == {} and file["results"] == [] and reading.of_persons(draw)["few"]


def test_a_repeated_request_is_harmless(town: Town) -> None:
    check = scenes.a_check(town)
    scenes.inspectors(town), scenes.targets(town, 4)
    first = acts.commit(by=town.actor("sun"), at=MONDAY, key="k", **scenes.asked(check))
    assert acts.commit(by=town.actor("sun"), at=MONDAY, key="k", **scenes.asked(check)) == first
    pk = UUID(first["id"])
    said = {"announced": "70315", "again": "70315", "witnesses": scenes.WITNESSES}
    done = acts.run(pk, by=town.actor("sun"), at=AFTER, key="r", **said)
    assert acts.run(pk, by=town.actor("sun"), at=AFTER, key="r", **said) == done and Draw.objects.count() == 1
