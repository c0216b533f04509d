"""People are told once for one cause, read what they are told, and nobody else reads it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from yimi.accounts.actions import set_active
from yimi.accounts.bearer import issue
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid
from yimi.core.permissions import Permission
from yimi.inbox import queries
from yimi.inbox.actions import mark_read, send
from yimi.inbox.models import Message

from .conftest import TEN


@pytest.fixture
def tell(world):
    """Tell the head something: `tell("标题", key="k")`."""

    def told(title="有新的督办事项，请办理", *, to=None, **more):
        return send(to or [world.head], kind="tracked", title=title, by=world.county, **more)

    return told


@pytest.mark.both_engines
def test_the_same_cause_tells_a_person_once(world, tell):
    first, again = tell(key="tracked:1"), tell(key="tracked:1", to=[world.head, world.worker])

    assert [row.recipient for row in first.messages + again.messages] == [world.head, world.worker]
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(recipient=world.head, kind="tracked", title="x", key="tracked:1", sent_at=TEN)


def test_disabled_and_ended_accounts_get_none_and_the_sender_is_told(world, tell):
    set_active(world.colleague.pk, by=world.sysadmin, is_active=False)
    grant = world.neighbour.grants.get()
    grant.to_on = world.today.replace(day=19)
    grant.save()
    world.colleague.refresh_from_db()

    sent = tell(to=[world.head, world.colleague, world.neighbour])

    assert [row.recipient for row in sent.messages] == [world.head]
    assert {each.user: str(each.why) for each in sent.skipped} == {
        world.colleague: "账号已停用", world.neighbour: "没有现行角色",
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"title": "请联系13800000009"}, {"text": "证件469999194304120021"}, {"text": "电话 138 0000 0009"},
        {"url": "https://example.com/"}, {"url": "//example.com/"}, {"url": "/login/"}, {"kind": "gossip"},
        {"title": "　"},
    ],
)  # fmt: skip
def test_numbers_of_persons_and_ways_out_of_the_house_are_refused(world, said):
    with pytest.raises(Invalid):
        send([world.head], **{"kind": "tracked", "title": "请办理", "by": world.county} | said)


def test_contacts_are_found_where_they_hold_the_right(world):
    county = world.areas["469030"].pk

    assert queries.holders(Permission.REMIND, areas=[county]) == [world.county]
    assert queries.holders(Permission.LIST_PLAN, stations=[world.here.pk]) == [world.head]


def test_what_is_said_is_kept_sealed_and_read_by_nobody_else(world, tell):
    row = tell(text="补挂服务时间牌").messages[0]

    assert "补挂".encode() not in bytes(Message.objects.unscoped("test").get(pk=row.pk).text)
    assert queries.message_for(world.head, row.pk).opened["text"] == "补挂服务时间牌"
    with pytest.raises(Http404):
        mark_read(row.pk, by=world.province)


def test_opening_a_message_reads_it_and_leads_on(world, tell, sign_in):
    row = tell(url="/app/tracking/", text="补挂服务时间牌").messages[0]
    browser = sign_in(world.head)
    page = browser.get(reverse("inbox:list")).content.decode()
    assert "1 条消息未读" in page and "消息，1 条未读" in page and "补挂服务时间牌" in page

    assert browser.post(reverse("inbox:open", args=[row.pk])).headers["Location"] == "/app/tracking/"

    page = browser.get(reverse("inbox:list")).content.decode()
    assert "消息都已读" in page and 'aria-label="消息"' in page
    assert "没有符合条件" in browser.get(reverse("inbox:list") + "?read=no").content.decode()
    assert sign_in(world.worker).post(reverse("inbox:open", args=[row.pk])).status_code == 404


def test_all_are_marked_read_at_once(world, tell, sign_in):
    for nth in range(3):
        tell(f"第 {nth} 件事")
    browser = sign_in(world.head)

    browser.post(reverse("inbox:read_all"))

    assert queries.unread(world.head) == 0


def test_the_unread_come_first_page_by_page(world, tell, sign_in, at):
    read = tell("已经看过的").messages[0]
    for nth in range(60):
        at(TEN + timedelta(minutes=nth - 90))
        tell(f"第 {nth} 件事")
    mark_read(read.pk, by=world.head)
    browser = sign_in(world.head)

    first = browser.get(reverse("inbox:list"))
    second = browser.get(reverse("inbox:list") + first.context["pages"].next_url).content.decode()

    assert len(first.context["lines"]) == 50 and "已经看过的" not in first.content.decode()
    assert "已经看过的" in second and "第 0 件事" in second and "第 59 件事" not in second


def test_programs_list_and_read_messages(world, tell, at):
    row = tell(text="补挂服务时间牌", url="/app/tracking/").messages[0]
    at(TEN + timedelta(minutes=1))
    tell("另一件事")
    api, headers = Client(), {"Authorization": f"Bearer {issue(world.head)[0]}"}

    def ask(method, path):
        kept = {"data": "{}", "content_type": "application/json"} if method == "post" else {}
        return getattr(api, method)(f"/api/v1/messages{path}", headers=headers, **kept)

    listed = ask("get", "?limit=1").json()
    assert listed["unread"] == 2 and listed["items"][0]["title"] == "另一件事" and listed["next"]
    assert ask("post", f"/{row.pk}/read").json()["read_at"] is not None
    assert [item["id"] for item in ask("get", "?read=yes").json()["items"]] == [str(row.pk)]
    assert ask("post", "/read-all").json() == {"read": 1}
    other = {"Authorization": f"Bearer {issue(world.worker)[0]}"}
    answer = api.post(f"/api/v1/messages/{row.pk}/read", "{}", content_type="application/json", headers=other)
    assert answer.status_code == 404


def test_the_platform_itself_may_tell_people(world):
    row = send([world.head], kind="tracked", title="系统消息", by=SYSTEM).messages[0]

    assert row.sender is None
