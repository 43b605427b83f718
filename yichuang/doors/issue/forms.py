"""What the issue desk asks for. Whether it will do is said by the act."""

from collections.abc import Mapping
from datetime import date

from django import forms

from yichuang.clock import book
from yichuang.journal.actor import Actor
from yichuang.law.postage import AREAS, HEAVIEST, area_of


def words(
    label: str, most: int, *, required: bool = True, hint: str = "", area: bool = False
) -> forms.CharField:
    """Return a text field whose refusals say what to write."""
    widget = forms.Textarea(attrs={"rows": 2}) if area else forms.TextInput(attrs={"autocomplete": "off"})
    told = {"required": f"请填写{label}。", "max_length": f"{label}最长{most}个字，现在是%(show_value)d个。"}
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=hint, error_messages=told
    )


class Posting(forms.Form):
    """To be posted instead of fetched."""

    use_required_attribute = False
    receiver = words("收件人", 100, required=False, hint="不填就是申请人")
    address = words("收件地址", 120, area=True)
    tracking = words("邮件号", 40, hint="扫面单上的条码")
    area = forms.ChoiceField(label="寄到哪里", choices=AREAS, required=False, initial="city")
    grams = forms.IntegerField(
        label="克重", required=False, min_value=1, max_value=HEAVIEST, help_text="照面单写，不填的月底再补邮费",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "克重写成整数。", "min_value": "克重最少1克。", "max_value": f"克重最多{HEAVIEST}克。"},
    )  # fmt: skip


def to_area(said: Mapping[str, str], actor: Actor, day: date) -> dict[str, str]:
    """Return receiver and address with the area that the address lies in, as the posting form begins."""
    home = book.number(actor.stamp, actor.region, "home_area", day).value.split("、")
    return {**said, "area": area_of(said.get("address", ""), home[1] if len(home) > 1 else "", home[0])}


def errors_of(form: forms.Form) -> list[dict[str, str]]:
    """Return the first trouble of each field, for the summary."""
    return [{"id": f"id_{name}", "text": str(said[0])} for name, said in form.errors.items()]


class PostedBack(forms.Form):
    use_required_attribute = False
    why = words("退回的原因", 200, hint="例如：地址查无此人")


class SignedFor(forms.Form):
    use_required_attribute = False
    signed_by = words("签收人", 100, hint="照邮政回执写")
