"""What the framework leaves out of the document: the header of every act, and how each request can be refused."""

from functools import cached_property
from typing import Any

from ninja import NinjaAPI

CODES: tuple[tuple[str, int, str], ...] = (
    ("bad_request", 400, "the body cannot be read"),
    ("no_token", 401, "no key, or one that opens nothing"),
    ("not_yours", 403, "the key's post may not do this; `rule` says which rule stands in the way"),
    ("not_there", 404, "no such thing, or not for this key's eyes"),
    ("wrong_method", 405, "the address takes another method, see the Allow header"),
    ("wrong_state", 409, "the case is not where this act can begin; `missing`, `unjudged`, `state` say what is in the way"),
    ("moved", 409, "somebody acted first; `seq` is the sequence now, `changed` lists what was done since `expected`"),
    ("refused", 409, "not done, nothing written; trying again may help"),
    ("too_big", 413, "the body is above the limit"),
    ("bad_form", 422, "the body has not the form of this document; `errors` names each place"),
    ("bad_input", 422, "a value cannot be used; `field` names it"),
    ("key_reused", 422, "the Idempotency-Key was used for another content"),
    ("not_ready", 422, "the draft has faults; `problems` names them"),
    ("too_many", 429, "too many requests"),
)  # fmt: skip
WORDS = {
    400: "The body cannot be read", 401: "No valid key", 403: "Not for this post", 404: "Not there, or not for this key",
    409: "Not now: another state, or somebody was first", 413: "Too big", 422: "Cannot be used as sent", 429: "Too many requests",
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457). Codes only grow within v1:\n\n"
    + "\n".join(f"- `{code}` ({status}): {why}" for code, status, why in CODES),
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "what happened, in Chinese, the same for every case of its kind"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "the sentence people read at the window"},
        "code": {"type": "string", "enum": [code for code, *_ in CODES]},
        "instance": {"type": "string", "description": "the request's id, as in X-Request-Id"},
    },
    "additionalProperties": True,
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "A string of your own that you never use twice. The same key with the same content gets the first answer.",
}  # fmt: skip
NO_ACT, NO_KEY = ("/guide",), ("/guide", "/files")


class Surface(NinjaAPI):
    """The API whose document says all that a caller must expect."""

    def get_openapi_schema(self, *args: Any, **named: Any) -> Any:
        """Return the document, completed; it is put together once for each address under which it is asked for."""
        asked = repr((args, named))
        if asked not in self._documents:
            self._documents[asked] = self._document(*args, **named)
        return self._documents[asked]

    @cached_property
    def _documents(self) -> dict[str, Any]:
        return {}

    def _document(self, *args: Any, **named: Any) -> Any:
        made = super().get_openapi_schema(*args, **named)
        for path, operations in made["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation)
        made["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        return made


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    if method == "post" and not path.endswith(NO_KEY):
        operation["parameters"] = [*operation.get("parameters", ()), KEY]
    for status in _statuses(path, method, operation):
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"].setdefault(status, {"description": WORDS[status], "content": content})


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    found = [404, 422]
    if operation.get("security"):
        found += [401, 403]
    if method == "post":
        found += [400, 413]
    if method == "post" and not path.endswith(NO_ACT):
        found += [409]
    return sorted([*found, 429] if "/progress/" in path else found)
