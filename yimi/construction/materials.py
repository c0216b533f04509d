"""What the building of stations gives to inspections (迎检材料): checklists with results, photos, unveilings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.models import Edition
from yimi.core.errors import RuleBroken
from yimi.core.files.pictures import JPEG, smaller
from yimi.core.permissions import Permission
from yimi.ledgers.materials import File, table
from yimi.ledgers.queries import stations_in
from yimi.ledgers.spans import Span

from .actions import open_photo
from .events import unveilings
from .guide import Guide, guide_of
from .models import AcceptanceItem, Checklist, SitePhoto, Unveiled

MOST_PHOTOS, LONGEST = 200, 1200  # photos, pixels: some thirty megabytes
VIEW = Permission.BUILDING_VIEW
BOX = "标识和场地照片"
ITEMS = (
    "社工站", "市县", "类别", "编号", "核查内容", "必备", "自查结果", "自查说明", "验收结果", "验收说明", "验收日期",
)  # fmt: skip
EVENTS = ("揭牌日期", "活动名称", "市县", "地点", "揭牌站点", "参加领导（单位和职务）", "验收前揭牌的原因")


def checklists(by: User, span: Span) -> Iterator[File]:
    """建站验收清单: every item of every station of the range, with what the station found and the inspector."""
    items = AcceptanceItem.objects.allowed(by, VIEW).filter(station__in=stations_in(by, VIEW, span))
    items = items.select_related("station__county").order_by("station__county__order", "station__code", "nth")
    guides = _guides(items)
    yield from table("建站验收清单", ITEMS, [_item(each, guides[each.checklist_id]) for each in items], by)


def _guides(items: QuerySet[AcceptanceItem]) -> dict[UUID, Guide]:
    """The guide of each checklist, every edition read once."""
    kept = dict(Checklist.objects.unscoped("已可见项目的清单").filter(items__in=items).values_list("pk", "edition"))
    guides = {pk: guide_of(edition) for pk, edition in Edition.objects.in_bulk(set(kept.values())).items()}
    return {checklist: guides[edition] for checklist, edition in kept.items()}


def _item(item: AcceptanceItem, guide: Guide) -> Sequence[object]:
    words = guide.items[item.code]
    return (
        item.station.name, item.station.county.name, guide.groups.get(words.group, ""), item.code, words.name,
        "是" if item.is_mandatory else "", str(item.get_own_result_display()), item.own_note,
        str(item.get_result_display()), item.note, item.inspected_on,
    )  # fmt: skip


def photos(by: User, span: Span) -> Iterator[File]:
    """标识和场地照片: the photos of the items of each station, made small; scans are left out."""
    rows = SitePhoto.objects.allowed(by, VIEW).filter(station__in=stations_in(by, VIEW, span), removed_at=None)
    rows = rows.filter(item__isnull=False, content_type=JPEG).select_related("station", "item")
    found = list(rows.order_by("station__county__order", "station__code", "item__nth", "added_at"))
    if len(found) > MOST_PHOTOS:
        words = {"n": len(found), "most": MOST_PHOTOS}
        raise RuleBroken(_("共 %(n)s 张照片，超过 %(most)s 张，请按市县或社工站生成。") % words, code="too_many_photos")
    items = AcceptanceItem.objects.unscoped("已可见照片的项目").filter(photos__in=found)
    guides, seen = _guides(items) if found else {}, Counter[str]()
    for photo in found:
        name = _named(photo, guides)
        seen[name] += 1
        yield f"{BOX}/{name}-{seen[name]}.jpg", smaller(open_photo(photo.pk, by=by)[2], LONGEST)


def _named(photo: SitePhoto, guides: dict[UUID, Guide]) -> str:
    """What is on a photo, as the name of its file: the station and the item."""
    item = photo.item
    words = guides[item.checklist_id].items[item.code].name if item else ""
    return f"{photo.station.short_name or photo.station.name} {words[:16]}".replace("/", "／").strip()


def events(by: User, span: Span) -> Iterator[File]:
    """揭牌活动一览表: the unveilings of the days at the stations of the range."""
    there = Unveiled.objects.filter(station__in=stations_in(by, VIEW, span))
    rows = unveilings(by).filter(pk__in=there.values("unveiling"), voided_on=None, on__range=(span.first, span.last))
    listed = [
        (
            each.on, each.title, each.county.name if each.county else "", each.place,
            "、".join(one.station.name for one in each.unveiled.all()), each.leaders, each.early_reason,
        )
        for each in rows.order_by("on", "id")
    ]  # fmt: skip
    yield from table("揭牌活动一览表", EVENTS, listed, by)
