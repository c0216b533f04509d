"""What people choose and fill in (表单): filters, items to remind of, the address for mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.ui.forms import Form

from .items import remindables
from .kinds import message_kinds
from .words import MOST_WORDS

ALL = ("", _("全部"))
SMALL = {"class": "in in-s"}


class FilterForm(Form):
    read = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, ("no", _("未读")), ("yes", _("已读"))],
        widget=forms.Select(attrs=SMALL),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("类别"), required=False, widget=forms.Select(attrs=SMALL))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ALL, *((each.key, each.label) for each in message_kinds)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """The filters as far as they are understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ReminderFilterForm(FilterForm):
    """The filters of what was reminded of."""

    q = forms.CharField(label=_("事项"), required=False, max_length=30, widget=forms.TextInput(attrs=SMALL))
    field_order = ("q", "kind")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["read"]
        self.fields["kind"].choices = [ALL, *((each.key, each.label) for each in remindables)]  # type: ignore[attr-defined]


class PickForm(Form):
    """The items that are ticked on some list."""

    kind = forms.CharField(max_length=20)
    pick = forms.TypedMultipleChoiceField(coerce=str, required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["pick"].choices = [(each, each) for each in data.getlist("pick")]  # type: ignore[attr-defined]


class RemindForm(Form):
    """What goes along with a reminder; the batch is made with the form, so that sending twice sends once."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("附言"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("加在正文后面，不写服务对象的姓名和号码。"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"batch": new_id()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class MailForm(Form):
    address = forms.EmailField(
        label=_("邮箱"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("建议用单位邮箱。邮件只说有新消息和登录地址，不含内容。"),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(label=_("哪些消息发邮件"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(each.key, each.label) for each in message_kinds]  # type: ignore[attr-defined]


class CodeForm(Form):
    code = forms.CharField(
        label=_("验证码"), min_length=6, max_length=6, help_text=_("六位数字，在刚收到的邮件里，30 分钟内有效。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
