"""Signing for a document (签收): an office says that it has it. Who reads how often is kept nowhere."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission
from yimi.policies.models import Recipient
from yimi.policies.queries import Sheet, sheet_for


@transaction.atomic
def open_for_office(pk: UUID, *, by: User) -> list[Recipient]:
    """Note the first time that a receiving office opened the document (首次打开); nothing after it."""
    rows = _locked(sheet_for(by, pk), by, opened_at=None)
    for row in rows:
        row.opened_at, row.opened_by = clock.now(), by
        row.save(update_fields=["opened_at", "opened_by"])
    if rows:
        journal.record("policies.open_for_office", by, ("document", pk))
    return rows


@transaction.atomic
def sign_for_office(pk: UUID, *, by: User) -> list[Recipient]:
    """Sign for the newest version in the name of her office (签收). Signing again changes nothing."""
    sheet = sheet_for(by, pk)
    if not sheet.mine:
        raise RuleBroken(_("这份文件没有要求您的单位签收。"), code="not_a_recipient")
    rows = _locked(sheet, by, signed_at=None)
    for row in rows:
        row.opened_at, row.opened_by = row.opened_at or clock.now(), row.opened_by or by
        row.signed_at, row.signed_by = clock.now(), by
        row.save(update_fields=["opened_at", "opened_by", "signed_at", "signed_by"])
    if rows:
        journal.record("policies.sign_for_office", by, ("document", pk))
    return rows


def _locked(sheet: Sheet, by: User, **still: None) -> list[Recipient]:
    """The rows of her office on the newest version, locked, that are still open."""
    mine = [row.pk for row in sheet.mine]
    rows = Recipient.objects.allowed(by, Permission.POLICY_RECEIVE).filter(pk__in=mine, **still)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
