"""What the issue desk asks for. Whether it will do is said by the act."""

from django import forms

from yichuang.law.postage import AREAS, HEAVIEST


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


class PostedBack(forms.Form):
    use_required_attribute = False
    why = words("退回的原因", 200, hint="例如：地址查无此人")


class SignedFor(forms.Form):
    use_required_attribute = False
    signed_by = words("签收人", 100, hint="照邮政回执写")
