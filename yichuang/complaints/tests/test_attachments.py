"""Photos and papers of an order: tied to it alone, told in the chain by salted digest, seen by who reads the original."""

import json

import pytest

from tests.town import MONDAY, Town, build
from yichuang.complaints import acts, reading
from yichuang.complaints.models import Attachment, WorkOrder
from yichuang.complaints.tests.scenes import brought, photo, taken
from yichuang.ground.ids import uuid7
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import BadInput as Unlawful
from yichuang.law import complaints as law
from yichuang.materials.models import File


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def test_photos_come_with_an_order_and_stay_with_it(town: Town) -> None:
    bundle = uuid7()
    photo(town, bundle, 2)
    order = taken(town, bundle=bundle)
    assert [one.name for one in reading.files_of(order)] == ["附件1.png", "附件2.png"]
    with pytest.raises(WrongState, match="已经交过"):
        taken(town, bundle=bundle)
    assert Attachment.objects.count() == 2


def test_the_chain_tells_how_many_and_neither_what_nor_a_digest(town: Town) -> None:
    bundle = uuid7()
    photo(town, bundle)
    secret = "市场局审查岗收了别人的礼"
    taken(town, category="report", content=secret, about=town.departments["market"].pk, bundle=bundle)
    entry = Entry.objects.get(act="complaints.receive")
    assert json.loads(entry.payload)["files"] == 1
    for word in (secret[:6], "周先生", "13800000021", File.objects.get().sm3, File.objects.get().sha256):
        assert word not in entry.payload and word not in entry.private


def test_five_at_most_and_none_is_none(town: Town) -> None:
    order, bundle, more = brought(town, "dispatched"), uuid7(), uuid7()
    photo(town, bundle, law.FILES_MOST)
    photo(town, more)
    guo = town.actor("guo")
    acts.attach(order.pk, by=guo, at=MONDAY, bundle=bundle)
    with pytest.raises(BadInput, match="最多附5份"):
        acts.attach(order.pk, by=guo, at=MONDAY, bundle=more)
    with pytest.raises(BadInput, match="没有选"):
        acts.attach(order.pk, by=guo, at=MONDAY, bundle=uuid7())


def test_who_does_not_keep_it_adds_nothing_and_an_answered_one_takes_nothing(town: Town) -> None:
    order, bundle = brought(town, "dispatched"), uuid7()
    photo(town, bundle)
    with pytest.raises(NotYours):
        acts.attach(order.pk, by=town.actor("wu"), at=MONDAY, bundle=bundle)
    done = brought(town, "answered")
    with pytest.raises(WrongState):
        acts.attach(done.pk, by=town.actor("guo"), at=MONDAY, bundle=bundle)
    assert not Attachment.objects.exists()


def test_what_is_touched_on_a_machine_is_a_whole_sentence(town: Town) -> None:
    assert law.touched("complaint", "slow", "市场监督管理局").startswith(
        "拖着不办，过了期限。是市场监督管理局的事。"
    )
    with pytest.raises(Unlawful, match="从列表里选"):
        law.touched("complaint", "gift", "")
    assert all(kind in dict(law.CATEGORIES) for kind in law.TOUCHED)
    assert not WorkOrder.objects.exists()
