"""The catalogue (目录): policy as data, in editions that never change once published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id


class Kind(models.TextChoices):
    """What an edition is about (目录种类)."""

    SERVICES = "services", _("服务清单")
    CATEGORIES = "categories", _("对象类别")
    EVALUATION = "evaluation", _("运营评估标准")
    BUILDING = "building", _("建站指引")
    ASSIST = "assist", _("帮扶人次认定条件")
    NOTICES = "notices", _("告知书")
    REGISTERS = "registers", _("底册来源")
    PAPERS = "papers", _("申请资料核对清单")
    TERMS = "terms", _("办理期限")
    PACKS = "packs", _("迎检材料清单")
    LOCAL_MODES = "local_modes", _("各地模式")
    CADENCES = "cadences", _("工作周期")
    PLANS = "plans", _("年度计划模板")


class State(models.TextChoices):
    """How far an edition has come (目录状态)."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")


class Edition(models.Model):
    """One version of one kind of policy (目录版本). Records made under it keep pointing at it."""

    class Privacy:
        plain = {
            "id", "kind", "code", "version", "name", "is_official", "state", "checksum",
            "content", "effective_from", "effective_to", "published_on",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("编号"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    name = models.CharField(_("名称"), max_length=120)
    is_official = models.BooleanField(_("正式文本"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    checksum = models.CharField(_("内容校验"), max_length=64)
    content = models.JSONField(_("内容"))
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("目录版本")
        verbose_name_plural = _("目录版本")
        ordering = ["kind", "-effective_from", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "version"], name="edition_version_once"),
            models.CheckConstraint(
                name="edition_published_has_a_date",
                condition=Q(state=State.DRAFT, published_on=None)
                | Q(state=State.PUBLISHED, published_on__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_ends_after_it_begins",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED
