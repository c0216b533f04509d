"""Forms that say in words what is missing (表单): 请填写姓名。"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid, Stale

from . import formats

IMPOSSIBLE = _("日期不合理，请核对年份。")


class SaysWhatIsWrong:
    """Every required field asks for itself by name, unless it has its own words, and every limit says what fits."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == type(field).default_error_messages.get(
                "required", forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _missing(field)
            field.validators = [_in_words(validator, field) for validator in field.validators]


class PossibleDays:
    """A day that cannot be meant is refused before any rule reckons with it (日期不合理)."""

    def _clean_fields(self):
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, date) and not clock.is_possible(value):
                self.add_error(name, IMPOSSIBLE)


class Form(SaysWhatIsWrong, PossibleDays, forms.Form):
    """The form that pages of the house use."""


class ModelForm(SaysWhatIsWrong, PossibleDays, forms.ModelForm):
    """The same over a model."""


def refuse_unread(form: forms.BaseForm) -> None:
    """Raise `Invalid` where a filter cannot be read, for a file must not hold more than was asked for (导出)."""
    if not form.is_valid():
        raise Invalid({name: [str(text) for text in texts] for name, texts in form.errors.items()})


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


@dataclass(frozen=True)
class Changed:
    """What a record says by now where the form says something else (现在的内容), and the version of it."""

    version: int
    rows: list[tuple[Any, str]]


def changed(form: forms.BaseForm, now: Mapping[str, Any], version: int) -> Changed:
    """What somebody else wrote meanwhile, field by field, beside what is being written."""
    names = [bound.name for bound in form.visible_fields() if bound.name in now]
    differ = [name for name in names if not _same(now[name], form.cleaned_data.get(name))]
    return Changed(version, [(form.fields[name].label, _shown(form.fields[name], now[name])) for name in differ])


def _same(now: Any, said: Any) -> bool:
    if isinstance(now, datetime) and isinstance(said, datetime):
        return now.replace(second=0, microsecond=0) == said.replace(second=0, microsecond=0)
    if isinstance(now, list | tuple):
        return sorted(map(str, now)) == sorted(map(str, said or ()))
    return (now or "") == (said or "")


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    named = dict(_flat(getattr(field, "choices", ())))
    each = value if isinstance(value, list | tuple) else [value] if value not in (None, "") else []
    return "、".join(str(named.get(one, one)) for one in each) or "—"


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """The choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _missing(field: forms.Field):
    verb = (
        _("请选择{label}。") if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else _("请填写{label}。")
    )
    return format_lazy(verb, label=field.label or "")


def _in_words(validator: Any, field: Any) -> Any:
    """The same limit, which says what fits instead of what was to be made sure."""
    if isinstance(validator, MaxLengthValidator):
        return MaxLengthValidator(validator.limit_value, _("最多 %(limit_value)d 字，现在 %(show_value)d 字。"))
    if isinstance(validator, MinLengthValidator):
        return MinLengthValidator(validator.limit_value, _("至少 %(limit_value)d 字，现在 %(show_value)d 字。"))
    if isinstance(validator, MinValueValidator | MaxValueValidator):
        return type(validator)(validator.limit_value, _range(field))
    return validator


def _range(field: Any) -> Any:
    least, most = getattr(field, "min_value", None), getattr(field, "max_value", None)
    if least is not None and most is not None:
        return format_lazy(_("请填 {least} 到 {most} 之间的数。"), least=least, most=most)
    return _("请填不大于 %(limit_value)s 的数。") if least is None else _("请填不小于 %(limit_value)s 的数。")
