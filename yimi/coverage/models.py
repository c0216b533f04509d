"""The coverage plan (覆盖计划): the explicit list of places that are to get a station, and in which year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.network.models import Area

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ListedPlace(models.Model):
    """A place that is to get a station (应覆盖地点): a township, subdistrict, big community or farm, and its year.

    It is on the list because the province put it there, never because a table of codes has it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区划"))
    county = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("市县"))
    year = models.PositiveSmallIntegerField(_("计划年度"))
    note = models.CharField(_("说明"), max_length=100, blank=True)
    listed_on = models.DateField(_("列入日期"))
    delisted_on = models.DateField(_("移出日期"), null=True)
    delisted_because = models.CharField(_("移出原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("应覆盖地点")
        indexes = [models.Index(fields=["county", "year"], name="listed_place_of_a_county")]
        constraints = [
            models.UniqueConstraint(name="listed_place_once", fields=["area"], condition=Q(delisted_on=None)),
            models.CheckConstraint(
                name="listed_place_has_a_year", condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
            ),
            models.CheckConstraint(
                name="listed_place_delisted_after_it_was_listed",
                condition=Q(delisted_on=None) | Q(delisted_on__gte=F("listed_on")),
            ),
            models.CheckConstraint(
                name="listed_place_delisted_with_a_reason", condition=Q(delisted_on=None) | ~Q(delisted_because="")
            ),
        ]

    class Privacy:
        plain = {"id", "area", "county", "year", "note", "listed_on", "delisted_on", "delisted_because"}
        guarded: set[str] = set()
        sealed: set[str] = set()

    def __str__(self):
        return f"{self.area_id} {self.year}"
