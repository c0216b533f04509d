"""What can be read of tracked items (督办事项): who may do what, how each stands, and the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import STATION, path_range
from yimi.core.text import clean
from yimi.core.workdays import add_workdays
from yimi.network.models import Station
from yimi.network.queries import ranked_areas, top_area
from yimi.ui.components import Rag

from .models import ProofFile, Step, TrackedItem
from .terms import terms

State = TrackedItem.State
SORTS = {"": ("due_on", "id"), "found": ("-found_on", "-id"), "station": ("county__order", "station__code", "id")}


@dataclass(frozen=True)
class Asked:
    """What the list is asked for. Empty state: everything that is not settled."""

    q: str = ""
    state: str = ""
    status: str = ""
    kind: str = ""
    level: str = ""
    source: str = ""
    county: str = ""
    station: str = ""
    whose: str = ""  # "mine": owed by the reader's own office or station


def items_for(actor: Actor, asked: Asked | None = None) -> QuerySet[TrackedItem]:
    """The items within her reach."""
    rows = TrackedItem.objects.allowed(actor, Permission.TRACKING_VIEW)
    rows = rows.select_related("station", "county", "raised_by")
    return rows.filter(_narrowed(actor, asked)) if asked else rows


def _narrowed(actor: Actor, asked: Asked) -> Q:
    exact = {
        "kind": asked.kind, "level": asked.level, "source_kind": asked.source, "county__code": asked.county,
        "station__code": clean(asked.station),
    }  # fmt: skip
    wanted = Q(**{name: value for name, value in exact.items() if value})
    wanted &= Q(state=asked.state) if asked.state else Q(state__in=TrackedItem.UNSETTLED) if not asked.q else Q()
    if asked.q:
        words = clean(asked.q)
        wanted &= Q(title__icontains=words) | Q(station__name__icontains=words)
    if asked.status:
        wanted &= _standing(asked.status)
    if asked.whose == "mine":
        wanted &= owed_by(actor)
    return wanted


def _standing(status: str) -> Q:
    """The items of one status, reckoned by the country's calendar of the whole province."""
    today, soon = clock.today(), soon_on()
    late = Q(state=State.OPEN, due_on__lt=today)
    watch = Q(state=State.OPEN, due_on__gte=today, due_on__lte=soon)
    return {"late": late, "watch": watch, "ok": Q(state__in=TrackedItem.UNSETTLED) & ~late & ~watch}.get(status, Q())


def soon_on() -> date:
    top = top_area()
    return add_workdays(clock.today(), terms().attention_days, top.path if top else "")


def status(item: TrackedItem, soon: date) -> Rag:
    """正常 / 需关注 / 未按时, computed from the day; an answered item waits for who rechecks and is not late."""
    if item.state != State.OPEN or item.due_on > soon:
        return Rag.OK
    return Rag.LATE if item.due_on < clock.today() else Rag.WATCH


def owed_by(actor: Actor) -> Q:
    """What she is to settle herself: items of her station, or of her county where no station is named.

    A village room has nobody of its own; who checks it for its township settles its items too.
    """
    owed = Q(pk__in=())
    checking = {grant.on_id for grant in actor.grants_for(Permission.BUILDING_CHECK)}
    for grant in actor.grants_for(Permission.TRACKING_ANSWER):
        if grant.on_kind == STATION:
            owed |= Q(station=grant.on_id)
        elif grant.area_path:
            of = Q(station__level=Station.Level.VILLAGE_ROOM) if grant.on_id in checking else Q(station=None)
            owed |= of & path_range("area__path", grant.area_path)
    return owed


def may_answer(actor: Actor, item: TrackedItem) -> bool:
    return TrackedItem.objects.filter(owed_by(actor), pk=item.pk).exists()


def may_recheck(actor: Actor, item: TrackedItem) -> bool:
    return TrackedItem.objects.allowed(actor, Permission.TRACKING_RECHECK).filter(pk=item.pk).exists()


def has_answered(actor: Actor, item: TrackedItem) -> bool:
    """Whether she herself has handed in proof of this item; then somebody else rechecks it."""
    return item.steps.filter(what=Step.What.PROOF, by=actor.id).exists()


def item_for(actor: Actor, pk: UUID) -> TrackedItem:
    row = items_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    seal.read(row, "detail")
    return row


def steps_of(item: TrackedItem) -> list[Step]:
    """What was done about the item, in order, with the files of each step."""
    steps = list(item.steps.select_related("by").prefetch_related("files"))
    seal.read(steps, "words")
    seal.read([file for step in steps for file in step.files.all()], "name")
    return steps


def file_for(actor: Actor, pk: UUID) -> ProofFile:
    file = ProofFile.objects.select_related("item").get_allowed(actor, Permission.TRACKING_VIEW, pk=pk)
    seal.read(file, "name")
    return file


def stations_to_ask(actor: Actor) -> QuerySet[Station]:
    """The stations of which she may raise items."""
    rows = Station.objects.allowed(actor, Permission.TRACKING_RECHECK).select_related("county")
    return rows.order_by("county__order", "code")


def counties_to_ask(actor: Actor) -> list:
    """The counties of which she may raise items: for the province alone."""
    grants = actor.grants_for(Permission.TRACKING_RECHECK)
    return list(ranked_areas()) if any(grant.on_kind == "province" for grant in grants) else []


def open_of_station(station: UUID, sources: Iterable[str] = ()) -> QuerySet[TrackedItem]:
    """Everything of a station that is not settled."""
    rows = TrackedItem.objects.unscoped("本站未办结的事项").filter(station=station, state__in=TrackedItem.UNSETTLED)
    return rows.filter(source_kind__in=list(sources)) if sources else rows


def open_of_sources(kind: str, ids: Iterable[UUID]) -> dict[UUID, TrackedItem]:
    """The unsettled item of each of these findings."""
    rows = TrackedItem.objects.unscoped("已能看到的来源").filter(
        source_kind=kind, source_id__in=list(ids), state__in=TrackedItem.UNSETTLED
    )
    return {row.source_id: row for row in rows}


def numbers(actor: Actor) -> dict[str, int]:
    """How many unsettled items stand how, within her reach."""
    today, soon = clock.today(), soon_on()
    is_open = Q(state=State.OPEN)
    return items_for(actor, Asked()).aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=owed_by(actor) & is_open),
        recheck=Count("pk", filter=Q(state=State.ANSWERED)),
        late=Count("pk", filter=is_open & Q(due_on__lt=today)),
        watch=Count("pk", filter=is_open & Q(due_on__gte=today, due_on__lte=soon)),
    )
