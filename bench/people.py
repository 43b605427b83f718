"""Made-up applicants, another one for each life."""

from datetime import date, timedelta

from yichuang.law.identity import synthetic_resident_id


def citizen(number: int) -> dict[str, str]:
    """Return name, number and telephone of the `number`th made-up person."""
    born = date(1950, 1, 1) + timedelta(days=number % 20_000)
    area = f"1899{number // 20_000_000 % 90 + 10:02d}"
    return {
        "name": "陈秀英",
        "number": synthetic_resident_id(area, born, number // 20_000 % 1000),
        "phone": "13800000000",
    }
