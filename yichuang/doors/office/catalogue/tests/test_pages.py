"""The catalogue's pages: each opens, refuses with a sentence, loses nothing, and does its one act."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import town as towns
from yichuang.catalogue import acts, lists, seed, sheets
from yichuang.catalogue.models import Authorisation, Debt, Entrustment, Item, Name, Version
from yichuang.ground.now import now
from yichuang.journal.actor import system

pytestmark = pytest.mark.django_db
FOOD = "food-business-license-new"


@pytest.fixture
def town(db):
    made = towns.build(keys=())
    acts.import_(
        by=system(towns.REGION),
        at=now(),
        records=[
            r
            for r in seed.items()
            if r["id"]
            in (FOOD, "food-business-license-change", "company-establishment", "marriage-registration")
        ],
    )
    return made


@pytest.fixture
def as_(town):
    """A signed-in client for a person of the cast."""

    def sign_in(name):
        client = Client()
        client.force_login(town.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["entered_at"] = int(now().timestamp())
        session.save()
        return client

    return sign_in


def to(name, *args):
    return reverse(f"office:catalogue:{name}", args=args)


def item(key=FOOD):
    return Item.objects.get(key=key)


def draft(client, key=FOOD):
    client.post(to("draft", item(key).pk))
    return Version.objects.get(item=item(key), state="draft")


def fields(response):
    """Every value that the element's form would send back."""
    from html.parser import HTMLParser

    found, state = {}, {"area": None, "select": None}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            a = dict(attrs)
            if (
                tag == "input"
                and a.get("name")
                and (a.get("type") not in ("radio", "checkbox") or "checked" in a)
            ):
                found.setdefault(a["name"], []).append(a.get("value") or "")
            elif tag == "textarea":
                state["area"] = a["name"]
                found[a["name"]] = [""]
            elif tag == "select":
                state["select"] = a["name"]
            elif tag == "option" and state["select"] and "selected" in a:
                found[state["select"]] = [a.get("value") or ""]

        def handle_endtag(self, tag):
            state["area"] = None if tag == "textarea" else state["area"]
            state["select"] = None if tag == "select" else state["select"]

        def handle_data(self, text):
            if state["area"]:
                found[state["area"]][0] += text

    Reader().feed(response.content.decode().split('id="element"')[1].split("</form>")[0])
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


ELEMENTS = (
    "basic",
    "stages",
    "conditions",
    "scenarios",
    "materials",
    "terms",
    "route",
    "fee",
    "results",
    "points",
)


def test_every_page_opens_for_an_editor(as_, town):
    he = as_("he")
    version = draft(he)
    pages = [
        to(name)
        for name in (
            "index",
            "new",
            "gates",
            "debts",
            "authorisations",
            "entrustments",
            "import",
            "authorisation_paper",
            "entrustment_paper",
        )
    ]
    pages += [
        to("item", item().pk),
        to("retirement", item().pk),
        to("version", version.pk),
        to("version", item().current_id),
        to("dropping", version.pk),
    ]
    pages += [to("editor", version.pk, element) for element in ELEMENTS] + [
        to("gate", version.pk),
        to("gate", item().current_id),
    ]
    pages += [to("preview", item().current_id, look) for look in ("guide", "counter", "notice", "api")] + [
        to("cases", item().current_id)
    ]
    pages += [to("gate_paper", verdict) for verdict in ("keep", "cut", "debt")]
    for address in pages:
        response = he.get(address)
        assert response.status_code == 200, (address, response.status_code)
        assert response.content.decode().count("<h1") == 1, address


@pytest.mark.parametrize("element", ELEMENTS)
def test_saving_an_element_untouched_changes_nothing(as_, element):
    he = as_("he")
    version = draft(he)
    before = version.record
    response = he.post(to("editor", version.pk, element), fields(he.get(to("editor", version.pk, element))))
    assert response.status_code == 302
    assert json.loads(Version.objects.get(pk=version.pk).record) == json.loads(before)


