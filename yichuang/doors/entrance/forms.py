"""Forms of the entrance, with sentences that say what to do."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from yichuang.people.models import Person


class SignIn(LoginForm):  # type: ignore[misc]
    """Sign-in name and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields.pop("remember", None)
        for name, label, asked in (("login", "登录名", "请填写登录名"), ("password", "密码", "请填写密码")):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = asked
            field.widget.attrs.pop("placeholder", None)


class Code(AuthenticateForm):  # type: ignore[misc]
    """A one-time code, or a recovery code."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].label = "动态口令"
        self.fields["code"].error_messages["required"] = "请填写动态口令"
        self.fields["code"].widget.attrs.pop("placeholder", None)


class Activate(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].label = "手机上显示的6位数字"
        self.fields["code"].error_messages["required"] = "请填写手机上显示的6位数字"
        self.fields["code"].widget.attrs.pop("placeholder", None)


class NewPassword(forms.Form):
    """The old password and a new one, twice."""

    old = forms.CharField(
        label="现在的密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写现在的密码"},
    )
    new = forms.CharField(
        label="新密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请填写新密码"},
    )
    again = forms.CharField(
        label="再写一遍新密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再写一遍新密码"},
    )

    def __init__(self, person: Person, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.person = person

    def clean_old(self) -> str:
        """The old password must be right."""
        if not self.person.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("现在的密码对不上，再核对一遍")
        return str(self.cleaned_data["old"])

    def clean(self) -> dict[str, Any]:
        """Both must be the same, and not the old one."""
        told = super().clean() or {}
        if told.get("new") and told.get("again") and told["new"] != told["again"]:
            self.add_error("again", "两遍写的不一样，再写一遍")
        if told.get("new") and told.get("new") == told.get("old"):
            self.add_error("new", "新密码和现在的一样，换一个")
        return told
