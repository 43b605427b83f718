"""Why an act could not be done, in the sentence that the clerk or citizen reads."""


class Refused(Exception):
    """An act that was not done; nothing was written. `status` is what the doors answer with."""

    status = 409
    code = "refused"

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class NotYours(Refused):
    """The post may not perform this act."""

    status, code = 403, "not_yours"


class WrongState(Refused):
    """The subject is not in a state from which this act leads on."""

    status, code = 409, "wrong_state"


class Moved(Refused):
    """Somebody else acted first: the sequence is not the expected one."""

    status, code = 409, "moved"


class BadInput(Refused):
    """What was handed in cannot be used; `facts['field']` names it."""

    status, code = 422, "bad_input"


class NotThere(Refused):
    """No such subject, or not for this actor's eyes."""

    status, code = 404, "not_there"


class Reused(Refused):
    """An idempotency key came back with another content."""

    status, code = 422, "key_reused"
