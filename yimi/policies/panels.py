"""What the library puts on the page of a station (面板): the documents that hold there today."""

from django.template.loader import render_to_string
from django.urls import reverse

from yimi.core import clock

from . import queries

SHOWN = 4


def of_station(request, subject) -> str:
    """现行政策文件: the newest of those of the county and the province, and how many there are."""
    rows = queries.documents_at(request.user, subject.area_path, clock.today())
    found = list(rows.order_by(*queries.ORDER)[:SHOWN])
    shown = {
        "documents": found, "all": rows.count(),
        "more": f"{reverse('policies:list')}?on={clock.today().isoformat()}",
    }  # fmt: skip
    return render_to_string("policies/panel.html", shown, request=request)
