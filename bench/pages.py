"""The figures as a page: each with the target it is held to."""

import time
from collections.abc import Callable
from typing import Any

PARTS = {"pages": "", "counter": "window: ", "portal": "citizens: "}
Cell = Callable[[dict[str, Any]], str]


def table(told: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown."""
    machine = told["machine"]
    lines = [
        f"# Bench, {time.strftime('%Y-%m-%d %H:%M')}, {machine['cores']} cores, Python {machine['python']}",
        "",
        f"Load of the machine before and after: {told['load_before']:.1f}, {told['load_after']:.1f}. The run took {told['seconds']} s.",
        "",
    ]
    if "dates" in told:
        lines += lives(told)
    if "sqlite" in told:
        lines += things(told["sqlite"]["things"], told["postgres"]["things"])
    if "crowd" in told:
        lines += crowd(told["crowd"])
    if "supervision" in told:
        lines += supervision(told["supervision"])
    return "\n".join(lines) + "\n"


def lives(told: dict[str, Any]) -> list[str]:
    """Return the lines of lives per second, intake, start, memory and due dates."""
    dates, pair = told["dates"], [told["sqlite"], told["postgres"]]
    lines = [
        f"Due dates: {dates['due']:,.0f}/s (look-up alone {dates['due_ordinal']:,.0f}/s); at least 500,000.",
        f"A plan of 1,000 members: {told['plans']['plan_ms']:.0f} ms (days alone {told['plans']['schedule_ms']:.0f} ms); at most 50.",
        "",
    ]
    lines += ["| | SQLite, 1 process | PostgreSQL, 4 processes | held to |", "| --- | --- | --- | --- |"]

    def row(name: str, cell: Cell, aim: str) -> None:
        lines.append(f"| {name} | {cell(pair[0])} | {cell(pair[1])} | {aim} |")

    row("floor, lives/s", lambda t: f"{t['floor']:.0f}", "")
    row(
        "acts in process, lives/s (ratio)", lambda t: f"{t['acts']:.0f} ({t['acts_ratio']:.2f})", "ratio 0.20"
    )
    for name in (n for n in pair[0]["web"] if n.startswith("lives_")):
        row(
            f"HTTP, {name[6:]} clients, lives/s (ratio); request p50/p95 ms",
            lambda t, n=name: _rate(t["web"][n], ".1f", f" ({t['web'][n]['rate'] / t['floor']:.3f})"),  # type: ignore[misc]
            "30 at the best",
        )
    row(
        "intake, 16 clients, /s; p50/p95 ms",
        lambda t: _rate(t["web"]["intake_16"], ".0f"),
        "200; p95 120 (PostgreSQL)",
    )
    row("start to first answer, s", lambda t: f"{t['web']['start_seconds']:.1f}", "4")
    row("errands drained after the load, s", lambda t: f"{t['web']['drained_seconds']:.1f}", "10")
    row("memory, PSS MB", lambda t: f"{t['web']['pss_megabytes']:.0f}", "400")
    return [*lines, ""]


def things(*pair: dict[str, float]) -> list[str]:
    """Return the line of things (一件事) of eight cases beside eight plain lives of the same items."""
    cells = [f"{one['things']:.2f}; {one['plain']:.2f}; {one['ratio']:.2f}" for one in pair]
    return [
        "| one thing of 8 cases, 1 process | SQLite | PostgreSQL | held to |", "| --- | --- | --- | --- |",
        f"| things/s; 8 plain lives/s; time of the one to the other | {cells[0]} | {cells[1]} | ratio 1.5 |", "",
    ]  # fmt: skip


def _rate(run: dict[str, float], form: str, more: str = "") -> str:
    return f"{run['rate']:{form}}{more}; {run['p50']:.1f}/{run['p95']:.1f}"


def crowd(told: dict[str, Any]) -> list[str]:
    """Return the lines of pages and of the window's steps at each size; the ratio is of the last p95 to the first."""
    counts, first = list(told), next(iter(told.values()))
    lines = [
        "| p50/p95 ms, 1 client, PostgreSQL | "
        + " | ".join(f"{int(c):,} cases" for c in counts)
        + " | ratio | held to |"
    ]
    lines.append("| --- " * (len(counts) + 3) + "|")
    aims = (("pages", "30; ratio 1.3"), ("counter", "120"), ("portal", "16 clients at once: 300; search 80"))
    for part, aim in aims:
        for name in first[part]:
            cells = [told[c][part][name] for c in counts]
            shown = " | ".join(f"{cell['p50']}/{cell['p95']}" for cell in cells)
            ratio = cells[-1]["p95"] / max(cells[0]["p95"], 0.1)
            lines.append(f"| {PARTS[part]}{name} | {shown} | {ratio:.2f} | {aim} |")
    made = (f"{told[c]['filled']['per_second']} cases/s" for c in counts if told[c]["filled"]["made"])
    chain = first["chain"]
    return [
        *lines, "",
        f"Chain checked at {chain['per_second']:,} entries/s ({chain['entries']:,} entries); at least 50,000.",
        f"Crowd filled at {', '.join(made) or 'an earlier run'}.", "",
    ]  # fmt: skip


def supervision(told: dict[str, Any]) -> list[str]:
    """Return the lines of the sweep, of people meanwhile, and of re-dating; processor seconds tell what a shared machine hides."""
    bases = list(told)
    first = told[bases[0]]
    lines = [
        f"| {first['sweep']['open']:,} open cases | " + " | ".join(bases) + " | held to |",
        "| --- " * (len(bases) + 2) + "|",
    ]

    def row(name: str, cell: Cell, aim: str) -> None:
        lines.append(f"| {name} | " + " | ".join(cell(told[base]) for base in bases) + f" | {aim} |")

    row(
        "all cards from nothing, s (cards)",
        lambda t: f"{t['sweep']['seconds']} ({t['sweep']['cards']:,})",
        "20; SQLite 30",
    )
    row(
        "processor: Python, database, s",
        lambda t: ", ".join(f"{used}" for used in t["sweep"]["processor"]),
        "",
    )
    row("the floor, s", lambda t: ", ".join(f"{one['seconds']}" for one in t["sweep"]["floor"]), "")
    row("ratio to the floor", lambda t: f"{t['sweep']['ratio']}", "3")
    row("ratio to the floor without entries", lambda t: f"{t['sweep']['ratio_to_bare']}", "")
    row("idle sweep, s", lambda t: f"{t['sweep']['idle_seconds']}", "1")
    if "people" in first:
        row("board p95, ms", lambda t: f"{t['people']['board']['p95']}", "500")
        row(
            "slowest step of an intake p95 in the sweep to quiet",
            lambda t: f"{t['people']['p95_ratio']}",
            "1.2",
        )
    row(
        "re-dated by a moved notice, s (cases)",
        lambda t: f"{t['redate']['seconds']} ({t['redate']['redated']:,})",
        "60",
    )
    row(
        "the same by hand-written SQL, s (cases)",
        lambda t: f"{t['redate']['floor']['seconds']} ({t['redate']['floor']['cases']:,})",
        "",
    )
    row(
        "load of the machine at the sweep, at re-dating",
        lambda t: f"{t['sweep']['load'][0]}, {t['redate']['load'][0]}",
        "",
    )
    return [*lines, ""]
