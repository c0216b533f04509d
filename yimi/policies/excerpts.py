"""A few words around what a search has found (摘要)."""

from collections.abc import Sequence

from .fields import words_of

_BEFORE, _AFTER = 20, 60


def excerpt(text: str, terms: Sequence[str]) -> str:
    """The words around the first term that stands in the text, or nothing."""
    plain = " ".join(text.split())
    sought = words_of(plain)

    if len(sought) != len(plain):
        plain = sought
    at = min((found for term in terms if (found := sought.find(term)) >= 0), default=-1)
    if at < 0:
        return ""
    first, last = max(0, at - _BEFORE), at + _AFTER
    return ("…" if first else "") + plain[first:last] + ("…" if last < len(plain) else "")
