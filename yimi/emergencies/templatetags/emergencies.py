from django import template

register = template.Library()


@register.filter
def of(mapping, key):
    """What stands under a key."""
    return mapping.get(key, "")
