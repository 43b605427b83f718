"""What every adapter to an outer 效能监察 system promises, whichever pages lie in the folder, against a real server."""

import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from yichuang.exchange import overseers, wire
from yichuang.exchange.channels import Down
from yichuang.exchange.channels.sms import sign
from yichuang.exchange.overseers import Warned
from yichuang.exchange.tests import servers
from yichuang.journal.errands import Trouble

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENT = [
    Warned(f"k{n}", f"{n:032x}", "promised-over", "红牌", AT, "超过承诺期限", "市场监督管理局")
    for n in (1, 2, 3)
]
NAMES = ("监察编号", "规则编号", "预警类型", "产生时间", "结果描述", "责任部门")


@pytest.fixture
def outer(settings, tmp_path, monkeypatch):
    """A server on the loopback, and the settings of each adapter."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(wire, "WAIT_SECONDS", 1)
    settings.HOME = tmp_path
    with servers.running(servers.Http()) as server:
        urls = {"gateway": f"{server.url}/warnings", "filedrop": "file"}

        def set_up(name):
            update = {
                "overseer_url": urls.get(name, ""),
                "overseer_key": "yc",
                "overseer_secret": SecretStr("s3cret"),
            }
            settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update=update)

        server.set_up = set_up
        yield server


@pytest.mark.parametrize("name", sorted(overseers.found()))
def test_an_adapter_takes_warnings_and_says_what_became_of_each(outer, name):
    outer.set_up(name)
    page = overseers.found()[name]
    assert page.NAME and list(overseers.ready()) == [name]
    assert overseers.send(name, SENT) == dict.fromkeys(("k1", "k2", "k3"), "confirmed")
    assert overseers.send(name, []) == {}


def test_without_settings_nothing_is_told(outer):
    outer.set_up("")
    assert overseers.ready() == {}


def test_the_six_fields_of_the_table_go_out_signed(outer):
    outer.set_up("gateway")
    overseers.send("gateway", SENT[:1])
    _, head, body = outer.requests[0]
    assert (
        tuple(sorted(json.loads(body))) == tuple(sorted(NAMES))
        and json.loads(body)["产生时间"] == "2026-03-02 09:30:00"
    )
    assert (
        head["X-Signature"] == sign("s3cret", head["X-Timestamp"], body) and head["Idempotency-Key"] == "k1"
    )


@pytest.mark.parametrize("answer", [(500, {}), (429, {}), (200, b"<html>"), (200, {}, 2)])
def test_a_system_in_trouble_is_down_and_what_went_out_is_kept(outer, answer):
    outer.set_up("gateway")
    outer.answers = [(200, {}), answer]
    with pytest.raises(Down) as told:
        overseers.send("gateway", SENT)
    assert told.value.gone == {"k1": "confirmed"} and "s3cret" not in str(told.value)


def test_what_it_refuses_is_told_with_its_reason(outer):
    outer.set_up("gateway")
    outer.answers = [(200, {"accepted": False, "message": "部门没有备案"}), (422, {}), (200, {})]
    answers = overseers.send("gateway", SENT)
    assert "部门没有备案" in answers["k1"].sentence and answers["k2"].final and answers["k3"] == "confirmed"
    assert isinstance(answers["k1"], Trouble)


def test_the_file_holds_one_line_a_warning(outer, tmp_path):
    outer.set_up("filedrop")
    overseers.send("filedrop", SENT)
    lines = [
        json.loads(one) for one in (tmp_path / "outbox" / "overseer.jsonl").read_text("utf-8").splitlines()
    ]
    assert [one["监察编号"] for one in lines] == [one.number for one in SENT]
