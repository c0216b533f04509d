"""Organisations are registered with a code that can be right, and stations name who hosts and runs them."""

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.core.models import Entry
from yimi.network.actions import put_organisation, put_station
from yimi.network.models import Organisation
from yimi.network.uscc import read_uscc

CODE = "52469900MJ0000018K"


def agency(by, pk=None, **facts):
    usual = {"kind": "agency", "name": "示例社会工作服务中心", "uscc": CODE, "area": "469030"}
    return put_organisation(pk or new_id(), by=by, **(usual | facts))


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "52469900MJ000000XK", CODE, " 52469900mj0000018k ", "５２469900MJ0000018K"]
)
def test_a_code_that_can_be_right_is_kept_in_one_way(code):
    assert read_uscc(code) == "".join(read_uscc(code).split()).upper()


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4Z",
        "91350100M000100Y44",
        "5246990",
        "52469900MI0000018K",
        "代码代码代码代码代码代码代码代码代码",
    ],
)
def test_a_code_that_cannot_be_right_is_refused(code):
    with pytest.raises(ValueError, match="统一社会信用代码"):
        read_uscc(code)


def test_a_county_registers_an_agency_of_its_own(world, emptied_journal):
    made = agency(world.county)

    assert (made.uscc, made.area.code) == (CODE, "469030")
    assert Entry.objects.filter(act="network.put_organisation", object_id=str(made.pk)).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"uscc": CODE[:-1] + "1"}, "uscc"),
        ({"name": ""}, "name"),
        ({"kind": "shop"}, "kind"),
        ({"area": "469028"}, "area"),
        ({"area": "46"}, "area"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_said_beside_its_field(world, facts, field):
    with pytest.raises(Invalid) as refused:
        agency(world.county, **facts)

    assert list(refused.value.fields) == [field]


def test_a_name_and_a_code_belong_to_one_organisation(world):
    agency(world.county)

    with pytest.raises(Invalid, match="同名"):
        agency(world.county, uscc="")
    with pytest.raises(Invalid, match="已登记为示例社会工作服务中心"):
        agency(world.county, name="另一家示例机构")


def test_an_organisation_of_another_county_is_not_there_to_change(world, sign_in):
    far = agency(world.far_county, area="469028")

    with pytest.raises(Http404):
        agency(world.county, pk=far.pk)
    assert sign_in(world.county).get(reverse("network:organisation_edit", args=[far.pk])).status_code == 404


def test_a_station_names_who_hosts_and_runs_it(world, sign_in):
    agency(world.county)
    agency(world.county, name="示例镇人民政府", kind="township_gov", uscc="", area="469030104")

    put_station(world.here.pk, by=world.county, host="示例镇人民政府", operator="示例社会工作服务中心")

    page = sign_in(world.worker).get(reverse("network:station", args=[world.here.code])).content.decode()
    assert "示例镇人民政府" in page
    assert "示例社会工作服务中心" in page
    with pytest.raises(Invalid, match="先登记机构"):
        put_station(world.here.pk, by=world.county, operator="示例镇人民政府")
    put_station(world.here.pk, by=world.county, operator="")
    world.here.refresh_from_db()
    assert world.here.operator is None


def test_the_station_form_offers_the_organisations(world, sign_in):
    agency(world.county)
    browser, address = sign_in(world.county), reverse("network:station_edit", args=[world.here.code])
    page = browser.get(address)
    said = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    answer = browser.post(address, said | {"operator": "示例社会工作服务中心"})

    assert f'<option value="示例社会工作服务中心">{CODE}</option>' in page.content.decode()
    assert answer.status_code == 302
    world.here.refresh_from_db()
    assert world.here.operator.uscc == CODE


def test_an_officer_registers_and_finds_an_agency_on_the_pages(world, sign_in):
    browser = sign_in(world.county)
    form = {"kind": "agency", "name": "示例社会工作服务中心", "area": "469030"}

    wrong = browser.post(reverse("network:organisation_new"), form | {"uscc": CODE[:-1] + "1"})
    odd = browser.post(
        reverse("network:organisation_new"), form | {"uscc": "11469900MJ0000018" + _check()}, follow=True
    )
    found = browser.get(reverse("network:organisations"), {"q": "示例", "kind": "agency"}).content.decode()

    assert wrong.status_code == 422
    assert "校验位不对" in wrong.content.decode()
    assert "请再核对一次" in odd.content.decode()
    assert "示例社会工作服务中心" in found
    assert reverse("network:organisation_edit", args=[Organisation.objects.get().pk]) in found


def test_a_worker_reads_the_organisations_and_changes_none(world, sign_in):
    made = agency(world.county)
    browser = sign_in(world.worker)

    page = browser.get(reverse("network:organisations")).content.decode()

    assert "示例社会工作服务中心" in page
    assert str(made.pk) not in page
    assert browser.get(reverse("network:organisation_edit", args=[made.pk])).status_code == 403


def _check():
    from yimi.network.uscc import check_of

    return check_of("11469900MJ0000018")
