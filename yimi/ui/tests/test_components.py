from datetime import UTC, date, datetime

import pytest
from django import forms as django_forms
from django.template import Context, Template

from yimi.core.paper.document import PLAIN, Document, Paragraph, Run
from yimi.core.permissions import Permission
from yimi.ui import components as c
from yimi.ui import formats, gallery, panels, tiles
from yimi.ui.forms import Form


@pytest.fixture(autouse=True)
def _this_day(settings):
    settings.YIMI_TODAY = date(2026, 9, 15)


def draw(text: str, **values) -> str:
    return Template("{% load ui %}" + text).render(Context(values))


@pytest.mark.parametrize(
    ("value", "short", "said"),
    [(3380, False, "3,380"), (0, False, "0"), (None, False, "—"), (24120, True, "2.4万"), (20000, True, "2万")],
)
def test_figures_are_written_as_people_read_them(value, short, said):
    assert formats.figure(value, short) == said


def test_a_rate_is_not_rounded_up_to_all():
    assert formats.pct(0.92) == "92%"
    assert formats.pct(0.9996) == "99%"
    assert formats.pct(1) == "100%"
    assert formats.pct(None) == "—"


def test_days_name_the_weekday_this_year_and_the_year_otherwise():
    assert formats.day(date(2026, 9, 15)) == "9月15日 周二"
    assert formats.day(date(2021, 9, 15)) == "2021年9月15日"
    assert formats.moment(datetime(2026, 9, 14, 17, 0, tzinfo=UTC)) == "今天 01:00"


def test_an_age_counts_full_years():
    assert formats.age(date(1948, 9, 16)) == "77 岁"
    assert formats.age(78) == "78 岁"


def test_the_whole_value_of_a_figure_is_a_link_to_its_rows():
    drawn = draw("{% ledger cells %}", cells=[c.LedgerCell("开展服务", 3380, "场次", "/rows/", definition="见目录。")])

    assert '<a class="v num" href="/rows/">3,380<small>场次</small></a>' in drawn
    assert "见目录。" in drawn


def test_a_published_approximation_stays_as_it_is():
    assert c.LedgerCell("在岗社工", "200多").text == "200多"


def test_no_rhythms_leave_no_strip():
    assert draw("{% cadence slots %}", slots=[]).strip() == ""


@pytest.mark.parametrize(("state", "word"), [("ok", "正常"), ("watch", "需关注"), ("late", "未按时")])
def test_a_state_is_a_shape_and_a_word(state, word):
    drawn = draw("{% rag state %}", state=state)

    assert "<svg" in drawn
    assert word in drawn


def test_all_nineteen_areas_stand_on_their_own_tile():
    places = tiles.places()

    assert len(places) == 19
    assert len({(place.column, place.row) for place in places.values()}) == 19


def test_a_tile_says_aloud_what_is_written_and_more():
    assert c.Tile("460100", "海口", "92%", 5, title="海口，16 个站").spoken == "海口 92%，16 个站"
    assert c.Tile("460400", "儋州", hatched=True, title="儋州，尚未纳入").spoken == "儋州，尚未纳入"


def test_areas_without_a_place_stand_in_reading_order():
    grid = c.TileGrid([c.Tile(f"46903010{n}", "镇") for n in range(7)], "各镇")

    assert [(one.x, one.y) for one in grid.placed][4:6] == [(424, 0), (0, 90)]


def test_a_locked_level_is_plain_text():
    drawn = draw("{% scope_bar bar %}", bar=c.ScopeBar([c.Crumb("琼中", [c.Option("琼中", "/x/")], locked=True)]))

    assert "<details" not in drawn


def test_the_period_says_why_one_cannot_go_on():
    drawn = draw("{% period_bar bar %}", bar=c.PeriodBar([], "2026年9月", "/a/", None, "10 月还没有开始"))

    assert "10 月还没有开始" in drawn


def test_a_masked_value_opens_by_post_with_a_reason_above_the_station():
    drawn = draw("{% masked value %}", value=c.Masked("138****5610", "电话", "/reveal/", asks_reason=True))

    assert 'method="post"' in drawn
    assert 'name="reason"' in drawn
    assert 'aria-label="查看完整电话（会留下记录）"' in drawn


class PersonForm(Form):
    name = django_forms.CharField(label="姓名")
    sex = django_forms.ChoiceField(label="性别", choices=[("f", "女")], widget=django_forms.RadioSelect)


def test_errors_name_the_field_and_link_to_it():
    form = PersonForm({})

    drawn = draw("{% error_summary form %}{% field form.name %}{% field form.sex %}", form=form)

    assert "提交前还有 2 处要改" in drawn
    assert '<a href="#id_name">姓名：请填写姓名。</a>' in drawn
    assert 'aria-describedby="id_name_error"' in drawn
    assert "请选择性别。" in drawn


def test_text_of_users_is_escaped():
    drawn = draw(
        "{% tag label %}{% card title=label %}{{ label }}{% endcard %}{% kv rows %}", label="<b>", rows=[("<i>", "<u>")]
    )

    assert not any(mark in drawn for mark in ("<b>", "<i>", "<u>"))


def test_only_permitted_entries_are_offered():
    class Clerk:
        def grants_for(self, permission):
            return [permission] if permission == Permission.STATION_VIEW else []

    entries = panels.Declared("try")
    for key, permission in (("open", None), ("yes", Permission.STATION_VIEW), ("no", Permission.AUDIT_VIEW)):
        entries.add(panels.NavItem(key, key, "x:y", permission))

    assert [item.key for item in panels.permitted(entries, Clerk())] == ["open", "yes"]


def test_a_document_is_a_sheet_whose_numbers_open_their_rows_and_say_what_they_count():
    page = draw("{% document paper %}", paper=gallery.paper())

    assert '<h2 class="sheet-t"><span>全省乡镇（街道）社工站</span>' in page and "<h1" not in page
    assert '<a href="#main" title="入户走访、探访建档：按服务记录统计的人次。">24120</a>' in page
    assert 'id="m-VISIT_FILE_PT"' in page and "样稿 · 演示数据" in page and "2026年9月5日印发" in page
    assert "<h1" in draw("{% document paper heading=1 %}", paper=gallery.paper())


def test_what_people_type_into_a_document_stays_text_on_its_page():
    page = draw("{% document paper %}", paper=Document(PLAIN, "<b>x</b>", (Paragraph((Run("<i>", url='"><i>'),)),)))

    assert "<b>" not in page and "<i>" not in page and "&lt;b&gt;" in page


class LimitsForm(Form):
    """What fits into it has an end on both sides, or on one."""

    why = django_forms.CharField(min_length=2, max_length=4)
    hours = django_forms.IntegerField(min_value=1, max_value=24)
    rooms = django_forms.IntegerField(min_value=1)
    share = django_forms.IntegerField(max_value=100)


def test_a_form_says_which_numbers_and_lengths_fit():
    short = LimitsForm({"why": "误", "hours": 25, "rooms": 0, "share": 101}).errors
    long = LimitsForm({"why": "记错了人了", "hours": 0, "rooms": 1, "share": 1}).errors

    assert short["why"] == ["至少 2 字，现在 1 字。"] and long["why"] == ["最多 4 字，现在 5 字。"]
    assert short["hours"] == long["hours"] == ["请填 1 到 24 之间的数。"]
    assert (short["rooms"], short["share"]) == (["请填不小于 1 的数。"], ["请填不大于 100 的数。"])
