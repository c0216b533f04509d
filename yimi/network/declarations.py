"""What the network declares upward: its pages, its importers and the words of its journal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.commands import Importer, importers
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.errors import invalid
from yimi.core.files import read_table
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu, nav

from . import actions

nav.add(NavItem("stations", gettext_lazy("站点"), "network:list", Permission.STATION_VIEW, order=40))
account_menu.add(NavItem("areas", gettext_lazy("区划"), "network:areas", Permission.STATION_VIEW, order=60))

account_menu.add(
    NavItem("organisations", gettext_lazy("机构"), "network:organisations", Permission.STATION_VIEW, order=62)
)
account_menu.add(NavItem("calendar", gettext_lazy("工作日历"), "network:calendar", Permission.STATION_VIEW, order=64))

journal_sentences.add(Sentence("network.load_areas", gettext_lazy("导入区划")))
journal_sentences.add(Sentence("network.recode_area", gettext_lazy("变更区划")))
journal_sentences.add(Sentence("network.load_units", gettext_lazy("导入管理单元")))
journal_sentences.add(Sentence("network.put_station", gettext_lazy("新建或修改站点")))
journal_sentences.add(Sentence("network.building", gettext_lazy("开工建设站点")))
journal_sentences.add(Sentence("network.self_checked", gettext_lazy("站点自查完成")))
journal_sentences.add(Sentence("network.accepting", gettext_lazy("开始站点验收")))
journal_sentences.add(Sentence("network.rectifying", gettext_lazy("站点转入整改")))
journal_sentences.add(Sentence("network.accepted", gettext_lazy("站点验收合格")))
journal_sentences.add(Sentence("network.operating", gettext_lazy("站点开始运营")))
journal_sentences.add(Sentence("network.suspended", gettext_lazy("站点暂停运营")))
journal_sentences.add(Sentence("network.closed", gettext_lazy("撤销站点")))
journal_sentences.add(Sentence("network.merged", gettext_lazy("撤并站点")))
journal_sentences.add(Sentence("network.put_served", gettext_lazy("登记服务区域")))
journal_sentences.add(Sentence("network.date_unveiling", gettext_lazy("记下揭牌日期")))
journal_sentences.add(Sentence("network.put_organisation", gettext_lazy("新建或修改机构")))
journal_sentences.add(Sentence("network.put_calendar_day", gettext_lazy("调整工作日")))
journal_sentences.add(Sentence("network.remove_calendar_day", gettext_lazy("取消工作日调整")))

LARGEST = settings.MAX_UPLOAD


def import_areas(path: Path, by: Actor) -> str:
    """`yimi import areas FILE.csv`: divisions by code."""
    table = read_table(path.name, _bytes(path))
    rows = [record for _number, record in table.records()]
    return _("区划：%(done)s") % {"done": actions.load_areas(rows, by=by, source=path.name)}


def import_changes(path: Path, by: Actor) -> str:
    """`yimi import area-changes FILE.csv`: new codes, names and areas above, and areas that are abolished."""
    rows = [record for _number, record in read_table(path.name, _bytes(path)).records()]
    return _("区划变更：%(done)s") % {"done": actions.recode_areas(rows, by=by, source=path.name)}


def import_units(path: Path, by: Actor) -> str:
    """`yimi import units FILE.yaml`: management units and what they cover."""
    return _("管理单元：%(done)s") % {"done": actions.load_units(_listed(path, "units"), by=by, source=path.name)}


def import_stations(path: Path, by: Actor) -> str:
    """`yimi import stations FILE.yaml`: stations, their dates counted from today where they are numbers."""
    return _("站点：%(done)s") % {"done": actions.load_stations(_listed(path, "stations"), by=by, today=clock.today())}


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise invalid("file", _("没有这个文件：%(path)s") % {"path": path})
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _listed(path: Path, name: str) -> list[Mapping[str, Any]]:
    """The list of mappings under a name in a YAML file."""
    try:
        found = yaml.safe_load(_bytes(path).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise invalid(path.name, _("不是能读的 YAML：%(why)s") % {"why": wrong}) from wrong
    rows = found.get(name) if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise invalid(path.name, _("文件里要有一个名为 %(name)s 的列表。") % {"name": name})
    return rows


importers.add(Importer("areas", import_areas))
importers.add(Importer("area-changes", import_changes))
importers.add(Importer("units", import_units))
importers.add(Importer("stations", import_stations))
