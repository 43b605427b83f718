"""The forms of cards and orders: one text each, and a new order."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from yichuang.cases.models import Case
from yichuang.doors.fields import offer, pick, word
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours, Refused
from yichuang.law import urging as law
from yichuang.people.models import Organisation

NUMBERS_MOST = 50
VERDICTS = [("uphold", "维持"), ("withdraw", "撤销")]


def words(label: str, longest: int, *, hint: str = "", rows: int = 3) -> forms.CharField:
    """Return a field of several lines."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{longest}个字"}
    return forms.CharField(
        label=label, max_length=longest, help_text=hint, error_messages=told, widget=forms.Textarea(attrs={"rows": rows})
    )  # fmt: skip


def attempted(form: forms.Form, act: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any] | None:
    """As `fields.tried`; what is not theirs to do is no mistake in a form: it is turned away, and stands in the log."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except NotYours:
        raise
    except Refused as error:
        field = str(error.facts.get("field") or "")
        form.add_error(field if field in form.fields else None, error.sentence)
        return None


class AnswerForm(forms.Form):
    """What happened, and what is done about it."""

    text = words("怎么回事，怎么改", 500, hint="写明原因、哪天改好")


class AppealForm(forms.Form):
    """Why the card should not have been shown."""

    text = words("为什么不该亮这张牌", 500, hint="写明哪一天、哪份文书可以证明")


class DecisionForm(forms.Form):
    """Uphold or withdraw, with the reason."""

    verdict = forms.ChoiceField(
        label="结论", choices=VERDICTS, widget=forms.RadioSelect,
        error_messages={"required": "没选维持还是撤销", "invalid_choice": "从维持、撤销里选一个"},
    )  # fmt: skip
    why = words("理由", 500, hint="落牌的单位看得到")


def open_verdicts(form: forms.Form, closed: Mapping[str, str | None]) -> None:
    """Let the form offer only what may be done now."""
    field = form.fields["verdict"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [pair for pair in VERDICTS if not closed[pair[0]]]


class ReplyForm(forms.Form):
    """The body's answer to an order."""

    text = words("办理情况和结果", 1000, hint="写明办了什么、哪天办完、以后怎么防", rows=5)


class CheckForm(forms.Form):
    """Whether the answer is so."""

    verdict = forms.ChoiceField(
        label="核查结果", choices=[("pass", "属实，通过"), ("back", "退回，重新答复")], widget=forms.RadioSelect,
        error_messages={"required": "没选核查结果", "invalid_choice": "从通过、退回里选一个"},
    )  # fmt: skip
    why = words("核查了什么", 500, hint="退回的写明还差什么")


class StepForm(forms.Form):
    """The next step of the ladder."""

    why = words("为什么升级", 500)


class WithdrawalForm(forms.Form):
    """Why the order is taken back."""

    why = words("为什么撤销", 500)


class NewForm(forms.Form):
    """A new order."""

    level = word("哪一级", ())
    numbers = forms.CharField(
        label="办件", required=False, help_text="每行一个申请编号或办件编号；同一个部门的可以写几件",
        widget=forms.Textarea(attrs={"rows": 2, "class": "is-code"}),
    )  # fmt: skip
    to = pick("下给哪个部门", required=False, hint="空着就下给办件的部门")
    why = words("为什么督办，要办到什么程度", 500)


def fill(form: NewForm, actor: Actor) -> None:
    """Let the form offer the steps that this post may order, and the bodies of the region."""
    bodies = Organisation.objects.filter(
        region=actor.region, valid_to=None, kind__in=["department", "centre", "town"]
    )
    levels = [pair for pair in law.LEVELS if law.may_order(pair[0], actor.kind) is None]
    offer(form, level=levels, to=bodies.order_by("kind", "name").values_list("pk", "name"))


def cases_named(text: str, actor: Actor) -> list[Any]:
    """Return the cases of these numbers, one a line; BadInput names the first that is not there."""
    named = [line.strip() for line in text.replace("，", "\n").splitlines() if line.strip()]
    if len(named) > NUMBERS_MOST:
        raise BadInput(f"一张督办单最多写{NUMBERS_MOST}件。", field="numbers")
    return [_one(number, actor) for number in dict.fromkeys(named)]


def _one(number: str, actor: Actor) -> Any:
    seen = Case.objects.visible_to(actor)
    found = seen.filter(filing_number=number).values_list("pk", flat=True).first()
    found = found or seen.filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise BadInput(f"没有编号是{number[:40]}的办件。照办件页上的编号再核对一遍。", field="numbers")
    return found


def numbers_of(cases: Iterable[Case]) -> str:
    """Return the filing numbers, one a line."""
    return "\n".join(case.filing_number for case in cases)