def test_what_is_typed_is_kept_even_when_it_does_not_fit(as_):
    he = as_("he")
    version = draft(he)
    sent = fields(he.get(to("editor", version.pk, "terms"))) | {
        "f-statutory_days": "二十",
        "f-committed_days": "7",
    }
    he.post(to("editor", version.pk, "terms"), sent)
    page = he.get(to("editor", version.pk, "terms")).content.decode()
    assert 'value="二十"' in page and "要填整数" in page
    assert Version.objects.get(pk=version.pk).committed_days == 7


def test_rows_come_go_and_move(as_):
    he = as_("he")
    version = draft(he)
    address = to("editor", version.pk, "materials")
    names = [m["name"] for m in version.content["materials"]]
    he.post(address, fields(he.get(address)) | {"op": "add"})
    assert len(Version.objects.get(pk=version.pk).content["materials"]) == len(names) + 1
    he.post(address, fields(he.get(address)) | {"op": f"remove:{len(names)}"})
    he.post(address, fields(he.get(address)) | {"op": "down:0"})
    assert [m["name"] for m in Version.objects.get(pk=version.pk).content["materials"]][:2] == [
        names[1],
        names[0],
    ]


def test_a_scenario_gets_an_option_and_a_material_its_case(as_):
    he = as_("he")
    version = draft(he)
    questions, materials = to("editor", version.pk, "scenarios"), to("editor", version.pk, "materials")
    he.post(questions, fields(he.get(questions)) | {"op": "option:0"})
    he.post(questions, fields(he.get(questions)) | {"r-0-value-2": "maybe", "r-0-label-2": "不清楚"})
    assert Version.objects.get(pk=version.pk).content["scenarios"][0]["options"][2] == {
        "value": "maybe",
        "label": "不清楚",
    }
    he.post(materials, fields(he.get(materials)) | {"r-1-scenario-same_address": "maybe"})
    assert Version.objects.get(pk=version.pk).content["materials"][1]["scenario"] == {
        "same_address": ["maybe"]
    }


def test_a_stale_editor_page_is_told_and_shows_what_was_typed(as_):
    he = as_("he")
    version = draft(he)
    address = to("editor", version.pk, "fee")
    first = fields(he.get(address))
    he.post(address, first | {"f-fee.note": "每件 5 元"})
    response = he.post(address, first | {"f-fee.note": "每件 9 元"})
    assert response.status_code == 409 and "每件 9 元" in response.content.decode()
    assert Version.objects.get(pk=version.pk).content["fee"]["note"] == "每件 5 元"


def test_the_left_list_counts_what_is_to_be_mended(as_):
    he = as_("he")
    page = he.get(to("editor", draft(he).pk, "materials")).content.decode()
    assert "要改2处才能送审" in page and "等文件" in page


def test_submitting_too_early_says_what_to_mend(as_):
    he = as_("he")
    response = he.post(to("submission", draft(he).pk))
    assert response.status_code == 422 and "“等文件”说不清" in response.content.decode()


def test_what_stands_in_the_way_leads_to_its_place(as_):
    he = as_("he")
    version = draft(he)
    said = he.post(to("submission", version.pk)).content.decode()
    assert f'href="{to("editor", version.pk, "materials")}?at=row-2#row-2"' in said
    assert f'href="{to("editor", version.pk, "basic")}"' in said


def test_a_new_row_is_open_and_its_first_field_takes_the_cursor(as_):
    he = as_("he")
    version = draft(he)
    page = he.get(to("editor", version.pk, "scenarios"))
    answer = he.post(to("editor", version.pk, "scenarios"), fields(page) | {"op": "add"})
    assert answer["Location"].endswith("?at=row-5#r-5-key")
    assert 'id="r-5-key"' in he.get(answer["Location"]).content.decode()


