"""Why a contact does not count where one might expect it to (为什么不计)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from yimi.catalogue.queries import assist_spans
from yimi.clients.models import Category
from yimi.figures.measure import measures

from .fields import FileAction, Outcome
from .models import Kind
from .sheets import Part, Sheet

VISITS = (Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER, Kind.OFFICE_TALK)
SESSIONS = (Kind.GROUP_SESSION, Kind.ACTIVITY, Kind.PUBLICITY)


class Missing(NamedTuple):
    """A measure in which a contact does not count, or not with everybody, and the reason."""

    measure: str
    name: Any
    reason: str


def missing(sheet: Sheet, counted: dict[str, int]) -> list[Missing]:
    """The measures in which this contact might be expected and is not, each with one reason."""
    found = [*_of_visits(sheet, counted), *_of_sessions(sheet, counted), *_of_files(sheet, counted)]
    found += _of_help(sheet, counted)
    return [Missing(code, measures[code].name, reason) for code, reason in found]


def _of_visits(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    kind = sheet.contact.kind
    if kind not in VISITS:
        return
    if kind != Kind.HOME_VISIT:
        if "VISIT_FILE_PT" not in counted:
            yield "VISIT_FILE_PT", _("%s不是入户走访，单列统计。") % sheet.contact.get_kind_display()
        if kind == Kind.REMOTE_VISIT and "REMOTE_VISIT_PT" not in counted:
            yield "REMOTE_VISIT_PT", _met_nobody(sheet)
        return
    if "VISIT_FILE_PT" not in counted:
        yield "VISIT_FILE_PT", _met_nobody(sheet)
    elif any(part.served and not part.seen for part in sheet.participants):
        yield "HOME_VISIT_PT", _("有人没有见到本人：入户走访只计见到本人的人次。")


def _met_nobody(sheet: Sheet) -> str:
    if sheet.contact.outcome == Outcome.NOT_HOME:
        return _("未遇：上门未遇计入走访未遇，没有接通的电话不计。")
    if sheet.contact.outcome == Outcome.DECLINED:
        return _("不便接访：只计走访次数，不计人次。")
    if not sheet.participants:
        return _("没有填服务对象。")
    return _("没有人接受服务，或没有见到本人。")


def _of_sessions(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    if sheet.contact.kind not in SESSIONS or "SESSION" in counted:
        return
    if sheet.contact.joins_id:
        yield "SESSION", _("协办签到：场次计在主办站，这里只计来的人。")
    elif sheet.contact.outcome == Outcome.SEEN:
        yield "SESSION", _("没有人参加：既没有参加人数，也没有实名参加的人。")
    else:
        yield "SESSION", _("没有举办。")


def _of_files(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    if not any(part.file_action == FileAction.UPDATE for part in sheet.participants):
        return
    if "FILE_UPD" not in counted:
        yield "FILE_UPD", _("同一份档案当天已经计过一次更新。")
    if "VISIT_FILE_PT" not in counted and sheet.contact.kind not in VISITS:
        yield "VISIT_FILE_PT", _("只更新档案，不计走访建档。")


def _of_help(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Assistance: the kind or service is none, it is not concluded, or the person was no client on the day."""
    served = [part for part in sheet.participants if part.served]
    if counted.get("ASSIST_PT", 0) >= max(len(served), 1):
        return
    contact = sheet.contact
    if contact.kind == Kind.REFERRAL and contact.concluded_on is None:
        yield "ASSIST_PT", _("转介还没有办结，办结之日才计入帮扶。")
        return
    rules = _rules_on(_helped_on(sheet))
    if not _is_help(sheet, rules):
        if contact.kind not in SESSIONS:
            yield "ASSIST_PT", _("走访、面谈和咨询本身不计帮扶；含认定条件所列服务项目的才计。")
        return
    if contact.outcome != Outcome.SEEN or not served:
        yield "ASSIST_PT", _("没有人接受服务。")
    elif names := _no_clients(sheet, served, rules):
        yield "ASSIST_PT", _("当天没有名册内或经核实的民政服务对象类别：%s。") % names


def _is_help(sheet: Sheet, rules: dict[str, set[str]]) -> bool:
    kind = sheet.contact.kind
    if kind in rules.get("kinds", ()) or kind in rules.get("kinds_when_concluded", ()):
        return True
    group = sheet.contact.joins.group if sheet.contact.joins else sheet.contact.group
    if group is not None and group.group_type in rules.get("group_types", ()):
        return True
    return bool(rules.get("services", set()) & set(sheet.services)) and kind not in rules["services_not_with_kinds"]


def _no_clients(sheet: Sheet, served: list[Part], rules: dict[str, set[str]]) -> str:
    on = _helped_on(sheet)
    held = Category.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on), person__in=[part.client for part in served], since_on__lte=on,
        state__in=rules["category_states"],
    ).exclude(code__in=rules["categories_excluded"])  # fmt: skip
    clients = set(held.values_list("person_id", flat=True))
    return "、".join(part.name for part in served if part.client not in clients)


def _helped_on(sheet: Sheet) -> date:
    """The day on which it counts as help; a referral that is not concluded has none and is not asked."""
    contact = sheet.contact
    return contact.concluded_on or contact.service_on if contact.kind == Kind.REFERRAL else contact.service_on


def _rules_on(on: date) -> dict[str, set[str]]:
    spans = assist_spans()
    return next((rules for rules, first, last in spans if first <= on and (last is None or on <= last)), {})
