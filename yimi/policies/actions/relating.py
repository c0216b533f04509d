"""What one document is to another (文件关系): it replaces, implements or amends it. Relations never run in a circle."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.policies.models import Document, Relation
from yimi.policies.queries import documents_for

from .steps import locked, one_at_a_time, reason_of

REPLACES, AMENDS = Relation.Kind.REPLACES, Relation.Kind.AMENDS


@transaction.atomic
def relate(
    source: UUID, *, by: User, kind: str, target: UUID, since_on: date | None = None, though_later: bool = False
) -> Relation:
    """Say that a document of her office replaces, implements or amends another. Said again, it is the same.

    Only documents of the same office are replaced or amended. One that was issued later is replaced only where she
    says that it is meant so.
    """
    one_at_a_time()
    row = locked(source, by)
    other = documents_for(by).filter(pk=target).first()
    if kind not in Relation.Kind.values:
        raise invalid("kind", _("请选择关系。"))
    if other is None:
        raise invalid("target", _("找不到这份文件。"))
    there = Relation.objects.filter(source=row, kind=kind, target=other, withdrawn_at=None).first()
    if there:
        return there
    since_on = since_on or _begins(row)
    _check(row, kind, other, since_on, though_later)
    made = Relation.objects.create(source=row, kind=kind, target=other, since_on=since_on)
    journal.record("policies.relate", by, row, refs=[("document", str(other.pk))])
    return made


@transaction.atomic
def withdraw_relation(pk: UUID, *, by: User, reason: str) -> Relation:
    """Take a relation back that was said by mistake (撤销关系)."""
    there = Relation.objects.filter(pk=pk, withdrawn_at=None).first()
    row = locked(there.source_id if there else pk, by)
    if there is None:
        raise RuleBroken(_("这条关系已经撤销。"), code="relation_withdrawn")
    there.withdrawn_at, there.withdrawn_because = clock.now(), reason_of(reason)
    there.save(update_fields=["withdrawn_at", "withdrawn_because"])
    journal.record("policies.withdraw_relation", by, row, refs=[("document", str(there.target_id))])
    return there


def _begins(row: Document) -> date:
    """When the document first holds, which is when it takes another's place."""
    version = row.versions.exclude(state="discarded").order_by("nth").first()
    return version.valid_from if version else row.issued_on


def _check(row: Document, kind: str, other: Document, since_on: date, though_later: bool) -> None:
    if other.pk == row.pk:
        raise invalid("target", _("不能与自己建立关系。"))
    if kind in (REPLACES, AMENDS) and other.area_id != row.area_id:
        raise invalid("target", _("只能代替、修改本级发文；上级文件请选“落实”。"))
    if other.published_on is None:
        raise invalid("target", _("对方还是草稿，发布以后再建立关系。"))
    if kind == REPLACES and since_on < _begins(other):
        said = {"on": _begins(other).isoformat()}
        raise invalid("since_on", _("不能早于被代替文件的施行日期 %(on)s。") % said)
    if kind == REPLACES and other.issued_on > row.issued_on and not though_later:
        said = {"on": other.issued_on.isoformat()}
        raise invalid("though_later", _("被代替的文件印发在后（%(on)s）。确实如此，请勾选确认。") % said)
    if _leads(other.pk, to=row.pk):
        raise invalid(
            "target", _("《%(title)s》已经直接或间接以本文件为对象，再建立关系就成了循环。") % {"title": other.title}
        )


def _leads(first: UUID, *, to: UUID) -> bool:
    """Whether relations lead from one document to another."""
    seen, edge = {first}, {first}
    while edge:
        rows = Relation.objects.filter(source__in=edge, withdrawn_at=None).values_list("target", flat=True)
        edge = set(rows) - seen
        if to in edge:
            return True
        seen |= edge
    return False
