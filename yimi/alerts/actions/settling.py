"""Settling an alert (处理安全提醒): the station explains, the county settles it or takes it to the province."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.alerts.models import Alert, AlertStep
from yimi.alerts.sight import visible
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM, Actor
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.tracking.actions import ItemFields, raise_item
from yimi.tracking.models import Kind
from yimi.tracking.safety import safety_checks

SOURCE, SHORTEST, LONGEST = "alert", 2, 500
State, What = Alert.State, AlertStep.What


@transaction.atomic
def explain_alert(pk: UUID, *, by: Actor, step: UUID, words: str, version: int | None = None) -> Alert:
    """Say what is being done about it (说明). Sending the same step twice explains once."""
    alert = _locked(pk, by, Permission.ALERT_EXPLAIN)
    if _is_done(alert, step, What.EXPLAINED):
        return alert
    _ready(alert, version, State.OPEN)
    _add(alert, step, What.EXPLAINED, by, words)
    alert.state = State.EXPLAINED
    return _moved(alert, by, "explain_alert")


@transaction.atomic
def resolve_alert(pk: UUID, *, by: Actor, step: UUID, words: str, version: int | None = None) -> Alert:
    """Settle it (办结), with what was found out. While the same finding lasts it does not come again."""
    alert = _locked(pk, by, Permission.ALERT_RESOLVE)
    if _is_done(alert, step, What.RESOLVED):
        return alert
    _ready(alert, version, *Alert.UNSETTLED)
    _add(alert, step, What.RESOLVED, by, words)
    return _resolved(alert, by)


@transaction.atomic
def escalate_alert(pk: UUID, *, by: Actor, step: UUID, words: str, version: int | None = None) -> Alert:
    """Take it to the province (升级), which follows it as a tracked item until it is proved to be settled."""
    alert = _locked(pk, by, Permission.ALERT_RESOLVE)
    if _is_done(alert, step, What.ESCALATED):
        return alert
    _ready(alert, version, *Alert.UNSETTLED)
    if alert.escalated_on:
        raise RuleBroken(_("这条提醒已经升级到省级。"), code="already_escalated")
    _add(alert, step, What.ESCALATED, by, words)
    alert.escalated_on = clock.today()
    _raise_item(alert, by)
    return _moved(alert, by, "escalate_alert")


@transaction.atomic
def settle_followed(pk: UUID, *, by: Actor) -> None:
    """Its tracked item was rechecked and closed, so the alert is settled (督办办结)."""
    alert = Alert.objects.unscoped("督办已办结").select_for_update().filter(pk=pk, closed_on=None).first()
    if alert:
        _resolved(alert, by)


def _locked(pk: UUID, by: Actor, permission: Permission) -> Alert:
    """The alert within reach and of which she may know, as it is when nobody else writes it."""
    rows = Alert.objects.filter(visible(by)).select_related("station", "county").select_for_update(of=("self",))
    return rows.get_allowed(by, permission, pk=pk)


def _is_done(alert: Alert, step: UUID, what: str) -> bool:
    there = AlertStep.objects.unscoped("同号处理过程").filter(pk=step).first()
    if there and (there.alert_id, there.what) != (alert.pk, what):
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there is not None


def _ready(alert: Alert, version: int | None, *states: str) -> None:
    if version is not None and version != alert.version:
        raise Stale(_("这条提醒刚被别人处理过，请刷新后再办。"))
    if alert.state not in states:
        raise RuleBroken(_("这条提醒现在是“%s”，不能这样处理。") % alert.get_state_display(), code="wrong_state")


def _add(alert: Alert, pk: UUID, what: str, by: Actor, text: str) -> None:
    words = clean(text or "")
    if not SHORTEST <= len(words) <= LONGEST:
        raise invalid("words", _("请写明情况，2 到 500 字，不写姓名、号码。"))
    step = AlertStep(id=pk, alert=alert, what=what, at=clock.now(), by_id=by.id)
    seal.write(step, words=words)
    step.save(force_insert=True)


def _resolved(alert: Alert, by: Actor) -> Alert:
    alert.state, alert.closed_on = State.RESOLVED, clock.today()
    return _moved(alert, by, "resolve_alert")


def _moved(alert: Alert, by: Actor, act: str) -> Alert:
    alert.version += 1
    alert.save()
    journal.record(f"alerts.{act}", by, alert)
    return alert


def _raise_item(alert: Alert, by: Actor) -> None:
    """What few may know of is owed by the county, so that nobody else at the station learns of it."""
    check = safety_checks[alert.source]
    title = _("安全事项：%(item)s") % {"item": alert.get_item_display()}
    fields = ItemFields(title=title, kind=Kind.CHASED, source_kind=SOURCE, source_id=alert.pk)
    if check.is_restricted:
        raise_item(new_id(), by=SYSTEM, fields=replace(fields, county=alert.county.code))
    else:
        raise_item(new_id(), by=by, fields=replace(fields, station=alert.station.code))
