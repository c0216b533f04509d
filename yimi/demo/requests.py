"""What offices want from stations in the story (演示的填报事项): at three levels, one ended, one refused."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yimi.accounts.models import User
from yimi.core.errors import RuleBroken
from yimi.core.ids import name_id
from yimi.network.models import Station
from yimi.requests import actions
from yimi.requests.fields import DemandFields, FeedbackFields
from yimi.requests.matching import LineFields

from .calendar import on_day
from .data import demo
from .scales import Scale
from .terminal import say

Users = dict[str, User]
AGO = ("days", "ended", "answered")  # so many days before the day of the demo


def tell(scale: Scale, today: date, users: Users) -> None:
    """Each on its day, in a shorter story on its first; what needs an account that is not there is left out."""
    say("演示数据：填报事项")
    told = _within(demo("requests"), scale.days)
    for each in told["demands"]:
        if users.keys() >= {each["account"], each.get("publisher", each["account"])}:
            _demand(each, today, users)
    _refused(told["refused"], today, users)
    for each in told["feedback"]:
        _feedback(each, today, users)
    for each in told["answers"]:
        if each["account"] in users:
            _answer(each, today, users[each["account"]])
    for each in told["demands"]:
        if "ended" in each and each["account"] in users:
            with on_day(today - timedelta(days=each["ended"])):
                actions.end_demand(_pk(each["code"]), by=users[each["account"]], reason=each["why"])


def _within(told: Any, most: int) -> Any:
    """What is told, with no day before the story begins."""
    if isinstance(told, list):
        return [_within(each, most) for each in told]
    if not isinstance(told, dict):
        return told
    return {name: min(each, most) if name in AGO else _within(each, most) for name, each in told.items()}


def _demand(told: dict[str, Any], today: date, users: Users) -> None:
    on = today - timedelta(days=told["days"])
    with on_day(on):
        actions.put_demand(_pk(told["code"]), by=users[told["account"]], fields=_fields(told, on, today))
        if not told.get("draft"):
            actions.publish_demand(_pk(told["code"]), by=users[told.get("publisher", told["account"])])


def _refused(told: dict[str, Any], today: date, users: Users) -> None:
    """A table of numbers that the ledger holds: the house says no, and where they are."""
    on = today - timedelta(days=told["days"])
    if told["account"] not in users:
        return
    with on_day(on):
        try:
            actions.put_demand(
                _pk("refused"), by=users[told["account"]], fields=_fields(told | {"frequency": "monthly"}, on, today)
            )
        except RuleBroken as refused:
            if refused.code != "ledger_has_it":
                raise


def _fields(told: dict[str, Any], on: date, today: date) -> DemandFields:
    return DemandFields(
        area=told["account"].partition("-")[2] or demo("requests")["province"], office=told["office"],
        title=told["title"], basis=told["basis"], frequency=told["frequency"], times_a_year=told.get("times"),
        minutes=told.get("minutes", 60), lines=tuple(LineFields(text) for text in told["lines"]), valid_from=on,
        valid_until=today + timedelta(days=told["until"]) if "until" in told else None,
    )  # fmt: skip


def _answer(told: dict[str, Any], today: date, by: User) -> None:
    code = by.username.split("-")[1]
    station = Station.objects.unscoped("演示").get(code=code)
    with on_day(today - timedelta(days=told["days"])):
        actions.put_answer(
            name_id("answer", told["demand"], code), by=by, demand=_pk(told["demand"]), station=station.pk,
            texts=told["texts"],
        )  # fmt: skip


def _feedback(told: dict[str, Any], today: date, users: Users) -> None:
    if told["account"] not in users:
        return
    fields = FeedbackFields(
        told["kind"], told["to"], told["text"], demand=_pk(told["demand"]) if "demand" in told else None,
        anonymous=told.get("anonymous", False),
    )  # fmt: skip
    pk = name_id("feedback", told["code"])
    with on_day(today - timedelta(days=told["days"])):
        actions.send_feedback(pk, by=users[told["account"]], fields=fields)
    if "answer" in told:
        with on_day(today - timedelta(days=told["answered"])):
            actions.answer_feedback(pk, by=users[told["answered_by"]], answer=told["answer"])


def _pk(code: str) -> UUID:
    return name_id("demand", code)
