"""Every address says who may open it (路由与权限).

A page is mounted with `route(pattern, view, policy, name)`, an API operation carries `@needs(policy)`.
The policy is `PUBLIC`, `SIGNED_IN` or a `Permission`. A check refuses to start the house when any
address has none, and the middleware refuses to serve it.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.checks import Error, Tags, register
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from .actors import may
from .errors import Invalid, RuleBroken
from .permissions import Permission

PUBLIC, SIGNED_IN = "public", "signed in"
Policy = str | Permission


def route(pattern: str, view: Callable, policy: Policy, name: str) -> URLPattern:
    """A page and the permission that opens it."""

    @wraps(view)
    def page(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    page.policy = policy  # type: ignore[attr-defined]
    return path(pattern, page, name=name)


def group(prefix: str, module: str) -> URLResolver:
    """The addresses of one domain under a prefix."""
    return path(prefix, include(module))


def needs(policy: Policy) -> Callable:
    """The policy of an API operation; put it nearest to the function."""

    def mark(operation: Callable) -> Callable:
        @wraps(operation)
        def guarded(request, *args, **kwargs):
            if policy not in (PUBLIC, SIGNED_IN) and not may(request.user, policy):
                raise RuleBroken(_("没有权限。"), code="forbidden", status=403)
            _refuse_unknown(request, kwargs)
            return operation(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return mark


def _refuse_unknown(request, given: dict[str, Any]) -> None:
    """A parameter or field of a form that the operation does not know is refused by name, not left out in silence."""
    known, sent = {*given}, {*request.GET}
    for value in given.values():
        known |= set(getattr(type(value), "model_fields", ()))
    if request.content_type == "multipart/form-data":
        sent |= {*request.POST, *request.FILES}
    unknown = sorted(sent - known)
    if unknown:
        raise Invalid({name: [_("没有这个参数。")] for name in unknown})


class PolicyMiddleware(MiddlewareMixin):
    """Serves a page to whom its policy names; sends the unknown to sign in."""

    def process_view(self, request, view, args, kwargs):
        policy = getattr(view, "policy", None)
        if policy is None and not is_api(view):
            raise PermissionDenied
        if policy in (None, PUBLIC):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if policy != SIGNED_IN and not may(request.user, policy):
            raise PermissionDenied
        return None


def is_api(view: Any) -> bool:
    """A view made by django-ninja; its operations carry the policies."""
    return operations_of(view) is not None


def operations_of(view: Any) -> list | None:
    """The operations behind a django-ninja view, or None for any other view."""
    for cell in getattr(view, "__closure__", None) or ():
        operations = getattr(cell.cell_contents, "operations", None)
        if isinstance(operations, list):
            return operations
    owner = getattr(view, "__self__", None)
    return getattr(owner, "operations", None)


def walk(patterns: list | None = None, prefix: str = "", names: tuple = ()) -> Iterator[tuple[str, URLPattern, str]]:
    """Every address of the house: its pattern, the pattern object and its full name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = (*names, pattern.namespace) if pattern.namespace else names
            yield from walk(pattern.url_patterns, where, space)
        else:
            yield where, pattern, ":".join((*names, pattern.name or ""))


@register(Tags.urls)
def every_address_has_a_policy(app_configs=None, **kwargs) -> list[Error]:
    """The check that stops the start when an address has no policy."""
    return [
        Error(f"{where} has no policy", hint="Mount it with core.routes.route, or mark it with @needs.", id="yimi.E001")
        for where, pattern, _name in walk()
        if not _has_policy(pattern.callback)
    ]


def _has_policy(view: Any) -> bool:
    if getattr(view, "policy", None) is not None:
        return True
    operations = operations_of(view) or []
    return bool(operations) and all(getattr(operation.view_func, "policy", None) for operation in operations)
