"""Texts: made of a record, handed in, answered; and what must not stand in them."""

import pytest
from django.http import Http404

from tests import story
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.figures.places import Place
from yimi.publications import actions, wording
from yimi.publications.fields import AdoptionFields
from yimi.publications.queries import publications as queries

from .conftest import BODY, HERE, ON

pytestmark = pytest.mark.django_db
MEDIA = AdoptionFields("media", ON, "海南日报（示例）", "province", "https://example.org/a")


def body_of(row):
    seal.read(row, "title", "body")
    return row.opened["body"]


def test_a_brief_is_drafted_from_an_activity_and_names_nobody(world, activity):
    row = actions.draft_from(new_id(), by=world.worker, contact=activity.pk)

    text = body_of(row)
    assert "王桂兰" not in text + row.opened["title"]
    assert "36名服务对象参加" in text and "潮村村委会" in text and text.startswith("11月19日")
    assert 200 <= wording.length(text) <= 400


def test_a_draft_of_a_visit_tells_of_an_elder_and_of_no_address(world, guilan):
    contact = story.visit(world.worker, world.here, ON, [guilan], place="469030104201")

    text = body_of(actions.draft_from(new_id(), by=world.worker, contact=contact.pk))

    assert "在潮村村委会走访，看望1名老人" in text
    assert 200 <= wording.length(text) <= 400


def test_no_brief_is_made_of_a_closely_kept_record(world, guilan):
    contact = story.contact(world.worker, world.here, "counselling", ON, [guilan])

    with pytest.raises(RuleBroken, match="敏感"):
        actions.draft_from(new_id(), by=world.worker, contact=contact.pk)


def test_a_text_with_a_name_or_a_number_is_refused(world, activity, write):
    for words in ("王桂兰老人很高兴。", "电话13800138000。", "证号469999195001010011。"):
        with pytest.raises(Invalid, match=r"姓名|号码"):
            write(contact=activity.pk, body=BODY + words)


def test_a_case_needs_its_four_headings(write):
    with pytest.raises(Invalid, match="【成效】"):
        write(kind="case", body="【背景】甲【做法】乙【启示】丙")

    assert write(kind="case", body="【背景】\n甲\n【做法】\n乙\n【成效】\n丙\n【启示】\n丁").state == "draft"


def test_sending_twice_writes_once_and_a_blind_change_is_refused(world, write):
    pk = new_id()
    write(pk=pk)

    assert write(pk=pk).version == 1
    with pytest.raises(Stale):
        write(pk=pk, body=BODY + "改动")
    assert write(pk=pk, body=BODY + "改动", version=1).version == 2


def test_a_short_or_unfinished_text_is_not_handed_in(world, write):
    for body, why in (("太短。", "不足 100 字"), (BODY + "（请补充现场做法）", "请补充")):
        row = write(body=body)
        with pytest.raises(Invalid, match=why):
            actions.submit(row.pk, by=world.worker)


def test_a_draft_is_seen_by_its_station_alone(world, write):
    row = write()

    assert queries.publication_for(world.head, row.pk)
    for other in (world.county, world.province, world.neighbour):
        with pytest.raises(Http404):
            queries.publication_for(other, row.pk)


def test_it_goes_to_the_county_then_to_the_province_and_each_answers_for_itself(world, sent):
    row = sent()

    actions.answer(row.pk, by=world.county, level="county", is_adopted=True, words="第 12 期")
    with pytest.raises(RuleBroken):
        actions.answer(row.pk, by=world.province, level="province", is_adopted=True)
    actions.forward(row.pk, by=world.county)
    actions.answer(row.pk, by=world.province, level="province", is_adopted=False, words="同类较多")

    shown = queries.publication_for(world.worker, row.pk)
    assert [(each.level, each.is_adopted) for each in shown.adoptions.all()] == [("county", True), ("province", False)]
    with pytest.raises(Http404):
        actions.forward(row.pk, by=world.far_county)


