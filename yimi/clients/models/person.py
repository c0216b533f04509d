"""People whom stations serve (服务对象): one person, one file (一人一档)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.permissions import OnKind
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Household(models.Model):
    """A household (家庭户): people who live together. It has no station; each member has her own file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        verbose_name = _("家庭户")

    class Privacy:
        plain = {"id"}
        guarded: set[str] = set()
        sealed: set[str] = set()


def _looked_at_in(consult: str) -> models.QuerySet:
    """Whose file a consult opens. Joined in, every consult about a person would give her another row."""
    return Person.objects.unscoped("会商打开的档案").filter(consults=consult).values("pk")


class Person(Scoped):
    """A person (服务对象). `known` has a number or phone but no file yet; `active` has a file.

    A file ends as moved, deceased or closed (终止服务) and may then be archived; of two files of one
    person the one that was merged points to the other.

    Name, number, phone and address are sealed; a person is found by `SearchToken`. `fingerprint` is
    the keyed hash of identity type and number, unique in the province (ID-08).
    """

    class State(models.TextChoices):
        KNOWN = "known", _("未建档")
        ACTIVE = "active", _("在册")
        MOVED = "moved", _("已迁出")
        DECEASED = "deceased", _("已去世")
        CLOSED = "closed", _("已终止服务")
        ARCHIVED = "archived", _("已封存")
        MERGED = "merged", _("已并档")
        VOIDED = "voided", _("已作废")

    class Sex(models.TextChoices):
        MALE = "M", _("男")
        FEMALE = "F", _("女")
        UNKNOWN = "unknown", _("未知")

    class IdType(models.TextChoices):
        RESIDENT = "resident_id", _("居民身份证")
        RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
        PERMANENT_RESIDENCE = "permanent_residence", _("外国人永久居留身份证")
        PASSPORT = "passport", _("护照")
        HOUSEHOLD_BOOK = "household_book", _("户口簿")
        BIRTH_CERTIFICATE = "birth_certificate", _("出生医学证明")
        TRAVEL_PERMIT = "travel_permit", _("港澳台居民来往内地通行证")
        TEMPORARY = "temporary", _("临时编号")
        NONE = "none", _("无证件")

    class HouseholdRole(models.TextChoices):
        HEAD = "head", _("户主")
        SPOUSE = "spouse", _("配偶")
        CHILD = "child", _("子女")
        PARENT = "parent", _("父母")
        GRANDCHILD = "grandchild", _("孙子女")
        GRANDPARENT = "grandparent", _("祖父母")
        SIBLING = "sibling", _("兄弟姐妹")
        IN_LAW = "in_law", _("儿媳女婿")
        OTHER = "other", _("其他")

    # A file that is open or has ended; and what is no longer anybody's file.
    FILED = (State.ACTIVE, State.MOVED, State.DECEASED, State.CLOSED, State.ARCHIVED)
    ENDED = (State.MOVED, State.DECEASED, State.CLOSED, State.ARCHIVED)
    GONE = (State.MERGED, State.VOIDED)

    reach = Reach(
        station="station_id",
        area="area_path",
        county="county_id",
        relations={OnKind.CONSULT: lambda grant: Q(pk__in=_looked_at_in(grant.on_id))},
    )
    key_owner = ("person", "id")

    opened: dict[str, str | None]  # what seal.write and seal.read have in plain text

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ACTIVE)
    name = SealedField(_("姓名"))
    sex = models.CharField(_("性别"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=IdType, default=IdType.NONE)
    id_number = SealedField(_("证件号码"), null=True)
    fingerprint = models.CharField(_("证件指纹"), max_length=64, null=True, unique=True)  # noqa: DJ001 (null: no number)
    phone = SealedField(_("电话"), null=True)
    address = SealedField(_("住址"), null=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("居住地"), related_name="+")
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("在册站点"), related_name="+")
    county = models.ForeignKey(Area, models.PROTECT, verbose_name=_("市县"), related_name="+")
    area_path = models.CharField(_("区划路径"), max_length=80)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, verbose_name=_("家庭户"))
    household_role = models.CharField(_("与户主关系"), max_length=12, choices=HouseholdRole, blank=True)
    file_number = models.CharField(_("档案号"), max_length=24, null=True, unique=True)  # noqa: DJ001 (null: no file)
    opened_on = models.DateField(_("建档日期"), null=True, blank=True)
    opened_at = models.ForeignKey(Station, models.PROTECT, null=True, verbose_name=_("建档站点"), related_name="+")
    opened_by_default = models.BooleanField(_("建档日期为默认"), default=False)
    opened_by_contact = models.BooleanField(_("建档日期来自服务"), default=False)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("负责社工"), related_name="+"
    )
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_note = SealedField(_("结束原因"), null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)
    void_reason = SealedField(_("作废原因"), null=True)
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("服务对象")
        indexes = [
            models.Index(fields=["station", "-opened_on", "-id"], name="person_by_station"),
            models.Index(fields=["county", "-opened_on", "-id"], name="person_by_county"),
            models.Index(fields=["opened_at", "opened_on"], name="person_opened"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_with_a_file_has_number_and_date",
                condition=Q(state__in=("known", "merged", "voided"))
                | Q(file_number__isnull=False, opened_on__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="person_voided_with_a_reason", condition=~Q(state="voided") | Q(void_reason__isnull=False)
            ),
            models.CheckConstraint(
                name="person_merged_into_another",
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged") & Q(merged_into=None),
            ),
            models.CheckConstraint(
                name="person_ended_on_a_day",
                condition=~Q(state__in=("moved", "deceased", "closed", "archived")) | Q(ended_on__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "state", "area", "station", "county", "area_path", "file_number", "opened_on", "opened_at",
            "opened_by_default", "opened_by_contact", "worker", "digest", "version", "created_at", "id_type",
            "fingerprint", "ended_on",
        }  # fmt: skip
        guarded = {"sex", "birth_on", "household", "household_role", "merged_into"}
        sealed = {"name", "id_number", "phone", "address", "void_reason", "end_note"}

    def __str__(self):
        return self.file_number or str(_("待编号"))


class PersonNumber(models.Model):
    """A small number for a person (内部编号), for exact distinct counts. Never shown, sent or reused."""

    number = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(Person, models.CASCADE, related_name="number", verbose_name=_("服务对象"))

    class Meta:
        verbose_name = _("内部编号")

    class Privacy:
        plain = {"number", "person"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class FileSpan(models.Model):
    """The days on which a file belongs to a station (在册区间); at most one is open. FILE_STOCK counts these."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spans", verbose_name=_("服务对象"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("在册区间")
        indexes = [models.Index(fields=["station", "from_on"], name="file_span_by_station")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="file_at_one_station"),
            models.CheckConstraint(
                name="file_span_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "person", "station", "from_on", "until_on"}
        guarded: set[str] = set()
        sealed: set[str] = set()


class Sensitivity(models.TextChoices):
    """How closely a category row is kept (敏感级别), as the list of categories says."""

    NORMAL = "normal", _("一般")
    SENSITIVE = "sensitive", _("敏感")
    RESTRICTED = "restricted", _("限制")


class Category(models.Model):
    """A category that a person holds (对象类别), dated; its last day counts."""

    class State(models.TextChoices):
        SELF_REPORTED = "self_reported", _("待核")
        ON_REGISTER = "on_register", _("在名册")
        VERIFIED = "verified", _("已核实")

    person = models.ForeignKey(Person, models.CASCADE, related_name="categories", verbose_name=_("服务对象"))
    code = models.CharField(_("类别"), max_length=16)
    since_on = models.DateField(_("起"))
    until_on = models.DateField(_("止（含）"), null=True, blank=True)
    state = models.CharField(_("核实状态"), max_length=16, choices=State, default=State.SELF_REPORTED)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    sensitivity = models.CharField(_("敏感级别"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL)

    class Meta:
        verbose_name = _("对象类别")
        constraints = [
            models.UniqueConstraint(fields=["person", "code", "since_on"], name="category_once_a_day"),
            models.CheckConstraint(
                name="category_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("since_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "person"}
        guarded = {"code", "since_on", "until_on", "state", "source", "sensitivity"}
        sealed: set[str] = set()
