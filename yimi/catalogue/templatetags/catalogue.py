from typing import Any

from django import template

from yimi.catalogue.queries import english

register = template.Library()


@register.filter
def listed(row: dict[str, Any], name: str) -> str:
    """The words of a list of a policy row in the reader's language; nothing where the file has none in it."""
    words = (row.get(name) if english() else row.get(f"{name}_zh")) or ()
    return (", " if english() else "、").join(word.replace("_", " ") for word in words)


@register.filter
def said(row: dict[str, Any], name: str) -> str:
    """A text of a policy row in the reader's language; Chinese where the file has no other."""
    return (english() and (row.get(f"{name}_en") or row.get(name))) or row.get(f"{name}_zh") or row.get(name) or ""
