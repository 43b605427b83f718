"""The written lists that the powers ask: who may decide what (授权清单), which window accepts what (委托受理清单)."""

from datetime import date
from typing import Any

from yichuang.catalogue.models import Authorisation, Entrustment
from yichuang.journal import stamps

Span = tuple[date, date | None]


def authorised(stamp: int, item: Any, decision: str, post: int | None, day: date) -> bool:
    """Tell whether `post` holds a written authorisation for `decision` on `item` on `day`."""
    return _covers(
        stamps.kept(stamp, "catalogue.authorised", _authorisations).get((item, decision, post), ()), day
    )


def entrusted(stamp: int, item: Any, hall: int | None, window: int | None, day: date) -> tuple[bool, bool]:
    """Tell whether `item` is entrusted to this window for acceptance, and whether refusal is entrusted too."""
    accept = refuse = False
    written = stamps.kept(stamp, "catalogue.entrusted", _entrustments)
    city = written.get((item, None), ()) if hall is not None else ()
    for at_window, refusal, starts_on, ends_on in (*written.get((item, hall), ()), *city):
        if (
            (at_window is None or at_window == window)
            and starts_on <= day
            and (ends_on is None or day < ends_on)
        ):
            accept, refuse = True, refuse or refusal
    return accept, refuse


def _covers(spans: Any, day: date) -> bool:
    return any(starts_on <= day and (ends_on is None or day < ends_on) for starts_on, ends_on in spans)


def _authorisations() -> dict[tuple[Any, str, int | None], list[Span]]:
    found: dict[tuple[Any, str, int | None], list[Span]] = {}
    for item, decision, post, starts_on, ends_on in Authorisation.objects.values_list(
        "item_id", "decision", "post_id", "starts_on", "ends_on"
    ):
        found.setdefault((item, decision, post), []).append((starts_on, ends_on))
    return found


def _entrustments() -> dict[tuple[Any, int | None], list[tuple[int | None, bool, date, date | None]]]:
    found: dict[tuple[Any, int | None], list[tuple[int | None, bool, date, date | None]]] = {}
    for row in Entrustment.objects.select_related("window").all():
        windows = [row.window_id] if row.window_id else [None]
        if row.zone_id and not row.window_id:
            windows = list(row.zone.windows.values_list("pk", flat=True)) if row.zone else [None]
        for window in windows:
            found.setdefault((row.item_id, row.hall_id), []).append(
                (window, row.refusal, row.starts_on, row.ends_on)
            )
    return found
