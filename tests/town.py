"""A small town with named people, for every test: Chen applies, Lin sits at window 3, Wu and Zheng review, Hu has no rights."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from tests import kept
from yichuang.cases import acts as cases
from yichuang.cases.application import Application, Judgement, PartyIn
from yichuang.cases.models import Case, Step
from yichuang.catalogue import bundles, seed, versions
from yichuang.catalogue import departments as known_departments
from yichuang.catalogue.models import Authorisation, Bundle, BundleVersion, Entrustment, Item, Version
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account, Tie
from yichuang.clock.models import Number
from yichuang.doors import citizen
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.halls import acts as halls
from yichuang.halls.models import Hall, Seat, Window, Zone
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant, system
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Errand
from yichuang.law import codes, identity, selection
from yichuang.licences.models import Licence
from yichuang.people.models import Holding, Organisation, Person, Post
from yichuang.supervision import acts as supervision
from yichuang.supervision.models import Card

REGION = "189901"
BEGIN = date(2020, 1, 1)
MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ALWAYS = 4_102_444_800  # a citizen of the tests is never long away, whatever the clock says
PASSWORD = "Yichuang-Test-2026"
ITEMS = (
    "company-establishment", "food-business-license-new", "fire-safety-check-general", "equity-pledge-registration",
    "enterprise-name-declaration", "public-place-hygiene-license", "elderly-allowance", "social-card-replace",
    "construction-permit", "utility-external-line-approval",
)  # fmt: skip
DEPARTMENTS = {
    "市场监督管理局": "market", "消防救援大队": "fire", "卫生健康局": "health", "民政局": "civil",
    "人力资源和社会保障局": "labour", "住房和城乡建设局": "housing", "住房和城乡建设局（牵头）": "housing",
    "自然资源局": "land", "自然资源局（不动产登记中心）": "land",
}  # fmt: skip
CHEN_ID = identity.synthetic_resident_id("189901", date(1979, 5, 12), 21)
FIRM_CODE = identity.synthetic_uscc("189901", 137)


@cache
def records() -> dict[str, dict[str, Any]]:
    """The packaged catalogue by key."""
    return {
        r["id"]: r
        for r in json.loads(files("yichuang.catalogue.seed").joinpath("items.json").read_text("utf-8"))
    }


@cache
def bundle_records() -> dict[str, dict[str, Any]]:
    """The packaged bundles by key."""
    return {record["id"]: record for record in seed.bundles()}


@dataclass
class Town:
    """The cast, ready to act, and the things they act on."""

    hall: Hall
    window: Window
    departments: dict[str, Organisation]
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)

    def actor(self, name: str, **changes: Any) -> Actor:
        """The actor of a person of the cast at their own post."""
        person, post = self.people[name], self.posts[name]
        at_window = post.kind in ("clerk", "issue")
        made: dict[str, Any] = {
            "kind": post.kind, "region": REGION, "name": f"{person.name}·{post.title}", "person": person.pk, "post": post.pk,
            "organisation": post.organisation_id, "organisations": frozenset({post.organisation_id}),
            "hall": self.hall.pk if at_window else None, "window": self.window.pk if at_window else None, "stamp": stamps.current(),
        }  # fmt: skip
        return Actor(**made | changes)

    @property
    def chen(self) -> Actor:
        """The applicant on line."""
        return applicant(REGION, "portal")

    @property
    def citizen(self) -> Actor:
        """Chen, signed in to her account."""
        return citizen.Citizen(self.account(), ()).actor("portal")

    def account(
        self, name: str = "陈秀英", number: str = CHEN_ID, *, level: int = 3, phone: str = "13800000000"
    ) -> Account:
        """A citizen's account, known at the window; Chen's unless others are named."""
        found = Account.objects.filter(region=REGION, number_index=vault.index(number)).first()
        return found or Account.objects.create(
            region=REGION, name=name, number=vault.lock(number), number_index=vault.index(number), phone=vault.lock(phone),
            phone_index=vault.index(phone), level=level, verified_how="window", verified_at=MONDAY, made_at=MONDAY,
        )  # fmt: skip

    def tie(self, account: Account, *, role: str = "representative", name: str = "示例商贸有限公司", number: str = FIRM_CODE,
            scope: str = "") -> Tie:  # fmt: skip
        """Let an account act for a firm, or with role guardian for a ward."""
        body = role != "guardian"
        return Tie.objects.create(
            account=account, role=role, kind="body" if body else "person", document="001" if body else "111", name=name,
            number=vault.lock(number), number_index=vault.index(number), scope=scope, starts_on=BEGIN,
        )  # fmt: skip

    def code_to(self, phone: str = "13800000000") -> str:
        """The newest code on its way to a telephone, as its owner will read it."""
        waiting = Errand.objects.filter(kind="code").order_by("-pk")
        args = (json.loads(errand.args) for errand in waiting)
        return next(vault.unlock(one["code"]) for one in args if vault.unlock(one.get("phone", "")) == phone)

    def proved(self, phone: str = "13800000000", *, at: datetime = MONDAY) -> int:
        """A code that the owner of this telephone has just said."""
        code = accounts.send_code(by=self.chen, at=at, phone=phone, purpose="sign_in")
        typed = self.code_to(phone)
        assert accounts.try_code(by=self.chen, at=at, code=code, phone=phone, typed=typed) == "right"
        return int(code)

    def enter(self, client: Any, account: Account | None = None, *, tie: Tie | None = None) -> Any:
        """Sign a citizen in on a test client, acting for themselves or by `tie`; returns the client."""
        return enter(client, account or self.account(), tie)

    def applies(self, account: Account | None = None) -> Actor:
        """A signed-in citizen as the acts see them, with everyone they act for."""
        return citizen.Citizen(
            account or self.account(), tuple(Tie.objects.filter(account=account or self.account()))
        ).actor()

    def annex(self) -> Hall:
        """A town's hall with window 1, where Xing sits; made when first asked for."""
        found = Hall.objects.filter(name="幸福镇便民服务中心").first()
        if found is not None:
            return found
        body = _body("幸福镇人民政府", "town", self.posts["lin"].organisation, 30)
        hall = Hall.objects.create(
            region=REGION, organisation=body, name="幸福镇便民服务中心", level="town", address="幸福镇1号", phone="0189-1234568",
            complaints="12345", opens=time(9), closes=time(17), serial_from=600_000, serial_to=619_999,
        )  # fmt: skip
        window = Window.objects.create(
            zone=Zone.objects.create(hall=hall, name="综合受理"), number=1, name="1号窗"
        )
        xing = Person(region=REGION, username="xing", name="邢镇")
        xing.set_password(PASSWORD)
        xing.save()
        self.people["xing"] = xing
        self.posts["xing"] = Post.objects.create(
            region=REGION, organisation=body, kind="clerk", title="便民窗口"
        )
        Holding.objects.create(person=xing, post=self.posts["xing"], starts_on=BEGIN)
        Seat.objects.create(window=window, person=xing, starts_on=BEGIN)
        stamps.bump()
        return hall

    def xing(self) -> Actor:
        """The clerk of the town's hall at its window."""
        hall = self.annex()
        return self.actor("xing", hall=hall.pk, window=Window.objects.get(zone__hall=hall).pk)

    def partner(self, **values: Any) -> int:
        """A partner region with an agreement on two items."""
        said: dict[str, Any] = {
            "name": "邻州市", "area": "189902", "phone": "0188-7654321", "address": "邻州市通办路1号", "modes": ["remote", "collect", "joint"],
            "items": {"0100001": "企业设立登记", "0100002": "社会保障卡补领"}, "agreement": "示例通办协议〔2026〕1号", "starts_on": BEGIN,
        }  # fmt: skip
        return int(halls.agree(by=self.actor("xi"), at=MONDAY, values=said | values)["partner"])

    def across(self) -> Actor:
        """Lin at the window for other regions (专窗)."""
        window, _ = Window.objects.get_or_create(
            zone=self.window.zone, number=9, defaults={"name": "跨域通办专窗", "kind": "cross"}
        )
        return self.actor("lin", window=window.pk)

    @property
    def night(self) -> Actor:
        """The system."""
        return system(REGION)

    def version(self, key: str) -> versions.VersionFacts:
        """The published version of an item."""
        return versions.facts(Item.objects.get(key=key).current_id)

    def rewrite(self, key: str, **changes: Any) -> None:
        """Give the published record of an item other contents, as if it had been published so."""
        version = Version.objects.get(pk=self.items[key].current_id)
        Version.objects.filter(pk=version.pk).update(
            record=canonical(version.content | changes),
            combined=bool(changes.get("combined", version.combined)),
            statutory_days=changes.get("statutory_days", version.statutory_days),
            committed_days=changes.get("committed_days", version.committed_days),
        )
        versions.forget()
        stamps.bump()
        stamps.forget()

    def publish(self, key: str, **changes: Any) -> Version:
        """Publish a next version of an item with other contents."""
        item = Item.objects.get(key=key)
        before = Version.objects.get(pk=item.current_id)
        text = canonical(before.content | changes)
        made = Version.objects.create(
            item=item, number=before.number + 1, state="published", record=text, digest=sm3(text), type=before.type, handling=before.handling,
            statutory_days=before.statutory_days, committed_days=changes.get("committed_days", before.committed_days),
            day_kind=before.day_kind, at_once=before.at_once, made_at=MONDAY, published_at=MONDAY,
        )  # fmt: skip
        Item.objects.filter(pk=item.pk).update(current=made)
        stamps.bump()
        stamps.forget()
        return made

    def department(self, name: str) -> Organisation:
        """The body that a record's department name means; a new one comes with people: `reviewer:<name>`, `approver:<name>`."""
        known = known_departments.canonical_name(name)
        key = DEPARTMENTS.get(name) or DEPARTMENTS.get(known) or known
        if key not in self.departments:
            own = next((one for one, short in DEPARTMENTS.items() if short == key), known)
            body = _body(own, "department", self.departments["market"].parent, 40 + len(self.departments))
            self.departments[key] = body
            for kind, title in (("reviewer", "审查岗"), ("approver", "审批岗")):
                _enrol(self, f"{kind}:{key}", f"{own[:3]}{title[:2]}", body, kind, title)
        return self.departments[key]

    def bundle(self, *keys: str) -> bundles.BundleFacts:
        """Bring packaged bundles into force with all their items, departments, people and lists; returns the first's facts."""
        for key in keys:
            for member in bundle_records()[key]["members"]:
                if member["item_id"] not in self.items:
                    _item(self, member["item_id"])
            _bundle(self, bundle_records()[key])
        stamps.bump()
        stamps.forget()
        return self.bundle_facts(keys[0])

    def bundle_facts(self, key: str) -> bundles.BundleFacts:
        """The published version of a bundle."""
        return bundles.by_name(key, stamps.current())

    def application(
        self,
        key: str = "company-establishment",
        *,
        state: str = "got",
        answers: dict[str, str] | None = None,
        **changes: Any,
    ) -> Application:
        """A whole application for an item: every applicable material judged `state`."""
        facts = self.version(key)
        given = (
            answers
            if answers is not None
            else {q["key"]: q["options"][0]["value"] for q in facts.record.get("scenarios") or ()}
        )
        chosen = selection.select(facts.record, given).materials
        made: dict[str, Any] = {
            "version": facts.id, "answers": given, "applicant": PartyIn("陈秀英", CHEN_ID, phone="13800000000", address="示例区幸福路1号"),
            "hall": self.hall.pk, "area": REGION, "window": self.window.pk,
            "materials": {m.index: Judgement(state) for m in chosen if not m.waived},
        }  # fmt: skip
        return Application(**made | changes)

    def case(
        self,
        key: str = "company-establishment",
        *,
        upto: str = "accepted",
        at: datetime = MONDAY,
        **changes: Any,
    ) -> Case:
        """A case taken up to a state by the right people: filed, accepted, reviewed, decided, ready, delivered."""
        by = self.actor("lin")
        then = "accept" if upto != "filed" else ""
        made = UUID(
            cases.receive(by=by, at=at, application=self.application(key, **changes), then=then)["id"]
        )
        for state, step in (
            ("reviewed", self.review),
            ("decided", self.decide),
            ("ready", self.arrive),
            ("delivered", self.hand_over),
        ):
            if upto in ("filed", "accepted"):
                break
            at += timedelta(hours=1)
            step(made, at)
            if state == upto:
                break
        return Case.objects.get(pk=made)

    def review(self, case: UUID, at: datetime) -> None:
        """Every open review step is passed by its department's reviewer."""
        while step := Step.objects.filter(case=case, kind="review", state="open").first():
            cases.conclude(
                case,
                by=self.staff(step.department_id, "reviewer"),
                at=at,
                step=step.key,
                verdict="pass",
                opinion="符合条件。",
            )

    def decide(self, case: UUID, at: datetime) -> None:
        """The department's approver grants."""
        row = Case.objects.get(pk=case)
        cases.decide(case, by=self.staff(row.department_id, "approver"), at=at, outcome="granted")

    def arrive(self, case: UUID, at: datetime) -> None:
        """The issue desk signs for the result."""
        cases.arrive(case, by=self.actor("yang"), at=at)

    def hand_over(self, case: UUID, at: datetime) -> None:
        """Chen fetches it."""
        checked = {"document": True, "person": True, "result": True}
        cases.hand_over(
            case, by=self.actor("yang"), at=at, receiver_number=CHEN_ID, checked=checked, signature="data:"
        )

    def staff(self, department: int, kind: str) -> Actor:
        """The department's holder of a kind of post."""
        name = next(n for n, p in self.posts.items() if p.organisation_id == department and p.kind == kind)
        return self.actor(name)

    def card(
        self,
        case: Case | None = None,
        *,
        rule: str = "promised-over",
        level: str = "red",
        at: datetime = MONDAY,
        **changes: Any,
    ) -> Card:
        """A card on a case, on its department at the approval step unless others are named."""
        found = case or self.case()
        asked: dict[str, Any] = {
            "of": found.pk, "about": "case", "case": found.pk, "rule": rule, "level": level, "on": day_of(at), "hop": "决定",
            "department": found.department_id, "evidence": {"calendar": "2026", "entries": [1]},
        }  # fmt: skip
        made = supervision.issue(by=self.night, at=at, **asked | changes)
        return Card.objects.get(pk=made["id"])

    def licence(
        self, kind: str, number: str = CHEN_ID, *, name: str = "陈秀英", valid_to: date | None = None
    ) -> Licence:
        """A valid licence of a holder on file."""
        return Licence.objects.create(
            region=REGION, kind=kind, number=f"L{Licence.objects.count():06d}", holder_name=name, holder_index=vault.index(number),
            issuer="示例区", issued_on=BEGIN, valid_from=BEGIN, valid_to=valid_to,
        )  # fmt: skip


