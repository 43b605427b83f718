"""Forms of people and halls. They read what was typed; what may be is judged by the acts."""

from typing import Any

from django import forms

from yichuang.doors.fields import EMPTY, Day, LastDay, line, pick, whole, word
from yichuang.law.powers import POSTS
from yichuang.people.models import OrganisationKind

WINDOWS = [
    ("general", "综合窗口"),
    ("cross", "跨域通办专窗"),
    ("help", "帮办代办窗口"),
    ("unsolved", "办不成事反映窗口"),
]
LEVELS = [("county", "区县"), ("town", "乡镇（街道）"), ("village", "村（社区）")]
ZONES = [
    ("general", "综合受理"),
    ("quick", "快捷即办"),
    ("cross", "跨区域通办"),
    ("self", "自助"),
    ("issue", "统一出件"),
    ("guide", "导办"),
]


class OrganisationForm(forms.Form):
    """An organisation's particulars."""

    name = line("机构名称", 80)
    kind = word("机构类别", OrganisationKind.choices)
    parent = pick("上级机构", required=False, hint="最上面的政府不选。")
    code = line("统一社会信用代码", 18, required=False)
    area = line("行政区划代码", 12)
    phone = line("电话", 40, required=False)
    review_body = line("复议机关", 80, required=False, hint="印在不予许可、不予受理的文书上。")
    court = line("管辖法院", 80, required=False)


class EndingForm(forms.Form):
    """The end of an organisation."""

    ends_on = Day("撤销日期", hint="从这天起不再办件。")
    successor = pick("承接机构", required=False, hint="还有人在岗或有下级机构时，要写明谁承接。")


class PersonForm(forms.Form):
    """A new account."""

    name = line("姓名", 50)
    username = line("登录名", 40, hint="小写字母开头，用小写字母、数字、点或横线，例如wangmin。")
    staff_number = line("工号", 20, required=False)


class ResetForm(forms.Form):
    """A reset of a lost password."""

    drop_second = forms.BooleanField(label="动态口令的手机也丢了，一起作废", required=False)


class AppointForm(forms.Form):
    """Who, to which post, old or new."""

    person = pick("人员")
    post = pick("已有的岗位", required=False, hint="新设岗位就不选。")
    organisation = pick("新设岗位：机构", required=False)
    kind = forms.ChoiceField(label="新设岗位：类别", choices=[EMPTY, *POSTS], required=False)
    title = line("新设岗位：名称", 60, required=False, hint="例如3号窗、审查岗。不填就用类别的名称。")
    starts_on = Day("任职日期")
    ends_on = LastDay("任职到哪天", required=False, hint="最后一天。没有任期就不填。")

    def clean(self) -> dict[str, Any]:
        """Either a post that is there, or a new one."""
        told = super().clean() or {}
        if told.get("post") is None and not (told.get("organisation") and told.get("kind")):
            self.add_error("post", "选一个已有的岗位，或者写明新岗位的机构和类别")
        return told


class DismissForm(forms.Form):
    """The end of a holding."""

    ends_on = Day("免职日期", hint="从这天起没有这个岗位的权限。")
    close_post = forms.BooleanField(label="岗位也撤销", required=False)


class LeaveForm(forms.Form):
    """A leave, and who stands in."""

    person = pick("谁休假")
    starts_on = Day("从哪天")
    ends_on = LastDay("到哪天", hint="最后一天。")
    substitute = pick("谁代班", required=False, hint="代班的人这几天有休假人的全部岗位。")
    document = line("书面依据", 120, hint="例如请假单编号。")


class TokenForm(forms.Form):
    """A token of an outside system."""

    integrator = pick("接入系统", required=False, hint="新系统就不选，填下面的名称。")
    name = line("新系统名称", 80, required=False)
    contact = line("联系人和电话", 80, required=False)
    holding = pick("代表谁", required=False, hint="不选就只能代申请人提交和查询。")
    ends_on = LastDay("用到哪天", hint="最后一天。到期换新的。")

    def clean(self) -> dict[str, Any]:
        """Either a system that is there, or a new one's name."""
        told = super().clean() or {}
        if told.get("integrator") is None and not told.get("name"):
            self.add_error("integrator", "选一个接入系统，或者填写新系统名称")
        return told


class HallForm(forms.Form):
    """A hall's particulars."""

    name = line("大厅名称", 60)
    organisation = pick("管理机构")
    level = word("层级", LEVELS)
    address = line("地址", 120, required=False)
    phone = line("电话", 40, required=False)
    complaints = line("监督电话", 40, required=False)
    opens = forms.TimeField(
        label="开门", error_messages={"required": "没填开门时间", "invalid": "时间写成09:00这样"}
    )
    closes = forms.TimeField(
        label="关门", error_messages={"required": "没填关门时间", "invalid": "时间写成17:00这样"}
    )
    serial_from = whole("流水号从", hint="同一区划的大厅各用一段，编号不会重。")
    serial_to = whole("流水号到")


class ZoneForm(forms.Form):
    """A zone of a hall."""

    name = line("区域名称", 40)
    kind = word("区域类别", ZONES)


class WindowForm(forms.Form):
    """A window of a zone."""

    zone = pick("区域")
    number = whole("窗口号")
    name = line("窗口名称", 40, required=False, hint="不填就叫几号窗。")
    kind = word("窗口类别", WINDOWS)


class SeatForm(forms.Form):
    """Who sits at a window."""

    window = pick("窗口")
    person = pick("人员")
    starts_on = Day("从哪天")
    ends_on = LastDay("到哪天", required=False, hint="最后一天。一直坐就不填。")
