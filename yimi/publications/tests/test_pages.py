"""The pages of texts, logs and the chronicle, as people use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import story
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.publications import actions
from yimi.publications.fields import AdoptionFields, EntryFields
from yimi.publications.models import LogNote

from .conftest import BODY, HERE, ON, TODAY

pytestmark = pytest.mark.django_db
ASKED = {"title": "长征镇社工站开展敬老活动", "on": ON.isoformat(), "body": BODY, "station": HERE, "kind": "brief"}


def test_a_record_offers_to_be_written_up_and_then_leads_to_the_brief(world, activity, sign_in):
    browser, page = sign_in(world.worker), f"/app/records/{activity.pk}/"
    assert "写成简报" in browser.get(page).content.decode()

    made = browser.post(f"/app/publications/from/{activity.pk}", follow=True)
    again = browser.post(f"/app/publications/from/{activity.pk}", follow=True)

    assert made.status_code == 200 and made.redirect_chain == again.redirect_chain
    assert "看简报" in browser.get(page).content.decode()


def test_a_brief_is_written_handed_in_and_adopted_on_the_pages(world, sign_in):
    pk = new_id()
    browser = sign_in(world.worker)
    assert browser.get("/app/publications/new?kind=brief").status_code == 200
    assert browser.post("/app/publications/new", ASKED | {"id": str(pk), "body": "电话13800138000"}).status_code == 422
    assert browser.post("/app/publications/new", ASKED | {"id": str(pk)}).status_code == 302
    edited = ASKED | {"id": str(pk), "version": "1", "title": "长征镇社工站敬老活动受欢迎"}
    assert browser.post(f"/app/publications/{pk}/edit", edited).status_code == 302
    assert browser.post(f"/app/publications/{pk}/submit", {"version": "2"}).status_code == 302

    browser = sign_in(world.county)
    shown = browser.get(f"/app/publications/{pk}/").content.decode()
    assert "采用信息" in shown and "向省级报送" in shown
    said = {"level": "county", "answer": "adopt", "words": "第 12 期"}
    assert browser.post(f"/app/publications/{pk}/answer", said).status_code == 302
    assert "市县采用" in browser.get("/app/publications/?state=adopted").content.decode()


def test_what_a_medium_printed_is_noted_on_a_page(world, sign_in):
    said = ASKED | {
        "id": str(new_id()),
        "kind": "media",
        "body": "",
        "outlet": "海南日报（示例）",
        "outlet_level": "province",
    }
    browser = sign_in(world.worker)
    assert browser.get("/app/publications/new?kind=media").status_code == 200

    assert browser.post("/app/publications/new", said).status_code == 302
    assert "省级媒体采用" in browser.get("/app/publications/").content.decode()


def test_the_text_is_taken_along_for_a_public_account(world, sent, sign_in):
    row = sent()
    told = sign_in(world.county).get(f"/app/publications/{row.pk}/text.txt").content.decode()

    assert told.startswith("长征镇社工站开展敬老活动\n\n11月19日")


def test_the_list_costs_the_same_however_long_it_is(world, sent, sign_in):
    browser = sign_in(world.county)

    def asked():
        with CaptureQueriesContext(connection) as run:
            assert browser.get("/app/publications/").status_code == 200
        return len(run)

    sent()
    asked()
    few = asked()
    for _n in range(5):
        row = sent()
        actions.answer(row.pk, by=world.county, level="county", is_adopted=True)
    assert asked() <= few


def test_a_day_is_told_from_the_records_with_names_masked(world, activity, guilan, sign_in):
    story.visit(world.worker, world.here, ON, [guilan], note="身体好")
    browser = sign_in(world.worker)
    browser.post("/app/logs/note", {"on": ON.isoformat(), "text": "下周联系村医。"})

    shown = browser.get(f"/app/logs/?day={ON}").content.decode()
    assert "王**" in shown and "36 人参加" in shown and "下周联系村医。" in shown
    assert "身体好" not in shown
    assert "下周联系村医。" in browser.get(f"/app/logs/week?day={ON}").content.decode()


def test_a_day_belongs_to_its_worker_alone(world, activity, sign_in):
    sign_in(world.worker).post("/app/logs/note", {"on": ON.isoformat(), "text": "只有我看。"})

    for other in (world.colleague, world.head):
        shown = sign_in(other).get(f"/app/logs/?day={ON}").content.decode()
        assert "只有我看。" not in shown and "36 人参加" not in shown
    assert sign_in(world.county).get("/app/logs/").status_code == 403


@pytest.mark.parametrize("page", ["", "week", "station"])
def test_without_a_day_it_is_of_today(world, sign_in, page):
    browser = sign_in(world.worker)

    for asked in ("", "?day=", "?day=nonsense"):
        assert browser.get(f"/app/logs/{page}{asked}").status_code == 200


def test_a_note_is_one_a_day_and_changes(world):
    for text in ("第一句", "改过的一句"):
        actions.put_note(by=world.worker, on=ON, text=text)

    assert LogNote.objects.unscoped("test").count() == 1
    with pytest.raises(Invalid):
        actions.put_note(by=world.worker, on=date(2026, 11, 21), text="明天的事")


def test_the_week_of_a_station_is_a_sum_without_anybodys_share(world, activity, sign_in):
    shown = sign_in(world.head).get(f"/app/logs/station?day={ON}").content.decode()

    assert "36 人参加" in shown and "社区活动" in shown
    assert world.worker.name not in shown


@pytest.mark.parametrize("layout", ["docx", "pdf"])
def test_logs_go_out_as_files(world, activity, sign_in, layout):
    browser = sign_in(world.worker)

    for page in (f"/app/logs/?day={ON}", f"/app/logs/week?day={ON}", f"/app/logs/station?day={ON}"):
        answer = browser.get(f"{page}&as={layout}")
        assert answer.status_code == 200 and answer.content[:2] in (b"PK", b"%P")


def test_the_chronicle_tells_what_the_records_say_and_what_was_written(world, activity, sent, sign_in):
    actions.put_entry(new_id(), by=world.worker, fields=EntryFields(TODAY, "县民政局到站调研", station=HERE))
    actions.answer(sent().pk, by=world.county, level="county", is_adopted=True)

    shown = sign_in(world.head).get("/app/chronicle/?least=30").content.decode()
    for words in ("投入运营", "通过建站验收", "36 人参加", "县民政局到站调研", "被市县机关采用"):
        assert words in shown
    assert "36 人参加" not in sign_in(world.head).get("/app/chronicle/").content.decode()
    above = sign_in(world.county).get(f"/app/chronicle/?least=30&station={HERE}").content.decode()
    assert "36 人参加" in above and "王桂兰" not in above
    assert "36 人参加" not in sign_in(world.far_county).get("/app/chronicle/?least=30").content.decode()


def test_an_entry_is_voided_by_who_writes_there(world, sign_in):
    pk = new_id()
    said = {"id": str(pk), "place": f"station:{HERE}", "on": TODAY.isoformat(), "title": "县民政局到站调研"}
    assert sign_in(world.worker).post("/app/chronicle/new", said).status_code == 302

    assert sign_in(world.county).post(f"/app/chronicle/{pk}/void", {"reason": "登错"}).status_code == 404
    assert sign_in(world.head).post(f"/app/chronicle/{pk}/void", {"reason": "登错"}).status_code == 302
    assert "县民政局到站调研" not in sign_in(world.head).get("/app/chronicle/").content.decode()


def test_a_county_writes_its_own_chronicle(world, sign_in):
    entry = EntryFields(TODAY, "全县社工站现场会召开", county="469030")
    actions.put_entry(new_id(), by=world.county, fields=entry)

    assert "现场会" in sign_in(world.province).get("/app/chronicle/?county=469030").content.decode()
    with pytest.raises(Invalid):
        actions.put_entry(new_id(), by=world.far_county, fields=entry)


@pytest.mark.parametrize("layout", ["docx", "xlsx", "pdf"])
def test_the_chronicle_goes_out_as_a_file(world, sign_in, layout):
    answer = sign_in(world.county).get(f"/app/chronicle/?as={layout}")

    assert answer.status_code == 200 and answer.content[:2] in (b"PK", b"%P")


def test_a_link_leads_to_the_web_and_nowhere_else(world, sent):
    row = sent()
    fields = AdoptionFields("media", ON, "示例日报", "county", "javascript:alert(1)")
    with pytest.raises(Invalid, match="https"):
        actions.note_printed(row.pk, by=world.worker, adoption=new_id(), fields=fields)
