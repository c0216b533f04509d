"""The list of an action (应急关爱名单): one line for each household, what was done for it, and the visit afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station
from yimi.services.models import Contact

from .operations import Operation, ScopedWhileOpen


class What(models.TextChoices):
    """What came of a call or a visit (联络结果)."""

    TOLD = "told", _("已电话告知")
    MET = "met", _("已见面")
    MOVED = "moved", _("已转移")
    NOT_NEEDED = "not_needed", _("不需转移")
    REFUSED = "refused", _("不愿转移")
    AWAY = "away", _("不在本地")
    UNREACHABLE = "unreachable", _("联系不上")


class Line(ScopedWhileOpen):
    """One household of the list (名单户), or somebody who lives alone.

    `person` is whom to call; the others are `Member`s. Who has no file is a temporary line (临时对象) with her name
    here. `outcome` repeats the latest entry and `move_outcome` the latest that says whether they moved, so that boards
    cost one statement; the entries decide.
    """

    class WayOut(models.TextChoices):
        SHELTER = "shelter", _("安置点")
        KIN = "kin", _("投亲靠友")
        INSTITUTION = "institution", _("机构")

    class Source(models.TextChoices):
        FILES = "files", _("档案")
        TABLE = "table", _("镇村名单")
        HAND = "hand", _("手工添加")

    NEEDS = {
        "oxygen": _("用氧"),
        "ventilator": _("呼吸机"),
        "no_phone": _("无电话"),
        "bedridden": _("卧床"),
        "illness": _("重病"),
    }

    reach = Reach(station="station_id", area="area__path", county="county_id")
    key_owner = ("emergency", "operation_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="lines", verbose_name=_("应急关爱行动"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("村（居）"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    source = models.CharField(_("来源"), max_length=6, choices=Source, default=Source.FILES)
    household = models.UUIDField(_("家庭户"), null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("联系对象")
    )
    persons = models.PositiveSmallIntegerField(_("人数"), default=1)
    rank = models.PositiveSmallIntegerField(_("次序"), default=99)
    name = SealedField(_("姓名"))
    phone = SealedField(_("电话"))
    age = models.PositiveSmallIntegerField(_("年龄"), null=True, blank=True)
    dwelling = models.JSONField(_("住房情况"), default=list, blank=True)
    needs = models.JSONField(_("特别需要"), default=list, blank=True)
    languages = models.JSONField(_("语言"), default=list, blank=True)
    to_move = models.BooleanField(_("应转移"), default=False)
    responsible = SealedField(_("包户责任人"))
    responsible_phone = SealedField(_("责任人电话"))
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社工")
    )
    neighbour = SealedField(_("邻居联系人"))
    neighbour_phone = SealedField(_("邻居电话"))
    way_out = models.CharField(_("去向安排"), max_length=12, choices=WayOut, blank=True)
    way_out_place = SealedField(_("安置地点"))
    transport = SealedField(_("交通"))
    medicine = SealedField(_("药品和器械"))
    outcome = models.CharField(_("最新结果"), max_length=12, choices=What, blank=True)
    outcome_at = models.DateTimeField(_("结果时间"), null=True, blank=True)
    move_outcome = models.CharField(_("转移情况"), max_length=12, choices=What, blank=True)
    moved = models.PositiveSmallIntegerField(_("转移人数"), default=0)
    added_at = models.DateTimeField(_("列入时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("应急关爱名单户")
        indexes = [
            models.Index(fields=["operation", "rank", "id"], name="emergency_lines_in_order"),
            models.Index(fields=["station", "operation", "rank", "id"], name="emergency_lines_of_a_station"),
        ]
        constraints = [
            models.CheckConstraint(
                name="emergency_line_names_somebody", condition=Q(person__isnull=False) | Q(name__isnull=False)
            ),
            models.CheckConstraint(
                name="emergency_outcome_at_a_time",
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
            ),
        ]

    class Privacy:
        plain = {
            "id", "operation", "station", "area", "county", "source", "rank", "worker", "outcome_at", "added_at",
            "version",
        }  # fmt: skip
        guarded = {
            "household", "person", "persons", "age", "dwelling", "needs", "languages", "to_move", "way_out", "outcome",
            "move_outcome", "moved",
        }  # fmt: skip
        sealed = {
            "name", "phone", "responsible", "responsible_phone", "neighbour", "neighbour_phone", "way_out_place",
            "transport", "medicine",
        }  # fmt: skip

    def __str__(self):
        return str(self.pk)

    @property
    def is_temporary(self) -> bool:
        return self.person_id is None


class Member(ScopedWhileOpen):
    """A person of a line (名单成员) and the groups for which she is on the list; in an action once."""

    reach = Reach(station="line__station_id", area="line__area__path", county="line__county_id")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", verbose_name=_("应急关爱行动"))
    line = models.ForeignKey(Line, models.CASCADE, related_name="members", verbose_name=_("名单户"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("服务对象"))
    groups = models.JSONField(_("名单对象"), default=list, blank=True)

    class Meta:
        verbose_name = _("应急名单成员")
        constraints = [models.UniqueConstraint(fields=["operation", "person"], name="emergency_member_once_an_action")]

    class Privacy:
        plain = {"id", "operation", "line"}
        guarded = {"person", "groups"}
        sealed: set[str] = set()

    def __str__(self):
        return str(self.pk)


class Outcome(ScopedWhileOpen):
    """One entry of what came of a call or a visit (联络记录). Never changed; a wrong one is taken back with a reason.

    Whichever order entries arrive in, the one with the latest time stands, of several at one time that with the
    greatest id. `contact` is the same in the ledger, where the line has a file and it is no drill.
    """

    reach = Reach(station="station_id", area="line__area__path", county="line__county_id")
    key_owner = ("emergency", "operation_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", verbose_name=_("应急关爱行动"))
    line = models.ForeignKey(Line, models.CASCADE, related_name="outcomes", verbose_name=_("名单户"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    what = models.CharField(_("联络结果"), max_length=12, choices=What)
    at = models.DateTimeField(_("时间"))
    on = models.DateField(_("日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    received_at = models.DateTimeField(_("收到时间"))
    persons = models.PositiveSmallIntegerField(_("人数"), default=1)
    persuaded = models.PositiveSmallIntegerField(_("劝导次数"), null=True, blank=True)
    is_reported = models.BooleanField(_("已报村镇"), default=False)
    place = SealedField(_("去向"))
    contact = models.OneToOneField(
        Contact, models.PROTECT, null=True, blank=True, related_name="emergency_outcome", verbose_name=_("服务接触")
    )
    digest = models.CharField(_("内容摘要"), max_length=64)
    voided_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    void_reason = SealedField(_("撤回原因"))

    class Meta:
        verbose_name = _("应急联络记录")
        indexes = [models.Index(fields=["line", "-at", "-id"], name="emergency_outcomes_latest")]
        constraints = [
            models.CheckConstraint(
                name="emergency_outcome_voided_with_a_reason",
                condition=Q(voided_at=None) | Q(void_reason__isnull=False),
            )
        ]

    class Privacy:
        plain = {
            "id",
            "operation",
            "line",
            "station",
            "at",
            "on",
            "by",
            "received_at",
            "contact",
            "digest",
            "voided_at",
        }
        guarded = {"what", "persons", "persuaded", "is_reported"}
        sealed = {"place", "void_reason"}

    def __str__(self):
        return self.get_what_display()


class AfterVisit(ScopedWhileOpen):
    """The visit when it is over (灾后探访): house, water and power, medicine, mood, and what should follow."""

    class State(models.TextChoices):
        FINE = "fine", _("正常")
        TROUBLE = "trouble", _("有困难")
        UNSEEN = "unseen", _("未查看")

    class Wish(models.TextChoices):
        NONE = "", _("暂无")
        RELIEF = "relief", _("临时救助线索")
        REFERRAL = "referral", _("转介")
        RESOURCE = "resource", _("资源需求")

    reach = Reach(station="line__station_id", area="line__area__path", county="line__county_id")
    key_owner = ("emergency", "operation_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", verbose_name=_("应急关爱行动"))
    line = models.ForeignKey(Line, models.CASCADE, related_name="after_visits", verbose_name=_("名单户"))
    house = models.CharField(_("房屋"), max_length=8, choices=State, default=State.UNSEEN)
    utilities = models.CharField(_("水电"), max_length=8, choices=State, default=State.UNSEEN)
    medicine = models.CharField(_("药品"), max_length=8, choices=State, default=State.UNSEEN)
    mood = models.CharField(_("情绪"), max_length=8, choices=State, default=State.UNSEEN)
    wish = models.CharField(_("需要跟进"), max_length=10, choices=Wish, blank=True)
    note = SealedField(_("说明"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("灾后探访")
        indexes = [models.Index(fields=["operation", "-at", "-id"], name="emergency_after_visits")]

    class Privacy:
        plain = {"id", "operation", "line", "at", "by", "digest"}
        guarded = {"house", "utilities", "medicine", "mood", "wish"}
        sealed = {"note"}

    def __str__(self):
        return str(self.pk)
