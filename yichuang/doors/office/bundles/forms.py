"""Forms of the desk for bundles, besides the editor's own elements."""

from typing import Any

from django import forms

from yichuang.doors.office.bundles.elements import CATEGORIES
from yichuang.people.models import Organisation


class NewBundle(forms.Form):
    """The first words of a new bundle."""

    name = forms.CharField(
        label="名称",
        max_length=200,
        help_text="照群众说的话，例如开办餐饮店一件事。",
        error_messages={"required": "请填写名称"},
    )
    category = forms.ChoiceField(
        label="主题",
        choices=[("", "请选择"), *((one, one) for one in CATEGORIES)],
        error_messages={"required": "请选择主题"},
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="牵头部门",
        empty_label="请选择",
        error_messages={"required": "请选择牵头部门"},
    )

    def __init__(self, *args: Any, region: str, **more: Any) -> None:
        super().__init__(*args, **more)
        bodies = Organisation.objects.filter(region=region, valid_to=None)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = bodies.exclude(kind__in=["government", "village"]).order_by("name")
