"""What is done with editions (目录): load a file as a draft, publish it, discard it."""

from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import declare, journal
from yimi.core.actors import Actor, may
from yimi.core.clock import today
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission

from . import queries
from .loader import Policy, read_policy
from .models import Edition, Kind, State

# In this order, because services name categories, and assist names both.
FILES = [
    Kind.CATEGORIES, Kind.SERVICES, Kind.EVALUATION, Kind.BUILDING, Kind.ASSIST, Kind.NOTICES, Kind.REGISTERS,
    Kind.PAPERS, Kind.TERMS, Kind.CADENCES, Kind.PACKS, Kind.LOCAL_MODES, Kind.PLANS,
]  # fmt: skip


def load_edition(path: Path | str, *, by: Actor) -> Edition:
    """Load a policy file as a draft (载入). The same content again changes nothing."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise invalid("file", _("读不到文件 %(path)s。") % {"path": path}) from error
    return load_policy(data, by=by)


@transaction.atomic
def load_policy(data: bytes, *, by: Actor) -> Edition:
    """Load the bytes of a policy file as a draft; a draft of the same version is replaced."""
    _require_publisher(by)
    policy = read_policy(data, queries.known_codes())
    there = (
        Edition.objects.select_for_update().filter(kind=policy.kind, code=policy.code, version=policy.version).first()
    )
    if there and there.checksum == policy.checksum:
        return there
    if there and there.is_published:
        said = {"version": policy.version}
        raise RuleBroken(_("版本 %(version)s 已发布，不可更改；请改用新的版本号。") % said, code="edition_published")
    edition = there or Edition(kind=policy.kind, code=policy.code, version=policy.version)
    _fill(edition, policy)
    journal.record("catalogue.load_edition", by, edition, digest=edition.checksum)
    return edition


def _fill(edition: Edition, policy: Policy) -> None:
    edition.name = policy.name
    edition.is_official = policy.is_official
    edition.effective_from = policy.effective_from
    edition.effective_to = policy.effective_to
    edition.content = policy.content
    edition.checksum = policy.checksum
    edition.save()


@transaction.atomic
def publish_edition(pk: UUID, *, by: Actor) -> Edition:
    """Publish a draft (发布). From now on it never changes; it applies from its effective day."""
    _require_publisher(by)
    edition = _draft_for(pk)
    queries.check_again(edition)
    edition.state = State.PUBLISHED
    edition.published_on = today()
    edition.save(update_fields=["state", "published_on"])
    journal.record("catalogue.publish_edition", by, edition, digest=edition.checksum)
    declare.touch(f"catalogue.{edition.kind}", [edition.pk], edition.effective_from)
    return edition


@transaction.atomic
def discard_edition(pk: UUID, *, by: Actor) -> None:
    """Throw a draft away (弃用草稿). Nothing was made under it."""
    _require_publisher(by)
    edition = _draft_for(pk)
    journal.record("catalogue.discard_edition", by, edition, digest=edition.checksum)
    edition.delete()


def _draft_for(pk: UUID) -> Edition:
    edition = queries.or_404(Edition.objects.select_for_update(), pk)
    if edition.is_published:
        raise RuleBroken(_("该版本已发布，不可更改。"), code="edition_published")
    return edition


def _require_publisher(by: Actor) -> None:
    if not may(by, Permission.CATALOGUE_PUBLISH):
        raise RuleBroken(_("没有权限。"), code="forbidden", status=403)


def load_folder(folder: Path, *, by: Actor) -> list[Edition]:
    """Load and publish a province's policy files (目录文件夹). Doing it again changes nothing."""
    editions = []
    for kind in FILES:
        path = Path(folder) / f"{kind}.yaml"
        if path.exists():
            editions.append(load_and_publish(path, by=by))
    return editions


@transaction.atomic
def load_and_publish(path: Path, *, by: Actor) -> Edition:
    """Load one policy file and publish it at once (载入并发布); what is wrong is named with its file."""
    try:
        edition = load_edition(path, by=by)
    except Invalid as error:
        raise Invalid({f"{path.name} {place}": said for place, said in error.fields.items()}) from error
    return edition if edition.is_published else publish_edition(edition.pk, by=by)
