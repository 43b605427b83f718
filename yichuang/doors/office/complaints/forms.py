"""The forms of the steps of a work order; what may be is judged by the acts."""

from django import forms

from yichuang.doors.fields import line, pick, whole
from yichuang.doors.workorders import area, choices
from yichuang.law import complaints as law
from yichuang.law.ratings import GRADES

YES_NO = (("yes", "解决了"), ("no", "没有解决"))
STARS = [(str(grade.stars), grade.name) for grade in GRADES]


class DispatchForm(forms.Form):
    """To which body, who helps, what the body reads."""

    department = pick("主办单位")
    assisting = forms.TypedMultipleChoiceField(
        label="协办单位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "协办单位从列表里选"}
    )  # fmt: skip
    told = area(
        "转办内容",
        2000,
        required=False,
        hint="给承办单位看。受保护的一定要写，不写谁反映的；别的空着就看原文",
    )
    reason = line("派给它的理由", 500, required=False)


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = area("理由", 500, rows=2)


class PassOutForm(ReasonForm):
    """Not ours: to whom, and why."""

    to = line("转到哪里", 60, hint="例如12345平台、某某区")
    field_order = ["to", "reason"]


class GiveBackForm(ReasonForm):
    """Not this body's: why, and whose it is."""

    whose = line("应该归谁", 60, required=False)


class HandlingForm(forms.Form):
    """What was done, and what came of it."""

    outcome = choices("办理结果", law.OUTCOMES)
    text = area("办了什么", 2000, hint="只给内部看：找了谁、查了什么、怎么改的")


class AnswerForm(forms.Form):
    """What the caller is told, and how."""

    text = area("答复诉求人", 2000, rows=4, hint="诉求人看得到。先说结果，再说理由；写明日期、金额、条款")
    how = choices("怎么答复", law.ANSWERED_HOW, "phone")


class AssistForm(forms.Form):
    """What a body that helps found."""

    text = area("协办意见", 2000)


class LongerForm(ReasonForm):
    """How many working days more, and why."""

    days = whole("再要几个工作日", hint="期限前申请；批了会告诉诉求人")
    field_order = ["days", "reason"]


class RulingForm(ReasonForm):
    """Whether the extension is granted."""

    allow = choices("批不批", (("yes", "同意延期"), ("no", "不同意")))
    field_order = ["allow", "reason"]


class CallBackForm(forms.Form):
    """What the caller said when called back."""

    reached = choices("打通没有", (("yes", "打通了"), ("no", "没打通")), "yes")
    solved = choices("解决没有", YES_NO, required=False)
    grade = choices("对办理满意吗", STARS, required=False)
    own_fault = forms.BooleanField(label="没办好是承办单位的责任，要重办", required=False)
    text = area("诉求人说了什么", 500, required=False, rows=2)


class RevealForm(forms.Form):
    """Why somebody needs to know who called."""

    reason = line("为什么要看", 100, hint="记入全程留痕")
