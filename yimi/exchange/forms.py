"""The forms of imports and exports (导入导出表单)."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yimi.ui.forms import Form

ACCEPT = ".xlsx,.xls,.csv"


class TableForm(Form):
    """A table to send (上传表格)."""

    file = forms.FileField(
        label=_("表格文件"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_(".xlsx、.xls 或 .csv，最多 10 万行、20 MB。"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD:
            raise forms.ValidationError(_("文件超过 20 MB，请分成几份。"))
        return file


class PurposeForm(Form):
    """What a table is taken for, and whether numbers are wanted in full (导出用途)."""

    purpose = forms.CharField(label=_("导出用途"), max_length=100, help_text=_("印在表上，也记入日志。"))
    is_full = forms.BooleanField(
        label=_("需要完整的证件号码和电话"),
        required=False,
        help_text=_("要由上级审批，最多 2000 行；不勾选则隐去中间几位，马上生成。"),
    )

    def __init__(self, *args: Any, can_be_full: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not can_be_full:
            del self.fields["is_full"]

    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"purpose": said["purpose"], "is_full": said.get("is_full", False)}


class AnswerForm(Form):
    """An answer to a request for numbers in full (审批)."""

    accept = forms.ChoiceField(choices=[("yes", _("同意")), ("no", _("不同意"))])
    reason = forms.CharField(label=_("原因"), required=False, max_length=100)
