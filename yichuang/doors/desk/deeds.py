"""The smaller acts of the desk, one row each: its page, its form, its act, and what is said when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms as django_forms

from yichuang.cases import acts, papers
from yichuang.doors.desk import forms
from yichuang.doors.desk.pane import Pane
from yichuang.ground.templatetags.yc import cndate

Said = Mapping[str, Any]


def _nothing(pane: Pane) -> dict[str, Any]:
    return {}


def _plain(form: Any, pane: Pane) -> dict[str, Any]:
    return dict(form.cleaned_data)


@dataclass(frozen=True, slots=True)
class Deed:
    """One page: `act` is asked of the powers, `run` is called with the form's values, `done` is said afterwards."""

    act: str
    run: Callable[..., Said]
    title: str
    button: str
    form: type[forms.Said]
    done: Callable[[Said], str]
    lead: str = ""
    grave: bool = False
    initial: Callable[[Pane], dict[str, Any]] = _nothing
    values: Callable[[Any, Pane], dict[str, Any]] = _plain
    effects: Callable[[Pane], list[str]] = field(default=lambda pane: [])
    goes_on: bool = False


def _until(words: str, day: Any) -> str:
    return words.format(cndate(day)) if day else ""


def _proposed(pane: Pane) -> dict[str, Any]:
    """The window's proposal, taken apart again: reason and the organ to turn to."""
    why, mark, whose = pane.case.proposal.partition("（该找：")
    return {"why": why, "whose": whose.rstrip("）") if mark else ""}


def _refused(pane: Pane) -> dict[str, Any]:
    failed = [m for m in pane.reviewed_points if m.state == "no"]
    basis = (pane.item.record.get("legal_basis") or [""])[0]
    said = next((s.opinion for s in reversed(pane.view.steps) if s.verdict == "fail"), "")
    return {"clause": basis if failed or said else "", "opinion": said.removesuffix("建议不予。")}


def _refusal_effects(pane: Pane) -> list[str]:
    reviewers = "、".join(s.by_name for s in pane.view.steps if s.kind == "review" and s.state == "done")
    remedy = papers.remedies(pane.item)
    return [
        f"审查：{reviewers or '没有审查记录'}。决定的人要是另一个人。",
        "决定书会写理由、条款" + ("和救济途径：" + remedy if remedy else "。这类事项不写救济途径。"),
        "决定以后不能撤销，只能走更正，留记录。",
    ]


def _spoken(form: Any, pane: Pane) -> dict[str, Any]:
    return {**form.cleaned_data, "outcome": "refused"}


DEEDS: dict[str, Deed] = {
    "non-acceptance": Deed(
        "cases.not_accept", acts.not_accept, "不予受理", "不予受理，出决定书", forms.NotAccepted, lambda a: "已不予受理，出了决定书。",
        grave=True, initial=_proposed, goes_on=True,
        effects=lambda pane: ["办件就此结束，申请人收到不予受理决定书。", *filter(None, [papers.remedies(pane.item)])],
    ),
    "not-required": Deed(
        "cases.tell_not_required", acts.tell_not_required, "不需要办理", "告知不需要办理", forms.NotRequired,
        lambda a: "已告知不需要办理。", goes_on=True,
    ),
    "stop": Deed(
        "cases.suspend", acts.suspend, "特别程序", "开始，出告知书", forms.Special,
        lambda a: "已停止计时，出了告知书。" if a.get("stopped") else "程序已开始，照常计时，出了告知书。",
        lead="只限听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审，或事项另有法定依据。现场核查照常计时。受理以后不能再要求补正。",
        values=lambda form, pane: form.said(),
    ),
    "halt": Deed(
        "cases.halt", acts.halt, "中止", "中止，出通知书", forms.Halt, lambda a: "已中止，不计时，出了通知书。",
        lead="中止要有自己的依据，由您批准。恢复以后期限接着数。",
    ),
    "resumption": Deed(
        "cases.resume", acts.resume, "恢复计时", "恢复计时", forms.Result,
        lambda a: "已恢复计时" + _until("，承诺{}前办结", a.get("promised_due_on")) + "。",
    ),
    "hearing": Deed(
        "cases.offer_hearing", acts.offer_hearing, "告知听证权利", "告知听证权利", forms.Hearing,
        lambda a: "已告知听证权利" + _until("，{}前可以要求听证", a.get("ask_by")) + "。",
    ),
    "hearing-request": Deed(
        "cases.ask_hearing", acts.ask_hearing, "登记听证要求", "登记", forms.HearingAsked,
        lambda a: "已登记" + _until("，听证要在{}前举行", a.get("hold_by")) + "。",
    ),
    "extension": Deed(
        "cases.ask_extension", acts.ask_extension, "提出延期", "提出延期", forms.AskExtension, lambda a: "已提出延期，等负责人批准。",
        lead="提出延期的人不能批准。批准以前时限照走。",
    ),
    "extension-grant": Deed(
        "cases.extend", acts.extend, "批准延期", "批准延期，出告知书", forms.GrantExtension,
        lambda a: f"已延期{a.get('days')}个工作日" + _until("，新的法定期限{}", a.get("statutory_due_on")) + "。",
        initial=lambda pane: {"reason": pane.case.extension_reason}, goes_on=True,
    ),
    "return": Deed(
        "cases.send_back", acts.send_back, "退回窗口", "退回窗口", forms.Return, lambda a: f"已退回窗口，第{a.get('returns')}次。时限照走。",
        lead="受理错了才退。退回会计数，时限照走，不能让申请人再补材料。",
    ),
    "forwarding": Deed(
        "cases.forward", acts.forward, "转报上级机关", "转报，出凭证", forms.Forwarding, lambda a: "已转报，出了凭证。", grave=True, goes_on=True,
        effects=lambda pane: ["本机关的办理就此结束，由接办机关另外计时。", "申请人收到转报凭证。"],
    ),
    "refusal": Deed(
        "cases.decide", acts.decide, "不予", "作出不予的决定", forms.Refusal, lambda a: f"已决定：{a.get('words')}。结果1个工作日内送到窗口。",
        grave=True, initial=_refused, values=_spoken, effects=_refusal_effects, goes_on=True,
    ),
}  # fmt: skip


def form_for(deed: Deed, pane: Pane, posted: Any = None) -> django_forms.Form:
    """Return the deed's form, empty with its first values, or filled with what was sent."""
    more: dict[str, Any] = {"initial": deed.initial(pane)}
    if deed.form is forms.Special:
        more["own"] = [p for p in pane.item.record.get("special_procedures") or () if p.get("name")]
    return deed.form(posted, **more)
