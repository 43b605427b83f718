"""The forms of mending a bad rating, one for each step."""

from django import forms

from yichuang.doors.fields import word
from yichuang.law import ratings as law

MOST = 500


def lines(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Return a field of several lines."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{MOST}个字"}
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=MOST, required=required, help_text=hint, error_messages=told, widget=box
    )


class NoForm(forms.Form):
    """A step that asks nothing."""


class VerifyForm(forms.Form):
    """What was found, and how it goes on."""

    verdict = forms.ChoiceField(
        label="核实结论", choices=law.VERDICTS, widget=forms.RadioSelect, error_messages={"required": "没选核实结论"}
    )  # fmt: skip
    finding = lines("核实到什么", hint="写事实，不写办事人是谁")
    plan = lines("怎么改", required=False, hint="情况复杂的才填，记入台账")
    planned_on = forms.DateField(
        label="哪天前改好", required=False, help_text="情况复杂的才填，例如2026-11-27", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期写成2026-11-27这样"},
    )  # fmt: skip


class CallForm(forms.Form):
    """How the call went."""

    reached = forms.ChoiceField(
        label="打通了吗", choices=[("1", "打通了，说清了"), ("0", "没打通")], widget=forms.RadioSelect, error_messages={"required": "没选打没打通"}
    )  # fmt: skip
    note = lines("办事人说了什么", required=False, hint="打通了必填；加密保存，只有办这条的人看")


class MendForm(forms.Form):
    """What is mended."""

    what = lines("改了什么", hint="写具体做法，例如“中午加开一个窗口”")


class AnswerForm(forms.Form):
    """What the rater is told."""

    text_to_rater = lines(
        "答复评价人的话", hint="评价人凭查询码和“我的办件”能看到；留了电话的发短信。不写任何人的姓名和号码"
    )


class PublishForm(forms.Form):
    """What everybody is told."""

    published = lines(
        "公开的话",
        hint="网站上写成：“您某日的差评：已核实，某日改好。”后面接这段话。不写事项、编号、姓名和号码",
    )


class ReviewForm(forms.Form):
    """How an appeal is decided."""

    upheld = forms.ChoiceField(
        label="复核结论", choices=[("1", "申诉成立，这条评价不采用"), ("0", "申诉不成立，评价有效")], widget=forms.RadioSelect,
        error_messages={"required": "没选复核结论"},
    )  # fmt: skip
    kind = word("不采用的原因", law.EXCLUSIONS)
    why = lines("复核的理由")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["kind"].required = False


class ExcludeForm(forms.Form):
    """Why a rating is not adopted."""

    kind = word("不采用的原因", law.EXCLUSIONS)
    why = lines("理由", hint="评价人看得到这条理由")


class AppealForm(forms.Form):
    """Why the rated thinks it does not stand."""

    why = lines("为什么申诉")
