from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.actors import Actor
from yimi.core.commands import Importer, importers
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.locking import LockTerm, lock_terms
from yimi.ui.panels import NavItem, account_menu

from . import actions
from .queries import term

account_menu.add(
    NavItem(
        key="catalogue",
        label=gettext_lazy("目录"),
        url_name="catalogue:list",
        permission=Permission.CATALOGUE_VIEW,
        order=70,
    )
)

journal_sentences.add(Sentence("catalogue.load_edition", gettext_lazy("载入目录草稿")))
journal_sentences.add(Sentence("catalogue.publish_edition", gettext_lazy("发布目录")))
journal_sentences.add(Sentence("catalogue.discard_edition", gettext_lazy("弃用目录草稿")))


def import_catalogue(path: Path, by: Actor) -> str:
    """`yimi import catalogue FILE|FOLDER`: a file becomes a draft, a folder is loaded and published."""
    if Path(path).is_dir():
        editions = actions.load_folder(Path(path), by=by)
        return _("已载入并发布 %(count)d 个目录版本。") % {"count": len(editions)}
    edition = actions.load_edition(path, by=by)
    return _("已载入：%(edition)s（%(state)s）。") % {"edition": edition, "state": edition.get_state_display()}


def _workdays_to_lock(day: date) -> int | None:
    """For how many workdays of the next month a month stays open (月度数字锁定)."""
    found = term(day, "month_lock")
    return found.workdays if found else None


lock_terms.add(LockTerm("catalogue", _workdays_to_lock))
importers.add(Importer("catalogue", import_catalogue))
