"""Publishing a version (发布) and repealing a document (废止). What is published stands as it is."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.inbox.actions import send
from yimi.inbox.queries import holders
from yimi.inbox.words import without_numbers
from yimi.policies.fields import bare, words_of
from yimi.policies.models import Document, Version
from yimi.policies.queries import receiving_places

from .steps import draft_of, locked, newest_of, reason_of


@transaction.atomic
def publish_document(pk: UUID, *, by: User, version: int | None = None) -> Document:
    """Publish the draft (发布): from now on it never changes, and who may read the document reads it."""
    row = locked(pk, by, version)
    draft = draft_of(row)
    if draft is None:
        raise RuleBroken(_("没有待发布的草稿。"), code="no_draft")
    _refuse_unready(draft, newest_of(row))
    draft.state, draft.published_on, draft.published_by = Version.State.PUBLISHED, clock.today(), by
    draft.save(update_fields=["state", "published_on", "published_by"])
    row.issued_on, row.published_on = draft.issued_on, row.published_on or draft.published_on
    row.words = words_of(row.title, row.number, bare(row.number_key), row.issuer, draft.text)
    row.version += 1
    row.save()
    journal.record("policies.publish_document", by, row, digest=row.digest)
    _tell_receivers(row, draft, by)
    return row


def _tell_receivers(row: Document, published: Version, by: User) -> None:
    """Tell those who sign for the offices that it was sent to (收文通知)."""
    areas, stations = receiving_places(published)
    told = holders(Permission.POLICY_RECEIVE, areas=areas, stations=stations)
    title, key = _("有文件待签收"), f"policy:{published.pk}"
    send(
        told,
        kind="policy",
        title=title,
        text=without_numbers(row.title),
        url=f"/app/policies/{row.pk}/",
        by=by,
        key=key,
    )


def _refuse_unready(draft: Version, before: Version | None) -> None:
    if not draft.text and not draft.file_digest:
        raise RuleBroken(_("没有正文，也没有附件，不能发布。"), code="nothing_to_publish")
    if before and draft.valid_from <= before.valid_from:
        said = {"nth": before.nth, "on": before.valid_from.isoformat()}
        raise RuleBroken(_("施行日期应晚于第 %(nth)s 版的施行日期 %(on)s。") % said, code="version_not_later")


@transaction.atomic
def repeal_document(pk: UUID, *, by: User, on: date, reason: str, version: int | None = None) -> Document:
    """Say from which day the document holds no more, with no other in its place (废止)."""
    row = locked(pk, by, version)
    if row.published_on is None:
        raise RuleBroken(_("还没有发布的文件不用废止，弃用草稿即可。"), code="not_published")
    first = row.versions.filter(state=Version.State.PUBLISHED).order_by("nth").first()
    if first and on < first.valid_from:
        raise invalid("on", _("废止日期不能早于施行日期 %(on)s。") % {"on": first.valid_from.isoformat()})
    row.repealed_on, row.repealed_because = on, reason_of(reason)
    row.version += 1
    row.save()
    journal.record("policies.repeal_document", by, row)
    return row
