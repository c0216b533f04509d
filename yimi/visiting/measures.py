"""What the approved list counts (名单指标): windows, special elders seen each month, relief clients served."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.groups import group_spans, umbrella_spans
from yimi.clients.measures import PERSON_BREAKDOWNS
from yimi.clients.models import Person
from yimi.core.declare import Toucher, touchers
from yimi.figures.marks import mark, mark_station
from yimi.figures.measure import DISTINCT, FLOW, RATE, Measure, measures
from yimi.network.models import Station
from yimi.services.followers import Follower, Served, followers

from .facts import MET, MONTHS, SLOTS, disabled_and_old, held, professionally_served, seen_in_month
from .models import ListMonth, VisitSlot

WHY = "figures"


def _special_elders() -> Q:
    return held(umbrella_spans("special_elder"), disabled_and_old())


def _relief() -> Q:
    return held(group_spans("relief"))


measures.add(
    Measure(
        code="VISIT_DUE",
        name=_("应走访窗口"),
        unit=_("次"),
        kind=FLOW,
        definition=_(
            "核定服务名单按走访频次排出的走访窗口，计在窗口最后一天；最后一天已过的才计。暂停走访期间的窗口不计。"
        ),
        facts=SLOTS,
        breakdowns=PERSON_BREAKDOWNS,
        order=120,
    )
)
measures.add(
    Measure(
        code="VISIT_MET",
        name=_("达标窗口"),
        unit=_("次"),
        kind=FLOW,
        definition=_(
            "应走访窗口中，在窗口内见到本人的入户走访至少一次的；规则允许时电话（视频）探访也算，按户走访的，"
            "见到同户任何一人都算。"
        ),
        facts=SLOTS,
        where=MET,
        breakdowns=PERSON_BREAKDOWNS,
        order=121,
    )
)
measures.add(
    Measure(
        code="DUE_RATE",
        name=_("走访频次达标率"),
        unit="%",
        kind=RATE,
        definition=_("达标窗口 ÷ 应走访窗口；只计最后一天已过的窗口。没有应走访窗口时不计算。"),
        parts=("VISIT_MET", "VISIT_DUE"),
        breakdowns=PERSON_BREAKDOWNS,
        order=122,
    )
)
measures.add(
    Measure(
        code="ELDER_MONTH_N",
        name=_("特殊困难老年人（月末在名单）"),
        unit=_("人月"),
        kind=FLOW,
        definition=_(
            "月末在核定服务名单上、当日属于特殊困难老年人类别的人，含年满 60 周岁的重度残疾人；每人每月计一次，"
            "月份结束后计。"
        ),
        facts=MONTHS,
        where=_special_elders,
        breakdowns=PERSON_BREAKDOWNS,
        order=124,
    )
)
measures.add(
    Measure(
        code="ELDER_MONTH_SEEN",
        name=_("特殊困难老年人当月已探访"),
        unit=_("人月"),
        kind=FLOW,
        definition=_("月末在名单的特殊困难老年人中，当月入户走访或电话（视频）探访见到（联系到）本人至少一次的。"),
        facts=MONTHS,
        where=lambda: _special_elders() & seen_in_month(),
        breakdowns=PERSON_BREAKDOWNS,
        order=125,
    )
)
measures.add(
    Measure(
        code="ELDER_MONTH_RATE",
        name=_("特殊困难老年人月探访率"),
        unit="%",
        kind=RATE,
        definition=_("当月已探访 ÷ 月末在名单；一季、一年为各月分子、分母分别相加后相除。月份结束后计。"),
        parts=("ELDER_MONTH_SEEN", "ELDER_MONTH_N"),
        breakdowns=PERSON_BREAKDOWNS,
        order=126,
    )
)
measures.add(
    Measure(
        code="MS_LISTED",
        name=_("名单上的救助对象"),
        unit=_("人"),
        kind=DISTINCT,
        definition=_(
            "本期任一月末在核定服务名单上、当日属于社会救助类别的人，同一人只计一次；各月、各站不能相加。月份结束后计。"
        ),
        facts=MONTHS,
        where=_relief,
        breakdowns=PERSON_BREAKDOWNS,
        order=128,
    )
)
measures.add(
    Measure(
        code="MS_SERVED",
        name=_("接受专业服务的救助对象"),
        unit=_("人"),
        kind=DISTINCT,
        definition=_(
            "名单上的救助对象中，当月接受个案面谈、小组、心理疏导或能力提升与生计发展（SA06）服务至少一次的人，同一人只计一次。"
        ),
        facts=MONTHS,
        where=lambda: _relief() & professionally_served(),
        breakdowns=PERSON_BREAKDOWNS,
        order=129,
    )
)
measures.add(
    Measure(
        code="MS_RATE",
        name=_("救助对象专业服务覆盖率"),
        unit="%",
        kind=RATE,
        definition=_("接受专业服务的救助对象 ÷ 名单上的救助对象，都按人去重；每个周期重新计算，不由各月相加。"),
        parts=("MS_SERVED", "MS_LISTED"),
        breakdowns=PERSON_BREAKDOWNS,
        order=130,
    )
)


def _follow_contacts(served: set[Served]) -> None:
    """A contact may meet windows of the person and of her household, wherever they are owed."""
    days = sorted({on for _person, on in served})
    for station, first, last in _owed({person for person, _on in served}, days[0], days[-1]):
        if any(first <= on <= last for on in days):
            mark([(station, last)])


def _touch_people(ids: Iterable[UUID], since: date | None) -> None:
    """Categories, the household, or whose contacts these are changed."""
    mark((station, last) for station, _first, last in _owed(set(ids), since or date.min, date.max))


def _owed(people: set[UUID], first: date, last: date) -> Iterator[tuple[UUID, date, date]]:
    """Station and days of the windows and months of these people and those who live with them."""
    homed = Person.objects.unscoped(WHY).filter(pk__in=people).exclude(household=None)
    households = set(homed.values_list("household", flat=True))
    together = set(Person.objects.unscoped(WHY).filter(household__in=households).values_list("pk", flat=True))
    slots, months = (
        model.objects.unscoped(WHY).filter(person__in=people | together, until_on__gte=first, from_on__lte=last)
        for model in (VisitSlot, ListMonth)
    )
    columns = ("station_id", "from_on", "until_on")
    yield from slots.order_by().values_list(*columns).union(months.order_by().values_list(*columns))


def _touch_categories(_editions: Iterable[UUID], since: date | None) -> None:
    """Which categories are special elders or relief was published anew."""
    mark_station(Station.objects.unscoped(WHY).values_list("pk", flat=True), since)


followers.add(Follower("visiting.measures", _follow_contacts))
touchers.add(Toucher("visiting.counted", "person", _touch_people))
touchers.add(Toucher("visiting.household", "person.household", _touch_people))
touchers.add(Toucher("visiting.categories", "catalogue.categories", _touch_categories))
