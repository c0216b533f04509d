"""What a station was on which days: the area it belongs to, the areas it serves, its pauses, the days it was on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .areas import Area
from .stations import Station


class StationArea(models.Model):
    """The area a station belongs to (站点归属) from a day to a day, both inclusive; open while `to_on` is empty.

    Past months stay with the area of that month, so it changes only on the first of a month.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="memberships", verbose_name=_("社工站"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = _("站点归属")
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(name="station_has_one_open_area", fields=["station"], condition=Q(to_on=None)),
            models.UniqueConstraint(name="station_area_begins_once_a_day", fields=["station", "from_on"]),
            models.CheckConstraint(
                name="station_area_ends_after_it_begins", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "station", "area", "from_on", "to_on"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id}:{self.area_id}"


class ServedArea(models.Model):
    """An area that a station serves (服务区域) from a day to a day, both inclusive; open while `to_on` is empty.

    What it says of figures is nothing: those follow the area that the station belongs to.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="served", verbose_name=_("社工站"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True)
    overlap_reason = models.CharField(_("重叠的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("服务区域")
        ordering = ["area__path", "from_on"]
        constraints = [
            models.UniqueConstraint(
                name="station_serves_an_area_once_at_a_time", fields=["station", "area"], condition=Q(to_on=None)
            ),
            models.CheckConstraint(
                name="served_area_ends_after_it_begins", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "station", "area", "from_on", "to_on", "overlap_reason"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id}:{self.area_id}"


class StationPause(models.Model):
    """A pause of a station (停运期间): stopped after `from_on`, its last day on, and on again from `until_on`.

    `until_on` is empty while it lasts, and of a pause after which the station was closed.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="pauses", verbose_name=_("社工站"))
    from_on = models.DateField(_("停止运营日期"))
    until_on = models.DateField(_("恢复运营日期"), null=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("停运期间")
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(
                name="station_has_one_running_pause", fields=["station"], condition=Q(until_on=None)
            ),
            models.UniqueConstraint(name="station_pause_begins_once_a_day", fields=["station", "from_on"]),
            models.CheckConstraint(
                name="station_pause_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
        ]

    class Privacy:
        plain = {"id", "station", "from_on", "until_on", "reason"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id}:{self.from_on}"


class StationSpan(models.Model):
    """Days without a pause (在运期间), up to `to_on`, inclusive: `on_from` operating, `built_from` accepted.

    Reckoned from the dates of the station and its pauses by `network.spans.respan` alone; figures count these.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="spans", verbose_name=_("社工站"))
    built_from = models.DateField(_("验收合格起"), null=True)
    on_from = models.DateField(_("运营起"), null=True)
    to_on = models.DateField(_("止（含）"), null=True)

    class Meta:
        verbose_name = _("在运期间")
        ordering = ["to_on"]
        indexes = [models.Index(fields=["station", "on_from"], name="station_span_by_station")]
        constraints = [
            models.UniqueConstraint(name="station_has_one_open_span", fields=["station"], condition=Q(to_on=None)),
            models.CheckConstraint(
                name="station_span_ends_after_it_begins",
                condition=Q(to_on=None)
                | (Q(built_from=None) | Q(to_on__gte=F("built_from"))) & (Q(on_from=None) | Q(to_on__gte=F("on_from"))),
            ),
            models.CheckConstraint(
                name="station_span_begins", condition=Q(built_from__isnull=False) | Q(on_from__isnull=False)
            ),
        ]

    class Privacy:
        plain = {"id", "station", "built_from", "on_from", "to_on"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.station_id}:{self.on_from}"
