"""What the applicant may choose for the result of a case, by the item and the rules of the place."""

from datetime import date

from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.law import delivery


def ways(version: versions.VersionFacts, region: str, stamp: int, day: date) -> tuple[delivery.Way, ...]:
    """Return the ways that stand open on a day."""
    switch, excepted = (
        book.number(stamp, region, name, day).value for name in ("free_post", "free_post_except")
    )
    free = delivery.free_post(version.record, switch, excepted, version.department_name)
    return delivery.ways(version.record, free=free)


def way(key: str, version: versions.VersionFacts, region: str, stamp: int, day: date) -> delivery.Way | None:
    """Return one of them, or None where it does not stand open."""
    return next((one for one in ways(version, region, stamp, day) if one.key == key), None)
