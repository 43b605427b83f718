"""All results of a thing in one letter: out, back, signed for; told once and paid once."""

from datetime import timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.models import Letter
from yichuang.bundles.tests.scenes import brought, drained, mailed, ready, received
from yichuang.cases.models import Case
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import NotYours, WrongState
from yichuang.journal.verify import verify

NEXT = MONDAY + timedelta(days=1)
LETTER = {"tracking": "EA1", "address": "示例区幸福路1号"}


@pytest.fixture
def town(db: None) -> Town:
    return build(keys=())


def templates() -> list[str]:
    told = Errand.objects.filter(kind="notice").values_list("args", flat=True)
    return [args.split('"template":"')[1].split('"')[0] for args in told if '"template":"' in args]


def test_everything_goes_out_in_one_letter_told_and_paid_once(town: Town) -> None:
    thing = mailed(town)
    rows = Case.objects.filter(thing=thing.pk)
    assert set(rows.values_list("tracking", "delivery", "state")) == {("EA1", "post", "ready")}
    assert templates().count("thing_posted") == 1 and "posted" not in templates()
    assert Errand.objects.filter(kind="postage").count() == 1


def test_what_is_signed_for_is_delivered_with_one_receipt(town: Town) -> None:
    thing = mailed(town)
    acts.sign_for(thing.pk, by=town.actor("yang"), at=NEXT, tracking="EA1", signed_by="陈秀英")
    assert set(Case.objects.filter(thing=thing.pk).values_list("state", flat=True)) == {"delivered"}
    assert Letter.objects.filter(thing=thing, kind="delivery").count() == 1
    drained(NEXT)
    assert verify().broken == []


def test_what_came_back_waits_at_the_window_and_goes_out_again(town: Town) -> None:
    thing, yang = mailed(town), town.actor("yang")
    acts.post_back(thing.pk, by=yang, at=NEXT, tracking="EA1", why="查无此人")
    assert set(Case.objects.filter(thing=thing.pk).values_list("tracking", flat=True)) == {""}
    assert templates().count("thing_came_back") == 1 and "came_back" not in templates()
    with pytest.raises(WrongState, match="邮件号"):
        acts.sign_for(thing.pk, by=yang, at=NEXT, tracking="EA1", signed_by="陈秀英")
    acts.post(thing.pk, by=yang, at=NEXT, tracking="EA2", address="示例区幸福路2号")
    assert Errand.objects.filter(kind="postage").count() == 2


def test_what_must_be_fetched_in_person_stays(town: Town) -> None:
    brought(town).rewrite("food-business-license-new", no_post=True)
    thing = ready(town)
    made = acts.post(thing.pk, by=town.actor("yang"), at=NEXT, **LETTER)
    assert len(made["posted"]) == 4 and "food-business-license-new" not in made["posted"]
    assert Case.objects.filter(thing=thing.pk, tracking="").count() == 1


def test_nothing_leaves_before_everything_is_there(town: Town) -> None:
    thing = received(brought(town))
    with pytest.raises(WrongState, match="一起领"):
        acts.post(thing.pk, by=town.actor("yang"), at=NEXT, **LETTER)


def test_only_the_issue_desk_posts_and_a_repeat_is_harmless(town: Town) -> None:
    thing = ready(town)
    with pytest.raises(NotYours):
        acts.post(thing.pk, by=town.actor("wu"), at=NEXT, **LETTER)
    for _ in range(2):
        acts.post(thing.pk, by=town.actor("yang"), at=NEXT, key="k", **LETTER)
    assert Entry.objects.filter(subject=thing.pk, act="bundles.post").count() == 1
