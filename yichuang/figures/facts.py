"""The flat facts of a period as temporary tables of this connection, made from the tables by set-based SQL.

The same rows come from the journal alone by `law.chronicle`; the scripts of the indicators read either. Nothing is kept.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from yichuang.ground import rows
from yichuang.journal import streams
from yichuang.law import chronicle
from yichuang.law.terms import midnight

ONE = timedelta(days=1)
# Each step is a table of its own with its index: no database has to guess how many rows a step will have.
STEPS = (
    ("fact_stops", "subject", """
  SELECT s.subject, SUM(b.w - a.w) AS w, SUM(b.n - a.n) AS n FROM fact_chosen c JOIN clock_stop s ON s.subject = c.id
  LEFT JOIN fact_day a ON a.day = {day:s.starts_on} LEFT JOIN fact_day b ON b.day = {day:s.ends_on} WHERE NOT s.counted AND s.ends_on IS NOT NULL GROUP BY s.subject
"""),
    ("fact_papers", "subject", """
  SELECT m.subject, COUNT(*) AS needed, SUM(CASE WHEN m.state = 'waived' THEN 1 ELSE 0 END) AS waived,
         SUM(CASE WHEN m.state IN ('waived', 'committed') THEN 1 ELSE 0 END) AS spared,
         MAX(CASE WHEN m.state IN ('waived', 'committed') THEN 0 ELSE 1 END) AS paper
  FROM fact_chosen c JOIN materials_material m ON m.subject = c.id WHERE m.required = '必要' GROUP BY m.subject
"""),
    ("fact_levels", "case_id", """
  SELECT s.case_id, COUNT(*) AS steps FROM fact_chosen c JOIN cases_step s ON s.case_id = c.id
  WHERE s.kind = 'review' AND s.state = 'done' AND s.verdict <> '' GROUP BY s.case_id
"""),
    ("fact_moves", "subject", """
  SELECT e.subject, COUNT(DISTINCT CASE WHEN e.act IN ({visited}) AND e.by_post IS NOT NULL AND (e.act <> 'cases.receive' OR c.channel = 'counter')
           THEN {local:e.at} END) AS visits,
         MAX(CASE WHEN e.act IN ({handed}) AND e.by_post IS NOT NULL THEN 1 ELSE 0 END) AS handed,
         MAX(CASE WHEN e.seq = 1 AND {has_seconds} THEN {seconds} END) AS sat
  FROM fact_chosen c JOIN journal_entry e ON e.subject = c.id GROUP BY e.subject
"""),
)  # fmt: skip
WINDOW = "LEFT JOIN halls_window w ON w.id = {of}.window_id LEFT JOIN halls_zone z ON z.id = w.zone_id LEFT JOIN halls_hall zh ON zh.id = z.hall_id"
WIN = "CASE WHEN w.id IS NULL THEN NULL ELSE zh.name || '·' || z.name || '·' || CAST(w.number AS TEXT) || '号窗' END AS win"
CASES = """
CREATE TEMP TABLE fact_case AS
SELECT {hex:c.id} AS id, i.key AS item, v.number AS version, o.name AS department, h.name AS hall,
  {win},
  p.username AS clerk, c.channel, CASE WHEN v.at_once THEN 1 ELSE 0 END AS at_once, {local:c.filed_at} AS filed_on, {day:c.accepted_on} AS accepted_on,
  {day:c.decided_on} AS decided_on, c.outcome, COALESCE({day:c.promised_due_on}, {day:c.statutory_due_on}) AS due_on,
  COALESCE(v.committed_days, v.statutory_days) AS promised_days, v.statutory_days,
  CASE WHEN v.day_kind = '自然日' THEN d2.n - d1.n - COALESCE(stops.n, 0) ELSE d2.w - d1.w - COALESCE(stops.w, 0) END AS used_days,
  c.round AS rounds, c.returns, COALESCE(papers.needed, 0) AS needed, COALESCE(papers.waived, 0) AS waived,
  CASE WHEN (c.channel = 'counter' AND papers.paper = 1) OR moves.handed = 1 THEN 1 ELSE 0 END AS paper,
  CASE WHEN c.thing IS NULL THEN moves.visits END AS visits, COALESCE(levels.steps, 0) + 1 AS levels, moves.sat, {hex:c.thing} AS thing,
  v.day_kind AS unit, COALESCE(papers.spared, 0) AS spared, CASE WHEN c.thing IS NOT NULL OR listed.bundled = 1 THEN 1 ELSE 0 END AS bundled,
  CASE WHEN {local:c.filed_at} BETWEEN '{first}' AND '{last}' THEN 1 ELSE 0 END AS filed,
  CASE WHEN {day:c.accepted_on} BETWEEN '{first}' AND '{last}' THEN 1 ELSE 0 END AS accepted,
  CASE WHEN {day:c.decided_on} BETWEEN '{first}' AND '{last}' AND c.outcome IN ('granted', 'refused') THEN 1 ELSE 0 END AS decided