def test_a_stamp_is_listed_answered_and_taken_out_at_the_gate(as_):
    he = as_("he")
    version = draft(he)
    gate = to("gate", version.pk)
    seen = version.digest
    sent = {"op": "add", "seen": seen, "more-element": "stamp", "more-name": "申请表加盖村委会公章"}
    assert he.post(gate, sent).status_code == 302
    version.refresh_from_db()
    place = next(n for n, line in enumerate(lists.gate_lines(version)) if line.element == "stamp")
    assert he.post(gate, sent | {"more-name": "另一个章"}).status_code == 409
    again = he.post(gate, sent | {"seen": version.digest})
    assert again.status_code == 422 and "已经列出来了" in again.content.decode()
    caught = {f"verdict-{place}": "cut", f"caught-{place}": ["no_basis"], "seen": version.digest}
    he.post(gate, caught | {"op": f"drop:{place}"})
    version.refresh_from_db()
    assert "bases" not in version.content
    line = next(line for line in lists.gate_lines(version) if line.element == "stamp")
    assert (line.verdict, line.standing) == ("cut", False)


@pytest.mark.parametrize(
    "sent", [{"more-element": "material", "more-name": "甲"}, {"more-element": "stamp", "more-name": " "}]
)
def test_a_stamp_without_kind_or_name_is_asked_for_again(as_, sent):
    he = as_("he")
    version = draft(he)
    answer = he.post(to("gate", version.pk), sent | {"op": "add", "clause-0": "《公司法》第三条"})
    assert answer.status_code == 422 and "《公司法》第三条" in answer.content.decode()


def test_from_draft_to_publication_by_two_people(as_):
    he, hua = as_("he"), as_("hua")
    version = draft(he, "marriage-registration")
    he.post(
        to("editor", version.pk, "terms"),
        fields(he.get(to("editor", version.pk, "terms"))) | {"f-statutory_days": "2"},
    )
    assert he.post(to("submission", version.pk)).status_code == 302
    assert he.post(to("publication", version.pk)).status_code == 403
    refused = hua.post(to("publication", version.pk), {"worse_reason": ""})
    assert refused.status_code == 422 and "时限变长" in refused.content.decode()
    assert hua.post(to("publication", version.pk), {"worse_reason": "依据改了，期限两天"}).status_code == 302
    assert item("marriage-registration").current_id == version.pk


def test_a_submitted_version_is_handed_back(as_):
    he, hua = as_("he"), as_("hua")
    version = draft(he, "marriage-registration")
    he.post(to("submission", version.pk))
    assert hua.post(to("return", version.pk), {"reason": ""}).status_code == 422
    assert hua.post(to("return", version.pk), {"reason": "条件没有写全"}).status_code == 302
    assert Version.objects.get(pk=version.pk).state == "draft"


def test_a_draft_is_given_up_after_a_question(as_):
    he = as_("he")
    version = draft(he)
    assert "放弃" in he.get(to("dropping", version.pk)).content.decode()
    he.post(to("dropping", version.pk))
    assert Version.objects.get(pk=version.pk).state == "dropped"


def test_a_new_item_is_begun_and_bad_words_are_told(as_):
    he = as_("he")
    bad = he.post(to("new"), {"name": "", "type": "", "zone": "x", "department": "9999"})
    assert (
        bad.status_code == 422
        and "请填写事项名称" in bad.content.decode()
        and 'value="x"' in bad.content.decode()
    )
    body = item().department_id
    good = he.post(
        to("new"), {"name": "流动摊点登记", "type": "行政确认", "department": body, "zone": "商事登记"}
    )
    assert good.status_code == 302 and Item.objects.filter(name="流动摊点登记", current=None).exists()


def test_the_list_is_searched_by_letters_and_filtered(as_):
    he = as_("he")
    page = he.get(to("index"), {"q": "spjy"}).content.decode()
    assert "食品经营许可证新办" in page and "公司设立登记" not in page
    assert "没有搜到" in he.get(to("index"), {"q": "zzzz"}).content.decode()
    assert he.get(to("index"), {"page": "999", "show": "x", "department": "abc"}).status_code == 200
    assert "食品经营许可" in he.get(to("suggest"), {"q": "开饭馆"}).content.decode()


