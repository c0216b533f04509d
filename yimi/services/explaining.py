"""Why a contact does not count where one might expect it to (为什么不计)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yimi.catalogue.queries import assist_spans
from yimi.clients.identity import age_band
from yimi.clients.models import Category
from yimi.figures.measure import measures

from .fields import FileAction, Outcome
from .models import SESSIONS, Kind
from .sheets import Part, Sheet

OLD = ("60-69", "70-79", "80+")
MEASURE_OF: dict[str, str] = {
    Kind.CONSULTATION: "CONSULT_N",
    Kind.PAPER_CHECK: "PAPER_N",
    Kind.RESOURCE_DELIVERY: "RES_MATCH",
    Kind.REFERRAL: "REFER_OUT",
    Kind.CRISIS: "CRISIS_N",
}
VISITS = (Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER, Kind.OFFICE_TALK)


class Missing(NamedTuple):
    """A measure in which a contact does not count, or not with everybody, and the reason."""

    measure: str
    name: Any
    reason: str


def missing(sheet: Sheet, counted: dict[str, int]) -> list[Missing]:
    """The measures in which this contact might be expected and is not, each with one reason."""
    found = [*_of_visits(sheet, counted), *_of_sessions(sheet, counted), *_of_kinds(sheet, counted)]
    found += [*_of_files(sheet, counted), *_of_help(sheet, counted)]
    return [Missing(code, measures[code].name, reason) for code, reason in found]


def _of_visits(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    kind = sheet.contact.kind
    if kind == Kind.HOME_VISIT:
        yield from _of_home_visits(sheet, counted)
    elif kind in VISITS and "VISIT_FILE_PT" not in counted:
        yield "VISIT_FILE_PT", _("%s不是入户走访，单列统计。") % sheet.contact.get_kind_display()
    if kind == Kind.REMOTE_VISIT and "REMOTE_VISIT_PT" not in counted:
        yield "REMOTE_VISIT_PT", _reached_nobody(sheet)


def _of_home_visits(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    present = "、".join(part.name for part in sheet.participants if not part.served)
    if "VISIT_FILE_PT" not in counted:
        yield "VISIT_FILE_PT", _met_nobody(sheet)
    elif any(part.served and not part.seen for part in sheet.participants):
        yield "HOME_VISIT_PT", _("有人没有见到本人：入户走访只计见到本人的人次。")
    elif present and "HOME_VISIT_PT" in counted:
        yield "HOME_VISIT_PT", _("在场但没有接受服务的不计人次：%s。") % present
    if "HOME_VISIT_PT" in counted and "CARE_VISIT_PT" not in counted and _met_an_elder(sheet):
        yield "CARE_VISIT_PT", _("没有填养老服务项目：含养老服务项目的入户走访才计入探访。")


def _met_an_elder(sheet: Sheet) -> bool:
    parts = sheet.contact.participations.all()
    return any(
        part.served and part.seen and age_band(part.person.birth_on, sheet.contact.service_on) in OLD for part in parts
    )


def _met_nobody(sheet: Sheet) -> str:
    if sheet.contact.outcome == Outcome.NOT_HOME:
        return _("上门未遇：计入走访未遇，不计走访人次。")
    if sheet.contact.outcome == Outcome.DECLINED:
        return _("不便接访：计入走访未遇，不计走访人次。")
    return _nobody_served(sheet)


def _reached_nobody(sheet: Sheet) -> str:
    if sheet.contact.outcome != Outcome.SEEN:
        return _("电话（视频）没有接通或对方不便接听，不计；走访未遇只计上门的次数。")
    if any(part.served for part in sheet.participants):
        return _("联系到的不是本人：只计联系到本人的人次。")
    return _nobody_served(sheet)


def _nobody_served(sheet: Sheet) -> str:
    return _("没有人接受服务。") if sheet.participants else _("没有填服务对象。")


def _of_sessions(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    kind = sheet.contact.kind
    if kind not in SESSIONS:
        return
    if sheet.contact.joins_id:
        yield "SESSION", _("协办签到：场次计在主办站，这里只计来的人。")
    elif "SESSION" not in counted and sheet.contact.outcome != Outcome.SEEN:
        yield "SESSION", _("没有举办。")
    elif "SESSION" not in counted:
        yield "SESSION", _("没有人参加：既没有参加人数，也没有实名参加的人。")
    elif "BENEFIT_N" not in counted:
        if kind == Kind.GROUP_SESSION:
            yield "GROUP_PT", _("没有实名参加的组员：小组人次按实名计，不用参加人数。")
        yield "BENEFIT_N", _("没有实名参加的人：参加人数只计人次，不计实名人数。")


def _of_kinds(sheet: Sheet, counted: dict[str, int]) -> Iterator[tuple[str, str]]:
    """A consultation, a paper, a referral that did not take place, or is not over; and one that reached nobody."""
    contact, held = sheet.contact, sheet.contact.outcome == Outcome.SEEN
    if contact.kind in MEASURE_OF and not held:
        yield MEASURE_OF[contact.kind], _("没有开展。")
    if contact.kind == Kind.REFERRAL and contact.concluded_on is None:
        yield "REFER_CLOSED", _("还没有办结：办结之日计入。")
    if contact.kind not in SESSIONS and held and "BENEFIT_PT" not in counted:
        yield "BENEFIT_PT", _("没有接受服务的人，也没有填参加人数。")


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
        if reason := _why_no_help(sheet, served):
            yield "ASSIST_PT", reason
        return
    if contact.outcome != Outcome.SEEN or not served:
        yield "ASSIST_PT", _("没有人接受服务。")
    elif reason := _no_clients(sheet, served, rules):
        yield "ASSIST_PT", reason


def _why_no_help(sheet: Sheet, served: list[Part]) -> str:
    """A visit or a talk is none by itself; a session with people by name is none but in a support group."""
    kind, group = sheet.contact.kind, sheet.contact.group
    if kind not in SESSIONS:
        return _("走访、面谈和咨询本身不计帮扶；含认定条件所列服务项目的才计。")
    if not served:
        return ""
    if kind != Kind.GROUP_SESSION:
        return _("社区活动和政策宣传是集体服务，不计帮扶。")
    if group is None:
        return _("没有关联小组：只有支持小组的节次计入帮扶。")
    return _("%s不是支持小组：只有支持小组的节次计入帮扶。") % group.get_group_type_display()


def _is_help(sheet: Sheet, rules: dict[str, set[str]]) -> bool:
    kind = sheet.contact.kind
    if kind in rules.get("kinds", ()) or kind in rules.get("kinds_when_concluded", ()):
        return True
    group = sheet.contact.joins.group if sheet.contact.joins else sheet.contact.group
    if group is not None and group.group_type in rules.get("group_types", ()):
        return True
    return bool(rules.get("services", set()) & set(sheet.services)) and kind not in rules["services_not_with_kinds"]


def _no_clients(sheet: Sheet, served: list[Part], rules: dict[str, set[str]]) -> str:
    """Who of those served was no client on the day, and why: nothing held, nothing verified, or none that counts."""
    on = _helped_on(sheet)
    rows = Category.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on), person__in=[part.client for part in served], since_on__lte=on
    )
    held: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person, code, state in rows.values_list("person_id", "code", "state"):
        held[person].append((code, state))
    reasons: dict[str, list[str]] = defaultdict(list)
    for part in served:
        if reason := _why_no_client(held[part.client], rules):
            reasons[reason].append(part.name)
    return "".join(
        _("%(reason)s：%(names)s。") % {"reason": reason, "names": "、".join(names)}
        for reason, names in reasons.items()
    )


def _why_no_client(held: list[tuple[str, str]], rules: dict[str, set[str]]) -> str:
    counting = [state for code, state in held if code not in rules["categories_excluded"]]
    if any(state in rules["category_states"] for state in counting):
        return ""
    if counting:
        return _("类别还是“待核”，核实后才计")
    if held:
        return _("当天所持类别不属于民政服务对象")
    return _("当天没有名册内或经核实的民政服务对象类别")


def _helped_on(sheet: Sheet) -> date:
    """The day on which it counts as help; a referral that is not concluded has none and is not asked."""
    contact = sheet.contact
    return contact.concluded_on or contact.service_on if contact.kind == Kind.REFERRAL else contact.service_on


def _rules_on(on: date) -> dict[str, set[str]]:
    spans = assist_spans()
    return next((rules for rules, first, last in spans if first <= on and (last is None or on <= last)), {})
