"""Pages of activities (社区活动)."""

from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.programmes.queries import Activity

from . import plans


@require_GET
def activity_list(request):
    return plans.listing(request, Activity)


@require_http_methods(["GET", "POST"])
def activity_new(request):
    return plans.planning(request, Activity)


@require_GET
def activity(request, pk):
    return plans.showing(request, Activity, pk)


@require_http_methods(["GET", "POST"])
def activity_edit(request, pk):
    return plans.changing(request, Activity, pk)


@require_POST
def activity_step(request, pk):
    return plans.stepping(request, Activity, pk)
