"""The gallery (组件一览) and the reader's own display settings."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yimi.core import words

from . import gallery as shown
from .context import MODES, SIZES

ONE_YEAR = 365 * 24 * 3600


def gallery(request):
    """Every component with its states; while developing only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", shown.everything())


@require_POST
def find(request):
    """Go to a list with the words that were typed; they stand sealed in its address (查找)."""
    given = request.POST.dict()
    to = given.pop("to", "")
    given.pop("csrfmiddlewaretoken", None)
    given[words.PLAIN] = given.get(words.PLAIN, "").strip()
    kept = urlencode({name: value for name, value in words.in_address(request.user, given).items() if value})
    return redirect(f"{to if _is_here(request, to) else '/'}{f'?{kept}' if kept else ''}")


def _is_here(request, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


@require_POST
def display(request):
    """Keep how this reader wants pages shown (长辈大字、强光显示)."""
    back = request.POST.get("next", "")
    response = redirect(back if _is_here(request, back) else "/")
    for name, known in (("size", SIZES), ("mode", MODES)):
        value = request.POST.get(name)
        if value is not None:
            response.set_cookie(name, value if value in known else "", max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
