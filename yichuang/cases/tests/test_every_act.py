"""Generated from the tables: every act of a case works and is on record; it refuses the wrong post and the wrong state, and
then nothing is written.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, REGION, Town
from yichuang.cases import acts
from yichuang.cases.application import Judgement, PartyIn
from yichuang.cases.models import AfterCheck, Case
from yichuang.cases.places import Passage
from yichuang.clock import acts as clock
from yichuang.journal.acts import REGISTRY
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere, NotYours, Refused, WrongState
from yichuang.law import identity, powers, states
from yichuang.materials.models import Material

VERBS = {"cases.turn": acts.turn_colour, "journal.shred": acts.shred} | {
    f"cases.{name}": getattr(acts, name) for name in acts.__all__
}
AGENT_ID = identity.synthetic_resident_id("189901", date(1985, 6, 7), 33)
ON_A_CASE = sorted(name for name, known in REGISTRY.items() if known.model is Case and not known.creates)
ARGUMENTS: dict[str, dict[str, Any]] = {
    "cases.ask_once": {"lines": [{"place": 0, "reason": "1"}]},
    "cases.force_notice": {"lines": [{"place": 0, "reason": "1"}], "why": "第一次漏看了"},
    "cases.ask_strike": {"lines": [0], "why": "清单里没有这一份"},
    "cases.strike_demand": {"strike": UUID(int=0)},
    "cases.drop_strike": {"strike": UUID(int=0), "why": "清单里有这一份"},
    "cases.correct_on_spot": {"place": 0, "what": "改了日期"},
    "cases.tell_not_required": {"why": "不需要"},
    "cases.propose_not_accept": {"why": "不属于", "whose": "邻区"},
    "cases.not_accept": {"why": "不属于", "whose": "邻区"},
    "cases.conclude": {"step": "review", "verdict": "pass"},
    "cases.send_back": {"why": "缺页"},
    "cases.suspend": {"name": "听证", "days": 5},
    "cases.halt": {"why": "诉讼", "basis": "《示例规定》第一条"},
    "cases.resume": {"result": "完"},
    "cases.offer_hearing": {"why": "重大利益"},
    "cases.ask_extension": {"reason": "复杂"},
    "cases.extend": {"reason": "复杂"},
    "cases.decide": {"outcome": "granted"},
    "cases.forward": {"to": "市局", "opinion": "符合"},
    "cases.hand_over": {
        "receiver_number": CHEN_ID,
        "checked": {"document": True, "person": True, "result": True},
    },
    "cases.choose_hall": {"hall": 0},
    "cases.send_on": {"what": "papers"},
    "cases.take_over": {"passage": UUID(int=0)},
    "cases.change_delivery": {"way": "electronic"},
    "cases.change_agent": {"agent": PartyIn("林代", AGENT_ID, mandate="2026年3月1日委托书")},
    "cases.remind": {"kind": "correction", "due_on": date(2026, 3, 5)},
    "cases.note_claim": {"what": "cases.decide", "door": "desk", "said": {"decided_on": "2026-02-27"}},
    "cases.note_fee": {"what": "billed", "number": "1", "total": 3000},
    "cases.post": {"tracking": "EX1", "address": "示例区"},
    "cases.post_back": {"why": "无人"},
    "cases.void": {"why": "录错了"},
    "cases.supplement": {"what": "补了照片"},
    "cases.fill_gap": {"places": [0]},
    "cases.after_check": {"check": 0, "truthful": True, "finding": "属实"},
    "cases.recount": {"why": "测试"},
    "cases.verify_source": {"place": 2, "answer": "have", "source": "户籍信息"},
    "journal.shred": {"why": "保管期限已满"},
}
FOOD, AT_ONCE = "food-business-license-new", "enterprise-name-declaration"
LATE = MONDAY + timedelta(days=40)
STARTS = {"correcting": "filed", "closed": "delivered"} | {
    s: s for s in ("filed", "accepted", "reviewed", "decided", "ready", "delivered")
}


def actor_for(town: Town, act: str) -> Any:
    """Somebody whose post may perform the act."""
    posts = powers.power_for(act).posts
    kind = next(
        k for k in ("clerk", "issue", "reviewer", "approver", "head", "supervisor", "system") if k in posts
    )
    if kind == "system":
        return town.night
    return town.actor(
        {
            "clerk": "lin",
            "issue": "yang",
            "reviewer": "wu",
            "approver": "sun",
            "head": "gao",
            "supervisor": "guo",
        }[kind]
    )


def on_the_way(town: Town, name: str) -> tuple[UUID, dict[str, Any]]:
    """A case from which this act leads on, and what the act is given."""
    if name == "cases.decide_at_once":
        return town.case(AT_ONCE, upto="filed").pk, {}
    move = next((m for m in states.MOVES if m.act == name), None)
    start = STARTS[move.start[0]] if move else "delivered" if name == "journal.shred" else "accepted"
    asked: dict[str, Any] = dict(ARGUMENTS.get(name, {}))
    if name in ("cases.fill_gap", "cases.miss_gap"):
        return with_gap(town), asked
    case = town.case(FOOD, upto=start).pk
    for before, who in BEFORE.get(name, ()):
        VERBS[before](
            case, by=town.night if who == "night" else town.actor(who), at=MONDAY, **ARGUMENTS.get(before, {})
        )
    if name == "cases.choose_hall":
        asked = {"hall": town.annex().pk}
    if name == "cases.take_over":
        asked = {"passage": on_its_way(case, town.annex().pk, town.hall.pk)}
    if name == "cases.recount":
        clock.close_days(by=town.actor("xi"), at=MONDAY, days={date(2026, 3, 5): "台风"}, source="示例通告")
    if name in ("cases.ask_once", "cases.force_notice"):
        asked = asked | {"lines": [{"place": 2, "reason": "1"}]}
    if name in STOPPING:
        asked = asked | to_be_stopped(town, case, name)
    if name == "cases.correct_on_spot":
        asked = asked | {"place": 2}
    if name == "cases.after_check":
        asked |= {"check": AfterCheck.objects.create(case_id=case, kind="source", due_on=MONDAY.date()).pk}
    if name == "cases.verify_source":
        Material.objects.filter(subject=case, place=2).update(how="verify", state="waived")
    return case, asked


BEFORE = {
    "cases.hand_in": [("cases.ask_once", "lin")], "cases.lapse": [("cases.ask_once", "lin")],
    "cases.resume": [("cases.halt", "sun")], "cases.ask_hearing": [("cases.offer_hearing", "wu")],
    "cases.deliver_online": [("cases.change_delivery", "lin")],
    "cases.post_back": [("cases.post", "yang")], "cases.sign_for": [("cases.post", "yang")],
    "journal.shred": [("cases.close", "night")],
}  # fmt: skip


STOPPING = ("cases.ask_strike", "cases.strike_demand", "cases.drop_strike")


def to_be_stopped(town: Town, case: UUID, name: str) -> dict[str, Any]:
    """A notice that asks for too much; for the second person, the stop that a first one asked for."""
    line = {"place": 2, "reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
    acts.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[line])
    if name == "cases.ask_strike":
        return {}
    by = replace(town.actor("luo"), kind="supervisor")
    return {"strike": UUID(acts.ask_strike(case, by=by, at=MONDAY, lines=[0], why="清单里没有")["strike"])}


def on_its_way(case: UUID, sender: int, receiver: int) -> UUID:
    made = Passage.objects.create(
        case_id=case, region=REGION, what="papers", from_hall_id=sender, to_hall_id=receiver, sent_at=MONDAY, due_on=MONDAY.date()
    )  # fmt: skip
    return made.pk


def with_gap(town: Town) -> UUID:
    answers = {q["key"]: q["options"][0]["value"] for q in town.version(FOOD).record["scenarios"]} | {
        "same_address": "no"
    }
    given = town.application(FOOD, answers=answers)
    gap = {place: Judgement("gap" if place == 4 else one.state) for place, one in given.materials.items()}
    application = town.application(FOOD, answers=answers, materials=gap)
    return UUID(acts.receive(by=town.actor("lin"), at=MONDAY, application=application, then="accept")["id"])


@pytest.mark.parametrize("name", ON_A_CASE)
def test_it_works_and_is_on_record_with_who_and_when(town: Town, name: str) -> None:
    case, asked = on_the_way(town, name)
    if name == "cases.fill_gap":
        asked = {"places": [4]}
    before = Case.objects.get(pk=case)
    by = town.actor("sun") if name == "cases.not_accept" else actor_for(town, name)
    at = (
        LATE
        if name in ("cases.deem_accepted", "cases.lapse", "cases.miss_gap")
        else MONDAY + timedelta(hours=2)
    )
    answer = VERBS[name](case, by=by, at=at, **asked)
    row, entry = Case.objects.get(pk=case), Entry.objects.get(subject=case, act=name)
    assert (entry.by_person, entry.by_post, entry.by_name, entry.at) == (by.person, by.post, by.name, at)
    assert (row.seq, row.head) == (entry.seq, entry.digest) == (answer["seq"], entry.digest)
    move = next((m for m in states.MOVES if m.act == name), None)
    if move is not None:
        ends = (move.end or before.state, move.outcome or before.outcome)
        assert (row.state, row.outcome) == OTHER_ENDS.get(name, ends)


OTHER_ENDS = {
    "cases.conclude": ("reviewed", ""),
    "cases.decide": ("decided", "granted"),
    "cases.strike_demand": ("filed", ""),
    "cases.decide_at_once": ("decided", "granted"),
}


def test_receiving_works_and_is_on_record(town: Town) -> None:
    by = town.actor("lin")
    made = acts.receive(by=by, at=MONDAY, application=town.application())
    entry = Entry.objects.get(subject=made["id"])
    assert (entry.act, entry.by_person, entry.by_post, entry.at) == (
        "cases.receive",
        by.person,
        by.post,
        MONDAY,
    )
    assert Case.objects.get(pk=made["id"]).state == "filed"


@pytest.mark.parametrize("kind", ["issue", "editor", "secadmin", "guide"])
def test_who_may_not_receive_writes_nothing(town: Town, kind: str) -> None:
    with pytest.raises(NotYours):
        acts.receive(by=town.actor("lin", kind=kind), at=MONDAY, application=town.application())
    assert not Case.objects.exists() and not Entry.objects.exists()


def test_every_move_is_an_act_and_every_act_has_its_power() -> None:
    assert {m.act for m in states.MOVES} <= set(REGISTRY)
    assert all(powers.power_for(name) is not None for name in REGISTRY)


@pytest.mark.parametrize("name", ON_A_CASE)
def test_the_wrong_post_is_refused_and_writes_nothing(town: Town, name: str) -> None:
    case = town.case()
    posts = powers.power_for(name).posts
    wrong = next(kind for kind, _ in powers.POSTS if kind not in posts)
    before = Entry.objects.count()
    with pytest.raises(NotYours):
        VERBS[name](case.pk, by=town.actor("lin", kind=wrong), at=MONDAY, **ARGUMENTS.get(name, {}))
    assert Entry.objects.count() == before


@pytest.mark.parametrize("move", [m for m in states.MOVES if m.start != ("",)], ids=lambda m: m.act)
def test_the_wrong_state_is_refused_and_writes_nothing(town: Town, move: states.Move) -> None:
    case = town.case()
    wrong = next(s for s, _ in states.STATES if s not in move.start and s != "draft")
    day = date(2026, 3, 2)
    Case.objects.filter(pk=case.pk).update(state=wrong, outcome="granted", accepted_on=day, due_on=day)
    before = Entry.objects.count()
    with pytest.raises((WrongState, NotYours)):
        VERBS[move.act](
            case.pk,
            by=actor_for(town, move.act),
            at=MONDAY + timedelta(days=30),
            **ARGUMENTS.get(move.act, {}),
        )
    assert Entry.objects.count() == before and Case.objects.get(pk=case.pk).state == wrong


@pytest.mark.parametrize("name", ON_A_CASE)
def test_a_case_that_is_not_there_is_a_clear_sentence(town: Town, name: str) -> None:
    with pytest.raises(NotThere, match="没有这个办件"):
        VERBS[name](UUID(int=1), by=town.night, at=MONDAY, **ARGUMENTS.get(name, {}))


@pytest.mark.parametrize("person", ["hu"])
def test_somebody_without_any_post_may_do_nothing(town: Town, person: str) -> None:
    case = town.case()
    town.posts[person] = town.posts["lin"]
    nobody = town.actor(person, kind="", post=None, hall=None)
    for name in ON_A_CASE:
        with pytest.raises(Refused):
            VERBS[name](case.pk, by=nobody, at=MONDAY, **ARGUMENTS.get(name, {}))
