"""allauth in this house: no sign-up, our sentences, second-factor seeds locked in the vault."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from yichuang.ground import vault
from yichuang.ground.views import refusal


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are enrolled by an administrator, never by sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "登录名或密码对不上，再核对一遍。连续错五次会锁半小时",
        "account_inactive": "这个账号已经停用，找系统管理员",
        "too_many_login_attempts": "试得太多了，过几分钟再登录",
        "incorrect_password": "密码对不上，再核对一遍",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Tell a stopped account whom to ask."""
        return refusal(request, 403, "这个账号停用了", "要接着用，找本单位的系统管理员。")

    def add_message(self, *args: object, **more: object) -> None:
        """Say nothing beside the page: it shows by itself who is signed in."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of one-time codes are encrypted with the house's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "动态口令对不上，等下一个数字再填",
        "rate_limited": "试得太多了，过几分钟再填",
    }

    def encrypt(self, text: str) -> str:
        """Lock a seed."""
        return vault.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed."""
        return vault.unlock(encrypted_text)


def named(request: HttpRequest | None, credentials: dict[str, object] | None = None) -> str:
    """Return the sign-in name that an attempt is counted under, however it came: the form's field, or the backend's word.

    allauth calls the field `login` and the credential `username`; counted under different names, a locked account
    would open to the right password. Case does not make another name.
    """
    told = (credentials or {}).get("username") or (credentials or {}).get("login")
    if not told and request is not None:
        told = request.POST.get("login", "")
    return str(told or "").replace("\0", "").strip().lower()[:255]
