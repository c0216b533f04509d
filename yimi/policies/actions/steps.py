"""What every step on a document shares (办理步骤): the row locked, as its editor has seen it."""

from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Area
from yimi.policies.models import Document, Version
from yimi.policies.queries import own_office, sheet_for

LONGEST_REASON = 200


def locked(pk: UUID, by: User, version: int | None = None) -> Document:
    """The document of her own office, locked, in the version she has seen; else 404 or 409."""
    rows = Document.objects.select_related("area").select_for_update(of=("self",))
    row = rows.filter(own_office(by), voided_at=None).get_allowed(by, Permission.POLICY_WRITE, pk=pk)
    if version is not None and version != row.version:
        said = _("这份文件刚被别人改过，请核对后再保存。")
        raise RuleBroken(said, code="stale", current=sheet_for(by, pk).plain())
    return row


def one_at_a_time() -> None:
    """Hold the library until the end of the transaction, so that two writers see each other's numbers and relations."""
    Area.objects.select_for_update(no_key=True).filter(parent=None).first()


def draft_of(row: Document) -> Version | None:
    return row.versions.filter(state=Version.State.DRAFT).first()


def newest_of(row: Document) -> Version | None:
    """The newest published version."""
    return row.versions.filter(state=Version.State.PUBLISHED).order_by("-nth").first()


def reason_of(words: str, path: str = "reason") -> str:
    words = clean(words or "")
    if not words:
        raise invalid(path, _("请填写原因。"))
    if len(words) > LONGEST_REASON:
        raise invalid(path, _("最多 200 字。"))
    return words


def refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid({path: [said] for path, said in faults.items()})
