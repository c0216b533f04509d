"""What officers fill in to post people (驻站表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.accounts import queries as accounts
from yimi.core import clock
from yimi.ui.forms import Form

from .models import Post

DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class PostingForm(Form):
    """Who comes, as what, from when."""

    username = forms.CharField(label=_("账号"), max_length=64, help_text=_("由系统管理员开设的账号。"))
    post = forms.ChoiceField(
        label=_("岗位"), choices=Post.choices, initial=Post.SOCIAL_WORKER, widget=forms.RadioSelect
    )
    full_time = forms.BooleanField(label=_("专职"), required=False, initial=True)
    from_on = forms.DateField(label=_("到岗日期"), initial=clock.today, widget=DAY)

    def clean_username(self):
        user = accounts.user_named(self.cleaned_data["username"])
        if user is None:
            raise forms.ValidationError(_("没有这个账号，或账号已停用。"))
        return user


class EndPostingForm(Form):
    """When somebody leaves, and why."""

    to_on = forms.DateField(label=_("最后一天"), initial=clock.today, widget=DAY)
    reason = forms.CharField(label=_("离岗原因"), max_length=200)
