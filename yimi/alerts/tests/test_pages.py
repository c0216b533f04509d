"""The pages of daily monitoring, and the same for programs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.story import visit
from yimi.accounts import bearer
from yimi.alerts import actions, queries
from yimi.alerts.models import Alert
from yimi.core.ids import new_id

from .conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def alert(crisis, monitor):
    kept = crisis()
    monitor(YESTERDAY)
    return Alert.objects.unscoped("test").get(subject=kept.pk)


def read(browser, name, *args, **query):
    answer = browser.get(reverse(f"alerts:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_worker_opens_the_record_and_explains_on_the_page(world, alert, sign_in):
    browser = sign_in(world.worker)
    assert "危机介入满 24 小时没有后续服务" in read(browser, "list")
    page = read(browser, "alert", alert.pk)
    assert reverse("services:record", args=[alert.subject]) in page and "王桂兰" not in page
    here = reverse("alerts:explain", args=[alert.pk])

    wrong = browser.post(here, {"step": str(new_id()), "version": "1", "words": ""})
    assert wrong.status_code == 422 and "请写明情况" in wrong.content.decode()
    browser.post(here, {"step": str(new_id()), "version": "1", "words": "明天上门"})
    assert "明天上门" in read(browser, "alert", alert.pk)
    old = browser.post(here, {"step": str(new_id()), "version": "1", "words": "又一次"})
    assert old.status_code == 409 and "又一次" in old.content.decode()


def test_the_county_opens_each_number_of_a_day(world, alert, sign_in):
    browser = sign_in(world.county)
    page = read(browser, "day", day=YESTERDAY.isoformat())
    opens = f"{reverse('alerts:list')}?county=469030&amp;on={YESTERDAY}&amp;item=event"
    assert opens in page and "需关注" in page

    told = read(browser, "list", county="469030", on=YESTERDAY.isoformat(), item="event")
    assert told.count(reverse("alerts:alert", args=[alert.pk])) == 1


def test_the_province_reads_counties_in_the_official_order_and_opens_only_what_was_taken_to_it(world, alert, sign_in):
    browser = sign_in(world.province)
    page = read(browser, "day")
    assert page.index("陵水") < page.index("琼中黎") and "item=event" not in page
    assert str(alert.pk) not in read(browser, "list") and world.here.short_name not in page

    actions.escalate_alert(alert.pk, by=world.county, step=new_id(), words="需省级协调")
    assert str(alert.pk) in read(browser, "list", escalated="on")
    told = read(browser, "alert", alert.pk)
    assert "需省级协调" in told and world.here.short_name not in told


def test_a_station_reads_how_it_stands_and_nobody_above_its_town_does(world, person, alert, sign_in):
    visit(world.worker, world.here, YESTERDAY, [person])
    for reader in (world.worker, world.township):
        page = read(sign_in(reader), "day")
        assert "昨日服务记录" in page and "本周应走访" in page
    for reader in (world.county, world.province, world.leader):
        assert "昨日服务记录" not in read(sign_in(reader), "day", station=world.here.code)


def test_the_home_of_the_county_says_what_needs_it_today(world, alert, sign_in):
    home = sign_in(world.county).get(reverse("desk:begin"), {"area": "469030"}).content.decode()

    assert "今日要处理的安全事项" in home and reverse("alerts:alert", args=[alert.pk]) in home


def test_days_stand_beside_each_other(world, alert, monitor, sign_in, settings):
    settings.YIMI_TODAY = TODAY + timedelta(days=1)
    monitor(TODAY)

    page = read(sign_in(world.county), "day", day=YESTERDAY.isoformat())

    assert f"?day={TODAY}" in page and "近日监测" in page
    assert sign_in(world.county).get(reverse("alerts:day"), {"day": "1800-01-01"}).status_code == 422


@pytest.fixture
def api():
    """Ask as somebody: `api(user, "get", "/alerts")`."""

    def asked(user, method, path, body=None):
        token = bearer.issue(user)[0]
        client = Client(headers={"authorization": f"Bearer {token}"})
        return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")

    return asked


def test_programs_read_and_settle_alerts_as_pages_do(world, alert, api):
    told = api(world.county, "get", "/alerts").json()["items"]
    assert [(each["item"], each["station"]) for each in told if each["source"] == "crisis"] == [("event", "469030104")]

    said = {"step": str(new_id()), "words": "明天上门", "version": 1}
    for _again in range(2):
        answer = api(world.worker, "post", f"/alerts/{alert.pk}/explain", said)
        assert (answer.status_code, answer.json()["state"], len(answer.json()["steps"])) == (200, "explained", 1)
    refused = api(world.worker, "post", f"/alerts/{alert.pk}/explain", said | {"step": str(new_id())})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    higher = api(world.county, "post", f"/alerts/{alert.pk}/escalate", {"step": str(new_id()), "words": "需省级协调"})
    assert higher.json()["escalated_on"] == TODAY.isoformat()
    above = api(world.province, "get", f"/alerts/{alert.pk}").json()
    assert above["station"] is None and [each["words"] for each in above["steps"]] == [None, "需省级协调"]
    settled = api(world.county, "post", f"/alerts/{alert.pk}/resolve", {"step": str(new_id()), "words": "情况稳定"})
    assert settled.json()["state"] == "resolved"
    assert api(world.stranger, "get", f"/alerts/{alert.pk}").status_code == 404


def test_programs_read_the_counts_of_a_day(world, alert, api):
    told = api(world.province, "get", f"/daily-monitors?day={YESTERDAY}").json()
    assert [each["county"] for each in told["items"]] == ["469028", "469030"]
    assert told["items"][1]["counts"]["event"] == 1
    assert api(world.worker, "get", "/daily-monitors").json()["items"] == []
    assert queries.last_day() == YESTERDAY