FROM fact_chosen f JOIN cases_case c ON c.id = f.id JOIN catalogue_item i ON i.id = c.item_id JOIN catalogue_version v ON v.id = c.version_id
  JOIN people_organisation o ON o.id = c.department_id JOIN halls_hall h ON h.id = c.hall_id
  {window}
  LEFT JOIN people_person p ON p.id = c.received_by LEFT JOIN fact_bundled listed ON listed.item = i.key
  LEFT JOIN fact_day d1 ON d1.day = {day:c.accepted_on} LEFT JOIN fact_day d2 ON d2.day = {day:c.decided_on}
  LEFT JOIN fact_stops stops ON stops.subject = c.id LEFT JOIN fact_papers papers ON papers.subject = c.id LEFT JOIN fact_levels levels ON levels.case_id = c.id
  LEFT JOIN fact_moves moves ON moves.subject = c.id
""".replace("{win}", WIN).replace("{window}", WINDOW.replace("{of}", "c"))
CARDS = f"""
CREATE TEMP TABLE fact_card AS
SELECT {{hex:k.id}} AS id, k.rule, k.level, {{day:k."on"}} AS since, CASE WHEN k.state = 'withdrawn' THEN 0 ELSE 1 END AS standing,
  o.name AS department, h.name AS hall, {WIN}, i.key AS item, p.username AS clerk
FROM supervision_card k LEFT JOIN cases_case c ON k.about = 'case' AND c.id = k.subject LEFT JOIN catalogue_item i ON i.id = c.item_id
  LEFT JOIN people_organisation o ON o.id = k.department_id LEFT JOIN halls_hall h ON h.id = k.hall_id
  {WINDOW.replace("{of}", "k")} LEFT JOIN people_person p ON p.id = k.person
WHERE k.region = %s AND {{day:k."on"}} BETWEEN '{{first}}' AND '{{last}}'
"""
RATINGS = f"""
CREATE TEMP TABLE fact_rating AS
SELECT {{hex:r.id}} AS id, {{local:r.rated_at}} AS rated_on, r.grade, {{valid}} AS valid, CASE WHEN r.bad THEN 1 ELSE 0 END AS bad,
  CASE WHEN r.bad AND {{valid}} = 1 AND r.verdict NOT IN ('', 'groundless') THEN 1 ELSE 0 END AS verified,
  {{day:r.mended_on}} AS mended_on, {{day:r.mend_due_on}} AS due_on, o.name AS department, h.name AS hall, {WIN}, i.key AS item,
  CASE WHEN r.known_by <> '' THEN 1 ELSE 0 END AS known, CASE WHEN r.visited_on IS NOT NULL THEN 1 ELSE 0 END AS called
FROM ratings_rating r LEFT JOIN catalogue_item i ON i.id = r.item_id LEFT JOIN people_organisation o ON o.id = r.department_id LEFT JOIN halls_hall h ON h.id = r.hall_id
  {WINDOW.replace("{of}", "r")}
