"""Stepping through a list by its cursor (翻页), with the filters of the page kept."""

from .components import Pager


def pager_of(request, following: str | None) -> Pager:
    """Back to the first page from any later one, and on to the next where there is more."""
    query = without_cursor(request)
    first = f"?{query.urlencode()}" if request.GET.get("cursor") else None
    if following is None:
        return Pager(previous_url=first)
    query["cursor"] = following
    return Pager(previous_url=first, next_url=f"?{query.urlencode()}")


def without_cursor(request):
    """The filters of the page: its query without the place in the list."""
    query = request.GET.copy()
    query.pop("cursor", None)
    return query
