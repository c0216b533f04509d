from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def said(row: dict[str, Any], name: str) -> str:
    """A text of a policy row in the reader's language; Chinese where the file has no other."""
    english = (get_language() or "").startswith("en")
    return (english and (row.get(f"{name}_en") or row.get(name))) or row.get(f"{name}_zh") or row.get(name) or ""
