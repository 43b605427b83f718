"""What things cost in the town: bills open, paid, and failed first; contract prices by which the letters of each month are settled."""

from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.journal.actor import Actor
from yichuang.payments import acts
from yichuang.payments.models import Bill
from yichuang.town.folk import Folk

BEGIN = date(2024, 1, 1)
ROWS = [
    {"area": area, "upto": upto, "price": price}
    for area, upto, price in (("city", 100, 800), ("city", 500, 1000), ("province", 100, 1000), ("province", 500, 1200), ("beyond", 100, 1500))
]  # fmt: skip
LINES = [{"name": "证照工本费", "amount": 2_000, "unit": "证", "basis": "示发改价〔2024〕8号"}]
MOST = 12


def rules(folk: Folk, at: datetime) -> None:
    """The government pays the post here, and the post has its contract."""
    rule = {
        "unit": "开关",
        "basis": "示政办〔2024〕3号（参照涵政办〔2019〕38号四（五））",
        "starts_on": BEGIN,
    }
    clock.set_number(by=folk.town.by, at=at, name="free_post", value="1", **rule)
    acts.set_prices(
        by=folk.town.by, at=at, carrier="邮政速递", contract="示邮合〔2024〕1号", starts_on=BEGIN, rows=ROWS
    )


def bills(folk: Folk, at: datetime) -> None:
    """Some bills by the departments: every third stays open, every third is paid at the window, every third failed first."""
    charged = Case.objects.filter(
        state__in=("accepted", "decided", "ready"), version__record__contains='"charged":true'
    ).select_related("department")
    for n, case in enumerate(charged.order_by("pk")[:MOST]):
        made = acts.draw(by=folk.of(case.department_id, "reviewer"), at=at, case=case.pk, lines=LINES)
        bill = Bill.objects.get(number=made["number"])
        if n % 3 == 1:
            window = Actor("clerk", case.region, "综合窗口", hall=case.hall_id)
            acts.take(bill.pk, by=window, at=at, way="pos", receipt=f"PZ{n:06d}")
        elif n % 3 == 2:
            payer = Actor(
                "applicant",
                case.region,
                "申请人",
                channel="portal",
                holders=frozenset({case.applicant_index}),
            )
            for outcome in ("failed", "paid"):
                tried = acts.begin(bill.pk, by=payer, at=at, provider="local")["attempt"]
                acts.learn(
                    bill.pk,
                    by=folk.town.by,
                    at=at,
                    attempt=tried,
                    outcome=outcome,
                    amount=bill.total,
                    reference=f"T{n:06d}",
                )
