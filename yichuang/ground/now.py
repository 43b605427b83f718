"""The only page that reads the clock. Doors call it once and hand the instant down as `at`."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this instant in UTC, with its time zone."""
    return clock()


def clock() -> datetime:
    """Read the machine's clock. Tests put another one in its place, so nobody imports this by name."""
    return datetime.now(UTC)  # noqa: TID251


@lru_cache(maxsize=4096)
def day_of(at: datetime) -> date:
    """Return the civil date in Asia/Shanghai of an instant."""
    return at.astimezone(SHANGHAI).date()


def today() -> date:
    """Return the civil date of this instant in Asia/Shanghai."""
    return day_of(now())
