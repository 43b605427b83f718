"""A form on the screen and on paper, for every door: one group a page, what is known shown with whence it comes.

    values = forms.read(group, request.POST)            # what was typed, by field key; nothing is lost
    clean, wrong = law.check_group(group, law.merged(values, filled), today)
    forms.page_context(group, values, filled, wrong)    # then {% include "forms/group.html" %} inside the page's form
    forms.summary(groups, values, filled, href=…)       # then {% include "forms/answers.html" %}
    forms.filed(content)                                # then {% include "forms/filled.html" %} on a case

A page shows the errors above its heading: {% include "parts/error_summary.html" with errors=errors only %}.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from django.conf import settings
from django.shortcuts import render

from yichuang.drafts import signing
from yichuang.ground.templatetags.yc import veiled
from yichuang.law import forms as law
from yichuang.law import identity
from yichuang.law.entries import PICKED, YES_NO
from yichuang.law.forms import Field, Filled, Group

GROUP, ANSWERS, FILLED, PAPER = (
    "forms/group.html",
    "forms/answers.html",
    "forms/filled.html",
    "forms/paper.html",
)
MOST_CARDS = 8
KEYBOARDS = {"number": "decimal", "money": "decimal", "phone": "tel", "email": "email"}
AUTOCOMPLETE = {
    "person_name": "name", "person_phone": "tel", "contact_phone": "tel", "person_address": "street-address", "body_name": "organization",
}  # fmt: skip
SHORT = {"number": "is-8", "money": "is-8", "phone": "is-8", "document": "is-18", "uscc": "is-18"}


def read(group: Group, post: Any) -> dict[str, str]:
    """Return what was typed on the page of a group, by field key; a date's boxes and many choices are one text."""
    return {field.key: _typed(field, post) for field in group.fields}


def _typed(field: Field, post: Any) -> str:
    if field.type == "date":
        parts = [str(post.get(f"{field.key}_{part}") or "").strip() for part in ("year", "month", "day")]
        return str(post.get(field.key) or "") or (" ".join(parts) if any(parts) else "")
    if field.type == "many":
        return "\n".join(post.getlist(field.key))
    return str(post.get(field.key) or "")


def page_context(
    group: Group, values: Mapping[str, str], filled: Mapping[str, Filled], errors: Mapping[str, str]
) -> dict[str, Any]:
    """Return what `forms/group.html` and the error summary read."""
    held = law.merged(values, filled)
    shut = [f for f in group.fields if f.key in filled and not filled[f.key].editable]
    rows = [
        _row(field, held.get(field.key, ""), filled.get(field.key), errors.get(field.key, ""))
        for field in group.fields
        if field not in shut
    ]
    said = [{"id": row["focus"], "text": row["error"]} for row in rows if row["error"]]
    said += [
        {"id": f"locked-{group.key}", "text": errors[field.key]} for field in shut if errors.get(field.key)
    ]
    return {"group": group, "locked": _locked(group, shut, filled), "fields": rows, "errors": said}


def _locked(group: Group, shut: list[Field], filled: Mapping[str, Filled]) -> list[dict[str, Any]]:
    """What may not be changed here, by whence it comes: the rows, and where it is mended."""

    def whence(field: Field) -> tuple[str, str]:
        return filled[field.key].source, filled[field.key].mended

    return [
        {
            "id": f"locked-{group.key}{n or ''}",
            "source": source,
            "mended": mended,
            "rows": [_answer(field, filled[field.key].value, masked=True) for field in fields],
        }
        for n, ((source, mended), fields) in enumerate(groupby(sorted(shut, key=whence), whence))
    ]


def _answer(field: Field, value: str, *, masked: bool = False) -> dict[str, Any]:
    return {"label": field.label, "value": _masked(field.type, law.shown(field, value), masked) or "没有填"}


def _masked(type: str, text: str, masked: bool) -> str:
    if masked and type == "document":
        return identity.mask_id(text)
    if masked and type == "phone":
        return identity.mask_phone(text)
    return veiled(text) if masked else text


def _row(field: Field, value: str, known: Filled | None, error: str) -> dict[str, Any]:
    """A field as its template draws it: one control by its type, its help, whence it is filled in, what to mend."""
    source = f"{known.source}，请核对" if known and known.value == value else ""
    help = "。".join(part.rstrip("。") for part in (field.help, source) if part)
    legend = field.label if field.required else f"{field.label}（可以不填）"
    made: dict[str, Any] = {
        "key": field.key, "label": field.label, "legend": legend, "required": field.required, "type": field.type, "control": _control(field),
        "value": value, "hint": f"{help}。" if source else field.help, "error": error, "unit": field.unit, "width": SHORT.get(field.type, "is-full"),
        "inputmode": KEYBOARDS.get(field.type, ""), "autocomplete": AUTOCOMPLETE.get(field.element, "off"), "focus": field.key,
    }  # fmt: skip
    return made | CONTROLS.get(field.type, _plain)(field, value)


def _control(field: Field) -> str:
    if field.type in ("choice", "yesno", "many"):
        return "select" if field.type == "choice" and len(field.options) > MOST_CARDS else "cards"
    return {"date": "date", "long": "area"}.get(field.type, "line")


def _plain(field: Field, value: str) -> dict[str, Any]:
    return {}


