"""What people ask in the town: questions at the desk and by telephone, answers for everybody, talks on cases, pre-reviews kept.

Answers about an item are made of its record, so that they say what the guide says.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.asking import acts as asking
from yichuang.cases.models import Case
from yichuang.catalogue import guide, versions
from yichuang.catalogue.models import Item
from yichuang.citizens.models import Account
from yichuang.drafts import acts as drafts
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.law import selection
from yichuang.town import cast
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

KEYS = (
    "food-business-license-new",
    "company-establishment",
    "social-card-replace",
    "public-place-hygiene-license",
)
GENERAL = (
    ("材料没带齐，会让我跑好几趟吗？", "窗口要一次告诉您全部要补的材料。超过5个工作日没有告诉您，自收到材料之日起视为受理。",
     "《行政许可法》第三十二条第一款第四项", "缺材料 补正"),
    ("可以请别人替我来办吗？", "可以。写一份授权委托书，代办的人带上自己的身份证件。法律要您本人到场的事项除外。",
     "《行政许可法》第二十九条第二款", "代办 委托"),
    ("没有批准，我不服怎么办？", "知道决定之日起60日内可以申请行政复议，6个月内可以提起行政诉讼。决定书上写着复议机关和法院。",
     "《行政复议法》第二十条第一款；《行政诉讼法》第四十六条第一款", "复议 诉讼 拒绝"),
)  # fmt: skip
QUESTIONS = (
    ("guide", "陈女士", "13800000011", KEYS[0], "开小饭馆先办哪个证？", "先办营业执照，再办食品经营许可。两个可以在一个窗口一起交。"),
    ("phone", "王先生", "13800000012", KEYS[3], "理发店要不要卫生许可？", "要。照“公共场所卫生许可”的办事指南准备材料。"),
    ("window", "李先生", "", KEYS[1], "公司名字重了怎么换？", "换一个字号再申报，也可以加上行业。"),
    ("callback", "赵女士", "13800000013", "", "没找到老人换证的事项", ""),
    ("phone", "周先生", "13800000014", KEYS[0], "摆摊卖早点要办许可吗？", ""),
    ("guide", "孙女士", "13800000015", KEYS[2], "社保卡丢了，孩子的能代办吗？", ""),
)  # fmt: skip
TALKS = (
    "周四上午到现场看，店里留一个人就行。",
    "已经收到您的电话，现场核查改到下周一。",
    "做出来以后先给您发短信。",
)


def fill(town: Town, until: datetime) -> None:
    """Let people ask and be answered over the last days."""
    folk = Folk(town, day_of(until))
    _known(folk, until - timedelta(days=120))
    _questions(folk, until)
    _talks(folk, until - timedelta(hours=5))
    _kept(folk, until - timedelta(days=2))
    _chens(folk, until - timedelta(days=1))


def _known(folk: Folk, at: datetime) -> None:
    """Entries about the usual items and about what everybody asks; the last one still waits for its second reader."""
    drafts: list[tuple[UUID, Actor]] = []
    editor, second = folk.person("he"), folk.person("hua")
    for question, answer, basis, keywords in GENERAL:
        made = asking.write_answer(
            by=editor, at=at, question=question, answer=answer, basis=basis, keywords=keywords
        )
        drafts.append((UUID(made["id"]), second))
    for item in Item.objects.filter(region=folk.region, key__in=KEYS).order_by("key"):
        writer, reader = folk.of(item.department_id, "reviewer"), folk.of(item.department_id, "approver")
        for question, answer, basis in _of_record(item):
            made = asking.write_answer(
                by=writer, at=at, question=question, answer=answer, basis=basis, item=item.pk
            )
            drafts.append((UUID(made["id"]), reader))
    for known, reader in drafts[:-1]:
        asking.publish_answer(known, by=reader, at=at + timedelta(days=1))


def _of_record(item: Item) -> Iterator[tuple[str, str, str]]:
    facts = versions.facts(item.current_id or 0)
    basis = str((facts.record.get("legal_basis") or ["办事指南"])[0])[:200]
    yield f"{item.name}收费吗？", f"{guide.fee_words(facts.record.get('fee') or {})}。", basis
    if facts.at_once:
        yield f"{item.name}当天能办好吗？", "能。材料齐全，窗口当场办结。", basis
    elif facts.committed_days:
        yield (
            f"{item.name}多少天办好？",
            f"承诺{facts.committed_days}个工作日办结，从受理的第二个工作日数起。",
            basis,
        )


def _questions(folk: Folk, until: datetime) -> None:
    items = {item.key: item for item in folk.items}
    for n, (source, caller, phone, key, about, answer) in enumerate(QUESTIONS):
        at = until - timedelta(days=len(QUESTIONS) - n, hours=2)
        item = items.get(key)
        by = folk.person("lin" if source == "window" else "dao")
        asked: dict[str, Any] = {
            "source": source,
            "caller": caller,
            "phone": phone,
            "item": item.pk if item else None,
        }
        made = UUID(asking.ask(by=by, at=at, about=about, **asked)["id"])
        if answer:
            asking.answer(made, by=by, at=at + timedelta(minutes=5), text=answer)
        elif source == "callback":
            asking.call(made, by=by, at=at + timedelta(hours=1), reached=False)
        elif item is not None and source == "phone":
            asking.hand_over(
                made,
                by=by,
                at=at + timedelta(minutes=5),
                reason="要看现场条件，由审查岗答",
                department=item.department_id,
            )


def _talks(folk: Folk, at: datetime) -> None:
    """On some cases under way the department told the applicant something."""
    going = (
        Case.objects.filter(region=folk.region, state="accepted")
        .select_related("item")
        .order_by("-pk")[: len(TALKS)]
    )
    for case, text in zip(going, TALKS, strict=False):
        by = folk.of(case.department_id, "reviewer")
        asking.ask(
            by=by, at=at, about=f"{case.item.name}：办件留言"[:60], text=text, source="case", case=case.pk
        )


def _kept(folk: Folk, at: datetime) -> None:
    """A window looked at somebody's papers without filing: one is missing."""
    item = next(one for one in folk.items if one.key == KEYS[0])
    facts, one = versions.facts(item.current_id or 0), folk.people[0]
    answers = {q["key"]: q["options"][0]["value"] for q in facts.record.get("scenarios") or ()}
    owed = [m for m in selection.select(facts.record, answers).materials if not m.waived]
    judged: dict[str, dict[str, Any]] = {str(m.index): {"state": "got"} for m in owed}
    judged[str(owed[-1].index)] = {"state": "faulty", "reason": "2", "fields": {"page": "1"}}
    asking.keep_review(
        by=folk.person("lin"),
        at=at,
        version=facts.id,
        answers=answers,
        judged=judged,
        name=one.name,
        number=one.number,
    )


