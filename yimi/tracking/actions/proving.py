"""Proof that an item is settled (提交佐证), and whether somebody else sees it so (复查)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, Stale, invalid
from yimi.core.files.sent import MOST_FILES, Kept, file_name, kept
from yimi.core.files.vault import Vault
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.tracking import queries
from yimi.tracking.models import ProofFile, Step, TrackedItem
from yimi.tracking.sources import sources

from .telling import tell_head
from .writing import LONGEST, add_step, in_state, locked, move, refuse_stale, words_of

State, What = TrackedItem.State, Step.What


@transaction.atomic
def submit_proof(
    pk: UUID, *, by: Actor, step: UUID, words: str, files: Sequence[tuple[str, bytes]] = (), version: int | None = None
) -> TrackedItem:
    """Hand in what proves that it is settled (提交佐证), by who owes it. Sending twice hands it in once."""
    item = locked(pk, by, Permission.TRACKING_ANSWER)
    if not queries.may_answer(by, item):
        raise RuleBroken(_("这件事项由责任单位办理。"), code="forbidden", status=403)
    words, sent = _checked(words, files)
    if _is_there(item, step, words, [each.digest for _name, each in sent]):
        return item
    refuse_stale(item, version)
    in_state(item, State.OPEN)
    made = add_step(item, What.PROOF, by, words, step)
    for name, each in sent:
        _keep(made, name, each)
    return move(item, State.ANSWERED, by, "prove")


def _checked(words: str, files: Sequence[tuple[str, bytes]]) -> tuple[str, list[tuple[str, Kept]]]:
    if len(files) > MOST_FILES:
        raise invalid("file", _("一次最多上传 %(most)d 个文件。") % {"most": MOST_FILES})
    said = words_of(words, "words", _("请写明办理情况，2 到 500 字。"))
    return said, [(name, kept(content)) for name, content in files]


def _is_there(item: TrackedItem, step: UUID, words: str, digests: list[str]) -> bool:
    """Whether this very proof was handed in before; another under its id is refused."""
    there = Step.objects.unscoped("同号办理过程").filter(pk=step).first()
    if there is None:
        return False
    if there.item_id != item.pk:
        raise RuleBroken(_("这个编号已被使用。"), code="id_taken")
    seal.read(there, "words")
    if there.opened["words"] != words or sorted(there.files.values_list("digest", flat=True)) != sorted(digests):
        raise Stale(_("同一编号已有内容不同的佐证。"), code="differs")
    return True


def _keep(step: Step, name: str, sent: Kept) -> None:
    file = ProofFile(
        id=new_id(), step=step, item_id=step.item_id, content_type=sent.content_type, octets=len(sent.content),
        digest=sent.digest,
    )  # fmt: skip
    seal.write(file, name=file_name(name, sent.content_type))
    _vault(step.item_id).put(str(file.pk), sent.content)
    file.save(force_insert=True)


@transaction.atomic
def open_file(pk: UUID, *, by: Actor) -> tuple[str, str, bytes]:
    """The name, type and bytes of a proof, written down before it is shown."""
    file = queries.file_for(by, pk)
    journal.record("tracking.read_file", by, file.item, digest=file.digest)
    return file.opened["name"] or "", file.content_type, _vault(file.item_id).get(str(file.pk))


@transaction.atomic
def recheck(
    pk: UUID, *, by: Actor, accept: bool, words: str = "", due_on: date | None = None, version: int | None = None
) -> TrackedItem:
    """Look whether it is settled (复查): closed, or returned with a reason. Nobody rechecks what she handed in."""
    item = locked(pk, by, Permission.TRACKING_RECHECK, version)
    in_state(item, State.ANSWERED)
    if queries.has_answered(by, item) or queries.may_answer(by, item):
        raise RuleBroken(_("自己办理的事项要由他人复查。"), code="own_work")
    if accept:
        return _close(item, by, clean(words)[:LONGEST])
    if due_on and due_on < clock.today():
        raise invalid("due_on", _("期限不能早于今天。"))
    add_step(item, What.RETURNED, by, words_of(words, "words", _("请写明退回原因，2 到 500 字。")))
    item.due_on = due_on or item.due_on
    move(item, State.OPEN, by, "return")
    tell_head(item, by, is_back=True)
    return item


def _close(item: TrackedItem, by: Actor, words: str) -> TrackedItem:
    add_step(item, What.CLOSED, by, words)
    item.closed_on = clock.today()
    move(item, State.CLOSED, by, "close")
    if source := sources.get(item.source_kind):
        source.closed(item.source_id, by)
    return item


def _vault(item: UUID) -> Vault:
    return Vault("tracked", item, root="files")
