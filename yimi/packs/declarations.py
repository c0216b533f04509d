"""What packs declare upward: their page, the export that makes them, what they make themselves, the journal's words."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Outlet, outlets
from yimi.ledgers.materials import Material, materials
from yimi.ledgers.queries import area_of
from yimi.ui.panels import NavItem, account_menu

from . import own, writing
from .forms import PackForm

account_menu.add(NavItem("packs", _("迎检材料包"), "packs:choose", Permission.EXPORT, order=32))
journal_sentences.add(Sentence("packs.make", _("生成迎检材料包")))
for key, label, permission, files in (
    ("outline", _("汇报提纲"), Permission.FIGURES_VIEW, own.outline),
    ("stations", _("社工站一览表"), Permission.STATION_VIEW, own.stations),
    ("figures", _("主要工作数据表"), Permission.FIGURES_VIEW, own.figures),
):
    materials.add(Material(key=key, label=label, permission=permission, files=files))
outlets.add(
    Outlet(
        key="pack", label=_("迎检材料包"), permission=Permission.CONTACT_VIEW, form=PackForm,
        count=writing.count, steps=writing.steps, area=area_of, name=writing.name_of, is_offered=False, order=120,
    )
)  # fmt: skip
