"""Whoever reads a file, or finds people on any page, is written down (留痕查阅)."""

from datetime import date

import pytest

from tests import story
from yimi.clients.actions import merge_people
from yimi.core.models import Entry

pytestmark = pytest.mark.django_db
PAGES = [
    ("{woman}/", "clients.read_person"),
    ("{woman}/consent/", "clients.read_person"),
    ("{woman}/particulars/", "clients.read_person"),
    ("{woman}/household/?q=lxy", "clients.list_people"),
    ("{woman}/merge/?q=lxy", "clients.list_people"),
    ("merge/?keep={woman}&drop={other}", "clients.list_people"),
    ("merges/", "clients.list_people"),
    ("?q=wgl", "clients.list_people"),
]


@pytest.mark.parametrize(("page", "act"), PAGES)
def test_no_page_is_read_without_its_entry(world, sign_in, page, act):
    names = ("王桂兰", "黎秀英", "王桂蓝")
    woman, other, drop = (story.person(world.worker, world.here, name, opened_on=date(2026, 9, 1)) for name in names)
    merge_people(by=world.head, keep=woman.pk, drop=drop.pk, reason="同一个人")
    before = Entry.objects.count()

    address = "/app/people/" + page.format(woman=woman.pk, other=other.pk)
    assert sign_in(world.head).get(address).status_code == 200

    new = Entry.objects.order_by("id")[before:]
    assert [entry.act for entry in new if entry.act.startswith("clients.")] == [act]
