"""An outer 效能监察 system that picks files up: one JSON line a warning in HOME/outbox/overseer.jsonl."""

import json
import os
from pathlib import Path

from django.conf import settings

from yichuang.exchange.overseers import Warned

NAME = "本地文件"


def ready() -> bool:
    """Tell whether this adapter is set up."""
    return bool(settings.DEPLOYMENT.overseer_url == "file")


def send(warnings: list[Warned]) -> dict[str, str]:
    """Append the warnings and see them to disk; the file returns no receipts, so none is waited for."""
    folder = Path(settings.HOME) / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "overseer.jsonl").open("a", encoding="utf-8") as file:
        for warning in warnings:
            file.write(json.dumps({"key": warning.key, **warning.fields()}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return {warning.key: "confirmed" for warning in warnings}
