"""Check this pack and get every published figure from its journal, byte by byte. Plain Python 3.11, nothing else.

python3 verify.py                       exit 0 when everything holds, 1 when not
    --head HEX --key HEX                what the office publishes on its page, got by another way than this pack
    --facts                             leave the facts in facts.sqlite, to run the scripts of sql/ by hand
    --opened FILE                       what the office showed an auditor: hold the entries against their lines
"""

import argparse
import datetime
import hashlib
import json
import sqlite3
import sys
from pathlib import Path

import chronicle
import figures
import seals

HERE = Path(__file__).parent
CUTS = {"whole": "''", "department": "department", "hall": "hall", "item": "item"}
NAMED = ("hall", "window", "department", "person", "to", "thing", "item")
COLUMNS = (
    "",
    "subject",
    "seq",
    "region",
    "act",
    "person",
    "post",
    "name",
    "at",
    "recorded",
    "idem",
    "payload",
)


def read(name):
    """Return a file of the pack."""
    return json.loads((HERE / name).read_text("utf-8"))


def canonical(value):
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    """Return the digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def journal(about, asked):
    """Return the lines of the journal and what does not hold: a link, a gap in a chain, the head, its signature."""
    said, told, link, trouble, lengths, last = about["ledger"], [], "", [], {}, ""
    for n, text in enumerate((HERE / "journal.jsonl").read_text("utf-8").splitlines(), 1):
        line = json.loads(text)
        own = line.pop("link", "")
        subject, seq = line["subject"], line["seq"]
        link = sha256(f"{link}\n{canonical(line)}")
        if own != link:
            trouble.append(f"line {n} does not follow the line before it")
            link = own
        if seq != lengths.get(subject, 0) + 1 or (seq > 1 and subject != last):
            trouble.append(f"line {n}: the chain of {subject} has a gap or is out of order")
        lengths[subject], last = seq, subject
        told.append(line)
    if (link, len(told), len(lengths)) != (said["head"], said["lines"], said["chains"]):
        trouble.append("the journal does not end where the published head says")
    if asked.head and asked.head != said["head"]:
        trouble.append("the head is not the one that is published")
    if asked.key and asked.key != said["public"]:
        trouble.append("the key is not the one that is published")
    signed = {name: value for name, value in said.items() if name not in ("public", "signature")}
    if not seals.signed(canonical(signed), said["signature"], said["public"]):
        trouble.append("the head is not signed by this key")
    return told, trouble


def shown(lines, path):
    """Return what does not hold of the entries that an auditor was shown: their chain, their lines in the pack."""
    known, trouble, before = {(line["subject"], line["seq"]): line for line in lines}, [], ""
    rows = [json.loads(text) for text in Path(path).read_text("utf-8").splitlines()]
    for row in rows:
        line = known.get((row["subject"], row["seq"]), {})
        digest = seals.sm3(f"{row['before']}{row['text']}".encode())
        if row["before"] != before or sha256(f"{row['salt']}\n{digest}") != line.get("sealed"):
            trouble.append(f"the entry shown for {row['subject']} {row['seq']} is not the one of its line")
        elif not told(dict(zip(COLUMNS, row["text"].split("\n", 11), strict=True)), line):
            trouble.append(f"the line of {row['subject']} {row['seq']} does not say what its entry says")
        before = digest
    print(f"{len(rows)} entries shown")
    return trouble or ([] if rows else ["nothing was shown"])


def told(said, line):
    """Tell whether a line says what its entry says; only the names that stand for numbers cannot be held against each other."""
    if "act" not in line:
        return said["act"] not in chronicle.SAID
    on = datetime.datetime.fromisoformat(said["at"][:19]) + datetime.timedelta(hours=8)
    if (said["act"], str(on.date())) != (line["act"], line["on"]):
        return False
    say = chronicle.plain(said["act"], json.loads(said["payload"]))
    mine, theirs = (
        {name: told for name, told in one.items() if name not in NAMED} for one in (say, line["say"])
    )
    return mine == theirs  # fmt: skip


def lay(database, lines, about):
    """Make the facts of the period from the journal and lay them out as tables."""
    events = [line for line in lines if "act" in line]
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


def compared(lines, about, asked):
    """Return what differs between the figures made here and those published."""
    database = sqlite3.connect(HERE / "facts.sqlite" if asked.facts else ":memory:")
    events, published = lay(database, lines, about), read("published.json")
    database.commit()
    made = list(rows_of(database, about))
    print(f"{about['period']}: {len(lines)} lines, {events} of them read, {len(made)} figures made, {len(published)} published")  # fmt: skip
    mine, theirs = [canonical(row) for row in made], [canonical(row) for row in published]
    differ = [f"made {a} published {b}" for a, b in zip(mine, theirs, strict=False) if a != b]
    return differ or ([] if mine == theirs else ["there are not as many figures as published"])


def main():
    """Check the files, the journal, what was shown, the figures; say what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    for name in ("--head", "--key", "--opened"):
        parser.add_argument(name, default="")
    parser.add_argument("--facts", action="store_true")
    asked, about = parser.parse_args(), read("about.json")
    listed = read("files.json")
    trouble = [f"not the file of the pack: {name}" for name, digest in listed.items() if hashlib.sha256((HERE / name).read_bytes()).hexdigest() != digest]  # fmt: skip
    lines, broken = journal(about, asked)
    trouble += broken + (shown(lines, asked.opened) if asked.opened else [])
    if not broken:
        trouble += compared(lines, about, asked)
    for one in trouble:
        print(one)
    print(f"head of the journal {about['ledger']['head']}\nsigned by           {about['ledger']['public']}\ndigest of period    {about['digest']}")  # fmt: skip
    print("NOT THE SAME" if trouble else "the journal holds; every figure is the same, byte by byte")
    return 1 if trouble else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
        print(f"cannot be read: {type(error).__name__} {error}\nNOT THE SAME")
        sys.exit(1)
