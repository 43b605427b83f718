"""Locking ciphertexts anew under the newest key. What they say does not change, so the chain does not either."""

from typing import Any

from django.db import models, transaction

from yichuang.ground import vault

BATCH = 500


def old(model: type[models.Model], column: str, newest: str) -> Any:
    """Return the rows whose ciphertext is not of the newest key."""
    return model._default_manager.exclude(**{column: ""}).exclude(**{f"{column}__startswith": f"{newest}:"})


def move(model: type[models.Model], column: str, newest: str) -> int:
    """Lock every old ciphertext of a column anew, in batches; one that changed meanwhile is left for the next run."""
    moved = 0
    while True:
        with transaction.atomic():
            block = list(old(model, column, newest)[:BATCH])
            for row in block:
                kept = getattr(row, column)
                fresh = {column: vault.lock(vault.unlock(kept))}
                model._default_manager.filter(pk=row.pk, **{column: kept}).update(**fresh)
        moved += len(block)
        if len(block) < BATCH:
            return moved
