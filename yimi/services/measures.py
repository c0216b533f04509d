"""What contacts count (服务指标). Nobody types a total: each number is a predicate over the ledger."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import assist_spans
from yimi.clients.measures import PERSON_BREAKDOWNS
from yimi.clients.models import Category
from yimi.core.declare import Toucher, touchers
from yimi.figures.marks import mark, mark_station
from yimi.figures.measure import DISTINCT, FLOW, Measure, measures
from yimi.network.models import Station
from yimi.programmes.models import Group

from .facts import CONTACTS, GROUPS, HELPED, HELPED_CONTACTS, PARTICIPATIONS, SERVICE_BREAKDOWNS, attended
from .models import SESSIONS, Contact, ContactService, Kind, Participation

HOME = Q(contact__kind=Kind.HOME_VISIT)
MET = Q(served=True, seen=True)
HELD = Q(outcome=Contact.Outcome.SEEN)
ELDER_CARE = "EC"
DONE_AFTER = 4  # sessions of a completed group
BY_PERSON = (*SERVICE_BREAKDOWNS, *PERSON_BREAKDOWNS)


def _of_contact(rows, **having):
    return Q(Exists(rows.filter(contact=OuterRef("contact"), **having)))


def _attended(*kinds: str) -> Q:
    """The sheets of a session on which somebody signed (有人参加): the lead's and its partners'."""
    return HELD & Q(kind__in=kinds) & Q(GreaterThanOrEqual(attended(), 1))


def _held(*kinds: str) -> Q:
    """A session that took place, at the station that owns it: somebody was there, there or on a partner's sheet."""
    partners = Contact.objects.unscoped("figures").filter(joins=OuterRef("pk"), voided_at=None)
    somebody = Q(GreaterThanOrEqual(attended(), 1)) | Q(Exists(partners.filter(GreaterThanOrEqual(attended(), 1))))
    return HELD & Q(kind__in=kinds, joins=None) & somebody


def _done() -> Q:
    """A group that ended after enough sessions that took place (完成的小组)."""
    sessions = Contact.objects.unscoped("figures").filter(_held(Kind.GROUP_SESSION), group=OuterRef("pk"))
    counted = sessions.filter(voided_at=None).order_by().values("group").annotate(n=Count("pk")).values("n")
    return Q(GreaterThanOrEqual(Subquery(counted, output_field=IntegerField()), DONE_AFTER))


def _first_update_of_the_day() -> Q:
    """Of several updates of a file on a day at a station the first counts."""
    same = Participation.objects.unscoped("figures").filter(
        person=OuterRef("person"),
        file_action=Participation.FileAction.UPDATE,
        contact__station=OuterRef("contact__station"),
        contact__service_on=OuterRef("contact__service_on"),
        contact__voided_at=None,
        pk__lt=OuterRef("pk"),
    )
    return Q(file_action=Participation.FileAction.UPDATE) & ~Q(Exists(same))


def _assisted() -> Q:
    """What counts as assistance, by the edition in force on the day (decisions §3, `assist.yaml`)."""
    found = earlier = Q(pk__in=())
    for rules, first, last in assist_spans():
        days = Q(contact__helped_on__gte=first) & (Q(contact__helped_on__lte=last) if last else Q())
        found |= days & ~earlier & _helped(rules) & _held_category(rules)
        earlier |= days
    return Q(served=True, contact__outcome=Contact.Outcome.SEEN) & found


def _helped(rules: dict[str, set[str]]) -> Q:
    kinds = rules["kinds"] | rules["kinds_when_concluded"]
    types = rules["group_types"]
    group = Q(contact__group__group_type__in=types) | Q(contact__joins__group__group_type__in=types)
    service = _of_contact(ContactService.objects.all(), code__in=rules["services"])
    return Q(contact__kind__in=kinds) | group | service & ~Q(contact__kind__in=rules["services_not_with_kinds"])


