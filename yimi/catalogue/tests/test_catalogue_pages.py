"""The pages and the interface of the catalogue, opened as the people of the small world."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.accounts.bearer import issue
from yimi.catalogue.models import Edition

from .files import NEXT, services_text

pytestmark = pytest.mark.django_db


def upload(client, data):
    return client.post(reverse("catalogue:upload"), {"file": SimpleUploadedFile("services.yaml", data)})


@pytest.fixture
def province(sign_in, world):
    return sign_in(world.province)


@pytest.fixture
def worker(sign_in, world):
    return sign_in(world.worker)


def test_every_edition_can_be_read(worker):
    for edition in Edition.objects.all():
        assert edition.name in worker.get(reverse("catalogue:edition", args=[edition.pk])).content.decode()


def test_services_are_found_by_a_word(worker):
    edition = Edition.objects.get(kind="services")

    page = worker.get(reverse("catalogue:edition", args=[edition.pk]), {"q": "哀伤"}).content.decode()

    assert "惠民殡葬政策宣传与哀伤辅导" in page and "救助政策宣传与咨询" not in page
    assert "哀伤辅导情况" in page and "留存成果：咨询登记、活动记录" in page


def test_a_file_is_uploaded_compared_and_published(province):
    compared = upload(province, services_text(*NEXT, ("code: SA06", "code: SA07")))
    draft = Edition.objects.get(kind="services", version="2027.1")
    page = province.get(compared.url).content.decode()
    province.post(reverse("catalogue:publish", args=[draft.pk]))

    assert "SA07" in page and "删去" in page
    assert Edition.objects.get(pk=draft.pk).is_published


def test_a_wrong_upload_lists_its_problems_and_keeps_nothing(province):
    answer = upload(province, services_text(*NEXT, ("methods: [visit]", "methods: [fly]")))

    assert answer.status_code == 422
    assert "fly 不是已知的服务方法" in answer.content.decode()
    assert not Edition.objects.filter(version="2027.1").exists()


def test_a_worker_cannot_upload_or_publish(worker):
    edition = Edition.objects.first()

    assert worker.get(reverse("catalogue:upload")).status_code == 403
    assert worker.post(reverse("catalogue:publish", args=[edition.pk])).status_code == 403


def test_programs_list_and_read_editions(client, world):
    token, _expires = issue(world.worker)

    def get(path, **query):
        return client.get(f"/api/v1/editions{path}", query, headers={"authorization": f"Bearer {token}"})

    listed = get("", kind="services").json()
    read = get(f"/{listed['items'][0]['id']}").json()

    assert [item["version"] for item in listed["items"]] == ["2026.1"] and listed["next"] is None
    assert len(read["content"]["domains"]) == 5
    assert [each["code"] for each in get("", kind="cadences").json()["items"]] == ["REF-CADENCE"]
    assert get("", kind="poems").status_code == 422
    assert get("", limit="many").status_code == 422
