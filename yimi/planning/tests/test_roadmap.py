"""Steps follow one another and end with a proof; counties keep the list of what they answer for."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.core.errors import Invalid, RuleBroken
from yimi.planning import actions
from yimi.planning.models import Milestone
from yimi.planning.queries import roadmap as queries

pytestmark = pytest.mark.django_db


def finish(world, row, **more):
    said = {"on": date(2026, 4, 20), "proof": "琼民函〔2026〕1号（示例）"} | more
    return actions.finish_milestone(row.pk, by=world.province, **said)


def test_a_step_is_done_with_a_proof_and_can_be_taken_back(world, step):
    row = step()
    with pytest.raises(Invalid, match="佐证"):
        finish(world, row, proof="")

    assert finish(world, row).done_on == date(2026, 4, 20)
    assert actions.reopen_milestone(row.pk, by=world.province).done_on is None


def test_before_what_it_waits_for_it_is_done_only_with_the_reason(world, step):
    first = step()
    later = step("全面建站", needs=[first])
    with pytest.raises(Invalid, match="前置节点“印发建站指引”还没有完成"):
        finish(world, later)

    row = finish(world, later, why_early="两项同时部署")

    assert queries.milestone_for(world.province, row.pk).row.opened["why_early"] == "两项同时部署"


def test_steps_never_wait_for_one_another_in_a_circle(world, step):
    first = step()
    second = step("全面建站", needs=[first])
    third = step("组织验收", needs=[second])

    with pytest.raises(Invalid, match="成了一个圈"):
        step(pk=first.pk, needs=[third], version=1)
    with pytest.raises(Invalid, match="成了一个圈"):
        step(pk=first.pk, needs=[first], version=1)


def test_a_county_and_a_station_keep_their_own(world, step):
    own = step("镇站协调会", by=world.head, area="", station="469030104")
    assert list(queries.milestones_for(world.head, 2026)) == [own]
    with pytest.raises(Http404):
        step(by=world.head)
    with pytest.raises(Http404):
        step(by=world.county, area="469028")
    assert not queries.milestones_for(world.stranger, 2026).exists()


def test_what_ends_before_it_begins_is_refused(step):
    with pytest.raises(Invalid, match="不能早于开始日期"):
        step(due_on=date(2026, 2, 1))


def test_the_pages_show_a_list_and_a_drawing_and_finish_a_step(world, step, sign_in):
    first = step()
    step("全面建站", needs=[first], begins_on=date(2026, 5, 1), due_on=date(2026, 12, 20))
    client = sign_in(world.province)

    page = client.get(reverse("planning:milestones")).content.decode()
    assert '<svg class="gantt"' in page and "印发建站指引" in page and "未按时" in page
    done = client.post(reverse("planning:milestone", args=[first.pk]), {"on": "2026-04-20", "proof": "会议纪要"})
    assert done.status_code == 302 and Milestone.objects.unscoped("test").get(pk=first.pk).done_on
    missing = client.post(reverse("planning:milestone_new"), {"title": "x", "office": "省民政厅"})
    assert missing.status_code == 422 and "省民政厅" in missing.content.decode()


def test_a_duty_is_told_of_and_ends(world, duty, sign_in):
    row = duty(leader="符某（示例）")
    client = sign_in(world.county)
    client.post(reverse("planning:duty", args=[row.pk]), {"progress": "场地已选定"})
    assert "推进中" in client.get(reverse("planning:duties")).content.decode()

    client.post(reverse("planning:duty", args=[row.pk]), {"progress": "已交付使用", "on": "2026-11-18"})

    assert queries.duty_for(world.county, row.pk).state == "done"
    with pytest.raises(RuleBroken, match="已经完成"):
        actions.tell_duty(row.pk, by=world.county, progress="再报")


def test_the_list_goes_out_as_a_table_and_stays_in_reach(world, duty, sign_in):
    duty()
    table = sign_in(world.county).get(reverse("planning:duty_table"))
    assert table.status_code == 200 and table.content[:2] == b"PK"
    assert "落实站点场地" in sign_in(world.province).get(reverse("planning:duties")).content.decode()
    assert "落实站点场地" not in sign_in(world.far_county).get(reverse("planning:duties")).content.decode()
    with pytest.raises(Http404):
        duty(by=world.head)


def test_a_wrong_item_is_voided_with_a_reason(world, duty):
    row = duty()
    with pytest.raises(Invalid, match="原因"):
        actions.void_duty(row.pk, by=world.county, reason="")
    actions.void_duty(row.pk, by=world.county, reason="重复列入")
    assert not queries.duties_for(world.county, 2026).exists()


def test_lists_cost_the_same_however_long_they_are(world, step, duty, sign_in):
    client = sign_in(world.province)

    def counted():
        found = []
        for url in (reverse("planning:milestones"), reverse("planning:duties")):
            client.get(url)
            with CaptureQueriesContext(connection) as run:
                assert client.get(url).status_code == 200
            found.append(len(run))
        return found

    def more(count):
        for nth in range(count):
            step(f"第{nth}步", needs=[step(f"先做第{nth}步")], person="符某（示例）")
            duty(f"第{nth}项", leader="符某（示例）")

    more(2)
    few = counted()
    more(8)

    assert counted() == few
