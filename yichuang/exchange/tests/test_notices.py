"""Notices go out once each, wait visibly while the channel is down, and are given up only when nothing helps."""

import json
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from tests import town as towns
from tests.town import MONDAY
from yichuang.exchange.models import Message
from yichuang.exchange.notices import TEXTS, text_of
from yichuang.journal import errands
from yichuang.journal.models import Errand

DAY = timedelta(days=1)


def notices():
    return Errand.objects.filter(kind="notice").order_by("id")


def drain(at):
    while errands.drain(at):
        pass


def block(outbox):
    """Take the channel down: a file lies where its folder should be."""
    outbox.folder.write_text("")


def test_each_notice_goes_out_once_and_is_kept_as_sent(town, outbox):
    case = town.case(upto="decided")
    drain(MONDAY + DAY)
    drain(MONDAY + 2 * DAY)
    keys = list(notices().values_list("key", flat=True))
    assert [line["key"] for line in outbox()] == keys and len(keys) >= 2
    assert set(notices().values_list("state", flat=True)) == {"confirmed"}
    told = Message.objects.get(template="accepted")
    code = f"{case.query_code[:4]}-{case.query_code[4:]}"
    assert (
        told.subject == case.pk
        and told.text == f"【政务服务】公司设立登记：已受理。2026年3月3日（周二）前办结。查询码{code}"
    )


def test_an_errand_done_before_is_confirmed_and_not_sent_again(town, outbox):
    town.case()
    drain(MONDAY)
    sent = len(outbox())
    notices().update(state="waiting", ended_at=None, held_until=None)
    drain(MONDAY + DAY)
    assert len(outbox()) == sent and set(notices().values_list("state", flat=True)) == {"confirmed"}


def test_a_channel_down_for_a_day_holds_nothing_for_ever(town, outbox):
    for _ in range(3):
        town.case()
    block(outbox)
    at, tries = MONDAY, 0
    while at < MONDAY + DAY:
        errands.drain(at)
        tries += 1
        one = notices().first()
        assert (one.state, one.held_until) == ("failed", None) and "filedrop 不通" in one.trouble
        assert one.not_before - at <= timedelta(hours=1)
        at = one.not_before
    assert tries < 60
    assert errands.alarms(at) == {"stuck": notices().count(), "given_up": 0}
    assert errands.oldest(at + timedelta(minutes=5)) >= 300
    outbox.folder.unlink()
    drain(at)
    assert set(notices().values_list("state", "trouble")) == {("confirmed", "")}
    assert Counter(line["key"] for line in outbox()).most_common(1)[0][1] == 1
    assert errands.alarms(at) == {"stuck": 0, "given_up": 0}


def test_one_that_stays_down_is_given_up_after_some_days_and_sent_by_the_button(town, outbox):
    town.case()
    block(outbox)
    at = MONDAY
    while notices().filter(state__in=["waiting", "failed"]).exists():
        errands.drain(at)
        at = max(at, notices().first().not_before)
    assert 3 * DAY <= at - MONDAY <= 5 * DAY and errands.alarms(at)["given_up"] == notices().count()
    outbox.folder.unlink()
    drain(at + DAY)
    assert outbox() == []
    for one in notices():
        errands.retry(by=town.actor("xi"), at=at, errand=one.pk)
    drain(at)
    assert len(outbox()) == notices().count() and set(notices().values_list("state", flat=True)) == {
        "confirmed"
    }


def test_a_notice_nobody_can_write_is_given_up_at_once_and_holds_up_no_other(town, outbox):
    town.case()
    asked = {"template": "nope", "case": str(notices().first().subject)}
    Errand.objects.create(
        region="189901", kind="notice", key="odd", args=json.dumps(asked), made_at=MONDAY, not_before=MONDAY
    )
    drain(MONDAY)
    odd = notices().get(key="odd")
    assert odd.state == "given_up" and "nope" in odd.trouble
    assert set(notices().exclude(key="odd").values_list("state", flat=True)) == {"confirmed"}


@pytest.mark.parametrize("template", sorted(TEXTS))
def test_every_notice_is_a_sentence_with_the_query_code(template):
    facts = dict.fromkeys(("item", "department", "hall"), "示例") | {
        "due_on": datetime(2026, 3, 3, tzinfo=UTC).date(),
        "promised_due_on": None,
        "statutory_due_on": None,
        "query_code": "ABCD2345",
    }
    args = {
        "count": 2,
        "left": 1,
        "due": "2026-03-03",
        "name": "专家评审",
        "days": 10,
        "tracking": "EX1",
        "to": "上级机关",
        "amount": "30.00",
        "receiver": "示例区财政局",
    }
    text = text_of(template, facts, args)
    assert text.startswith("【政务服务】示例：") and text.endswith("。查询码ABCD-2345") and "{" not in text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_never_send_a_notice_twice(outbox):
    town = towns.build(keys=("company-establishment",))
    for _ in range(25):
        town.case()
    gate, done = threading.Barrier(2), []

    def work():
        try:
            gate.wait(10)
            while taken := errands.drain(MONDAY + DAY, batch=4):
                done.append(taken)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [line["key"] for line in outbox()]
    assert len(keys) == len(set(keys)) == notices().count() >= 25
    assert sum(done) == Errand.objects.count()
    assert not Errand.objects.exclude(state="confirmed").exclude(kind__in=["freeze"]).exists()
