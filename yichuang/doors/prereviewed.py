"""How doors show a pre-review: what has to be mended, what it is about, and where it can be gone on with."""

from typing import Any

from yichuang.asking.models import PreReview
from yichuang.catalogue import versions

WORDS = {"waiting": "等预审", "answered": "已答复", "kept": "结果留着", "taken": "已接着办"}
KINDS = {"waiting": "is-warn", "answered": "is-info", "kept": "is-info", "taken": ""}


def shown(row: PreReview) -> dict[str, Any]:
    """Return a pre-review in words: its lines, its answers to the scenario questions, and what the rest was judged."""
    facts = versions.facts(row.version_id)
    content = row.opened()
    answers = content.get("answers") or {}
    asked = [
        (q["question"], next((o["label"] for o in q["options"] if o["value"] == answers[q["key"]]), answers[q["key"]]))
        for q in facts.record.get("scenarios") or () if q["key"] in answers
    ]  # fmt: skip
    got = [place for place, said in (content.get("judged") or {}).items() if said.get("state") == "got"]
    names = [m["name"] for n, m in enumerate(facts.record["materials"]) if str(n) in got]
    return {
        "row": row,
        "facts": facts,
        "mend": row.mend(),
        "asked": asked,
        "got": names,
        "word": WORDS[row.state],
        "kind": KINDS[row.state],
    }
