"""Forms of the catalogue's desk, besides the editor's own elements."""

from typing import Any

from django import forms

from yichuang.catalogue.models import Decision, Item
from yichuang.doors.office.catalogue.elements import TYPES
from yichuang.halls.models import Hall, Window, Zone
from yichuang.people.models import Organisation, Post


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field of the form offer these rows."""
    choice = form.fields[name]
    assert isinstance(choice, forms.ModelChoiceField)
    choice.queryset = rows


class Day(forms.DateField):
    """A day written as 2026-03-02."""

    widget = forms.DateInput(attrs={"type": "date"})
    default_error_messages = {"invalid": "日期要写成 2026-03-02 这样"}


class NewItem(forms.Form):
    """The first words of a new item."""

    name = forms.CharField(label="事项名称", max_length=200, error_messages={"required": "请填写事项名称"})
    type = forms.ChoiceField(
        label="事项类型", choices=[("", "请选择"), *TYPES], error_messages={"required": "请选择事项类型"}
    )
    department = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="实施部门",
        empty_label="请选择",
        error_messages={"required": "请选择实施部门"},
    )
    zone = forms.CharField(
        label="受理区",
        max_length=40,
        help_text="窗口所在的区，例如商事登记。",
        error_messages={"required": "请填写受理区"},
    )

    def __init__(self, *args: Any, region: str, **more: Any) -> None:
        super().__init__(*args, **more)
        bodies = Organisation.objects.filter(region=region, valid_to=None).exclude(
            kind__in=["government", "village"]
        )
        _offer(self, "department", bodies.order_by("name"))


class Written(forms.Form):
    """What every row of a written list needs: its items, its document, its days."""

    items = forms.ModelMultipleChoiceField(
        Item.objects.none(),
        label="事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一个事项"},
    )
    document = forms.CharField(
        label="书面依据",
        max_length=120,
        help_text="文件名称或文号，例如示政办〔2026〕3号。",
        error_messages={"required": "请填写书面依据"},
    )
    starts_on = Day(label="开始日期", error_messages={"required": "请填写开始日期"})
    ends_on = Day(label="结束日期", required=False, help_text="空着就是一直有效。")

    def __init__(self, *args: Any, region: str, department: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        items = Item.objects.filter(
            region=region, department=department, current__isnull=False, retired_on=None
        ).order_by("name")
        _offer(self, "items", items)


class Authorise(Written):
    """A decision on some items for a post."""

    decision = forms.ChoiceField(
        label="授权办哪一步",
        choices=Decision,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择授权办哪一步"},
    )
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="授权给哪个岗位",
        empty_label="请选择",
        error_messages={"required": "请选择岗位"},
    )
    field_order = ("decision", "post", "items", "document", "starts_on", "ends_on")

    def __init__(self, *args: Any, region: str, department: Organisation, **more: Any) -> None:
        super().__init__(*args, region=region, department=department, **more)
        posts = Post.objects.filter(region=region, closed_on=None).select_related("organisation")
        own = posts.filter(
            organisation=department, kind__in=["reviewer", "approver", "chief", "head"]
        ) | posts.filter(kind__in=["clerk", "government"])
        _offer(self, "post", own.order_by("organisation__name", "title", "pk"))


class Entrust(Written):
    """Acceptance of some items at a hall, a zone or a window."""

    hall = forms.ModelChoiceField(Hall.objects.none(), label="大厅", required=False, empty_label="请选择")
    city = forms.BooleanField(label="本市各大厅都受理（同城通办），以后新设的大厅也受理", required=False)
    zone = forms.ModelChoiceField(Zone.objects.none(), label="区", required=False, empty_label="整个大厅")
    window = forms.ModelChoiceField(
        Window.objects.none(), label="窗口", required=False, empty_label="不限窗口"
    )
    refusal = forms.BooleanField(label="也委托窗口作不予受理决定", required=False)
    field_order = ("city", "hall", "zone", "window", "refusal", "items", "document", "starts_on", "ends_on")

    def __init__(self, *args: Any, region: str, department: Organisation, **more: Any) -> None:
        super().__init__(*args, region=region, department=department, **more)
        _offer(self, "hall", Hall.objects.filter(region=region).order_by("pk"))
        _offer(self, "zone", Zone.objects.filter(hall__region=region).order_by("hall", "pk"))
        _offer(self, "window", Window.objects.filter(zone__hall__region=region).order_by("zone", "number"))

    def clean(self) -> dict[str, Any]:
        """A hall is named, or the whole city."""
        given = super().clean() or self.cleaned_data
        if not given.get("hall") and not given.get("city") and "hall" not in self.errors:
            self.add_error("hall", "请选择大厅")
        return given


class Take(forms.Form):
    """Files of records to import."""

    file = forms.FileField(
        label="目录文件",
        help_text="JSON 或 XLSX，最大 20 MB。用导出的文件来改最省事。",
        error_messages={"required": "请选择一个文件", "empty": "这个文件是空的"},
    )
