"""What stands of things (一件事) after a drill, judged against what the desks were told: python -m tests.drill.judge_things < NOTED.

Prints {"wrong": [sentences], "things", "cases", "entries", "errands"}. A process of its own, because it needs that home's settings.
"""

import json
import sys
from collections import Counter, defaultdict
from typing import Any

import django

from tests.drill.judge import acknowledged, shapes

OF_THING = (
    ("parts", "bundles.Part", ("key", "state", "why", "after")),
    ("letters", "bundles.Letter", ("kind",)),
    ("notices", "bundles.Notice", ("round", "lines")),
)
ON_THING = ("state", "outcome", "round", "channel", "together", "due_why")


def judge(noted: list[dict[str, Any]], reference: int) -> dict[str, Any]:
    """Compare all that is in the database with what was acknowledged; the first `reference` acts nobody disturbed."""
    from yichuang.bundles.models import Letter, Part, Thing
    from yichuang.cases.models import Case
    from yichuang.journal import verify
    from yichuang.journal.models import Entry, Errand

    lost, unknown = acknowledged(noted, ("cases.close", "bundles.go_on"))
    wrong = lost + unknown
    things = list(Thing.objects.all())
    filed = sum(act["path"] == "/things" for act in noted)
    if len(things) != filed:
        wrong.append(f"{filed} filings were acknowledged and {len(things)} things are there")
    wrong += [
        f"{one.pk}: {one.state}, {one.outcome}"
        for one in things
        if (one.state, one.outcome) != ("closed", "all")
    ]
    cases = {row.pk.hex: row for row in Case.objects.all()}
    parts = Part.objects.exclude(case=None).values_list("case_id", "thing_id", "state")
    if {case.hex for case, *_ in parts} != set(cases):
        wrong.append("a case belongs to no part, or a part to no case")
    wrong += [
        f"{case}: {state}"
        for case, _, state in parts
        if state != "granted" or cases[case.hex].state != "closed"
    ]
    wrong += _half_done(things, {act["answer"]["id"] for act in noted[:reference]}, cases)
    if bare := Letter.objects.filter(html_sm3="").count():
        wrong.append(f"{bare} letters are not frozen")
    wrong += [f"verify: {one}" for one in verify.verify().broken[:5]]
    ends = Counter(Errand.objects.values_list("state", flat=True))
    wrong += [
        f"{count} errands are {state}"
        for state, count in ends.items()
        if state in ("waiting", "failed", "given_up")
    ]
    return {
        "wrong": wrong,
        "things": len(things),
        "cases": len(cases),
        "entries": Entry.objects.count(),
        "errands": ends.total(),
    }


def _half_done(things: list[Any], undisturbed: set[str], cases: dict[str, Any]) -> list[str]:
    """A thing that was disturbed looks, with all its cases, like the undisturbed one that came in the same way."""
    found = _of_things(things, shapes(cases), cases)
    known = {text.replace("-", "") for text in undisturbed}
    models = {_way(one): found[one.pk.hex] for one in things if one.pk.hex in known}
    wrong = []
    for one in things:
        shape, model = found[one.pk.hex], models[_way(one)]
        if odd := {n: (shape[n], model[n]) for n in shape if shape[n] != model[n]}:
            wrong.append(f"half done: {one.pk} {odd}")
    return wrong


def _way(thing: Any) -> tuple[Any, ...]:
    return thing.version_id, thing.received_by is None, thing.round


def _of_things(
    things: list[Any], of_cases: dict[str, Any], cases: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    from django.apps import apps

    from yichuang.journal.models import Entry

    held: dict[str, dict[str, Counter[Any]]] = defaultdict(lambda: defaultdict(Counter))
    for name, label, columns in OF_THING:
        for subject, *values in apps.get_model(label).objects.values_list("thing_id", *columns):
            held[subject.hex][name][tuple(values)] += 1
    acts = Entry.objects.filter(act__startswith="bundles.").exclude(act="bundles.go_on")
    for subject, act in acts.values_list("subject", "act"):
        held[subject.hex]["entries"][act] += 1
    whole: dict[str, dict[str, Any]] = {}
    for one in things:
        mine = held[one.pk.hex]
        whole[one.pk.hex] = {
            "thing": [getattr(one, name) for name in ON_THING],
            **{
                name: sorted(map(str, mine[name].items()))
                for name in ("parts", "letters", "notices", "entries")
            },
        }
    for key, case in cases.items():
        # Whether a result that comes to the window is told depends on how far the thing was.
        kept = {name: rows for name, rows in of_cases[key].items() if name != "messages"}
        kept["errands"] = [one for one in kept["errands"] if "'notice'" not in one]
        whole[case.thing.hex][f"case {case.item_id}"] = kept
    return whole


if __name__ == "__main__":
    django.setup()
    print(json.dumps(judge(**json.load(sys.stdin)), ensure_ascii=False, default=str))
