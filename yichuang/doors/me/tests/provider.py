"""A real OIDC provider on loopback (oidc-provider-mock, Authlib) that asks for PKCE, turns its keys, and can be made to lie."""

import base64
import hashlib
import hmac
import io
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from werkzeug.serving import make_server

Claims = dict[str, Any]


def _same(claims: Claims) -> Claims:
    return claims


class Provider:
    """The provider as a WSGI application: every id_token is signed anew by `key`, of which `published` tells the world."""

    def __init__(self, users: dict[str, Claims]) -> None:
        made = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in users.items()]
        self.inner: Any = oidc_provider_mock.app(user_claims=made, require_nonce=True)
        self.issuer, self.challenge, self.verified = "", "", 0
        self.honest()

    def honest(self) -> None:
        """Tell the truth again."""
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.published: list[Any] = [self.key]
        self.change: Callable[[Claims], Claims] = _same
        self.algorithm, self.metadata, self.without = "RS256", {}, ()

    def turn(self) -> None:
        """Sign with a new key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
        self.published = [self.key]

    def __call__(self, environ: Any, start: Any) -> Any:
        """Answer, with the changes."""
        path, query = environ["PATH_INFO"], parse_qs(environ.get("QUERY_STRING", ""))
        if path == "/oauth2/authorize" and query.get("code_challenge_method") == ["S256"]:
            self.challenge = query["code_challenge"][0]
        if path == "/oauth2/token" and not self._is_proved(environ):
            return _answer(start, {"error": "invalid_grant"}, "400 BAD REQUEST")
        if path == "/jwks":
            return _answer(start, {"keys": [key.as_dict(private=False) for key in self.published]})
        told, body = self._inner(environ)
        if path == "/oauth2/token" and told[0].startswith("200"):
            return _answer(start, self._signed(json.loads(body)))
        if path.startswith("/.well-known/"):
            return _answer(start, json.loads(body) | self.metadata)
        start(*told)
        return [body]

    def _is_proved(self, environ: Any) -> bool:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        verifier = parse_qs(body.decode()).get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        self.verified += digest == self.challenge
        return digest == self.challenge

    def _inner(self, environ: Any) -> tuple[tuple[str, list[Any]], bytes]:
        told: list[Any] = []
        body = b"".join(self.inner(environ, lambda status, headers, *more: told.append((status, headers))))
        return told[0], body

    def _signed(self, token: Claims) -> Claims:
        _, middle, _ = token["id_token"].split(".")
        claims = self.change(json.loads(base64.urlsafe_b64decode(middle + "==")))
        claims.pop("at_hash", None)
        if self.algorithm == "none":
            token["id_token"] = f"{_flat({'alg': 'none'})}.{_flat(claims)}."
        elif self.algorithm == "HS256":  # the public key taken for a shared secret
            said = f"{_flat({'alg': 'HS256', 'kid': 'first'})}.{_flat(claims)}"
            seal = hmac.digest(self.published[0].as_pem(private=False), said.encode(), "sha256")
            token["id_token"] = f"{said}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
        else:
            token["id_token"] = jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, self.key)
        return {name: value for name, value in token.items() if name not in self.without}


def _flat(part: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _answer(start: Any, said: Claims, status: str = "200 OK") -> list[bytes]:
    body = json.dumps(said).encode()
    start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def running(users: dict[str, Claims]) -> Iterator[Provider]:
    """A provider on a port of its own, gone afterwards."""
    provider = Provider(users)
    server = make_server("localhost", 0, provider, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
