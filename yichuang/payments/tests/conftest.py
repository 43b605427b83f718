"""The small town, where one item costs thirty yuan."""

from typing import Any

import pytest

from tests.town import Town, build

FOOD = "food-business-license-new"
FEE = {
    "charged": True, "note": "工本费30元/证", "receiver": "示例区财政局", "payable": "result", "first": True, "refund": ["refused"],
    "lines": [{"name": "证书工本费", "amount": 3000, "unit": "证", "basis": "示发改价〔2020〕1号"}],
}  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    """The town."""
    made = build()
    made.rewrite(FOOD, fee=FEE)
    return made


@pytest.fixture
def local(settings: Any) -> None:
    """Payers are sent to the test platform."""
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"payment": "local"})
