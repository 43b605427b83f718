"""Scripts stored in every field that somebody types, and in file names: put into every row of the town, then every page is read.

The columns come by introspection; `NOT_TYPED` names those that no person types into. A new column of text comes along by itself.
"""

import json
import re
from typing import Any

from django.apps import apps
from django.db import Error, models, transaction

from tests.attacks.scene import ROOMS, Attack
from yichuang.doors.keeper import rotation
from yichuang.drafts.models import Draft, Filled
from yichuang.ground import vault

NOT_TYPED = re.compile(
    r"index|digest|content|shown|record$|answers|payload|private|^args|password|code$|^codes|number$|^key$|keys|idem|head$|^sha|^sm3|type$|username|hint$|seq|href|token|session"
    r"|^state|^kind|^act$|^lines$|^result$|^points|^base|variant|^values|^template|^condition|reviewers|^scope|^step$|secret|^draft|phone$|salt|trust|^terms|^calendar|checks|document$"
    r"|^held|rank|^told$|^chain|^note_key|email|wechat|^bears$|^worse$|^html|hash$|nonce|^tests$|^elements$|^rows$|^checked$|signature|^handled_by$|^names$|^holder_number|^region|^area$|^way$|^how$"
)  # fmt: skip
LEAST = 30
LOCKED = {(model, name) for model, names in rotation.COLUMNS for name in names}
HAN = re.compile(r"[\u3400-\u9fff]")  # what is said in a JSON, as against its dates and codes


def columns() -> list[tuple[type[models.Model], str]]:
    """Return (model, column) for every text that somebody may have typed."""
    found = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                typed = (
                    isinstance(field, models.CharField | models.TextField)
                    and not field.choices
                    and not field.primary_key
                )
                if typed and (field.max_length or 999) >= LEAST and not NOT_TYPED.search(field.attname):
                    found.append((model, field.attname))
    return found


COLUMNS = columns()


def mark(number: int) -> str:
    """Return the script of one column."""
    return f"<script>x{number}()</script>"


def _as_kept(model: type[models.Model], name: str, script: str) -> str:
    """Return a script as this column keeps it: locked, or within JSON, if what is there now is."""
    now = next((v for v in model._default_manager.values_list(name, flat=True)[:50] if v), "")
    if not now and name == "delivery_to":
        return vault.lock(json.dumps(dict.fromkeys(("receiver", "phone", "address"), script)))
    try:
        clear = vault.unlock(now)
    except ValueError:
        clear = now
    try:
        whole = json.loads(clear)
        text = (
            json.dumps(_scripted(whole, script, True), ensure_ascii=False)
            if isinstance(whole, dict | list)
            else script
        )
    except ValueError:
        text = script
    return vault.lock(text) if clear != now or (model, name) in LOCKED else text


def plant() -> set[int]:
    """Put a script into each column of every row; returns which went in."""
    planted = set()
    for number, (model, name) in enumerate(COLUMNS):
        text = _as_kept(model, name, mark(number))
        try:
            with transaction.atomic():
                if model._default_manager.update(**{name: text}):
                    planted.add(number)
        except Error:  # it must be unique: one row is enough
            with transaction.atomic():
                first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
                model._default_manager.filter(pk=first).update(**{name: text})
                planted.add(number)
    return planted


FORMS = {900: Draft, 901: Filled}


def plant_in_forms() -> None:
    """Put a script into every value of every form that is filled in or filed."""
    for number, model in FORMS.items():
        for row in model._default_manager.exclude(content=""):
            whole = _scripted(row.opened(), mark(number))
            model._default_manager.filter(pk=row.pk).update(
                content=vault.lock(json.dumps(whole, ensure_ascii=False))
            )


def _scripted(value: Any, text: str, within: bool = False) -> Any:
    """Return a content with every text below `values`, `value` and `delivery` replaced."""
    if isinstance(value, dict):
        return {
            k: _scripted(v, text, within or k in ("values", "value", "address", "name"))
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_scripted(v, text, within) for v in value]
    return text if within and isinstance(value, str) and HAN.search(value) else value


def raw_in(page: Any) -> set[int]:
    """Return the numbers of the scripts that stand on a page as scripts."""
    text = b"".join(page.streaming_content) if page.streaming else page.content
    return {int(number) for number in re.findall(rb"<script>x(\d+)\(\)</script>", text)}


def what(number: int) -> str:
    """Return whose script this is."""
    return f"values of {FORMS[number].__name__}" if number in FORMS else ATTACKS[number].what


def seen_in(page: Any) -> set[int]:
    """Return the numbers of those that stand there as text."""
    text = b"".join(page.streaming_content) if page.streaming else page.content
    return {int(number) for number in re.findall(rb"&lt;script&gt;x(\d+)\(\)&lt;/script&gt;", text)}


ATTACKS = [
    *(Attack("stored scripts", f"{model._meta.label}.{name}", None) for model, name in COLUMNS),
    *(Attack("stored scripts", f"values of {model.__name__}", None) for model in FORMS.values()),
]