WHERE r.region = %s AND {{local:r.rated_at}} BETWEEN '{{first}}' AND '{{last}}'
"""
ORDERS = """
CREATE TEMP TABLE fact_order AS
SELECT {hex:c.id} AS id, {local:c.received_at} AS received_on, {day:c.due_on} AS due_on, {local:c.answered_at} AS answered_on,
  CASE WHEN c.solved IS NULL THEN NULL WHEN c.solved THEN 1 ELSE 0 END AS solved, CASE WHEN c.state IN ('passed_out', 'withdrawn') THEN 0 ELSE 1 END AS valid,
  CASE WHEN c.answered_at IS NOT NULL OR {day:c.due_on} <= '{last}' THEN 1 ELSE 0 END AS due, o.name AS department,
  CASE WHEN EXISTS (SELECT 1 FROM complaints_verdict d WHERE d.order_id = c.id AND d.how = 'callback') THEN 1
       WHEN {day:c.callback_due_on} <= '{last}' AND (c.phone_index <> '' OR c.account_id IS NOT NULL) THEN 0 END AS called, c.grade
FROM complaints_workorder c LEFT JOIN people_organisation o ON o.id = c.department_id
WHERE c.region = %s AND {local:c.received_at} BETWEEN '{first}' AND '{last}'
"""
THINGS = f"""
CREATE TEMP TABLE fact_thing AS
SELECT {{hex:t.id}} AS id, b.key AS bundle, h.name AS hall, {WIN}, p.username AS clerk, {{count:parts}} AS parts,
  {{whole:materials_before}} AS papers_before, {{whole:materials_after}} AS papers_after, {{whole:visits_before}} AS visits_before, {{whole:visits_after}} AS visits_after,
  {{whole:days_before}} AS days_before, {{whole:days_after}} AS days_after
FROM bundles_thing t JOIN catalogue_bundle b ON b.id = t.bundle_id JOIN halls_hall h ON h.id = t.hall_id JOIN journal_entry e ON e.subject = t.id AND e.seq = 1
  {WINDOW.replace("{of}", "t")} LEFT JOIN people_person p ON p.id = t.received_by
WHERE t.region = %s AND {{local:t.filed_at}} BETWEEN '{{first}}' AND '{{last}}'
"""
URGINGS = """
CREATE TEMP TABLE fact_urging AS
SELECT {hex:u.id} AS id, u.level, {local:u.ordered_at} AS ordered_on, u.closed_how AS ending, o.name AS department, h.name AS hall
FROM supervision_order u JOIN people_organisation o ON o.id = u.to_id LEFT JOIN halls_hall h ON h.id = u.hall_id
WHERE u.region = %s AND {local:u.ordered_at} BETWEEN '{first}' AND '{last}'
"""
FLAWS = """
CREATE TEMP TABLE fact_flaw AS
SELECT {hex:f.id} AS id, i.key AS item, {local:f.found_at} AS found_on, CASE WHEN f.state IN ('taken', 'mended') THEN 1 ELSE 0 END AS agreed
FROM complaints_flaw f LEFT JOIN catalogue_item i ON i.id = f.item_id
WHERE f.region = %s AND {local:f.found_at} BETWEEN '{first}' AND '{last}'
"""
CHOSEN = """
CREATE TEMP TABLE fact_chosen AS SELECT id, channel FROM cases_case WHERE region = %s AND ((filed_at >= %s AND filed_at < %s)
  OR accepted_on BETWEEN %s AND %s OR decided_on BETWEEN %s AND %s)
