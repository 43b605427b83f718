"""The default channel: one JSON line a notice in HOME/outbox/notices.jsonl, for a gateway that picks files up."""

import json
import os
from pathlib import Path

from django.conf import settings

from yichuang.exchange.channels import Outgoing
from yichuang.law.identity import mask_phone


def send(messages: list[Outgoing]) -> set[str]:
    """Append the notices and see them to disk."""
    folder = Path(settings.HOME) / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "notices.jsonl").open("a", encoding="utf-8") as file:
        for message in messages:
            line = {"key": message.key, "to": mask_phone(message.phone), "text": message.text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return {message.key for message in messages}
