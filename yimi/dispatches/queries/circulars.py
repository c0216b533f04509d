"""What can be read of circulars (半年通报): drafts by those who make them, what is issued by every office."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.dispatches.models import Circular, Receipt
from yimi.dispatches.terms import terms
from yimi.network.models import Area, Station
from yimi.reports.documents import words_of
from yimi.reports.models import Report

ORDER = ("-last", "id")
View, Hold, Sign = Permission.DISPATCH_VIEW, Permission.DISPATCH_HOLD, Permission.CIRCULAR_SIGN
SHORT = "short"  # 存在的不足


def circulars_for(actor: Actor) -> QuerySet[Circular]:
    """What is issued, and before that only what she makes or signs."""
    made = Circular.objects.allowed(actor, View).filter(
        Q(state__in=Circular.OUT) | Q(report__in=_reports(actor, Hold)) | Q(report__in=_reports(actor, Sign))
    )  # fmt: skip
    signed = Count("receipts", filter=Q(receipts__received_at__isnull=False))
    return made.select_related("report__area").annotate(asked=Count("receipts"), signed=signed)


def _reports(actor: Actor, permission: Permission) -> QuerySet[Report]:
    """The half-year reports of the province on which she holds a permission."""
    rows = Report.objects.allowed(actor, permission)
    return rows.filter(cadence="half_year", level="province", number=1).exclude(state=Report.State.EXCUSED)


def circular_for(actor: Actor, pk: UUID) -> Circular:
    """The circular, or 404."""
    row = circulars_for(actor).select_related("report__area", "drafted_by", "signed_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    seal.read(row, "why_back")
    return row


def may_draft(actor: Actor, row: Circular) -> bool:
    return _reports(actor, Hold).filter(pk=row.report_id).exists()


def may_sign(actor: Actor, row: Circular) -> bool:
    """Whether she may sign it: nobody signs what she drafted."""
    return row.drafted_by_id != actor.id and _reports(actor, Sign).filter(pk=row.report_id).exists()


def reports_to_begin(actor: Actor) -> QuerySet[Report]:
    """The half-year reports of the province on which there is no circular yet, the newest first."""
    there = Circular.objects.unscoped("已有通报的报告").values("report")
    return _reports(actor, Hold).exclude(pk__in=there).select_related("area").order_by("-last", "id")


def receipts_of(actor: Actor, row: Circular) -> list[Receipt]:
    """Who signed for it and answered, in the official order, within her reach."""
    rows = Receipt.objects.allowed(actor, View).filter(circular=row).select_related("county", "received_by")
    found = list(rows.order_by("county__order"))
    seal.read(found, "reply")
    return found


def own_receipt(actor: Actor, row: Circular) -> Receipt | None:
    """The line of her own 市县, where she signs for one."""
    grants = [grant.on_id for grant in actor.grants_for(Hold) if grant.on_kind == "area"]
    mine = Receipt.objects.allowed(actor, Hold).filter(circular=row, county__in=grants)
    return mine.select_related("county", "circular").first()


def short_words(report: Report) -> str:
    return words_of(report).get(SHORT, "")


def refuse_names(report: Report) -> None:
    """What falls short is told of what is common to many: no station and none of its people is named (不点名)."""
    said = short_words(report)
    named = [*_stations_in(said), *_people_in(said)]
    if named:
        words = _("“存在的不足”只讲共性问题，不点社工站和个人的名：%s。请改写后再送。") % "、".join(named[:3])
        raise RuleBroken(words, code="names_somebody", current={"named": named[:3]})


def _stations_in(said: str) -> Iterable[str]:
    rows = Station.objects.unscoped("站名公开").values_list("name", "short_name")
    return dict.fromkeys(name for pair in rows for name in pair if len(name) > 1 and name in said)


def _people_in(said: str) -> Iterable[str]:
    if not said:
        return ()
    rows = User.objects.unscoped("通报不点个人的名").values_list("name", flat=True)
    return dict.fromkeys(name for name in rows if len(name) > 1 and name in said)


def counties_named(report: Report) -> list[str]:
    """市县 that the shortcomings name: a hint, not a refusal."""
    said = short_words(report)
    rows = Area.objects.filter(is_ranked=True).order_by("order").values_list("short_name", flat=True)
    return [name for name in rows if name in said]


def issued_in(year: int) -> int:
    """How many circulars of a year are out (精文减会)."""
    return Circular.objects.unscoped("本年通报份数").filter(issued_on__year=year).count()


def quota() -> tuple[int, int]:
    """How many are out this year, of how many that there should be at most."""
    return issued_in(clock.today().year), terms().circulars_a_year


def next_number() -> str:
    """A number that could be given."""
    year = clock.today().year
    return terms().number % {"year": year, "n": issued_in(year) + 1}
