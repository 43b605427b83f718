"""The way of a case: from the window to the rating, and what each side road leaves."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Judgement
from yichuang.cases.models import AfterCheck, Case, CreditMark, Notice, Paper, Step
from yichuang.catalogue import versions
from yichuang.catalogue.models import Authorisation, Version
from yichuang.clock import acts as clock
from yichuang.clock.models import Term
from yichuang.ground.ids import uuid7
from yichuang.journal import stamps
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, Moved, NotYours, Reused, WrongState
from yichuang.licences.models import Licence
from yichuang.materials.models import Material


def acts_of(case: Case) -> list[str]:
    return list(Entry.objects.filter(subject=case.pk).values_list("act", flat=True))


def at(day: str, hour: int = 2) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+00:00")


def test_a_clean_case_goes_from_the_window_to_the_hand_over(town: Town) -> None:
    case = town.case(upto="delivered")
    assert (case.state, case.outcome) == ("delivered", "granted")
    assert acts_of(case) == [
        "cases.receive",
        "cases.accept",
        "cases.conclude",
        "cases.decide",
        "cases.arrive",
        "cases.hand_over",
    ]
    kinds = set(Paper.objects.filter(case=case).values_list("kind", flat=True))
    assert {"acceptance", "decision_grant", "delivery"} <= kinds


def test_the_application_number_and_the_case_number_are_two_things(town: Town) -> None:
    filed, accepted = town.case(upto="filed"), town.case(upto="accepted")
    assert filed.number is None and filed.filing_number.startswith("18990120260302")
    assert (
        accepted.number is not None
        and len(accepted.number) == 43
        and accepted.number != accepted.filing_number
    )


def test_acceptance_starts_both_clocks_from_that_day(town: Town) -> None:
    case = town.case(upto="accepted")
    assert (case.promised_due_on, case.statutory_due_on) == (date(2026, 3, 3), date(2026, 3, 10))
    assert case.due_on == case.promised_due_on
    running = Term.objects.filter(subject=case.pk, ended_on=None).values_list("kind", flat=True)
    assert set(running) == {"statutory", "promised"}


def test_acceptance_without_the_necessary_papers_is_refused(town: Town) -> None:
    with pytest.raises(WrongState, match="没有收齐"):
        cases.receive(
            by=town.actor("lin"), at=MONDAY, application=town.application(state="awaited"), then="accept"
        )
    assert not Case.objects.exists() and not Entry.objects.exists()


def test_a_valid_licence_of_the_holder_waives_the_paper_that_names_it(town: Town) -> None:
    town.licence("居民身份证")
    case = town.case(upto="filed")
    waived = Material.objects.filter(subject=case.pk, how="licence").values_list("name", flat=True)
    assert "法定代表人居民身份证" in waived


def test_an_expired_licence_waives_nothing(town: Town) -> None:
    town.licence("居民身份证", valid_to=date(2025, 1, 1))
    assert not Material.objects.filter(subject=town.case(upto="filed").pk, how="licence").exists()


def test_a_paper_outside_the_published_list_cannot_be_judged(town: Town) -> None:
    application = town.application(materials={999: Judgement("got")})
    with pytest.raises(BadInput, match="清单里没有"):
        cases.receive(by=town.actor("lin"), at=MONDAY, application=application)


def test_the_one_time_notice_names_everything_and_runs_the_applicants_clock(town: Town) -> None:
    application = town.application("food-business-license-new")
    two = list(application.materials)[:2]
    answer = cases.receive(
        by=town.actor("lin"),
        at=MONDAY,
        application=application,
        then="ask_once",
        lines=[{"place": p, "reason": "1"} for p in two],
    )
    case = Case.objects.get(pk=answer["id"])
    notice = Notice.objects.get(case=case)
    assert case.state == "correcting" and len(json.loads(notice.lines)) == 2 and notice.due_on == case.due_on
    assert not Term.objects.filter(subject=case.pk, kind="notice", ended_on=None).exists()


def test_a_notice_before_every_paper_was_judged_is_refused(town: Town) -> None:
    application = town.application("food-business-license-new", state="awaited")
    with pytest.raises(WrongState, match="没核"):
        cases.receive(
            by=town.actor("lin"), at=MONDAY, application=application, then="ask_once",
            lines=[{"place": next(iter(application.materials)), "reason": "1"}],
        )  # fmt: skip


def correcting(town: Town) -> tuple[UUID, list[int]]:
    application = town.application("food-business-license-new")
    places = list(application.materials)
    answer = cases.receive(
        by=town.actor("lin"),
        at=MONDAY,
        application=application,
        then="ask_once",
        lines=[{"place": p, "reason": "1"} for p in places[:2]],
    )
    return UUID(answer["id"]), places


def test_corrections_start_a_new_notice_clock_and_then_the_case_is_accepted(town: Town) -> None:
    case, places = correcting(town)
    cases.hand_in(
        case, by=town.actor("lin"), at=at("2026-03-05"), judgements=dict.fromkeys(places[:2], "got")
    )
    assert Case.objects.get(pk=case).received_on == date(2026, 3, 5)
    cases.accept(case, by=town.actor("lin"), at=at("2026-03-06"))
    assert Case.objects.get(pk=case).accepted_on == date(2026, 3, 6)


def test_a_second_notice_about_papers_seen_before_is_refused(town: Town) -> None:
    case, places = correcting(town)
    cases.hand_in(
        case, by=town.actor("lin"), at=at("2026-03-05"), judgements=dict.fromkeys(places[:2], "got")
    )
    with pytest.raises(WrongState, match="第一次告知"):
        cases.ask_once(
            case, by=town.actor("lin"), at=at("2026-03-05", 3), lines=[{"place": places[2], "reason": "1"}]
        )


def test_a_second_notice_about_what_was_newly_handed_in_is_lawful(town: Town) -> None:
    case, places = correcting(town)
    cases.hand_in(case, by=town.actor("lin"), at=at("2026-03-05"), judgements={places[1]: "got"})
    cases.ask_once(
        case,
        by=town.actor("lin"),
        at=at("2026-03-05", 3),
        lines=[{"place": places[0], "reason": "2", "fields": {"page": "1"}}],
    )
    assert Case.objects.get(pk=case).state == "correcting"


def test_a_supervisor_may_force_a_second_notice_and_it_stands_as_a_breach(town: Town) -> None:
    case, places = correcting(town)
    cases.hand_in(
        case, by=town.actor("lin"), at=at("2026-03-05"), judgements=dict.fromkeys(places[:2], "got")
    )
    cases.force_notice(
        case,
        by=town.actor("guo"),
        at=at("2026-03-05", 3),
        lines=[{"place": places[2], "reason": "1"}],
        why="第一次漏看了",
    )
    row = Case.objects.get(pk=case)
    assert row.breaches == 1 and Notice.objects.get(case=row, round=2).forced_by == town.people["guo"].pk


def test_silence_for_five_working_days_is_acceptance_as_of_receipt(town: Town) -> None:
    case = town.case("food-business-license-new", upto="filed", at=at("2026-04-28"))
    assert sweeps.deem(at("2026-05-08", 15)) == 0
    assert sweeps.deem(at("2026-05-08", 16)) == 1
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.deemed, row.accepted_on) == ("accepted", True, date(2026, 4, 28))
    assert Paper.objects.filter(case=row, kind="deemed").exists()


def test_silence_accepts_permits_only(town: Town) -> None:
    town.case("elderly-allowance", upto="filed", at=at("2026-04-28"))
    assert sweeps.deem(at("2026-05-20")) == 0


def test_who_received_never_reviews(town: Town) -> None:
    case = town.case()
    same_person = town.actor("wu", person=town.people["lin"].pk)
    with pytest.raises(NotYours, match="收件的人"):
        cases.conclude(case.pk, by=same_person, at=MONDAY, step="review", verdict="pass")


def test_who_reviewed_never_approves(town: Town) -> None:
    case = town.case(upto="reviewed")
    with pytest.raises(NotYours, match="审查的人"):
        cases.decide(
            case.pk,
            by=town.actor("sun", person=town.people["wu"].pk),
            at=MONDAY + timedelta(days=1),
            outcome="granted",
        )


def test_without_written_authorisation_nobody_decides(town: Town) -> None:
    case = town.case(upto="reviewed")
    Authorisation.objects.filter(post=town.posts["sun"]).update(ends_on=date(2026, 3, 1))
    stamps.bump()
    with pytest.raises(NotYours, match="授权清单"):
        cases.decide(case.pk, by=town.actor("sun"), at=MONDAY + timedelta(days=1), outcome="granted")


def test_an_at_once_item_is_decided_in_one_sitting_with_one_paper(town: Town) -> None:
    answer = cases.receive(
        by=town.actor("lin"),
        at=MONDAY,
        application=town.application("enterprise-name-declaration"),
        then="decide_at_once",
    )
    case = Case.objects.get(pk=answer["id"])
    assert (case.state, case.outcome, case.accepted_on, case.decided_on) == (
        "decided",
        "granted",
        date(2026, 3, 2),
        date(2026, 3, 2),
    )
    assert [p["kind"] for p in answer["papers"]] == ["at_once"]


def test_an_ordinary_item_is_not_decided_at_once(town: Town) -> None:
    with pytest.raises(NotYours, match="不是即办件"):
        cases.receive(by=town.actor("lin"), at=MONDAY, application=town.application(), then="decide_at_once")


def test_a_special_procedure_stops_both_clocks_and_going_on_counts_them_anew(town: Town) -> None:
    case = town.case("food-business-license-new", at=at("2025-03-03"))
    cases.suspend(case.pk, by=town.actor("wu"), at=at("2025-03-06"), name="听证", days=20)
    assert Case.objects.get(pk=case.pk).colour == "grey"
    cases.resume(case.pk, by=town.actor("wu"), at=at("2025-03-12"), result="听证会已开，意见一致。")
    row = Case.objects.get(pk=case.pk)
    assert (row.stopped, row.statutory_due_on) == (False, date(2025, 3, 21))
    assert Step.objects.get(case=row, key="review").due_on == row.due_on


def test_an_on_site_check_counts_and_stops_nothing(town: Town) -> None:
    case = town.case("food-business-license-new")
    cases.suspend(case.pk, by=town.actor("wu"), at=at("2026-03-03"), name="现场核查", days=5)
    assert Case.objects.get(pk=case.pk).stopped is False


def test_a_decision_while_stopped_is_refused(town: Town) -> None:
    case = town.case(upto="reviewed")
    cases.halt(
        case.pk,
        by=town.actor("sun"),
        at=MONDAY + timedelta(hours=3),
        why="诉讼未结",
        basis="《示例规定》第一条",
    )
    with pytest.raises(WrongState, match="停止计时"):
        cases.decide(case.pk, by=town.actor("sun"), at=MONDAY + timedelta(hours=4), outcome="granted")


def test_only_the_head_extends_once_and_before_the_limit(town: Town) -> None:
    case = town.case("food-business-license-new", at=at("2026-01-12"))
    cases.ask_extension(case.pk, by=town.actor("wu"), at=at("2026-01-14"), reason="案情复杂")
    with pytest.raises(NotYours):
        cases.extend(case.pk, by=town.actor("sun"), at=at("2026-01-15"))
    cases.extend(case.pk, by=town.actor("gao"), at=at("2026-01-15"))
    row = Case.objects.get(pk=case.pk)
    assert row.extended and row.statutory_due_on == date(2026, 2, 9)
    with pytest.raises(WrongState, match="只能延一次"):
        cases.extend(case.pk, by=town.actor("gao"), at=at("2026-01-16"), reason="再延")


def test_an_extension_after_the_limit_is_refused(town: Town) -> None:
    case = town.case("food-business-license-new", at=at("2026-01-12"))
    with pytest.raises(WrongState, match="已经过了"):
        cases.extend(case.pk, by=town.actor("gao"), at=at("2026-02-20"), reason="太晚了")


def test_a_refusal_needs_reasons_and_a_clause_and_names_the_remedies(town: Town) -> None:
    case = town.case(upto="reviewed")
    with pytest.raises(BadInput, match="理由"):
        cases.decide(case.pk, by=town.actor("sun"), at=MONDAY + timedelta(days=1), outcome="refused")
    cases.decide(
        case.pk,
        by=town.actor("sun"),
        at=MONDAY + timedelta(days=1),
        outcome="refused",
        opinion="住所不符合条件。",
        clause="《公司法》第二十九条",
    )
    content = json.loads(Paper.objects.get(case=case, kind="decision_refuse").content)
    assert "示例区人民法院" in content["remedies"] and content["title"] == "不予行政许可决定书"


def test_a_granted_licence_is_on_file_for_its_holder(town: Town) -> None:
    case = town.case(upto="decided")
    licence = Licence.objects.get(case=case.pk)
    assert (licence.kind, licence.holder_index) == ("营业执照", case.applicant_index)


def test_the_result_is_due_at_the_window_within_one_working_day(town: Town) -> None:
    case = town.case(at=at("2026-09-28"))
    town.review(case.pk, at("2026-09-29"))
    town.decide(case.pk, at("2026-09-30"))
    assert Term.objects.get(subject=case.pk, kind="to_window").due_on == date(2026, 10, 8)


def test_the_result_goes_to_the_checked_applicant_only(town: Town) -> None:
    case = town.case(upto="ready")
    checked = {"document": True, "person": True, "result": True}
    with pytest.raises(WrongState, match="不是申请人"):
        cases.hand_over(
            case.pk,
            by=town.actor("yang"),
            at=MONDAY + timedelta(days=1),
            receiver_number="11010519491231002X",
            checked=checked,
        )
    with pytest.raises(WrongState, match="没有核对"):
        cases.hand_over(
            case.pk,
            by=town.actor("yang"),
            at=MONDAY + timedelta(days=1),
            receiver_number=CHEN_ID,
            checked={"document": True},
        )


def test_a_posted_result_is_delivered_when_signed_for_and_a_returned_letter_is_a_pickup(town: Town) -> None:
    case = town.case(upto="ready", delivery="post")
    cases.post(
        case.pk,
        by=town.actor("yang"),
        at=MONDAY + timedelta(days=1),
        tracking="EX1234567890",
        address="示例区幸福路1号",
    )
    cases.post_back(case.pk, by=town.actor("yang"), at=MONDAY + timedelta(days=5), why="无人签收")
    assert Case.objects.get(pk=case.pk).delivery == "pickup"
    cases.post(
        case.pk,
        by=town.actor("yang"),
        at=MONDAY + timedelta(days=6),
        tracking="EX1234567891",
        address="示例区幸福路1号",
    )
    cases.sign_for(case.pk, by=town.night, at=MONDAY + timedelta(days=8))
    assert Case.objects.get(pk=case.pk).state == "delivered"


def test_a_main_paper_cannot_be_left_out(town: Town) -> None:
    application = town.application()
    record = town.version("company-establishment").record
    main = next(i for i in application.materials if record["materials"][i]["required"] == "必要")
    with pytest.raises(WrongState, match="主审要件"):
        cases.receive(
            by=town.actor("lin"),
            at=MONDAY,
            application=town.application(materials=dict(application.materials) | {main: Judgement("gap")}),
            then="accept",
        )


def test_withdrawing_ends_every_clock(town: Town) -> None:
    case = town.case()
    cases.withdraw(case.pk, by=town.actor("lin"), at=MONDAY + timedelta(hours=1))
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.outcome, row.due_on) == ("closed", "withdrawn", None)
    assert not Term.objects.filter(subject=row.pk, ended_on=None).exists()
    assert not Step.objects.filter(case=row, state="open").exists()


def test_a_correction_that_never_came_lapses_with_a_notice(town: Town) -> None:
    case, _ = correcting(town)
    assert sweeps.lapse(at("2026-03-31")) == 0
    assert sweeps.lapse(at("2026-04-10")) == 1
    assert (
        Case.objects.get(pk=case).outcome == "lapsed"
        and Paper.objects.filter(case=case, kind="lapsed").exists()
    )


def test_a_wrong_acceptance_is_a_counted_return_while_the_clock_runs(town: Town) -> None:
    case = town.case()
    cases.send_back(case.pk, by=town.actor("wu"), at=MONDAY, why="章程缺一页")
    row = Case.objects.get(pk=case.pk)
    assert (row.returns, row.state, row.due_on) == (1, "accepted", case.due_on)


def test_an_item_not_yet_resident_is_handed_on_to_its_department(town: Town) -> None:
    town.items["public-place-hygiene-license"].resident = False
    town.items["public-place-hygiene-license"].save()
    stamps.bump()
    application = town.application("public-place-hygiene-license")
    with pytest.raises(NotYours):
        cases.receive(by=town.actor("lin"), at=MONDAY, application=application, then="accept")
    answer = cases.receive(by=town.actor("lin"), at=MONDAY, application=application, then="pass_on")
    cases.accept(UUID(answer["id"]), by=town.actor("tang"), at=MONDAY + timedelta(hours=1))
    assert Case.objects.get(pk=answer["id"]).state == "accepted"


def test_a_window_without_entrusted_refusal_only_proposes(town: Town) -> None:
    answer = cases.receive(
        by=town.actor("lin"),
        at=MONDAY,
        application=town.application(),
        then="propose_not_accept",
        why="不属于本区",
        whose="邻区市场监管局",
    )
    case = UUID(answer["id"])
    with pytest.raises(NotYours, match="只能提出"):
        cases.not_accept(case, by=town.actor("lin"), at=MONDAY, why="不属于本区", whose="邻区市场监管局")
    cases.not_accept(case, by=town.actor("sun"), at=MONDAY, why="不属于本区", whose="邻区市场监管局")
    assert Case.objects.get(pk=case).outcome == "not_accepted"


def test_a_repeated_request_gets_the_first_answer_and_writes_nothing(town: Town) -> None:
    case = town.case(upto="filed")
    first = cases.accept(case.pk, by=town.actor("lin"), at=MONDAY, key="window-3-0001")
    again = cases.accept(case.pk, by=town.actor("lin"), at=MONDAY, key="window-3-0001")
    assert first == again and acts_of(case).count("cases.accept") == 1


def test_a_key_used_for_something_else_is_refused(town: Town) -> None:
    case, other = town.case(upto="filed"), town.case(upto="filed")
    cases.accept(case.pk, by=town.actor("lin"), at=MONDAY, key="k")
    with pytest.raises(Reused):
        cases.accept(other.pk, by=town.actor("lin"), at=MONDAY, key="k")


def test_a_stale_page_is_told_what_moved(town: Town) -> None:
    case = town.case()
    cases.send_back(case.pk, by=town.actor("wu"), at=MONDAY, why="章程缺一页")
    with pytest.raises(Moved) as told:
        cases.conclude(
            case.pk, by=town.actor("wu"), at=MONDAY, step="review", verdict="pass", expected=case.seq
        )
    assert told.value.facts["seq"] == case.seq + 1


def test_a_false_commitment_closes_commitment_until_repair(town: Town) -> None:
    case = town.case(upto="decided")
    check = AfterCheck.objects.create(case=case, kind="commitment", due_on=date(2026, 4, 1))
    cases.after_check(
        case.pk,
        by=town.actor("wu"),
        at=MONDAY + timedelta(days=2),
        check=check.pk,
        truthful=False,
        finding="场所与承诺不符",
    )
    assert CreditMark.objects.get(case=case.pk).repaired_on is None


def test_colours_turn_on_their_day_and_the_turn_is_on_record(town: Town) -> None:
    case = town.case("food-business-license-new", at=at("2026-06-12"))
    assert case.colour == "green"
    assert sweeps.turn_colours(at(case.turns_on.isoformat())) == 1
    assert Case.objects.get(pk=case.pk).colour == "yellow"
    late = case.due_on + timedelta(days=1)
    assert sweeps.turn_colours(at(late.isoformat())) == 1
    row = Case.objects.get(pk=case.pk)
    assert row.colour == "red" and acts_of(row)[-2:] == ["cases.turn", "cases.turn"]


def test_an_imported_notice_recounts_open_provisional_days_on_record(town: Town) -> None:
    Version.objects.filter(item=town.items["construction-permit"]).update(
        statutory_days=45, committed_days=45
    )
    versions.forget()
    case = town.case("construction-permit", at=at("2026-11-02"))
    assert case.provisional
    text = 'year = 2027\nstatus = "published"\nwork = []\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-05\n'
    clock.import_notice(by=town.actor("xi"), at=at("2026-11-20", 5), text=text, source="测试通知")
    assert sweeps.recount(at("2026-11-20", 6))
    row = Case.objects.get(pk=case.pk)
    assert not row.provisional and row.promised_due_on > case.promised_due_on
    assert acts_of(row)[-1] == "cases.recount"


def test_people_do_not_see_each_others_cases(town: Town) -> None:
    case = town.case()
    seen = lambda name, **c: Case.objects.visible_to(town.actor(name, **c)).filter(pk=case.pk).exists()  # noqa: E731
    assert seen("lin") and seen("wu") and seen("guo")
    assert not seen("zheng") and not seen("he") and not seen("xi")
    assert not seen("lin", hall=None)


def test_one_case_is_seen_exactly_where_the_lists_show_it(town: Town) -> None:
    case = town.case()
    for actor in (*map(town.actor, town.posts), town.chen, town.night, town.actor("lin", hall=None)):
        listed = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        assert Case.objects.sees(actor, case.pk) == listed, actor
        assert not Case.objects.sees(actor, uuid7())


def test_personal_numbers_are_nowhere_in_clear(town: Town) -> None:
    town.case(upto="delivered")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert CHEN_ID not in str(cursor.fetchall()), table


def test_every_act_asks_for_its_notice_once(town: Town) -> None:
    case = town.case(upto="decided")
    keys = list(Errand.objects.filter(subject=case.pk, kind="notice").values_list("key", flat=True))
    assert len(keys) == len(set(keys)) >= 2


def test_an_act_may_not_be_dated_into_the_future(town: Town) -> None:
    with pytest.raises(BadInput, match="晚于现在"):
        town.case(at=datetime(2099, 1, 4, 1, tzinfo=UTC))
