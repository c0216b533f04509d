"""The policy library (政策库): documents of the "1+N" system, their versions, relations and receipts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Scoped
from yimi.network.models import Area, Station

from .reach import REACH, RECEIPT_REACH


class Kind(models.TextChoices):
    """What a document is in the system (文件种类). The first is the 1 of "1+N", the next four its N."""

    PILOT_PLAN = "pilot_plan", _("试点方案")
    BUILDING_GUIDE = "building_guide", _("建站指引")
    SERVICE_LIST = "service_list", _("服务清单")
    OPERATION_STANDARD = "operation_standard", _("运营标准")
    EVALUATION_SYSTEM = "evaluation_system", _("评估体系")
    CONTRACT_TEMPLATE = "contract_template", _("合同参考范本")
    NOTICE = "notice", _("通知")
    OTHER = "other", _("其他文件")


THE_ONE = Kind.PILOT_PLAN
THE_N = (Kind.BUILDING_GUIDE, Kind.SERVICE_LIST, Kind.OPERATION_STANDARD, Kind.EVALUATION_SYSTEM)


class Document(Scoped):
    """A document (政策文件). What it is called is fixed with its first published version; texts are its versions.

    `area` is the area for which its office issues it. `words` is what a search looks through, and says nothing that
    is still a draft once a version is published.
    """

    reach = REACH

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("适用区划"))
    number = models.CharField(_("文号"), max_length=60, blank=True)
    number_key = models.CharField(_("文号（比对）"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=80)
    issuer_key = models.CharField(_("发文机关（比对）"), max_length=80)
    kind = models.CharField(_("文件种类"), max_length=20, choices=Kind)
    title = models.CharField(_("标题"), max_length=120)
    is_sample = models.BooleanField(_("样稿"), default=False)
    governs = models.CharField(_("对应的目录"), max_length=20, blank=True)
    issued_on = models.DateField(_("印发日期"))
    words = models.TextField(_("检索文字"), blank=True)
    published_on = models.DateField(_("首次发布日期"), null=True)
    repealed_on = models.DateField(_("废止日期"), null=True)
    repealed_because = models.CharField(_("废止说明"), max_length=200, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    voided_because = models.CharField(_("作废原因"), max_length=200, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("政策文件")
        indexes = [
            models.Index(fields=["-issued_on", "id"], name="document_newest_first"),
            models.Index(fields=["area", "kind"], name="document_of_an_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="document_number_once_for_its_issuer",
                fields=["issuer_key", "number_key"],
                condition=~Q(number_key="") & Q(voided_at=None),
            ),
            models.CheckConstraint(
                name="document_repealed_with_a_reason", condition=Q(repealed_on=None) | ~Q(repealed_because="")
            ),
            models.CheckConstraint(
                name="document_voided_before_it_was_published", condition=Q(voided_at=None) | Q(published_on=None)
            ),
        ]

    class Privacy:
        plain = {
            "id", "area", "kind", "is_sample", "governs", "issued_on", "published_on", "repealed_on", "voided_at",
            "digest", "version",
        }  # fmt: skip
        guarded = {
            "number", "number_key", "issuer", "issuer_key", "title", "words", "repealed_because", "voided_because",
        }  # fmt: skip
        sealed: set[str] = set()

    def __str__(self):
        return self.title


class Version(Scoped):
    """A version of a document (文件版本): its text and file, and from when to when it holds. Published, it is final."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        DISCARDED = "discarded", _("已弃用")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", verbose_name=_("政策文件"))
    nth = models.PositiveIntegerField(_("第几版"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    issued_on = models.DateField(_("印发日期"))
    valid_from = models.DateField(_("施行日期"))
    valid_until = models.DateField(_("有效期至"), null=True)
    text = models.TextField(_("正文"), blank=True)
    note = models.CharField(_("修订说明"), max_length=500, blank=True)
    file_name = models.CharField(_("附件名称"), max_length=100, blank=True)
    file_type = models.CharField(_("附件类型"), max_length=100, blank=True)
    file_octets = models.PositiveIntegerField(_("附件大小"), default=0)
    file_digest = models.CharField(_("附件摘要"), max_length=64, blank=True)
    receive_by = models.DateField(_("签收期限"), null=True)
    published_on = models.DateField(_("发布日期"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人")
    )

    class Meta:
        verbose_name = _("文件版本")
        ordering = ["nth"]
        constraints = [
            models.UniqueConstraint(name="version_of_a_document_has_its_number", fields=["document", "nth"]),
            models.UniqueConstraint(
                name="document_has_one_draft", fields=["document"], condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="version_holds_from_before_until",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="version_published_says_when_and_by_whom",
                condition=Q(state="published", published_on__isnull=False, published_by__isnull=False)
                | (~Q(state="published") & Q(published_on=None, published_by=None)),
            ),
        ]  # fmt: skip

    class Privacy:
        plain = {
            "id", "document", "nth", "state", "issued_on", "valid_from", "valid_until", "receive_by", "published_on",
            "published_by", "file_type", "file_octets", "file_digest",
        }  # fmt: skip
        guarded = {"text", "note", "file_name"}
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.document_id} {self.nth}"


class Relation(models.Model):
    """What a document is to another (文件关系). A withdrawn one stays, and counts no more."""

    class Kind(models.TextChoices):
        REPLACES = "replaces", _("代替")
        IMPLEMENTS = "implements", _("落实")
        AMENDS = "amends", _("修改")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Document, models.PROTECT, related_name="points_to", verbose_name=_("政策文件"))
    kind = models.CharField(_("关系"), max_length=12, choices=Kind)
    target = models.ForeignKey(Document, models.PROTECT, related_name="pointed_at_by", verbose_name=_("对应文件"))
    since_on = models.DateField(_("自何日起"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True)
    withdrawn_because = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("文件关系")
        constraints = [
            models.UniqueConstraint(
                name="relation_said_once", fields=["source", "kind", "target"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(name="relation_joins_two_documents", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="relation_withdrawn_with_a_reason", condition=Q(withdrawn_at=None) | ~Q(withdrawn_because="")
            ),
        ]

    class Privacy:
        plain = {"id", "source", "kind", "target", "since_on", "withdrawn_at"}
        guarded = {"withdrawn_because"}
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.source_id} {self.kind} {self.target_id}"


class Recipient(Scoped):
    """An office that is asked to sign for a version (收文单位): a county or a station, never a person.

    Kept are who opened it first for the office and who signed; how often anybody reads is kept nowhere.
    """

    reach = RECEIPT_REACH

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document_version = models.ForeignKey(
        Version, models.CASCADE, related_name="recipients", verbose_name=_("文件版本")
    )  # fmt: skip
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("收文市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("收文社工站"))
    opened_at = models.DateTimeField(_("首次打开时间"), null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("首次打开人")
    )
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("签收人")
    )

    class Meta:
        verbose_name = _("收文单位")
        constraints = [
            models.UniqueConstraint(name="recipient_county_once", fields=["document_version", "area"]),
            models.UniqueConstraint(name="recipient_station_once", fields=["document_version", "station"]),
            models.CheckConstraint(
                name="recipient_is_a_county_or_a_station",
                condition=Q(area__isnull=False, station=None) | Q(area=None, station__isnull=False),
            ),
            models.CheckConstraint(
                name="recipient_signs_by_somebody_at_some_time",
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]

    class Privacy:
        plain = {
            "id", "document_version", "area", "station", "opened_at", "opened_by", "signed_at", "signed_by",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.document_version_id}:{self.area_id or self.station_id}"
