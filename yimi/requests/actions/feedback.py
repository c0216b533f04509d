"""Saying what is a burden (投诉建议), with or without one's name, and answering it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken, Stale, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.requests.fields import FeedbackFields
from yimi.requests.models import Demand, Feedback
from yimi.requests.queries.demands import demands_for
from yimi.requests.queries.feedback import office_of

LONGEST = 1000
OFFICES = ("county", "province")


@transaction.atomic
def send_feedback(pk: UUID, *, by: User, fields: FeedbackFields) -> Feedback:
    """Send a complaint or suggestion (提出投诉建议). Without a name, nothing says who sent it, the journal neither."""
    text, sender = clean(fields.text), None if fields.anonymous else by
    demand = _checked(fields, text, by)
    digest = seal.digest({"kind": fields.kind, "to": fields.to, "text": text, "demand": fields.demand})
    there = Feedback.objects.unscoped("同号投诉建议").filter(pk=pk).first()
    if there is not None:
        return _same(there, sender, digest)
    row = Feedback(
        pk=pk, kind=fields.kind, area=office_of(by, fields.to), demand=demand, sender=sender, sent_on=clock.today(),
        digest=digest,
    )  # fmt: skip
    seal.write(row, text=text)
    row.save(force_insert=True)
    journal.record("requests.send_feedback", sender or SYSTEM, row)
    return row


@transaction.atomic
def answer_feedback(pk: UUID, *, by: User, answer: str, version: int | None = None) -> Feedback:
    """Answer it (答复), or better an answer that was given."""
    rows = Feedback.objects.select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.FEEDBACK_ANSWER, pk=pk)
    answer = clean(answer or "")
    if not 2 <= len(answer) <= LONGEST:
        raise invalid("answer", _("请写明答复，2 到 %d 字。") % LONGEST)
    if version is not None and version != row.version:
        raise Stale(_("刚有同事答复过，请核对后再办。"), current={"id": str(row.pk), "version": row.version})
    seal.write(row, answer=answer)
    row.answered_on, row.answered_by, row.version = clock.today(), by, row.version + 1
    row.save()
    journal.record("requests.answer_feedback", by, row)
    return row


def _checked(fields: FeedbackFields, text: str, by: User) -> Demand | None:
    faults = {}
    if fields.kind not in Feedback.Kind.values:
        faults["kind"] = [_("请选择投诉或建议。")]
    if fields.to not in OFFICES:
        faults["to"] = [_("请选择交给谁。")]
    if not 2 <= len(text) <= LONGEST:
        faults["text"] = [_("请写明内容，2 到 %d 字。") % LONGEST]
    found = demands_for(by).filter(pk=fields.demand).first() if fields.demand else None
    if fields.demand and found is None:
        faults["demand"] = [_("没有这件填报事项。")]
    if faults:
        raise Invalid(faults)
    return found


def _same(there: Feedback, sender: User | None, digest: str) -> Feedback:
    if there.digest != digest or there.sender_id != (sender.pk if sender else None):
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    return there
