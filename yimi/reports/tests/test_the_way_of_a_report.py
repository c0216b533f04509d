"""A monthly report goes from the station to the province, and what it said when it was locked stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.paper.document import Document
from yimi.inbox.queries import messages_for
from yimi.reports import actions
from yimi.reports.documents import document_for
from yimi.reports.files import file_of
from yimi.reports.models import Report
from yimi.reports.noticing import tell_day
from yimi.reports.numbers import facts_of

OCTOBER = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-11-03 09:00")


def texts(document: Document) -> str:
    runs = [run.text for block in document.blocks for run in getattr(block, "runs", ())]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row]
    return "\n".join([document.title, *runs, *cells])


def cells(document: Document, code: str) -> list[str]:
    """The row of a measure in the tables of a document."""
    rows = [row for table in document.tables for row in table.rows if row[0].code == code]
    return [cell.text for cell in rows[0]]


@pytest.fixture
def locked(world, october):
    """The report of the station, handed in, confirmed by everybody and locked."""

    def made(report=october.here):
        actions.submit(report.pk, by=world.head)
        for who in (world.township, world.county, world.province):
            actions.confirm(report.pk, by=who)
        return actions.lock(report.pk, by=world.province)

    return made


@pytest.mark.both_engines
def test_a_report_is_filled_by_the_ledger_and_passes_every_rung(world, october, visit):
    visit(OCTOBER), visit(date(2026, 9, 10))

    document = document_for(october.here, world.head)
    assert document.title == "长征镇社工站2026年10月月报告"
    assert cells(document, "HOME_VISIT_PT") == ["入户走访", "人次", "1", "1", "2"]

    actions.fill(october.here.pk, by=world.head, words={"problems": "村里没有信号。", "next": "重阳节慰问。"})
    report = actions.submit(october.here.pk, by=world.head)
    for who, state in ((world.township, "submitted"), (world.county, "submitted"), (world.province, "accepted")):
        report = actions.confirm(report.pk, by=who)
        assert report.state == state
    report = actions.lock(report.pk, by=world.province)
    assert report.state == "locked" and len(report.digest) == 64 and report.frozen["HOME_VISIT_PT"] == 1
    assert "村里没有信号。" in texts(document_for(report, world.leader))


def test_nobody_confirms_out_of_turn_or_twice_or_elsewhere(world, october):
    def refused(act, *args, **more):
        with pytest.raises(RuleBroken) as said:
            act(october.here.pk, *args, **more)
        return said.value.code

    assert refused(actions.confirm, by=world.county) == "not_your_turn"
    assert refused(actions.submit, by=world.township) == "not_your_turn"
    actions.submit(october.here.pk, by=world.head)
    assert actions.submit(october.here.pk, by=world.head).state == "submitted"
    assert refused(actions.confirm, by=world.county) == "not_your_turn"
    actions.confirm(october.here.pk, by=world.township)
    actions.confirm(october.here.pk, by=world.county)
    assert refused(actions.confirm, by=world.county) == "not_your_turn"
    assert refused(actions.lock, by=world.province) == "not_your_turn"
    assert refused(actions.fill, by=world.head, words={"next": "改"}) == "not_open"


def test_what_is_sent_back_says_why_and_starts_again_from_the_first_rung(world, october):
    actions.submit(october.here.pk, by=world.head)
    actions.confirm(october.here.pk, by=world.township)

    with pytest.raises(Invalid, match="原因"):
        actions.send_back(october.here.pk, by=world.county, reason=" ")
    with pytest.raises(RuleBroken):
        actions.send_back(october.here.pk, by=world.township, reason="已经过了")
    report = actions.send_back(october.here.pk, by=world.county, reason="请补下月安排")
    assert (report.state, report.rung) == ("returned", 0)
    report = actions.submit(report.pk, by=world.head)
    with pytest.raises(RuleBroken):
        actions.confirm(report.pk, by=world.county)


@pytest.mark.both_engines
def test_a_locked_report_stays_and_the_next_tells_what_came_late_once(world, october, locked, visit, at):
    visit(OCTOBER)
    first = locked()
    kept = document_for(first, world.head)
    files = files_of(first, world)

    visit(OCTOBER), visit(OCTOBER)
    again = Report.objects.unscoped("test").get(pk=first.pk)
    assert document_for(again, world.head) == kept and files_of(again, world) == files

    at("2026-12-02 09:00")
    november = open_one("2026-11", world)
    assert cells_of_late(document_for(november, world.head)) == [("2026年10月", "入户走访", "+2")]
    locked(november)
    visit(OCTOBER)

    at("2027-01-05 09:00")
    december = open_one("2026-12", world)
    assert cells_of_late(document_for(december, world.head)) == [("2026年10月", "入户走访", "+1")]


def files_of(report, world):
    return [file_of(report, layout, by=world.head)[0] for layout in ("docx", "xlsx", "pdf")]


def open_one(period, world):
    from yimi.reports.opening import open_period

    open_period("monthly", "station", period)
    return Report.objects.unscoped("test").get(cadence="monthly", period=period, place=world.here.pk)


def cells_of_late(document):
    table = next(table for table in document.tables if table.name == "上期调整")
    return [tuple(cell.text for cell in row) for row in table.rows if row[1].text == "入户走访"]


def test_a_locked_report_is_amended_as_its_next_version(world, october, locked, visit):
    first = locked()
    visit(OCTOBER)

    second = actions.amend(first.pk, by=world.head, reason="补录走访记录")
    assert (second.number, second.state) == (2, "draft")
    assert cells(document_for(second, world.head), "HOME_VISIT_PT")[2] == "1"
    document = document_for(second, world.head)
    assert document.title.endswith("（第 2 版）") and "更正原因：补录走访记录" in texts(document)
    differing = next(table for table in document.tables if table.name == "更正")
    assert ["入户走访", "0", "1", "+1"] in [[cell.text for cell in row] for row in differing.rows]
    with pytest.raises(RuleBroken, match="更正"):
        actions.amend(first.pk, by=world.head, reason="再补一次")
    first.refresh_from_db()
    assert first.frozen["HOME_VISIT_PT"] == 0


def test_a_number_that_somebody_types_stands_beside_the_ledgers_with_its_reason(world, october, visit):
    visit(OCTOBER)

    with pytest.raises(Invalid, match="原因"):
        actions.fill(october.here.pk, by=world.head, words={}, typed={"HOME_VISIT_PT": actions.Typed(3, "")})
    actions.fill(october.here.pk, by=world.head, words={}, typed={"HOME_VISIT_PT": actions.Typed(3, "纸质记录未补录")})

    october.here.refresh_from_db()
    table = next(t for t in document_for(october.here, world.head).tables if t.name == "填报数与系统数")
    assert [cell.text for cell in table.rows[0]] == ["入户走访", "1", "3", "纸质记录未补录"]


@pytest.mark.both_engines
def test_of_two_who_lock_at_once_one_does(big_world):
    report = open_one("2026-10", big_world)
    actions.submit(report.pk, by=big_world.head)
    for who in (big_world.township, big_world.county, big_world.province):
        actions.confirm(report.pk, by=who)

    def lock(_nth):
        try:
            return actions.lock(report.pk, by=big_world.province).state
        except RuleBroken as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lock, range(2)))

    assert told == ["locked", "locked"]
    assert report.steps.filter(what="locked").count() == 1


@pytest.mark.both_engines
def test_what_is_accepted_locks_on_the_tenth_workday_all_at_one_place_of_the_ledger(world, october, visit, at):
    visit(OCTOBER), visit(OCTOBER, world.near, world.neighbour)
    for report in (october.here, october.near):
        Report.objects.unscoped("test").filter(pk=report.pk).update(state="accepted")
        alone = facts_of([report])[report.pk]
        assert (alone.told, alone.late) == (facts_of(list(october.all.values()))[report.pk].told, [])

    at("2026-11-13 17:59")
    assert actions.lock_accepted(by=SYSTEM) == 0
    at("2026-11-13 18:00")
    assert actions.lock_accepted(by=SYSTEM) == 2

    rows = Report.objects.unscoped("test").filter(pk__in=(october.here.pk, october.near.pk))
    assert [row.frozen["HOME_VISIT_PT"] for row in rows] == [1, 1]
    assert len({row.position for row in rows}) == 1
    assert actions.lock_accepted(by=SYSTEM) == 0


def test_the_province_is_told_two_workdays_later_of_a_county_that_stays_away(world, october, at):
    at("2026-11-11 09:00")
    tell_day("2026-11-11")

    told = messages_for(world.province)
    assert [row.title.endswith("没有按时提交2026年10月月报告") for row in told] == [True, True]
