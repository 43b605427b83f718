"""The API performs the same acts under the same powers, and says no in the same sentences."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import CHEN_ID, Town
from yichuang.cases.models import Case
from yichuang.journal.models import Entry

ANSWERS = {"premises": "own", "preapproval": "no", "agent": "no"}


def filing(town: Town, **changes: Any) -> dict[str, Any]:
    application = town.application()
    return {
        "item": "company-establishment", "answers": ANSWERS, "applicant": {"name": "陈秀英", "number": CHEN_ID, "phone": "13800000000"},
        "materials": [{"place": place, "state": "got"} for place in application.materials], "then": "accept",
    } | changes  # fmt: skip


def filed(ask: Any, town: Town, **changes: Any) -> dict[str, Any]:
    answer = ask("lin", "POST", "/cases", filing(town, **changes), key="first")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_whole_life_goes_through_the_api(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    steps = [
        ("wu", "conclusion", {"verdict": "pass", "opinion": "符合"}), ("sun", "decision", {"outcome": "granted"}), ("yang", "arrival", {}),
        ("yang", "hand-over", {"receiver_number": CHEN_ID, "checked": {"document": True, "person": True, "result": True}}),
    ]  # fmt: skip
    for who, noun, body in steps:
        answer = ask(who, "POST", f"/cases/{case}/{noun}", body, key=noun)
        assert answer.status_code == 200, answer.content
    assert ask("applicants", "POST", f"/cases/{case}/ratings", {"grade": 5}, key="r").status_code == 201
    assert Case.objects.get(pk=case).state == "delivered"


def test_the_same_key_gets_the_same_answer_and_one_case(ask: Any, town: Town) -> None:
    first, again = filed(ask, town), filed(ask, town)
    assert first == again and Case.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(ask: Any, town: Town) -> None:
    filed(ask, town)
    answer = ask("lin", "POST", "/cases", filing(town, delivery="post"), key="first")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


def test_a_post_without_a_key_is_told_what_to_send(ask: Any, town: Town) -> None:
    answer = ask("lin", "POST", "/cases", filing(town))
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["detail"]


def test_no_token_is_401_and_a_forged_one_too(ask: Any, town: Town) -> None:
    for headers in ({}, {"Authorization": "Bearer yc_" + "A" * 43}, {"Authorization": "Basic eA=="}):
        answer = ask("", "GET", "/cases", **headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_stale_sequence_is_409_with_what_is_true(ask: Any, town: Town) -> None:
    made = filed(ask, town)
    answer = ask("wu", "POST", f"/cases/{made['id']}/conclusion", {"verdict": "pass", "expected": 1}, key="c")
    assert answer.status_code == 409 and answer.json()["seq"] == made["seq"]


def test_the_wrong_post_is_403_and_writes_nothing(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    before = Entry.objects.count()
    answer = ask("wu", "POST", f"/cases/{case}/decision", {"outcome": "granted"}, key="d")
    assert (answer.status_code, Entry.objects.count()) == (403, before)


@pytest.mark.parametrize("path", ["/cases/{}", "/cases/{}/journal"])
def test_another_departments_case_is_not_there(ask: Any, town: Town, path: str) -> None:
    case = filed(ask, town)["id"]
    assert ask("wu", "GET", path.format(case)).status_code == 200
    assert ask("zheng", "GET", path.format(case)).status_code == 404
    assert ask("applicants", "GET", path.format(case)).status_code == 404


def test_every_act_on_a_case_that_is_not_mine_is_not_there(ask: Any, town: Town) -> None:
    from yichuang.doors.api.steps import RESOURCES

    case = filed(ask, town)["id"]
    before = Entry.objects.count()
    for noun, *_ in RESOURCES:
        assert ask("zheng", "POST", f"/cases/{case}/{noun}", {}, key=noun).status_code in (404, 422)
    assert Entry.objects.count() == before


def test_lists_page_by_keyset_without_gaps_or_doubles(ask: Any, town: Town) -> None:
    made = {str(town.case().pk) for _ in range(5)}
    seen, cursor = [], ""
    while True:
        page = ask("guo", "GET", f"/cases?limit=2&cursor={cursor}").json()
        seen += [case["id"] for case in page["cases"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == 5 and set(seen) == made


def test_the_list_costs_the_same_whatever_its_length(
    ask: Any, town: Town, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        town.case()
    ask("guo", "GET", "/cases")
    with django_assert_max_num_queries(3):
        assert len(ask("guo", "GET", "/cases").json()["cases"]) == 4


def test_an_act_needs_few_statements(ask: Any, town: Town, django_assert_max_num_queries: Any) -> None:
    case = filed(ask, town)["id"]
    ask("wu", "GET", "/cases?limit=1")
    with django_assert_max_num_queries(12):
        assert ask("wu", "POST", f"/cases/{case}/conclusion", {"verdict": "pass"}, key="c").status_code == 200


def test_progress_is_open_to_all_and_names_nobody(ask: Any, town: Town) -> None:
    code = filed(ask, town)["query_code"]
    answer = ask("", "GET", f"/progress/{code}")
    assert (
        answer.status_code == 200
        and "陈秀英" not in answer.content.decode()
        and CHEN_ID not in answer.content.decode()
    )
    assert ask("", "GET", "/progress/ABCDEFGH").status_code == 404


BAD: list[tuple[str, str, Any, str]] = [
    ("POST", "/cases", "", "empty"), ("POST", "/cases", "{", "half"), ("POST", "/cases", "[]", "list"), ("POST", "/cases", "null", "null"),
    ("POST", "/cases", '{"item":' * 2000, "deep"), ("POST", "/cases", {"item": "x" * 5000}, "long"), ("POST", "/cases", {"item": "没有"}, "unknown"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "", "number": ""}}, "nobody"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲\u0000", "number": CHEN_ID}, "answers": ANSWERS}, "nul"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": "110105194912310021"}}, "check digit"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲" * 60, "number": CHEN_ID}}, "long name"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": CHEN_ID}, "answers": {"premises": "moon"}}, "wrong answer"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": CHEN_ID}, "answers": {"x": "y"}}, "wrong question"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": CHEN_ID}, "then": "fly"}, "wrong act"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": CHEN_ID}, "materials": [{"place": -1, "state": "got"}]}, "place"),
    ("POST", "/cases", {"item": "company-establishment", "applicant": {"name": "甲", "number": CHEN_ID}, "materials": [{"place": 1, "state": "gone"}]}, "state"),
    ("POST", f"/cases/{UUID(int=1)}/decision", {"outcome": "granted"}, "forged id"), ("POST", "/cases/1/decision", {"outcome": "granted"}, "no uuid"),
    ("POST", "/cases/../../etc/passwd/decision", {}, "path"), ("GET", "/cases?limit=0", None, "limit 0"), ("GET", "/cases?limit=999999", None, "limit"),
    ("GET", "/cases?cursor=!!!", None, "cursor"), ("GET", "/cases?cursor=AAAA", None, "short cursor"), ("GET", "/cases?state=x", None, "state"),
    ("GET", "/cases?q=%00", None, "nul query"), ("GET", "/items/..%2f..%2fetc", None, "path item"), ("GET", "/items/没有", None, "no item"),
    ("POST", "/items/company-establishment/guide", {"answers": {"premises": 1}}, "number answer"),
    ("POST", "/items/company-establishment/guide", {"answers": {}, "filed_on": "2014-01-01"}, "before the calendar"),
    ("POST", "/items/company-establishment/guide", {"answers": {}, "filed_on": "9999-12-31"}, "after the calendar"),
    ("GET", "/progress/%00", None, "nul code"), ("GET", "/progress/" + "A" * 3000, None, "long code"), ("DELETE", "/cases", None, "method"),
    ("GET", "/nothing", None, "no address"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), [row[:3] for row in BAD], ids=[row[3] for row in BAD])
def test_bad_input_gets_a_sentence_and_writes_nothing(
    ask: Any, town: Town, method: str, path: str, body: Any
) -> None:
    before = Entry.objects.count()
    answer = ask("lin", method, path, body, key="bad")
    assert 200 <= answer.status_code < 500 and Entry.objects.count() == before
    if answer.status_code >= 400 and answer.status_code != 405:
        assert answer["Content-Type"].startswith("application/problem+json") and answer.json()["title"]


def test_a_body_above_the_limit_is_told_so(ask: Any, town: Town) -> None:
    answer = ask("lin", "POST", "/cases", '{"item": "' + "x" * 3_000_000 + '"}', key="big")
    assert answer.status_code in (400, 413) and answer["Content-Type"].startswith("application/problem+json")


def test_a_case_tells_which_acts_this_key_may_do(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    assert "cases.conclude" in ask("wu", "GET", f"/cases/{case}").json()["may"]
    assert "cases.conclude" not in ask("sun", "GET", f"/cases/{case}").json()["may"]


def test_an_issued_paper_is_read_with_its_content_and_digest(ask: Any, town: Town) -> None:
    made = filed(ask, town)
    answer = ask("lin", "GET", f"/cases/{made['id']}/papers/{made['papers'][0]['id']}")
    assert answer.status_code == 200 and answer.json()["content"]["filing_number"] == made["filing_number"]
    assert ask("zheng", "GET", f"/cases/{made['id']}/papers/{made['papers'][0]['id']}").status_code == 404
    other = town.case()
    assert ask("lin", "GET", f"/cases/{other.pk}/papers/{made['papers'][0]['id']}").status_code == 404


def test_what_moved_since_is_told(ask: Any, town: Town) -> None:
    made = filed(ask, town)
    ask("wu", "POST", f"/cases/{made['id']}/return", {"why": "缺页"}, key="r")
    answer = ask("lin", "POST", f"/cases/{made['id']}/withdrawal", {"expected": made["seq"]}, key="w").json()
    assert (answer["code"], answer["changed"][0]["act"]) == ("moved", "cases.send_back")


def test_pages_are_stable_while_cases_come_in(ask: Any, town: Town) -> None:
    made = [str(town.case().pk) for _ in range(4)]
    first = ask("guo", "GET", "/cases?limit=2").json()
    town.case()
    second = ask("guo", "GET", f"/cases?limit=2&cursor={first['next']}").json()
    assert [c["id"] for c in first["cases"] + second["cases"]] == made[::-1]


def test_the_list_of_broken_promises_is_the_supervisors(ask: Any, town: Town) -> None:
    mark = ask("guo", "POST", "/credit-marks", {"holder_number": CHEN_ID, "reason": "法院名单"}, key="m")
    assert mark.status_code == 201
    listed = ask("guo", "GET", "/credit-marks").json()["marks"]
    assert [one["mark"] for one in listed] == [mark.json()["mark"]] and CHEN_ID not in str(listed)
    assert ask("lin", "GET", "/credit-marks").status_code == 403
    path = f"/credit-marks/{mark.json()['mark']}/repair"
    assert ask("guo", "POST", path, {"basis": "修复决定"}, key="p").status_code == 200
    assert ask("guo", "GET", "/credit-marks").json()["marks"] == []


def test_halls_are_named_for_a_key_without_a_window(ask: Any, town: Town) -> None:
    assert ask("applicants", "GET", "/halls").json()[0]["hall"] == town.hall.pk


def test_the_document_names_every_refusal_and_the_header_of_every_act() -> None:
    from yichuang.doors.api.openapi import CODES
    from yichuang.doors.api.surface import document
    from yichuang.journal import refusals

    made = document()
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            names = {parameter["name"] for parameter in operation.get("parameters", ())}
            acts = method == "post" and not path.endswith(("/guide", "/files"))
            assert ("Idempotency-Key" in names) == acts and "404" in {str(s) for s in operation["responses"]}
            assert not acts or {"400", "401", "403", "409", "422"} <= {str(s) for s in operation["responses"]}
    known = {
        kind.code for kind in vars(refusals).values() if isinstance(kind, type) and hasattr(kind, "code")
    }
    assert known <= {code for code, *_ in CODES} and made["openapi"].startswith("3.1")


def test_the_guide_names_each_material_by_the_place_a_filing_needs(ask: Any, town: Town) -> None:
    told = ask("lin", "POST", "/items/company-establishment/guide", {"answers": ANSWERS}).json()["materials"]
    record = town.version("company-establishment").record["materials"]
    assert told and all(record[one["place"]]["name"] == one["name"] for one in told)


def test_what_has_nothing_to_do_is_not_offered(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    assert not {"cases.resume", "cases.fill_gap"} & set(ask("wu", "GET", f"/cases/{case}").json()["may"])
    ask("wu", "POST", f"/cases/{case}/suspension", {"name": "听证", "days": 5}, key="s")
    may = ask("wu", "GET", f"/cases/{case}").json()["may"]
    assert "cases.resume" in may and "cases.conclude" not in may


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def sent(
    ask: Any, town: Town, who: str, case: str, content: bytes = PNG, name: str = "图.png", place: int = 2
) -> Any:
    """Send a file as an integrator does, in a form of several parts."""
    ask(who, "GET", "/cases?limit=1")
    upload = SimpleUploadedFile(name, content)
    headers = {"Authorization": f"Bearer {ask.keys[who]}"}
    return Client().post(f"/api/v1/cases/{case}/files?place={place}", {"file": upload}, headers=headers)


def test_a_file_is_handed_in_once_listed_and_given_back_as_a_download(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    first, again = sent(ask, town, "lin", case), sent(ask, town, "lin", case)
    assert first.status_code == 201 and first.json() == again.json()
    listed = ask("wu", "GET", f"/cases/{case}/files").json()
    assert [(one["place"], one["type"]) for one in listed] == [(2, "image/png")]
    given = ask("wu", "GET", f"/cases/{case}/files/{listed[0]['id']}")
    assert b"".join(given.streaming_content) == PNG and "attachment" in given["Content-Disposition"]


def test_a_file_for_a_case_that_is_not_mine_is_not_kept(ask: Any, town: Town) -> None:
    case = filed(ask, town)["id"]
    assert sent(ask, town, "zheng", case).status_code == 404
    assert sent(ask, town, "guo", case).status_code == 403
    assert sent(ask, town, "lin", case, b"MZ\x90\x00" * 50, "图.png").status_code == 422
    assert ask("lin", "GET", f"/cases/{case}/files").json() == []


def test_a_file_of_another_case_is_not_there(ask: Any, town: Town) -> None:
    case, other = filed(ask, town)["id"], str(town.case().pk)
    file = sent(ask, town, "lin", case).json()["id"]
    assert ask("lin", "GET", f"/cases/{other}/files/{file}").status_code == 404
