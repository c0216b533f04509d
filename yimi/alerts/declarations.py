"""What daily monitoring declares upward: its job, its entry, the panel, a section of reports, a source of items."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core import clock, jobs
from yimi.core.actors import SYSTEM, Actor
from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.figures.sections import DAILY, MONTHLY, WEEKLY, Section, sections
from yimi.tracking.sources import Source, sources
from yimi.ui.panels import NavItem, Panel, account_menu, panels, work

from . import actions
from .panels import today
from .reporting import safety
from .terms import ready_at

account_menu.add(NavItem("alerts", _("日监测"), "alerts:day", Permission.ALERT_VIEW, order=28))
work.add(NavItem("alerts", _("安全提醒"), "alerts:list", Permission.ALERT_VIEW, order=55))
panels.add(Panel("alerts.today", "home", Permission.ALERT_VIEW, today, order=5))
sections.add(Section("safety", _("安全事项"), cadences=(DAILY, WEEKLY, MONTHLY), blocks=safety, order=5))


def _page(pk: UUID) -> str:
    return reverse("alerts:alert", args=[pk])


def _settled(pk: UUID, by: Actor) -> None:
    actions.settle_followed(pk, by=by)


sources.add(Source(actions.SOURCE, _("日监测"), url=_page, closed=_settled, order=40))


def owed(since: date, today: date) -> list[str]:
    """Every day that is over; the last one from its hour of the next morning on."""
    now = clock.now()
    return [day for day in jobs.days_over(since, today) if now >= ready_at(date.fromisoformat(day))]


def compute(day: str) -> None:
    actions.compute_day(date.fromisoformat(day), by=SYSTEM)


jobs.jobs.add(jobs.Job("alerts.daily", compute, owed=owed))

for act, says in (
    ("alerts.compute_day", _("生成日监测")),
    ("alerts.explain_alert", _("说明安全提醒")),
    ("alerts.resolve_alert", _("办结安全提醒")),
    ("alerts.escalate_alert", _("升级安全提醒")),
):
    journal_sentences.add(Sentence(act, says))
