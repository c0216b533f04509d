"""The gallery (组件一览) and the reader's own display settings."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from . import gallery as shown
from .context import MODES, SIZES

ONE_YEAR = 365 * 24 * 3600


def gallery(request):
    """Every component with its states; while developing only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", shown.everything())


@require_POST
def display(request):
    """Keep how this reader wants pages shown (长辈大字、强光显示)."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    for name, known in (("size", SIZES), ("mode", MODES)):
        value = request.POST.get(name)
        if value is not None:
            response.set_cookie(name, value if value in known else "", max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
