"""Somebody on the telephone asks for a number: it is said with its meaning, kept, and said again the same way."""

from datetime import date
from io import BytesIO

import pytest
from django.http import Http404
from django.urls import reverse
from docx import Document as read_docx

from tests.story import contact, void_contact
from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures
from yimi.figures.measure import NotAdditive
from yimi.figures.together import together
from yimi.monitoring import actions, queries
from yimi.monitoring.asking import answer, askable, question
from yimi.monitoring.models import Provided, Told

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def person(world):
    def made(name, *codes, by=None, station=None):
        held = tuple(CategoryFields(code=code, since_on=date(2026, 1, 1), state="verified") for code in codes)
        station = station or world.here
        fields = PersonFields(
            name=name, station=station.code, area=station.code, opened_on=date(2026, 9, 1), categories=held
        )
        return put_person(new_id(), by=by or world.worker, fields=fields).person

    return made


@pytest.fixture
def visit(world):
    def made(*people, on=date(2026, 11, 10), by=None):
        return contact(by or world.worker, world.here, "home_visit", on, people)

    return made


def county(code="469030"):
    return figures.place_named(area=code)


def ask(people="", place=None, first=FIRST, last=LAST, codes=()):
    return question(place or county(), first, last, people, codes)


def words_of(docx):
    document = read_docx(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def texts(said):
    return {line.code: line.text for line in said.lines}


def test_people_of_several_categories_are_one_and_the_rows_say_that_they_do_not_add_up(world, person, visit):
    both, alone, other = person("王桂兰", "DB", "DJLR"), person("李阿公", "DJLR"), person("陈外来")
    visit(both), visit(alone), visit(other)

    said = answer(ask("all-key"))

    assert texts(said) == {"SERVED_N": "2", "DB": "1", "DJLR": "2"}
    assert said.sentence == "2026年11月1日至2026年11月20日，琼中黎族苗族自治县共服务民政重点服务对象 2 人。"
    assert any("不能相加" in note for note in said.notes) and any("低保" in note for note in said.notes)
    assert together(world.county, "SERVED_N", county(), "2026-11", "category", ["DB", "DJLR"]).value == 2
    with pytest.raises(NotAdditive):
        together(world.county, "HOME_VISIT_PT", county(), "2026-11", "category", ["DB", "DJLR"])


def test_everybody_is_told_by_the_usual_numbers_up_to_today_or_by_those_chosen(world, person, visit):
    visit(person("王桂兰", "DB"))

    usual, chosen = answer(ask()), answer(ask(codes=("HOME_VISIT_PT",)))

    assert texts(usual)["SERVED_N"] == texts(usual)["HOME_VISIT_PT"] == "1"
    assert chosen.sentence == "2026年11月1日至2026年11月20日，琼中黎族苗族自治县入户走访 1 人次。"
    assert texts(chosen) == {"HOME_VISIT_PT": "1"} and len(chosen.notes) == 2


def test_what_is_kept_closely_is_not_told_outside_where_few_hold_it(world, person, visit):
    visit(person("某某", "JSZA"))

    assert "CRISIS_N" not in askable() and "JSZA" not in {line.code for line in answer(ask("DB")).lines}
    with pytest.raises(Invalid, match="人群"):
        ask("JSZA")
    assert texts(answer(ask("group-disability")))["SERVED_N"] == "少于 5"


def test_the_same_question_is_answered_the_same_way_after_the_ledger_has_changed(world, person, visit):
    who = person("王桂兰", "DB")
    made = visit(who)
    first = actions.provide(new_id(), by=world.county, asked=ask("DB"), to="县委办李主任")
    void_contact(made.pk, by=world.worker, reason="录入有误")

    before = queries.latest(ask("DB"))
    assert before == first and queries.differs(answer(ask("DB")), before)
    with pytest.raises(RuleBroken, match="沿用"):
        actions.provide(new_id(), by=world.province, asked=ask("DB"), to="省厅办公室")
    actions.tell(new_id(), by=world.province, provided=first.pk, to="省厅办公室")
    told = queries.told_of(world.county, [first])[first.pk]
    assert [each.opened["to"] for each in told] == ["县委办李主任", "省厅办公室"]

    again = actions.provide(new_id(), by=world.county, asked=ask("DB"), to="县委办李主任", why_again="录入更正")
    assert (again.nth, again.answer["lines"][0]["text"]) == (2, "0")
    assert first.answer["lines"][0]["text"] == "1" and queries.latest(ask("DB")) == again


def test_sending_an_answer_twice_gives_it_once(world):
    pk, told = new_id(), new_id()
    first = actions.provide(pk, by=world.county, asked=ask(), to="县委办")
    assert actions.provide(pk, by=world.county, asked=ask(), to="县委办") == first
    actions.tell(told, by=world.county, provided=pk, to="县政府办")
    actions.tell(told, by=world.county, provided=pk, to="县政府办")

    assert Provided.objects.unscoped("test").count() == 1 and Told.objects.unscoped("test").count() == 2
    for asked, to in ((ask("DB"), "县委办"), (ask(), "县人大办")):
        with pytest.raises(RuleBroken, match="编号"):
            actions.provide(pk, by=world.county, asked=asked, to=to)
    with pytest.raises(RuleBroken, match="编号"):
        actions.tell(told, by=world.county, provided=pk, to="县人大办")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": date(2026, 12, 1)}, "last"),
        ({"first": date(2026, 11, 21)}, "first"),
        ({"people": "XX"}, "people"),
        ({"codes": ("CRISIS_N",)}, "measures"),
        ({"codes": ("NONE",)}, "measures"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(world, wrong, field):
    with pytest.raises(Invalid) as refused:
        ask(**wrong)

    assert field in refused.value.fields


def test_each_answers_about_her_own_place_and_sees_what_was_said_there(world):
    row = actions.provide(new_id(), by=world.county, asked=ask(), to="县委办")

    assert [each.pk for each in queries.provided_for(world.province)] == [row.pk]
    assert not queries.provided_for(world.far_county).exists() and not queries.provided_for(world.worker).exists()
    with pytest.raises(Invalid, match="范围"):
        actions.provide(new_id(), by=world.far_county, asked=ask(), to="县委办")
    with pytest.raises(Http404):
        actions.tell(new_id(), by=world.far_county, provided=row.pk, to="县委办")
    assert set(queries.places_for(world.head).stations) == {"469030104"} and not queries.places_for(world.head).areas
    assert set(queries.places_for(world.township).areas) == {"469030104"}


def test_a_question_is_asked_given_and_copied_on_pages(world, sign_in, person, visit):
    visit(person("王桂兰", "DB"))
    page, address = sign_in(world.county), reverse("monitoring:ask")
    asked = f"{address}?place=469030&people=DB&first=2026-11-01&last=2026-11-20"

    assert "选好范围" in page.get(address).content.decode()
    shown = page.get(asked).content.decode()
    assert "共服务最低生活保障对象（低保对象） 1 人" in shown and "data-copy" in shown
    assert page.get(asked.replace("11-20", "10-20")).status_code == 422
    assert page.get(asked.replace("469030", "469028")).status_code == 422
    refused = page.post(asked, {"id": new_id(), "to": ""})
    assert refused.status_code == 422 and "提供给" in refused.content.decode()
    pk = new_id()
    assert page.post(asked, {"id": pk, "to": "县委办李主任"}).url == reverse("monitoring:provided", args=[pk])
    one = page.get(reverse("monitoring:provided", args=[pk])).content.decode()
    assert "县委办李主任" in one and "口径" in one
    said = words_of(page.get(reverse("monitoring:download", args=[pk])).content)
    assert "共服务最低生活保障对象（低保对象） 1 人" in said and "1" in said and "县委办" not in said
    for layout, status in (("xlsx", 200), ("pdf", 200), ("exe", 404)):
        assert page.get(reverse("monitoring:download", args=[pk]) + f"?layout={layout}").status_code == status
    assert "这个问题以前答复过" in page.get(asked).content.decode()
    page.post(reverse("monitoring:tell", args=[pk]), {"id": new_id(), "to": "省厅办公室"})
    listed = page.get(reverse("monitoring:list") + "?people=DB").content.decode()
    assert "县委办李主任" in listed and "省厅办公室" in listed
    sign_in(world.worker)
    assert page.get(reverse("monitoring:provided", args=[pk])).status_code == 404
