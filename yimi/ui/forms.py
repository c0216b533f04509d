"""Forms that say in words what is missing (表单): 请填写姓名。"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Invalid, Stale


class NamesWhatIsMissing:
    """Every required field asks for itself by name, unless it has its own words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == type(field).default_error_messages.get(
                "required", forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _missing(field)


class Form(NamesWhatIsMissing, forms.Form):
    """The form that pages of the house use."""


class ModelForm(NamesWhatIsMissing, forms.ModelForm):
    """The same over a model."""


def show_faults(form: forms.BaseForm, refused: Invalid, named: Callable[[str], str] = str) -> None:
    """Put each fault of an action at its field, or above the form where it has none.

    `named` says how the form calls what the action calls otherwise.
    """
    for path, texts in refused.fields.items():
        names = (named(path), path.split(".")[0])
        at = next((name for name in names if name in form.fields), None)
        form.add_error(at, [str(text) for text in texts])


def attempt(form: forms.BaseForm, act: Callable[[], Any], named: Callable[[str], str] = str) -> int:
    """Do it: 0 when it is done, else the status of the refusal, whose words the form now shows."""
    try:
        act()
    except Invalid as refused:
        show_faults(form, refused, named)
        return 422
    except Stale as met:
        form.add_error(None, str(met.message))
        return met.status
    return 0


def _missing(field: forms.Field):
    verb = (
        _("请选择{label}。") if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else _("请填写{label}。")
    )
    return format_lazy(verb, label=field.label or "")
