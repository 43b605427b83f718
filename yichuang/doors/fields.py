"""Fields that several doors read with: a day, a last day, a line, a number, one row of many; and the act behind a form."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from yichuang.journal.refusals import Refused
from yichuang.law.identity import DOCUMENT_TYPES

EMPTY = ("", "还没选")
# The documents by which a person has an account; a household booklet shows no single person.
DOCUMENTS = [(kind.code, kind.name) for kind in DOCUMENT_TYPES if kind.code != "113"]


class Day(forms.DateField):
    """A day, picked or typed as 2026-11-27."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, label: str, *, required: bool = True, hint: str = "") -> None:
        wrong = {"required": f"没填{label}", "invalid": f"{label}写成2026-11-27这样"}
        formats = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d"]
        super().__init__(
            label=label, required=required, input_formats=formats, help_text=hint, error_messages=wrong
        )


class LastDay(Day):
    """The last day on which something holds; acts are told the day after."""

    def clean(self, value: Any) -> date | None:
        """Return the day after."""
        day = super().clean(value)
        return day + timedelta(days=1) if day and day < date.max else day


class Pick(forms.FileInput):
    """Several files at once, from an album, a camera or a disk."""

    allow_multiple_selected = True


class Several(forms.FileField):
    """The uploads; what they hold is looked at when they are kept."""

    def __init__(self, label: str, hint: str) -> None:
        kinds = Pick(attrs={"accept": "image/jpeg,image/png,application/pdf,.ofd", "class": "input"})
        super().__init__(label=label, required=False, help_text=hint, widget=kinds)

    def clean(self, data: Any, initial: Any = None) -> None:
        """The form says nothing of the uploads; `uploaded` takes them from the request."""


def photos_field(hint: str = "JPG、PNG、PDF、OFD，最多5份") -> Several:
    """Return the field for photos and papers."""
    return Several("照片、文件", hint)


def line(label: str, longest: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Return a field of one line."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{longest}个字"}
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, error_messages=told
    )


def whole(label: str, *, required: bool = True, hint: str = "") -> forms.IntegerField:
    """Return a field for a whole number."""
    told = {"required": f"没填{label}", "invalid": f"{label}写成整数"}
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=999_999, help_text=hint, error_messages=told,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def pick(label: str, *, required: bool = True, hint: str = "") -> forms.TypedChoiceField:
    """Return a field that picks a row by its id; `offer` fills it."""
    told = {"required": f"没选{label}", "invalid_choice": f"{label}从列表里选一个"}
    return forms.TypedChoiceField(
        label=label, required=required, coerce=int, empty_value=None, help_text=hint, error_messages=told
    )


def word(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    """Return a field that picks a code."""
    told = {"required": f"没选{label}", "invalid_choice": f"{label}从列表里选一个"}
    return forms.ChoiceField(label=label, choices=[EMPTY, *choices], error_messages=told)


def offer(form: forms.Form, **rows: Iterable[tuple[Any, str]]) -> None:
    """Let fields of the form offer these rows."""
    for name, choices in rows.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [EMPTY, *((str(key), text) for key, text in choices)]


def tried(form: forms.Form, act: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any] | None:
    """Return the act's answer, or None with the reasons in the form; nothing typed is lost."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as error:
        field = str(error.facts.get("field") or "")
        form.add_error(field if field in form.fields else None, error.sentence)
        return None
