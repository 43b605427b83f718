"""The form's editor: pick from the library, order, word, make conditional; previewed at every door, published with the version."""

import pytest

from yichuang.catalogue import forms
from yichuang.catalogue.models import Version
from yichuang.doors.office.catalogue.tests.test_pages import FOOD, as_, draft, fields, item, to, town  # noqa: F401
from yichuang.doors.office.catalogue.views import form_looks

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(as_):  # noqa: F811
    return as_("he")


def keys(version):
    return [row["element"] for row in Version.objects.get(pk=version.pk).content.get("form") or ()]


def keep(client, version, **change):
    page = client.get(to("editor", version.pk, "form"))
    return client.post(to("editor", version.pk, "form"), {**fields(page), **change})


def test_the_packaged_form_is_laid_out_and_kept_only_when_saved(he):
    version = draft(he)
    page = he.get(to("editor", version.pk, "form")).content.decode()
    assert "经营场所：经营场所面积" in page
    assert "空着就是：写使用面积。" in page
    assert keys(version) == []
    keep(he, version)
    rows = Version.objects.get(pk=version.pk).content["form"]
    assert {row["element"] for row in rows} == {row["element"] for row in forms.rows_of({**version.content})}
    assert {"element": "place_area"} in rows


def test_a_row_is_picked_from_the_library_worded_and_taken_away(he):
    version = draft(he)
    keep(he, version, op="add", new="place_owner")
    n = keys(version).index("place_owner")
    keep(he, version, **{f"r-{n}-label": "房东", f"r-{n}-required": "0", f"r-{n}-when-same_address": ["no"]})
    row = Version.objects.get(pk=version.pk).content["form"][n]
    assert row == {"element": "place_owner", "label": "房东", "required": False, "when": {"same_address": ["no"]}}  # fmt: skip
    page = he.get(to("editor", version.pk, "form")).content.decode()
    assert "申请表：加上“房东（经营场所，可以不填）”" in page
    keep(he, version, op=f"remove:{n}")
    assert "place_owner" not in keys(version)


def test_a_row_moves_in_its_group_and_a_group_at_its_edge(he):
    version = draft(he)
    keep(he, version)
    before = keys(version)
    n = before.index("place_area")
    keep(he, version, op=f"up:{n}")
    assert keys(version)[n - 1 : n + 1] == [before[n], before[n - 1]]
    first = before.index("rep_name")
    keep(he, version, op=f"up:{first}")
    assert keys(version)[0] == "rep_name"


def test_what_is_wrong_is_told_at_its_place_and_stops_the_submission(he):
    version = draft(he)
    keep(he, version, **{"r-0-label": "名称,全称"})
    page = he.get(to("editor", version.pk, "form")).content.decode()
    assert "用了半角标点，改成全角" in page
    assert he.post(to("submission", version.pk)).status_code == 422


@pytest.mark.parametrize("look", form_looks.LOOKS)
def test_a_draft_is_looked_at_as_every_door_shows_it(he, look):
    version = draft(he)
    keep(he, version, op="add", new="place_owner")
    page = he.get(to("preview", version.pk, look)).content.decode()
    assert "场所产权人" in page
    asked = he.get(to("preview", version.pk, look) + "?a-warehouse=no&a-project=sales").content.decode()
    assert "仓库面积" in page
    assert "仓库面积" not in asked


def test_the_form_goes_with_its_version_to_whoever_publishes(he, as_):  # noqa: F811
    version = draft(he, "marriage-registration")
    keep(he, version, op="add", new="spouse_phone")
    he.post(to("submission", version.pk))
    page = as_("hua").get(to("version", version.pk)).content.decode()
    assert "申请表：加上“配偶手机号码（家庭情况）”" in page
    as_("hua").post(to("publication", version.pk), {"worse_reason": "登记前要联系双方"})
    current = item("marriage-registration").current
    assert "spouse_phone" in [row["element"] for row in current.content["form"]]
