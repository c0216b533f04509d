"""Reminding (一键提醒): via the county, of each thing once a workday, between 8:30 and 17:30."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.text import clean
from yimi.inbox import plans, queries
from yimi.inbox.items import Item
from yimi.inbox.models import Reminder
from yimi.inbox.plans import Letter, Plan, Skip
from yimi.inbox.words import MOST_WORDS, has_numbers, one_line, without_numbers
from yimi.ui import formats

from .sending import send

KIND = "reminder"


@dataclass(frozen=True)
class Outcome:
    """What came of it: what was reminded of, and what was left out with its reason."""

    sent: list[Reminder]
    skipped: list[Skip]


@transaction.atomic
def remind(items: Sequence[Item], *, by: User, words: str = "", batch: UUID | None = None) -> Outcome:
    """Remind the offices that owe these items (一键提醒). Sending a batch twice reminds once.

    It is refused outside the hours; items that cannot be reminded of are left out by name.
    """
    batch = batch or new_id()
    if there := queries.batch_of(by, batch):
        return Outcome(there, [])
    said, plan = _checked(words), plans.planned(items, by=by)
    _refuse_untimely(plan)
    for letter in plan.letters:
        _keep(letter, by, batch)
    sent = queries.batch_of(by, batch)
    for letter in plan.letters:
        _tell(letter, {(row.kind, row.item_id) for row in sent}, said, by, batch)
    for row in sent:
        journal.record("inbox.remind", by, row)
    return Outcome(sent, plan.skipped)


def _checked(words: str) -> str:
    said = clean(words)
    if len(said) > MOST_WORDS:
        raise invalid("words", _("附言最多 200 字。"))
    if has_numbers(said):
        raise invalid("words", _("消息里不能写证件号码和电话号码。"))
    return said


def _refuse_untimely(plan: Plan) -> None:
    if not plan.letters:
        why = "；".join(dict.fromkeys(str(skip.why) for skip in plan.skipped))
        raise RuleBroken(_("没有可以提醒的事项：%(why)s。") % {"why": why}, code="nothing_to_remind")
    if plan.opens_at:
        when = formats.moment(plan.opens_at)
        told = _("提醒只在工作日 8:30–17:30 发送，%(when)s起可以发送。") % {"when": when}
        raise RuleBroken(told, code="not_now", opens_at=plan.opens_at.isoformat())


def _keep(letter: Letter, by: User, batch: UUID) -> None:
    """Write down what is reminded of; where somebody else was first today, hers is kept."""
    told = [str(user.pk) for user in letter.recipients]
    rows = [
        Reminder(
            kind=item.kind, item_id=item.id, title=one_line(without_numbers(item.title))[:200], url=item.url,
            area=item.area, county=item.county, station=item.station, on=clock.today(), sent_at=clock.now(),
            sender=by, told=told, batch=batch,
        )
        for item in letter.items
    ]  # fmt: skip
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(letter: Letter, mine: set[tuple[str, UUID]], said: str, by: User, batch: UUID) -> None:
    """One message to each contact of an office, of what this batch is the first to remind of."""
    if not any((item.kind, item.id) in mine for item in letter.items):
        return
    with override(settings.LANGUAGE_CODE):
        text = "\n".join([letter.text, *([_("附言：%(words)s") % {"words": said}] if said else [])])
    send(
        letter.recipients,
        kind=KIND,
        title=letter.title,
        text=text,
        url=letter.link,
        by=by,
        key=f"{batch}:{letter.place}",
    )
