"""Who applies: the citizen of this session and for whom they act now; the doors of citizens ask here, and nowhere else.

@citizen.required                      # sends a stranger to the sign-in and back
def page(request): who = citizen.here(request); acts.hand_in(case, by=who.actor("portal"), …)

if said := citizen.enough(who, facts): …   # the sentence why this item cannot be filed at this real-name level, or None
citizen.found(request, row, "办件")         # the row, or 404 with a line in the log: ids are not guessed by accident
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import auth
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from yichuang.citizens.models import Account, Tie
from yichuang.doors import away, brake
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere
from yichuang.law import realname

ACCOUNT, ACTING, ENTERED, HELD = "citizen", "citizen.acting", "citizen.entered", away.HELD
STAFF = auth.SESSION_KEY
SIGN_IN = "/my/sign-in/"
log = logging.getLogger(__name__)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Citizen:
    """A signed-in person; `tie` says for whom they act, None for themselves. `ended` are the holders of ties that are over."""

    account: Account
    ties: tuple[Tie, ...]
    tie: Tie | None = None
    ended: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of whom the matter is for."""
        return self.tie.name if self.tie else self.account.name

    @property
    def holders(self) -> frozenset[str]:
        """The keyed indexes of everyone this person may act for in everything today, themselves included."""
        own = {self.account.number_index} if self.account.number_index else set()
        return frozenset(own | {tie.number_index for tie in self.ties if not tie.scope})

    @property
    def scopes(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """For whom they may act in some items only: the keyed index, and the keys of the items."""
        return tuple((tie.number_index, frozenset(tie.scope.split())) for tie in self.ties if tie.scope)

    def actor(self, channel: str = "portal") -> Actor:
        """Return who acts, for the acts of a room."""
        may = self.holders | {index for index, _ in self.scopes}
        return Actor(
            kind="applicant", region=self.account.region, name="申请人", channel=channel, account=self.account.pk,
            holders=self.holders, scopes=self.scopes, ended=self.ended - may, stamp=stamps.current(),
        )  # fmt: skip


def of(request: Any) -> Citizen | None:
    """Return the citizen of this session, read once for a request; None for a stranger, a closed account, one long away."""
    if not hasattr(request, "citizen"):
        request.citizen = _read(request, now.now())
    return request.citizen  # type: ignore[no-any-return]


def here(request: Any) -> Citizen:
    """Return the citizen of a page that only they may open: `required` has asked."""
    who = of(request)
    assert who is not None
    return who


def _read(request: Any, at: datetime) -> Citizen | None:
    given = request.session.get(ACCOUNT)
    if not given or STAFF in request.session or away.is_long(request, at):
        return None
    account = Account.objects.filter(pk=given, closed_at=None).first()
    return None if account is None else _standing(account, request, now.day_of(at))


def _standing(account: Account, request: Any, day: date) -> Citizen:
    every = list(Tie.objects.filter(account=account).order_by("starts_on", "pk"))
    ties = tuple(tie for tie in every if tie.holds(day))
    acting = str(request.session.get(ACTING) or "")
    over = frozenset(tie.number_index for tie in every if not tie.holds(day))
    return Citizen(account, ties, next((tie for tie in ties if str(tie.pk) == acting), None), over)


def required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only a signed-in citizen open the page; others sign in first and come back, with what they had typed."""

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


@require_http_methods(["GET", "HEAD"])
def awake(request: Any) -> HttpResponse:
    """Renew the session of somebody who is still there."""
    there = of(request) is not None
    response = HttpResponse(status=204 if there else 401, headers={"Cache-Control": "no-store"})
    if there:
        away.note(request, response, now.now())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: Any) -> HttpResponse:
    """GET: what was typed before the session ended. POST: the session ends, and what is typed on the page waits."""
    given = request.session.get(ACCOUNT)
    if request.method == "POST":
        return away.keep(request, given) if given else redirect(SIGN_IN)
    who = of(request)
    return (
        away.kept(request, who.account) if who else redirect(f"{SIGN_IN}?{urlencode({'next': '/my/kept/'})}")
    )


def way_back(request: Any, asked: str) -> str:
    """Return where a signed-in citizen goes: the page they came from if it is one of ours, else their own space."""
    fine = url_has_allowed_host_and_scheme(asked, {request.get_host()}) and asked.startswith("/")
    return asked if fine and not asked.startswith(SIGN_IN) else "/my/"


def enter(request: Any, account: Account, at: Any) -> None:
    """Begin the session of this account under a new key; whoever else was in this browser is out, staff too."""
    kept = request.session.get(HELD)
    if STAFF in request.session or request.session.get(ACCOUNT) not in (None, str(account.pk)):
        auth.logout(request)
    request.session.cycle_key()
    request.session[ACCOUNT] = str(account.pk)
    request.session[ENTERED] = int(at.timestamp())
    request.session.pop(ACTING, None)
    if kept:
        request.session[HELD] = kept
    request.__dict__.pop("citizen", None)


def act_for(request: Any, tie: UUID | None) -> None:
    """Act for a body or a ward from now on, or for oneself with None."""
    request.session[ACTING] = str(tie) if tie else ""
    request.__dict__.pop("citizen", None)


def leave(request: Any) -> None:
    """End the session."""
    request.session.flush()
    request.__dict__.pop("citizen", None)


def enough(who: Citizen, facts: Any) -> str | None:
    """Return None if this person may file this item on line at their real-name level, else the sentence that says why not."""
    return realname.too_low(who.account.level, facts.record)


def found(request: Any, row: Found | None, what: str) -> Found:
    """Return the row, or refuse as if there were none, with a line in the log: nobody types such an id by accident."""
    if row is not None:
        return row
    trace(request, "guessed", f"{what}：{request.path}")
    raise NotThere(f"没有这个{what}，或者不归您看。")


def trace(request: Any, kind: str, what: str) -> None:
    """Leave a line in the log about something that looks like an attack: what, from where, in whose session."""
    facts = {"attack": kind, "address": brake.client(request), "account": request.session.get(ACCOUNT, "")}
    log.warning("%s", what, extra={"facts": facts})
