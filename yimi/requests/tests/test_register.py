"""An office wants something from stations: it is registered, compared with the ledger, published, answered, ended."""

from datetime import date

import pytest
from django.http import Http404

from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.ids import new_id
from yimi.figures.measure import measures
from yimi.requests import actions
from yimi.requests.matching import LineFields, held_by, matches
from yimi.requests.models import Demand, Refusal
from yimi.requests.queries import answers, burden
from yimi.requests.queries import demands as queries
from yimi.requests.queries.demands import Asked
from yimi.requests.standing import Reminders, Standing, reminders, standing
from yimi.requests.terms import terms
from yimi.requests.turns import minutes_in, turn_on


def refusals():
    return Refusal.objects.unscoped("test")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("走访人次", "HOME_VISIT_PT"),
        ("本月走访人次（人次）", "HOME_VISIT_PT"),
        ("全年累计新建档案数", "FILE_NEW"),
        ("入户走访、探访建档", "VISIT_FILE_PT"),
        ("社区活动场次", "ACT_N"),
        ("本季度 开展服务 场次", "SESSION"),
        ("visit_file_pt", "VISIT_FILE_PT"),
        ("在岗社工人数", "STAFF_ON"),
        ("转介件数", "REFER_OUT"),
    ],
)
def test_a_line_that_is_a_number_of_the_ledger_is_known_by_any_of_its_names(text, code):
    assert held_by(text) == measures[code]


@pytest.mark.parametrize(
    "text", ["站点工作亮点", "需要协调解决的问题", "小组照片", "服务对象姓名", "下月安排", "走访人次较少的原因"]
)
def test_words_and_opinions_are_no_numbers_of_the_ledger(text):
    assert held_by(text) is None


def test_every_other_name_means_a_measure_and_every_measure_is_known_by_its_own():
    assert {code for code in terms().aliases.values() if code not in measures} == set()
    assert [measure.code for measure in measures if held_by(str(measure.name)) is None] == []


@pytest.mark.both_engines
def test_what_the_ledger_holds_is_refused_once_with_the_way_to_get_it_and_the_attempt_is_kept(world, register):
    pk = new_id()
    for _again in range(2):
        with pytest.raises(RuleBroken, match=r"台账已有这些数.*走访人次.*入户走访") as refused:
            register.propose("本月走访人次", "工作亮点", pk=pk)

    assert refused.value.code == "ledger_has_it" and refused.value.status == 409
    assert refused.value.extra["current"]["held"][0]["get"] == "/api/v1/figures?measure=HOME_VISIT_PT"
    kept = refusals().get()
    assert (kept.text, kept.measure, kept.refused_by) == ("本月走访人次", "HOME_VISIT_PT", world.county)
    assert not Demand.objects.unscoped("test").exists()


def test_a_measure_that_is_chosen_is_refused_whatever_the_line_says(world, register):
    with pytest.raises(RuleBroken, match="台账已有"):
        register.propose(lines=(LineFields("情况说明", "SESSION"),))


def test_a_line_with_a_number_in_it_goes_on_with_what_the_ledger_lacks(world, register):
    with pytest.raises(RuleBroken) as asked:
        register.propose("走访人次较少的原因")
    row = register.propose("走访人次较少的原因", beyond="只要原因，不要数")

    assert asked.value.code == "ledger_may_have_it" and not refusals().exists()
    assert row.beyond and [match.is_exact for match in matches([LineFields("走访人次较少的原因")])] == [False]


def test_a_request_is_proposed_by_its_own_office_and_says_all_that_it_must(world, register):
    with pytest.raises(Invalid) as refused:
        register.propose(basis="", minutes=0, frequency="irregular", valid_until=date(2026, 8, 1))
    with pytest.raises(Invalid, match="名义"):
        register.propose(by=world.county, area="469028")
    with pytest.raises(Invalid, match="区划以内"):
        register.propose(by=world.township, area="469030104", target="469030")

    assert set(refused.value.fields) == {"basis", "minutes", "times_a_year", "valid_until"}
    assert register.propose(by=world.township, area="469030104").level == "township"
    assert register.propose(by=world.province, area="46", target="469028").level == "province"


def test_the_county_publishes_for_its_towns_and_the_station_sees_it_then(world, register):
    row = register.propose(by=world.township, area="469030104", office="长征镇政府（示例）")
    for stranger in (world.worker, world.far_county):
        with pytest.raises(Http404):
            queries.demand_for(stranger, row.pk)
    for cannot in (world.township, world.province, world.far_county):
        with pytest.raises(Http404):
            actions.publish_demand(row.pk, by=cannot)

    actions.publish_demand(row.pk, by=world.county)

    assert queries.demand_for(world.worker, row.pk).published_by == world.county
    assert [each.demand for each in answers.asked_of(world.worker, world.here).dues] == [row]
    assert answers.asked_of(world.county, world.near).dues == []


def test_a_proposal_is_returned_bettered_and_published_and_a_revision_waits_again(world, register):
    row = register.propose()
    actions.return_demand(row.pk, by=world.county, reason="依据不全")
    with pytest.raises(RuleBroken, match="已退回"):
        actions.publish_demand(row.pk, by=world.county)
    with pytest.raises(Stale):
        register.propose("改了", pk=row.pk)

    register.propose("改了", pk=row.pk, version=2)
    actions.publish_demand(row.pk, by=world.county, version=3)
    again = register.propose("又改了", pk=row.pk, version=4)

    assert again.state == "proposed" and again.published_on and [line.text for line in again.lines.all()] == ["又改了"]
    assert answers.asked_of(world.worker, world.here).dues == []
    assert register.propose("又改了", pk=row.pk).version == again.version


