"""What stands in a home after a drill, judged against what its clients were told: python -m tests.drill.judge < NOTED.

Prints {"wrong": [sentences], "cases", "entries", "errands", "unended"}. Runs as a process of its own, because it needs
that home's settings.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import cycle
from typing import Any

import django

TABLES = (
    ("parties", "cases.Party", "case_id", ("role",)),
    ("materials", "materials.Material", "subject", ("place", "state", "round")),
    ("steps", "cases.Step", "case_id", ("key", "state", "verdict")),
    ("clocks", "clock.Term", "subject", ("kind", "days", "met", "stopped")),
    ("papers", "cases.Paper", "case_id", ("kind",)),
    ("notices", "cases.Notice", "case_id", ("round",)),
    ("deliveries", "cases.Delivery", "case_id", ("way",)),
    ("ratings", "ratings.Rating", "case_id", ("grade", "seq")),
    ("entries", "journal.Entry", "subject", ("act",)),
    ("errands", "journal.Errand", "subject", ("kind", "state")),
    ("messages", "exchange.Message", "subject", ("channel", "template")),
)
FILES, PNG = (
    200,
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
    ),
)
ON_CASE = ("state", "outcome", "round", "step", "gap", "stopped", "returns", "breaches")


def judge(noted: list[dict[str, Any]], reference: int, *, more: bool = False) -> dict[str, Any]:
    """Compare all that is in the database with what was acknowledged; the first `reference` acts nobody disturbed.

    `more`: there may be more than that, as in a backup taken while acts went on.
    """
    from yichuang.cases.models import Case, Paper
    from yichuang.journal import verify
    from yichuang.journal.models import Entry, Errand

    lost, unknown = acknowledged(noted)
    wrong = lost if more else lost + unknown
    cases = {row.pk.hex: row for row in Case.objects.all()}
    filed = sum(act["path"] == "/cases" for act in noted)
    if len(cases) != filed and not more:
        wrong.append(f"{filed} filings were acknowledged and {len(cases)} cases are there")
    wrong += _half_done(cases, shapes(cases), {act["answer"]["id"] for act in noted[:reference]})
    if bare := Paper.objects.filter(html_sm3="").count():
        wrong.append(f"{bare} papers are not frozen")
    wrong += [f"verify: {one}" for one in verify.verify().broken[:5]]
    return {
        "wrong": wrong,
        "cases": len(cases),
        "entries": Entry.objects.count(),
        "errands": Errand.objects.count(),
        "unended": Errand.objects.unended().count(),
    }


def acknowledged(
    noted: list[dict[str, Any]], own: tuple[str, ...] = ("cases.close",)
) -> tuple[list[str], list[str]]:
    """Each acknowledged act stands in the journal once, as it was told; and nothing else was done by key but the worker's own acts."""
    from yichuang.journal.models import Entry

    acts = Entry.objects.exclude(idem=None).exclude(act__in=own)
    entries = acts.values_list("subject", "seq", "payload")
    kept = {(subject.hex, seq): json.loads(payload)["answer"] for subject, seq, payload in entries}
    wrong = []
    for act in noted:
        told = dict(act["answer"])
        place = (told.pop("id").replace("-", ""), told["seq"])
        stands = kept.pop(place, None)
        if stands is None:
            wrong.append(f"lost: {act['path']} {act['key']} {act['answer']}")
        elif any(stands.get(name) != value for name, value in told.items()):
            wrong.append(f"told {told} and kept {stands}")
    return wrong, [f"done and never acknowledged: {place}" for place in kept]


def shapes(cases: dict[str, Any]) -> dict[str, Any]:
    """What is there of each case, without numbers, names and dates: equal for all that went equally far."""
    from django.apps import apps

    held: dict[str, dict[str, Counter[Any]]] = defaultdict(lambda: defaultdict(Counter))
    for name, label, key, columns in TABLES:
        for subject, *values in apps.get_model(label).objects.values_list(key, *columns):
            if subject is not None:
                held[subject.hex][name][tuple(values)] += 1
    return {
        key: {
            "case": [getattr(row, name) for name in ON_CASE] + [row.due_on is None, row.number is None],
            **{name: sorted(map(str, held[key][name].items())) for name, *_ in TABLES},
        }
        for key, row in cases.items()
    }


