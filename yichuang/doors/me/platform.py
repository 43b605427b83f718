"""The city's identity platform (统一身份认证): we are its OIDC client, by authorisation code with PKCE, state and nonce.

Authlib speaks the protocol; here stands what we accept. Metadata and keys are read anew for each sign-in, so that keys may be
turned at any time. Only asymmetric signatures count. Everything that does not hold raises `Untrusted`, and is on record.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from joserfc.errors import JoseError
from requests import RequestException

from yichuang.citizens.acts import Evidence
from yichuang.law import realname
from yichuang.law.codes import normalise

NAME, ASKED = "platform", "citizen.platform"
SECONDS, LEEWAY = 5, 60
HOLDS = timedelta(minutes=10)
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
RETURN = "/my/sign-in/platform/return/"


class Untrusted(Exception):
    """What came back cannot be trusted; `why` goes into the record, not to the citizen."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the platform vouches for."""

    name: str
    document: str
    number: str
    phone: str
    evidence: Evidence


def is_there() -> bool:
    """Tell whether this installation has an identity platform."""
    return bool(settings.DEPLOYMENT.oidc_issuer and settings.DEPLOYMENT.oidc_client)


def leave_for(request: Any, at: datetime) -> str:
    """Return the platform's address for this sign-in; the session keeps state, nonce and verifier."""
    client = _client()
    try:
        _trusted_metadata(client)
        made = client.create_authorization_url(f"{settings.DEPLOYMENT.origin}{RETURN}")
    except (RequestException, AuthlibBaseError, RuntimeError, ValueError) as error:
        raise Untrusted(f"down: {type(error).__name__}") from error
    client.save_authorize_data(request, redirect_uri=f"{settings.DEPLOYMENT.origin}{RETURN}", **made)
    request.session[ASKED] = int(at.timestamp())
    return str(made["url"])


def come_back(request: Any, at: datetime) -> Vouched:
    """Return whom the platform vouches for; Untrusted when anything does not hold. State and code serve once."""
    asked = request.session.pop(ASKED, 0)
    if at.timestamp() - asked > HOLDS.total_seconds():
        raise Untrusted("state: too late or not asked")
    client = _client()
    issuer, own = settings.DEPLOYMENT.oidc_issuer, settings.DEPLOYMENT.oidc_client
    wanted = {
        "iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": own}, "exp": {"essential": True},
        "sub": {"essential": True}, "nonce": {"essential": True},
    }  # fmt: skip
    try:
        _trusted_metadata(client)
        token = client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
    except (
        RequestException,
        AuthlibBaseError,
        JoseError,
        RuntimeError,
        ValueError,
        KeyError,
        TypeError,
    ) as error:
        raise Untrusted(f"{type(error).__name__}: {error}"[:80]) from error
    claims = token.get("userinfo")
    if not claims or claims.get("iss") != issuer:
        raise Untrusted("no id_token")
    return _vouched(claims, issuer)


def _client() -> Any:
    set_up = settings.DEPLOYMENT
    registry = OAuth()
    registry.register(
        NAME, client_id=set_up.oidc_client, client_secret=set_up.oidc_secret.get_secret_value(),
        server_metadata_url=f"{set_up.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": set_up.oidc_scopes, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )  # fmt: skip
    return registry.create_client(NAME)


def _trusted_metadata(client: Any) -> None:
    """Read the platform's page about itself: it must call itself what we were told, and sign as we accept."""
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != settings.DEPLOYMENT.oidc_issuer:
        raise Untrusted("issuer of the metadata")
    listed = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in listed if one in SIGNED_BY] or [
        "RS256"
    ]
    metadata.pop("jwks", None)


def _vouched(claims: Any, issuer: str) -> Vouched:
    set_up = settings.DEPLOYMENT
    levels = dict(pair.split("=", 1) for pair in set_up.oidc_levels.split(",") if "=" in pair)
    level = levels.get(str(claims.get(set_up.oidc_level, "")), "1")
    number, name = normalise(str(claims.get(set_up.oidc_number) or "")), str(claims.get("name") or "").strip()
    phone = str(claims.get("phone_number") or "").removeprefix("+86").strip()
    proved = claims.get("phone_number_verified") is True and realname.wrong_with_phone(phone) is None
    evidence = Evidence(
        "platform", issuer, str(claims["sub"]), int(level) if level in ("2", "3", "4") else realname.PHONE
    )
    return Vouched(
        name, str(claims.get(set_up.oidc_document) or "111"), number, phone if proved else "", evidence
    )
