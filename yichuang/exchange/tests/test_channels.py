"""What every channel of notices promises, whichever pages lie in the folder, against real servers on the loopback."""

import json

import pytest

from yichuang.exchange import channels
from yichuang.exchange.channels import Outgoing, Whom, sms
from yichuang.journal.errands import Trouble

CHEN = Whom("13800000001", "chen@mail.example", "oABCDEFGHIJKLMNOPQRSTUV", "a1")
SENT = [
    Outgoing("k1", "13800000001", "【政务服务】已受理。查询码ABCD-EFGH", CHEN, "已受理", "http://zw.example/p/ABCDEFGH"),
    Outgoing("k2", "13800000002", "【政务服务】换行\n“引号”㛃雪", CHEN),
    Outgoing("k3", "0189-1234567", "字" * 500, CHEN),
]  # fmt: skip
OUTSIDE = ("sms", "wechat")


@pytest.fixture(params=sorted(channels.found()))
def channel(request, gateways):
    return request.param


def test_a_channel_says_what_became_of_each_notice(channel):
    assert channels.send(channel, SENT) == dict.fromkeys(("k1", "k2", "k3"), "confirmed")


def test_nothing_to_send_is_no_trouble(channel):
    assert channels.send(channel, []) == {}


def test_a_channel_has_a_name_and_tells_whether_it_is_set_up(channel):
    page = channels.found()[channel]
    assert page.NAME and page.ready() is True and isinstance(page.address(Whom()), str)


def test_without_settings_only_what_needs_none_is_ready():
    assert set(channels.ready()) == {"filedrop", "insite"}


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("answer", [(500, {}), (503, b""), (429, {}), (200, b"<html>"), (200, {}, 2)])
def test_a_gateway_in_trouble_is_down_and_keeps_no_secret_in_the_words(gateways, name, answer):
    gateways[name].answers = [answer]
    with pytest.raises(channels.Down) as told:
        channels.send(name, SENT[:1])
    assert told.value.gone == {} and "s3cret" not in str(told.value) and "127.0.0.1" not in str(told.value)


def test_a_gateway_that_dies_in_the_batch_keeps_what_went_out(gateways):
    gateways["sms"].answers = [(200, {}), (500, {})]
    with pytest.raises(channels.Down) as told:
        channels.send("sms", SENT)
    assert told.value.gone == {"k1": "confirmed"}


def test_what_the_gateway_refuses_for_ever_is_not_tried_again(gateways):
    gateways["sms"].answers = [(422, {})]
    answer = channels.send("sms", SENT[:1])["k1"]
    assert isinstance(answer, Trouble) and answer.final


def test_a_redirect_is_not_followed(gateways):
    gateways["sms"].answers = [(302, {})]
    assert isinstance(channels.send("sms", SENT[:1])["k1"], Trouble)


def test_the_short_message_is_signed_and_bears_the_gateways_names(gateways, settings):
    update = {"sms_fields": "mobile=phone,content=text,sign='政务',id=key", "sms_done": "code=0"}
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update=update)
    gateways["sms"].answers = [(200, {"code": 0}), (200, {"code": 7, "msg": "余额不足"})]
    answers = channels.send("sms", SENT[:2])
    _, head, body = gateways["sms"].requests[0]
    assert json.loads(body) == {"mobile": "13800000001", "content": SENT[0].text, "sign": "政务", "id": "k1"}
    assert (
        head["X-Signature"] == sms.sign("s3cret", head["X-Timestamp"], body)
        and head["Idempotency-Key"] == "k1"
    )
    assert answers["k1"] == "confirmed" and "余额不足" in answers["k2"].sentence


def test_mail_bears_title_text_and_page_and_a_refused_address_is_final(gateways):
    nobody = Outgoing("k9", "", "一句", Whom(email="nobody@mail.example"))
    answers = channels.send("email", [SENT[0], nobody])
    (to, text), *_ = gateways["email"].mails
    assert to == ["chen@mail.example"] and "Message-ID: <k1@zw.example>" in text
    assert answers["k1"] == "confirmed" and answers["k9"].final


def test_a_mail_server_that_is_away_is_down(gateways):
    gateways["email"].shutdown()
    gateways["email"].server_close()
    with pytest.raises(channels.Down):
        channels.send("email", SENT[:1])


def test_wechat_asks_for_a_new_token_when_the_old_one_is_over(gateways):
    chat = gateways["wechat"]
    token = {"access_token": "T2", "expires_in": 7200}
    chat.answers = [(200, token), (200, {"errcode": 42001}), (200, token), (200, {"errcode": 0})]
    assert channels.send("wechat", SENT[:1]) == {"k1": "confirmed"}
    body = json.loads(chat.requests[-1][2])
    assert body["touser"] == CHEN.wechat and body["url"].endswith("/p/ABCDEFGH") and len(chat.requests) == 4


def test_who_does_not_follow_the_account_is_not_tried_again(gateways):
    gateways["wechat"].answers = [(200, {"access_token": "T", "expires_in": 7200}), (200, {"errcode": 43004})]
    answer = channels.send("wechat", SENT[:1])["k1"]
    assert isinstance(answer, Trouble) and answer.final


def test_the_file_drop_writes_whole_lines_and_masks_the_number(outbox):
    channels.send("filedrop", SENT)
    lines = outbox()
    assert [line["key"] for line in lines] == ["k1", "k2", "k3"]
    assert lines[1]["text"] == SENT[1].text and len(lines[2]["text"]) == 500
    assert "13800000001" not in (outbox.folder / "notices.jsonl").read_text("utf-8")


def test_a_file_drop_that_cannot_write_says_that_it_is_down(outbox):
    outbox.folder.write_text("a file where the folder should be")
    with pytest.raises(OSError):
        channels.send("filedrop", SENT)
