"""`--by POST`: as whom a writing command acts."""

import argparse

from django.conf import settings

from yichuang.ground.now import today
from yichuang.halls import actors
from yichuang.journal.actor import Actor, system
from yichuang.journal.refusals import NotYours
from yichuang.people.models import Holding, Person


def add(parser: argparse.ArgumentParser) -> None:
    """Let a command be told as whom it acts."""
    parser.add_argument(
        "--by", default="system", metavar="POST", help="以谁的岗位办：用户名或岗位编号，默认 system"
    )


def actor(by: str) -> Actor:
    """Return the actor for `--by`: system, a user name (at the first post held), or a post's number (its holder)."""
    if by == "system":
        return system(settings.DEPLOYMENT.region)
    day, post = today(), int(by) if by.isascii() and by.isdigit() and len(by) < 19 else None
    if post is not None:
        person = Holding.objects.on(day).filter(post=post).values_list("person", flat=True).first()
    else:
        person = Person.objects.filter(username=by, is_active=True).values_list("pk", flat=True).first()
    found = actors.for_person(person, post_id=post, day=day, channel="command") if person else None
    if found is None:
        raise NotYours(f"没有岗位“{by[:40]}”。写用户名、岗位编号，或 system。")
    return found
