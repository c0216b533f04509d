"""Whether a document holds on a day (效力): told of one in Python and of many in SQL, by the same rule."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from yimi.core.scope import ScopedQuerySet

from .models import Document, Relation, Version


class Standing(TextChoices):
    """How a document stands on a day (效力)."""

    DRAFT = "draft", _("草稿")
    COMING = "coming", _("尚未施行")
    IN_FORCE = "in_force", _("现行有效")
    REPLACED = "replaced", _("已被代替")
    EXPIRED = "expired", _("已过有效期")
    REPEALED = "repealed", _("已废止")


def standing_of(document: Document, published: Sequence[Version], replaced_on: date | None, day: date) -> Standing:
    """How it stands on this day; `published` are its published versions, oldest first."""
    if not published:
        return Standing.DRAFT
    if document.repealed_on and document.repealed_on <= day:
        return Standing.REPEALED
    if replaced_on and replaced_on <= day:
        return Standing.REPLACED
    current = version_on(published, day)
    if current is None:
        return Standing.COMING
    if current.valid_until and current.valid_until < day:
        return Standing.EXPIRED
    return Standing.IN_FORCE


def version_on(published: Sequence[Version], day: date) -> Version | None:
    """The version that has begun last by this day."""
    return next((version for version in reversed(published) if version.valid_from <= day), None)


def in_force(documents: ScopedQuerySet, day: date) -> ScopedQuerySet:
    """Of these documents those that hold on this day."""
    begun = Version.objects.unscoped("文件的效力").filter(
        document=OuterRef("pk"), state=Version.State.PUBLISHED, valid_from__lte=day
    )
    rows = documents.annotate(current=Subquery(begun.order_by("-nth").values("pk")[:1]))
    holds = Version.objects.unscoped("文件的效力").filter(pk=OuterRef("current"))
    holds = holds.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    rows = rows.filter(Exists(holds), Q(repealed_on=None) | Q(repealed_on__gt=day))
    return rows.exclude(pk__in=replacing().filter(since_on__lte=day).values("target"))


def replacing() -> QuerySet[Relation]:
    """The relations by which one document takes the place of another, once it is published."""
    rows = Relation.objects.filter(kind=Relation.Kind.REPLACES, withdrawn_at=None)
    return rows.filter(source__published_on__isnull=False)
