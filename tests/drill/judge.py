"""What stands in a home after a drill, judged against what its clients were told: python -m tests.drill.judge < NOTED.

Prints {"wrong": [sentences], "cases", "entries", "errands", "unended"}. Runs as a process of its own, because it needs
that home's settings.
"""

import json
import sys
from collections import Counter, defaultdict
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
ON_CASE = ("state", "outcome", "round", "step", "gap", "stopped", "returns", "breaches")


def judge(noted: list[dict[str, Any]], reference: int) -> dict[str, Any]:
    """Compare all that is in the database with what was acknowledged; the first `reference` acts nobody disturbed."""
    from yichuang.cases.models import Case, Paper
    from yichuang.journal import verify
    from yichuang.journal.models import Entry, Errand

    wrong = _acknowledged(noted)
    cases = {row.pk.hex: row for row in Case.objects.all()}
    filed = sum(act["path"] == "/cases" for act in noted)
    if len(cases) != filed:
        wrong.append(f"{filed} filings were acknowledged and {len(cases)} cases are there")
    wrong += _half_done(cases, _shapes(cases), {act["answer"]["id"] for act in noted[:reference]})
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


def _acknowledged(noted: list[dict[str, Any]]) -> list[str]:
    """Each acknowledged act stands in the journal once, as it was told; and nothing else was done by key."""
    from yichuang.journal.models import Entry

    acts = Entry.objects.exclude(idem=None).exclude(act="cases.close")  # the worker's own
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
    return wrong + [f"done and never acknowledged: {place}" for place in kept]


def _shapes(cases: dict[str, Any]) -> dict[str, Any]:
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


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        print({"release": release, "unended": unended}[sys.argv[1]]())
    else:
        given = json.load(sys.stdin)
        print(json.dumps(judge(given["acts"], given["reference"]), ensure_ascii=False, default=str))
