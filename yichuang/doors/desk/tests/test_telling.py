"""Told once at the desk: each department says for its part, the lead sees the one notice and sends it, or everything is accepted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.town import MONDAY, build
from yichuang.bundles.models import Demand, Finding, Notice, Thing, Visit
from yichuang.bundles.tests.scenes import brought, called, missing, on_line, part, received, said
from yichuang.doors.desk.views import telling, visiting
from yichuang.doors.desk.views import things as views

LICENCE, FOOD, FIRE = (
    "individual-business-establishment",
    "food-business-license-new",
    "fire-safety-check-general",
)


@pytest.fixture
def town(db):
    return brought(build(keys=()))


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    def on(days):
        for module in (telling, visiting, views):
            monkeypatch.setattr(module, "now", lambda: MONDAY + timedelta(days=days))

    on(0)
    return on


def papers_of(thing, key=FOOD):
    return reverse("desk:thing_papers", args=[thing.pk, key])


def sent(client, address, **values):
    return client.post(address, {"idempotency_key": "k", **values})


def place_of(client, thing, name):
    page = client.get(papers_of(thing)).context["papers"]
    return next(one.place for one in page if one.name == name)


def test_the_thing_waits_in_the_departments_inbox(town, enter):
    thing = on_line(town)
    page = enter("zheng").get(reverse("desk:things") + "?box=say").content.decode()
    assert thing.filing_number in page
    shown = enter("zheng").get(reverse("desk:thing", args=[thing.pk])).content.decode()
    assert papers_of(thing, FIRE) in shown and papers_of(thing) not in shown


def test_a_department_says_what_is_missing_with_its_reason(town, enter):
    thing = on_line(town)
    name, wu = missing(thing)[0]["paper"], enter("wu")
    place = place_of(wu, thing, name)
    more = sent(wu, papers_of(thing), **{f"p{place}": "2", "do": "more"}).content.decode()
    assert f"p{place}-page" in more and not Demand.objects.exists()
    answer = sent(wu, papers_of(thing), **{f"p{place}": "2", f"p{place}-page": "3", "do": "ask"})
    assert answer.status_code == 302
    demand = Demand.objects.get()
    assert demand.asked()[0]["paper"] == name and "第 3 页看不清" in demand.asked()[0]["sentence"]
    again = sent(wu, papers_of(thing), **{f"p{place}": "2", f"p{place}-page": "3", "do": "ask"})
    assert again.status_code == 302 and Demand.objects.count() == 1
    assert "每个部门只说一次" in wu.get(papers_of(thing)).content.decode()


def test_nothing_missing_and_contradictions(town, enter):
    thing, wu = on_line(town), enter("wu")
    assert sent(wu, papers_of(thing), p0="1", do="nothing").status_code == 422
    refused = sent(wu, papers_of(thing), do="ask")
    assert refused.status_code == 422 and "还没有选" in refused.content.decode()
    assert sent(wu, papers_of(thing), do="nothing").status_code == 302
    assert Demand.objects.get().lines == "[]"


def test_another_departments_part_is_refused(town, enter):
    thing, zheng = on_line(town), enter("zheng")
    zheng.raise_request_exception = False
    assert zheng.get(papers_of(thing)).status_code == 403
    assert sent(zheng, papers_of(thing), do="nothing").status_code == 403
    assert zheng.get(reverse("desk:thing_notice", args=[thing.pk])).status_code == 403


def test_after_the_day_it_is_closed(town, enter, monday):
    thing = on_line(town)
    monday(9)
    assert "日子过了" in enter("wu").get(papers_of(thing)).content.decode()


def test_the_lead_sees_who_has_said_and_sends_the_one_notice(town, enter):
    thing, wu = on_line(town), enter("wu")
    here = reverse("desk:thing_notice", args=[thing.pk])
    assert "还没有说" in wu.get(here).content.decode()
    assert sent(wu, here, do="notice").status_code == 409
    said(town, thing, {FOOD: missing(thing, FOOD), LICENCE: missing(thing, LICENCE)})
    page = wu.get(here).content.decode()
    assert missing(thing)[0]["paper"] in page and "发这一张通知" in page
    assert sent(wu, here, do="accept").status_code == 409
    assert client_sends(wu, here, do="notice", idempotency_key="n").status_code == 302
    assert client_sends(wu, here, do="notice", idempotency_key="n").status_code == 302
    assert Notice.objects.count() == 1 and Thing.objects.get(pk=thing.pk).state == "correcting"


def client_sends(client, address, **values):
    return client.post(address, values)


def test_the_lead_accepts_when_the_day_is_over(town, enter, monday):
    thing = on_line(town)
    monday(7)
    wu, here = enter("wu"), reverse("desk:thing_notice", args=[thing.pk])
    assert "全部受理" in wu.get(here).content.decode()
    assert sent(wu, here, do="accept").status_code == 302
    assert Thing.objects.get(pk=thing.pk).state == "going"


def test_the_lead_calls_one_visit_and_those_who_go_see_the_address(town, enter):
    thing = received(town)
    wu, here = enter("wu"), reverse("desk:visit_new", args=[thing.pk])
    values = {"items": [FOOD, FIRE], "on": "2026-03-02", "half": "am", "place": "店门口"}
    refused = wu.post(here, {**values, "items": [FOOD]})
    assert refused.status_code == 422 and "店门口" in refused.content.decode()
    assert wu.post(here, {**values, "on": ""}).status_code == 422
    assert wu.post(here, values).status_code == 302
    visit = Visit.objects.get()
    page = enter("zheng").get(reverse("desk:visit", args=[thing.pk, visit.pk])).content.decode()
    assert "示例区幸福路1号" in page and "店门口" in page
    others = enter("bai")
    others.raise_request_exception = False
    assert others.get(reverse("desk:visit", args=[thing.pk, visit.pk])).status_code == 404


def test_each_department_says_what_it_found_once(town, enter):
    thing, visit = called(town)
    here, zheng = reverse("desk:visit", args=[thing.pk, visit]), enter("zheng")
    refused = zheng.post(here, {"part": FIRE, "passed": "no", "text": ""})
    assert refused.status_code == 422 and "不通过的，请写明" in refused.content.decode()
    assert zheng.post(here, {"part": FIRE}).status_code == 422
    assert zheng.post(here, {"part": FOOD, "passed": "yes"}).status_code == 403
    assert zheng.post(here, {"part": FIRE, "passed": "no", "text": "通道堵了"}).status_code == 302
    assert Finding.objects.get(part=part(thing, FIRE)).passed is False
    assert "通道堵了" in enter("wu").get(here).content.decode()
    assert zheng.post(here, {"part": FIRE, "passed": "yes"}).status_code == 409


def test_a_filed_case_of_a_thing_leads_to_its_papers(town, enter):
    thing = on_line(town)
    case = part(thing, LICENCE).case_id
    answer = enter("wu").get(reverse("desk:acceptance", args=[case]))
    assert answer.status_code == 302 and answer["Location"] == papers_of(thing, LICENCE)
