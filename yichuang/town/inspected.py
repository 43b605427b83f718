"""What followed approval in the town: grants signed for, one double-random draw from commitment to publication, one to come."""

from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases.models import Case, CreditMark
from yichuang.ground.now import day_of
from yichuang.inspections import acts, followers
from yichuang.inspections.models import Draw, Finding, Goer, Grant, Inspection, Target
from yichuang.journal.refusals import Refused
from yichuang.law import terms
from yichuang.law.identity import synthetic_uscc
from yichuang.town import cast
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

MARKET, LINE = "市场监督管理局", "食品安全"
FOOD = "food-business-license-new"
SHOPS = ("早餐", "面馆", "火锅", "甜品", "小吃", "烧烤", "奶茶", "快餐", "私房菜", "烘焙", "茶楼", "食堂")
GROUNDS = {"A": "年度信用评价", "B": "年度信用评价", "C": "一年内有责令改正", "D": "一年内有行政处罚"}
WITNESSES = [{"name": "闻见证", "body": "示例区司法局"}, {"name": "商代表", "body": "示例区餐饮协会"}]
SOURCE = "示例彩票第{day:%Y%j}期开奖号码（演示用，不是真的号码）"
WRONG = "申请人录错了，作废重新办"
RATES = {"A": 5, "B": 10, "C": 20, "D": 50}


def fill(town: Town, until: datetime) -> None:
    """Supervise what was granted over the last weeks."""
    folk = Folk(town, day_of(until))
    check = _registers(folk, until - timedelta(days=45))
    _grants(folk, until)
    _recalled(folk, until)
    _drawn(folk, check, until - timedelta(days=30))
    _graded(folk, until - timedelta(days=12))
    _commit(folk, check, "冬季餐饮单位抽查", until - timedelta(hours=2), until + timedelta(hours=20))


def _registers(folk: Folk, at: datetime) -> UUID:
    """The item on the list, five officers, two dozen shops that trade without a permit of ours."""
    gao, market = folk.person("gao"), folk.town.bodies[MARKET]
    food = next(item for item in folk.items if item.key == FOOD)
    acts.assign_body(
        by=folk.person("guo"),
        at=at,
        item=food.pk,
        body=market,
        line=LINE,
        document="示例区监管职责分工〔2026〕1号",
    )
    check = acts.list_check(
        by=gao, at=at, name="餐饮服务食品安全检查", line=LINE, weight="key", way="实地检查", basis="《食品安全法》第一百一十条", body=market
    )  # fmt: skip
    for n in range(len(cast.OFFICERS)):
        said = {
            "person": folk.town.people[f"zhifa{n + 1}"],
            "certificate": f"示执1899{n + 1:04d}",
            "valid_to": date(2030, 1, 1),
        }
        acts.qualify(by=gao, at=at, body=market, lines=[LINE], **said)
    for n in range(24):
        grade = "ABBBCD"[n % 6]
        name = f"示例区{cast.ROADS[n % len(cast.ROADS)]}{SHOPS[n % len(SHOPS)]}店"
        acts.enter(
            by=gao, at=at, kind="body", name=name, number=synthetic_uscc(cast.AREA, 6000 + n), line=LINE, grade=grade, ground=GROUNDS[grade]
        )  # fmt: skip
    return UUID(check["id"])


def _grants(folk: Folk, until: datetime) -> None:
    """Each grant was pushed on its day; heads signed for all but the newest, and for one too late."""
    granted = Case.objects.filter(region=folk.region, outcome="granted").exclude(decided_on=None)
    for case, day in granted.order_by("decided_on", "pk").values_list("pk", "decided_on"):
        if day is not None:
            followers.push_case(case, folk.night, min(terms.midnight(day) + timedelta(hours=17), until))
    old = Grant.objects.filter(pushed_at__lt=until - timedelta(days=4)).order_by("pk")
    for grant, body, pushed_at in list(old.values_list("pk", "body", "pushed_at"))[:-1]:
        acts.sign(grant, by=folk.of(body, "head"), at=pushed_at + timedelta(hours=17))


