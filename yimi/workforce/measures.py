"""What the people at the stations count (队伍指标). Staff are counted from postings on a day."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import STOCK, Dimension, Facts, Measure, Row, measures
from yimi.network.models import Station

from .models import Post, Posting


def _postings() -> QuerySet[Posting]:
    return Posting.objects.unscoped("figures")


def _visible(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=Posting.objects.allowed(actor, Permission.POSTING_VIEW).values("pk")).select_related(
        "user", "station"
    )


def _present(actor: Actor, postings: list[Posting]) -> list[Row]:
    return [
        Row(
            "posting", p.pk, p.station.code, p.from_on, 1, person=p.user.name, label=str(p.get_post_display()),
            station_name=p.station.short_name,
        )
        for p in postings
    ]  # fmt: skip


def _column(path: str, choices: list) -> Dimension:
    """A breakdown of postings by what is chosen at a path."""
    return Dimension(
        path=path,
        keys=lambda chosen, on: [chosen],
        where=lambda key, _day: Q(**{path: key}),
        names=lambda: dict(choices),
        closed=True,
    )


POSTINGS = Facts(
    key="posting",
    rows=_postings,
    on="from_on",
    until="to_on",
    station="station_id",
    dimensions={
        "post": _column("post", Post.choices),
        "station_level": _column("station__level", Station.Level.choices),
    },
    opens=Permission.POSTING_VIEW,
    visible=_visible,
    present=_present,
)

measures.add(
    Measure(
        code="STAFF_ON",
        name=_("在岗社工"),
        unit=_("人"),
        kind=STOCK,
        definition=_("当日在社工站和县级中心任职的专职人员；兼职、督导、志愿者、实习生不计。"),
        facts=POSTINGS,
        where=Q(full_time=True, station__level__in=["station", "county_centre"]),
        breakdowns=("post", "station_level"),
        order=20,
    )
)
