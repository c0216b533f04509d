"""Photos of a text: each with a statement, blurred for good, and none goes out that may not."""

from io import BytesIO

import docx
import pytest
from django.http import Http404
from PIL import Image

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.blurring import WHOLE, Box
from yimi.core.ids import new_id
from yimi.publications import actions
from yimi.publications.actions.photos import Statement
from yimi.publications.queries import publications as queries
from yimi.services.attachments import add_file

pytestmark = pytest.mark.django_db
AGREED = Statement("agreed")


@pytest.fixture
def add(world, photo):
    def added(row, said=AGREED, colour="teal"):
        return actions.add_photo(new_id(), by=world.worker, publication=row.pk, content=photo(colour), said=said)

    return added


def spread(content: bytes, box: tuple) -> int:
    """How far the brightest and the darkest of a part lie apart."""
    low, high = Image.open(BytesIO(content)).convert("L").crop(box).getextrema()
    return high - low


def test_a_child_is_shown_only_where_its_guardian_agreed(write, add):
    with pytest.raises(Invalid, match="监护人"):
        add(write(), Statement("agreed", shows_children=True))

    assert add(write(), Statement("agreed", shows_children=True, guardians_agreed=True)).consent == "agreed"


def test_a_text_has_four_photos_at_most_and_each_once(write, add):
    row = write()
    for colour in ("teal", "navy", "olive", "maroon"):
        add(row, colour=colour)

    assert add(row, colour="teal").pk == queries.photos_of(row)[0].pk
    with pytest.raises(RuleBroken, match="4 张"):
        add(row, colour="purple")


def test_a_photo_that_must_be_blurred_keeps_the_text_back(world, write, add):
    row = write()
    photo = add(row, Statement("pending"))
    with pytest.raises(RuleBroken, match="没有模糊"):
        actions.submit(row.pk, by=world.worker)

    actions.blur_photo(photo.pk, by=world.worker, boxes=[Box(0, 0, 50, 100)])
    assert actions.submit(row.pk, by=world.worker).state == "sent"


def test_blurring_leaves_nothing_of_the_part_and_all_of_the_rest(world, write, add, django_capture_on_commit_callbacks):
    photo = add(write())
    before = actions.open_photo(photo.pk, by=world.worker)[2]

    with django_capture_on_commit_callbacks(execute=True):
        actions.blur_photo(photo.pk, by=world.worker, boxes=[Box(0, 0, 50, 100)])

    after = actions.open_photo(photo.pk, by=world.worker)[2]
    assert spread(before, (4, 4, 36, 56)) > 60
    assert spread(after, (4, 4, 36, 56)) < 25
    assert spread(after, (48, 4, 80, 56)) < 8


def test_what_it_was_before_is_thrown_away(world, write, add, settings, django_capture_on_commit_callbacks):
    photo = add(write())
    with django_capture_on_commit_callbacks(execute=True):
        actions.blur_photo(photo.pk, by=world.worker, boxes=[WHOLE])

    assert len(list(settings.YIMI_DATA.rglob("*.sealed"))) == 1


def test_a_photo_of_the_record_is_taken_over_and_the_record_keeps_its_own(world, activity, photo):
    file = add_file(new_id(), by=world.worker, contact=activity.pk, name="合影.jpg", content=photo())
    row = actions.draft_from(new_id(), by=world.worker, contact=activity.pk)

    taken = actions.take_photo(new_id(), by=world.worker, publication=row.pk, file=file.pk, said=AGREED)

    assert taken.octets and activity.files.filter(pk=file.pk, removed_at=None).exists()


def test_a_photo_of_the_record_is_chosen_on_the_page(world, activity, photo, sign_in):
    file = add_file(new_id(), by=world.worker, contact=activity.pk, name="合影.jpg", content=photo())
    row, browser = actions.draft_from(new_id(), by=world.worker, contact=activity.pk), sign_in(world.worker)
    page, said = f"/app/publications/{row.pk}/photos", {"id": str(new_id()), "consent": "nobody"}

    assert "合影.jpg" in browser.get(f"/app/publications/{row.pk}/").content.decode()
    for wrong in ({}, {"record_file": "x"}, {"record_file": str(new_id())}):
        assert browser.post(page, said | wrong).status_code in (404, 422)
    assert browser.post(page, said | {"record_file": str(file.pk)}).status_code == 302
    assert len(queries.photos_of(row)) == 1


def test_the_county_sees_the_photos_of_what_was_handed_in(world, write, add):
    row = write()
    photo = add(row)
    with pytest.raises(Http404):
        actions.open_photo(photo.pk, by=world.county)

    actions.submit(row.pk, by=world.worker)
    assert actions.open_photo(photo.pk, by=world.county)[2]
    with pytest.raises(RuleBroken):
        actions.remove_photo(photo.pk, by=world.worker)


def test_the_word_file_has_the_text_and_the_photos(world, write, add, sign_in):
    row = write()
    add(row)
    add(row, Statement("pending"), colour="navy")

    answer = sign_in(world.worker).get(f"/app/publications/{row.pk}/brief.docx")

    document = docx.Document(BytesIO(answer.content))
    assert len(document.inline_shapes) == 1
    assert any("敬老活动" in paragraph.text for paragraph in document.paragraphs)


def test_squares_are_ticked_over_the_photo_and_blurred(world, write, add, sign_in):
    row = write()
    photo, browser = add(row, Statement("pending")), sign_in(world.worker)
    page = f"/app/publications/photos/{photo.pk}/blur"

    assert 'name="squares"' in browser.get(page).content.decode()
    assert browser.post(page, {}).status_code == 422
    assert browser.post(page, {"squares": ["0", "9"]}).status_code == 302
    assert queries.photo_for(world.worker, photo.pk).is_blurred
