"""A page on which an applicant does one thing with what is theirs: may I, what was typed, what stands in the way."""

from typing import Any, Generic, TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yichuang.doors.frame import sent
from yichuang.doors.me.mine import Mine, MyThing
from yichuang.journal.refusals import Refused

Own = TypeVar("Own", Mine, MyThing)


class Deed(Generic[Own]):
    """One request about one of my cases or things."""

    def __init__(self, request: Any, own: Own, act: str, template: str) -> None:
        self.request, self.act, self.template = request, act, template
        self.own: Own = own
        self.closed = self.own.may(act)
        self.errors: list[dict[str, str]] = []

    def show(self, **told: Any) -> HttpResponse:
        """Draw the page; what cannot be done any more is said instead of the form."""
        status = 422 if self.errors else 409 if self.closed else 200
        template = "me/closed.html" if self.closed and not self.errors else self.template
        said = {
            "mine": self.own,
            "errors": self.errors,
            "by_field": {e["id"]: e["text"] for e in self.errors},
            "closed": self.closed,
            **told,
        }
        return render(self.request, template, said, status=status)

    def tried(self, name: str, do: Any) -> HttpResponse | None:
        """Do the act and go to its last page; a refusal goes beside its field, everything typed stays."""
        try:
            do(self.own.case.pk, by=self.own.actor, at=self.own.at, **sent(self.request))
        except Refused as error:
            self.errors.append({"id": str(error.facts.get("field") or ""), "text": error.sentence})
            return None
        return redirect(self.own.done_href(name))