def _picked(field: Field, value: str) -> dict[str, Any]:
    chosen = value.split("\n")
    pairs = YES_NO if field.type == "yesno" else field.options
    options = [{"value": one, "label": word, "checked": one in chosen} for one, word in pairs]
    cards = _control(field) == "cards"
    return {
        "options": options, "kind": "checkbox" if field.type == "many" else "radio", "focus": f"{field.key}_0" if cards else field.key,
    }  # fmt: skip


def _dated(field: Field, value: str) -> dict[str, Any]:
    """A day in its three boxes; what is no day stays as it was typed, word by word."""
    parts = [*value.replace("-", " ").split(), "", "", ""][:3]
    plain = [part.lstrip("0") if n and len(parts[0]) == 4 else part for n, part in enumerate(parts)]
    return {"year": plain[0], "month": plain[1], "day": plain[2], "focus": f"{field.key}_year"}


CONTROLS: dict[str, Callable[[Field, str], dict[str, Any]]] = {
    **dict.fromkeys(PICKED, _picked),
    "date": _dated,
}


def summary(
    groups: Iterable[Group], values: Mapping[str, str], filled: Mapping[str, Filled], href: Callable[[Group], str] | None = None
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the answers to look over, group by group, as the part summary_list shows them; `href` leads to a group's page."""
    held = law.merged(values, filled)
    return [
        {
            "key": group.key,
            "title": group.title,
            "rows": [_looked_over(group, field, held, filled, href) for field in group.fields],
        }
        for group in groups
    ]


def _looked_over(
    group: Group, field: Field, held: Mapping[str, str], filled: Mapping[str, Filled], href: Callable[[Group], str] | None
) -> dict[str, Any]:  # fmt: skip
    value, known = held.get(field.key, ""), filled.get(field.key)
    shut = known is not None and not known.editable
    row = _answer(field, value, masked=shut)
    row["tag"] = known.source if known and known.value == value else ""
    row["href"] = f"{href(group)}#{_row(field, value, known, '')['focus']}" if href and not shut else ""
    return row


def filed(content: Mapping[str, Any], *, masked: bool = True) -> list[dict[str, Any]]:
    """Return a filed form (`drafts.models.Filled.content`) as `forms/filled.html` shows it to a clerk or prints it."""
    return [
        {
            "key": group["key"],
            "title": group["title"],
            "rows": [_filed(row, masked) for row in group["fields"]],
        }
        for group in content.get("groups") or ()
    ]


def _filed(row: Mapping[str, str], masked: bool) -> dict[str, Any]:
    value = _masked(row["type"], row["shown"], masked)
    return {"label": row["label"], "value": value or "没有填", "tag": row["source"], "long": len(value) > 40}


def paper(request: Any, case: Any, item: Any, content: Mapping[str, Any], back: str = "") -> Any:
    """Return the printed form of a case as it was filed, with its number and the way to its progress."""
    told = {
        "name": item.name, "department": item.department_name, "version": item.number, "number": f"申请编号{case.filing_number}", "code": case.query_code,
        "url": f"{settings.DEPLOYMENT.origin}/p/{case.query_code}", "day": case.received_on, "filled": filed(content, masked=False), "back_href": back,
        "signed": [one for one in signing.of(case.pk) if one.row.what == "form" and one.whole],
    }  # fmt: skip
    return render(request, PAPER, told)


def blank(groups: Iterable[Group], record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return an empty form as the paper prints it: boxes to tick, room to write, and when a field is for you."""
    asked = {question["key"]: question for question in record.get("scenarios") or ()}
    return [
        {"key": group.key, "title": group.title, "rows": [_blank(field, asked) for field in group.fields]}
        for group in groups
    ]


def _blank(field: Field, asked: Mapping[str, Any]) -> dict[str, Any]:
    options = [word for _, word in (YES_NO if field.type == "yesno" else field.options)]
    unit = field.unit or ("元" if field.type == "money" else "")
    when = [_when(asked[key], values) for key, values in field.when.items() if key in asked]
    return {
        "label": field.label, "optional": not field.required, "options": options, "unit": unit, "type": field.type, "when": "，".join(when),
        "long": field.type == "long",
    }  # fmt: skip


def _when(question: Mapping[str, Any], values: Iterable[str]) -> str:
    words = {option["value"]: option["label"] for option in question["options"]}
    return f"{question['question'].rstrip('？')}：{'、'.join(words.get(value, value) for value in values)}"


def described(groups: Iterable[Group], form: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return groups as the API tells them: every field with its element, type, limits, condition and sources."""
    rows = {row["key"]: row for group in form for row in group["fields"]}
    return [
        {"key": g.key, "title": g.title, "fields": [_described(f, rows[f.key]) for f in g.fields]}
        for g in groups
    ]


def _described(field: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": field.key, "element": field.element, "standard": row.get("standard"), "label": field.label, "type": field.type, "required": field.required,
        "help": field.help, "options": [value for value, _ in field.options], "unit": field.unit, "least": field.least, "most": field.most,
        "when": {key: list(values) for key, values in field.when.items()}, "who": field.who, "kind": row.get("kind") or None,
        "sources": list(field.sources), "locked": field.locked,
    }  # fmt: skip
