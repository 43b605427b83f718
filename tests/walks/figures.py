"""What the pages of figures are about: a published month with its bulletin, an assessment with a finding to mend."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests.town import REGION, Town
from yichuang.figures import acts
from yichuang.figures.acts import periods

MARCH, APRIL_20 = "2026-03", datetime(2026, 4, 20, 1, tzinfo=UTC)


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses."""
    by = town.actor("guo")
    period = published(town)
    bulletin = acts.issue_bulletin(
        by=by, at=APRIL_20, period=period, number="示例通报〔2026〕1号", words="三月办件都在期限内。"
    )["id"]
    assessment = acts.assess(
        by=by, at=APRIL_20, name="营商环境评估", body="示例评估公司", document="评估报告", period="2025年", result="良好", on=date(2026, 4, 1)
    )["id"]  # fmt: skip
    acts.find(
        by=by, at=APRIL_20, assessment=UUID(assessment), text="指南里的电话打不通", department=town.departments["market"].pk, due_on=date(2026, 5, 8)
    )  # fmt: skip
    return {"bulletin": bulletin, "assessment": assessment}


def published(town: Town, name: str = MARCH, at: datetime = APRIL_20) -> UUID:
    """A month that is closed and open to everybody."""
    by = town.actor("guo")
    acts.keep_reckoning(REGION, name, periods.reckoned(REGION, name, at=at), by=by, at=at)
    period = UUID(periods.closed_or_recorded(name, by=by, at=at)["id"])
    acts.publish(period, by=by, at=at)
    return period
