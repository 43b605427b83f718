"""What the desk's smaller pages ask for. Whether an act may be done is asked by the act, not here."""

from typing import Any

from django import forms

from yichuang.law.procedures import SPECIAL_KINDS

OTHER = "other"


def words(
    label: str, most: int, *, area: bool = False, required: bool = True, hint: str = ""
) -> forms.CharField:
    """Return a text field whose refusals say what to write."""
    widget = forms.Textarea(attrs={"rows": 3}) if area else forms.TextInput(attrs={"autocomplete": "off"})
    told = {"required": f"请填写{label}。", "max_length": f"{label}最长{most}个字，现在是%(show_value)d个。"}
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=hint, error_messages=told
    )


class Said(forms.Form):
    """The base: the browser does not check, the server does, in our words."""

    use_required_attribute = False


class Why(Said):
    """One reason."""

    why = words("理由", 300, area=True)


class NotRequired(Said):
    why = words("为什么不需要办理", 300, area=True, hint="申请人看得到。写明哪一条规定不要求办")


class NotAccepted(Said):
    why = words("不予受理的理由", 300, area=True, hint="申请人看得到")
    whose = words("该向哪个机关申请", 80, hint="写全名")


class Return(Said):
    why = words("受理错在哪里", 300, area=True, hint="窗口和督查看得到。时限照走，不能让申请人再补")


class Halt(Said):
    why = words("中止的理由", 300, area=True, hint="申请人看得到")
    basis = words("依据的条款", 200, hint="法律、法规或事项自己的条款，写到条、款、项")


class Result(Said):
    result = words("结果", 300, area=True, hint="例如：听证会已开，记录在卷")


class AskExtension(Said):
    reason = words(
        "延期的理由", 300, area=True, hint="申请人看得到。延期只有一次，要在法定期限前由负责人批准"
    )


class GrantExtension(Said):
    reason = words("告诉申请人的理由", 300, area=True, hint="可以改。批准后发延期告知书")


class Forwarding(Said):
    to = words("转报哪个机关", 80, hint="写全名")
    opinion = words("初审意见", 2000, area=True)


class Hearing(Said):
    why = words("为什么告知听证权利", 300, area=True, hint="申请人或利害关系人5个工作日内可以要求听证")


class HearingAsked(Said):
    who = forms.ChoiceField(
        label="谁要求听证", choices=[("申请人", "申请人"), ("利害关系人", "利害关系人")], widget=forms.RadioSelect, initial="申请人"
    )  # fmt: skip


class Refusal(Said):
    clause = words("依据的条款", 300, hint="写到条、款、项，决定书上照印")
    opinion = words("不予的理由", 2000, area=True, hint="申请人看得到。逐条写清哪一点不符合")


class Check(Said):
    truthful = forms.ChoiceField(
        label="核查结果", choices=[("yes", "属实"), ("no", "不属实")], widget=forms.RadioSelect, error_messages={"required": "请选择属实还是不属实。"}
    )  # fmt: skip
    finding = words("核查情况", 300, area=True, hint="查了什么，看到什么。不属实的，修复前不能再用告知承诺")


class Special(Said):
    """A special procedure: the item's own, one of the lawful kinds, or another with the item's clause."""

    name = forms.ChoiceField(
        label="哪一种程序", widget=forms.RadioSelect, error_messages={"required": "请选择程序。"}
    )
    own_name = words("程序的名称", 60, required=False, hint="选“另有依据”时填")
    days = forms.IntegerField(
        label="所需工作日",
        min_value=1,
        max_value=400,
        help_text="写进告知书，到时要恢复计时",
        error_messages={
            "required": "请填写需要几个工作日。",
            "invalid": "天数写成整数，例如20。",
            "min_value": "天数最少1天。",
            "max_value": "天数最多400天。",
        },
    )
    basis = words("事项依据的条款", 200, required=False, hint="选“另有依据”时填，写到条、款、项")
    hearing_on = forms.DateField(
        label="听证日期",
        required=False,
        help_text="只有听证要填，7日前通知。写成2026-12-08",
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"],
        error_messages={"invalid": "日期写成2026-12-08这样。"},
    )

    def __init__(self, *args: Any, own: list[dict[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].choices = choices_of(own)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for name and clause where the procedure is neither the item's nor one of the law's."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("name") == OTHER:
            for field, text in (
                ("own_name", "请填写程序的名称。"),
                ("basis", "请填写依据的条款，写到条、款、项。"),
            ):
                if not found.get(field) and field not in self.errors:
                    self.add_error(field, text)
        return found

    def said(self) -> dict[str, Any]:
        """The arguments of the act."""
        found = self.cleaned_data
        is_other = found["name"] == OTHER
        return {
            "name": found["own_name"] if is_other else found["name"],
            "days": found["days"],
            "basis": found["basis"] if is_other else "",
            "hearing_on": found["hearing_on"],
        }


def choices_of(own: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the procedures that may be chosen: those of the item with what they count, then the law's other kinds."""
    listed = [
        (p["name"], f"{p['name']}（事项规定，{'计入时限' if _is_counted(p) else '不计时'}）") for p in own
    ]
    taken = " ".join(name for name, _ in listed)
    lawful = [(kind, f"{kind}（法定，不计时）") for kind in SPECIAL_KINDS if kind not in taken]
    return [*listed, *lawful, (OTHER, "另有依据（事项自己的法律规定不计时）")]


def _is_counted(own: dict[str, Any]) -> bool:
    if own.get("counted") is not None:
        return bool(own["counted"])
    return not any(kind in own["name"] for kind in SPECIAL_KINDS)