def _recalled(folk: Folk, until: datetime) -> None:
    """One grant that was signed for is taken back: its case was entered under a wrong name, and is void."""
    signed = Grant.objects.exclude(signed_at=None).filter(
        case__state__in=("decided", "ready"), case__thing=None
    )
    grant = signed.order_by("-granted_on", "-pk").first()
    if grant is not None:
        at = until - timedelta(hours=4)
        cases.void(grant.case_id, by=folk.person("guo"), at=at, why=WRONG)
        followers.recall_case(grant.case_id, folk.night, at, on=day_of(at), why=WRONG)


def _commit(folk: Folk, check: UUID, name: str, at: datetime, planned_at: datetime) -> UUID:
    said = {
        "name": name,
        "checks": [check],
        "rates": RATES,
        "overall": 3,
        "source": SOURCE.format(day=day_of(planned_at)),
    }
    times = {"announced_at": planned_at - timedelta(hours=12), "planned_at": planned_at}
    return UUID(acts.commit(by=folk.person("gao"), at=at, **said, **times)["id"])


def _drawn(folk: Folk, check: UUID, at: datetime) -> None:
    """Committed to, drawn, inspected and published, each by its people."""
    gao = folk.person("gao")
    draw = _commit(folk, check, "秋季餐饮单位抽查", at, at + timedelta(hours=24))
    then = at + timedelta(hours=25)
    acts.run(draw, by=gao, at=then, announced="7 0 3 1 5", again="70315", witnesses=WITNESSES)
    acts.begin(draw, by=gao, at=then, inspect_by=day_of(then + timedelta(days=14)))
    code = Draw.objects.get(pk=draw).said()["checks"][0]
    for n, place in enumerate(Inspection.objects.filter(draw=draw).order_by("place")):
        seen = then + timedelta(days=2 + n % 5)
        goer = Goer.objects.filter(inspection=place).select_related("inspector").order_by("place").first()
        if goer is not None:
            outcome, text, followed = (
                ("6", "两台冷柜没有温度记录。", "限期五日改正，已复查。") if n % 4 == 1 else ("1", "", "")
            )
            acts.report(
                draw, by=folk.actor(goer.inspector.person_id), at=seen, inspection=place.pk, check=code, outcome=outcome, text=text,
                followed=followed, checked_on=day_of(seen),
            )  # fmt: skip
    acts.publish(draw, by=gao, at=then + timedelta(days=9))


def _graded(folk: Folk, at: datetime) -> None:
    """Results, a mark on the credit list and its repair, a fault mended, an objection that waits: each changed a grade."""
    gao, guo = folk.person("gao"), folk.person("guo")
    seen = Inspection.objects.exclude(published_at=None).values_list("target", flat=True)
    for visited in seen:
        _again(visited, folk, at)
    marked, repaired = Target.objects.exclude(pk__in=seen).filter(kind="body").order_by("code")[:2]
    for target in (marked, repaired):
        number = target.clear_number()
        cases.mark_credit(by=guo, at=at, holder_number=number, reason="欠缴罚款，法院列入（演示用）")
        _again(target.pk, folk, at)
    last = CreditMark.objects.filter(holder_index=repaired.number_index).latest("pk")
    cases.repair_credit(by=guo, at=at + timedelta(days=4), mark=last.pk, basis="罚款已经缴清")
    _again(repaired.pk, folk, at + timedelta(days=4))
    fault = Finding.objects.filter(outcome="6", inspection__in=Inspection.objects.exclude(published_at=None)).order_by("pk")[:2]  # fmt: skip
    for n, finding in enumerate(fault):
        on = finding.inspection.target_id
        if n == 0:
            acts.mend_finding(
                on,
                by=gao,
                at=at + timedelta(days=5),
                finding=finding.pk,
                ground="上门复查，两台冷柜都有温度记录",
            )
        else:
            acts.raise_objection(
                on, by=folk.person("guo"), at=at + timedelta(days=11), why="来函说记录在，检查时没有拿出来"
            )


def _again(target: UUID, folk: Folk, at: datetime) -> None:
    try:
        acts.regrade(target, by=folk.night, at=at)
    except Refused:  # the records give the grade that stands
        pass
