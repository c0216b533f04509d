"""What a file says beyond who the person is (补充资料), and what she or her guardian agreed to (知情同意)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField

from .person import Person


class Particulars(Scoped):
    """The particulars of a file (补充资料): asked at opening or at the half-yearly update, all optional.

    Codes of `languages` and `dwelling` are those of `clients.choices`. `phone_owner` says whose the phone is;
    `is_safe_contact` False: do not call or send messages (DP-17). `tier` raises or lowers the visit tier that the
    categories give, with `tier_note` as its reason.
    """

    class Residence(models.TextChoices):
        VILLAGE = "village", _("村（居）")
        FARM = "farm", _("农场（改居）")
        INSTITUTION = "institution", _("机构集中供养")
        ELSEWHERE = "elsewhere", _("外出")
        SEASONAL = "seasonal", _("候鸟（旅居）")
        NONE = "none", _("居无定所")

    class Care(models.TextChoices):
        FULL = "self", _("全自理")
        PARTIAL = "partial", _("半护理")
        NONE = "full", _("全护理")

    reach = Reach(station="person__station_id", area="person__area_path", county="person__county_id")
    key_owner = ("person", "person_id")

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="particulars")
    former_names = SealedField(_("曾用名"), null=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    languages = models.JSONField(_("语言"), default=list, blank=True)
    needs_interpreter = models.BooleanField(_("需要翻译"), default=False)
    hukou_note = SealedField(_("户籍地"), null=True)
    residence = models.CharField(_("居住情况"), max_length=12, choices=Residence, blank=True)
    dwelling = models.JSONField(_("住房情况"), default=list, blank=True)
    phone_owner = SealedField(_("电话机主"), null=True)
    is_safe_contact = models.BooleanField(_("可以电话联系"), default=True)
    emergency_name = SealedField(_("紧急联系人"), null=True)
    emergency_relation = SealedField(_("与本人关系"), null=True)
    emergency_phone = SealedField(_("紧急联系电话"), null=True)
    guardian_name = SealedField(_("监护人"), null=True)
    guardian_relation = SealedField(_("监护关系"), null=True)
    guardian_phone = SealedField(_("监护人电话"), null=True)
    disability_number = SealedField(_("残疾人证号"), null=True)
    disability_type = models.CharField(_("残疾类别"), max_length=1, blank=True)
    disability_grade = models.CharField(_("残疾等级"), max_length=1, blank=True)
    care = models.CharField(_("自理能力"), max_length=8, choices=Care, blank=True)
    health_note = SealedField(_("健康情况"), null=True)
    id_note = SealedField(_("证件情况说明"), null=True)
    basis = models.CharField(_("建档依据"), max_length=12, blank=True)
    tier = models.CharField(_("走访级别"), max_length=10, blank=True)
    tier_note = SealedField(_("调整走访级别的理由"), null=True)
    updated_on = models.DateField(_("更新日期"))

    class Meta:
        verbose_name = _("补充资料")

    class Privacy:
        plain = {"person", "updated_on", "basis"}
        guarded = {
            "ethnicity", "languages", "needs_interpreter", "residence", "dwelling", "is_safe_contact",
            "disability_type", "disability_grade", "care", "tier",
        }  # fmt: skip
        sealed = {
            "former_names", "hukou_note", "phone_owner", "emergency_name", "emergency_relation", "emergency_phone",
            "guardian_name", "guardian_relation", "guardian_phone", "disability_number", "health_note", "id_note",
            "tier_note",
        }  # fmt: skip


class Consent(Scoped):
    """What a person or her guardian said to a notice (知情同意): given, refused or withdrawn; all of it stays."""

    class Answer(models.TextChoices):
        GIVEN = "given", _("同意")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("撤回同意")

    class Speaker(models.TextChoices):
        SELF = "self", _("本人")
        GUARDIAN = "guardian", _("监护人")
        INSTITUTION = "institution", _("机构监护人")

    class Method(models.TextChoices):
        SIGNATURE = "signature", _("签名")
        THUMB = "thumb", _("按手印")
        ORAL = "oral", _("口头（有见证人）")
        RECORDING = "recording", _("录音")

    reach = Reach(station="person__station_id", area="person__area_path", county="person__county_id")
    key_owner = ("person", "person_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("服务对象"))
    edition = models.ForeignKey("catalogue.Edition", models.PROTECT, related_name="+", verbose_name=_("告知书版本"))
    notice = models.CharField(_("告知书"), max_length=16)
    answer = models.CharField(_("答复"), max_length=10, choices=Answer)
    speaker = models.CharField(_("答复人"), max_length=12, choices=Speaker)
    speaker_name = SealedField(_("监护人姓名"), null=True)
    relation = SealedField(_("监护关系"), null=True)
    method = models.CharField(_("方式"), max_length=10, choices=Method)
    witness = SealedField(_("见证人"), null=True)
    read_aloud = models.BooleanField(_("已当面读给本人听"), default=False)
    note = SealedField(_("说明"), null=True)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("知情同意")
        indexes = [models.Index(fields=["person", "-on", "-id"], name="consents_of_a_person")]
        constraints = [
            models.CheckConstraint(
                name="consent_of_a_guardian_has_a_name",
                condition=Q(speaker="self") | Q(speaker_name__isnull=False),
            ),
        ]

    class Privacy:
        plain = {"id", "edition", "notice", "by", "at", "on"}
        guarded = {"person", "answer", "speaker", "method", "read_aloud"}
        sealed = {"speaker_name", "relation", "witness", "note"}