def test_names_are_added_and_removed(as_):
    he = as_("he")
    he.post(to("names", item().pk), {"add": "开串串店、开烤鱼店", "remove": ["开饭馆"]})
    texts = set(Name.objects.filter(item=item()).values_list("text", flat=True))
    assert {"开串串店", "开烤鱼店"} <= texts and "开饭馆" not in texts
    long = he.post(to("names", item().pk), {"add": "长" * 90})
    assert long.status_code == 422 and "长" * 90 in long.content.decode()


def test_residence_and_retirement(as_):
    he = as_("he")
    he.post(to("residence", item().pk), {"resident": "0"})
    assert not item().resident
    assert he.post(to("retirement", item().pk), {"reason": ""}).status_code == 422
    he.post(to("retirement", item().pk), {"reason": "并入备案"})
    assert item().retired_on is not None


def test_a_clerk_stays_outside_and_a_supervisor_only_reads(as_):
    lin, guo, he = as_("lin"), as_("guo"), as_("he")
    version = draft(he)
    for name in ("index", "suggest", "export_json", "import", "authorisations", "debts"):
        assert lin.get(to(name)).status_code == 403, name
    assert guo.get(to("index")).status_code == 200
    assert "起草新事项" not in guo.get(to("index")).content.decode()
    for address in (
        to("draft", item("company-establishment").pk),
        to("submission", version.pk),
        to("publication", version.pk),
        to("dropping", version.pk),
    ):
        assert lin.post(address).status_code == 403, address
    assert lin.post(to("editor", version.pk, "fee"), {"f-fee.note": "x", "rows": "0"}).status_code == 403


def test_the_gate_is_answered_and_printed(as_):
    he = as_("he")
    version = item().current
    answers = {
        "clause-0": "《食品安全法》第三十五条",
        "verdict-0": "keep",
        "clause-1": "",
        "caught-1": "online",
        "verdict-1": "cut",
    }
    assert he.post(to("gate", version.pk), answers).status_code == 302
    verdicts = [line.verdict for line in lists.gate_lines(version)][:2]
    assert verdicts == ["keep", "cut"]
    assert "第三十五条" in he.get(to("gate_paper", "keep")).content.decode()
    assert "网上核验" in he.get(to("gate_paper", "cut")).content.decode()
    refused = he.post(to("gate", version.pk), {"clause-2": "", "verdict-2": "keep"})
    assert refused.status_code == 422 and "不能保留" in refused.content.decode()


def test_the_debts_are_listed_by_kind(as_):
    he = as_("he")
    assert "等文件" in he.get(to("debts")).content.decode()
    assert "没有写条款" in he.get(to("debts"), {"kind": "basis"}).content.decode()
    assert Debt.objects.exists()


def test_the_questions_can_be_tried(as_):
    he = as_("he")
    page = he.get(
        to("preview", item().current_id, "guide"), {"a-project": "catering", "a-agent": "yes"}
    ).content.decode()
    assert "授权委托书" in page
    assert he.get(to("preview", item().current_id, "guide"), {"a-project": "gone"}).status_code == 422
    assert '"questions_left"' in he.get(to("preview", item().current_id, "api")).content.decode().replace(
        "&quot;", '"'
    )


def test_an_unfinished_draft_is_previewed_with_what_is_missing(as_):
    he = as_("he")
    version = draft(he)
    he.post(
        to("editor", version.pk, "materials"),
        fields(he.get(to("editor", version.pk, "materials"))) | {"op": "add"},
    )
    assert "先改好这几处" in he.get(to("preview", version.pk, "notice")).content.decode()


def test_a_head_authorises_and_revokes_after_a_question(as_, town):
    gao, body = as_("gao"), town.departments["market"]
    given = {
        "department": body.pk,
        "decision": "approve",
        "post": town.posts["sun"].pk,
        "items": [str(item().pk)],
        "document": "示市监〔2026〕1号",
        "starts_on": now().date().isoformat(),
    }
    assert gao.post(to("authorise"), given | {"post": town.posts["wu"].pk}).status_code == 422
    assert gao.post(to("authorise"), given).status_code == 302
    row = Authorisation.objects.get()
    assert "示市监" in gao.get(to("authorisations")).content.decode()
    assert (
        "吗" in gao.post(to("revoke"), {"row": row.pk}).content.decode()
        and Authorisation.objects.get().ends_on is None
    )
    gao.post(to("revoke"), {"row": row.pk, "sure": "1"})
    assert Authorisation.objects.get().ends_on is not None