def test_an_answer_may_be_changed_and_stays_one(world, sent):
    row = sent()
    actions.answer(row.pk, by=world.county, level="county", is_adopted=False)
    actions.answer(row.pk, by=world.county, level="county", is_adopted=True)

    assert [each.is_adopted for each in queries.publication_for(world.county, row.pk).adoptions.all()] == [True]


def test_it_is_taken_back_until_somebody_answers(world, sent):
    row = sent()
    assert actions.take_back(row.pk, by=world.worker).state == "draft"

    actions.submit(row.pk, by=world.worker)
    actions.answer(row.pk, by=world.county, level="county", is_adopted=True)
    with pytest.raises(RuleBroken, match="不能撤回"):
        actions.take_back(row.pk, by=world.worker)


def test_what_a_medium_printed_is_noted_without_a_brief(world, write):
    row = write(kind="media", title="省报报道长征镇社工站", body="", outlet="海南日报（示例）", outlet_level="province")

    assert row.state == "noted"
    with pytest.raises(Invalid, match="媒体名称"):
        write(kind="media", title="省报报道长征镇社工站", body="", outlet_level="province")


def test_the_figures_count_what_was_sent_and_each_adoption(world, sent, write):
    def numbers():
        place = Place.of_station(world.here)
        return [figures.figure(world.county, code, place, "2026-11").value for code in ("PUB_SENT", "PUB_ADOPTED")]

    row = sent()
    assert numbers() == [1, 0]

    actions.answer(row.pk, by=world.county, level="county", is_adopted=True)
    adoption = actions.note_printed(row.pk, by=world.worker, adoption=new_id(), fields=MEDIA)
    write(kind="news", title="机构公众号刊发", body="", outlet="机构公众号", outlet_level="agency")
    assert numbers() == [1, 2]

    actions.take_back_adoption(adoption.pk, by=world.worker)
    assert numbers() == [1, 1]


def test_voiding_what_was_noted_takes_it_out_of_the_figures(world, write):
    row = write(kind="media", title="省报报道长征镇社工站", body="", outlet="海南日报（示例）", outlet_level="province")
    actions.void_publication(row.pk, by=world.worker, reason="登错了")

    assert figures.figure(world.county, "PUB_ADOPTED", Place.of_station(world.here), "2026-11").value == 0


@pytest.mark.both_engines
def test_the_same_adoption_twice_is_noted_once(world, sent):
    row, pk = sent(), new_id()
    first = actions.note_printed(row.pk, by=world.worker, adoption=pk, fields=MEDIA)

    assert actions.note_printed(row.pk, by=world.worker, adoption=pk, fields=MEDIA).pk == first.pk


def test_programs_write_hand_in_adopt_and_decline(world, activity, client):
    from yimi.accounts import bearer

    def ask(user, method, path, body):
        headers = {"Authorization": f"Bearer {bearer.issue(user)[0]}"}
        url = f"/api/v1/publications/{pk}{path}"
        return getattr(client, method)(url, data=body, content_type="application/json", headers=headers)

    pk = new_id()
    text = {"station": HERE, "kind": "brief", "title": "长征镇开展敬老活动", "on": ON.isoformat(), "body": BODY}
    assert ask(world.worker, "put", "", text).status_code == 201
    assert ask(world.worker, "put", "", text).status_code == 200
    assert ask(world.county, "post", "/submit", {}).status_code == 404
    assert ask(world.worker, "post", "/submit", {}).json()["state"] == "sent"
    assert ask(world.county, "post", "/decline", {"level": "county"}).status_code == 200
    assert ask(world.county, "post", "/submit", {}).json()["state"] == "forwarded"
    told = ask(world.province, "post", "/adopt", {"level": "province", "words": "第 3 期"}).json()
    assert [(each["level"], each["is_adopted"]) for each in told["adoptions"]] == [
        ("county", False), ("province", True),
    ]  # fmt: skip
    assert ask(world.worker, "post", "/adopt", {"level": "county"}).status_code in (403, 404)
