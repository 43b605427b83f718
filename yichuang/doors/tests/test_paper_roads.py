"""Every kind of paper comes off its own road: drawn whole, numbered, with code, organ, basis, and the right seal and signatures."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Paper
from yichuang.catalogue.models import Entrustment
from yichuang.doors import papers
from yichuang.ground.templatetags.yc import code_groups
from yichuang.journal import stamps
from yichuang.law import papers as law

FOOD, AT_ONCE, OPTIONAL = "food-business-license-new", "enterprise-name-declaration", 4
NEXT = MONDAY + timedelta(days=1)
PICTURE = "data:image/png;base64,AAAA"


def received(town: Town, then: str, key: str = FOOD, **said: object) -> UUID:
    answer = cases.receive(
        by=town.actor("lin"), at=MONDAY, application=town.application(key), then=then, **said
    )
    return UUID(answer["id"])


def promised(town: Town, state: str) -> UUID:
    answers = {q["key"]: q["options"][0]["value"] for q in town.version(FOOD).record["scenarios"]}
    answers |= {"same_address": "no"}
    given = dict(town.application(FOOD, answers=answers).materials)
    made = town.application(FOOD, answers=answers, materials=given | {OPTIONAL: Judgement(state)})
    return UUID(cases.receive(by=town.actor("lin"), at=MONDAY, application=made, then="accept")["id"])


def committed(town: Town) -> UUID:
    name = town.version(FOOD).record["materials"][OPTIONAL]["name"]
    town.rewrite(FOOD, commitment={"materials": [name]})
    return promised(town, "committed")


def told(town: Town) -> UUID:
    places = list(town.application(FOOD).materials)[:2]
    return received(town, "ask_once", lines=[{"place": place, "reason": "1"} for place in places])


def after(
    act: Callable[..., object], who: str, upto: str = "accepted", **said: object
) -> Callable[[Town], UUID]:
    def road(town: Town) -> UUID:
        case = town.case(FOOD, upto=upto)
        act(case.pk, by=town.actor(who), at=NEXT, **said)
        return case.pk

    return road


def passed_on(town: Town) -> UUID:
    Entrustment.objects.filter(item=town.items[FOOD]).delete()
    stamps.bump()
    return received(town, "pass_on")


def deemed(town: Town) -> UUID:
    case = town.case(FOOD, upto="filed")
    sweeps.deem(MONDAY + timedelta(days=8))
    return case.pk


def lapsed(town: Town) -> UUID:
    case = told(town)
    sweeps.lapse(MONDAY + timedelta(days=60))
    return case


def struck(town: Town) -> UUID:
    line = {"place": 2, "reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
    case = received(town, "ask_once", lines=[line])
    strike = cases.ask_strike(case, by=town.actor("guo"), at=NEXT, lines=[0], why="清单里没有这一份")[
        "strike"
    ]
    cases.strike_demand(case, by=town.actor("luo"), at=NEXT, strike=UUID(strike))
    return case


def extended(town: Town) -> UUID:
    case = town.case(FOOD)
    cases.ask_extension(case.pk, by=town.actor("wu"), at=NEXT, reason="等检验报告")
    cases.extend(case.pk, by=town.actor("gao"), at=NEXT, reason="等检验报告")
    return case.pk


def handed_over(town: Town) -> UUID:
    case = town.case(FOOD, upto="ready")
    checked = {"document": True, "person": True, "result": True}
    cases.hand_over(
        case.pk, by=town.actor("yang"), at=NEXT, receiver_number=CHEN_ID, checked=checked, signature=PICTURE
    )
    return case.pk


def refused(town: Town) -> UUID:
    case = town.case(FOOD, upto="reviewed")
    cases.decide(
        case.pk,
        by=town.actor("sun"),
        at=NEXT,
        outcome="refused",
        opinion="场所不符合条件",
        clause="《食品安全法》第三十五条",
    )
    return case.pk


def resumed(town: Town) -> UUID:
    case = town.case().pk
    cases.suspend(case, by=town.actor("wu"), at=NEXT, name="检验", days=10)
    cases.resume(case, by=town.actor("wu"), at=NEXT, result="检验合格。")
    return case


ROADS: dict[str, Callable[[Town], UUID]] = {
    "filing_receipt": lambda town: received(town, ""),
    "corrected": after(cases.correct_on_spot, "lin", "filed", place=0, what="补写了日期"),
    "not_required": lambda town: received(town, "tell_not_required", why="自产自销不用办"),
    "not_accepted": after(cases.not_accept, "sun", "filed", why="不在本区", whose="邻区市场监督管理局"),
    "one_time_notice": told,
    "deemed": deemed,
    "acceptance": lambda town: received(town, "accept"),
    "gap_notice": lambda town: promised(town, "gap"),
    "gap_promise": lambda town: promised(town, "gap"),
    "commitment": committed,
    "at_once": lambda town: received(town, "decide_at_once", AT_ONCE),
    "passed_on": passed_on,
    "passage": after(cases.send_on, "lin", what="papers", bag="F-1"),
    "special": after(cases.suspend, "wu", name="检验", days=10),
    "halt": after(cases.halt, "sun", "reviewed", why="等法院判决", basis="《示例规定》第一条"),
    "resumed": resumed,
    "hearing": after(cases.offer_hearing, "wu", why="关系他人重大利益"),
    "extension": extended,
    "decision_grant": lambda town: town.case(FOOD, upto="decided").pk,
    "decision_refuse": refused,
    "delivery": handed_over,
    "withdrawn": after(cases.withdraw, "lin", why="不办了"),
    "lapsed": lapsed,
    "demand_struck": struck,
    "forwarded": after(cases.forward, "sun", "reviewed", to="示例市市场监督管理局", opinion="符合条件"),
}  # fmt: skip


def drawn(town: Town, kind: str) -> tuple[Paper, str]:
    paper = Paper.objects.filter(case=ROADS[kind](town), kind=kind).latest("made_at")
    return paper, papers.render(paper)[0]


@pytest.mark.parametrize("name, said", [("检验", "不计入办理时限"), ("现场核查", "这段日子计入办理时限")])
def test_the_end_of_a_procedure_says_whether_its_days_count(town: Town, name: str, said: str) -> None:
    case = town.case().pk
    cases.suspend(case, by=town.actor("wu"), at=NEXT, name=name, days=10)
    cases.resume(case, by=town.actor("wu"), at=NEXT, result="合格。")
    assert said in papers.render(Paper.objects.get(case=case, kind="resumed"))[0]


def test_every_kind_has_its_road() -> None:
    # The paper of a payment and of a new agent are read where their acts are tested.
    elsewhere = {"guide", "authorisation", "collect_receipt", "payment", "agent_changed"}
    assert set(ROADS) | elsewhere == set(law.KEYS)


@pytest.mark.parametrize("kind", ROADS)
def test_the_paper_of_a_road_says_who_what_which_and_why(town: Town, kind: str) -> None:
    paper, html = drawn(town, kind)
    case = Case.objects.get(pk=paper.case_id)
    assert paper.number in html and case.filing_number in html
    assert case.applicant_name in html and "示例区" in html and "None" not in html
    if kind not in ("halt", "resumed", "delivery"):
        assert "法律依据：《" in html
    if kind != "delivery":
        assert code_groups(case.query_code) in html and "<svg" in html


@pytest.mark.parametrize(
    "kind", ["special", "hearing", "extension", "halt", "decision_refuse", "forwarded", "not_accepted"]
)
def test_a_paper_of_the_department_names_no_window_and_its_organ_in_full(town: Town, kind: str) -> None:
    _, html = drawn(town, kind)
    assert "示例区市场监督管理局" in html and "（3号窗）" not in html


@pytest.mark.parametrize("kind", ["acceptance", "one_time_notice", "at_once", "not_required"])
def test_a_paper_of_the_window_names_it_and_is_signed_for(town: Town, kind: str) -> None:
    _, html = drawn(town, kind)
    assert "（3号窗）" in html and "申请人（签" in html


def test_decisions_are_not_signed_by_the_applicant_but_delivered_against_a_receipt(town: Town) -> None:
    _, decision = drawn(town, "decision_grant")
    receipt = papers.render(Paper.objects.get(case=handed_over(town), kind="delivery"))[0]
    assert "申请人（签" not in decision
    assert "准予行政许可决定书（准予〔2026〕" in receipt and PICTURE in receipt


def test_a_hearing_is_offered_in_writing_with_its_last_day_and_free_of_charge(town: Town) -> None:
    _, html = drawn(town, "hearing")
    assert "2026年3月10日（周二）" in html and "不承担费用" in html and "第四十七条" in html


def test_a_sentence_typed_with_its_full_stop_ends_once(town: Town) -> None:
    case = received(town, "tell_not_required", why="自产自销不用办。")
    html = papers.render(Paper.objects.get(case=case, kind="not_required"))[0]
    assert "自产自销不用办。" in html and "。。" not in html


def test_papers_handed_on_stay_with_window_and_department(town: Town) -> None:
    paper, _ = drawn(town, "passed_on")
    window, department = papers.copies_of(paper)
    assert "窗口留存" in window and "部门留存" in department and "申请人留存" not in window
