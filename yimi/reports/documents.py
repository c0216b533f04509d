"""The document of a report (报告文稿): from its numbers and words; live until it is locked, then as it was."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.paper import sample_mark
from yimi.core.paper.document import (
    BRIEF,
    REPORT,
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Meaning,
    Paragraph,
    Run,
    Table,
)
from yimi.core.periods import Period
from yimi.figures.measure import RATE, STOCK, Measure, measures
from yimi.figures.places import Place
from yimi.figures.sections import MONTHLY, WEEKLY, Section, sections_of
from yimi.network.models import Area
from yimi.ui.formats import figure, pct, signed

from .cadences import COUNTY, PROVINCE, cadences
from .models import AFTER_PERIOD, Report
from .numbers import Facts, Late, Numbers, Told, chosen_of, facts_of, measures_for, read_for, spans_of

COUNTED = "一二三四五六七八九十"
LEADING = ("HOME_VISIT_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT")
ANNEX = ("STATION_ON", "STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT")
ANNEX_OF_STATIONS = ("STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT", "FILE_STOCK")


def document_for(report: Report, by: Actor) -> Document:
    """What the report says: as it was locked, or as the ledger says now."""
    if report.state == Report.State.LOCKED:
        seal.read(report, "content")
        return Document.from_content(orjson.loads(report.opened["content"] or "{}"))
    return live_document(report, facts_of([report])[report.pk], by)


def live_document(report: Report, facts: Facts, by: Actor) -> Document:
    """The document by what the ledger says."""
    place = facts.place
    blocks = [*_opening(report, place, facts.told), *_numbered(_parts(report, facts, by))]
    is_brief = report.level == PROVINCE and report.cadence == MONTHLY
    return Document(
        kind=BRIEF if is_brief else REPORT, title=title_of(report, place), blocks=(*blocks, *_annexes(report, place)),
        mark=_("社工站工作简报") if is_brief else "", number=_("第 %d 期") % report.last.month if is_brief else "",
        signed=place.name if report.station_id is None else (report.station.name if report.station else place.name),
        dated=chinese_day(clock.today()), notes=(_("数字来自服务台账，截至 %s。") % _clock(None),),
        meanings=_meanings(report), seal_line=(_("填报人"), _("审核人"), _("负责人")), sample=sample_mark(),
    )  # fmt: skip


def frozen_document(report: Report, facts: Facts, by: Actor) -> Document:
    """The document as it is locked: it says when, and up to which place of the ledger."""
    said = _("定稿于 %(at)s，台账位置 %(position)d") % {"at": _clock(report.locked_at), "position": report.position}
    return replace(live_document(report, facts, by), frozen=said)


def _clock(instant: datetime | None) -> str:
    return f"{(instant or clock.now()).astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"


def title_of(report: Report, place: Place) -> str:
    """长征镇社工站2026年10月月报告; of an amendment also which one."""
    named = report.station.name if report.station else place.name
    label = Period.parse(report.period).label
    said = _("%(named)s%(label)s%(cadence)s") % {
        "named": named, "label": label, "cadence": AFTER_PERIOD[report.cadence],
    }  # fmt: skip
    return said if report.number == 1 else _("%(said)s（第 %(n)d 版）") % {"said": said, "n": report.number}


def chinese_day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _opening(report: Report, place: Place, told: Told) -> Iterator[Block]:
    """One sentence that says the main numbers, each a link to its rows."""
    code, runs = Period.parse(report.period).code, [Run(Period.parse(report.period).label + "，" + place.name)]
    for nth, measure in enumerate(each for each in measures_for(report) if each.code in LEADING):
        runs += [Run("，" * bool(nth) + f"{measure.name} "), _run(measure, told.now[measure.code], place, code)]
        runs += [Run(f" {measure.unit}")]
    yield Paragraph((*runs, Run("。")))


def _run(measure: Measure, value, place: Place, period: str) -> Run:
    return Run(plain(measure, value), measure.code, rows_url(measure, place, period))


def plain(measure: Measure, value) -> str:
    """A number in running text: 3380, without commas."""
    return text_of(measure, value).replace(",", "")


def text_of(measure: Measure, value) -> str:
    return pct(value, 1) if measure.kind == RATE else figure(value)


def rows_url(measure: Measure, place: Place, period: str) -> str:
    """Where the rows of a number are; a rate opens nothing of its own."""
    asked = {"measure": measure.code, place.kind: place.code, "period": period}
    return "" if measure.kind == RATE else f"{reverse('figures:rows')}?{urlencode(asked)}"


Part = tuple[str, list[Block]]


def _parts(report: Report, facts: Facts, by: Actor) -> Iterator[Part]:
    """The headings with what stands under each, in order; what is empty is left out."""
    place, told, span = facts.place, facts.told, Period.parse(report.period)
    for section in sections_of(report.cadence):
        blocks = [*_table(section, report, place, told), *(section.blocks(by, place, span) if section.blocks else ())]
        if blocks:
            yield str(section.title), blocks
    if facts.late:
        yield str(_("上期调整")), [_late_table(facts.late)]
    if facts.earlier:
        yield _("与第 %d 版的差异") % facts.earlier.number, _amended(report, facts.earlier, told)
    if report.typed:
        yield str(_("填报数与系统数")), [_typed_table(report, told)]
    yield from _words(report)


def _numbered(parts: Iterator[Part]) -> Iterator[Block]:
    for nth, (title, blocks) in enumerate(parts):
        number = COUNTED[nth] if nth < len(COUNTED) else "十" + COUNTED[nth - len(COUNTED)]
        yield Heading(f"{number}、{title}")
        yield from blocks


def _table(section: Section, report: Report, place: Place, told: Told) -> Iterator[Table]:
    chosen = chosen_of(section, report)
    if chosen:
        heads = _heads(report)
        rows = tuple(_row(report, place, measure, told, len(heads)) for measure in chosen)
        yield Table(tuple(heads), rows, name=str(section.title), widths=(5, 2, 3, 3, 3)[: len(heads)])


def _heads(report: Report) -> list[str]:
    now, before = {WEEKLY: (_("本周"), _("上周")), MONTHLY: (_("本月"), _("上月"))}.get(
        report.cadence, (_("本期"), _("上期"))
    )
    heads = [_("指标"), _("单位"), now]
    return heads if report.cadence == "annual" else [*heads, before, _("本年累计")]


def _row(report: Report, place: Place, measure: Measure, told: Told, columns: int) -> tuple[Cell, ...]:
    own, before, year = spans_of(report)
    cells = [Cell(str(measure.name), code=measure.code), Cell(str(measure.unit))]
    cells += [_cell(measure, told.now, place, own.code), _cell(measure, told.before, place, before.code)]
    cells += [Cell("—", True) if measure.kind == STOCK else _cell(measure, told.year, place, year.code)]
    return tuple(cells[:columns])


def _cell(measure: Measure, numbers: Numbers, place: Place, period: str) -> Cell:
    return Cell(text_of(measure, numbers[measure.code]), True, measure.code, rows_url(measure, place, period))


def _late_table(late: Sequence[Late]) -> Table:
    rows = tuple(
        (Cell(Period.parse(each.period).label), Cell(str(measures[code].name)), Cell(signed(change), True, code))
        for each in late
        for code, change in each.changes.items()
    )
    return Table((_("期间"), _("指标"), _("定稿后增减")), rows, name=_("上期调整"), widths=(4, 5, 3))


def _amended(report: Report, earlier: Report, told: Told) -> list[Block]:
    """Why an amendment was made, and which numbers and words differ from the version before (更正)."""
    seal.read(report, "why")
    found: list[Block] = [Paragraph.of(_("更正原因：%s") % (report.opened["why"] or ""))]
    rows = tuple(
        _amended_row(each, earlier.frozen, told.now) for each in measures_for(report) if _differs(each, earlier, told)
    )
    if rows:
        heads = (_("指标"), _("第 %d 版") % earlier.number, _("第 %d 版") % report.number, _("增减"))
        found.append(Table(heads, rows, name=_("更正"), widths=(5, 3, 3, 3)))
    else:
        found.append(Paragraph.of(_("数字没有变化。")))
    if words_of(report) != words_of(earlier):
        found.append(Paragraph.of(_("文字有修改。")))
    return found


def _differs(measure: Measure, earlier: Report, told: Told) -> bool:
    return measure.code in earlier.frozen and earlier.frozen[measure.code] != told.now[measure.code]


def _amended_row(measure: Measure, before: Numbers, now: Numbers) -> tuple[Cell, ...]:
    """A rate has no difference that could be counted."""
    was, is_ = before[measure.code], now[measure.code]
    change = "" if measure.kind == RATE else signed((is_ or 0) - (was or 0))
    texts = (text_of(measure, was), text_of(measure, is_), change)
    return Cell(str(measure.name), code=measure.code), *(Cell(text, True, measure.code) for text in texts)


def _typed_table(report: Report, told: Told) -> Table:
    """What somebody holds to be right, beside what the ledger says, with the reason; the ledger counts."""
    rows = tuple(
        (
            Cell(str(measures[code].name)), Cell(text_of(measures[code], told.now.get(code)), True, code),
            Cell(str(each["value"]), True), Cell(each["reason"]),
        )
        for code, each in report.typed.items()
    )  # fmt: skip
    heads = (_("指标"), _("系统数"), _("填报数"), _("差异原因"))
    return Table(heads, rows, name=_("填报数与系统数"), widths=(4, 2, 2, 5))


def _words(report: Report) -> Iterator[Part]:
    said = words_of(report)
    duty = cadences(report.last).duty(report.cadence, report.level)
    for word in duty.words if duty else ():
        if text := said.get(word.code):
            yield word.name, [Paragraph.of(line) for line in text.splitlines() if line.strip()]


def words_of(report: Report) -> dict[str, str]:
    """The texts that people added, by their code."""
    if "words" not in report.__dict__.get("opened", {}):
        seal.read(report, "words")
    found: dict[str, str] = orjson.loads(report.opened["words"] or "{}")
    return found


def _meanings(report: Report) -> tuple[Meaning, ...]:
    """What each number of the report counts (口径)."""
    return tuple(Meaning(each.code, str(each.name), str(each.definition)) for each in measures_for(report))


def _annexes(report: Report, place: Place) -> Iterator[Block]:
    """Of the province its 市县 and, on a new page, its stations; of a 市县 its stations; in the official order."""
    if report.level not in (PROVINCE, COUNTY):
        return
    below = Report.objects.unscoped("附表的报送情况").filter(cadence=report.cadence, period=report.period)
    if report.level == PROVINCE:
        counties = Area.objects.filter(is_ranked=True, pk__in=below.values("county")).order_by("order")
        yield from _annex(_("附表1 各市县情况"), _("市县"), [*map(Place.of_area, counties)], report, ANNEX)
    stations = below.filter(level="station", number=1).select_related("station", "county")
    if report.level == COUNTY:
        stations = stations.filter(county=report.county_id)
    rows = [row.station for row in stations.order_by("county__order", "station__code") if row.station]
    title = _("附表2 各社工站情况") if report.level == PROVINCE else _("附表 各社工站情况")
    yield from _annex(title, _("社工站"), [*map(Place.of_station, rows)], report, ANNEX_OF_STATIONS)


def _annex(title: str, first: str, places: list[Place], report: Report, codes: tuple[str, ...]) -> Iterator[Block]:
    if not places:
        return
    chosen, span = [measures[code] for code in codes if code in measures], Period.parse(report.period)
    reading = read_for(places, (span,), tuple(chosen))
    rows = tuple(
        (Cell(place.name), *(_annexed(reading.value(each, place, span).number, each, place, span) for each in chosen))
        for place in places
    )
    yield Break()
    yield Heading(title, 1)
    heads = (first, *(f"{each.name}（{each.unit}）" for each in chosen))
    yield Table(heads, rows, name=title, widths=(3, *(2 for _each in chosen)))


def _annexed(value, measure: Measure, place: Place, span: Period) -> Cell:
    return Cell(text_of(measure, value), True, measure.code, rows_url(measure, place, span.code))
