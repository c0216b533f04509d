"""What proves a step or a duty stays with it, sealed, for whoever sees the row."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.sweep.bodies import photo
from yimi.core.errors import RuleBroken
from yimi.planning import actions
from yimi.planning.models import Milestone
from yimi.planning.queries import roadmap as queries

pytestmark = pytest.mark.django_db


def minutes(name="会议纪要.jpg", content=None):
    return SimpleUploadedFile(name, content or photo(), "image/jpeg")


def test_a_step_is_finished_with_a_photo_and_everybody_who_sees_it_opens_it(world, step, sign_in):
    row = step("镇站协调会", by=world.head, area="", station="469030104")
    page = reverse("planning:milestone", args=[row.pk])
    sent = {"on": "2026-04-20", "proof": "会议纪要", "file": minutes()}

    assert sign_in(world.head).post(page, sent).status_code == 302

    file = queries.milestone_for(world.head, row.pk).files[0]
    reader = sign_in(world.county)
    assert file.opened["name"] == "会议纪要.jpg" and "会议纪要.jpg" in reader.get(page).content.decode()
    assert "会议纪要.jpg" in reader.get(reverse("planning:milestones") + "?station=469030104").content.decode()
    shown = reader.get(reverse("planning:milestone_file", args=[file.pk]))
    assert shown.headers["Content-Type"] == "image/jpeg" and shown.content[:2] == b"\xff\xd8"
    assert sign_in(world.stranger).get(reverse("planning:milestone_file", args=[file.pk])).status_code == 404


def test_what_is_no_photo_is_said_beside_the_form_and_nothing_is_finished(world, step, sign_in):
    row = step()
    sent = {"on": "2026-04-20", "proof": "会议纪要", "file": minutes(content=b"not a photo")}

    answer = sign_in(world.province).post(reverse("planning:milestone", args=[row.pk]), sent)

    assert answer.status_code == 422 and "会议纪要" in answer.content.decode()
    assert Milestone.objects.unscoped("test").get(pk=row.pk).done_on is None


def test_the_same_photo_is_kept_once_and_at_most_nine_are(world, duty):
    row, sheet = duty(), [("公示.jpg", photo())]
    for _again in range(2):
        actions.add_files(row.pk, by=world.county, subject="duty", files=sheet)
    assert row.files.count() == 1

    with pytest.raises(RuleBroken, match="最多 9 个"):
        actions.add_files(
            row.pk, by=world.county, subject="duty", files=[("x.pdf", b"%PDF-" + bytes([n])) for n in range(9)]
        )


def test_a_wrong_file_is_taken_away_by_who_keeps_the_list(world, duty, sign_in):
    row = duty()
    page = reverse("planning:duty", args=[row.pk])
    sign_in(world.county).post(page, {"progress": "场地已选定", "file": minutes("场地.jpg")})
    file = row.files.get()
    remove = reverse("planning:duty_file_remove", args=[file.pk])
    assert sign_in(world.far_county).post(remove).status_code == 404
    assert sign_in(world.leader).post(remove).status_code == 403

    sign_in(world.county).post(remove)

    assert queries.files_of([row], "duty") == {} and "场地.jpg" not in sign_in(world.county).get(page).content.decode()


def test_the_timetable_goes_out_with_its_proof_in_the_order_asked_for(world, step, sign_in):
    late = step("先办后定", by=world.province)
    step("后办先定", due_on=late.due_on.replace(day=1), begins_on=late.begins_on.replace(day=20))
    actions.finish_milestone(late.pk, by=world.province, on=late.due_on, proof="省厅文件", files=[("文.jpg", photo())])
    browser, url = sign_in(world.province), reverse("planning:milestone_table")

    sheet = load_workbook(BytesIO(browser.get(url + "?sort=begins").content)).active

    text = str(list(sheet.iter_rows(values_only=True)))
    assert "省厅文件" in text and "文.jpg" in text and text.index("先办后定") < text.index("后办先定")
    listed = browser.get(reverse("planning:milestones")).content.decode()
    assert listed.index("后办先定") < listed.rindex("先办后定")
