"""What a file says beyond who she is (补充资料), what follows from it, and how a file ends."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404

from tests import story
from yimi.clients.actions import archive_file, end_file, merge_people, put_particulars, reopen_file, reveal
from yimi.clients.models import Person
from yimi.clients.particulars import ParticularsFields, completeness, particulars_of, tier_of
from yimi.clients.search import find
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.figures import queries as figures

pytestmark = pytest.mark.django_db
NUMBER = "469999198802290021"
WHOLE = ParticularsFields(
    former_names="黎秀英、黎阿妹", ethnicity="黎族", languages=("li_ha", "hainanhua"), residence="farm",
    dwelling=("tile", "low_lying"), household_role="head", emergency_name="王海明", emergency_relation="儿子",
    emergency_phone="138 0000 5610", disability_number=f"{NUMBER}44", care="self", basis="consent",
)  # fmt: skip


@pytest.fixture
def woman(world):
    return story.person(
        world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), categories=["DB", "CJR_YZ"],
        id_type="resident_id", id_number=NUMBER,
    )  # fmt: skip


def put(world, person, fields=WHOLE, **more):
    return put_particulars(person.pk, by=world.worker, fields=fields, **more)


def test_what_is_written_is_kept_in_one_form_and_derived(world, woman):
    put(world, woman)

    told = particulars_of(woman)
    assert told.opened["emergency_phone"] == "13800005610"
    assert (told.disability_type, told.disability_grade, told.languages) == ("4", "4", ["hainanhua", "li_ha"])


def test_the_same_again_changes_nothing(world, woman):
    put(world, woman)
    woman.refresh_from_db()
    put(world, woman, version=woman.version)

    again = Person.objects.unscoped("test").get(pk=woman.pk)
    assert again.version == woman.version


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"emergency_phone": "12345"}, "emergency_phone"),
        ({"disability_number": "469999195001010014" + "44"}, "disability_number"),
        ({"disability_number": "123"}, "disability_number"),
        ({"ethnicity": "某族"}, "ethnicity"),
        ({"languages": ("klingon",)}, "languages"),
        ({"tier": "general"}, "tier_note"),
        ({"tier": "daily"}, "tier"),
        ({"former_names": "王" * 51}, "former_names"),
    ],
)
def test_what_cannot_be_right_is_said_beside_it(world, woman, wrong, path):
    with pytest.raises(Invalid) as refused:
        put(world, woman, replace(WHOLE, **wrong))
    assert set(refused.value.fields) == {path}
    assert particulars_of(woman) is None


def test_she_is_found_by_the_name_she_had_before(world, woman):
    put(world, woman)

    people = Person.objects.allowed(world.worker, Permission.PERSON_VIEW)
    assert [found.pk for found in find(world.worker, "黎秀英", people=people).people] == [woman.pk]
    assert [found.pk for found in find(world.worker, "lam", people=people).people] == [woman.pk]


def test_the_visit_tier_follows_the_categories_unless_the_file_says_otherwise(world, woman):
    assert tier_of(woman, world.today).interval_days == 30
    put(world, woman, replace(WHOLE, tier="high"))
    assert tier_of(woman, world.today).interval_days == 7
    put(world, woman, replace(WHOLE, tier="general", tier_note="女儿同住照料，经站长同意"))
    assert tier_of(woman, world.today).interval_days == 90


def test_who_must_not_be_visited_by_the_calendar_is_not(world):
    person = story.person(world.worker, world.here, "符某", opened_on=date(2026, 9, 1), categories=["JTBL"])

    assert tier_of(person, world.today) is None


def test_a_file_says_what_it_lacks(world, woman):
    seal.read(woman, "name")
    before = completeness(woman, None, has_consent=False, has_category=False, day=world.today)
    put(world, woman)
    after = completeness(woman, particulars_of(woman), has_consent=True, has_category=True, day=world.today)

    assert "民族" in map(str, before.missing)
    assert before.percent < after.percent < 100


def test_masked_values_of_the_particulars_are_revealed_like_the_others(world, woman):
    put(world, woman)

    assert reveal(woman.pk, by=world.worker, field="emergency_phone").value == "13800005610"
    with pytest.raises(Invalid):
        reveal(woman.pk, by=world.colleague, field="emergency_phone")


@pytest.mark.parametrize(
    ("who", "sees"), [("worker", True), ("head", True), ("colleague", False), ("county", False), ("province", False)]
)
def test_health_is_for_the_worker_in_charge_and_the_head(world, woman, sign_in, who, sees):
    put(world, woman, replace(WHOLE, health_note="高血压", disability_number=f"{NUMBER}62"))
    reader = getattr(world, who)

    page = sign_in(reader).get(f"/app/people/{woman.pk}/").content.decode()

    assert ("精神二级" in page, "健康情况" in page, "残疾人证号" in page) == (sees, sees, sees)
    assert f"{NUMBER}62" not in page
    for field, value in (("health_note", "高血压"), ("disability_number", f"{NUMBER}62")):
        if sees:
            assert reveal(woman.pk, by=reader, field=field, reason="核对补贴材料").value == value
        else:
            with pytest.raises((RuleBroken, Http404)):
                reveal(woman.pk, by=reader, field=field, reason="核对补贴材料")


def test_a_merged_file_gives_what_the_other_lacks(world, woman):
    other = story.person(world.worker, world.here, "王贵兰", opened_on=date(2026, 9, 5))
    put(world, other, replace(WHOLE, disability_number="", health_note="高血压"))

    merge_people(by=world.head, keep=woman.pk, drop=other.pk, reason="同一人")

    assert particulars_of(woman).opened["health_note"] == "高血压"


def stock(world, period):
    return figures.figure(world.province, "FILE_STOCK", figures.place_named(area="46"), period).value


def test_a_file_ends_on_its_last_day_and_opens_again(world, woman):
    end_file(woman.pk, by=world.worker, state="moved", on=date(2026, 10, 10), reason="随女儿迁往海口")
    assert (stock(world, "2026-10-10"), stock(world, "2026-10-11")) == (1, 0)

    archive_file(woman.pk, by=world.worker)
    reopen_file(woman.pk, by=world.worker, on=date(2026, 11, 1), reason="迁回本镇")
    assert [stock(world, day) for day in ("2026-10-10", "2026-10-31", "2026-11-01")] == [1, 0, 1]
    assert figures.figure(world.province, "FILE_NEW", figures.place_named(area="46"), "2026").value == 1


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"on": date(2026, 8, 1)}, Invalid),
        ({"on": date(2026, 11, 21)}, Invalid),
        ({"reason": ""}, Invalid),
        ({"state": "voided"}, Invalid),
        ({"on": date(2026, 10, 1)}, RuleBroken),
    ],
)
def test_a_file_does_not_end_before_it_began_tomorrow_or_before_she_was_seen(world, woman, said, refused):
    story.visit(world.worker, world.here, date(2026, 10, 5), [woman])

    with pytest.raises(refused):
        end_file(woman.pk, by=world.worker, **{"state": "moved", "on": world.today, "reason": "迁出"} | said)


def test_it_is_all_done_on_the_pages(world, woman, sign_in):
    browser = sign_in(world.worker)
    woman.refresh_from_db()
    said = {"version": woman.version, "ethnicity": "黎族", "languages": ["li_ha"], "emergency_phone": "1"}
    assert "11 位手机号" in browser.post(f"/app/people/{woman.pk}/particulars/", said).content.decode()
    said |= {"emergency_phone": "13800005610", "emergency_name": "王海明", "is_safe_contact": "on"}
    assert browser.post(f"/app/people/{woman.pk}/particulars/", said).status_code == 302
    page = browser.get(f"/app/people/{woman.pk}/").content.decode()
    assert "黎族" in page and "王海明" in page and "138****5610" in page and "13800005610" not in page

    ended = {"state": "deceased", "on": "2026-11-01", "reason": "因病去世"}
    browser.post(f"/app/people/{woman.pk}/end/", ended)
    assert "已去世" in browser.get(f"/app/people/{woman.pk}/").content.decode()
    browser.post(f"/app/people/{woman.pk}/reopen/", {"on": "2026-11-10", "reason": "录入有误"})
    assert "重新启用档案" not in browser.get(f"/app/people/{woman.pk}/").content.decode()
