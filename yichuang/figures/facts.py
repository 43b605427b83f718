"""The flat facts of a period as temporary tables of this connection, made from the tables by set-based SQL.

The same rows come from the journal alone by `law.chronicle`; the scripts of the indicators read either. Nothing is kept.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection

from yichuang.ground import rows
from yichuang.journal import streams
from yichuang.law import chronicle
from yichuang.law.terms import midnight

ONE = timedelta(days=1)
CASES = """
CREATE TEMP TABLE fact_case AS
WITH stops AS (
  SELECT s.subject, SUM(b.w - a.w) AS w, SUM(b.n - a.n) AS n FROM fact_chosen c JOIN clock_stop s ON s.subject = c.id
  LEFT JOIN fact_day a ON a.day = {s.starts_on} LEFT JOIN fact_day b ON b.day = {s.ends_on} WHERE NOT s.counted AND s.ends_on IS NOT NULL GROUP BY s.subject
), papers AS (
  SELECT m.subject, COUNT(*) AS needed, SUM(CASE WHEN m.state = 'waived' THEN 1 ELSE 0 END) AS waived,
         MAX(CASE WHEN m.state IN ('waived', 'committed') THEN 0 ELSE 1 END) AS paper
  FROM fact_chosen c JOIN materials_material m ON m.subject = c.id WHERE m.required = '必要' GROUP BY m.subject
), levels AS (
  SELECT s.case_id, COUNT(*) AS steps FROM fact_chosen c JOIN cases_step s ON s.case_id = c.id
  WHERE s.kind = 'review' AND s.state = 'done' AND s.verdict <> '' GROUP BY s.case_id
), moves AS (
  SELECT e.subject, COUNT(DISTINCT CASE WHEN e.act IN ({visited}) AND e.by_post IS NOT NULL AND (e.act <> 'cases.receive' OR c.channel = 'counter')
           THEN {e.at} END) AS visits,
         MAX(CASE WHEN e.act IN ({handed}) AND e.by_post IS NOT NULL THEN 1 ELSE 0 END) AS handed,
         MAX(CASE WHEN e.seq = 1 AND {has_seconds} THEN {seconds} END) AS sat
  FROM fact_chosen c JOIN journal_entry e ON e.subject = c.id GROUP BY e.subject
)
SELECT {c.id} AS id, i.key AS item, v.number AS version, o.name AS department, h.name AS hall,
  CASE WHEN w.id IS NULL THEN NULL ELSE zh.name || '·' || z.name || '·' || CAST(w.number AS TEXT) || '号窗' END AS win,
  p.username AS clerk, c.channel, CASE WHEN v.at_once THEN 1 ELSE 0 END AS at_once, {c.filed_at} AS filed_on, {c.accepted_on} AS accepted_on,
  {c.decided_on} AS decided_on, c.outcome, COALESCE({c.promised_due_on}, {c.statutory_due_on}) AS due_on,
  COALESCE(v.committed_days, v.statutory_days) AS promised_days, v.statutory_days,
  CASE WHEN v.day_kind = '自然日' THEN d2.n - d1.n - COALESCE(stops.n, 0) ELSE d2.w - d1.w - COALESCE(stops.w, 0) END AS used_days,
  c.round AS rounds, c.returns, COALESCE(papers.needed, 0) AS needed, COALESCE(papers.waived, 0) AS waived,
  CASE WHEN (c.channel = 'counter' AND papers.paper = 1) OR moves.handed = 1 THEN 1 ELSE 0 END AS paper,
  CASE WHEN c.thing IS NULL THEN moves.visits END AS visits, COALESCE(levels.steps, 0) + 1 AS levels, moves.sat, {c.thing} AS thing,
  CASE WHEN {c.filed_at} BETWEEN '{first}' AND '{last}' THEN 1 ELSE 0 END AS filed,
  CASE WHEN {c.accepted_on} BETWEEN '{first}' AND '{last}' THEN 1 ELSE 0 END AS accepted,
  CASE WHEN {c.decided_on} BETWEEN '{first}' AND '{last}' AND c.outcome IN ('granted', 'refused') THEN 1 ELSE 0 END AS decided
FROM fact_chosen f JOIN cases_case c ON c.id = f.id JOIN catalogue_item i ON i.id = c.item_id JOIN catalogue_version v ON v.id = c.version_id
  JOIN people_organisation o ON o.id = c.department_id JOIN halls_hall h ON h.id = c.hall_id
  LEFT JOIN halls_window w ON w.id = c.window_id LEFT JOIN halls_zone z ON z.id = w.zone_id LEFT JOIN halls_hall zh ON zh.id = z.hall_id
  LEFT JOIN people_person p ON p.id = c.received_by
  LEFT JOIN fact_day d1 ON d1.day = {c.accepted_on} LEFT JOIN fact_day d2 ON d2.day = {c.decided_on}
  LEFT JOIN stops ON stops.subject = c.id LEFT JOIN papers ON papers.subject = c.id LEFT JOIN levels ON levels.case_id = c.id
  LEFT JOIN moves ON moves.subject = c.id
"""
CHOSEN = """
CREATE TEMP TABLE fact_chosen AS SELECT id, channel FROM cases_case WHERE region = %s AND ((filed_at >= %s AND filed_at < %s)
  OR accepted_on BETWEEN %s AND %s OR decided_on BETWEEN %s AND %s)
