"""The workforce (队伍): who is posted to which station, from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import Grant
from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.network.models import Station


class Post(models.TextChoices):
    """What somebody is posted as (岗位)."""

    SOCIAL_WORKER = "social_worker", _("驻站社工")
    HEAD = "head", _("站长")
    CENTRE_MANAGER = "centre_manager", _("县社工服务中心主任")


class Posting(Scoped):
    """A posting (驻站): a person works at a station, from a day to a day. It carries the grant it made."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("人员"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="postings", verbose_name=_("社工站"))
    post = models.CharField(_("岗位"), max_length=16, choices=Post, default=Post.SOCIAL_WORKER)
    full_time = models.BooleanField(_("专职"), default=True)
    from_on = models.DateField(_("到岗日期"))
    to_on = models.DateField(_("离岗日期"), null=True, blank=True)
    end_reason = models.CharField(_("离岗原因"), max_length=200, blank=True, default="")
    grant = models.OneToOneField(Grant, models.PROTECT, related_name="posting", verbose_name=_("授权"))

    class Meta:
        verbose_name = _("驻站")
        indexes = [models.Index(fields=["station", "from_on"], name="posting_by_station")]
        constraints = [
            models.CheckConstraint(
                name="posting_ends_after_it_began", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="posting_ended_says_why", condition=Q(to_on=None) | ~Q(end_reason="")),
            models.UniqueConstraint(
                fields=["user", "station", "post"],
                condition=Q(to_on=None),
                name="posting_open_once_for_person_station_and_post",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(to_on=None, full_time=True), name="posting_open_full_time_once_for_person"
            ),
        ]

    class Privacy:
        plain = {"id", "user", "station", "post", "full_time", "from_on", "to_on", "grant"}
        guarded = {"end_reason"}
        sealed: set[str] = set()

    def __str__(self) -> str:
        return f"{self.get_post_display()}"
