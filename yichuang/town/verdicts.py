"""Bad ratings of the demo town on their way: one published, others at each step, one not adopted; by the real acts."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from yichuang.cases.models import Case
from yichuang.journal.actor import Actor, applicant
from yichuang.law import ratings as law
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

LEAST = 7
WAYS = ("published", "verify", "mend", "publish", "call", "published", "excluded")
SAID = (
    "等了一个多小时才叫到号",
    "打电话问过，来了说法不一样",
    "网页上传了三次才传上",
    "问一句答一句，要带什么没一次说完",
)
FOUND = (
    "那天上午只开了两个窗口，属实",
    "咨询电话和窗口口径不一致，属实",
    "上传的上限没有写在页面上，属实",
    "一次性告知少写了一项，属实",
)
DONE = (
    "每天10点到12点加开一个窗口",
    "口径写进知识库，电话和窗口用同一份",
    "页面写明每份不超过20MB，超了自动压缩",
    "告知单改成系统按清单生成",
)


def fill(town: Town, when: datetime) -> None:
    """Take the bad ratings of the town along, each to its place."""
    folk = Folk(town, when.date())
    guo = folk.person("guo")
    _enough(folk, when)
    rows = Rating.objects.filter(bad=True).order_by("rated_at", "pk")
    for place, row in enumerate(rows):
        _walk(row, guo, place, when)


def _enough(folk: Folk, when: datetime) -> None:
    """Let some more people who fetched a result say what was bad."""
    rated = Exists(Rating.objects.filter(case=OuterRef("pk")))
    quiet = (
        Case.objects.filter(region=folk.region, state__in=("delivered", "closed"))
        .exclude(rated)
        .order_by("-filed_at", "-pk")
    )
    missing = max(0, LEAST - Rating.objects.filter(bad=True).count())
    for place, case in enumerate(quiet[:missing]):
        ratings.rate(
            by=applicant(folk.region, "portal"), at=when - timedelta(days=12 - place), case=case.pk, grade=2 - place % 2, reasons=[ratings.REASONS[place % 5]],
            words=SAID[place % 4], channel="3", phone=f"1380000{place:04d}" if place % 3 else "", name="",
        )  # fmt: skip


def _walk(row: Rating, guo: Actor, place: int, when: datetime) -> None:
    upto, which = WAYS[place % len(WAYS)], place % 4
    at = lambda days: min(row.rated_at + timedelta(days=days), when)  # noqa: E731
    if upto == "verify":
        return
    if upto == "excluded":
        ratings.exclude(row.pk, by=guo, at=at(1), kind="mistaken", why="评价人来电说按错了，本来想点满意")
        return
    ratings.verify(row.pk, by=guo, at=at(1), verdict=law.CLEAR, finding=FOUND[which])
    if row.known_by:
        ratings.take_call(row.pk, by=guo, at=at(1))
        if upto == "call":
            return
        ratings.call_back(row.pk, by=guo, at=at(2), reached=True, note="说清了，愿意等整改")
    if upto in ("call", "mend"):
        return
    ratings.mend(row.pk, by=guo, at=at(3), what=DONE[which])
    ratings.answer(row.pk, by=guo, at=at(3), text_to_rater=f"您说的已经核实。现在{DONE[which]}。")
    if upto == "published":
        ratings.publish(row.pk, by=guo, at=at(4), published=f"{DONE[which]}。")
