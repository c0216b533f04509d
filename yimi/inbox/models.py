"""What people are told (消息): messages, mail that says that there is one, and reminders (一键提醒)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Area, Station


class Message(Scoped):
    """What one person is told (消息): a title, what it is about and where it is settled; never whom we serve.

    It is read by its recipient and by nobody else. The same cause (`key`) tells a person once.
    """

    reach = Reach()
    key_owner = ("user", "recipient_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("收信人")
    )  # fmt: skip
    kind = models.CharField(_("类别"), max_length=20)
    title = models.CharField(_("标题"), max_length=100)
    text = SealedField(_("内容"))
    link = models.CharField(_("去处"), max_length=300, blank=True, default="")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("发送人")
    )
    sent_at = models.DateTimeField(_("发送时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    key = models.CharField(_("缘由"), max_length=120)

    class Meta:
        verbose_name = _("消息")
        indexes = [
            models.Index(fields=["recipient", "-sent_at"], name="message_of_a_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="message_unread"),
        ]
        constraints = [
            models.UniqueConstraint(name="message_once_for_each_cause", fields=["recipient", "key"]),
            models.CheckConstraint(
                name="message_leads_into_this_house", condition=Q(link="") | Q(link__startswith="/app/")
            ),
        ]

    class Privacy:
        plain = {"id", "recipient", "kind", "title", "link", "sender", "sent_at", "read_at", "key"}
        guarded: set[str] = set()
        sealed = {"text"}

    def __str__(self):
        return self.title


class MailWish(Scoped):
    """Of which messages somebody wants mail, and where to (邮件提醒); it holds once a mailed code has come back."""

    reach = Reach()
    key_owner = ("user", "user_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("账号"))
    address = SealedField(_("邮箱"))
    kinds = models.JSONField(_("类别"), default=list)
    verified_at = models.DateTimeField(_("确认时间"), null=True)
    code = models.CharField(_("验证码摘要"), max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(_("发码时间"))
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)

    class Meta:
        verbose_name = _("邮件提醒")

    class Privacy:
        plain = {"id", "user", "kinds", "verified_at", "asked_at", "tries"}
        guarded = {"code"}
        sealed = {"address"}


class Outgoing(Scoped):
    """A mail on its way (待发邮件). It says that there is a message, never what is in it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        SENT = "sent", _("已发")
        FAILED = "failed", _("未发出")

    reach = Reach()
    key_owner = ("user", "recipient_id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("收信人")
    )  # fmt: skip
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="mail", verbose_name=_("消息"))
    address = SealedField(_("邮箱"))
    subject = models.CharField(_("主题"), max_length=120)
    words = SealedField(_("正文"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    made_at = models.DateTimeField(_("生成时间"))
    due_at = models.DateTimeField(_("下次发送时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    fault = models.CharField(_("未发出原因"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("待发邮件")
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="outgoing_waiting")]
        constraints = [
            models.CheckConstraint(
                name="outgoing_sent_at_some_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]

    class Privacy:
        plain = {
            "id", "recipient", "message", "subject", "state", "attempts", "made_at", "due_at", "sent_at", "fault",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed = {"address", "words"}


class Reminder(Scoped):
    """That somebody was reminded of something on a workday (一键提醒); of each thing once a day."""

    reach = Reach(station="station_id", area="area__path", county="county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("事项类别"), max_length=20)
    item_id = models.UUIDField(_("事项编号"))
    title = models.CharField(_("事项"), max_length=200)
    url = models.CharField(_("去处"), max_length=300, blank=True, default="")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", verbose_name=_("社工站"))
    on = models.DateField(_("日期"))
    sent_at = models.DateTimeField(_("提醒时间"))
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提醒人"))
    told = models.JSONField(_("提醒给谁"), default=list)
    batch = models.UUIDField(_("批次"))

    class Meta:
        verbose_name = _("提醒")
        indexes = [
            models.Index(fields=["sent_at", "id"], name="reminder_by_time"),
            models.Index(fields=["batch"], name="reminder_of_a_batch"),
        ]
        constraints = [models.UniqueConstraint(name="reminded_once_a_day", fields=["kind", "item_id", "on"])]

    class Privacy:
        plain = {
            "id", "kind", "item_id", "title", "url", "area", "county", "station", "on", "sent_at", "sender", "told",
            "batch",
        }  # fmt: skip
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return self.title