def enter(client: Any, account: Account, tie: Tie | None = None) -> Any:
    """Sign a citizen in on a test client; returns the client."""
    session = client.session
    session[citizen.ACCOUNT] = str(account.pk)
    session[citizen.ACTING] = str(tie.pk) if tie else ""
    session[citizen.ENTERED] = ALWAYS
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def build(keys: tuple[str, ...] = ITEMS) -> Town:
    """Build the town in the test's database."""
    stamps.forget()
    versions.forget()
    town = kept.once(("town", keys), lambda: _founded(keys))
    stamps.bump()
    return town


def _founded(keys: tuple[str, ...]) -> Town:
    government = _body("示例区人民政府", "government", None, 1)
    centre = _body("示例区政务服务中心", "centre", government, 2)
    departments = {
        key: _body(name, "department", government, 10 + place)
        for place, (name, key) in enumerate((n, k) for n, k in DEPARTMENTS.items() if "（" not in n)
        if key != "land" or any(records()[one]["department"].startswith(name) for one in keys)
    }
    hall = Hall.objects.create(
        region=REGION, organisation=centre, name="示例区政务服务大厅", level="county", address="示例区人民路1号", phone="0189-1234567",
        complaints="12345", opens=time(9), closes=time(17), serial_from=0, serial_to=599_999,
    )  # fmt: skip
    zone = Zone.objects.create(hall=hall, name="综合受理", kind="general")
    window = Window.objects.create(zone=zone, number=3, name="3号窗")
    town = Town(hall, window, departments)
    _cast(town, government, centre)
    # The town lives in March 2026, whenever its tests run: what it claims is always long before it is recorded.
    Number.objects.create(
        region=REGION,
        name="back_dated_hours",
        value="9999999",
        unit="小时",
        basis="示例值：测试里的镇",
        starts_on=BEGIN,
    )
    for key in keys:
        _item(town, key)
    return town


