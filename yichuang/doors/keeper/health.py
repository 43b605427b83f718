"""Is the house well: what `yichuang check`, /readyz and /metrics say."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from yichuang.cases.models import Party
from yichuang.clock import book
from yichuang.doors.keeper import house
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import errands, stamps, sweeps
from yichuang.law.days import Calendar

QUEUE_LATE = 120
DISK_LEAST = 1 << 30
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, whether it is well, and the sentence. `warns`: not well, but not a failure."""

    name: str
    well: bool
    sentence: str
    warns: bool = False


def look(at: datetime, *, running: bool = True) -> list[Finding]:
    """Look at everything; `running` asks for the worker's heartbeats too."""
    current = not house.behind()
    found = [_settings(), _migrations(current), _calendar(at, current), _disk(), _keys(current)]
    if current:
        found += [_queue(at), *([_sweeps(at)] if running else [])]
    return found


def _settings() -> Finding:
    """Unknown names and unfit values have stopped the program before; what is left is what does not go together."""
    told = settings.DEPLOYMENT
    if told.debug:
        return Finding("settings", False, "YICHUANG_DEBUG 开着，会把程序内部的页面给人看。办公的大厅要关掉。")
    if urlsplit(told.origin).hostname not in _LOCAL and not told.https:
        return Finding(
            "settings",
            False,
            "给别的机器用，却没有 HTTPS：设 YICHUANG_HTTPS=true，前面放带证书的代理。",
            warns=True,
        )
    return Finding("settings", True, f"环境设置都认得，区划 {told.region}。")


def _migrations(current: bool) -> Finding:
    if current:
        return Finding("migrations", True, f"数据库（{connection.vendor}）是最新的。")
    if house.lived_in():
        return Finding("migrations", False, "数据库要升级：yichuang upgrade。")
    return Finding("migrations", False, "数据库还是空的：正式安装用 yichuang init，示例区用 make run。")


def _calendar(at: datetime, current: bool) -> Finding:
    day = day_of(at)
    made = book.calendar(stamps.current(), settings.DEPLOYMENT.region) if current else Calendar.builtin()
    last = made.last_published
    if last.year < day.year:
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


def _keys(current: bool) -> Finding:
    """Try the keys on what is kept: a house whose keys were lost would make new ones, and look well."""
    try:
        well = vault.unlock(vault.lock("检查")) == "检查"
        kept = Party.objects.exclude(number="").filter(role="applicant").order_by("-pk") if current else None
        for number, index in kept.values_list("number", "case__applicant_index")[:1] if kept else ():
            well = well and vault.index(vault.unlock(number)) == index
    except (OSError, ValueError):
        well = False
    loose = [p.name for p in (settings.HOME / "keys").glob("*") if p.stat().st_mode & 0o077]
    if loose:
        return Finding("keys", False, f"钥匙文件别人也能读：{'、'.join(loose)}。改成只有本账号能读。")
    return Finding(
        "keys", well, "钥匙可用。" if well else "钥匙和数据库对不上，证件号码解不开。从备份里找回 keys 目录。"
    )


def _queue(at: datetime) -> Finding:
    age, alarms = errands.oldest(at), errands.alarms(at)
    if age > QUEUE_LATE or alarms["stuck"]:
        return Finding(
            "queue", False, f"待发的事最早的等了{_long(age)}，积压{alarms['stuck']}条。看管理中心“待发”。"
        )
    return Finding(
        "queue", not alarms["given_up"], f"没有积压，{alarms['given_up']}条多次没发出。", warns=True
    )


def _long(seconds: float) -> str:
    for unit, name in ((86_400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= unit:
            return f"{int(seconds // unit)}{name}"
    return f"{int(seconds)}秒"


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
