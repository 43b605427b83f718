"""The written lists: who may write them, what fits, how full they are, and that they end."""

from datetime import date

import pytest

from yichuang.catalogue import acts, lists, mandates
from yichuang.catalogue.models import Authorisation, Entrustment, Item
from yichuang.catalogue.tests.cast import AT, FOOD, REGION, item, load, person
from yichuang.halls.models import Hall, Window, Zone
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.people.models import Organisation, Post

pytestmark = pytest.mark.django_db
TODAY, BEFORE = date(2026, 3, 2), date(2026, 3, 1)
PAPER = "示市监〔2026〕1号"


@pytest.fixture
def gao(db):
    """The head of market supervision."""
    load(FOOD, "company-establishment", "marriage-registration")
    return person("gao", "head", Organisation.objects.get(name="市场监督管理局"))


def post(kind, actor):
    return Post.objects.create(region=REGION, organisation_id=actor.organisation, kind=kind, title=kind)


def authorise(gao, decision="approve", kind="approver", key=FOOD, **more):
    row = {"item": str(item(key).pk), "decision": decision, "post": post(kind, gao).pk}
    return acts.authorise(by=gao, at=AT, rows=[row], document=PAPER, **more)


def test_an_authorisation_holds_from_its_day(gao):
    authorise(gao)
    row = Authorisation.objects.get()
    asked = (stamps.current(), item().pk, "approve", row.post_id)
    assert mandates.authorised(*asked, TODAY) and not mandates.authorised(*asked, BEFORE)


def test_the_same_row_is_written_once(gao):
    row = {"item": str(item().pk), "decision": "approve", "post": post("approver", gao).pk}
    assert acts.authorise(by=gao, at=AT, rows=[row, row], document=PAPER)["added"] == 1
    assert acts.authorise(by=gao, at=AT, rows=[row], document=PAPER)["added"] == 0


def test_a_revoked_authorisation_ends_today(gao):
    authorise(gao)
    row = Authorisation.objects.get()
    acts.revoke(by=gao, at=AT, authorisations=[row.pk], reason="岗位调整")
    assert not mandates.authorised(stamps.current(), item().pk, "approve", row.post_id, TODAY)


def test_a_head_writes_only_the_own_list(gao):
    with pytest.raises(NotYours, match="民政局"):
        authorise(gao, key="marriage-registration")
    assert not Authorisation.objects.exists()


@pytest.mark.parametrize(
    ("decision", "kind"),
    [("approve", "reviewer"), ("review", "clerk"), ("extend", "approver"), ("sign", "approver")],
)
def test_a_decision_goes_to_a_post_that_can_take_it(gao, decision, kind):
    with pytest.raises(BadInput):
        authorise(gao, decision, kind)


def test_a_list_needs_its_document_and_days_in_order(gao):
    with pytest.raises(BadInput, match="授权文件"):
        acts.authorise(
            by=gao,
            at=AT,
            rows=[{"item": str(item().pk), "decision": "approve", "post": post("approver", gao).pk}],
            document=" ",
        )
    with pytest.raises(BadInput, match="结束日期"):
        authorise(gao, starts_on=TODAY, ends_on=TODAY)


def test_how_full_the_list_is_counts_items_with_a_decider(gao):
    authorise(gao)
    full = lists.fullness(REGION, TODAY)
    assert (full.authorised, full.resident, full.rate) == (1, 3, "33.3%")
    assert item("marriage-registration") in full.missing


def test_a_reviewer_alone_does_not_fill_the_list(gao):
    authorise(gao, "review", "reviewer")
    assert lists.fullness(REGION, TODAY).authorised == 0


def entrust(by, **more):
    hall = Hall.objects.get()
    return acts.entrust(
        by=by,
        at=AT,
        items=[str(i.pk) for i in Item.objects.filter(department_id=by.organisation)],
        hall=hall.pk,
        document=PAPER,
        **more,
    )


def test_items_are_entrusted_to_a_window_and_the_entrustment_ends(gao):
    zone = Zone.objects.get(name="商事登记")
    seat = Window.objects.create(zone=zone, number=3, name="3号窗")
    assert entrust(gao, window=seat.pk)["added"] == 2
    asked = (item().pk, zone.hall_id, seat.pk, TODAY)
    assert mandates.entrusted(stamps.current(), *asked) == (True, False)
    acts.end_entrustment(by=gao, at=AT, entrustments=[row.pk for row in Entrustment.objects.all()])
    assert mandates.entrusted(stamps.current(), *asked) == (False, False)


def test_an_entrustment_is_written_once(gao):
    entrust(gao)
    assert entrust(gao)["added"] == 0


def test_another_departments_items_are_not_entrusted(gao):
    with pytest.raises(NotYours):
        acts.entrust(
            by=gao,
            at=AT,
            items=[item("marriage-registration").pk],
            hall=Hall.objects.get().pk,
            document=PAPER,
        )


def test_places_must_belong_together(gao):
    with pytest.raises(NotThere):
        acts.entrust(by=gao, at=AT, items=[item().pk], hall=99, document=PAPER)
    with pytest.raises(BadInput):
        entrust(gao, window=99)
    with pytest.raises(BadInput):
        acts.entrust(by=gao, at=AT, items=[], hall=Hall.objects.get().pk, document=PAPER)
    with pytest.raises(NotThere):
        acts.entrust(by=gao, at=AT, items=["x"], hall=Hall.objects.get().pk, document=PAPER)


def test_printed_lists_hold_what_is_in_force(gao):
    authorise(gao)
    entrust(gao, refusal=True)
    assert lists.authorisations(REGION, TODAY).count() == 1
    assert lists.entrustments(REGION, TODAY, department=gao.organisation).count() == 2
    assert not lists.authorisations(REGION, TODAY, item=item("marriage-registration").pk).exists()