def _held_category(rules: dict[str, set[str]]) -> Q:
    held = Category.objects.filter(
        Q(until_on=None) | Q(until_on__gte=OuterRef("contact__helped_on")),
        person=OuterRef("person"),
        since_on__lte=OuterRef("contact__helped_on"),
        state__in=rules["category_states"],
    )
    return Q(Exists(held.exclude(code__in=rules["categories_excluded"])))


measures.add(
    Measure(
        code="VISIT_FILE_PT",
        name=_("入户走访、探访建档"),
        unit=_("人次"),
        kind=FLOW,
        definition=_(
            "入户走访中接受服务的人次，与新建档案的服务人次合并去重：一次走访中建档只计 1 次。"
            "电话探访、仅更新档案不计。"
        ),
        facts=PARTICIPATIONS,
        where=HOME & Q(served=True) | Q(file_action="new"),
        breakdowns=BY_PERSON,
        order=30,
    )
)
measures.add(
    Measure(
        code="ASSIST_PT",
        name=_("帮扶民政服务对象"),
        unit=_("人次"),
        kind=FLOW,
        definition=_(
            "当日在名册内或经核实属于民政服务对象的人，接受个案面谈、资料审查协助、资源链接、心理疏导、危机介入，"
            "或认定条件所列服务项目的人次；转介在办结之日计入。走访看望、发放宣传材料、集体活动不计。"
        ),
        facts=HELPED,
        where=_assisted,
        breakdowns=BY_PERSON,
        order=32,
    )
)
measures.add(
    Measure(
        code="SESSION",
        name=_("开展服务"),
        unit=_("场次"),
        kind=FLOW,
        definition=_(
            "已举办且有人参加的小组节次、社区活动和政策宣传，联合举办的只计在主办站。走访、面谈、内部会议和培训不计。"
        ),
        facts=CONTACTS,
        where=_held(*SESSIONS),
        breakdowns=SERVICE_BREAKDOWNS,
        order=34,
    )
)
measures.add(
    Measure(
        code="BENEFIT_PT",
        name=_("惠及群众（人次，含未实名）"),
        unit=_("人次"),
        kind=FLOW,
        definition=_("人次，含未实名：各类服务的参加人数，没有填参加人数的按接受服务的实名人次计。不是人数。"),
        facts=CONTACTS,
        where=HELD,
        of=attended(),
        breakdowns=SERVICE_BREAKDOWNS,
        order=36,
    )
)
measures.add(
    Measure(
        code="BENEFIT_N",
        name=_("惠及群众，其中实名人数"),
        unit=_("人"),
        kind=DISTINCT,
        definition=_("惠及群众中实名的人数，同一人只计一次；各月、各站不能相加。"),
        facts=PARTICIPATIONS,
        where=Q(served=True),
        breakdowns=BY_PERSON,
        order=38,
    )
)
measures.add(
    Measure(
        code="HOME_VISIT_PT",
        name=_("入户走访"),
        unit=_("人次"),
        kind=FLOW,
        definition=_("入户走访中见到本人并接受服务的人次；未遇和不便接访不计。"),
        facts=PARTICIPATIONS,
        where=HOME & MET,
        breakdowns=BY_PERSON,
        order=40,
    )
)
measures.add(
    Measure(
        code="CARE_VISIT_PT",
        name=_("探访"),
        unit=_("人次"),
        kind=FLOW,
        definition=_("入户走访中含养老服务项目的人次，见到本人并接受服务。"),
        facts=PARTICIPATIONS,
        where=HOME & MET & _of_contact(ContactService.objects.all(), domain=ELDER_CARE),
        breakdowns=BY_PERSON,
        order=42,
    )
)
measures.add(
    Measure(
        code="REMOTE_VISIT_PT",
        name=_("电话（视频）探访"),
        unit=_("人次"),
        kind=FLOW,
        definition=_("电话或视频联系到本人的人次；不计入入户走访。"),
        facts=PARTICIPATIONS,
        where=Q(contact__kind=Kind.REMOTE_VISIT) & MET,
        breakdowns=BY_PERSON,
        order=44,
    )
)
measures.add(
    Measure(
        code="VISIT_TRY",
        name=_("走访未遇（不便接访）"),
        unit=_("次"),
        kind=FLOW,
        definition=_("上门未遇或不便接访的走访次数；没有接通的电话不计。"),
        facts=CONTACTS,
        where=Q(kind=Kind.HOME_VISIT) & ~HELD,
        breakdowns=SERVICE_BREAKDOWNS,
        order=46,
    )
)
measures.add(
    Measure(
        code="HOME_VISIT_HH",
        name=_("入户户次"),
        unit=_("户次"),
        kind=FLOW,
        definition=_("至少见到一人并提供服务的入户走访次数，一次走访计一户。"),
        facts=CONTACTS,
        where=Q(kind=Kind.HOME_VISIT)
        & Q(Exists(Participation.objects.unscoped("figures").filter(MET, contact=OuterRef("pk")))),
        breakdowns=SERVICE_BREAKDOWNS,
        order=50,
    )
)
measures.add(
    Measure(
        code="FILE_UPD",
        name=_("更新档案"),
        unit=_("份"),
        kind=FLOW,
        definition=_("在服务中更新的个人档案，同一份档案一天最多计一次。"),
        facts=PARTICIPATIONS,
        where=_first_update_of_the_day(),
        breakdowns=PERSON_BREAKDOWNS,
        order=65,
    )
)
measures.add(
    Measure(
        code="SERVED_N",
        name=_("服务对象实名人数"),
        unit=_("人"),
        kind=DISTINCT,
        definition=_("本期接受过服务的实名人数，同一人只计一次；各月、各站不能相加。"),
        facts=PARTICIPATIONS,
        where=Q(served=True),
        breakdowns=BY_PERSON,
        order=80,
    )
)
measures.add(
    Measure(
        code="GROUP_DONE",
        name=_("完成小组"),
        unit=_("个"),
        kind=FLOW,
        definition=_("已进入结束期、举办过至少 4 节的小组，计在结束之日。"),
        facts=GROUPS,
        where=_done,
        breakdowns=("group_type",),
        order=89,
    )
)
measures.add(
    Measure(
        code="GROUP_SESSION",
        name=_("小组节次"),
        unit=_("场次"),
        kind=FLOW,
        definition=_("已举办且有人参加的小组节次。"),
        facts=CONTACTS,
        where=_held(Kind.GROUP_SESSION),
        breakdowns=SERVICE_BREAKDOWNS,
        order=90,
    )
)
measures.add(
    Measure(
        code="GROUP_PT",
        name=_("小组人次"),
        unit=_("人次"),
        kind=FLOW,
        definition=_("小组各节接受服务的实名人次，不用参加人数。"),
        facts=PARTICIPATIONS,
        where=Q(contact__kind=Kind.GROUP_SESSION, served=True),
        breakdowns=BY_PERSON,
        order=92,
    )
)
measures.add(
    Measure(
        code="ACT_N",
        name=_("社区活动"),
        unit=_("场次"),
        kind=FLOW,
        definition=_("已举办且有人参加的社区活动。"),
        facts=CONTACTS,
        where=_held(Kind.ACTIVITY),
        breakdowns=SERVICE_BREAKDOWNS,
        order=94,
    )
)
measures.add(
    Measure(
        code="ACT_PT",
        name=_("社区活动参加人次"),
        unit=_("人次"),
        kind=FLOW,
        definition=_(
            "社区活动的参加人数，没有填参加人数的按接受服务的实名人次计；值班的社工和志愿者不计。"
            "联合举办的，各站只计本站签到的人。"
        ),
        facts=CONTACTS,
        where=_attended(Kind.ACTIVITY),
        of=attended(),
        breakdowns=SERVICE_BREAKDOWNS,
        order=96,
    )
)
measures.add(
    Measure(
        code="PUBLICITY_N",
        name=_("政策宣传"),
        unit=_("场次"),
        kind=FLOW,
        definition=_("已举办且有人参加的政策宣传。"),
        facts=CONTACTS,
        where=_held(Kind.PUBLICITY),
        breakdowns=SERVICE_BREAKDOWNS,
        order=98,
    )
)
measures.add(
    Measure(
        code="CONSULT_N",
        name=_("咨询"),
        unit=_("件"),
        kind=FLOW,
        definition=_("已接待的咨询。"),
        facts=CONTACTS,
        where=HELD & Q(kind=Kind.CONSULTATION),
        breakdowns=SERVICE_BREAKDOWNS,
        order=100,
    )
)
measures.add(
    Measure(
        code="PAPER_N",
        name=_("资料审查（协助）"),
        unit=_("件"),
        kind=FLOW,
        definition=_("协助审查的申请资料；社工站只核对是否齐全、一致，不作审核决定。"),
        facts=CONTACTS,
        where=HELD & Q(kind=Kind.PAPER_CHECK),
        breakdowns=SERVICE_BREAKDOWNS,
        order=102,
    )
)
measures.add(
    Measure(
        code="RES_MATCH",
        name=_("资源链接"),
        unit=_("件"),
        kind=FLOW,
        definition=_("已送达的资源链接。"),
        facts=CONTACTS,
        where=HELD & Q(kind=Kind.RESOURCE_DELIVERY),
        breakdowns=SERVICE_BREAKDOWNS,
        order=104,
    )
)
measures.add(
    Measure(
        code="REFER_OUT",
        name=_("转介"),
        unit=_("件"),
        kind=FLOW,
        definition=_("本期转出的转介，计在转出之日。"),
        facts=CONTACTS,
        where=HELD & Q(kind=Kind.REFERRAL),
        breakdowns=SERVICE_BREAKDOWNS,
        order=106,
    )
)
measures.add(
    Measure(
        code="REFER_CLOSED",
        name=_("转介闭环"),
        unit=_("件"),
        kind=FLOW,
        definition=_("本期办结的转介，计在办结之日。"),
        facts=HELPED_CONTACTS,
        where=HELD & Q(kind=Kind.REFERRAL),
        breakdowns=SERVICE_BREAKDOWNS,
        order=108,
    )
)
measures.add(
    Measure(
        code="CRISIS_N",
        name=_("危机介入"),
        unit=_("件"),
        kind=FLOW,
        definition=_("已开展的危机介入。县以上不显示小于 5 的数。"),
        facts=CONTACTS,
        where=HELD & Q(kind=Kind.CRISIS),
        breakdowns=SERVICE_BREAKDOWNS,
        guarded=True,
        order=110,
    )
)


