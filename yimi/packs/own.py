"""What packs make themselves (自有材料): the outline of a report, the stations, the numbers with what they mean."""

from collections.abc import Iterator

from yimi.accounts.models import User
from yimi.core.paper.word import begun, saved
from yimi.core.permissions import Permission
from yimi.figures import queries as numbers
from yimi.figures.measure import RATE, measures
from yimi.figures.places import Place
from yimi.ledgers import queries as ledgers
from yimi.ledgers.materials import File, table
from yimi.ledgers.spans import Span
from yimi.network.queries import stations_for

HEADLINES = ("STATION_ON", "STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT")
TO_WRITE = ("二、主要做法", "三、存在问题", "四、下一步打算")
SMALL = "少于 5"


def outline(by: User, span: Span) -> Iterator[File]:
    """汇报提纲: a first part made of numbers, each with its meaning, and headings for what people must write."""
    place, document = place_of(by, span), begun()
    document.add_heading(f"{place.name}社会工作服务情况汇报提纲", 0)
    document.add_heading("一、基本情况", 1)
    told = [(measure, _told(by, code, place, span)) for code in HEADLINES if (measure := measures[code])]
    sentence = "，".join(f"{measure.name} {value} {measure.unit}" for measure, value in told)
    document.add_paragraph(f"{span.words}，{sentence}。")
    document.add_paragraph("口径：" + "".join(f"{measure.name}：{measure.definition}" for measure, _value in told))
    for heading in TO_WRITE:
        document.add_heading(heading, 1)
        document.add_paragraph("（请填写）")
    yield f"{place.name}汇报提纲.docx", saved(document)


def figures(by: User, span: Span) -> Iterator[File]:
    """主要工作数据表: every measure of the range, with its unit and what it counts."""
    place = place_of(by, span)
    rows = [(str(m.name), _told(by, m.code, place, span), str(m.unit), str(m.definition), m.code) for m in measures]
    header = ("指标", "数值", "单位", "口径", "代码")
    yield from table(f"{place.name}主要工作数据表（{span.words}）", header, rows, by)


def stations(by: User, span: Span) -> Iterator[File]:
    """社工站一览表: the stations of the range with mode, state and days."""
    rows = stations_for(by).select_related("county", "operator").order_by("county__order", "code")
    rows = rows.filter(code=span.station) if span.station else rows
    rows = rows.filter(county__code=span.county) if span.county else rows
    listed = [
        (
            s.name, s.county.name, str(s.get_mode_display()), str(s.get_state_display()), s.operating_on,
            s.operator.name if s.operator else "", s.address,
        )
        for s in rows
    ]  # fmt: skip
    header = ("社工站", "市县", "模式", "状态", "运营日期", "承接机构", "地址")
    yield from table("社工站一览表", header, listed, by)


def place_of(by: User, span: Span) -> Place:
    """The place that a range is about: its station or county, else where the reader works."""
    stations = ledgers.stations_for(by, Permission.CONTACT_VIEW)
    if span.station or len(stations) == 1:
        return numbers.place_named(station=span.station or stations[0].code)
    return Place.of_area(ledgers.area_of(by, span.filters))


def _told(by: User, code: str, place: Place, span: Span) -> object:
    found = numbers.figure(by, code, place, f"{span.first}..{span.last}")
    if found.suppressed:
        return SMALL
    return round(100 * found.value, 1) if found.measure.kind == RATE and found.value else found.value
