"""The numbers by the figures engine (取数), and whether they are those of the facts."""

from yimi.core import db
from yimi.core.periods import Period
from yimi.figures.measure import measures
from yimi.figures.places import Place
from yimi.figures.reading import Asked, read
from yimi.network.models import Area

from . import plain
from .sizes import TODAY

Numbers = plain.Numbers


def numbers(codes: tuple[str, ...], span: Period) -> Numbers:
    """Each measure of each county and of the province, at one instant; nothing where it is 0."""
    found: Numbers = {}
    with db.snapshot():
        everywhere = Place.of_area(Area.objects.get(parent=None))
        reading = read(Asked(everywhere, (span,), tuple(measures[code] for code in codes)))
        for code in codes:
            found[code, ""] = reading.number(measures[code], everywhere, span)
            for county in reading.network.counties:
                if number := reading.number(measures[code], county, span):
                    found[code, county.id.hex] = number
    return found


def differing(codes: tuple[str, ...], span: Period) -> list[str]:
    """What the engine and plain SQL say differently."""
    ours, theirs = numbers(codes, span), plain.numbers(codes, span.first, min(span.last, TODAY))
    return [
        f"{span.code} {key}: {ours.get(key)} {theirs.get(key)}"
        for key in ours | theirs
        if ours.get(key) != theirs.get(key)
    ]