def _touch_people(ids: Iterable[UUID], since: date | None) -> None:
    """A person's category, birth date or sex changed: every station and month that served her since."""
    parts = Participation.objects.unscoped("figures").filter(person__in=list(ids))
    for on in ("contact__service_on", "contact__helped_on"):
        some = parts.filter(**{f"{on}__gte": since} if since else {f"{on}__isnull": False})
        months = some.annotate(month=TruncMonth(on)).order_by()
        mark(months.values_list("contact__station_id", "month").distinct())


def _touch_groups(ids: Iterable[UUID], _since: date | None) -> None:
    """A group's type changed: the months of its sessions and of the sheets that join them, and that of its end."""
    groups = list(ids)
    some = Contact.objects.unscoped("figures").filter(group__in=groups)
    sheets = Contact.objects.unscoped("figures").filter(joins__in=some.values("pk"), voided_at=None)
    for rows in (some, sheets):
        mark(rows.values_list("station_id", "service_on").distinct())
    mark(Group.objects.unscoped("figures").filter(pk__in=groups).values_list("station_id", "ended_on"))


def _touch_assistance(_editions: Iterable[UUID], since: date | None) -> None:
    """What counts as assistance was published anew: every station since the day on which it applies."""
    mark_station(Station.objects.unscoped("figures").values_list("pk", flat=True), since)


touchers.add(Toucher("services.participations", "person", _touch_people))
touchers.add(Toucher("services.groups", "programmes.group", _touch_groups))
touchers.add(Toucher("services.assistance", "catalogue.assist", _touch_assistance))
