"""Programmes (方案): a group with its members, an activity with its notice. Sessions themselves are contacts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Programme(Scoped):
    """What a station plans to do with many people (方案): need, goals, way, risks; reviewed by the head."""

    reach = Reach(station="station_id", area="station__area_path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("社工站"), related_name="+")
    county = models.ForeignKey(Area, models.PROTECT, verbose_name=_("市县"), related_name="+")
    name = SealedField(_("名称"))
    planned_on = models.DateField(_("方案日期"))
    place = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("服务地点"), related_name="+")
    need = SealedField(_("需求"), null=True)
    goals = SealedField(_("目标"), null=True)
    process = SealedField(_("内容和过程"), null=True)
    risks = SealedField(_("安全预案"), null=True)
    budget = models.PositiveIntegerField(_("预算（分）"), null=True, blank=True)
    approved_on = models.DateField(_("审核日期"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("审核人"), related_name="+"
    )
    review = SealedField(_("审核意见"), null=True)
    evaluation = SealedField(_("评估和总结"), null=True)
    evaluated_on = models.DateField(_("评估日期"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)
    cancel_reason = SealedField(_("取消原因"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("编制人"), related_name="+")
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        abstract = True

    class Privacy:
        plain = {
            "id", "station", "county", "planned_on", "place", "budget", "approved_on", "approved_by",
            "evaluated_on", "archived_on", "cancelled_on", "created_by", "digest", "version", "state",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"name", "need", "goals", "process", "risks", "review", "evaluation", "cancel_reason"}

    @property
    def is_over(self) -> bool:
        return self.archived_on is not None or self.cancelled_on is not None


class Group(Programme):
    """A group (小组): several sessions with the same people; phases of MZ/T 095-2017."""

    class Type(models.TextChoices):
        SUPPORT = "support", _("支持小组")
        EDUCATION = "education", _("教育小组")
        GROWTH = "growth", _("成长小组")
        THERAPY = "therapy", _("治疗小组")
        MUTUAL = "mutual", _("互助小组")
        INTEREST = "interest", _("兴趣小组")

    class State(models.TextChoices):
        PLANNED = "planned", _("筹备期")
        APPROVED = "approved", _("已审核")
        RUNNING = "running", _("进行中")
        ENDING = "ending", _("结束期")
        EVALUATED = "evaluated", _("已评估")
        ARCHIVED = "archived", _("已归档")
        CANCELLED = "cancelled", _("已取消")

    class Phase(models.TextChoices):
        FORMING = "forming", _("形成期")
        TRANSITION = "transition", _("转折期")
        MATURITY = "maturity", _("成熟期")

    key_owner = ("group", "id")

    group_type = models.CharField(_("小组类型"), max_length=10, choices=Type)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    phase = models.CharField(_("发展阶段"), max_length=10, choices=Phase, blank=True, default="")
    theory = SealedField(_("理论依据"), null=True)
    choosing = SealedField(_("组员招募"), null=True)
    sessions_planned = models.PositiveSmallIntegerField(_("计划节数"), null=True, blank=True)
    tool = SealedField(_("前后测工具"), null=True)
    started_on = models.DateField(_("开始日期"), null=True, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    people: models.ManyToManyField = models.ManyToManyField(
        Person, through="GroupMember", related_name="+", verbose_name=_("组员")
    )

    class Meta:
        verbose_name = _("小组")
        indexes = [models.Index(fields=["station", "-planned_on", "-id"], name="group_by_station")]
        constraints = [
            models.CheckConstraint(
                name="group_ends_after_its_plan", condition=Q(ended_on=None) | Q(ended_on__gte=models.F("planned_on"))
            ),
        ]

    class Privacy:
        plain = Programme.Privacy.plain | {"group_type", "phase", "sessions_planned", "started_on", "ended_on"}
        guarded: set[str] = set()
        sealed = Programme.Privacy.sealed | {"theory", "choosing", "tool"}

    def __str__(self):
        return f"{self.get_group_type_display()} {self.planned_on}"


class GroupMember(Scoped):
    """A member of a group (组员), from a day to a day, with her scores before and after (前后测)."""

    reach = Reach(station="group__station_id", area="group__station__area_path", county="group__county_id")

    group = models.ForeignKey(Group, models.CASCADE, related_name="members", verbose_name=_("小组"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(_("退出日期"), null=True, blank=True)
    before = models.PositiveSmallIntegerField(_("前测得分"), null=True, blank=True)
    after = models.PositiveSmallIntegerField(_("后测得分"), null=True, blank=True)

    class Meta:
        verbose_name = _("组员")
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="member_once_a_group"),
            models.CheckConstraint(
                name="member_leaves_after_joining", condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "group", "joined_on", "left_on"}
        guarded = {"person", "before", "after"}
        sealed: set[str] = set()

    def __str__(self):
        return str(self.joined_on)


class Activity(Programme):
    """An activity in the community (社区活动): plan, notice, sign-in and head count in the ledger, summary.

    Of a deliberation (议事协商) also what the residents decided, and what came of it.
    """

    class Form(models.TextChoices):
        EVENT = "event", _("社区活动")
        PUBLICITY = "publicity", _("政策宣传")
        DELIBERATION = "deliberation", _("议事协商")

    class State(models.TextChoices):
        PLANNED = "planned", _("筹备中")
        APPROVED = "approved", _("已审核")
        ANNOUNCED = "announced", _("已通知")
        EVALUATED = "evaluated", _("已总结")
        ARCHIVED = "archived", _("已归档")
        CANCELLED = "cancelled", _("已取消")

    key_owner = ("activity", "id")

    form = models.CharField(_("形式"), max_length=12, choices=Form, default=Form.EVENT)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    meets_on = models.DateField(_("拟举办日期"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("预计人数"), null=True, blank=True)
    volunteers = models.PositiveSmallIntegerField(_("志愿者人数"), null=True, blank=True)
    decisions = SealedField(_("决议"), null=True)
    results = SealedField(_("办理和公开结果"), null=True)
    notice = SealedField(_("通知"), null=True)
    announced_on = models.DateField(_("通知日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("社区活动方案")
        indexes = [models.Index(fields=["station", "-planned_on", "-id"], name="activity_by_station")]

    class Privacy:
        plain = Programme.Privacy.plain | {"form", "meets_on", "expected", "volunteers", "announced_on"}
        guarded: set[str] = set()
        sealed = Programme.Privacy.sealed | {"notice", "decisions", "results"}

    def __str__(self):
        return f"{self.get_form_display()} {self.planned_on}"
