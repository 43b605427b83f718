"""What a letter costs by the contract: by area and weight class, in whole fen; which day ends a month."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

AREAS = (("city", "本市"), ("province", "本省"), ("beyond", "外省"))
HEAVIEST = 30_000


def price(rows: Iterable[Mapping[str, Any]], area: str, grams: int | None) -> int | None:
    """Return the price of the lightest class that holds the letter, None where the contract names none.

    Basis: the contract with the carrier; 国邮办函〔2019〕94号 (政邮合作).
    """
    if grams is None:
        return None
    fitting = [row for row in rows if row["area"] == area and grams <= row["upto"]]
    return min(fitting, key=lambda row: row["upto"])["price"] if fitting else None


def month_end(month: str) -> date:
    """Return the last civil day of a month written 2026-11. ValueError for anything else.

    Basis: civil calendar.
    """
    first = date.fromisoformat(f"{month}-01")
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def area_of(address: str, city: str, province: str) -> str:
    """Guess the price area of an address from the names in it; the desk may say otherwise.

    Basis: ux.md S9 (what is known is filled in).
    """
    if city and city in address:
        return "city"
    return (
        "province"
        if (province and province in address)
        or not any(w in address for w in ("省", "自治区", "北京", "上海", "天津", "重庆"))
        else "beyond"
    )
