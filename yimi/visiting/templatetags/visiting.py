"""What templates on lists and visits need beside the components."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def named(names: dict, code: Any) -> Any:
    """What a code is called (名称), by a table of names."""
    return names.get(code, code)
