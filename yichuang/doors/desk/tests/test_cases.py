"""A case at the desk: marked, judged, decided; refused with the sentence; nothing typed is lost."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.town import MONDAY
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Paper, Step
from yichuang.doors.desk.views import bench as benches
from yichuang.journal.models import Entry
from yichuang.law.points import points_of

KEY = "food-business-license-new"
HTMX = {"HX-Request": "true"}
TOMORROW = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_tuesday(monkeypatch):
    monkeypatch.setattr(benches, "now", lambda: TOMORROW)


def address(name, case, *more):
    return reverse(f"desk:{name}", args=[case.pk, *more])


def body(case, **said):
    return {"expected": Case.objects.get(pk=case.pk).seq, "idempotency_key": str(uuid4()), **said}


def marks(town, state="yes", **said):
    return {p.id: state for p in points_of(town.version(KEY).record)} | said


def text(response):
    return response.content.decode()


def test_marks_are_kept_at_once_and_are_there_after_a_break(town, enter):
    case, client = town.case(KEY), enter("wu")
    client.post(address("judgement", case), body(case, c0="yes", opinion="写了一半"), headers=HTMX)
    page = text(client.get(address("case", case)))
    assert "3条，过1条" in page and "写了一半" in page
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_a_point_that_does_not_hold_writes_the_opinion(town, enter):
    case, client = town.case(KEY), enter("wu")
    client.post(address("judgement", case), body(case, **marks(town, c1="no")), headers=HTMX)
    answer = text(
        client.post(
            address("judgement", case),
            body(case, **{"c1-why": "没有制度文本", "c1-clause": "办法第十二条"}),
            headers=HTMX,
        )
    )
    assert "不符合“有食品安全管理人员和制度”：没有制度文本（办法第十二条）。建议不予。" in answer
    undone = text(client.post(address("judgement", case), body(case, do="undo"), headers=HTMX))
    assert "3条，过1条" in undone


def test_the_reviewer_says_the_opinion_with_every_point_on_record(town, enter):
    case = town.case(KEY)
    response = enter("wu").post(address("judgement", case), body(case, do="pass", **marks(town)))
    assert response.status_code == 302
    step = Step.objects.get(case=case, key="review")
    assert step.opinion == "符合《食品安全法》第三十五条规定的条件，建议准予。"
    said = json.loads(Entry.objects.get(subject=case.pk, act="cases.conclude").payload)
    assert [p["by"] for p in said["points"]] == ["吴强"] * 3 and Case.objects.get(
        pk=case.pk
    ).state == "reviewed"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"do": "pass"}, "还有3条要点没看"), ({"do": "pass", "c0": "yes", "c1": "no", "c2": "yes", "c1-why": "缺"}, "有1条要点不符合"),
        ({"do": "fail", "c0": "yes", "c1": "yes", "c2": "no"}, "要写明理由"),
    ],
)  # fmt: skip
def test_an_opinion_against_the_points_is_refused_and_keeps_what_was_typed(town, enter, said, sentence):
    case = town.case(KEY)
    response = enter("wu").post(
        address("judgement", case), body(case, opinion="我写的意见。", **said), headers=HTMX
    )
    assert response.status_code == 422 and sentence in text(response) and "我写的意见。" in text(response)


def test_the_approver_grants_and_the_next_case_opens_by_itself(town, enter):
    first, second = (
        town.case(KEY, upto="reviewed"),
        town.case(KEY, upto="reviewed", at=MONDAY + timedelta(hours=3)),
    )
    response = enter("sun").post(address("decision", first), body(first, opinion="同意。"), headers=HTMX)
    page = text(response)
    assert Case.objects.get(pk=first.pk).outcome == "granted" and "已准予" in page
    assert f'data-desk-case="{second.pk}"' in page and 'id="inbox"' in page and str(first.pk) not in page


def test_the_last_case_leaves_a_page_that_says_so(town, enter):
    case = town.case(KEY, upto="reviewed")
    page = text(enter("sun").post(address("decision", case), body(case), headers=HTMX))
    assert "没有打开的件" in page and "已准予" in page


def test_without_scripts_the_answer_is_the_next_page(town, enter):
    case, client = town.case(KEY, upto="reviewed"), enter("sun")
    response = client.post(address("decision", case), body(case), follow=True)
    assert response.redirect_chain[0][0] == "/desk/?box=all" and "已准予，结果1个工作日内送到窗口。" in text(
        response
    )


def test_the_same_form_twice_is_one_decision(town, enter):
    case, client = town.case(KEY, upto="reviewed"), enter("sun")
    sent = body(case, opinion="同意。")
    assert [client.post(address("decision", case), sent).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(subject=case.pk, act="cases.decide").count() == 1


@pytest.mark.parametrize(
    ("who", "name", "sentence"),
    [
        ("wu", "decision", "“审查”岗位不能办这一步"), ("zheng", "decision", "没有这个办件"), ("lin", "decision", "不用审批台"),
        ("hu", "decision", "没有岗位"), ("guo", "decision", "不用审批台"), ("feng", "judgement", "没有这个办件"),
    ],
)  # fmt: skip
def test_the_wrong_post_is_refused_with_the_sentence(town, enter, who, name, sentence):
    case = town.case(KEY, upto="reviewed")
    response = enter(who).post(address(name, case), body(case, do="pass"), headers=HTMX)
    assert response.status_code in (403, 404) and sentence in text(response)
    assert Case.objects.get(pk=case.pk).state == "reviewed"


def test_who_reviewed_does_not_decide(town, enter):
    case, client = town.case(KEY), enter("qi")
    client.post(address("judgement", case), body(case, do="pass", **marks(town)))
    assert "审查的人不能决定同一件" in text(client.get(address("case", case)))
    response = client.post(address("decision", case), body(case), headers=HTMX)
    assert response.status_code == 403 and Case.objects.get(pk=case.pk).state == "reviewed"


def test_a_stale_page_answers_409_with_what_changed_and_keeps_the_text(town, enter):
    case = town.case(KEY, upto="reviewed")
    sent = body(case, opinion="我写的意见。")
    cases.ask_extension(case.pk, by=town.actor("wu"), at=TOMORROW, reason="等检验报告")
    response = enter("sun").post(address("decision", case), sent, headers=HTMX)
    page = text(response)
    assert response.status_code == 409 and "提出延期：等检验报告" in page and "我写的意见。" in page
    assert (
        f'name="expected" value="{case.seq + 1}"' in page and Case.objects.get(pk=case.pk).state == "reviewed"
    )


def test_a_decision_that_came_first_is_told_and_the_text_is_there_to_copy(town, enter):
    case = town.case(KEY, upto="reviewed")
    sent = body(case, opinion="我写的意见。")
    town.decide(case.pk, TOMORROW)
    response = enter("sun").post(address("decision", case), sent, headers=HTMX)
    assert (
        response.status_code == 409
        and "您写的意见还在" in text(response)
        and "我写的意见。" in text(response)
    )


def test_a_refusal_has_its_page_with_clause_reasons_and_remedies(town, enter):
    case, client = town.case(KEY, upto="reviewed"), enter("sun")
    page = text(client.get(address("deed", case, "refusal")))
    assert (
        "申请行政复议" in page
        and "审查：吴强" in page
        and "data-yc-key" not in page.split('class="confirm"')[1].split("</form>")[0]
    )
    response = client.post(
        address("deed", case, "refusal"), body(case, clause="", opinion="场所不符"), headers=HTMX
    )
    assert (
        response.status_code == 422
        and "请填写依据的条款。" in text(response)
        and "场所不符" in text(response)
    )
    client.post(
        address("deed", case, "refusal"), body(case, clause="《食品安全法》第三十五条", opinion="场所不符")
    )
    assert Case.objects.get(pk=case.pk).outcome == "refused"
    assert "场所不符" in Paper.objects.get(case=case, kind="decision_refuse").content


DEEDS = [
    ("wu", "stop", {"name": "听证", "days": "20"}, "cases.suspend"), ("sun", "halt", {"why": "等判决", "basis": "办法第九条"}, "cases.halt"),
    ("wu", "hearing", {"why": "利害关系重大"}, "cases.offer_hearing"), ("wu", "extension", {"reason": "等检验报告"}, "cases.ask_extension"),
    ("wu", "return", {"why": "申请书没有签名"}, "cases.send_back"), ("sun", "forwarding", {"to": "示例市市场监督管理局", "opinion": "初审同意"}, "cases.forward"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "name", "said", "act"), DEEDS, ids=[d[1] for d in DEEDS])
def test_a_smaller_act_shows_its_page_asks_for_its_words_and_is_done(town, enter, who, name, said, act):
    case, client = town.case(KEY), enter(who)
    assert client.get(address("deed", case, name)).status_code == 200
    empty = client.post(address("deed", case, name), body(case), headers=HTMX)
    assert empty.status_code == 422 and ("请填写" in text(empty) or "请选择" in text(empty))
    done = client.post(address("deed", case, name), body(case, **said), headers=HTMX)
    assert done.status_code == 200 and Entry.objects.filter(subject=case.pk, act=act).count() == 1
    assert enter("zheng").get(address("deed", case, name)).status_code == 404


def test_a_stop_needs_a_lawful_kind_or_a_clause_and_is_resumed(town, enter):
    case, client = town.case(KEY), enter("wu")
    page = text(client.get(address("deed", case, "stop")))
    assert "现场核查（事项规定，计入时限）" in page and "专家评审（法定，不计时）" in page
    other = client.post(address("deed", case, "stop"), body(case, name="other", days="5"), headers=HTMX)
    assert "请填写程序的名称。" in text(other) and "请填写依据的条款" in text(other)
    client.post(address("deed", case, "stop"), body(case, name="专家评审", days="5"))
    assert Case.objects.get(pk=case.pk).stopped and "不计时" in text(client.get(address("case", case)))
    client.post(address("deed", case, "resumption"), body(case, result="评审通过"))
    assert not Case.objects.get(pk=case.pk).stopped


def test_a_hearing_next_week_is_too_soon_to_tell(town, enter):
    case = town.case(KEY)
    response = enter("wu").post(
        address("deed", case, "stop"),
        body(case, name="听证", days="5", hearing_on="2026-03-09"),
        headers=HTMX,
    )
    assert response.status_code == 409 and "7日前通知" in text(response)
    silly = enter("wu").post(
        address("deed", case, "stop"),
        body(case, name="听证", days="5", hearing_on="0001-01-01"),
        headers=HTMX,
    )
    assert silly.status_code == 422


def test_the_head_grants_the_extension_once_and_not_the_one_who_asked(town, enter):
    case = town.case(KEY)
    enter("wu").post(address("deed", case, "extension"), body(case, reason="等检验报告"))
    assert "等检验报告" in text(enter("gao").get(address("deed", case, "extension-grant")))
    assert enter("sun").get(address("deed", case, "extension-grant"), headers=HTMX).status_code == 403
    enter("gao").post(address("deed", case, "extension-grant"), body(case, reason="等检验报告"))
    assert Case.objects.get(pk=case.pk).extended
    again = enter("gao").post(
        address("deed", case, "extension-grant"), body(case, reason="再等等"), headers=HTMX
    )
    assert again.status_code == 409 and "只能延一次" in text(again)


def test_a_proposed_refusal_is_confirmed_with_the_words_of_the_window(town, enter):
    case = town.case(KEY, upto="filed")
    cases.propose_not_accept(
        case.pk, by=town.actor("lin"), at=MONDAY, why="不归本局管", whose="示例区城市管理局"
    )
    page = text(enter("sun").get(address("deed", case, "non-acceptance")))
    assert "不归本局管" in page and 'value="示例区城市管理局"' in page
    enter("sun").post(
        address("deed", case, "non-acceptance"), body(case, why="不归本局管", whose="示例区城市管理局")
    )
    assert Case.objects.get(pk=case.pk).outcome == "not_accepted"


def test_a_receipt_is_judged_and_accepted_by_the_department(town, enter):
    case, client = town.case(KEY, upto="filed", state="awaited"), enter("wu")
    page = text(client.get(address("acceptance", case)))
    assert page.count("<select") >= 2
    early = client.post(address("acceptance", case), body(case, do="accept"), headers=HTMX)
    assert early.status_code == 409 and "没有收齐" in text(early)
    places = [int(part.split('"')[0]) for part in page.split('name="m')[1:]]
    client.post(address("acceptance", case), body(case, do="accept", **{f"m{p}": "got" for p in places}))
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_everything_missing_is_told_once_with_the_words_each_reason_needs(town, enter):
    case, client = town.case(KEY, upto="filed", state="awaited"), enter("wu")
    page = text(client.get(address("acceptance", case)))
    places = [int(part.split('"')[0]) for part in page.split('name="m')[1:]]
    said = {f"m{p}": "got" for p in places} | {f"m{places[0]}": "2"}
    asked = client.post(address("acceptance", case), body(case, do="notice", **said), headers=HTMX)
    assert (
        asked.status_code == 422 and "请填写页" in text(asked) and f'name="m{places[0]}-page"' in text(asked)
    )
    client.post(address("acceptance", case), body(case, do="notice", **said, **{f"m{places[0]}-page": "3"}))
    assert Case.objects.get(pk=case.pk).state == "correcting"
    assert "第 3 页看不清" in Paper.objects.get(case=case, kind="one_time_notice").content


def test_a_check_after_the_decision_is_recorded(town, enter):
    from yichuang.cases.models import AfterCheck

    case = town.case(KEY, upto="decided")
    check = AfterCheck.objects.create(case=case, kind="sample", due_on=TOMORROW.date())
    client = enter("wu")
    assert "即办抽查" in text(client.get(reverse("desk:inbox") + "?box=check"))
    client.post(address("check", case, check.pk), body(case, truthful="yes", finding="现场看过，属实"))
    check.refresh_from_db()
    assert check.truthful is True and client.get(address("check", case, check.pk)).status_code == 404


def test_many_clean_cases_are_granted_each_by_its_own_act(town, enter):
    first, second, third = (
        town.case(KEY, upto="reviewed", at=MONDAY + timedelta(hours=h)) for h in (0, 3, 6)
    )
    cases.ask_extension(third.pk, by=town.actor("wu"), at=TOMORROW, reason="等")
    client = enter("sun")
    page = text(client.get(reverse("desk:batch")))
    assert (
        page.count('type="checkbox" name="case"') == 2
        and " checked" not in page.split("批量准予</h2>")[1].split("</form>")[0]
    )
    sent = {
        "case": [str(first.pk), str(second.pk), str(uuid4())],
        "idempotency_key": "once",
        f"seen-{first.pk}": first.seq,
        f"seen-{second.pk}": 1,
    }
    result = text(client.post(reverse("desk:batch_decision"), sent))
    assert (
        "✓ 陈秀英：已准予" in result and "刚才有人办过一步" in result and "不在可以批量准予的里面" in result
    )
    assert [Case.objects.get(pk=c.pk).state for c in (first, second)] == ["decided", "reviewed"]


def test_a_batch_that_names_a_day_grants_nothing_and_each_case_has_the_try(town, enter):
    rows = [town.case(KEY) for _ in range(2)]
    for case in rows:
        enter("wu").post(address("judgement", case), body(case, do="pass", **marks(town)))
    client = enter("sun")
    sent = {"case": [str(case.pk) for case in rows], "decided_on": "2026-02-27"}
    assert "日期由系统记" in text(client.post(reverse("desk:batch_decision"), sent))
    assert [Case.objects.get(pk=case.pk).state for case in rows] == ["reviewed", "reviewed"]
    assert Entry.objects.filter(act="cases.note_claim").count() == 2


def test_a_case_with_a_doubt_is_not_in_the_batch(town, enter):
    case, client = town.case(KEY), enter("wu")
    client.post(address("judgement", case), body(case, do="fail", **marks(town, c1="no"), **{"c1-why": "缺"}))
    assert 'name="case"' not in text(enter("sun").get(reverse("desk:batch")))
    assert enter("wu").get(reverse("desk:batch")).status_code == 200
