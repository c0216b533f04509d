"""A target goes down from the province to the month and comes back as pace; drafts may not add up, publishing may."""

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.core.errors import Invalid, RuleBroken
from yimi.planning import actions
from yimi.planning.models import Decomposition
from yimi.planning.places import spot_named
from yimi.planning.queries import targets as queries

pytestmark = pytest.mark.django_db
PROVINCE = "area:46"


def shares(made):
    return {share.place: share.value for share in made.shares.all()}


def draft_of(row, by, **where):
    return actions.draft_split(row.pk, by=by, spot=spot_named(**where))


def test_a_target_is_divided_among_counties_by_their_operating_stations(world, target):
    made = draft_of(target(value=1000), world.province, area="46")

    assert shares(made) == {"area:469028": 333, "area:469030": 667}
    assert made.state == "draft" and made.rule == "stations"


def test_a_draft_may_not_add_up_and_is_not_handed_down_with_the_gap_named(world, target):
    made = draft_of(target(value=1000), world.province, area="46")
    made = actions.adjust(
        made.pk, by=world.province, values={"area:469028": 100}, locked={"area:469028"}, version=made.version
    )

    with pytest.raises(RuleBroken, match="合计 767人次，少于目标 1000人次，还差 233人次") as refused:
        actions.publish_split(made.pk, by=world.province)
    assert refused.value.extra["gap"] == 233

    made = actions.split_again(made.pk, by=world.province, rule="equal", version=made.version)
    assert shares(made) == {"area:469028": 100, "area:469030": 900}
    assert actions.publish_split(made.pk, by=world.province).state == "published"


def test_more_than_asked_may_be_handed_down(world, target):
    made = draft_of(target(value=1000), world.province, area="46")
    made = actions.adjust(made.pk, by=world.province, values={"area:469028": 400}, locked=set(), version=made.version)

    assert actions.publish_split(made.pk, by=world.province).number == 1


def test_it_goes_down_to_the_months_and_every_level_adds_up(world, handed_down):
    row = handed_down(value=1201)

    station = Decomposition.objects.unscoped("test").get(target=row, place="station:469030104")
    months = {share.month: share.value for share in station.shares.all()}
    assert sum(months.values()) == station.total
    assert all(months[month] == 0 for month in range(1, 8)) and months[9] > months[8] > 0
    for made in Decomposition.objects.unscoped("test").filter(target=row):
        assert sum(shares(made).values()) == made.total


def test_what_was_divided_by_hand_is_left_alone(world, target):
    row = target(value=1000)
    actions.publish_split(draft_of(row, world.province, area="46").pk, by=world.province)
    own = draft_of(row, world.county, area="469030")
    actions.publish_split(own.pk, by=world.county)

    actions.hand_down(row.pk, by=world.province)

    assert Decomposition.objects.unscoped("test").filter(target=row, place="area:469030").count() == 1


def test_a_later_change_is_the_next_version_with_its_difference(world, handed_down):
    row = handed_down(value=900)
    made = draft_of(row, world.province, area="46")
    assert made.number == 2
    made = actions.change_total(made.pk, by=world.province, total=1200, version=made.version)
    made = actions.split_again(made.pk, by=world.province, rule="stations", version=made.version)
    actions.publish_split(made.pk, by=world.province)

    sheet = queries.sheet_for(world.province, row.pk, spot_named("46"))
    assert {part.key: part.change for part in sheet.parts} == {"area:469028": 100, "area:469030": 200}
    below = queries.sheet_for(world.county, row.pk, spot_named("469030"))
    assert below.node.is_stale and below.node.value == 800
    with pytest.raises(RuleBroken, match="已下达"):
        actions.adjust(made.pk, by=world.province, values={}, locked=set(), version=made.version)


def test_a_level_is_not_divided_by_month(world, handed_down):
    row = handed_down(value=300, measure="FILE_STOCK")

    with pytest.raises(RuleBroken, match="不按月分解"):
        draft_of(row, world.head, station="469030104")


def test_a_rate_is_the_same_for_all_and_never_lower(world, target):
    made = draft_of(target(value=950, measure="DUE_RATE"), world.province, area="46")
    assert shares(made) == {"area:469028": 950, "area:469030": 950}
    made = actions.adjust(made.pk, by=world.province, values={"area:469028": 900}, locked=set(), version=made.version)

    with pytest.raises(RuleBroken, match=r"还差 5\.0 个百分点"):
        actions.publish_split(made.pk, by=world.province)


