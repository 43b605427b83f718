"""One-time codes leave the house: the text with the code is handed to the channel, and kept nowhere in clear."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.exchange import acts, channels
from yichuang.exchange.channels import Outgoing, Whom
from yichuang.ground import vault
from yichuang.journal.errands import Asked, Outcome, Trouble
from yichuang.law.identity import mask_phone

TEXT = "【政务服务】验证码{code}，用于{why}，{minutes}分钟内有效。工作人员不会问您要，别告诉别人。"
KEPT = "【政务服务】验证码，用于{why}。码不留存。"


def send_codes(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Send the codes that still hold; afterwards the errand keeps neither number nor code."""
    answers: dict[int, str | Trouble | None] = {}
    fresh = [a for a in errands if a.args.get("code") and datetime.fromisoformat(a.args["until"]) > at]
    for asked in errands:
        if asked not in fresh:
            answers[asked.id] = Trouble("验证码过了时间，没有发。", final=True)
    channel, down = "sms" if "sms" in channels.ready() else "filedrop", ""
    gone: dict[str, channels.Answer] = {}
    try:
        gone = channels.send(channel, [_outgoing(asked) for asked in fresh]) if fresh else {}
    except OSError as error:
        gone, down = getattr(error, "gone", {}), str(error.strerror or error)
    trouble = Trouble(f"渠道 {channel} 不通：{down}。", outage=True) if down else None
    answers |= {asked.id: gone.get(asked.key) or trouble for asked in fresh}
    sent = [asked for asked in fresh if isinstance(gone.get(asked.key), str)]
    acts.remember([_told(asked, channel) for asked in sent], by=None, at=at)
    over = [a.id for a in errands if a in sent or a not in fresh]
    acts.forget_code(over, by=None, at=at)
    return answers


def _outgoing(asked: Asked) -> Outgoing:
    phone, said = vault.unlock(asked.args["phone"]), asked.args
    text = TEXT.format(code=vault.unlock(said["code"]), why=said["why"], minutes=said["minutes"])
    return Outgoing(asked.key, phone, text, Whom(phone=phone), "验证码")


def _told(asked: Asked, channel: str) -> acts.Told:
    to = mask_phone(vault.unlock(asked.args["phone"]))
    return acts.Told(asked, KEPT.format(why=asked.args["why"]), channel, to=to)
