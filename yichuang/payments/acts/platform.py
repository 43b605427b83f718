"""What is remembered of platforms: messages that were heard, and the book of the test platform. No facts, so no entries."""

from datetime import datetime

from django.conf import settings

from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.refusals import Reused
from yichuang.payments.models import Heard, LocalOrder


@working_paper("payments.hear")
def hear(nonce: str, *, by: Actor | None, at: datetime) -> None:
    """A signed message was heard; the very same one is refused."""
    if Heard.objects.filter(nonce=nonce).exists():
        raise Reused("这条付款回执已经收过了。")
    Heard.objects.create(region=settings.DEPLOYMENT.region, nonce=nonce, at=at)


@working_paper("payments.forget_heard")
def forget_heard(before: datetime, *, by: Actor | None, at: datetime) -> int:
    """Messages too old to be taken anyway need not be remembered."""
    return Heard.objects.filter(at__lt=before).delete()[0]


@working_paper("payments.keep_test_order")
def keep_test_order(
    number: str, *, by: Actor | None, at: datetime, amount: int, payee: str, subject: str, back: str
) -> None:
    """The local test platform has an order."""
    given = {
        "region": settings.DEPLOYMENT.region,
        "amount": amount,
        "payee": payee,
        "subject": subject[:120],
        "back": back[:200],
        "at": at,
    }
    LocalOrder.objects.get_or_create(number=number, defaults=given)


@working_paper("payments.settle_test_order")
def settle_test_order(number: str, state: str, *, by: Actor | None, at: datetime) -> bool:
    """The payer of the test platform chose what becomes of an open order; tells whether it was open."""
    return bool(LocalOrder.objects.filter(number=number, state="open").update(state=state))
