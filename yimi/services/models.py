"""The ledger (服务台账): every contact between a station and people, once."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station
from yimi.programmes.models import Activity, Group


class Kind(models.TextChoices):
    """The kinds of contact (服务类型)."""

    HOME_VISIT = "home_visit", _("入户走访")
    REMOTE_VISIT = "remote_visit", _("电话（视频）探访")
    ENCOUNTER = "encounter", _("偶遇探访")
    OFFICE_TALK = "office_talk", _("来站面谈")
    CONSULTATION = "consultation", _("咨询")
    CASE_SESSION = "case_session", _("个案面谈")
    GROUP_SESSION = "group_session", _("小组节次")
    ACTIVITY = "activity", _("社区活动")
    PUBLICITY = "publicity", _("政策宣传")
    PAPER_CHECK = "paper_check", _("资料审查（协助）")
    RESOURCE_DELIVERY = "resource_delivery", _("资源链接")
    COUNSELLING = "counselling", _("心理疏导")
    CRISIS = "crisis", _("危机介入")
    REFERRAL = "referral", _("转介")


# Of a group, an activity or a publicity event (集体服务): these alone may be held by several stations together.
SESSIONS = (Kind.GROUP_SESSION, Kind.ACTIVITY, Kind.PUBLICITY)


class Sensitivity(models.TextChoices):
    """How closely a contact is kept (敏感级别): the highest of its services."""

    NORMAL = "normal", _("一般")
    SENSITIVE = "sensitive", _("敏感")
    RESTRICTED = "restricted", _("限制")


class Contact(Scoped):
    """A contact (服务接触): one act of service on one day, with the people who took part.

    What counts is a measure's predicate over kind, outcome and participation; nothing is flagged. `helped_on` is the
    day on which it counts as help: a referral counts when it is concluded.
    """

    class Outcome(models.TextChoices):
        SEEN = "seen", _("已开展")
        NOT_HOME = "not_home", _("未遇")
        DECLINED = "declined", _("不便接访")

    reach = Reach(station="station_id", area="station__area_path", county="county_id")
    key_owner = ("contact", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("社工站"), related_name="+")
    county = models.ForeignKey(Area, models.PROTECT, verbose_name=_("市县"), related_name="+")
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    service_on = models.DateField(_("服务日期"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, default=Outcome.SEEN)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"), null=True, blank=True)
    place = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("服务地点"), related_name="+")
    headcount = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    sensitivity = models.CharField(_("敏感级别"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, verbose_name=_("小组"), related_name="sessions"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, verbose_name=_("活动方案"), related_name="sessions"
    )
    joins = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("协办的场次"),
        related_name="shares",
    )
    title = SealedField(_("标题"), null=True)
    note = SealedField(_("记录"), null=True)
    concluded_on = models.DateField(_("办结日期"), null=True, blank=True)
    helped_on = models.GeneratedField(
        expression=Case(When(kind=Kind.REFERRAL, then=F("concluded_on")), default=F("service_on")),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name=_("帮扶计入日期"),
    )
    next_on = models.DateField(_("下次日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("录入时间"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("录入人"), related_name="+"
    )
    late = models.BooleanField(_("补录"), default=False)
    late_reason = SealedField(_("补录原因"), null=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = SealedField(_("作废原因"), null=True)
    workers: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="ContactWorker", related_name="+", verbose_name=_("社工")
    )

    class Meta:
        verbose_name = _("服务接触")
        indexes = [
            # With whether it counts and its kind, so that a month of a station is counted from the index alone.
            models.Index(fields=["station", "-service_on", "-id", "voided_at", "kind"], name="contact_by_station"),
            models.Index(fields=["county", "-service_on", "-id"], name="contact_by_county"),
            models.Index(fields=["-service_on", "-id"], name="contact_by_day"),
            models.Index(fields=["station", "helped_on"], name="contact_helped"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_voided_with_a_reason", condition=Q(voided_at=None) | Q(void_reason__isnull=False)
            ),
            models.CheckConstraint(
                name="only_sessions_of_a_group_name_it", condition=Q(group=None) | Q(kind=Kind.GROUP_SESSION)
            ),
            models.CheckConstraint(
                name="only_events_name_an_activity",
                condition=Q(activity=None) | Q(kind__in=[Kind.ACTIVITY, Kind.PUBLICITY]),
            ),
            models.CheckConstraint(
                name="only_sessions_join_a_session",
                condition=Q(joins=None) | Q(kind__in=[*SESSIONS], group=None, activity=None),
            ),
            models.UniqueConstraint(
                name="one_sheet_of_a_partner",
                fields=["joins", "station"],
                condition=Q(voided_at=None, joins__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "station", "county", "kind", "service_on", "outcome", "minutes", "place", "headcount", "sensitivity",
            "group", "activity", "joins", "concluded_on", "helped_on", "next_on", "recorded_at", "recorded_by", "late",
            "digest", "version", "voided_at",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"title", "note", "late_reason", "void_reason"}

    def __str__(self):
        return f"{self.get_kind_display()} {self.service_on}"

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None


class ContactWorker(models.Model):
    """A worker's part in a contact (参与社工). Two workers at one contact are 协同; the station counts it once."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="parts", verbose_name=_("服务接触"))
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("社工"))

    class Meta:
        verbose_name = _("参与社工")
        constraints = [models.UniqueConstraint(fields=["contact", "worker"], name="worker_once_a_contact")]

    class Privacy:
        plain = {"id", "contact", "worker"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.worker)


