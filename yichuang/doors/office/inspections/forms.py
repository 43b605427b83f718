"""The forms of registers, draws and results."""

from collections.abc import Iterable
from typing import Any

from django import forms

from yichuang.doors.fields import Day, offer, pick, whole, word
from yichuang.doors.fields import line as text_line
from yichuang.inspections.models import Check
from yichuang.journal.actor import Actor
from yichuang.law import draws
from yichuang.people.models import Holding, Organisation, Person

GRADES = [(grade, f"{grade}级") for grade in draws.GRADES]


class Instant(forms.DateTimeField):
    """A day and an hour, picked or typed as 2026-11-27 21:30."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, label: str, *, hint: str = "") -> None:
        wrong = {"required": f"没填{label}", "invalid": f"{label}写成2026-11-27 21:30这样"}
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(label=label, input_formats=formats, help_text=hint, error_messages=wrong)


def area(label: str, longest: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Return a field of several lines."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{longest}个字"}
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, error_messages=told, widget=box
    )


def boxes(label: str, *, hint: str = "") -> forms.MultipleChoiceField:
    """Return a field that picks several."""
    told = {"required": f"没选{label}", "invalid_choice": f"{label}从列表里选"}
    return forms.MultipleChoiceField(
        label=label, help_text=hint, error_messages=told, widget=forms.CheckboxSelectMultiple
    )


def maybe(label: str, choices: Iterable[tuple[str, str]], none: str) -> forms.ChoiceField:
    """Return a field that picks a code, or nothing by its own name."""
    told = {"invalid_choice": f"{label}从列表里选一个"}
    return forms.ChoiceField(label=label, choices=[("", none), *choices], required=False, error_messages=told)


class CheckForm(forms.Form):
    """One more item of the list."""

    name = text_line("抽查事项", 80)
    line = text_line("业务条线", 40, hint="例如食品安全；对象和人员按条线配")
    weight = word("重点还是一般", draws.WEIGHTS)
    cap = whole("比例上限（%）", required=False, hint="一般检查事项要填，重点的不设上限")
    way = text_line("检查方式", 60, hint="例如实地检查")
    basis = text_line("依据的文件和条款", 200)
    body = pick("归哪个部门查")


class TargetForm(forms.Form):
    """Somebody who may be inspected, entered by hand."""

    kind = word("类别", [("body", "单位"), ("person", "自然人")])
    name = text_line("名称", 100)
    number = text_line("统一社会信用代码或证件号码", 60)
    line = text_line("业务条线", 40)
    grade = maybe("信用评价", GRADES, "没有评价，按记录定")
    ground = text_line("评价的依据", 200, required=False, hint="选了等级要写，例如2026年度信用评价")


class GradeForm(forms.Form):
    """An evaluation and its ground."""

    grade = word("信用评价", GRADES)
    ground = text_line("评价的依据", 200)


class ObjectionForm(forms.Form):
    """Why somebody objects to a grade."""

    why = text_line("异议的理由", 300, hint="写对象说的话；怎么提出来的也写上，例如来函")


class ReviewForm(forms.Form):
    """What came of an objection."""

    holds = word("异议成不成立", [("yes", "成立，改等级"), ("no", "不成立")])
    grade = maybe("改成哪一级", GRADES, "不改")
    answer = text_line("理由", 200, hint="对象看得到")

    def told(self) -> dict[str, Any]:
        """Return what the act is asked with."""
        return self.cleaned_data | {"holds": self.cleaned_data["holds"] == "yes"}


class MendedForm(forms.Form):
    """How it was seen that what was found is mended."""

    ground = text_line("怎么复查的", 200, hint="写哪天、看了什么")


class InspectorForm(forms.Form):
    """An officer for the register."""

    body = pick("部门")
    person = pick("人员")
    lines = text_line("业务条线", 200, hint="几条之间用顿号隔开")
    certificate = text_line("执法证号", 40)
    valid_to = Day("证件有效期至")


class InterestForm(forms.Form):
    """Why an inspector steps aside for somebody."""

    target = text_line("对象编号", 12, hint="例如DX000001，在检查对象名录里查")
    why = text_line("回避的理由", 200, hint="只存档，不公开")


class OversightForm(forms.Form):
    """Which body supervises what an item grants."""

    item = text_line("事项", 200, hint="写事项全名")
    body = pick("归哪个部门监管")
    line = text_line("业务条线", 40)
    document = text_line("依据的文件和条款", 200)


class RedirectForm(forms.Form):
    """Whose it is instead."""

    body = pick("归哪个部门监管")
    why = text_line("为什么", 200)


class CommitForm(forms.Form):
    """A commitment: what will be drawn, how many, by which number, when."""

    name = text_line("抽查名称", 80)
    checks = boxes("抽查事项", hint="选几项就是联合检查：一次上门，各部门各查各的")
    grades = boxes("抽哪些信用等级", hint="全选是不定向抽查")
    since = Day("只抽哪天以后列入名录的", required=False, hint="空着就不限")
    rate_A = whole("A级比例（%）")
    rate_B = whole("B级比例（%）")
    rate_C = whole("C级比例（%）")
    rate_D = whole("D级比例（%）")
    overall = whole("全部户数最低比例（%）")
    source = text_line(
        "公开号码的来源",
        120,
        hint="写到哪一期，例如“中国体育彩票排列5第26321期开奖号码”。人人查得到，现在谁也不知道",
    )
    announced_at = Instant("号码公布的时间", hint="在现在以后")
    planned_at = Instant("抽取的时间", hint="不早于号码公布的时间")

    def told(self) -> dict[str, Any]:
        """Return what the act is asked with."""
        said = dict(self.cleaned_data)
        return said | {"rates": {grade: said.pop(f"rate_{grade}") for grade in draws.GRADES}}


class NumberForm(forms.Form):
    """The number that was announced, twice."""

    announced = text_line("公布的号码", 80, hint="照公布的先后写，只写数字")
    again = text_line("再输一遍", 80, hint="再看一眼公布处，照着输")


class RunForm(NumberForm):
    """A draw with its two witnesses."""

    name_1 = text_line("见证人姓名", 40)
    body_1 = text_line("见证人单位", 40)
    name_2 = text_line("另一位见证人姓名", 40)
    body_2 = text_line("另一位见证人单位", 40)

    def told(self) -> dict[str, Any]:
        """Return what the act is asked with."""
        said = self.cleaned_data
        there = [{"name": said[f"name_{n}"], "body": said[f"body_{n}"]} for n in (1, 2)]
        return {"announced": said["announced"], "again": said["again"], "witnesses": there}


class CorrectForm(NumberForm):
    """The right number, and why the other one stood there."""

    why = text_line("为什么更正", 200)


class WhyForm(forms.Form):
    """A reason."""

    why = text_line("原因", 200)


class UnsealForm(forms.Form):
    """Who asks whether they were in the list."""

    number = text_line("统一社会信用代码或证件号码", 60, hint="照他出示的证件填")
    asker = text_line("来问的人", 50, hint="本人，或者单位派来的人")
    checked = text_line("核对了什么", 100, hint="例如营业执照和介绍信，本人身份证")


class BeginForm(forms.Form):
    """By when all are visited."""

    inspect_by = Day("哪天前查完")


class ReplaceForm(forms.Form):
    """Who steps aside after the draw."""

    out = forms.ChoiceField(
        label="谁不能去", error_messages={"required": "没选谁不能去", "invalid_choice": "从列表里选一个人"}
    )
    why = text_line("原因", 200, hint="只存档，不公开")


class ReportForm(forms.Form):
    """What was found in one check."""

    check = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="检查结果",
        choices=draws.OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "没选检查结果"},
    )
    text = area(
        "情况",
        300,
        required=False,
        hint="写看到的事实；不是“未发现问题”的一定要写。会公示，不写任何人的姓名和号码",
    )
    followed = text_line("后续处理", 200, required=False)
    checked_on = Day("检查日期")


def with_bodies(form: forms.Form, actor: Actor) -> forms.Form:
    """Let the form offer the bodies: a department's own, or for the supervisor all of the region."""
    bodies = Organisation.objects.filter(
        region=actor.region, valid_to=None, kind__in=["department", "centre", "town"]
    )
    if (
        actor.kind not in ("supervisor", "editor")
        and "item" not in form.fields
        and not isinstance(form, RedirectForm)
    ):
        bodies = bodies.filter(pk__in=actor.organisations)
    offer(form, body=bodies.order_by("name").values_list("pk", "name"))
    return form


def with_people(form: forms.Form, actor: Actor, day: Any) -> forms.Form:
    """Let the form offer the people at posts of the bodies."""
    held = Holding.objects.on(day).filter(post__organisation__region=actor.region, post__closed_on=None)
    if actor.kind != "supervisor":
        held = held.filter(post__organisation__in=actor.organisations)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")
    offer(form, person=people.values_list("pk", "name"))
    return form


def with_checks(form: forms.Form, actor: Actor) -> forms.Form:
    """Let the form offer the list of checks and the grades."""
    found = (
        Check.objects.filter(region=actor.region, ends_on=None)
        .select_related("body")
        .order_by("line", "code")
    )
    for name, choices in (
        ("checks", [(str(c.pk), f"{c.name}（{c.line}，{c.body.name}）") for c in found]),
        ("grades", GRADES),
    ):
        field = form.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
    return form
