from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.ui.forms import Form

from .loader import LARGEST


class UploadForm(Form):
    """A policy file to load as a draft (载入目录文件)."""

    file = forms.FileField(
        label=_("目录文件"),
        help_text=_("YAML 文件，UTF-8 编码，不超过 2 MB。载入后是草稿，核对差异后再发布。"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")},
    )

    def clean_file(self) -> bytes:
        """The bytes; one more than allowed is enough to know that there are too many."""
        return self.cleaned_data["file"].read(LARGEST + 1)