def test_an_id_of_another_office_is_taken_and_says_nothing(world, register):
    row = register.propose()

    with pytest.raises(RuleBroken) as refused:
        register.propose(by=world.far_county, area="469028", pk=row.pk)

    assert refused.value.code == "id_taken"


def test_the_province_ends_what_a_county_asks_with_a_reason(world, register):
    row = register.publish()
    with pytest.raises(Invalid, match="原因"):
        actions.end_demand(row.pk, by=world.province, reason="")
    with pytest.raises(Http404):
        actions.end_demand(row.pk, by=world.far_county, reason="与系统重复")

    actions.end_demand(row.pk, by=world.province, reason="与系统重复")

    assert answers.asked_of(world.worker, world.here).dues == []
    assert queries.status_of(queries.demand_for(world.worker, row.pk), world.today) == "ended"


@pytest.mark.both_engines
def test_the_register_is_narrowed_by_who_asks_how_often_how_it_stands_and_where(world, register):
    county, province = register.publish(), register.publish(
        by=world.province, area="46", title="年度案例征集", frequency="once", valid_until=date(2026, 12, 31)
    )  # fmt: skip
    far = register.publish(by=world.far_county, area="469028")

    def found(by=world.province, **asked):
        return set(queries.demands_for(by, Asked(**asked)))

    assert found(level="county") == {county, far} and found(frequency="once") == {province}
    assert found(q="案例") == {province} and found(county="469030") == {county}
    assert found(state="in_force") == {county, far, province} and found(state="ended") == set()
    assert found(by=world.worker) == {county, province}


@pytest.mark.both_engines
def test_a_station_answers_each_turn_once_and_corrects_what_it_said(world, register):
    row, pk = register.publish(), new_id()
    due = answers.due_for(world.worker, row.pk, world.here)
    assert (due.turn.code, due.due_on) == ("2026-10", date(2026, 11, 6)) and due.is_late
    for _again in range(2):
        said = actions.put_answer(pk, by=world.worker, demand=row.pk, station=world.here.pk, texts=["助浴", "无"])
    with pytest.raises(Stale):
        actions.put_answer(new_id(), by=world.head, demand=row.pk, station=world.here.pk, texts=["改", "无"])

    actions.put_answer(pk, by=world.head, demand=row.pk, station=world.here.pk, texts=["改", "无"], version=1)

    told = answers.answered(world.county, row)
    assert (told.n, [each.station.code for each in told.rows]) == (1, ["469030104", "469030105"])
    assert answers.answer_for(world.county, said.pk)[1] == [("站点工作亮点", "改"), ("需要协调解决的问题", "无")]
    with pytest.raises(Http404):
        answers.answer_for(world.neighbour, said.pk)
    with pytest.raises(Invalid, match=r"texts\.1"):
        actions.put_answer(pk, by=world.head, demand=row.pk, station=world.here.pk, texts=["改"], version=2)
    with pytest.raises(Http404):
        actions.put_answer(new_id(), by=world.neighbour, demand=row.pk, station=world.here.pk, texts=["a", "b"])


def test_turns_follow_the_rhythm_and_the_first_one_is_not_before_the_beginning(register):
    monthly = Demand(frequency="monthly", valid_from=date(2026, 11, 2), minutes=30)
    weekly = Demand(frequency="weekly", valid_from=date(2026, 9, 1), minutes=10)
    free = Demand(frequency="irregular", times_a_year=4, valid_from=date(2026, 9, 1), minutes=10)

    assert turn_on(monthly, date(2026, 11, 20)).code == "2026-11"
    assert turn_on(weekly, date(2026, 11, 20)).code == "2026-W46"
    assert not turn_on(free, date(2026, 11, 20)).is_due


def test_a_year_counts_minutes_by_the_days_on_which_a_request_held(world, register):
    row = register.publish()
    actions.end_demand(row.pk, by=world.county, reason="与系统重复")
    row.refresh_from_db()
    with pytest.raises(RuleBroken):
        register.propose("走访人次")

    now, before, _earlier = burden.years(world.county, world.areas["469030"])

    assert row.published_on == date(2026, 11, 20) and minutes_in(row, 2026) == 0
    assert (now.items, now.ended, now.refused, now.reminders, before.items) == (0, 1, 1, 0, 0)
    whole = Demand(
        frequency="monthly", minutes=30, valid_from=date(2025, 1, 1), published_on=date(2025, 1, 1), ended_on=None
    )
    assert minutes_in(whole, 2026) == 360 and minutes_in(whole, 2024) == 0


def test_minutes_of_a_place_are_those_of_its_average_station(world, register):
    register.publish(target="469030", frequency="once", valid_until=date(2026, 12, 31), minutes=60)
    town = register.propose(
        by=world.township, area="469030104", frequency="once", valid_until=date(2026, 12, 31), minutes=20
    )
    actions.publish_demand(town.pk, by=world.county)

    now = burden.years(world.county, world.areas["469030"])[0]

    assert (now.items, now.minutes) == (2, 70)
    assert now.levels == {"province": (0, 0), "county": (1, 60), "township": (1, 10)}


def test_what_the_house_makes_by_itself_and_reminds_of_is_declared_from_above(world, monkeypatch):
    monkeypatch.setattr(standing, "_items", {})
    monkeypatch.setattr(reminders, "_items", {})
    standing.add(Standing("monthly", "月报告", "每月"))
    reminders.add(Reminders("inbox", lambda path, year: 3))

    assert [(each.title, each.typed_fields, each.url) for each in standing] == [("月报告", 0, "")]
    assert burden.years(world.county, world.areas["469030"])[0].reminders == 3