def _body(name: str, kind: str, parent: Organisation | None, serial: int) -> Organisation:
    return Organisation.objects.create(
        region=REGION, code=identity.synthetic_uscc("189901", serial, category="11"), name=name, kind=kind, area=REGION, parent=parent,
        phone="0189-7654321", review_body="示例区人民政府", court="示例区人民法院", valid_from=BEGIN,
    )  # fmt: skip


def _cast(town: Town, government: Organisation, centre: Organisation) -> None:
    d = town.departments
    cast: list[tuple[str, str, Organisation | None, str, str]] = [
        ("lin", "林敏", centre, "clerk", "3号窗"), ("lan", "兰青", centre, "clerk", "4号窗"), ("yang", "杨静", centre, "issue", "出件窗"),
        ("wu", "吴强", d["market"], "reviewer", "审查岗"), ("sun", "孙丽", d["market"], "approver", "审批岗"),
        ("gao", "高峰", d["market"], "head", "局长"), ("zheng", "郑勇", d["fire"], "reviewer", "审查岗"),
        ("feng", "冯涛", d["fire"], "approver", "审批岗"), ("tang", "唐卫", d["health"], "reviewer", "审查岗"),
        ("bai", "白洁", d["health"], "approver", "审批岗"), ("min", "闵华", d["civil"], "reviewer", "审查岗"),
        ("kong", "孔明", d["civil"], "approver", "审批岗"), ("ren", "任洁", d["labour"], "reviewer", "审查岗"),
        ("lao", "劳勤", d["labour"], "approver", "审批岗"), ("zhu", "朱建", d["housing"], "reviewer", "审查岗"),
        ("fang", "方正", d["housing"], "approver", "审批岗"), ("qi", "祁连", d["market"], "chief", "首席代表"),
        ("luo", "罗刚", government, "government", "区长"), ("he", "何编", centre, "editor", "事项管理"),
        ("hua", "华审", centre, "editor", "事项复核"), ("guo", "郭督", centre, "supervisor", "督查"), ("dao", "道引", centre, "guide", "导办"),
        ("xi", "席统", centre, "sysadmin", "系统管理员"), ("an", "安全", centre, "secadmin", "安全管理员"), ("ji", "纪审", centre, "audadmin", "审计管理员"),
        ("hu", "胡无", None, "", ""),
    ]  # fmt: skip
    for username, name, body, kind, title in cast:
        _enrol(town, username, name, body, kind, title)
    for username in ("lin", "yang"):
        Seat.objects.create(window=town.window, person=town.people[username], starts_on=BEGIN)