"""
SECONDS = '"window_seconds":'


@contextmanager
def laid(region: str, first: date, last: date, lists: Mapping[str, Any]) -> Iterator[None]:
    """Lay out the facts of a period for the scripts; they are gone afterwards."""
    with _gone_afterwards():
        _lay_days(lists["days"])
        for name, made in (("fact_item", chronicle.items(lists)), ("fact_listed", chronicle.listed(lists))):
            columns = chronicle.RELATIONS[name]
            _lay(name, columns, [[row[column] for column in columns] for row in made])
        _lay(
            "fact_bundled",
            ("item", "bundled"),
            [[key, 1] for key, item in lists["items"].items() if item.get("bundled")],
        )
        _indexed("fact_bundled", "item")
        bounds = [instant(midnight(first)), instant(midnight(last + ONE))]
        _run(CHOSEN, [region, *bounds, *[first.isoformat(), last.isoformat()] * 2])
        _indexed("fact_chosen", "id")
        for name, key, sql in STEPS:
            _run(f"CREATE TEMP TABLE {name} AS {_of(sql, first, last)}")
            _indexed(name, key)
        _run(_of(CASES, first, last))
        for sql in (CARDS, RATINGS, ORDERS, THINGS, URGINGS, FLAWS):
            _run(_of(sql, first, last), [region])
        yield


@contextmanager
def _gone_afterwards() -> Iterator[None]:
    """PostgreSQL keeps a lock on each dropped table to the end of the transaction; what is rolled back is gone with its locks.

    SQLite would hold the database's one write lock for that long, so there the tables are dropped.
    """
    if connection.vendor == "sqlite":
        try:
            yield
        finally:
            for name in (
                *chronicle.RELATIONS,
                "fact_chosen",
                "fact_day",
                "fact_bundled",
                *(step[0] for step in STEPS),
            ):
                _run(f"DROP TABLE IF EXISTS {name}")
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


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
    _indexed("fact_day", "day")


def _indexed(name: str, column: str) -> None:
    _run(f"CREATE INDEX {name}_by ON {name} ({column})")
    if connection.vendor != "sqlite":
        _run(f"ANALYZE {name}")


TEXTS = frozenset({"day", "item", "department", "type", "unit", "depth"})


def _lay(name: str, columns: Sequence[str], made: Sequence[Sequence[Any]]) -> None:
    """Lay out rows that no table holds, in one statement."""
    text = json.dumps(made, ensure_ascii=False)
    if connection.vendor == "sqlite":
        chosen = ", ".join(f"json_extract(value, '$[{n}]') AS {column}" for n, column in enumerate(columns))
        _run(f"CREATE TEMP TABLE {name} AS SELECT {chosen} FROM json_each(%s)", [text])
        return
    chosen = ", ".join(
        f"(value ->> {n}){'' if column in TEXTS else '::int'} AS {column}" for n, column in enumerate(columns)
    )
    _run(f"CREATE TEMP TABLE {name} AS SELECT {chosen} FROM jsonb_array_elements(%s::jsonb)", [text])


def key_of(subject: str) -> Any:
    """Return a subject as this database keeps it."""
    return rows.key(UUID(hex=subject))


def instant(at: Any) -> Any:
    """Return an instant as this database compares it."""
    return rows.text_of(at) if connection.vendor == "sqlite" else at


DIALECTS: dict[str, dict[str, str]] = {
    # A column of days has numeric affinity in SQLite, which no index of text serves: as an expression it has none.
    "sqlite": {
        "day": "{0} || ''", "hex": "{0}", "local": "date({0}, '+8 hours')", "whole": "json_extract(e.payload, '$.saved.{0}')",
        "count": "json_array_length(e.payload, '$.{0}')", "seconds": "CAST(substr(e.payload, {0}, 6) AS INTEGER)", "place": "instr(e.payload, '{0}')",
    },
    "postgresql": {
        "day": "to_char({0}, 'YYYY-MM-DD')", "hex": "encode(uuid_send({0}), 'hex')", "local": "to_char({0} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')",
        "whole": "(e.payload::jsonb #>> '{{saved,{0}}}')::int", "count": "jsonb_array_length(e.payload::jsonb -> '{0}')",
        "seconds": "substring(substr(e.payload, {0}, 6) from '^[0-9]+')::int", "place": "position('{0}' in e.payload)",
    },
}  # fmt: skip
WORD = re.compile(r'\{(day|hex|local|whole|count):([\w."]+)\}')
VALID = "(CASE WHEN r.channel <> '7' AND r.excluded = '' THEN 1 ELSE 0 END)"


def _of(sql: str, first: date, last: date) -> str:
    """Return the statement in the words of this database: `{day:c.accepted_on}` is a civil day as text, and so on."""
    say = DIALECTS[connection.vendor]
    place = say["place"].format(SECONDS)
    words = {
        "{visited}": _listed(chronicle.VISITED), "{handed}": _listed(chronicle.HANDED), "{first}": first.isoformat(), "{last}": last.isoformat(),
        "{has_seconds}": f"{place} > 0", "{seconds}": say["seconds"].format(f"{place} + {len(SECONDS)}"), "{valid}": VALID,
    }  # fmt: skip
    for word, meant in words.items():
        sql = sql.replace(word, meant)
    return WORD.sub(lambda found: say[found[1]].format(found[2]), sql)


def _listed(acts: Sequence[str]) -> str:
    return ", ".join(f"'{act}'" for act in acts)


def events(
    region: str, lists: Mapping[str, Any], until: Any = None, span: tuple[date, date] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the plain events of a region in the order of their chains, things first; with `until` only what was recorded by then.

    With `span` only the chains that may have a part in its facts: those that moved in it, and cards, whose day is not that of their entry.
    """
    yield from _events(region, lists, until, ["bundles.receive"])
    yield from _events(region, lists, until, [act for act in chronicle.SAID if act != "bundles.receive"], span)  # fmt: skip


