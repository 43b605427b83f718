"""Who sees which part: each administrator the own one, heads their own organ."""

import pytest
from django.urls import reverse

from yichuang.doors.office.people.frame import PARTS
from yichuang.ground.now import today
from yichuang.people.models import Delegation

WHO = {"xi": "sysadmin", "an": "secadmin", "ji": "audadmin", "gao": "head", "luo": "government"}
STRANGERS = ["lin", "wu", "sun", "he", "guo", "dao"]


def pages(part, town):
    keys = {
        "hall": town.hall.pk,
        "organisation": town.departments["market"].pk,
        "person": town.people["wu"].pk,
    }
    keys |= {
        "holding": town.people["wu"].holdings.get().pk,
        "zone": town.window.zone_id,
        "window": town.window.pk,
    }
    wanted = {
        "organisations": [("organisations",), ("organisation", "organisation")],
        "persons": [("persons",), ("person", "person")],
        "posts": [("posts",)],
        "lent": [("lent",)],
        "systems": [("systems",), ("token_new",)],
        "halls": [("halls",), ("hall_new",), ("hall", "hall"), ("hall_edit", "hall"), ("zone_new", "hall"), ("zone", "hall", "zone"),
                  ("window_new", "hall"), ("window", "hall", "window"), ("seat", "hall")],
        "visits": [("visits",)],
        "records": [("records",)],
    }[part]  # fmt: skip
    return [
        reverse(f"office:people:{name}", args=[keys[key] for key in key_names]) for name, *key_names in wanted
    ]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_opens_to_its_posts_only(town, inside, part, who):
    client = inside(who)
    for path in pages(part.name, town):
        assert client.get(path).status_code == (200 if WHO[who] in part.posts else 403), path


@pytest.mark.parametrize("who", STRANGERS)
def test_other_posts_see_nothing_of_it(town, inside, who):
    client = inside(who)
    for path in [
        reverse("office:people:index"),
        *(path for part in PARTS for path in pages(part.name, town)),
    ]:
        assert client.get(path).status_code == 403, path


def test_the_first_page_leads_to_the_own_parts(inside):
    page = inside("ji").get("/office/people/").content.decode()
    assert "登录记录" in page and "变动留痕" in page and "任命，免职" not in page


def test_a_head_sees_the_own_organ_and_changes_nothing(town, inside):
    client = inside("gao")
    posts = client.get("/office/people/posts/").content.decode()
    assert "吴强" in posts and "郑勇" not in posts and "免职" not in posts
    tree = client.get("/office/people/organisations/").content.decode()
    assert "市场监督管理局" in tree and "消防救援大队" not in tree and "建一个机构" not in tree
    other = town.departments["fire"].pk
    assert client.get(f"/office/people/organisations/{other}/").status_code == 404
    assert (
        client.post(
            "/office/people/organisations/new/", {"name": "某局", "kind": "department", "area": "189901"}
        ).status_code
        == 403
    )
    held = town.people["wu"].holdings.get()
    assert (
        client.post(f"/office/people/holdings/{held.pk}/dismissal/", {"ends_on": today()}).status_code == 403
    )


def test_a_head_takes_back_the_own_delegation_only(town, inside):
    from tests.town import MONDAY
    from yichuang.people import acts

    given = {
        "document": "示例授权书",
        "starts_on": MONDAY.date(),
        "ends_on": today().replace(year=today().year + 1),
    }
    for who, to in (("gao", "wu"), ("sun", "wu"), ("feng", "zheng")):
        acts.delegate(by=town.actor(who), at=MONDAY, post=town.posts[who].pk, to=town.people[to].pk, **given)
    own, colleague, other = Delegation.objects.order_by("id")
    client = inside("gao")
    answers = [
        client.post(f"/office/people/delegations/{row.pk}/ending/").status_code
        for row in (own, colleague, other)
    ]
    assert answers == [302, 403, 404]
    assert Delegation.objects.exclude(ended_on=None).get() == own


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("gao", "organisations/new/"),
        ("luo", "organisations/new/"),
        ("luo", "posts/appointment/"),
        ("luo", "leaves/new/"),
        ("an", "persons/new/"),
        ("xi", "persons/{}/password/"),
    ],
)
def test_who_may_only_look_has_no_form(town, inside, who, path):
    for answer in (inside(who).get, inside(who).post):
        assert answer(f"/office/people/{path.format(town.people['wu'].pk)}").status_code == 403


@pytest.mark.parametrize("key", [0, 999_999, 2**63, 2**70])
@pytest.mark.parametrize(
    "path",
    ["organisations/{}/", "persons/{}/", "halls/{}/", "organisations/{}/ending/", "persons/{}/password/"],
)
def test_a_forged_number_is_not_there(inside, path, key):
    who = "an" if "password" in path else "xi"
    assert inside(who).get(f"/office/people/{path.format(key)}").status_code == 404
