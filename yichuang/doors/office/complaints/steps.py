"""The steps of a work order as the page offers them: one table of noun, act, form; each POST is one act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms

from yichuang.complaints import acts
from yichuang.complaints.models import WorkOrder
from yichuang.doors import workorders
from yichuang.doors.office.complaints import forms
from yichuang.journal.actor import Actor
from yichuang.law import complaints as law


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its address, its act, what its button says, its form, and a word before the form."""

    noun: str
    act: Callable[..., dict[str, Any]]
    title: str
    button: str
    form: type[django_forms.Form] = django_forms.Form
    hint: str = ""
    aside: bool = False

    @property
    def verb(self) -> str:
        """The act's verb, as the law's table of moves names it."""
        return str(self.act.act).partition(".")[2]  # type: ignore[attr-defined]


STEPS = (
    Step("dispatch", acts.dispatch, "派单", "派单", forms.DispatchForm, "派了以后归您经管，答复期限不变。"),
    Step("signing", acts.sign_for, "签收", "签收", hint="签收以后由您的单位办到底；不归您单位的，签收前后都可以在时限内退回。"),
    Step("handling", acts.record_handling, "记录办理", "记下办理情况", forms.HandlingForm),
    Step("answer", acts.answer, "答复", "答复诉求人", forms.AnswerForm),
    Step("assistance", acts.assist, "协办意见", "交协办意见", forms.AssistForm),
    Step("ruling", acts.extend, "批复延期", "批复", forms.RulingForm),
    Step("closing", acts.close, "办结", "审过答复，办结", hint="办结后一个工作日内回访。"),
    Step("call-back", acts.call_back, "回访", "记下回访", forms.CallBackForm, "办理、答复的人不能回访。不满意又是承办单位责任的，自动重办。"),
    Step("longer", acts.ask_extension, "申请延期", "申请", forms.LongerForm, aside=True),
    Step("returning", acts.give_back, "退回：不归我们办", "退回", forms.GiveBackForm, aside=True),
    Step("passing-out", acts.pass_out, "转出：不归本区办", "转出", forms.PassOutForm, aside=True),
    Step("reopening", acts.reopen, "重办", "发回重办", forms.ReasonForm, aside=True),
    Step("take-over", acts.take_over, "接管", "由我经管", forms.ReasonForm, aside=True),
    Step("withdrawal", acts.withdraw, "诉求人撤回", "记为撤回", forms.ReasonForm, aside=True),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


def form_of(step: Step, order: WorkOrder, region: str, sent: Any = None) -> django_forms.Form:
    """Return the form of a step, with what was sent; bodies are offered, the item's own first."""
    made = step.form(sent, auto_id=f"{step.noun}-%s", initial=_first(step, order))
    if step.noun == "dispatch":
        rows = list(workorders.bodies(region))
        workorders.offer(made, department=rows)
        helping: Any = made.fields["assisting"]
        helping.choices = rows
    return made


def _first(step: Step, order: WorkOrder) -> dict[str, Any]:
    if step.noun == "dispatch" and order.item is not None:
        return {"department": order.item.department_id}
    return {}


def offered(order: WorkOrder, ways: dict[str, str], today: date) -> list[Step]:
    """Return the steps that this actor may take now, the next ones first."""
    found = [step for step in STEPS if not ways[step.verb]]
    if not order.longer_days:
        found = [step for step in found if step.verb != "extend"]
    if order.longer_days or today > order.due_on or law.extension_left(order.extended_days, 10) == 0:
        found = [step for step in found if step.verb != "ask_extension"]
    if order.return_by is not None and today > order.return_by:
        found = [step for step in found if step.verb != "give_back"]
    return found


def do(step: Step, order: WorkOrder, told: dict[str, Any], **how: Any) -> dict[str, Any]:
    """Perform the act of a step with what its form told."""
    return step.act(order.pk, **_asked(step, told), **how)


def _asked(step: Step, told: dict[str, Any]) -> dict[str, Any]:
    if step.verb == "extend":
        return told | {"allow": told["allow"] == "yes"}
    if step.verb != "call_back":
        return told
    if told["reached"] != "yes":
        return {"reached": False, "text": told["text"]}
    return {
        "reached": True, "solved": {"yes": True, "no": False}.get(told["solved"]), "grade": int(told["grade"]) if told["grade"] else None,
        "own_fault": told["own_fault"], "text": told["text"],
    }  # fmt: skip


def may_reveal(ways: dict[str, str], order: WorkOrder, actor: Actor) -> bool:
    """Whether there is a caller to be shown and this actor may ask for them."""
    return not ways["reveal"] and bool(order.caller or order.phone)
