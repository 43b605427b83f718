"""The default channel: one JSON line a notice in HOME/outbox/notices.jsonl, for a gateway that picks files up."""

import json
import os
from pathlib import Path

from django.conf import settings

from yichuang.exchange.channels import Outgoing, Whom
from yichuang.law.identity import mask_phone

NAME = "本地文件"


def ready() -> bool:
    """Tell whether this channel is set up: always."""
    return True


def address(whom: Whom) -> str:
    """Return where a notice would go."""
    return whom.phone


def send(messages: list[Outgoing]) -> dict[str, str]:
    """Append the notices and see them to disk; the file returns no receipts, so none is waited for."""
    folder = Path(settings.HOME) / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "notices.jsonl").open("a", encoding="utf-8") as file:
        for message in messages:
            line = {"key": message.key, "to": mask_phone(message.phone), "text": message.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return {message.key: "confirmed" for message in messages}
