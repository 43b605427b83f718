"""What the window fills in to know a person: papers seen, a code said, a firm or a child shown by its paper."""

from django import forms

from yichuang.doors.fields import DOCUMENTS, line, word
from yichuang.law.realname import PROOFS


def _document() -> forms.ChoiceField:
    field = word("证件类型", DOCUMENTS)
    field.initial = DOCUMENTS[0][0]
    return field


class Find(forms.Form):
    """Whose account: by the document in hand."""

    document = _document()
    number = line("证件号码", 40)


class Knowing(forms.Form):
    """Who somebody is, by what proofs; the telephone says its code."""

    name = line("姓名", 60)
    document = _document()
    number = line("证件号码", 40)
    proofs = forms.MultipleChoiceField(
        label="核过哪些（至少三种，证件原件必须有）", choices=PROOFS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "勾出核过的材料，至少三种", "invalid_choice": "从列表里勾"},
    )  # fmt: skip
    phone = line("手机号码", 20, required=False, hint="本人没有手机的，空着")
    code = line("短信验证码", 12, required=False, hint="先点“发验证码”，请本人念给您")


class Phone(forms.Form):
    """Another telephone."""

    phone = line("新的手机号码", 20)
    code = line("短信验证码", 12, required=False, hint="先点“发验证码”，请本人念给您")


class Firm(forms.Form):
    """A body whose licence names the person as its representative."""

    name = line("单位名称", 100, hint="照营业执照或者登记证书")
    number = line("统一社会信用代码", 40)
    basis = line("看的是哪份证照", 120, hint="像“营业执照正本，法定代表人一栏是本人”")


class Ward(forms.Form):
    """A child, or an adult by a court's paper."""

    name = line("被监护人姓名", 60)
    document = _document()
    number = line("被监护人证件号码", 40)
    basis = line("看的是哪份文书", 120, hint="像“户口簿，户主页和本人页”")
