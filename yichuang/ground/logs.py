"""Log lines, one JSON object each, with the request's and the case's id; personal numbers are masked. And counts."""

import contextvars
import json
import logging
import os
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from yichuang.ground.now import day_of

_trace: contextvars.ContextVar[str] = contextvars.ContextVar("trace", default="-")
_subject: contextvars.ContextVar[str] = contextvars.ContextVar("subject", default="")
_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[0-9Xx])(?![0-9A-Za-z])|(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)"
)
COUNTERS = {
    "registers": ("Questions to the base registers by register and outcome.", ("register", "outcome")),
    "requests": ("Requests answered, by door and status.", ("door", "status")),
    "acts": ("Acts, by name and outcome: done or the refusal's code.", ("act", "outcome")),
    "errands": ("Errands ended, by kind and state.", ("kind", "state")),
}


def begin(trace: str) -> None:
    """Remember the id of the request that this thread or task answers."""
    _trace.set(trace)
    _subject.set("")


def about(subject: object) -> None:
    """Remember the id of the case (or book) that this request is about."""
    _subject.set(str(subject or ""))


def trace() -> str:
    """Return the id of the request being answered, or a dash."""
    return _trace.get()


def mask(text: str) -> str:
    """Return `text` with identity numbers and mobile numbers masked."""
    return _PERSONAL.sub(lambda m: f"{m[1]}********{m[2]}" if m[1] else f"{m[3]}****{m[4]}", text)


class Lines(logging.Formatter):
    """A record as one JSON line; `extra={"facts": {…}}` adds members."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": _trace.get(),
            "subject": _subject.get(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return mask(json.dumps(line, ensure_ascii=False, default=str))


class DayFile(logging.Handler):
    """Append lines to FOLDER/<civil date>.jsonl: one write a line, so that several processes share the file."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__()
        self.folder, self.day, self.file = Path(folder), date.min, -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a full disk must not stop the office."""
        try:
            day = day_of(datetime.fromtimestamp(record.created, UTC))
            if day != self.day:
                self._turn(day)
            os.write(self.file, f"{self.format(record)}\n".encode())
        except Exception:
            self.handleError(record)

    def _turn(self, day: date) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.file >= 0:
            os.close(self.file)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self.day, self.file = day, os.open(self.folder / f"{day}.jsonl", flags, 0o640)


def forget(folder: Path, *, before: date) -> int:
    """Take away the day files of days before `before`; returns how many."""
    old = [path for path in folder.glob("????-??-??.jsonl") if path.stem < before.isoformat()]
    for path in old:
        path.unlink()
    return len(old)


@cache
def _counter(name: str) -> Any:
    from prometheus_client import Counter

    sentence, labels = COUNTERS[name]
    return Counter(f"yichuang_{name}", sentence, labels)


@cache
def _child(name: str, labels: tuple[str, ...]) -> Any:
    return _counter(name).labels(*labels)


def count(name: str, *labels: str, by: int = 1) -> None:
    """Add to a counter of /metrics."""
    _child(name, labels).inc(by)
