"""The ways out of the window: each with its paper, its right post, and harmless when sent twice."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Commitment, Paper
from yichuang.catalogue import versions
from yichuang.catalogue.models import Entrustment, Version
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.materials.models import File, Material

FIRM = "company-establishment"


def kinds() -> list[str]:
    return sorted(Paper.objects.values_list("kind", flat=True))


def acts() -> list[str]:
    return list(
        Entry.objects.filter(act__startswith="cases.")
        .order_by("subject", "seq")
        .values_list("act", flat=True)
    )


def change_record(town: Town, key: str, **changes: Any) -> None:
    version = Version.objects.get(pk=town.items[key].current_id)
    Version.objects.filter(pk=version.pk).update(
        record=json.dumps(version.content | changes, ensure_ascii=False)
    )
    refresh()


def refresh() -> None:
    stamps.bump()
    stamps.forget()
    versions.forget()


def ready(hands: Hands, town: Town) -> Hands:
    return hands.upto_materials(town.items[FIRM]).judge("ok", material=3)


def test_a_clean_case_is_accepted_and_tells_number_code_and_date(hands: Hands, licensed: Town) -> None:
    ready(hands, licensed).send("exits", then="accept")
    case = Case.objects.get()
    assert (hands.status, case.state, kinds()) == (200, "accepted", ["acceptance"])
    code = f"{case.query_code[:4]}-{case.query_code[4:]}"
    assert (
        case.number in hands.page
        and code in hands.page
        and "前办结" in hands.page
        and "data-yc-print-now" in hands.page
    )


def test_acceptance_waits_until_every_row_is_judged(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="accept")
    assert hands.status == 409 and "还有1份没核" in hands.page and not Case.objects.exists()


def test_the_notice_waits_until_every_row_is_judged(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM], ("lease", "no", "no"))
    hands.judge("fix", material=3, reason="1").send("exits", then="ask_once")
    assert hands.status == 409 and "全部核完才能一次告知" in hands.page and not Case.objects.exists()


def test_a_notice_tells_both_defects_at_once(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM], ("lease", "no", "no"))
    hands.judge("fix", material=3, reason="1")
    hands.judge("fix", material=5, reason="2", f_page="3").send("exits", then="ask_once")
    lines = json.loads(Paper.objects.get(kind="one_time_notice").content)["lines"]
    assert [line["reason"] for line in lines] == ["1", "2"] and Case.objects.get().state == "correcting"


def test_the_same_form_twice_files_one_case(hands: Hands, licensed: Town) -> None:
    ready(hands, licensed)
    sent = dict(hands.said)
    hands.send("exits", then="accept")
    hands.said = sent
    hands.send("exits", then="accept")
    assert hands.status == 200 and Case.objects.count() == 1 and Case.objects.get().number in hands.page


def test_after_a_reload_the_paper_can_be_printed_again(hands: Hands, licensed: Town) -> None:
    ready(hands, licensed).send("exits", then="accept").look()
    assert (
        Case.objects.get().number in hands.page
        and "重打" in hands.page
        and "data-yc-print-now" not in hands.page
    )
    assert 'id="number"' in hands.send("next").page


def test_a_receipt_alone_leaves_the_answer_to_the_department(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="receipt")
    assert (Case.objects.get().state, kinds()) == (
        "filed",
        ["filing_receipt"],
    ) and "告诉申请人是否受理" in hands.page


def test_without_written_entrustment_the_window_proposes_and_says_so(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="refuse")
    assert "没有书面委托本窗口不予受理" in hands.page and "提出不予受理" in hands.page
    hands.send("exits", then="propose_not_accept", why="不归本局办", whose="")
    assert hands.status == 422 and "不归本局办" in hands.page
    hands.send("exits", then="propose_not_accept", why="不归本局办", whose="税务局")
    assert Case.objects.get().proposal and kinds() == ["filing_receipt"]


def test_with_written_entrustment_the_window_refuses_itself(hands: Hands, licensed: Town) -> None:
    Entrustment.objects.update(refusal=True)
    refresh()
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="refuse")
    hands.send("exits", then="not_accept", why="不归本局办", whose="税务局")
    assert (Case.objects.get().outcome, kinds()) == ("not_accepted", ["not_accepted"])


def test_what_needs_no_permit_is_told_at_once(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="tell_not_required", why="已经登记过")
    assert (Case.objects.get().outcome, kinds()) == ("not_required", ["not_required"])


def test_an_item_that_does_not_reside_is_received_and_handed_on(hands: Hands, licensed: Town) -> None:
    item = licensed.items[FIRM]
    item.resident = False
    item.save()
    refresh()
    hands.upto_materials(item)
    assert "收件转办并打印" in hands.page
    hands.send("exits", then="pass_on")
    assert Case.objects.get().passed_on and kinds() == ["filing_receipt", "passed_on"]


def test_an_authorised_clerk_decides_at_once(hands: Hands, licensed: Town) -> None:
    key = next(k for k in licensed.items if licensed.version(k).at_once)
    answers = tuple(q["options"][0]["value"] for q in licensed.version(key).record.get("scenarios") or ())
    hands.upto_materials(licensed.items[key], answers)
    assert "当场办结并打印" in hands.page
    if "全部收齐" in hands.page or "待核" in hands.page:
        hands.judge("all")
    hands.send("exits", then="decide_at_once")
    case = Case.objects.get()
    assert (hands.status, case.state, case.outcome) == (200, "decided", "granted") and "at_once" in kinds()


def test_a_gap_gets_the_computed_day_and_only_for_what_may_come_later(hands: Hands, licensed: Town) -> None:
    record = licensed.version(FIRM).record
    materials = [dict(m) for m in record["materials"]]
    materials[3]["required"] = "容缺后补"
    change_record(licensed, FIRM, materials=materials)
    Version.objects.filter(pk=licensed.items[FIRM].current_id).update(committed_days=6)
    refresh()
    hands.upto_materials(licensed.items[FIRM], ("lease", "no", "no"))
    assert hands.judge("gap", material=5).status == 409 and "主审要件" in hands.page
    hands.judge("ok", material=5)
    hands.judge("gap", material=3)
    assert "前补" in hands.page and "容缺受理并打印" in hands.page
    hands.send("exits", then="accept")
    assert Case.objects.get().gap and {"gap_notice", "gap_promise", "acceptance"} <= set(kinds())


def test_a_commitment_stands_only_where_the_record_lets_it(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM])
    assert hands.judge("commit", material=3).status == 409 and "没有列入告知承诺清单" in hands.page
    name = licensed.version(FIRM).record["materials"][3]["name"]
    change_record(licensed, FIRM, commitment={"materials": [name]})
    hands.judge("commit", material=3).send("exits", then="accept")
    assert Commitment.objects.get().scope == "materials" and "commitment" in kinds()


def test_what_was_corrected_on_the_spot_is_on_record(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM])
    assert "当场改了什么" in hands.judge("correct", material=3).page
    assert hands.judge("correct", material=3, what="补").status == 422
    hands.judge("correct", material=3, what="补写了联系电话").send("exits", then="accept")
    assert (
        kinds() == ["acceptance", "corrected"] and Material.objects.get(place=3).corrected == "补写了联系电话"
    )


def test_corrections_come_back_by_the_code_on_the_notice(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM], ("lease", "no", "no"))
    hands.judge("fix", material=3, reason="1")
    hands.judge("ok", material=5).send("exits", then="ask_once")
    code = Case.objects.get().query_code
    hands.send("next").send("person", number=f"http://127.0.0.1:8000/p/{code}")
    assert "补正：核这次交来的材料" in hands.page and "上次告知" in hands.page
    hands.judge("ok", material=3).send("exits", then="accept")
    assert hands.status == 200 and Case.objects.get().state == "accepted"
    assert acts()[-2:] == ["cases.hand_in", "cases.accept"] and kinds() == ["acceptance", "one_time_notice"]


def test_what_was_not_handed_in_again_cannot_be_asked_for_twice(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM])
    hands.judge("fix", material=3, reason="1").send("exits", then="ask_once")
    hands.send("next").send("person", number=Case.objects.get().query_code)
    hands.judge("fix", material=3, reason="1").send("exits", then="ask_once")
    assert hands.status in (409, 422) and Case.objects.get().round == 1


def test_what_was_only_received_is_accepted_later(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM]).send("exits", then="receipt").send("next")
    hands.send("item", item=f"case:{Case.objects.get().pk}")
    assert "已收件，接着核" in hands.page
    hands.judge("ok", material=3).send("exits", then="accept")
    assert Case.objects.get().state == "accepted" and kinds() == ["acceptance", "filing_receipt"]


def test_the_likeliest_job_of_a_person_stands_first(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM])
    hands.judge("fix", material=3, reason="1").send("exits", then="ask_once")
    hands.send("next").send("person", number=CHEN_ID)
    assert 'data-yc-job="1"' in hands.page and "交来补正材料" in hands.page


def test_a_photograph_goes_with_the_case(hands: Hands, licensed: Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tools.bridge_simulator import picture

    hands.upto_materials(licensed.items[FIRM])
    hands.send("photos/3", file=SimpleUploadedFile("图.png", picture()))
    assert "已拍1张" in hands.page
    hands.judge("ok", material=3).send("exits", then="accept")
    assert File.objects.get().subject == Case.objects.get().pk


def test_a_file_that_is_no_picture_is_refused(hands: Hands, licensed: Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    hands.upto_materials(licensed.items[FIRM])
    hands.send("photos/3", file=SimpleUploadedFile("图.png", b"MZ\x90\x00not a picture"))
    assert hands.status == 422 and not File.objects.exists()


def test_without_scripts_the_same_forms_lead_to_the_same_case(enter: Any, licensed: Town) -> None:
    hands = Hands(enter("lin"), scripts=False)
    ready(hands, licensed).send("exits", then="accept")
    assert Case.objects.get().number in hands.page and "<!doctype html>" in hands.page


def test_the_sheet_of_what_to_bring_prints_without_a_case(hands: Hands, licensed: Town) -> None:
    hands.upto_materials(licensed.items[FIRM])
    page = hands.client.get("/counter/guide/").content.decode()
    assert "一次性告知书" in page and "任职文件" in page and not Case.objects.exists()


@pytest.mark.parametrize("then", ["", "x", "accept\x00", "decide_at_once", "not_accept", "pass_on"])
def test_a_way_out_that_is_not_open_is_refused(hands: Hands, licensed: Town, then: str) -> None:
    ready(hands, licensed).send("exits", then=then, why="因为", whose="某局")
    assert hands.status in (403, 409, 422) and not Case.objects.exists()


def test_a_guide_may_advise_and_not_receive(enter: Any, licensed: Town) -> None:
    from yichuang.halls.models import Seat

    Seat.objects.create(window=licensed.window, person=licensed.people["dao"], starts_on="2020-01-01")
    refresh()
    hands = Hands(enter("dao"))
    hands.upto_materials(licensed.items[FIRM])
    assert "打一次性告知书" in hands.page and 'id="exits"' not in hands.page
    hands.judge("ok", material=3).send("exits", then="accept")
    assert hands.status == 409 and not Case.objects.exists()


def test_a_step_taken_elsewhere_is_told_and_the_case_is_laid_out_anew(
    hands: Hands, licensed: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang.ground.now.clock", lambda: MONDAY + timedelta(hours=2))
    case = licensed.case(FIRM, upto="filed")
    hands.send("item", item=f"case:{case.pk}")
    cases.correct_on_spot(
        case.pk, by=licensed.actor("lan"), at=MONDAY + timedelta(hours=1), place=0, what="补写了日期"
    )
    hands.send("exits", then="accept")
    assert hands.status == 409 and "补写了日期" in hands.page and "兰青" in hands.page
    assert Case.objects.get(pk=case.pk).state == "filed"
    hands.send("exits", then="accept")
    assert hands.status == 200 and Case.objects.get(pk=case.pk).state == "accepted"
