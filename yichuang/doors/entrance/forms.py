"""Forms of the entrance, with sentences that say what to do."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django import forms
from django.core import signing
from django.core.validators import MaxLengthValidator

from yichuang.doors.fields import Day, LastDay, line, pick
from yichuang.people.models import Person

SEED = "yc.seed"


def _password(label: str, asked: str, complete: str = "current-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": complete}),
        error_messages={"required": asked, "max_length": "密码最长128个字符"},
    )


def _code(label: str, asked: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": asked, "max_length": "只填数字，不填别的"},
    )


class SignIn(LoginForm):  # type: ignore[misc]
    """Sign-in name and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields.pop("remember", None)
        for name, label, asked in (("login", "登录名", "请填写登录名"), ("password", "密码", "请填写密码")):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = asked
            field.validators.append(MaxLengthValidator(200, f"{label}没有这么长，再核对一遍"))
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """Names are written small, whatever the keyboard did; the lock counts them the same way."""
        return str(super().clean_login()).lower()


class Code(AuthenticateForm):  # type: ignore[misc]
    """A one-time code, or a recovery code."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"] = _code("动态口令", "请填写动态口令")


class Own(forms.Form):
    """A form by which people change something of their own account: the password is asked again."""

    forgets = True
    password = _password("现在的密码", "请填写现在的密码")

    def __init__(self, person: Person, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.person = person

    def clean_password(self) -> str:
        """The password must be right; wrong ones are counted like wrong codes."""
        done = check_rate_limit(self.person)
        told = str(self.cleaned_data["password"])
        if not self.person.check_password(told):
            raise forms.ValidationError("现在的密码对不上，再核对一遍")
        if self.forgets:
            done()
        return told


class Activate(forms.Form):
    """The first code of a new second factor. The seed waits signed in the form, so that showing it writes nothing."""

    seed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    code = _code("手机上显示的6位数字", "请填写手机上显示的6位数字")

    def __init__(self, person: Person, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.person = person
        self.secret = self._given() or str(generate_totp_secret())
        self.signed = signing.dumps([person.pk, self.secret], salt=SEED)

    def _given(self) -> str:
        try:
            owner, secret = signing.loads(self.data.get("seed", ""), salt=SEED, max_age=3600)
        except (signing.BadSignature, ValueError):
            return ""
        return str(secret) if owner == self.person.pk else ""

    def clean_code(self) -> str:
        """The code must be the one that the telephone shows."""
        done = check_rate_limit(self.person)
        told = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, told):
            raise forms.ValidationError("6位数字对不上，等手机上换了下一个再填")
        done()
        return told


class Removal(Own):
    """The password and a last code, by telephone or from the paper. The right password does not buy more codes."""

    forgets = False
    code = _code("动态口令或备用码", "请填写动态口令，手机不在就填备用码")

    def clean_code(self) -> str:
        """One of the person's own codes must fit."""
        done = check_rate_limit(self.person)
        told = str(self.cleaned_data["code"])
        if not any(own.wrap().validate_code(told) for own in Authenticator.objects.filter(user=self.person)):
            raise forms.ValidationError("动态口令对不上，等下一个数字再填")
        done()
        return told


class NewCodes(Own):
    """The password, before new recovery codes are shown."""


class NewPassword(Own):
    """The password now and a new one, twice."""

    new = _password("新密码", "请填写新密码", "new-password")
    again = _password("再写一遍新密码", "请再写一遍新密码", "new-password")

    def clean(self) -> dict[str, Any]:
        """Both must be the same, and not the old one."""
        told = super().clean() or {}
        if told.get("new") and told.get("again") and told["new"] != told["again"]:
            self.add_error("again", "两遍写的不一样，再写一遍")
        if told.get("new") and told.get("new") == told.get("password"):
            self.add_error("new", "新密码和现在的一样，换一个")
        return told


class LendForm(forms.Form):
    """The own post lent to somebody, in writing."""

    to = pick("交给谁")
    starts_on = Day("从哪天")
    ends_on = LastDay("到哪天", hint="最后一天。到期自动收回，随时可以提前收回。")
    document = line("书面依据", 120, hint="例如授权书的文号。")


class AwayForm(forms.Form):
    """The own leave, and who stands in."""

    starts_on = Day("从哪天")
    ends_on = LastDay("到哪天", hint="最后一天。")
    substitute = pick("谁代班", required=False, hint="代班的人这几天有您的全部岗位，您自己的先停。")
    document = line("书面依据", 120, hint="例如请假单编号。")


class WindowForm(forms.Form):
    """The window at which one sits from today on."""

    window = pick("窗口")
