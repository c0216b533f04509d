"""Editions are loaded, published, read and never changed."""

from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import Http404

from yimi.catalogue import actions, queries, reading
from yimi.catalogue.models import Edition, Kind
from yimi.core.actors import SYSTEM, Reached
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import GRANTS, Role

from .files import NEXT, services_text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


class Someone:
    """A person who holds one role in the province."""

    is_authenticated = True

    def __init__(self, role):
        self.id, self.username, self.name = new_id(), role.value, role.label
        self.grants_for = lambda permission: [Reached(role, "province", "")] if permission in GRANTS[role] else []


@pytest.fixture
def officer():
    return Someone(Role.PROVINCE_OFFICER)


@pytest.fixture
def loaded():
    return actions.load_folder(settings.YIMI_CATALOGUE, by=SYSTEM)


def test_the_province_folder_is_loaded_once(loaded):
    again = actions.load_folder(settings.YIMI_CATALOGUE, by=SYSTEM)

    assert [edition.pk for edition in again] == [edition.pk for edition in loaded]
    assert Edition.objects.count() == 9
    assert all(edition.is_published for edition in again)


def test_the_codes_of_the_day_come_from_the_edition_in_force(loaded, officer):
    draft = actions.load_policy(services_text(*NEXT, ("name_zh: 能力提升与生计发展", "name_zh: 生计发展")), by=officer)
    actions.publish_edition(draft.pk, by=officer)

    assert queries.service_codes(TODAY)["SA06"].name == "能力提升与生计发展"
    assert queries.service_codes(date(2027, 1, 1))["SA06"].name == "生计发展"
    assert queries.service_codes(date(2019, 1, 1)) == {}
    assert queries.service_codes(TODAY)["EC01"].domain_name == "养老服务"
    assert queries.category_codes(TODAY)["SHXE"].is_sensitive


def test_an_edition_is_read_once_however_often_it_is_asked_for(loaded, django_assert_num_queries):
    queries.service_codes(TODAY)

    with django_assert_num_queries(1), queries.remembered():
        for _time in range(20):
            queries.service_codes(TODAY)


def test_age_bands_and_the_rules_of_assistance_are_data(loaded):
    assert [band.code for band in queries.age_bands(TODAY)] == [
        "0-6",
        "7-13",
        "14-17",
        "18-59",
        "60-69",
        "70-79",
        "80+",
    ]
    assert queries.assist_spans()[0][0]["services"] == {"SA05", "SA06", "CC02", "CC04", "EC04", "SF02"}


def test_a_published_version_takes_no_other_content(loaded, officer):
    with pytest.raises(RuleBroken, match="已发布，不可更改"):
        actions.load_policy(services_text(("name_zh: 走访探访", "name_zh: 走访")), by=officer)


def test_a_published_edition_is_neither_published_again_nor_discarded(loaded, officer):
    for act in (actions.publish_edition, actions.discard_edition):
        with pytest.raises(RuleBroken, match="已发布"):
            act(loaded[0].pk, by=officer)


def test_the_database_refuses_to_change_a_published_edition(loaded):
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        Edition.objects.filter(pk=loaded[0].pk).update(name="另一个名字")


def test_a_draft_is_replaced_and_can_be_discarded(loaded, officer):
    draft = actions.load_policy(services_text(*NEXT), by=officer)
    again = actions.load_policy(services_text(*NEXT, ("code: SA06", "code: SA07")), by=officer)

    assert again.pk == draft.pk and again.checksum != draft.checksum
    actions.discard_edition(again.pk, by=officer)
    assert not Edition.objects.filter(pk=draft.pk).exists()


def test_the_difference_names_what_is_added_removed_and_changed(loaded, officer):
    changes = ("code: SA06", "code: SA07"), ("name_zh: 救助政策宣传与咨询", "name_zh: 政策宣传与咨询")
    draft = actions.load_policy(services_text(*NEXT, *changes), by=officer)

    difference = reading.difference(draft)

    assert [row["code"] for row in difference.added] == ["SA07"]
    assert [row["code"] for row in difference.removed] == ["SA06"]
    assert [(row["code"], str(row["fields"][0]["label"])) for row in difference.changed] == [("SA01", "名称")]


def test_who_may_not_publish_neither_loads_nor_sees_drafts(loaded, officer):
    worker = Someone(Role.SOCIAL_WORKER)
    draft = actions.load_policy(services_text(*NEXT), by=officer)

    with pytest.raises(RuleBroken, match="没有权限"):
        actions.publish_edition(draft.pk, by=worker)
    with pytest.raises(Http404):
        queries.edition_for(worker, draft.pk)
    assert queries.edition_for(officer, draft.pk).pk == draft.pk


def test_a_wrong_file_in_the_folder_is_named_and_nothing_of_it_is_kept(tmp_path):
    (tmp_path / "services.yaml").write_bytes(services_text(*NEXT, ("methods: [visit]", "methods: [fly]")))

    with pytest.raises(Invalid, match=r"services\.yaml .*fly 不是已知的服务方法"):
        actions.load_folder(tmp_path, by=SYSTEM)
    assert not Edition.objects.filter(kind=Kind.SERVICES, version="2027.1").exists()
