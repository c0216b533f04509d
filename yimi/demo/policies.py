"""The policy library in the story (演示的政策库): a "1+N" set of samples; some are signed for, one is a draft."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yimi.accounts.models import User
from yimi.core.ids import name_id
from yimi.network.models import Station
from yimi.network.queries import ranked_areas
from yimi.policies import actions
from yimi.policies.fields import DocumentFields

from .calendar import on_day
from .data import demo
from .scales import Scale
from .terminal import say


def tell(scale: Scale, today: date, users: dict[str, User]) -> None:
    """The oldest first; entered when the accounts were opened where they are older."""
    opened = today - timedelta(days=scale.days)
    say("演示数据：政策库")
    for told in demo("policies")["documents"]:
        by, pk = users.get(told["account"]), name_id("policy", told["code"])
        if by is None:
            continue
        issued = today - timedelta(days=told["days"])
        with on_day(max(issued, opened)):
            _issue(pk, told, issued, today, by)
        if "next" in told:
            later = today - timedelta(days=told["next"]["days"])
            with on_day(max(later, opened)):
                _issue(pk, told | told["next"], later, today, by, version=2)
        with on_day(today - timedelta(days=1)):
            _sign(pk, told, users)


def _issue(pk: UUID, told: dict[str, Any], on: date, today: date, by: User, version: int | None = None) -> None:
    counties = [area.code for area in ranked_areas()] if told.get("counties") == "all" else []
    named = list(map(str, told.get("stations", ())))
    there = Station.objects.unscoped("演示").filter(code__in=named).values_list("code", flat=True)
    fields = DocumentFields(
        area=_area(told), kind=told["kind"], title=told["title"], issuer=told["issuer"], number=told["number"],
        issued_on=on, valid_from=on, valid_until=on + timedelta(days=told["until"]) if "until" in told else None,
        text=told["text"], note=told.get("note", ""), is_sample=True, governs=told.get("governs", ""),
        counties=tuple(counties), stations=tuple(there),
        receive_by=today + timedelta(days=told["receive"]) if "receive" in told else None,
    )  # fmt: skip
    actions.put_document(pk, by=by, fields=fields, version=version)
    if told.get("draft"):
        return
    actions.publish_document(pk, by=by)
    for relation in told.get("relations", ()):
        actions.relate(pk, by=by, kind=relation["kind"], target=name_id("policy", relation["to"]))


def _area(told: dict[str, Any]) -> str:
    """The province for its own account, else the county in the name of the account."""
    return told["account"].partition("-")[2] or demo("policies")["province"]


def _sign(pk: UUID, told: dict[str, Any], users: dict[str, User]) -> None:
    """Every county that was sent the document has signed for it; the stations have it still before them."""
    if told.get("counties") != "all":
        return
    for area in ranked_areas():
        if user := users.get(f"county-{area.code}"):
            actions.sign_for_office(pk, by=user)