class ContactPartner(Scoped):
    """Another station's part in a session (协办): the lead station owns it, and no figure counts it twice.

    Who signed on the partner's own sheet is a contact of the partner that joins the session (`Contact.joins`).
    """

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="partners", verbose_name=_("服务接触"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("协办社工站"))

    class Meta:
        verbose_name = _("协办")
        constraints = [models.UniqueConstraint(fields=["contact", "station"], name="partner_once_a_contact")]

    class Privacy:
        plain = {"id", "contact", "station"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return str(self.station)


class ContactService(models.Model):
    """A service of the list given in a contact (服务项目), with the edition in force on its day."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="services", verbose_name=_("服务接触"))
    code = models.CharField(_("服务项目"), max_length=16)
    edition = models.ForeignKey("catalogue.Edition", models.PROTECT, related_name="+", verbose_name=_("目录版本"))
    domain = models.CharField(_("领域"), max_length=8)

    class Meta:
        verbose_name = _("服务项目")
        constraints = [models.UniqueConstraint(fields=["contact", "code"], name="service_once_a_contact")]

    class Privacy:
        plain = {"id", "contact", "code", "edition", "domain"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.code


class Participation(Scoped):
    """A person's part in a contact (参与): the fact that figures count."""

    class FileAction(models.TextChoices):
        NONE = "none", _("无")
        NEW = "new", _("新建档案")
        UPDATE = "update", _("更新档案")

    reach = Reach(
        station="contact__station_id",
        area="contact__station__area_path",
        county="contact__county_id",
    )

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="participations", verbose_name=_("服务接触"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations", verbose_name=_("服务对象"))
    served = models.BooleanField(_("接受服务"))
    seen = models.BooleanField(_("见到本人"))
    file_action = models.CharField(_("档案动作"), max_length=8, choices=FileAction, default=FileAction.NONE)

    class Meta:
        verbose_name = _("参与")
        constraints = [models.UniqueConstraint(fields=["contact", "person"], name="person_once_a_contact")]

    class Privacy:
        plain = {"id", "contact", "file_action"}
        guarded = {"person", "served", "seen"}
        sealed: set[str] = set()

    def __str__(self):
        return self.get_file_action_display()


class Restated(Scoped):
    """What a contact counted in a locked month before it first changed since (锁定后变动的记录); nothing for a new one.

    What it counts now less this is its share of the month's adjustment (上期调整). Never changed.
    """

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="restated", verbose_name=_("服务接触"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    month = models.DateField(_("月份"))
    was = models.JSONField(_("锁定时各指标的数"), default=dict)
    at = models.DateTimeField(_("锁定后首次变动时间"))

    class Meta:
        verbose_name = _("锁定后变动的记录")
        indexes = [models.Index(fields=["month", "station"], name="restated_of_month")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "station", "month"], name="restated_once_a_month_and_station")
        ]

    class Privacy:
        plain = {"id", "contact", "station", "month", "was", "at"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.month:%Y-%m}"


class ContactFile(Scoped):
    """A photo or scan that belongs to a contact (照片和文件), never asked for. The bytes lie sealed on the disk.

    Photos are made anew without what the camera wrote into them: no place, no time, no device.
    """

    reach = Reach(station="contact__station_id", area="contact__station__area_path", county="contact__county_id")
    key_owner = ("contact", "contact_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="files", verbose_name=_("服务接触"))
    name = SealedField(_("文件名"))
    content_type = models.CharField(_("文件类型"), max_length=40)
    octets = models.PositiveIntegerField(_("文件大小"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("照片和文件")

    class Privacy:
        plain = {"id", "contact", "content_type", "octets", "digest", "added_by", "added_at", "removed_at"}
        guarded: set[str] = set()
        sealed = {"name"}

    def __str__(self):
        return self.content_type