def _chens(folk: Folk, at: datetime) -> None:
    """Chen asked on line and was answered, on her case the department told her something, and a draft waits to be looked at."""
    account = Account.objects.filter(region=folk.region, number_index=vault.index(cast.CHEN.number)).first()
    item = next(one for one in folk.items if one.key == KEYS[0])
    if account is None:
        return
    chen = Actor(
        kind="applicant", region=folk.region, name="申请人", channel="portal", account=account.pk, holders=frozenset({account.number_index}),
    )  # fmt: skip
    asked = UUID(
        asking.ask(by=chen, at=at, about="外卖店不做堂食，也要办食品经营许可吗？", item=item.pk)["id"]
    )
    asking.answer(
        asked,
        by=folk.of(item.department_id, "reviewer"),
        at=at + timedelta(hours=1),
        text="要。外卖也是食品经营，经营项目按实际做的选。",
    )
    case = (
        Case.objects.visible_to(chen)
        .filter(state__in=("accepted", "reviewed"), threads=None)
        .select_related("item")
        .first()
    )
    if case is not None:
        by = folk.of(case.department_id, "reviewer")
        asking.ask(
            by=by,
            at=at,
            about=f"{case.item.name}：办件留言"[:60],
            text="您的件在审，有事在这里留言就行。",
            source="case",
            case=case.pk,
        )
    facts = versions.facts(item.current_id or 0)
    answers = {q["key"]: q["options"][0]["value"] for q in facts.record.get("scenarios") or ()}
    draft = drafts.begin(facts, answers, by=chen, at=at)
    if draft.state == "open":
        asking.ask_review(by=chen, at=at + timedelta(minutes=30), draft=draft.pk)
