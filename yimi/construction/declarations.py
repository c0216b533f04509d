"""What construction declares upward: its pages and panel, guards, findings to be tracked, the words of the journal."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import Section, sections
from yimi.ledgers.chronicle import Chronicler, chroniclers
from yimi.ledgers.materials import Material, materials
from yimi.tracking.sources import Source, sources
from yimi.ui.panels import NavItem, Panel, account_menu, panels

from . import actions, guarding, queries  # noqa: F401 (mandatory items keep a station from opening)
from .actions.accepting import SOURCE
from .chronicle import steps, unveiled
from .materials import checklists, events, photos
from .panels import of_station, rooms

account_menu.add(NavItem("construction", _("建站进度"), "construction:list", Permission.BUILDING_VIEW, order=66))
panels.add(Panel("construction", "station", Permission.BUILDING_VIEW, of_station, order=10))
panels.add(Panel("construction.rooms", "station", Permission.BUILDING_VIEW, rooms, order=30))


def _page(item: UUID) -> str:
    code = queries.station_of_item(item)
    return reverse("construction:station", args=[code]) if code else ""


def _settled(item: UUID, by: Actor) -> None:
    actions.rectified(item, by=by)


for key, label, files in (
    ("building", _("建站验收清单"), checklists),
    ("site_photos", _("标识和场地照片"), photos),
    ("unveilings", _("揭牌活动一览表"), events),
):
    materials.add(Material(key=key, label=label, permission=Permission.BUILDING_VIEW, files=files))
for key, label, permission, tell in (
    ("unveilings", _("揭牌活动"), Permission.BUILDING_VIEW, unveiled),
    ("stations", _("站点变动"), Permission.STATION_VIEW, steps),
):
    chroniclers.add(Chronicler(key=key, label=label, permission=permission, tell=tell, order=10))
sources.add(Source(SOURCE, _("建站验收"), _page, _settled, order=10))
sections.add(
    Section(
        "stations",
        _("社工站建设"),
        (
            "STATION_ON",
            "STATION_BUILT",
        ),
        of_areas=True,
        order=10,
    )
)

for act, says in (
    ("construction.save_self_check", _("保存建站自查")),
    ("construction.finish_self_check", _("完成建站自查")),
    ("construction.record_accepted", _("补录验收清单")),
    ("construction.begin_acceptance", _("开始验收")),
    ("construction.judge", _("保存验收结果")),
    ("construction.conclude", _("作出验收结论")),
    ("construction.rectified", _("整改项复查通过")),
    ("construction.spot_check", _("抽查建站项目")),
    ("construction.add_photo", _("上传建站照片")),
    ("construction.remove_photo", _("移除建站照片")),
    ("construction.put_unveiling", _("登记揭牌活动")),
    ("construction.void_unveiling", _("撤销揭牌活动")),
):
    journal_sentences.add(Sentence(act, says))
