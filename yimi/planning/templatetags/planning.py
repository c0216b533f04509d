"""How values of targets are written (目标值的写法)."""

from urllib.parse import urlencode

from django import template

from yimi.planning import pages

register = template.Library()


@register.simple_tag
def amount(measure, value):
    """3,380, or 95% of a rate."""
    return pages.amount(measure, value)


@register.filter
def under(values, key):
    """What a mapping has under a key."""
    return values.get(key, "")


@register.filter
def as_query(values):
    """A mapping as the query of an address."""
    return urlencode(values)


@register.filter
def rounded(value):
    return round(value)
