"""What citizens fill in about their account; each sentence says what to change."""

from django import forms

from yichuang.doors.fields import DOCUMENTS, Day, LastDay, line, word


def _field(label: str, asked: str, most: int, hint: str = "", **attrs: str) -> forms.CharField:
    told = {"required": asked, "max_length": f"{label}没有这么长，再核对一遍"}
    return forms.CharField(
        label=label, max_length=most, help_text=hint, error_messages=told, widget=forms.TextInput(attrs=attrs)
    )


class Phone(forms.Form):
    """A telephone."""

    phone = _field(
        "手机号码",
        "请填写手机号码",
        20,
        "11位，我们发一条验证码",
        inputmode="tel",
        autocomplete="tel-national",
    )


class Code(forms.Form):
    """The code that came."""

    code = _field(
        "验证码",
        "请填写验证码",
        12,
        "6位数字，5分钟内有效",
        inputmode="numeric",
        autocomplete="one-time-code",
    )


class Name(forms.Form):
    """How somebody is called."""

    name = _field("您的姓名", "请填写姓名", 60, "照身份证件上的写，可以有间隔点", autocomplete="name")


class Known(forms.Form):
    """Name and number, to be compared with the register."""

    name = _field("姓名", "请填写姓名", 60, "照身份证件上的写", autocomplete="name")
    number = _field(
        "证件号码",
        "请填写证件号码",
        40,
        "居民身份证或者居住证上的18位",
        autocomplete="off",
        spellcheck="false",
    )


class Firm(forms.Form):
    """A body by its code."""

    number = _field(
        "统一社会信用代码",
        "请填写统一社会信用代码",
        40,
        "18位，印在营业执照上",
        autocomplete="off",
        spellcheck="false",
    )


class Child(forms.Form):
    """A child by its name and number."""

    name = _field("孩子的姓名", "请填写孩子的姓名", 60, autocomplete="off")
    number = _field(
        "孩子的身份证件号码",
        "请填写孩子的身份证件号码",
        40,
        "18位，户口簿上有",
        autocomplete="off",
        spellcheck="false",
    )


class Authorise(forms.Form):
    """Who may act for the body, for what, how long."""

    name = _field("经办人的姓名", "请填写经办人的姓名", 60, autocomplete="off")
    document = word("证件类型", DOCUMENTS)
    number = _field("经办人的证件号码", "请填写经办人的证件号码", 40, autocomplete="off", spellcheck="false")
    starts_on = Day("从哪天起")
    ends_on = LastDay("最后一天")
    scope = line("只办这些事项", 2000, required=False, hint="空着，就是什么都能办。写事项名称，用顿号隔开")