def _half_done(cases: dict[str, Any], shapes: dict[str, Any], undisturbed: set[str]) -> list[str]:
    """A case that was disturbed looks like the undisturbed one that went as far."""
    known = {text.replace("-", "") for text in undisturbed} & set(cases)
    by_length = {_length(shapes[key]): shapes[key] for key in known}
    wrong = (
        [] if len(by_length) == len(known) == 9 else [f"{len(by_length)} undisturbed lives of {len(known)}"]
    )
    for key, shape in shapes.items():
        model = by_length.get(_length(shape))
        if shape != model:
            odd = {n: (shape[n], model and model[n]) for n in shape if not model or shape[n] != model[n]}
            wrong.append(f"half done: {key} {odd}")
    return wrong


def _length(shape: dict[str, Any]) -> tuple[int, int]:
    return len(shape["entries"]), len(shape["ratings"])


def release() -> int:
    """Let go of errands that a killed worker held, as if its three minutes were over."""
    from yichuang.journal.models import Errand

    return Errand.objects.unended().update(held_until=None)


def unended() -> int:
    """Count the errands not yet confirmed."""
    from yichuang.journal.models import Errand

    return Errand.objects.unended().count()


def hand_in() -> int:
    """Hand in files for the cases that are there, each with a content of its own; returns how many."""
    from yichuang.cases.models import Case
    from yichuang.ground.now import now
    from yichuang.journal.actor import system
    from yichuang.materials import acts, store

    for number, case in zip(range(FILES), cycle(Case.objects.all()), strict=False):
        stored = store.put([PNG, f"{number} {now()}".encode()], name="照片.png")
        acts.keep(case.pk, stored, by=system(case.region), at=now(), name="照片.png", place=2)
    return FILES


def bill() -> int:
    """Bill this day as if tomorrow had come."""
    from yichuang.ground.now import day_of, now
    from yichuang.journal import bills

    return bills.catch_up(day_of(now()), at=now() + timedelta(days=1))


def opened() -> str:
    """Open every file by its digest and every encrypted number by its key; say how many, or fail at the first that does not."""
    from yichuang.cases.models import Party
    from yichuang.ground import vault
    from yichuang.ground.now import today
    from yichuang.law.identity import check_document
    from yichuang.materials import store
    from yichuang.materials.models import File

    files, numbers = 0, 0
    for row in File.objects.filter(dropped_at=None):
        with store.place().open(row.sha256) as file:
            content = file.read()
        told = (hashlib.sha256(content).hexdigest(), hashlib.new("sm3", content).hexdigest(), len(content))
        assert told == (row.sha256, row.sm3, row.size), row.pk
        files += 1
    for party in Party.objects.select_related("case"):
        number = party.clear_number()
        assert check_document("111", number, today()).valid, party.pk
        assert vault.index(number) == party.case.applicant_index, party.pk
        numbers += 1
    return json.dumps({"files": files, "numbers": numbers})


def left() -> str:
    """Say of what kind the errands not yet confirmed are, and what troubles them."""
    from yichuang.journal.models import Errand

    rows = Errand.objects.unended().values_list("kind", "state", "tries", "trouble", "held_until")
    return str(Counter((*row[:4], "held" if row[4] else "free") for row in rows).most_common(8))


WORDS = {
    "left": left,
    "release": release,
    "unended": unended,
    "hand_in": hand_in,
    "bill": bill,
    "opened": opened,
}

if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        print(WORDS[sys.argv[1]]())
    else:
        print(json.dumps(judge(**json.load(sys.stdin)), ensure_ascii=False, default=str))
