"""What finds people and what is known of two files being one person's (检索与查重)."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField

from .person import Person

SHELVES = 128


def shelf_of(station_id: UUID) -> int:
    """Where new tokens of a station's people are put."""
    return station_id.int % SHELVES


class TokenSet(models.QuerySet):
    def having(self, tokens: Iterable[int]) -> "TokenSet":
        """The rows of these tokens, on whatever shelf they lie."""
        return self.filter(shelf__in=range(SHELVES), token__in=tokens)


class SearchToken(models.Model):
    """A keyed token of a name, number, phone or file number (检索令牌): search without plaintext.

    Tokens fall anywhere in their index. `shelf` parts it, so that the people of a station, who are mostly
    written together, lie in few pages; it says nothing else, and stays when a file moves.
    """

    pk = models.CompositePrimaryKey("number", "token")
    number = models.BigIntegerField(_("内部编号"))
    token = models.BigIntegerField(_("令牌"))
    shelf = models.SmallIntegerField(_("分架"))
    area_path = models.CharField(_("区划路径"), max_length=80)

    objects = TokenSet.as_manager()

    class Meta:
        verbose_name = _("检索令牌")
        indexes = [models.Index(fields=["shelf", "token", "area_path", "number"], name="search_by_token")]

    class Privacy:
        plain = {"number", "token", "shelf", "area_path"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Pair(Scoped):
    """Two files that may be one person's (疑似重复), with the reasons, until somebody says what they are."""

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        DIFFERENT = "different", _("不是同一人")
        MERGED = "merged", _("已并档")

    reach = Reach(station="first__station_id", area="first__area_path", county="first__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("第一份档案"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("第二份档案"))
    score = models.PositiveSmallIntegerField(_("相似程度"))
    reasons = models.JSONField(_("理由"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("发现时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )
    decided_at = models.DateTimeField(_("核对时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("疑似重复")
        indexes = [models.Index(fields=["state", "-score", "-id"], name="pairs_to_decide")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(name="pair_in_one_order", condition=Q(first__lt=F("second"))),
        ]

    class Privacy:
        plain = {"id", "score", "state", "found_at", "decided_by", "decided_at"}
        guarded = {"first", "second", "reasons"}
        sealed: set[str] = set()


class Merge(Scoped):
    """Two files made one (并档): what was kept, what was dropped, and all that is needed to undo it.

    `before` holds the rows as they were, sealed with the merge's own key.
    """

    reach = Reach(station="keep__station_id", area="keep__area_path", county="keep__county_id")
    key_owner = ("merge", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    keep = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("保留的档案"))
    drop = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("并入的档案"))
    reason = SealedField(_("事由"))
    before = SealedField(_("并档前"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("办理时间"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("并档")
        constraints = [
            models.CheckConstraint(name="merge_of_two_files", condition=~Q(keep=F("drop"))),
            models.UniqueConstraint(fields=["drop"], condition=Q(undone_at=None), name="merged_once"),
        ]

    class Privacy:
        plain = {"id", "by", "at", "undone_by", "undone_at"}
        guarded = {"keep", "drop"}
        sealed = {"reason", "before"}


class Reveal(Scoped):
    """A look at a masked value (查看隐去的信息): whose, which field, by whom, why; kept before the value leaves."""

    class Field(models.TextChoices):
        NAME = "name", _("姓名")
        ID_NUMBER = "id_number", _("证件号码")
        PHONE = "phone", _("电话")
        ADDRESS = "address", _("住址")
        EMERGENCY_PHONE = "emergency_phone", _("紧急联系电话")
        GUARDIAN_PHONE = "guardian_phone", _("监护人电话")
        DISABILITY_NUMBER = "disability_number", _("残疾人证号")
        HEALTH_NOTE = "health_note", _("健康情况")

    reach = Reach(station="person__station_id", area="person__area_path", county="person__county_id")
    key_owner = ("person", "person_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="reveals", verbose_name=_("服务对象"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    field = models.CharField(_("查看内容"), max_length=20, choices=Field)
    on = models.DateField(_("日期"))
    is_own = models.BooleanField(_("本人负责的对象"))
    reason = SealedField(_("事由"), null=True)

    class Meta:
        verbose_name = _("查看隐去的信息")
        indexes = [models.Index(fields=["by", "on"], name="reveals_of_a_day")]

    class Privacy:
        plain = {"id", "by", "field", "on", "is_own"}
        guarded = {"person"}
        sealed = {"reason"}
