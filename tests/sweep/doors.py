"""Doors (门): an address and a method, with the permission that is asked there before any row is looked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import resolve

from yimi.core.permissions import GRANTS, Permission, Role
from yimi.core.routes import Policy, operations_of

from .asks import Ask


@dataclass
class Behind:
    """What is asked through one door, and whether it is shut to whoever asks."""

    is_shut: bool
    asks: list[Ask] = field(default_factory=list)


def doors(role: Role, asks: Iterable[Ask]) -> list[Behind]:
    """The asks by the door that they go through, in their order.

    A program is told what is wrong with what it sends before it is asked what it may; so of what is sent to an
    operation only what differs in nothing but the row of the address is of one door.
    """
    found: dict[tuple[str, str, bool], Behind] = {}
    for ask in asks:
        match = resolve(urlsplit(ask.url).path)
        differs = ask.is_api and (ask.name.count(" ") > 1 or "?" in ask.name)
        key = (ask.method, match.route, differs)
        if key not in found:
            policy = _policy(match.func, ask.method)
            is_shut = isinstance(policy, Permission) and policy not in GRANTS[role]
            found[key] = Behind(is_shut and not differs)
        found[key].asks.append(ask)
    return list(found.values())


def _policy(view, method: str) -> Policy | None:
    operations = operations_of(view)
    if operations is None:
        return getattr(view, "policy", None)
    return next((each.view_func.policy for each in operations if method.upper() in each.methods), None)
