"""What people fill in about accounts (账号表单)."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.permissions import OnKind, Role
from yimi.ui.forms import Form

from .audit import acts

# Kinds that somebody is appointed on; the others are granted by the action that makes the fact.
APPOINTED_ON = [(kind.value, kind.label) for kind in (OnKind.PROVINCE, OnKind.AREA, OnKind.STATION)]


def _password(label, complete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class SignInForm(Form):
    """Account and password."""

    username = forms.CharField(
        label=_("账号"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = _password(_("密码"), "current-password")


class PasswordForm(Form):
    """The password one has, and the one one wants."""

    current = _password(_("当前密码"), "current-password")
    new = _password(_("新密码"), "new-password")
    again = _password(_("再输一次新密码"), "new-password")

    new.help_text = _("至少 12 个字符，不要用常见密码。")

    def clean(self):
        given = super().clean()
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return given


def _code(label, **attrs) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off"} | attrs)
    return forms.CharField(label=label, max_length=20, widget=widget)


class SecondForm(Form):
    """The code after the password."""

    code = _code(_("验证码"), autofocus=True)

    code.help_text = _("手机验证器上显示的 6 位数字；手机不在身边，可用一个备用码。")


class FactorForm(Form):
    """The first code of a new authenticator."""

    code = _code(_("验证器显示的 6 位数字"), inputmode="numeric")


class OwnPasswordForm(Form):
    """The password, again, before something that weakens or renews the sign-in."""

    password = _password(_("当前密码"), "current-password")


class LanguageForm(Form):
    """The language of one's pages."""

    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class UserForm(Form):
    """A new account."""

    username = forms.CharField(label=_("账号"), max_length=64, help_text=_("开设后不能更改。"))
    name = forms.CharField(label=_("姓名"), max_length=60)


class AppointForm(Form):
    """Which role, where, from when, on what ground."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    on_kind = forms.ChoiceField(label=_("授权对象"), choices=APPOINTED_ON, widget=forms.RadioSelect, initial="area")
    code = forms.CharField(
        label=_("区划或社工站编码"),
        max_length=12,
        required=False,
        help_text=_("输入编码或名称后从列表中选；授予全省时留空。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    from_on = forms.DateField(label=_("起"), initial=clock.today, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    to_on = forms.DateField(label=_("止"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    because = forms.CharField(label=_("依据"), max_length=200)


class ReasonForm(Form):
    """Why."""

    because = forms.CharField(label=_("原因"), max_length=200)


class AnswerForm(Form):
    """The security administrator's answer; a refusal says why."""

    approve = forms.ChoiceField(choices=[("yes", _("同意")), ("no", _("不同意"))])
    answer = forms.CharField(label=_("审定意见"), max_length=200, required=False)


class AuditForm(Form):
    """Which entries of the journal to show."""

    since = forms.DateField(label=_("自"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    act = forms.ChoiceField(label=_("操作"), choices=acts, required=False)
    username = forms.CharField(label=_("操作人账号"), max_length=64, required=False)
    object_id = forms.CharField(label=_("对象编号"), max_length=64, required=False)


def say(form: forms.Form, refused: Exception) -> bool:
    """Show on the form why an action refused; false, because nothing was done."""
    fields = getattr(refused, "fields", None) or {None: [getattr(refused, "message", refused)]}
    for path, texts in fields.items():
        for text in texts:
            form.add_error(path if path in form.fields else None, text)
    return False
