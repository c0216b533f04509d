"""The station explains, the county settles or takes it to the province; each learns what is hers to know."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import Http404

from tests.story import contact
from yimi.alerts import actions, queries
from yimi.alerts.models import Alert
from yimi.alerts.reporting import safety
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.periods import Period
from yimi.figures.places import Place
from yimi.tracking import actions as tracking
from yimi.tracking import queries as tracked

from .conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def made(world, crisis, report, monitor):
    """An alert of a crisis, one of a report that only its writer, the head and the county know of, one of a post."""
    subjects = {"crisis": crisis().pk, "report": report().pk, "vacant": world.here.pk}
    monitor(YESTERDAY)
    rows = Alert.objects.unscoped("test").select_related("station")
    return SimpleNamespace(**{name: rows.get(subject=pk) for name, pk in subjects.items()})


def explain(alert, by, words="已联系家属，明天上门", **more):
    return actions.explain_alert(alert.pk, by=by, step=more.pop("step", new_id()), words=words, **more)


def resolve(alert, by, words="已核实，情况稳定", **more):
    return actions.resolve_alert(alert.pk, by=by, step=new_id(), words=words, **more)


def escalate(alert, by, words="需省级协调", **more):
    return actions.escalate_alert(alert.pk, by=by, step=new_id(), words=words, **more)


def seen(actor, asked=None):
    return set(queries.alerts_for(actor, asked).values_list("source", "station__code"))


def test_the_station_explains_and_the_county_settles(world, made):
    explained = explain(made.crisis, world.worker)
    assert (explained.state, explained.version) == ("explained", 2)

    settled = resolve(made.crisis, world.county, version=2)
    assert (settled.state, settled.closed_on) == ("resolved", TODAY)
    sheet = queries.sheet_for(world.head, made.crisis.pk)
    assert [step.what for step in sheet.steps] == ["explained", "resolved"]
    assert sheet.steps[0].opened["words"] == "已联系家属，明天上门"
    with pytest.raises(RuleBroken, match="已办结"):
        resolve(made.crisis, world.county)


def test_sending_twice_explains_once_and_an_old_page_settles_nothing(world, made):
    step = new_id()
    assert (
        explain(made.crisis, world.worker, step=step).version == explain(made.crisis, world.worker, step=step).version
    )
    with pytest.raises(RuleBroken) as refused:
        resolve(made.crisis, world.county, version=1)
    assert refused.value.code == "stale"
    with pytest.raises(RuleBroken, match="已被使用"):
        actions.resolve_alert(made.vacant.pk, by=world.county, step=step, words="已办")
    with pytest.raises(Invalid, match="写明情况"):
        explain(made.vacant, world.head, words="好")


def test_nobody_settles_what_is_not_hers(world, made):
    with pytest.raises(Http404):
        resolve(made.crisis, world.head)
    with pytest.raises(Http404):
        explain(made.crisis, world.neighbour)
    with pytest.raises(Http404):
        escalate(made.crisis, world.far_county)
    with pytest.raises(Http404):
        resolve(made.crisis, world.province)


def test_each_sees_the_alerts_that_are_hers(world, made):
    here, near = world.here.code, world.near.code
    mine = {("crisis", here), ("incident", here), ("vacant", here)}
    assert seen(world.worker) == seen(world.head) == mine
    assert seen(world.colleague) == mine - {("incident", here)}
    assert seen(world.neighbour) == {("vacant", near)}
    assert seen(world.county) == mine | {("vacant", near)}
    assert seen(world.township) == mine - {("incident", here)}
    assert seen(world.province) == seen(world.leader) == set()
    with pytest.raises(Http404):
        queries.sheet_for(world.stranger, made.crisis.pk)
    with pytest.raises(Http404):
        queries.sheet_for(world.colleague, made.report.pk)


def test_a_restricted_contact_is_told_to_who_took_part_the_head_and_the_county(world, person, monitor):
    kept = contact(world.worker, world.here, "crisis", TODAY - timedelta(days=3), [person], services=("CC02",))
    monitor(YESTERDAY)
    pk = Alert.objects.unscoped("test").get(subject=kept.pk).pk

    assert queries.sheet_for(world.worker, pk).url and queries.sheet_for(world.head, pk).url
    assert queries.sheet_for(world.county, pk).url == ""  # of the alert, not of the record
    for reader in (world.colleague, world.township):
        with pytest.raises(Http404):
            queries.sheet_for(reader, pk)
    assert queries.left_out(world.township, queries.Asked()) == 1


def test_the_province_learns_what_was_taken_to_it_and_neither_station_record_nor_words_of_the_station(world, made):
    explain(made.crisis, world.worker, "王桂兰已转院")
    escalate(made.crisis, world.county)

    sheet = queries.sheet_for(world.province, made.crisis.pk)
    assert (sheet.is_near, sheet.url, sheet.may_resolve) == (False, "", False)
    assert [step.__dict__.get("opened", {}).get("words") for step in sheet.steps] == [None, "需省级协调"]
    with pytest.raises(RuleBroken, match="已经升级"):
        escalate(made.crisis, world.county)


def test_what_is_taken_higher_is_followed_and_settled_when_it_is_proved(world, made):
    escalate(made.vacant, world.county)
    item = tracked.items_for(world.province).get()
    assert (item.source_kind, item.source_id, item.level, item.station) == (
        "alert", made.vacant.pk, "province", world.here,
    )  # fmt: skip

    tracking.submit_proof(item.pk, by=world.head, step=new_id(), words="新人已到岗")
    tracking.recheck(item.pk, by=world.province, accept=True)

    assert queries.sheet_for(world.head, made.vacant.pk).alert.state == "resolved"


def test_of_a_report_that_was_taken_higher_the_other_workers_learn_nothing(world, made):
    escalate(made.report, world.county)

    item = tracked.items_for(world.province).get()
    assert (item.station, item.county) == (None, world.areas["469030"])
    assert not tracked.items_for(world.colleague).exists()


def test_reports_tell_numbers_of_a_place_and_never_of_what_its_reader_may_not_know(world, made):
    span = Period.of("week", YESTERDAY)

    def told(actor, place):
        (table,) = safety(actor, place, span)
        return {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}

    county, here = Place.of_area(world.areas["469030"]), Place.of_station(world.here)
    assert told(world.province, county)["强制报告"] == ["1", "1", "0"]
    assert told(world.county, county)["缺岗"] == ["2", "2", "0"]
    assert told(world.head, here)["强制报告"] == ["1", "1", "0"]
    assert told(world.colleague, here)["强制报告"] == ["0", "0", "0"]
    assert told(world.far_county, county)["强制报告"] == ["0", "0", "0"]
