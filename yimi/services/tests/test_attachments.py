"""Photos and scans of a record (照片和文件): kept clean and sealed, shown to those who see all of the record."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.sent import MOST_BYTES
from yimi.core.ids import new_id
from yimi.services import attachments
from yimi.services.models import ContactFile

pytestmark = pytest.mark.django_db


def photo(colour="teal", size=(3000, 1500)) -> bytes:
    """A photo lying on its side, with the place where it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "camera"
    Image.new("RGB", size, colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.YIMI_DATA = tmp_path


def added(world, contact, content=None, **more):
    usual = {"by": world.worker, "contact": contact.pk, "name": "签到表.png", "content": content or photo()}
    return attachments.add_file(new_id(), **(usual | more))


def test_a_photo_is_kept_upright_small_without_metadata_and_sealed(world, person, record, tmp_path):
    visit = record(person)
    file = added(world, visit)
    name, content_type, content = attachments.open_file(file.pk, by=world.worker)

    shown = Image.open(BytesIO(content))
    assert (name, content_type, shown.size, len(shown.getexif())) == ("签到表.jpg", "image/jpeg", (1000, 2000), 0)
    on_disk = b"".join(path.read_bytes() for path in Path(tmp_path).rglob("*.sealed"))
    assert on_disk and b"JFIF" not in on_disk
    assert added(world, visit).pk == file.pk


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"MZ\x90", b"", b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_photo_and_no_pdf_is_refused_and_nothing_is_kept(world, person, record, content):
    with pytest.raises(Invalid):
        attachments.add_file(new_id(), by=world.worker, contact=record(person).pk, name="x.jpg", content=content)
    assert not ContactFile.objects.unscoped("test").exists()


def test_too_large_and_too_many_are_refused(world, person, record, monkeypatch):
    visit = record(person)
    with pytest.raises(Invalid):
        added(world, visit, b"%PDF-" + b"0" * MOST_BYTES)
    monkeypatch.setattr(attachments, "MOST_FILES", 1)
    added(world, visit)
    with pytest.raises(RuleBroken):
        added(world, visit, photo("red"))


def test_only_who_sees_all_of_a_record_sees_its_files(world, person, record, client):
    file = added(world, record(person))
    path = reverse("services:file", args=[file.pk])
    for user, status in (("worker", 200), ("head", 200), ("county", 404), ("neighbour", 404), ("stranger", 404)):
        client.force_login(getattr(world, user))
        assert client.get(path).status_code == status, user


def test_a_worker_adds_and_removes_a_photo_on_the_page_of_a_record(world, person, record, client):
    visit = record(person)
    client.force_login(world.worker)
    sent = {"file": SimpleUploadedFile("合影.jpg", photo(size=(40, 30)))}
    assert client.post(reverse("services:file_add", args=[visit.pk]), sent).status_code == 302
    page = client.get(reverse("services:record", args=[visit.pk])).content.decode()
    assert "合影.jpg" in page
    file = ContactFile.objects.unscoped("test").get()
    client.post(reverse("services:file_remove", args=[file.pk]))
    assert "合影.jpg" not in client.get(reverse("services:record", args=[visit.pk])).content.decode()
    bad = {"file": SimpleUploadedFile("x.jpg", b"nothing")}
    assert client.post(reverse("services:file_add", args=[visit.pk]), bad).status_code == 422