def test_the_pace_comes_back_from_the_figures(world, handed_down, served):
    row = handed_down(value=30, measure="PUBLICITY_N")
    served(12)

    nodes = queries.targets_at(world.head, spot_named(station="469030104"), 2026)

    assert [(node.target.pk, node.value, node.pace.done) for node in nodes] == [(row.pk, 10, 12)]
    assert nodes[0].pace.status == "ok"
    county = queries.sheet_for(world.county, row.pk, spot_named("469030"))
    assert {str(part.name): part.pace.done for part in county.parts} == {"长征镇": 12, "红毛镇": 0}
    months = queries.sheet_for(world.head, row.pk, spot_named(station="469030104")).parts
    assert next(part for part in months if part.key == "month:11").pace.done == 12


def test_a_county_sets_its_own_and_nobody_sets_for_another(world, target):
    row = target(area="469030", by=world.county, anchor="own", value=100)
    assert draft_of(row, world.county, area="469030").total == 100
    with pytest.raises(Http404):
        target(area="469028", by=world.county, measure="SESSION")
    with pytest.raises(Http404):
        target(by=world.head, measure="SESSION")
    with pytest.raises(RuleBroken, match="已经有这项指标"):
        target(area="469030", by=world.county, value=7)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"value": 0}, "目标值不对"),
        ({"value": 1001, "measure": "DUE_RATE"}, "不超过 100%"),
        ({"measure": "CRISIS_N"}, "不能作为目标"),
        ({"anchor": "rumour"}, "政策依据"),
        ({"anchor_title": ""}, "至少 2 字"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_words(target, more, says):
    with pytest.raises(Invalid, match=says):
        target(**more)


def test_a_station_sees_its_own_and_not_its_neighbours(world, handed_down):
    row = handed_down()
    assert queries.sheet_for(world.head, row.pk, spot_named(station="469030104")).parts
    with pytest.raises(Http404):
        queries.sheet_for(world.head, row.pk, spot_named(station="469030105"))
    with pytest.raises(Http404):
        queries.sheet_for(world.far_county, row.pk, spot_named("469030"))


def test_the_province_sets_it_on_its_pages_and_the_head_adjusts_her_months(world, sign_in):
    client = sign_in(world.province)
    said = {
        "id": "0195f0f0-0000-7000-8000-000000000001", "area": "46", "year": "2026", "measure": "SESSION",
        "value": "1000", "anchor": "livelihood", "anchor_title": "2026年为民办实事事项",
    }  # fmt: skip
    draft_page = client.post(reverse("planning:target_new"), said, follow=True)
    page = draft_page.content.decode()
    assert "分解合计 1,000场次，与目标相等" in page
    assert page.index("陵水") < page.index("琼中")
    split = draft_page.redirect_chain[-1][0]
    wrong = client.post(split, {"version": "1", "value-area:469028": "很多", "value-area:469030": "1"})
    assert wrong.status_code == 422 and "很多" in wrong.content.decode()
    short = client.post(split, {"version": "1", "value-area:469028": "1", "value-area:469030": "1", "publish": "1"})
    assert "还差 998场次，不能下达" in short.content.decode()
    full = {"version": "2", "value-area:469028": "333", "value-area:469030": "667", "publish": "1"}
    assert client.post(split, full).status_code == 302
    client.post(reverse("planning:target_down", args=[said["id"]]))
    assert (
        "正常" not in client.get(reverse("planning:targets")).content.decode().split("<tbody>")[1].split("</tbody>")[0]
    )

    client = sign_in(world.head)
    client.post(reverse("planning:target_divide", args=[said["id"]]), {"station": "469030104"})
    made = Decomposition.objects.unscoped("test").get(place="station:469030104", state="draft")
    page = client.get(reverse("planning:split", args=[made.pk])).content.decode()
    assert "8月" in page and "锁定 8月" in page
    typed = {f"value-month:{n:02d}": "3" for n in range(1, 13)} | {"version": "99"}
    refused = client.post(reverse("planning:split", args=[made.pk]), typed)
    assert refused.status_code == 422 and "刚被别人改过" in refused.content.decode()
    assert refused.content.decode().count('value="3"') == 12


@pytest.mark.both_engines
def test_a_place_has_one_draft_at_a_time(world, target):
    row = target()
    first = draft_of(row, world.province, area="46")

    assert draft_of(row, world.province, area="46").pk == first.pk


def test_programs_set_and_read_targets(world, api):
    program, pk = api(world.province), "0195f0f0-0000-7000-8000-000000000002"
    body = {
        "measure": "DUE_RATE", "year": 2026, "area": "46", "value": 95, "anchor": "own", "anchor_title": "年度要点"
    }  # fmt: skip
    assert program.put(f"/api/v1/targets/{pk}", body).json()["value"] == 95
    assert program.put(f"/api/v1/targets/{pk}", body).status_code == 200
    assert program.put(f"/api/v1/targets/{pk}", body | {"value": 90}).json()["code"] == "differs"
    assert [each["measure"] for each in program.get("/api/v1/targets").json()["items"]] == ["DUE_RATE"]
    assert program.get(f"/api/v1/targets/{pk}").json()["is_handed_down"] is False