def _enrol(town: Town, username: str, name: str, body: Organisation | None, kind: str, title: str) -> None:
    person = Person(region=REGION, username=username, name=name)
    person.set_password(PASSWORD)
    person.save()
    town.people[username] = person
    if body is not None:
        post = Post.objects.create(region=REGION, organisation=body, kind=kind, title=title)
        Holding.objects.create(person=person, post=post, starts_on=BEGIN)
        town.posts[username] = post


def _bundle(town: Town, record: dict[str, Any]) -> None:
    text = canonical(record)
    bundle = Bundle.objects.create(
        region=REGION, key=record["id"], name=record["name"], category=record["category"], lead=town.department(record["lead_department"]),
    )  # fmt: skip
    bundle.current = BundleVersion.objects.create(
        bundle=bundle, number=1, state="published", record=text, digest=sm3(text), committed_days=record["committed_days"],
        day_kind=record["day_kind"], made_at=MONDAY, published_at=MONDAY, effective_on=BEGIN,
    )  # fmt: skip
    bundle.save()


def _item(town: Town, key: str) -> None:
    record = records()[key]
    body = town.department(record["department"])
    code = codes.item_code(
        body.code, "4", codes.local_basic_code(codes.type_code(record["type"]) or "01", len(town.items) + 1)
    )
    item = Item.objects.create(
        region=REGION, key=key, name=record["name"], code=code, provisional_code=True, department=body, zone=record["zone"], base=record["name"],
    )  # fmt: skip
    text = canonical(record)
    at_once = record["handling_type"] == "即办件"
    version = Version.objects.create(
        item=item, number=1, state="published", record=text, digest=sm3(text), type=record["type"], handling=record["handling_type"],
        statutory_days=record["statutory_days"], committed_days=record["committed_days"], day_kind=record["day_kind"], at_once=at_once,
        made_at=MONDAY, published_at=MONDAY,
    )  # fmt: skip
    item.current = version
    item.save()
    town.items[key] = item
    Entrustment.objects.create(
        region=REGION, item=item, hall=town.hall, document="示例委托书〔2020〕1号", starts_on=BEGIN
    )
    for name, post in town.posts.items():
        kinds = {
            "reviewer": ["review"],
            "approver": ["approve"],
            "chief": ["review", "approve"],
            "head": ["approve", "extend"],
        }.get(post.kind, [])
        if at_once and name == "lin":
            kinds = [*kinds, "at_once"]
        if post.organisation_id in (body.pk, town.posts["lin"].organisation_id):
            for decision in kinds:
                Authorisation.objects.create(
                    region=REGION,
                    item=item,
                    decision=decision,
                    post=post,
                    document="示例授权书〔2020〕1号",
                    starts_on=BEGIN,
                )
