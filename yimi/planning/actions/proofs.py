"""Photos and scans as proof of steps and duties (佐证材料): added, shown and removed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal, seal
from yimi.core.errors import RuleBroken
from yimi.core.files.sent import MOST_FILES, file_name, kept
from yimi.core.files.vault import Vault
from yimi.core.ids import new_id
from yimi.planning.models import Duty, DutyFile, Milestone, MilestoneFile
from yimi.planning.queries.roadmap import Subject, file_for

from .locking import duty_to_write, milestone_to_write

Files = Iterable[tuple[str, bytes]]


@transaction.atomic
def add_files(pk: UUID, *, by: User, subject: Subject, files: Files) -> Milestone | Duty:
    """Add proof to a step or a duty (添加佐证), also after it is done. The same bytes again are the same file."""
    row = milestone_to_write(pk, by) if subject == "milestone" else duty_to_write(pk, by)
    keep_files(row, by, files)
    return row


def keep_files(row: Milestone | Duty, by: User, files: Files) -> None:
    """Keep them with a row that is locked."""
    there = set(row.files.filter(removed_at=None).values_list("digest", flat=True))
    for name, content in files:
        sent = kept(content)
        if sent.digest in there:
            continue
        there.add(sent.digest)
        if len(there) > MOST_FILES:
            raise RuleBroken(_("每项最多 %(most)d 个佐证文件。") % {"most": MOST_FILES}, code="too_many_files")
        model: Any = row.files.model
        file = model(
            id=new_id(), of=row, content_type=sent.content_type, octets=len(sent.content), digest=sent.digest,
            added_by=by, added_at=clock.now(),
        )  # fmt: skip
        seal.write(file, name=file_name(name, sent.content_type))
        _vault(file).put(str(file.pk), sent.content)
        file.save(force_insert=True)
        _record("add_file", by, file)


@transaction.atomic
def remove_file(pk: UUID, *, by: User, subject: Subject) -> Milestone | Duty:
    """Take a file away (移除佐证); it is shown no more, and stays sealed with what it proved."""
    file = file_for(by, pk, subject)
    row = milestone_to_write(file.of_id, by) if subject == "milestone" else duty_to_write(file.of_id, by)
    file.removed_at = clock.now()
    file.save(update_fields=["removed_at"])
    _record("remove_file", by, file)
    return row


@transaction.atomic
def open_file(pk: UUID, *, by: User, subject: Subject) -> tuple[str, str, bytes]:
    """The name, type and bytes of a proof (查看佐证), written down before it is shown."""
    file = file_for(by, pk, subject)
    _record("read_file", by, file)
    return file.opened["name"] or "", file.content_type, _vault(file).get(str(file.pk))


def _record(act: str, by: User, file: MilestoneFile | DutyFile) -> None:
    journal.record(f"planning.{act}", by, file.of, station=getattr(file.of, "station_id", None), digest=file.digest)


def _vault(file: MilestoneFile | DutyFile) -> Vault:
    return Vault(file.key_owner[0], file.of_id, root="files")
