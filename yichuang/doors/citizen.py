"""Who applies: the citizen of this session and for whom they act now; the doors of citizens ask here, and nowhere else.

@citizen.required                      # sends a stranger to the sign-in and back
def page(request): who = citizen.of(request); acts.hand_in(case, by=who.actor("portal"), …)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from yichuang.citizens.models import Account, Tie
from yichuang.doors import away
from yichuang.ground import now
from yichuang.journal.actor import Actor

ACCOUNT, ACTING, ENTERED = "citizen", "citizen.acting", "citizen.entered"
SIGN_IN = "/my/sign-in/"


@dataclass(frozen=True, slots=True)
class Citizen:
    """A signed-in person; `tie` says for whom they act, None for themselves."""

    account: Account
    ties: tuple[Tie, ...]
    tie: Tie | None = None

    @property
    def name(self) -> str:
        """The name of whom the matter is for."""
        return self.tie.name if self.tie else self.account.name

    @property
    def holders(self) -> frozenset[str]:
        """The keyed indexes of everyone this person may act for today, themselves included."""
        own = {self.account.number_index} if self.account.number_index else set()
        return frozenset(own | {tie.number_index for tie in self.ties})

    def actor(self, channel: str = "portal") -> Actor:
        """Return who acts, for the acts of a room."""
        return Actor(
            kind="applicant", region=self.account.region, name="申请人", channel=channel,
            account=self.account.pk, holders=self.holders,
        )  # fmt: skip


def of(request: Any) -> Citizen | None:
    """Return the citizen of this session, read once for a request; None for a stranger, a closed account, one long away."""
    if not hasattr(request, "citizen"):
        request.citizen = _read(request, now.now())
    return request.citizen  # type: ignore[no-any-return]


def _read(request: Any, at: datetime) -> Citizen | None:
    given = request.session.get(ACCOUNT)
    if not given or away.is_long(request, at):
        return None
    account = Account.objects.filter(pk=given, closed_at=None).first()
    if account is None:
        return None
    ties = tuple(Tie.objects.on(now.day_of(at)).filter(account=account).order_by("starts_on", "pk"))
    acting = str(request.session.get(ACTING) or "")
    return Citizen(account, ties, next((tie for tie in ties if str(tie.pk) == acting), None))


def required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only a signed-in citizen open the page; others sign in first and come back."""

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if of(request) is None:
            if (given := request.session.get(ACCOUNT)) and away.is_long(request, now.now()):
                return away.sign_out(request, given)
            back = request.get_full_path() if request.method in ("GET", "HEAD") else "/my/"
            return redirect(f"{SIGN_IN}?{urlencode({'next': back})}")
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        if of(request) is not None:
            away.note(request, response, now.now())
        return response

    return asked


def awake(request: Any) -> HttpResponse:
    """Renew the session of somebody who is still there."""
    there = of(request) is not None
    response = HttpResponse(status=204 if there else 401, headers={"Cache-Control": "no-store"})
    if there:
        away.note(request, response, now.now())
    return response


def kept(request: Any) -> HttpResponse:
    """GET: what was typed before the session ended. POST: the session ends, and what is typed on the page waits."""
    given = request.session.get(ACCOUNT)
    if request.method == "POST":
        return away.keep(request, given) if given else redirect(SIGN_IN)
    who = of(request)
    return (
        away.kept(request, who.account) if who else redirect(f"{SIGN_IN}?{urlencode({'next': '/my/kept/'})}")
    )


def enter(request: Any, account: Account, at: Any) -> None:
    """Begin the session of this account under a new key."""
    request.session.cycle_key()
    request.session[ACCOUNT] = str(account.pk)
    request.session[ENTERED] = int(at.timestamp())
    request.session.pop(ACTING, None)
    request.__dict__.pop("citizen", None)


def act_for(request: Any, tie: UUID | None) -> None:
    """Act for a body or a ward from now on, or for oneself with None."""
    request.session[ACTING] = str(tie) if tie else ""
    request.__dict__.pop("citizen", None)


def leave(request: Any) -> None:
    """End the session."""
    request.session.flush()
    request.__dict__.pop("citizen", None)
