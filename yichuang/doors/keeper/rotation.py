"""A new cipher key: made beside the old ones, then every ciphertext is locked anew, in batches that can be resumed."""

from django.db import models

from yichuang.agency.models import Mandate, Visit
from yichuang.asking.models import Message, PreReview, Thread
from yichuang.cases.models import Case, Delivery, Intake, Party
from yichuang.cases.places import Handing
from yichuang.citizens.models import Account, Address, Offer, Tie
from yichuang.complaints.models import Flaw, Step, WorkOrder
from yichuang.drafts.models import Draft, Filled, Signature
from yichuang.exchange.models import Preference
from yichuang.ground import vault
from yichuang.halls.models import Partner
from yichuang.journal import relocking
from yichuang.journal.models import Entry
from yichuang.licences.models import Licence
from yichuang.ratings.models import Mending, Rater
from yichuang.registers.models import Evidence, Record
from yichuang.settings import secret

COLUMNS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Party, ("number", "phone", "address")),
    (Case, ("delivery_to",)),
    (Handing, ("holder_number", "phone", "address")),
    (Mandate, ("holder_number", "phone")),
    (Visit, ("holder_number", "phone", "address")),
    (Partner, ("key",)),
    (Delivery, ("address",)),
    (Intake, ("content",)),
    (Thread, ("caller", "phone", "subject")),
    (Message, ("text",)),
    (WorkOrder, ("caller", "phone", "title", "content", "told", "blocked", "place", "answer")),
    (Step, ("text",)),
    (Flaw, ("content", "phone", "answer")),
    (PreReview, ("name", "content", "lines")),
    (Preference, ("email", "wechat")),
    (Entry, ("private",)),
    (Account, ("number", "phone")),
    (Tie, ("number",)),
    (Offer, ("number", "holder_number")),
    (Address, ("content",)),
    (Draft, ("content",)),
    (Filled, ("content",)),
    (Signature, ("shown",)),
    (Licence, ("bears",)),
    (Rater, ("account", "name", "phone")),
    (Mending, ("call_note",)),
    (Record, ("content",)),
    (Evidence, ("content",)),
)


def rotate() -> int:
    """Make the next key and move all ciphertexts to it; returns how many moved. Run again, it goes on where it stopped."""
    newest = vault.ring()[-1]
    if not _left(newest):
        _make(newest)
    newest = vault.ring()[-1]
    return sum(relocking.move(model, column, newest) for model, columns in COLUMNS for column in columns)


def _make(newest: str) -> None:
    secret(f"sm4-{int(newest.split('-')[1]) + 1:04d}")
    vault.forget_keys()


def _left(newest: str) -> bool:
    return any(
        relocking.old(model, column, newest).exists() for model, columns in COLUMNS for column in columns
    )
