"""Registers (底册): the lists that offices keep of people in hardship, as they were last imported, and what changed.

A register is a denominator and a source of people to look for. Nobody is served, visited or counted because of it:
who is to be visited stands on the 核定服务名单.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Profile(Scoped):
    """How one place's tables of one source are laid out (导入方案): which column is which, as somebody once said."""

    class Layout(models.TextChoices):
        MEMBER = "member", _("一人一行")
        HOUSEHOLD = "household", _("一户一行，成员在各列")

    reach = Reach(area="area__path")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("适用区划"))
    source = models.CharField(_("来源"), max_length=16)
    layout = models.CharField(_("排列方式"), max_length=10, choices=Layout, default=Layout.MEMBER)
    columns = models.JSONField(_("列的对应"), default=dict)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("更新人"))
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("导入方案")
        constraints = [models.UniqueConstraint(fields=["area", "source"], name="profile_once_a_source")]

    class Privacy:
        plain = {"id", "area", "source", "layout", "columns", "updated_by", "updated_at"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Register(Scoped):
    """One register of one place (底册): 低保名册 of a county, as of the day of its last table."""

    reach = Reach(area="area__path")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    source = models.CharField(_("来源"), max_length=16)
    as_of = models.DateField(_("截至日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("底册")
        constraints = [models.UniqueConstraint(fields=["area", "source"], name="register_once_a_source")]

    class Privacy:
        plain = {"id", "area", "source", "as_of"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Update(Scoped):
    """One table that brought a register up to a day (底册更新), and what it changed in numbers."""

    reach = Reach(area="register__area__path")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, models.CASCADE, related_name="updates", verbose_name=_("底册"))
    as_of = models.DateField(_("截至日期"))
    is_whole = models.BooleanField(_("是全部名单"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人"))
    begun_at = models.DateTimeField(_("开始时间"))
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    counts = models.JSONField(_("结果"), default=dict)

    class Meta:
        verbose_name = _("底册更新")
        indexes = [models.Index(fields=["register", "-begun_at"], name="updates_of_a_register")]

    class Privacy:
        plain = {"id", "register", "as_of", "is_whole", "by", "begun_at", "done_at", "counts"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Entry(Scoped):
    """One person on a register (底册条目), and whose file she is matched with.

    `key` is a keyed hash of her number, or of name, birth date and household where she has none. `area` is the
    village in which she lives, or the smallest place that was recognised; `station` serves it. `gone_on` is the day
    of the table in which she was missing.
    """

    class Match(models.TextChoices):
        AUTO = "auto", _("已对上")
        SETTLED = "settled", _("已核对")
        UNSURE = "unsure", _("待核对")
        NONE = "none", _("未建档")
        ELSEWHERE = "elsewhere", _("站外已有档案")

    MATCHED = (Match.AUTO, Match.SETTLED)

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("entry", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.ForeignKey(Register, models.CASCADE, related_name="entries", verbose_name=_("底册"))
    key = models.CharField(_("条目指纹"), max_length=64)
    digest = models.CharField(_("内容摘要"), max_length=64)
    name = SealedField(_("姓名"))
    id_number = SealedField(_("证件号码"), null=True)
    phone = SealedField(_("电话"), null=True)
    address = SealedField(_("住址"), null=True)
    fingerprint = models.CharField(_("证件指纹"), max_length=64, null=True)  # noqa: DJ001 (null: no number)
    sex = models.CharField(_("性别"), max_length=8, default="unknown")
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    category = models.CharField(_("对象类别"), max_length=16)
    since_on = models.DateField(_("起始日期"), null=True, blank=True)
    relation = models.CharField(_("与户主关系"), max_length=20, blank=True)
    household_key = models.CharField(_("户"), max_length=64, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("居住地"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="register_entries", verbose_name=_("服务对象")
    )
    match = models.CharField(_("对照"), max_length=10, choices=Match, default=Match.NONE)
    candidates = models.JSONField(_("可能是"), default=list)
    first_on = models.DateField(_("首次在册"))
    last_on = models.DateField(_("最近在册"))
    gone_on = models.DateField(_("不再在册"), null=True, blank=True)
    update = models.ForeignKey(Update, models.PROTECT, related_name="+", verbose_name=_("最近更新"))

    class Meta:
        verbose_name = _("底册条目")
        indexes = [
            models.Index(fields=["station", "match", "-id"], name="entries_of_a_station"),
            models.Index(fields=["register", "match", "-id"], name="entries_of_a_register"),
            models.Index(fields=["fingerprint"], name="entries_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "key", "category"], name="entry_once_on_a_register"),
            models.CheckConstraint(
                name="entry_matched_with_somebody",
                condition=Q(match__in=("auto", "settled"), person__isnull=False)
                | Q(match__in=("unsure", "none", "elsewhere"), person=None),
            ),
            models.CheckConstraint(name="entry_seen_in_order", condition=Q(last_on__gte=F("first_on"))),
        ]

    class Privacy:
        plain = {
            "id", "register", "key", "digest", "fingerprint", "area", "station", "county", "match", "first_on",
            "last_on", "gone_on", "update",
        }  # fmt: skip
        guarded = {
            "sex", "birth_on", "category", "since_on", "relation", "household_key", "person", "candidates",
        }  # fmt: skip
        sealed = {"name", "id_number", "phone", "address"}


class Difference(Scoped):
    """What one table says otherwise than the one before (差异): somebody new, gone, or changed; a to-do until done."""

    class Kind(models.TextChoices):
        NEW = "new", _("新增")
        GONE = "gone", _("减少")
        CHANGED = "changed", _("变更")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        DONE = "done", _("已处理")

    reach = Reach(station="entry__station_id", area="entry__area__path", county="entry__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="differences", verbose_name=_("底册条目"))
    update = models.ForeignKey(Update, models.CASCADE, related_name="differences", verbose_name=_("底册更新"))
    kind = models.CharField(_("种类"), max_length=8, choices=Kind)
    fields = models.JSONField(_("变更内容"), default=list)
    state = models.CharField(_("状态"), max_length=6, choices=State, default=State.OPEN)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    done_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("差异")
        indexes = [models.Index(fields=["state", "-id"], name="differences_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "update", "kind"], name="difference_once"),
            models.CheckConstraint(
                name="difference_done_by_somebody",
                condition=Q(state="open", done_at=None) | Q(state="done", done_at__isnull=False),
            ),
        ]

    class Privacy:
        plain = {"id", "entry", "update", "kind", "state", "done_by", "done_at"}
        guarded = {"fields"}
        sealed: set[str] = set()