"""
SECONDS = '"window_seconds":'


@contextmanager
def laid(region: str, first: date, last: date, lists: Mapping[str, Any]) -> Iterator[None]:
    """Lay out the facts of a period for the scripts; they are gone afterwards."""
    try:
        _lay_days(lists["days"])
        _lay("fact_item", chronicle.ITEM, [list(row.values()) for row in chronicle.items(lists)])
        bounds = [_instant(midnight(first)), _instant(midnight(last + ONE))]
        _run(CHOSEN, [region, *bounds, *[first.isoformat(), last.isoformat()] * 2])
        _run(_Sql(first, last).of(CASES))
        yield
    finally:
        for name in ("fact_case", "fact_chosen", "fact_item", "fact_day"):
            _run(f"DROP TABLE IF EXISTS {name}")


def found(sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a script over the facts that lie there."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _run(sql: str, params: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _lay_days(told: Mapping[str, str]) -> None:
    first, worked, made = date.fromisoformat(told["first"]), 0, []
    for n, one in enumerate(told["work"]):
        worked += one == "1"
        made.append([(first + n * ONE).isoformat(), n, worked])
    _lay("fact_day", ("day", "n", "w"), made)


NUMBERS = frozenset({"n", "w", "at_once", "statutory_days", "promised_days", "visits", "resident", "authorised"})  # fmt: skip


def _lay(name: str, columns: Sequence[str], made: Sequence[Sequence[Any]]) -> None:
    """Lay out rows that no table holds, in one statement."""
    text = json.dumps(made, ensure_ascii=False)
    if connection.vendor == "sqlite":
        chosen = ", ".join(f"json_extract(value, '$[{n}]') AS {column}" for n, column in enumerate(columns))
        _run(f"CREATE TEMP TABLE {name} AS SELECT {chosen} FROM json_each(%s)", [text])
        return
    chosen = ", ".join(
        f"(value ->> {n}){'::int' if column in NUMBERS else ''} AS {column}"
        for n, column in enumerate(columns)
    )
    _run(f"CREATE TEMP TABLE {name} AS SELECT {chosen} FROM jsonb_array_elements(%s::jsonb)", [text])


def _instant(at: Any) -> Any:
    return rows.text_of(at) if connection.vendor == "sqlite" else at


class _Sql:
    """The words in which the two databases differ: `{c.accepted_on}` is a day, an id or a civil day as text."""

    def __init__(self, first: date, last: date) -> None:
        self.plain = connection.vendor == "sqlite"
        self.first, self.last = first.isoformat(), last.isoformat()

    def of(self, sql: str) -> str:
        """Return the statement for this database."""
        place = f"instr(e.payload, '{SECONDS}')" if self.plain else f"position('{SECONDS}' in e.payload)"
        after = f"substr(e.payload, {place} + {len(SECONDS)}, 6)"
        seconds = f"CAST({after} AS INTEGER)" if self.plain else f"substring({after} from '^[0-9]+')::int"
        words = {
            "{visited}": _listed(chronicle.VISITED), "{handed}": _listed(chronicle.HANDED), "{first}": self.first, "{last}": self.last,
            "{has_seconds}": f"{place} > 0", "{seconds}": seconds,
        }  # fmt: skip
        for name in ("s.starts_on", "s.ends_on", "c.accepted_on", "c.decided_on", "c.promised_due_on", "c.statutory_due_on"):  # fmt: skip
            words[f"{{{name}}}"] = name if self.plain else f"to_char({name}, 'YYYY-MM-DD')"
        for name in ("c.id", "c.thing"):
            words[f"{{{name}}}"] = name if self.plain else f"encode(uuid_send({name}), 'hex')"
        for name in ("e.at", "c.filed_at"):
            local = f"to_char({name} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
            words[f"{{{name}}}"] = f"date({name}, '+8 hours')" if self.plain else local
        for word, meant in words.items():
            sql = sql.replace(word, meant)
        return sql


def _listed(acts: Sequence[str]) -> str:
    return ", ".join(f"'{act}'" for act in acts)


def events(region: str, lists: Mapping[str, Any], until: Any = None) -> Iterator[dict[str, Any]]:
    """Yield the plain events of a region in the order of their chains, things first; with `until` only what was recorded by then."""
    yield from _events(region, lists, until, ["bundles.receive"])
    yield from _events(region, lists, until, [act for act in chronicle.SAID if act.startswith("cases.")])


def _events(region: str, lists: Mapping[str, Any], until: Any, acts: list[str]) -> Iterator[dict[str, Any]]:
    column, marks = streams.texts(), ", ".join(["%s"] * len(acts))
    chosen = ", ".join(column[name] for name in ("subject", "seq", "act", "at", "by_person", "by_post", "payload"))  # fmt: skip
    past, params = (" AND recorded_at <= %s", [_instant(until)]) if until else ("", [])
    sql = f"SELECT {chosen} FROM journal_entry WHERE region = %s AND act IN ({marks}){past} ORDER BY journal_entry.subject, seq"
    for block in streams.stream(sql, (region, *acts, *params)):
        for subject, seq, act, at, person, post, payload in block:
            yield _event(subject, seq, act, at, str(person), str(post), json.loads(payload), lists)


def _event(
    subject: str, seq: int, act: str, at: str, person: str, post: str, payload: dict[str, Any], lists: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    say = chronicle.plain(act, payload)
    if "hall" in say:
        say |= {"hall": lists["halls"][str(say["hall"])], "window": lists["windows"].get(str(say.get("window")))}  # fmt: skip
    if "department" in say:
        say["department"] = lists["departments"][str(say["department"])]
    if "thing" in say:
        say["thing"] = say["thing"].replace("-", "")
    return {
        "subject": subject, "seq": seq, "act": act, "on": streams.day_of_hour(at[:13]).isoformat(), "post": lists["posts"].get(post, "post" if post else ""),
        "who": lists["people"].get(person, ""), "say": say,
    }  # fmt: skip
