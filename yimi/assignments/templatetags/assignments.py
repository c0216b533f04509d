"""What templates on tasks need beside the components."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def hours(half_hours: int | None) -> str:
    """Half hours as hours: 3 → 1.5."""
    return f"{(half_hours or 0) / 2:g}"


@register.filter
def under(mapping: dict, key: Any) -> Any:
    """What stands under a key."""
    return mapping.get(key, "")
