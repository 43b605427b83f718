"""Is the house well: what `yichuang check`, /readyz and /metrics say."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from yichuang.clock import book
from yichuang.doors.keeper import house
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import errands, stamps, sweeps

QUEUE_LATE = 120
DISK_LEAST = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, whether it is well, and the sentence. `warns`: not well, but not a failure."""

    name: str
    well: bool
    sentence: str
    warns: bool = False


def look(at: datetime, *, running: bool = True) -> list[Finding]:
    """Look at everything; `running` asks for the worker's heartbeats too."""
    found = [_migrations(), _calendar(at), _disk(), _keys()]
    if found[0].well:
        found += [_queue(at), *([_sweeps(at)] if running else [])]
    return found


def _migrations() -> Finding:
    behind = house.behind()
    return Finding(
        "migrations",
        not behind,
        "数据库要升级：yichuang upgrade。" if behind else f"数据库（{connection.vendor}）是最新的。",
    )


def _calendar(at: datetime) -> Finding:
    day = day_of(at)
    last = (
        book.calendar(stamps.current(), settings.DEPLOYMENT.region).last_published
        if not house.behind()
        else None
    )
    if last is None or last.year < day.year:
        return Finding("calendar", False, f"{day.year}年的放假安排还没有导入。在管理中心“日历”里导入通知。")
    if last.year == day.year and day.month >= 11:
        return Finding(
            "calendar", False, f"{day.year + 1}年的放假安排还没有导入；跨年的期限先标“暂定”。", warns=True
        )
    return Finding("calendar", True, f"放假安排到{last.year}年。")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    return Finding(
        "disk",
        free > DISK_LEAST,
        f"数据目录还有{free >> 30} GiB 空间。" + ("" if free > DISK_LEAST else "少于1 GiB，要清理。"),
    )


def _keys() -> Finding:
    try:
        well = vault.unlock(vault.lock("检查")) == "检查"
    except (OSError, ValueError):
        well = False
    loose = [p.name for p in (settings.HOME / "keys").glob("*") if p.stat().st_mode & 0o077]
    if loose:
        return Finding("keys", False, f"钥匙文件别人也能读：{'、'.join(loose)}。改成只有本账号能读。")
    return Finding("keys", well, "钥匙可用。" if well else "钥匙读不出来，证件号码解不开。")


def _queue(at: datetime) -> Finding:
    age, alarms = errands.oldest(at), errands.alarms(at)
    if age > QUEUE_LATE or alarms["stuck"]:
        return Finding(
            "queue", False, f"待发的事最早的等了{int(age)}秒，积压{alarms['stuck']}条。看管理中心“待发”。"
        )
    return Finding(
        "queue", not alarms["given_up"], f"没有积压，{alarms['given_up']}条多次没发出。", warns=True
    )


def _sweeps(at: datetime) -> Finding:
    silent = sweeps.silent(at)
    return Finding(
        "sweeps",
        not silent,
        f"这些定时任务没有按时跑：{'、'.join(silent)}。" if silent else "定时任务都在跑。",
    )


def ready(at: datetime) -> tuple[bool, dict[str, str]]:
    """Tell whether this process may be given requests, and why not."""
    found = look(at, running=False)
    return all(f.well or f.warns or f.name == "queue" for f in found), {f.name: f.sentence for f in found}


def metrics(at: datetime) -> str:
    """Return counts of all processes of the house and gauges, in the text form of Prometheus."""
    alarms = errands.alarms(at)
    gauges = {
        "errand_oldest_seconds": errands.oldest(at),
        "errand_stuck": alarms["stuck"],
        "errand_given_up": alarms["given_up"],
        "sweeps_silent": len(sweeps.silent(at)),
    }
    told = "".join(
        f"# TYPE yichuang_{name} gauge\nyichuang_{name} {value}\n" for name, value in gauges.items()
    )
    return _counts() + told


def _counts() -> str:
    from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if not os.path.isdir(folder):
        return generate_latest(REGISTRY).decode()
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return generate_latest(registry).decode()
