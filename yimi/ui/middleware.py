"""Refusals as pages (拒绝页): a broken rule or a wrong entry is said in words, with its status."""

from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

from yimi.core.errors import Invalid, RuleBroken


class ErrorsMiddleware(MiddlewareMixin):
    """Answers `RuleBroken` and `Invalid` from pages; keeps signed-in pages out of shared caches."""

    def process_exception(self, request, exception):
        if isinstance(exception, RuleBroken):
            return _refusal(request, [exception.message], exception.status)
        if isinstance(exception, Invalid):
            return _refusal(request, [text for texts in exception.fields.values() for text in texts], 422)
        return None

    def process_response(self, request, response):
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _refusal(request, messages: list, status: int):
    """A page of its own; or, for a part of a page, a note put where the page keeps its messages."""
    if request.headers.get("HX-Request"):
        response = render(request, "ui/refusal.html", {"messages": messages}, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "ui/refused.html", {"refusals": messages, "back": _came_from(request)}, status=status)


def _came_from(request) -> str:
    """The page of this house that the person came from, else its front page."""
    came = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if here else "/"