def test_an_entrustment_is_written_and_ended(as_, town):
    gao, body = as_("gao"), town.departments["market"]
    given = {
        "department": body.pk,
        "hall": town.hall.pk,
        "window": town.window.pk,
        "items": [str(item().pk)],
        "document": "示市监〔2026〕2号",
        "starts_on": now().date().isoformat(),
        "refusal": "on",
    }
    assert gao.post(to("entrust"), given).status_code == 302
    row = Entrustment.objects.get()
    assert (row.window_id, row.refusal) == (town.window.pk, True)
    gao.post(to("end"), {"row": row.pk, "sure": "1"})
    assert Entrustment.objects.get().ends_on is not None


def test_a_list_form_with_gaps_keeps_what_was_typed(as_, town):
    response = as_("gao").post(
        to("entrust"), {"department": town.departments["market"].pk, "document": "示市监〔2026〕2号"}
    )
    page = response.content.decode()
    assert response.status_code == 422 and "请选择大厅" in page and "示市监〔2026〕2号" in page


def test_files_go_out_and_come_in(as_):
    he = as_("he")
    out = he.get(to("export_xlsx"))
    assert out["Content-Disposition"] == 'attachment; filename="catalogue.xlsx"'
    back = he.post(to("import"), {"file": SimpleUploadedFile("目录.xlsx", out.content)})
    assert "内容相同4个" in back.content.decode()
    again = he.post(
        to("import"), {"file": SimpleUploadedFile("目录.json", he.get(to("export_json")).content)}
    )
    assert "内容相同4个" in again.content.decode()


def test_a_bad_file_says_why_row_by_row(as_):
    he = as_("he")
    record = json.dumps([{"id": "x", "name": "甲"}]).encode()
    response = he.post(to("import"), {"file": SimpleUploadedFile("../../目录.json", record)})
    page = response.content.decode()
    assert (
        response.status_code == 422
        and "目录.json 第 1 条" in page
        and "缺少“类型”" in page
        and ".." not in page.split("<main")[1]
    )
    assert he.post(to("import"), {"file": SimpleUploadedFile("a.json", b"")}).status_code == 422
    assert he.post(to("import"), {}).status_code == 422
    formula = io.BytesIO(sheets.write([]))
    assert (
        he.post(to("import"), {"file": SimpleUploadedFile("a.xlsx", formula.getvalue()[:200])}).status_code
        == 422
    )


def test_an_unclear_department_name_is_settled(as_, town):
    acts.import_(
        by=system(towns.REGION),
        at=now(),
        records=[r for r in seed.items() if r["id"] == "utility-account-open"],
    )
    he, body = as_("he"), town.departments["housing"]
    assert "供水、供电、燃气企业" in he.get(to("import")).content.decode()
    assert he.post(to("settle"), {"name": "供水、供电、燃气企业", "department": ""}).status_code == 422
    he.post(to("settle"), {"name": "供水、供电、燃气企业", "department": body.pk})
    assert item("utility-account-open").department_id == body.pk
    assert "供水、供电、燃气企业" not in he.get(to("import")).content.decode()


@pytest.mark.parametrize("name", ["item", "version", "gate", "cases"])
def test_what_is_not_there_is_not_found(as_, name):
    wrong = "00000000-0000-7000-8000-000000000000" if name == "item" else 9**18
    assert as_("he").get(to(name, wrong)).status_code == 404


def test_the_list_asks_the_database_a_fixed_number_of_times(as_, django_assert_max_num_queries):
    he = as_("he")
    he.get(to("index"))
    with django_assert_max_num_queries(20):
        he.get(to("index"))
