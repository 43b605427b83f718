"""The one port to the four base registers: a question, an answer in time, or that there is none."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from yichuang.law import sources
from yichuang.registers import providers

SECONDS = 3.0
WAITING_MOST = 8
_places = threading.BoundedSemaphore(WAITING_MOST)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider said: `facts` of a record, an empty mapping for none; `trouble` when it is down."""

    outcome: str
    facts: Mapping[str, str]
    trouble: str
    took_ms: int


def ask(provider: str, register: str, number: str, elements: Sequence[str], region: str) -> Said:
    """Ask a provider; the caller waits SECONDS at most, whatever the other side does. Never call it in a transaction."""
    began = monotonic()
    page = providers.found().get(provider)
    if page is None:
        return Said(sources.DOWN, {}, f"没有“{provider}”这个提供方", 0)
    try:
        if getattr(page, "LOCAL", False):
            facts = page.answer(register, number, elements, region)
        else:
            facts = _in_time(page, register, number, elements, region)
    except Exception as error:
        took = _since(began)
        log.warning("The register %s did not answer in %s ms: %s", register, took, type(error).__name__)
        return Said(sources.DOWN, {}, (str(error) or type(error).__name__)[:200], took)
    return Said(sources.FOUND if facts else sources.NONE, facts or {}, "", _since(began))


def _since(began: float) -> int:
    return int((monotonic() - began) * 1000)


def _in_time(page: Any, *question: Any) -> Mapping[str, str] | None:
    """Ask in a thread of its own and wait for so long; one that never comes back keeps its place, and there are few."""
    if not _places.acquire(blocking=False):
        raise TimeoutError("都在等应答，先不再问")
    answers: SimpleQueue[Any] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(page.answer(*question))
        except Exception as error:
            answers.put(error)
        finally:
            _places.release()

    threading.Thread(target=run, name="register", daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except Empty:
        raise TimeoutError(f"{SECONDS:g}秒没有应答") from None
    if isinstance(answer, Exception):
        raise answer
    return answer  # type: ignore[no-any-return]
