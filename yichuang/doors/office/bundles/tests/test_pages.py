"""The desk for bundles: every page opens, a bundle is edited without code, tried out, published by a second person."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import town as towns
from yichuang.catalogue.models import Bundle, BundleVersion, Item
from yichuang.doors.office.catalogue.tests.test_pages import fields
from yichuang.ground.now import now

pytestmark = pytest.mark.django_db
KEY, SHOP = "open-restaurant", "open-convenience-store"
FOOD, FIRE, SIGN = "food-business-license-new", "fire-safety-check-general", "signboard-management"
ELEMENTS = ("basic", "scenarios", "members", "feeds", "papers", "aliases", "covers", "settles")
RESTAURANT = "start=2026-03-02&a-subject=company&a-size=normal&a-fire=general"


@pytest.fixture
def town(db):
    made = towns.build()
    made.bundle(KEY, SHOP)
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


@pytest.fixture
def he(as_):
    return as_("he")


def to(name, *args):
    return reverse(f"office:bundles:{name}", args=args)


def bundle(key=KEY):
    return Bundle.objects.get(key=key)


def draft(client, key=KEY):
    client.post(to("draft", bundle(key).pk))
    return BundleVersion.objects.get(bundle=bundle(key), state="draft")


def mended(client):
    """A draft in which the lint finds nothing that blocks."""
    version = draft(client)
    keep(client, version, "papers", **{"r-4-name": "与食品经营相适应的设备设施布局图、操作流程图"})
    return version


def keep(client, version, element, **changes):
    page = client.get(to("editor", version.pk, element))
    answer = client.post(to("editor", version.pk, element), fields(page) | changes)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return BundleVersion.objects.get(pk=version.pk).content


def text(answer):
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def test_every_page_opens_for_an_editor(he):
    version, current = draft(he), bundle().current_id
    pages = [
        to("index"),
        to("new"),
        to("bundle", bundle().pk),
        to("retirement", bundle().pk),
        to("dropping", version.pk),
        to("flow", current),
    ]
    pages += [to("version", one) for one in (version.pk, current)] + [
        to("editor", version.pk, one) for one in ELEMENTS
    ]
    pages += [to("look", one, look) for one in (version.pk, current) for look in ("plan", "papers", "form")]
    for page in pages:
        assert he.get(page).status_code == 200, page
    assert he.get(to("look", current, "nothing")).status_code == 404
    assert he.get(to("editor", version.pk, "nothing")).status_code == 404
    assert he.get(to("editor", current, "basic")).status_code == 302


@pytest.mark.parametrize("element", ELEMENTS)
def test_saving_what_was_not_changed_changes_nothing(he, element):
    for key in (KEY, SHOP):
        version = draft(he, key)
        assert keep(he, version, element) == version.content


def test_a_clerk_and_a_citizen_find_no_way_in(as_, town):
    assert as_("lin").get(to("index")).status_code == 403
    assert Client().get(to("index")).status_code in (302, 401, 403)
    sun = as_("sun")
    assert "起草新版" not in sun.get(to("bundle", bundle().pk)).content.decode()
    assert sun.post(to("draft", bundle().pk)).status_code == 403


def test_a_member_is_picked_ordered_and_made_conditional(he, town):
    version = draft(he)
    record = keep(he, version, "members", op="add", new="construction-permit")
    assert record["members"][-1]["item_id"] == "construction-permit" and record["members"][-1]["after"] == []
    n = len(record["members"]) - 1
    record = keep(
        he,
        version,
        "members",
        **{f"r-{n}-required": "1", f"r-{n}-after": [FOOD], f"r-{n}-when-fire": ["general"]},
    )
    assert record["members"][n] == {
        "item_id": "construction-permit", "after": [FOOD], "required": True, "when": {"fire": ["general"]}, "choice_group": None, "note": None,
    }  # fmt: skip
    record = keep(he, version, "members", op=f"up:{n}")
    assert record["members"][n - 1]["item_id"] == "construction-permit"


def test_a_member_that_goes_takes_its_arrows_feeds_and_papers_along(he):
    version = draft(he)
    n = [row["item_id"] for row in version.content["members"]].index("company-establishment")
    record = keep(he, version, "members", op=f"remove:{n}")
    assert "company-establishment" not in str(record["members"]) + str(record["feeds"]) + str(
        record["merged_materials"]
    )
    assert "individual-business-establishment" in record["members"][2]["after"]


def test_a_feed_is_picked_from_results_and_materials(he, town):
    version = draft(he)
    keep(he, version, "feeds", op="add")
    n = len(version.content["feeds"])
    material = town.version(FOOD).record["materials"][0]["name"]
    record = keep(
        he,
        version,
        "feeds",
        **{f"r-{n}-from": "company-establishment|营业执照", f"r-{n}-to": f"{FOOD}|{material}"},
    )
    assert record["feeds"][n] == {
        "from_item": "company-establishment",
        "result": "营业执照",
        "to_item": FOOD,
        "as_material": material,
    }


def test_a_question_of_the_bundle_answers_a_members_own(he, town):
    version = draft(he)
    own = town.version(FIRE).record["scenarios"]
    if not own:
        own = town.version(FOOD).record["scenarios"]
    item = FIRE if town.version(FIRE).record["scenarios"] else FOOD
    keep(he, version, "settles", op="add")
    record = keep(he, version, "settles", **{"r-0-key": "size", "r-0-to": f"{item}|{own[0]['key']}"})
    assert record["settles"] == [{"key": "size", "item_id": item, "question": own[0]["key"], "values": {}}]
    first = own[0]["options"][0]["value"]
    record = keep(he, version, "settles", **{"r-0-values.normal": first})
    assert record["settles"][0]["values"] == {"normal": first}
    assert "settles" not in keep(he, version, "settles", op="remove:0")


def test_a_merged_paper_says_who_uses_it(he):
    version = draft(he)
    keep(he, version, "papers", op="add")
    n = len(version.content["merged_materials"])
    record = keep(he, version, "papers", **{f"r-{n}-name": "健康证明", f"r-{n}-used_by": [FOOD]})
    assert record["merged_materials"][n]["name"] == "健康证明" and record["merged_materials"][n][
        "used_by"
    ] == [FOOD]


def test_aliases_and_covers_are_lines(he):
    version = draft(he)
    keep(he, version, "aliases", op="add")
    record = keep(he, version, "aliases", **{"r-0-name": "营业执照", "r-0-same": "执照\n主体资格证"})
    assert record["aliases"] == [{"name": "营业执照", "same": ["执照", "主体资格证"]}]
    keep(he, version, "covers", op="add")
    record = keep(he, version, "covers", **{"r-0-paper": "营业执照", "r-0-proves": "场所证明"})
    assert record["covers"] == [{"paper": "营业执照", "proves": ["场所证明"]}]


def test_a_draft_kept_elsewhere_is_not_overwritten(he):
    version = draft(he)
    page = fields(he.get(to("editor", version.pk, "basic")))
    keep(he, version, "basic", **{"f-note": "先改的"})
    answer = he.post(to("editor", version.pk, "basic"), page | {"f-note": "后改的"})
    assert answer.status_code == 409 and "后改的" in answer.content.decode()


def test_a_circle_is_told_and_blocks_the_way(he):
    version = draft(he)
    n = [row["item_id"] for row in version.content["members"]].index("individual-business-establishment")
    keep(he, version, "members", **{f"r-{n}-after": [FOOD]})
    assert "画不出先后图" in text(he.get(to("version", version.pk)))
    answer = he.get(to("look", version.pk, "plan") + "?" + RESTAURANT)
    assert answer.status_code in (200, 422)
    assert he.get(to("flow", version.pk)).status_code == 422


def test_a_bundle_goes_from_draft_to_force_by_two_people(he, as_):
    version = mended(he)
    keep(he, version, "basic", **{"f-committed_days": "30"})
    assert he.post(to("submission", version.pk)).status_code == 302
    assert "由您起草，要换一位" in text(he.get(to("version", version.pk)))
    assert he.post(to("publication", version.pk), {"worse_reason": "按单项时限改"}).status_code == 403
    hua = as_("hua")
    blank = hua.post(to("publication", version.pk))
    assert blank.status_code == 422 and "请写明理由" in text(blank)
    assert hua.post(to("publication", version.pk), {"worse_reason": "按单项时限改"}).status_code == 302
    assert bundle().current_id == version.pk
    assert "不利改动的理由：按单项时限改" in text(he.get(to("version", version.pk)))


def test_a_submitted_version_goes_back_and_a_draft_is_given_up(he, as_):
    version = mended(he)
    he.post(to("submission", version.pk))
    hua = as_("hua")
    assert hua.post(to("return", version.pk), {"reason": ""}).status_code == 422
    assert hua.post(to("return", version.pk), {"reason": "成员不全"}).status_code == 302
    assert he.post(to("dropping", version.pk)).status_code == 302
    assert BundleVersion.objects.get(pk=version.pk).state == "dropped"


def test_a_draft_with_an_unknown_member_says_where_to_mend_it(he, town):
    version = mended(he)
    Item.objects.filter(key=SIGN).update(retired_on=towns.BEGIN)
    towns.stamps.bump()
    answer = he.post(to("submission", version.pk))
    assert answer.status_code == 422
    assert f"{to('editor', version.pk, 'members')}?at=row-7#row-7" in answer.content.decode()
    assert "先改好这几处" in text(he.get(to("look", version.pk, "plan")))


def test_a_new_bundle_begins_with_its_name(he, town):
    assert he.post(to("new"), {"name": ""}).status_code == 422
    answer = he.post(
        to("new"), {"name": "开书店一件事", "category": "经营主体", "lead": town.departments["market"].pk}
    )
    version = BundleVersion.objects.get(bundle__name="开书店一件事")
    assert answer.headers["Location"] == to("editor", version.pk, "members")
    assert "至少列一项" in text(he.get(to("look", version.pk, "plan")))
    assert he.get(to("bundle", version.bundle_id)).status_code == 200


def test_a_bundle_is_retired_with_a_reason(he):
    assert he.post(to("retirement", bundle().pk), {"reason": ""}).status_code == 422
    assert he.post(to("retirement", bundle().pk), {"reason": "清单调整"}).status_code == 302
    assert "已停办" in text(he.get(to("index") + "?show=retired"))


def test_the_trial_gives_the_day_beside_the_promise(he):
    page = text(he.get(to("look", bundle().current_id, "plan") + "?" + RESTAURANT))
    assert "全部办好" in page and "比算出来的早" in page
    assert "公司设立登记" in page and "个体工商户设立登记" not in page.split("哪天办好")[1]


def test_the_trial_counts_papers_and_merges_the_form(he):
    papers = text(he.get(to("look", bundle().current_id, "papers") + "?" + RESTAURANT))
    assert "前一项的结果" in papers and "分开办要交" in papers
    form = text(he.get(to("look", bundle().current_id, "form") + "?" + RESTAURANT))
    assert re.search(r"\d+个栏目合成\d+个", form)


@pytest.mark.parametrize(
    "asked",
    ["start=never", "start=2999-01-01", "a-fire=nothing", "skip=nothing&g-food=nothing", "a-size=%00"],
)
def test_what_nobody_can_mean_is_told_or_left_aside(he, asked):
    assert he.get(to("look", bundle().current_id, "plan") + "?" + asked).status_code in (200, 422)


def test_pages_ask_the_database_a_fixed_number_of_times(he, django_assert_max_num_queries):
    version = draft(he)
    for page, most in (
        (to("index"), 14),
        (to("editor", version.pk, "members"), 18),
        (to("look", version.pk, "plan"), 22),
    ):
        he.get(page)
        with django_assert_max_num_queries(most):
            he.get(page)