def _events(
    region: str, lists: Mapping[str, Any], until: Any, acts: list[str], span: tuple[date, date] | None = None
) -> Iterator[dict[str, Any]]:
    column, marks = streams.texts(), ", ".join(["%s"] * len(acts))
    chosen = ", ".join(column[name] for name in ("subject", "seq", "act", "at", "by_person", "by_post", "payload"))  # fmt: skip
    past, params = (" AND recorded_at <= %s", [instant(until)]) if until else ("", [])
    if span:
        moved = "SELECT subject FROM journal_entry WHERE region = %s AND ((at >= %s AND at < %s) OR act IN ('supervision.issue', 'cases.deem_accepted'))"
        past += f" AND journal_entry.subject IN ({moved})"
        params += [region, instant(midnight(span[0])), instant(midnight(span[1] + ONE))]
    sql = f"SELECT {chosen} FROM journal_entry WHERE region = %s AND act IN ({marks}){past} ORDER BY journal_entry.subject, seq"
    for block in streams.stream(sql, (region, *acts, *params)):
        yield from told(block, lists)


def told(entries: Sequence[tuple[Any, ...]], lists: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield of entries what the figures read: with names of places for their numbers, cards with the item of their case."""
    said = [json.loads(entry[6]) for entry in entries]
    own = _items({say["subject"] for entry, say in zip(entries, said, strict=True) if entry[2] == CARD and say["about"] == "case"})  # fmt: skip
    for (subject, seq, act, at, person, post, *_), say in zip(entries, said, strict=True):
        made = _event(subject, seq, act, at, str(person), str(post), say, lists)
        if act == CARD and say["subject"] in own:
            made["say"]["item"] = own[say["subject"]]
        yield made


def _items(cases: set[str]) -> dict[str, str]:
    """Return the item of each of these cases, as the first entry of its chain says it."""
    if not cases:
        return {}
    marks = ", ".join(["%s"] * len(cases))
    sql = f"SELECT subject, payload FROM journal_entry WHERE seq = 1 AND subject IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [rows.key(UUID(one)) for one in sorted(cases)])
        return {str(UUID(str(subject))): json.loads(payload)["item"] for subject, payload in cursor.fetchall()}  # fmt: skip


CARD, ITEM_IDS = "supervision.issue", ("complaints.find_flaw", "ratings.rate")


def _event(
    subject: str, seq: int, act: str, at: str, person: str, post: str, payload: dict[str, Any], lists: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    say = chronicle.plain(act, payload)
    for name, named in (
        ("hall", "halls"),
        ("window", "windows"),
        ("department", "departments"),
        ("person", "people"),
        ("to", "departments"),
        ("item", "item_keys"),
    ):
        if say.get(name) and named in lists and (name != "item" or act in ITEM_IDS):
            say[name] = lists[named][str(say[name])]
    if "thing" in say:
        say["thing"] = say["thing"].replace("-", "")
    return {
        "subject": subject, "seq": seq, "act": act, "on": streams.day_of_hour(at[:13]).isoformat(), "post": lists["posts"].get(post, "post" if post else ""),
        "who": lists["people"].get(person, ""), "say": say,
    }  # fmt: skip
