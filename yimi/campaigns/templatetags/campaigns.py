from django import template

register = template.Library()


@register.filter
def at(mapping, key):
    """What stands under a key."""
    return mapping.get(key, "")
