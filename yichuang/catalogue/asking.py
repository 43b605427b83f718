"""What a form asks (申请表), checked: elements of the library, once each, with help where it is needed; and compared in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalogue import forms
from yichuang.catalogue.changes import ADDED, CHANGED, REMOVED, Change
from yichuang.catalogue.records import LABELS

HARD, SOFT = "hard", "soft"
Found = tuple[str, str, str, str, str, str]
HELPED = ("document", "uscc", "date", "number", "money", "long")
PICKED = ("choice", "many")
MOST_ON_A_PAGE = 16
LABEL_LONG, HELP_LONG, OPTION_LONG = 20, 40, 30
HALF = re.compile(r"[\u3400-\u9fff][,:;?!()]|[,;?!()][\u3400-\u9fff]")
TEXTS = ("group", "label", "help")


def readable(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield every text of a record's own form that the public reads: element, path, kind for the lint, text."""
    for n, row in enumerate(_own(record)):
        for name in TEXTS:
            if row.get(name):
                yield "form", f"form/{n}/{name}", "name", str(row[name])
        options = row.get("options")
        for m, option in enumerate(options if isinstance(options, list) else ()):
            yield "form", f"form/{n}/options/{m}", "name", str(option)


def check(record: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what stands against a record's own form: how grave, kind, element, path, the words, the sentence."""
    asked = {
        q["key"]: [option["value"] for option in q["options"]] for q in record.get("scenarios") or () if q
    }
    seen: dict[str, int] = {}
    if not _own(record):
        yield from _outgrown(record)
    for n, row in enumerate(_own(record)):
        key = str(row.get("element"))
        element = forms.library()["elements"].get(key)
        if element is None:
            yield _hard(n, f"没有数据元“{key}”。从数据元库里选一个。", key, "element")
            continue
        if key in seen:
            yield _hard(n, f"“{element['label']}”在第 {seen[key]} 行问过了，同一个内容只问一次。", key, "element")  # fmt: skip
        seen.setdefault(key, n + 1)
        yield from _conditions(n, row, asked)
        yield from _texts(n, {**element, **{k: v for k, v in row.items() if v is not None}})
    yield from _pages(record)


def _outgrown(record: Mapping[str, Any]) -> Iterator[Found]:
    """The packaged form of a record whose questions were changed asks more than it need, until somebody looks at it."""
    for key in forms.outgrown(record):
        yield (
            SOFT,
            "form",
            "form",
            "form",
            key,
            f"申请表原来按问题 {key} 决定填不填，现在没有这个问题，就都要填。打开“申请表”看一遍。",
        )


def _own(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = record.get("form")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _hard(n: int, sentence: str, text: str = "", field: str = "") -> Found:
    return HARD, "form", "form", f"form/{n}/{field}".rstrip("/"), text, sentence


def _soft(n: int, sentence: str, text: str = "", field: str = "") -> Found:
    return SOFT, "form", "form", f"form/{n}/{field}".rstrip("/"), text, sentence


def _conditions(n: int, row: Mapping[str, Any], asked: Mapping[str, list[str]]) -> Iterator[Found]:
    for key, values in (row.get("when") or {}).items():
        wrong = [value for value in values if value not in asked.get(key, ())]
        if key not in asked:
            yield _hard(n, f"什么情形填：没有问题 {key}。改成已有的问题，或加上这个问题。", key, "when")
        elif wrong:
            yield _hard(n, f"什么情形填：问题 {key} 里没有选项 {wrong[0]}。", wrong[0], "when")


def _texts(n: int, whole: Mapping[str, Any]) -> Iterator[Found]:
    label, help, options = str(whole["label"]), str(whole.get("help") or ""), whole.get("options") or []
    if whole["type"] in PICKED and len(options) < 2:
        yield _hard(n, f"“{label}”要有至少两个选项，每行写一个。", label, "options")
    if whole["type"] in HELPED and not help:
        yield _soft(n, f"“{label}”没有填写说明。告诉人照哪里写、写成什么样。", label, "help")
    least, most = whole.get("least"), whole.get("most")
    if least is not None and most is not None and least > most:
        yield _hard(n, f"“{label}”的最少 {least} 比最多 {most} 还大。", label, "least")
    for field, text in (("label", label), ("help", help), ("group", str(whole.get("group") or ""))):
        if found := HALF.search(text):
            yield _hard(n, f"“{found[0]}”用了半角标点，改成全角。", found[0], field)
    if len(label) > LABEL_LONG:
        yield _soft(n, f"“{label}”有 {len(label)} 个字，名称最好不超过 {LABEL_LONG} 个字。", label, "label")
    if len(help) > HELP_LONG:
        yield _soft(n, f"填写说明有 {len(help)} 个字，最好不超过 {HELP_LONG} 个字。", help, "help")
    long = next((str(one) for one in options if len(str(one)) > OPTION_LONG), None)
    if long:
        yield _soft(n, f"选项“{long}”最好不超过 {OPTION_LONG} 个字。", long, "options")


def _pages(record: Mapping[str, Any]) -> Iterator[Found]:
    """One group is one page: a long one is tiring."""
    for group in forms.grown(_own(record)):
        for kind in ("person", "body"):
            shown = [one for one in group["fields"] if one["kind"] in ("", kind)]
            if len(shown) > MOST_ON_A_PAGE:
                yield SOFT, "form", "form", "form", group["title"], f"“{group['title']}”一页有 {len(shown)} 项，分成两组。"  # fmt: skip
                break


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the differences of two forms in words; what is asked for additionally is worse for the public."""
    if not (_own(old) or _own(new)):
        return
    before, after = _whole(old), _whole(new)
    for key, field in after.items():
        if key not in before:
            mark = "要多填 1 项" if field["required"] and field["who"] == "matter" else ""
            yield Change("form", ADDED, "", _said(field), f"{LABELS['form']}：加上“{_said(field)}”", mark)
        elif changed := _changed(before[key], field):
            words, worse = changed
            yield Change("form", CHANGED, _said(before[key]), _said(field), f"{LABELS['form']}：“{field['label']}”{words}", worse)  # fmt: skip
    for key, field in before.items():
        if key not in after:
            yield Change("form", REMOVED, _said(field), "", f"{LABELS['form']}：删去“{_said(field)}”")
    if [key for key in after if key in before] != [key for key in before if key in after]:
        yield Change("form", CHANGED, "", "", f"{LABELS['form']}：顺序变了")


def _whole(record: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    groups = forms.grown(forms.rows_of(record))
    return {field["key"]: {**field, "group": group["title"]} for group in groups for field in group["fields"]}


def _said(field: Mapping[str, Any]) -> str:
    return f"{field['label']}（{field['group']}{'' if field['required'] else '，可以不填'}）"


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str] | None:
    words, worse = [], []
    for name, word in (
        ("label", "改了名称"),
        ("group", "换了分组"),
        ("help", "改了填写说明"),
        ("unit", "改了单位"),
    ):
        if before[name] != after[name]:
            words.append(f"{word}，原来是“{before[name] or '没有'}”" if name != "help" else word)
    if before["required"] != after["required"]:
        words.append("改成必填" if after["required"] else "改成可以不填")
        worse += ["原来可以不填，现在必须填"] if after["required"] else []
    if before["options"] != after["options"]:
        gone = [word for _, word in before["options"] if [word, word] not in after["options"]]
        words.append("改了选项")
        worse += [f"少了选项“{gone[0]}”"] if gone else []
    if (before["least"], before["most"]) != (after["least"], after["most"]):
        words.append("改了上下限")
    if before["when"] != after["when"]:
        words.append("改了什么情形填")
        wider = before["when"] and any(
            key not in after["when"] or set(after["when"][key]) - set(values)
            for key, values in before["when"].items()
        )
        worse += ["更多情形要填"] if wider else []
    return ("，".join(words), "，".join(worse)) if words else None
