"""Get every published figure of this pack from its anonymised journal, and compare them byte by byte. Plain Python 3.11, nothing else.

python3 verify.py           say what was compared; exit 0 when every byte is the same, 1 when not
python3 verify.py --facts   also leave the facts in facts.sqlite, to run the scripts of sql/ by hand
"""

import hashlib
import json
import sqlite3
import sys
from pathlib import Path

import chronicle
import figures

HERE = Path(__file__).parent
CUTS = {"whole": "''", "department": "department", "hall": "hall", "item": "item"}


def read(name):
    """Return a file of the pack."""
    return json.loads((HERE / name).read_text("utf-8"))


def canonical(value):
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lay(database, about):
    """Make the facts of the period from the journal and lay them out as tables."""
    lines = (HERE / "journal.jsonl").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    made = chronicle.told(events, read("lists.json"), about["from"], about["to"])
    for name, columns in chronicle.RELATIONS.items():
        rows = [[row[column] for column in columns] for row in made[name]]
        chosen = ", ".join(f"json_extract(value, '$[{n}]') AS {column}" for n, column in enumerate(columns))
        database.execute(f"CREATE TABLE {name} AS SELECT {chosen} FROM json_each(?)", [canonical(rows)])
    return len(events)


def figure(database, script, cut, column, unit, persons):
    """Return who → part, whole, text of one indicator by one cut; None for what is hidden."""
    found = database.execute(
        f"SELECT {column} AS who, SUM(num), SUM(den), SUM(n) FROM ({script}) AS cells GROUP BY 1"
    ).fetchall()
    told = {who: (part, whole, rows) for who, part, whole, rows in found if who is not None and rows}
    small = figures.hidden({who: one[2] for who, one in told.items()}) if persons else ()
    return {
        who: None if who in small else [part, whole, figures.value(part, whole, unit)]
        for who, (part, whole, _) in told.items()
    }


def rows_of(database, about):
    """Yield the rows of open data, in the order in which they are published."""
    for one in read("indicators.json"):
        script = (HERE / "sql" / f"{one['key']}.sql").read_text("utf-8")
        for cut, column in CUTS.items():
            told = figure(database, script, cut, column, one["unit"], one["persons"])
            for who, found in sorted(told.items()):
                part, whole, text = found or (None, None, None)
                yield {
                    "period": about["period"], "indicator": one["key"], "name": one["name"], "cut": about["cuts"][cut], "who": who,
                    "part": part, "whole": whole, "value": text, "unit": figures.UNITS[one["unit"]], "hidden": found is None,
                }  # fmt: skip


def whole_files():
    """Return the files that are not what the list of the pack says they are."""
    listed = read("files.json")
    return [name for name, digest in listed.items() if hashlib.sha256((HERE / name).read_bytes()).hexdigest() != digest]  # fmt: skip


def main():
    """Compare and say so."""
    about, published = read("about.json"), read("published.json")
    broken = whole_files()
    kept = HERE / "facts.sqlite" if "--facts" in sys.argv else ":memory:"
    database = sqlite3.connect(kept)
    events = lay(database, about)
    database.commit()
    made = list(rows_of(database, about))
    print(f"{about['period']}: {events} events, {len(made)} figures made, {len(published)} published, digest of the frozen period {about['digest']}")  # fmt: skip
    for name in broken:
        print(f"not the file of the pack: {name}")
    for mine, theirs in zip(made, published, strict=False):
        if canonical(mine) != canonical(theirs):
            print(f"differs: made {canonical(mine)} published {canonical(theirs)}")
    same = canonical(made) == canonical(published)
    print("every figure is the same, byte by byte" if same and not broken else "NOT THE SAME")
    return 0 if same and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
