import json
from contextlib import ExitStack

import pytest
from pydantic import SecretStr

from tests import town as towns
from yichuang.exchange import wire
from yichuang.exchange.channels import wechat
from yichuang.exchange.tests import servers


@pytest.fixture
def town(db, outbox):
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture
def outbox(settings, tmp_path):
    """An outbox of this test's own; returns a function that reads what went out."""
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    file = tmp_path / "outbox" / "notices.jsonl"

    def read():
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []

    read.folder = file.parent
    return read


@pytest.fixture
def gateways(settings, outbox, monkeypatch):
    """A short-message gateway, a mail server and a WeChat on the loopback, set up as a deployment would."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(wire, "WAIT_SECONDS", 1)
    wechat._tokens.clear()
    with ExitStack() as opened:
        sms = opened.enter_context(servers.running(servers.Http()))
        chat = opened.enter_context(servers.running(servers.Http()))
        mail = opened.enter_context(servers.running(servers.Smtp()))
        chat.answers = [(200, {"access_token": "T1", "expires_in": 7200, "errcode": 0})]
        settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
            update={
                "sms_url": f"{sms.url}/send", "sms_key": "hall", "sms_secret": SecretStr("s3cret"), "wechat_url": chat.url,
                "wechat_app": "wx1", "wechat_secret": SecretStr("chat-s3cret"), "wechat_template": "tpl",
                "email_url": SecretStr(f"smtp://127.0.0.1:{mail.port}?from=notice@zw.example"),
            }
        )  # fmt: skip
        yield {"sms": sms, "wechat": chat, "email": mail}
