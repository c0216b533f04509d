"""What a station answered to a request for material (填报)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.core.scope import Reach, Scoped
from yimi.core.seal import SealedField
from yimi.network.models import Station

from .demands import Demand


class Answer(Scoped):
    """The answer of a station for one turn (填报): one text for each line. `turn` is the code of its period."""

    reach = Reach(station="station_id", area="station__area_path", county="station__county_id")
    key_owner = ("answer", "id")
    opened: dict[str, str | None]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="answers", verbose_name=_("填报事项"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("社工站"))
    turn = models.CharField(_("填报期"), max_length=30)
    texts = SealedField(_("填报的内容"))
    sent_on = models.DateField(_("上报日期"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("填报")
        constraints = [
            models.UniqueConstraint(name="station_answers_once_a_turn", fields=["demand", "station", "turn"]),
        ]

    class Privacy:
        plain = {"id", "demand", "station", "turn", "sent_on", "sent_by", "digest", "version"}
        guarded: set[str] = set()
        sealed = {"texts"}

    def __str__(self):
        return f"{self.demand_id} {self.turn}"
