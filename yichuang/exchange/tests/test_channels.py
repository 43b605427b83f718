"""What every channel of notices promises, whichever pages lie in the folder."""

import pytest

from yichuang.exchange import channels
from yichuang.exchange.channels import Outgoing

SENT = [
    Outgoing("k1", "13800000001", "【政务服务】已受理。查询码ABCD-EFGH"),
    Outgoing("k2", "", "【政务服务】换行\n“引号”㛃雪"),
    Outgoing("k3", "0189-1234567", "字" * 500),
]


@pytest.fixture(params=sorted(channels.found()))
def channel(request, outbox):
    return request.param


def test_a_channel_says_which_notices_went_out(channel):
    assert channels.send(channel, SENT) == {"k1", "k2", "k3"}


def test_nothing_to_send_is_no_trouble(channel):
    assert channels.send(channel, []) == set()


def test_the_same_notice_twice_bears_the_same_key(channel):
    assert channels.send(channel, SENT[:1]) == channels.send(channel, SENT[:1]) == {"k1"}


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
