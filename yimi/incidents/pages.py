"""What the form of an incident shows when somebody else has changed it meanwhile (冲突核对)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yimi.ui import formats

from .forms import IncidentForm
from .queries import Sheet, form_values


def differing(sheet: Sheet, form: IncidentForm) -> list[tuple[Any, str]]:
    """What the incident says by now, field by field, where the form says something else."""
    now = form_values(sheet)
    names = [field.name for field in form.visible_fields() if not _same(now[field.name], form.cleaned_data[field.name])]
    return [(form.fields[name].label, _shown(form, name, now[name])) for name in names]


def _same(now: Any, said: Any) -> bool:
    if isinstance(now, datetime) and isinstance(said, datetime):
        return now.replace(second=0, microsecond=0) == said.replace(second=0, microsecond=0)
    return sorted(now) == sorted(said) if isinstance(now, list) else (now or "") == (said or "")


def _shown(form: IncidentForm, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    named = dict(getattr(form.fields[name], "choices", ()))
    each = value if isinstance(value, list) else [value] if value else []
    return "、".join(str(named.get(one, one)) for one in each) or "—"
