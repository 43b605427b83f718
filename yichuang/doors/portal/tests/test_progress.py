"""Progress by code: the word, who acts, by when; nobody's name; limits that hold for right and wrong codes alike."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Notice
from yichuang.doors import brake
from yichuang.doors.portal.tests.reading import main, text
from yichuang.doors.portal.views import progress
from yichuang.doors.progress import standing, words
from yichuang.materials.models import Material

LATER = MONDAY + timedelta(hours=3)
MISMATCH = {"item": "姓名", "here": "陈秀莲", "there": "陈秀英"}


def correcting(town: Town, reason: str = "5", fields: dict[str, str] | None = None) -> Case:
    case = town.case("food-business-license-new", upto="filed")
    place = (
        Material.objects.filter(subject=case.pk, state="got")
        .order_by("place")
        .values_list("place", flat=True)[0]
    )
    line = {"place": place, "reason": reason, "fields": MISMATCH if fields is None else fields}
    cases.ask_once(case.pk, by=town.actor("lin"), at=LATER, lines=[line])
    return case


def stopped(town: Town) -> Case:
    case = town.case("food-business-license-new")
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="听证", days=5, hearing_on=None)
    return case


def extended(town: Town) -> Case:
    case = town.case("food-business-license-new")
    cases.ask_extension(case.pk, by=town.actor("wu"), at=LATER, reason="陈秀英家要再去核查一次")
    cases.extend(case.pk, by=town.actor("gao"), at=LATER, reason="陈秀英家要再去核查一次")
    return case


def ended(act: str, by: str, **said: str) -> Callable[[Town], Case]:
    def make(town: Town) -> Case:
        case = town.case("food-business-license-new", upto="filed")
        getattr(cases, act)(case.pk, by=town.actor(by), at=LATER, **said)
        return case

    return make


def visiting(town: Town) -> Case:
    case = town.case("food-business-license-new")
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="现场核查", days=5)
    return case


def swept(sweep: Callable[..., int], start: Callable[[Town], Case]) -> Callable[[Town], Case]:
    def make(town: Town) -> Case:
        case = start(town)
        sweep(MONDAY + timedelta(days=60))
        return case

    return make


def handed_in(town: Town) -> Case:
    case = correcting(town)
    cases.hand_in(case.pk, by=town.actor("lin"), at=LATER + timedelta(hours=1))
    return case


def posted(town: Town) -> Case:
    case = town.case("food-business-license-new", upto="ready")
    address = "示例区幸福路1号陈秀英家"
    cases.post(
        case.pk,
        by=town.actor("yang"),
        at=MONDAY + timedelta(hours=9),
        tracking="EX1234567890",
        address=address,
    )
    return case


def forwarded(town: Town) -> Case:
    case = town.case("food-business-license-new")
    cases.forward(
        case.pk, by=town.actor("sun"), at=LATER, to="示例市市场监督管理局", opinion="陈秀英的材料齐全"
    )
    return case


def refused(town: Town) -> Case:
    case = town.case("food-business-license-new", upto="reviewed")
    at = MONDAY + timedelta(hours=5)
    cases.decide(
        case.pk, by=town.actor("sun"), at=at, outcome="refused", opinion="陈秀英没有场所", clause="第十条"
    )
    return case


def refused_ready(town: Town) -> Case:
    case = refused(town)
    cases.arrive(case.pk, by=town.actor("yang"), at=MONDAY + timedelta(hours=6))
    return case


def gap(town: Town) -> Case:
    key = "food-business-license-new"
    record = town.version(key).record
    answers = {q["key"]: q["options"][-1]["value"] for q in record["scenarios"]}
    judged = town.application(key, answers=answers).materials
    place = next(place for place in judged if record["materials"][place]["required"] != "必要")
    return town.case(key, answers=answers, materials=dict(judged) | {place: Judgement("gap")})


def at_once(town: Town) -> Case:
    by = town.actor("lin")
    made = cases.receive(
        by=by, at=MONDAY, application=town.application("enterprise-name-declaration"), then="decide_at_once"
    )
    return Case.objects.get(pk=made["id"])


def upto(state: str) -> Callable[[Town], Case]:
    return lambda town: town.case("food-business-license-new", upto=state)


STATES: list[tuple[str, Callable[[Town], Case], str, str]] = [
    ("submitted", upto("filed"), "已提交，等受理", "2026年3月9日（周一）前，市场监督管理局告诉您是否受理。"),
    ("supplement", correcting, "要补1份材料", "请您在2026年4月1日（周三）前交到任意综合窗口，不用再取号。"),
    ("accepted", upto("accepted"), "已受理，办理中", "前，市场监督管理局办结。"),
    ("paused", stopped, "听证期间不计入办理时限", "预计2026年3月9日（周一）结束。"),
    ("extended", extended, "延期到", "前，市场监督管理局办结。"),
    (
        "handed_in",
        handed_in,
        "补的材料收到了，等受理",
        "2026年3月9日（周一）前，市场监督管理局告诉您是否受理。",
    ),
    ("visiting", visiting, "已受理，正在办现场核查", "现场核查的时间计入办理时限。"),
    ("gap", gap, "已受理，还差1份材料", "请您在2026年3月12日（周四）前补交。"),
    (
        "deemed",
        swept(sweeps.deem, upto("filed")),
        "视为受理，办理中",
        "从2026年3月2日（周一）收到材料那天起，视为受理。",
    ),
    ("lapsed", swept(sweeps.lapse, correcting), "补正期满没有交齐，已终止", "材料齐了，可以重新申请。"),
    (
        "passed_on",
        ended("pass_on", "lin"),
        "已转交市场监督管理局",
        "2026年3月9日（周一）前，市场监督管理局告诉您是否受理。",
    ),
    ("forwarded", forwarded, "已转报上级机关", "《转报凭证》"),
    ("posted", posted, "证寄出了", "邮件号的最后四位是7890"),
    ("refused", refused, "没有批准：不予许可", "示例区人民政府申请行政复议"),
    ("ready_refused", refused_ready, "没有批准：不予许可。决定书可以领", "理由和条款写在决定书上。"),
    ("granted", upto("decided"), "办好了：准予", "结果在2026年3月3日（周二）前送到窗口"),
    (
        "ready",
        upto("ready"),
        "证做好了，可以领",
        "请您在2026年4月1日（周三）前到示例区政务服务大厅领，带上身份证件。",
    ),
    ("delivered", upto("delivered"), "证已领取", "这件事办完了"),
    (
        "not_needed",
        ended("tell_not_required", "lin", why="陈秀英只卖自己种的菜"),
        "这件事不需要办许可",
        "第三十二条第一款第一项",
    ),
    (
        "not_accepted",
        ended("not_accept", "sun", why="陈秀英住在外区", whose="外区市场监管局"),
        "不受理",
        "《不予受理决定书》",
    ),
    ("withdrawn", ended("withdraw", "lin", why="陈秀英不办了"), "您已撤回", "可以重新申请"),
    ("void", ended("void", "guo", why="陈秀英的录错了"), "这一件录错了，已作废", "示例区政务服务大厅"),
]


@pytest.mark.parametrize(("key", "make", "word", "sentence"), STATES, ids=[row[0] for row in STATES])
def test_a_state_says_its_word_who_acts_and_by_when_and_names_nobody(
    someone: Client, town: Town, key: str, make: Callable[[Town], Case], word: str, sentence: str
) -> None:
    case = Case.objects.get(pk=make(town).pk)
    assert standing.tell(case, progress.now.today(), 1).key == key
    page = someone.get(f"/p/{case.query_code}")
    told = main(page)
    assert page.status_code == 200 and word in told and sentence in told
    for secret in (
        "陈秀",
        CHEN_ID,
        CHEN_ID[-4:],
        "13800000000",
        "幸福路",
        "林敏",
        "吴强",
        "孙丽",
        case.filing_number,
        case.number or "无编号",
    ):
        assert secret not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store" and "noindex" in page["X-Robots-Tag"]


def test_every_lawful_end_has_its_public_word() -> None:
    assert {words.row(key).key for key in standing.ENDINGS.values()} == set(standing.ENDINGS.values())


def test_what_is_decided_at_once_says_so(someone: Client, town: Town) -> None:
    case = at_once(town)
    assert "当场办好了" in main(someone.get(f"/p/{case.query_code}"))


def test_what_must_be_corrected_is_listed_without_what_was_typed(someone: Client, town: Town) -> None:
    case = correcting(town)
    material = json.loads(Notice.objects.get(case=case).lines)[0]["material"]
    told = main(someone.get(f"/p/{case.query_code}"))
    assert f"{material}和申请书写的不一致。请改成一致" in told and "陈秀莲" not in told
    assert "材料交齐当天重新算收到" in told


@pytest.mark.parametrize("reason", sorted(words.RETURNS))
def test_every_return_reason_has_a_public_sentence(reason: str) -> None:
    from yichuang.law import reasons

    assert reasons.reason(reason) and "{material}" in words.RETURNS[reason]
    assert len(words.RETURNS) == len(reasons.REASONS)


def test_an_organ_that_is_late_is_said_to_be(someone: Client, town: Town, on: Callable[..., None]) -> None:
    case = town.case("food-business-license-new", upto="filed")
    on(2026, 3, 20)
    told = main(someone.get(f"/p/{case.query_code}"))
    assert (
        "本来应在2026年3月9日（周一）前告诉您是否受理，现在过了期。可以问市场监督管理局，或拨12345。" in told
    )


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", " {1} ", "{3}"])
def test_a_code_is_taken_as_people_type_it(someone: Client, town: Town, typed: str) -> None:
    code = town.case(upto="filed").query_code
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    text_ = typed.format(code, f"{code[:4]}-{code[4:]}", code.lower(), full_width)
    answer = someone.post("/progress/", {"code": text_})
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{code[:4]}-{code[4:]}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写查询码"), ("7K4M29P", "没有这个查询码。查询码是8个字母和数字，没有0、O、1、I、L。"), ("7K4M29PO", "没有这个查询码"),
        ("18990120260302000001", "凭编号查不了进度"), ("'; DROP TABLE", "没有这个查询码"), ("码" * 3000, "凭编号查不了进度"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_told_and_kept(someone: Client, typed: str, sentence: str) -> None:
    answer = someone.post("/progress/", {"code": typed})
    assert answer.status_code == 422 and sentence in text(answer)
    content = answer.content.decode()
    assert (
        "<title>错误：" in content
        and 'href="#code"' in content
        and (not typed.isalnum() or typed[:40] in content)
    )


def test_an_unknown_code_and_one_of_another_region_are_alike(someone: Client, town: Town) -> None:
    foreign = town.case(upto="filed")
    Case.objects.filter(pk=foreign.pk).update(region="189999")
    answers = []
    for code in ("AAAA-AAAA", foreign.query_code):
        with CaptureQueriesContext(connection) as queries:
            page = someone.get(f"/p/{code}")
        answers.append((page.status_code, text(page).replace(code, ""), len(queries)))
    assert answers[0] == answers[1] and answers[0][0] == 404 and answers[0][2] == 2


def test_looking_writes_nothing(someone: Client, town: Town) -> None:
    case = town.case(upto="accepted")
    with CaptureQueriesContext(connection) as queries:
        someone.get(f"/p/{case.query_code}")
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in queries)


def test_a_page_asks_the_same_number_of_times_in_every_state(
    someone: Client, town: Town, django_assert_num_queries
) -> None:
    made = [town.case(upto="filed"), town.case(upto="delivered"), correcting(town), stopped(town)]
    someone.get(f"/p/{made[0].query_code}")
    for case in made:
        with django_assert_num_queries(6):
            someone.get(f"/p/{case.query_code}")


def test_whoever_guesses_is_stopped_and_then_learns_nothing(someone: Client, town: Town) -> None:
    code = town.case(upto="filed").query_code
    for _ in range(brake.MISSES[0]):
        assert someone.get("/p/AAAA-AAAA").status_code == 404
    assert [someone.get(f"/p/{one}").status_code for one in ("AAAA-AAAA", code)] == [429, 429]
    assert "查得太勤了" in text(someone.get(f"/p/{code}"))
    assert Client(REMOTE_ADDR="198.51.100.7").get(f"/p/{code}").status_code == 200


def test_whoever_looks_too_often_waits_a_minute(someone: Client, town: Town, on: Callable[..., None]) -> None:
    code = town.case(upto="filed").query_code
    codes = {someone.get(f"/p/{code}").status_code for _ in range(brake.LOOKS[0])}
    assert codes == {200} and someone.get(f"/p/{code}").status_code == 429
    on(2026, 3, 3, 3)
    assert someone.get(f"/p/{code}").status_code == 200


def test_the_limit_holds_across_processes() -> None:
    at = datetime(2026, 3, 3, 2, tzinfo=UTC)
    for _ in range(2):
        child = os.fork()
        if child == 0:
            brake.allowed("test", "somebody", most=3, seconds=60, at=at)
            os._exit(0)
        os.waitpid(child, 0)
    assert brake.allowed("test", "somebody", most=3, seconds=60, at=at)
    assert not brake.allowed("test", "somebody", most=3, seconds=60, at=at)
    assert brake.allowed("test", "somebody", most=3, seconds=60, at=at + timedelta(minutes=1))


def test_who_shares_a_place_with_another_is_not_stopped_for_it() -> None:
    at = datetime(2026, 3, 3, 2, tzinfo=UTC)
    place = brake._places("test", "the first")[0]
    other = next(
        who
        for who in map(str, range(10**7))
        if place in (found := brake._places("test", who)) and len({*found}) == 2
    )
    assert brake.allowed("test", "the first", most=1, seconds=60, at=at)
    assert brake.allowed("test", other, most=1, seconds=60, at=at)
    assert not brake.allowed("test", other, most=1, seconds=60, at=at)


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("198.51.100.7", "", "198.51.100.7"), ("198.51.100.7", "203.0.113.9", "198.51.100.7"), ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"), ("127.0.0.1", "nonsense", "127.0.0.1"), ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
    ],
)  # fmt: skip
def test_a_client_is_the_address_that_nobody_can_make_up(rf, peer: str, forwarded: str, who: str) -> None:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert brake.client(rf.get("/", REMOTE_ADDR=peer, **headers)) == who
