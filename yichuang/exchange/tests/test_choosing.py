"""By which channel a notice goes: what the person chose, else the telephone, else their own messages; all of it visible."""

import json
from datetime import timedelta

import pytest

from tests.town import MONDAY
from yichuang.exchange import acts as exchange
from yichuang.exchange.models import Message, Preference
from yichuang.exchange.notices import CASELESS, TEXTS, TITLES, plain_text, text_of, title_of
from yichuang.journal import errands
from yichuang.journal.actor import Actor
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import wording


def me(account):
    return Actor("applicant", account.region, "申请人", account=account.pk)


def drain(at):
    while errands.drain(at):
        pass


def asked(account):
    args = {
        "template": "question_in",
        "account": str(account.pk),
        "number": "ZX2026030200001",
        "due": "2026-03-05",
    }
    Errand.objects.create(
        region=account.region,
        kind="notice",
        key="k1",
        args=json.dumps(args),
        made_at=MONDAY,
        not_before=MONDAY,
    )


def test_by_default_it_goes_to_the_telephone_and_stands_in_the_house_too(town, gateways):
    account = town.account()
    asked(account)
    drain(MONDAY)
    told = Message.objects.get(account=account.pk)
    assert (told.channel, told.to, told.template) == ("sms", "138****0000", "question_in")
    assert len(gateways["sms"].requests) == 1 and told.read_at is None


def test_a_chosen_channel_is_used(town, gateways):
    account = town.account()
    exchange.prefer(account.pk, by=me(account), at=MONDAY, channel="email", email="chen@mail.example")
    asked(account)
    drain(MONDAY)
    assert gateways["email"].mails and not gateways["sms"].requests
    assert Message.objects.get(account=account.pk).to == "c***@mail.example"


def test_a_chosen_channel_that_fails_gives_way_to_the_telephone(town, gateways):
    account = town.account()
    exchange.prefer(account.pk, by=me(account), at=MONDAY, channel="wechat", wechat="oABCDEFGHIJKLMNOPQRSTUV")
    gateways["wechat"].answers = [(200, {"errcode": 45009, "access_token": "T"})]
    asked(account)
    at, one = MONDAY, Errand.objects.filter(kind="notice")
    for _ in range(5):
        drain(at)
        at = one.get().not_before + timedelta(seconds=1)
    assert one.get().state == "confirmed" and Message.objects.get(account=account.pk).channel == "sms"


def test_a_gateway_that_is_down_leaves_the_notice_waiting_and_readable(town, gateways):
    account = town.account()
    gateways["sms"].answers = [(500, {})]
    asked(account)
    drain(MONDAY)
    one = Errand.objects.get(kind="notice")
    assert one.state == "failed" and "渠道 sms 不通" in one.trouble
    kept = Message.objects.get(account=account.pk)
    assert kept.sent_at is None and kept.text.startswith("【政务服务】您问的已收到")
    gateways["sms"].answers = [(200, {})]
    drain(one.not_before)
    assert Message.objects.get(account=account.pk).sent_at is not None and Message.objects.count() == 1


def test_without_a_telephone_it_stays_in_the_house(town, gateways):
    account = town.account(phone="")
    asked(account)
    drain(MONDAY)
    assert Message.objects.get(account=account.pk).channel == "insite" and not gateways["sms"].requests


def test_nobody_chooses_for_another_and_an_address_has_its_form(town, gateways):
    account = town.account()
    with pytest.raises(NotThere):
        exchange.prefer(account.pk, by=town.chen, at=MONDAY, channel="sms")
    with pytest.raises(BadInput, match="电子邮箱"):
        exchange.prefer(account.pk, by=me(account), at=MONDAY, channel="email", email="chen@")
    with pytest.raises(BadInput):
        exchange.prefer(account.pk, by=me(account), at=MONDAY, channel="filedrop")
    assert not Preference.objects.exists()


def test_addresses_are_locked_and_looking_marks_as_read(town, gateways):
    account = town.account()
    exchange.prefer(account.pk, by=me(account), at=MONDAY, channel="email", email="chen@mail.example")
    assert "chen" not in Preference.objects.get().email
    asked(account)
    drain(MONDAY)
    assert exchange.mark_seen(account.pk, by=me(account), at=MONDAY) == 1


@pytest.mark.parametrize("template", sorted(TEXTS | CASELESS))
def test_every_notice_has_a_short_head_and_no_vague_word(template):
    assert template in TITLES and len(title_of(template)) <= 20
    assert not wording.lint("condition", (TEXTS | CASELESS)[template]).hard


@pytest.mark.parametrize("template", sorted(CASELESS))
def test_a_notice_about_no_case_is_a_whole_sentence(template):
    facts = {
        "number": "ZX2026030200001",
        "due": "2026-03-05",
        "to": "12345",
        "body": "市场监督管理局",
        "item": "食品经营许可",
        "on": "3月2日",
        "answer": "加开了窗口。",
        "code": "7K4M-29PX",
        "why": "现场在外地",
        "word": "督办",
        "sign": "3月3日",
    }
    text = plain_text(template, facts)
    assert text.startswith("【政务服务】") and text.endswith("。") and "{" not in text


def test_the_link_to_the_rating_names_the_case_by_its_code_and_the_channel():
    facts = {
        "due_on": None, "promised_due_on": None, "statutory_due_on": None, "query_code": "7K4M29PX", "item": "公司设立登记"
    }  # fmt: skip
    assert "/p/7K4M29PX/rating?channel=6" in text_of("rate", facts, {})
