"""The pages of lists and visits, as each role meets them."""

import re
import subprocess
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import means, story
from yimi.accounts.actions import grant
from yimi.accounts.places import of_station
from yimi.clients.actions import assign_worker, hold_category, join_household
from yimi.clients.fields import CategoryFields
from yimi.core import journal
from yimi.core.actors import SYSTEM
from yimi.core.permissions import Role
from yimi.exchange import working
from yimi.network.spans import respan
from yimi.registers.tests import tables
from yimi.visiting import actions
from yimi.visiting.models import Listed, Round, VisitRule

from .conftest import FIRST

DAY = timedelta(days=1)


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.YIMI_DATA = tmp_path
    working._under_way.clear()


def text(answer):
    assert answer.status_code == 200, answer.content.decode()[:500]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def page(browser, name, *args, **query):
    return text(browser.get(reverse(f"visiting:{name}", args=args), query))


def test_each_role_begins_where_her_work_is(world, sign_in):
    begins = {
        user: sign_in(getattr(world, user)).get(reverse("visiting:home")).headers["Location"]
        for user in ("worker", "head", "township", "county", "province", "auditor")
    }

    assert begins == {
        "worker": reverse("visiting:due"), "head": reverse("visiting:due"), "township": reverse("visiting:rounds"),
        "county": reverse("visiting:rounds"), "province": reverse("visiting:coverage"),
        "auditor": reverse("visiting:coverage"),
    }  # fmt: skip


def test_the_due_list_says_whom_to_visit_and_a_visit_makes_it_done(world, someone, approved, sign_in, today):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DJLR", by=world.colleague)
    assign_worker([other.pk], by=world.head, worker=world.colleague.pk)
    approved(one, other)
    today(date(2026, 11, 28))
    browser = sign_in(world.worker)

    before = page(browser, "due")
    assert "本周没有到期的走访" in before and "王桂兰" in before and "还剩 3 天" in before
    assert "符亚妹" not in before and "符亚妹" in page(browser, "due", whose="all")
    assert f"{reverse('services:visit_new')}?person={one.pk}" in browser.get(reverse("visiting:due")).content.decode()
    assert "低保" not in before  # what somebody is, is not for the street

    story.visit(world.worker, world.here, date(2026, 11, 28), [one])
    assert re.search(r"王桂兰 已走访", page(browser, "due"))


def test_overdue_is_who_missed_the_last_window_and_was_not_met_since(world, someone, approved, sign_in, today):
    people = [someone(name, "DJLR") for name in ("王桂兰", "符亚妹", "李阿公")]
    approved(*people)
    story.visit(world.worker, world.here, FIRST, [people[1]])
    today(date(2026, 12, 5))
    story.visit(world.worker, world.here, date(2026, 12, 3), [people[2]])

    shown = page(sign_in(world.head), "due")

    assert re.search(r"王桂兰 已超期 4 天", shown)
    assert re.search(r"符亚妹 待走访 还剩 26 天", shown)
    assert re.search(r"李阿公 已走访", shown)
    assert "本周要走访 1 户 ，其中 1 户 已超期" in shown
    assert "符亚妹" not in page(sign_in(world.head), "due", standing="overdue")


def test_a_household_is_visited_once_this_week(world, someone, approved, sign_in, today):
    one, other = someone("王桂兰", "DB"), someone("王小明", "DB")
    join_household(other.pk, by=world.worker, of=one.pk)
    approved(one, other)
    today(date(2026, 12, 1))

    assert "本周要走访 1 户" in page(sign_in(world.head), "due")


def test_who_is_paused_is_said_to_be(world, someone, approved, sign_in):
    one = someone("王桂兰", "DB")
    approved(one)
    browser = sign_in(world.worker)
    sent = {"reason": "institution", "from_on": "2026-11-20", "until_on": "", "note": "住进镇敬老院"}

    wrong = browser.post(reverse("visiting:pause", args=[one.pk]), sent | {"until_on": "2026-11-01"})
    right = browser.post(reverse("visiting:pause", args=[one.pk]), sent)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert re.search(r"王桂兰 暂停", page(browser, "due"))
    person = text(browser.get(reverse("clients:person", args=[one.pk])))
    assert "暂停中" in person and "住进镇敬老院" in person
    pause = one.pauses.get()
    assert browser.post(reverse("visiting:resume", args=[pause.pk]), {"on": "2026-11-21"}).status_code == 302
    assert sign_in(world.colleague).get(reverse("visiting:pause", args=[one.pk])).status_code == 404


def test_a_persons_page_says_when_she_is_visited_next(world, someone, approved, sign_in):
    one, other = someone("王桂兰", "DB"), someone("符亚妹")
    approved(one)

    mine = text(sign_in(world.worker).get(reverse("clients:person", args=[one.pk])))
    county = text(sign_in(world.county).get(reverse("clients:person", args=[one.pk])))

    assert "下次走访 12月1日 周二 前 待走访 还剩 11 天" in mine and "2026-11-02 列入" in mine
    assert "走访 12月1日" in mine  # among what is to be done
    assert "下次走访" in county and "暂停走访" not in county
    assert "下次走访" not in text(sign_in(world.worker).get(reverse("clients:person", args=[other.pk])))


def test_a_head_makes_a_list_page_by_page(world, someone, workers, sign_in):
    one, other, third = someone("王桂兰", "DB"), someone("符亚妹", "GLLR"), someone("李阿公", "JTBL")
    browser = sign_in(world.head)
    assert "这一年的名单还没有编制" in page(browser, "members")

    begun = browser.post(reverse("visiting:draft"), {"station": world.here.code, "year": "2026"})
    made = Round.objects.unscoped("test").get()
    assert begun.headers["Location"] == reverse("visiting:choose", args=[made.pk])
    shown = page(browser, "choose", made.pk)
    assert "候选人 3 人" in shown and shown.index("王桂兰") < shown.index("符亚妹") < shown.index("李阿公")
    assert "候选人 1 人" in page(browser, "choose", made.pk, category="DB")
    assert "符亚妹" in page(browser, "choose", made.pk, q="fym")
    reckoned = page(browser, "reckon", made.pk, person=[one.pk, other.pk])
    assert "名单 2 人，每月约 1 户次，能力 227 户次" in reckoned and "在能力之内" in reckoned

    browser.post(reverse("visiting:add", args=[made.pk]), {"person": [one.pk, third.pk], "stay": "yes"})
    assert browser.post(reverse("visiting:add", args=[made.pk]), {}).status_code == 422
    browser.post(reverse("visiting:add", args=[made.pk]), {"all": "yes", "tier": "general"})
    browser.post(reverse("visiting:drop", args=[made.pk]), {"person": [third.pk]})
    assert set(made.added.values_list("person", flat=True)) == {one.pk, other.pk}
    browser.post(reverse("visiting:submit", args=[made.pk]))

    assert "等长征镇审核" in page(browser, "round", made.pk)
    assert browser.get(reverse("visiting:choose", args=[made.pk])).status_code == 404


def test_a_township_and_a_county_sign_a_masked_list(world, someone, submitted, sign_in):
    made = submitted(someone("王桂兰", "DB"), someone("符亚妹", "JTBL"))
    browser = sign_in(world.township)

    queue, sheet = page(browser, "rounds"), page(browser, "round", made.pk)
    assert "1 份名单 等您审核" in queue
    assert "王**" in sheet and "王桂兰" not in sheet and "家庭暴力" not in sheet and "二级走访" in sheet
    assert browser.post(reverse("visiting:return", args=[made.pk]), {"reason": ""}).status_code == 422
    assert browser.post(reverse("visiting:sign", args=[made.pk]), {"opinion": "同意"}).status_code == 302

    browser = sign_in(world.county)
    assert "1 份名单 等您审核" in page(browser, "rounds")
    struck = made.added.get(tier="none").person_id
    browser.post(reverse("visiting:strike", args=[made.pk]), {"person": [struck], "struck": "yes"})
    late = browser.post(reverse("visiting:sign", args=[made.pk]), {"opinion": "同意", "from_on": "2026-10-01"})
    assert late.status_code == 422 and "不能早于本月" in late.content.decode()
    browser.post(reverse("visiting:sign", args=[made.pk]), {"opinion": "同意", "from_on": "2026-11-02"})

    shown = page(browser, "round", made.pk)
    assert "已核定" in shown and "市县未同意" in shown and "王**" in shown
    assert page(sign_in(world.head), "members").count("王桂兰") and "1 人" in page(sign_in(world.head), "members")


def test_a_list_is_shown_as_its_reader_may_see_it(world, someone, approved, sign_in):
    approved(someone("王桂兰", "DB", "JTBL"), someone("符亚妹", "JSZA"))

    head = page(sign_in(world.head), "members")
    colleague = page(sign_in(world.colleague), "members")
    county = page(sign_in(world.county), "members")

    assert "王桂兰" in head and "家庭暴力" in head and "精神障碍" in head
    assert "王桂兰" in colleague and "家庭暴力" not in colleague and "另有 1 条敏感类别" in colleague
    assert "王**" in county and "低保对象" in county and "家庭暴力" not in county and "精神障碍" not in county
    for user in (world.stranger, world.far_county):
        assert sign_in(user).get(reverse("visiting:members"), {"station": world.here.code}).status_code == 404
    assert sign_in(world.province).get(reverse("visiting:members")).status_code == 403


def test_a_centre_manager_sees_no_names(world, someone, approved, sign_in):
    approved(someone("王桂兰", "DB"))
    manager = world.leader
    grant(manager, Role.CENTRE_MANAGER, of_station(world.here), by=SYSTEM, from_on=world.opened, because="示例")

    shown = page(sign_in(manager), "members")

    assert "王**" in shown and "王桂兰" not in shown


def test_members_are_narrowed_and_proposed_to_leave(world, someone, approved, draft, sign_in):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "GLLR", opened_on=None)
    approved(one, other)
    made, browser = draft(), sign_in(world.head)

    assert "王桂兰" not in page(browser, "members", state="unfiled")
    assert "符亚妹" not in page(browser, "members", tier="key")
    assert "把王桂兰调出名单" in page(browser, "remove", made.pk, person=str(one.pk))
    bad = browser.post(reverse("visiting:remove", args=[made.pk]), {"person": one.pk, "reason": ""})
    browser.post(reverse("visiting:remove", args=[made.pk]), {"person": one.pk, "reason": "away", "note": "随女儿住"})
    assert bad.status_code == 422
    assert "拟调出" in page(browser, "members", state="leaving") and "符亚妹" not in page(
        browser, "members", state="leaving"
    )
    assert "随女儿住" in page(browser, "round", made.pk)
    assert "随女儿住" not in page(sign_in(world.county), "round", made.pk)
    sign_in(world.head).post(reverse("visiting:keep", args=[made.pk]), {"person": [one.pk]})
    assert Listed.objects.unscoped("test").get(person=one).removed_in is None
    assert browser.get(reverse("visiting:remove", args=[made.pk]), {"person": "nobody"}).status_code == 404


def test_the_table_to_sign_is_taken_away_with_a_purpose(world, someone, approved, sign_in, settings):
    settings.YIMI_PROFILE = "demo"
    approved(someone("=王桂兰", "DB", "JTBL"), someone("符亚妹", "GLLR", opened_on=None))
    browser, sent = sign_in(world.head), {"station": world.here.code, "year": "2026"}

    assert browser.post(reverse("visiting:table"), sent | {"purpose": ""}).status_code == 422
    taken = browser.post(reverse("visiting:table"), sent | {"purpose": "盖章审定"})
    county = sign_in(world.county).post(reverse("visiting:table"), sent | {"purpose": "核对"})

    cells = CalamineWorkbook.from_filelike(BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    flat = [str(cell) for row in cells for cell in row]
    assert flat[0] == "长征镇社工站 2026 年度核定服务名单"
    assert any("填报单位：长征镇社工站" in cell and "核定人数：2 人" in cell for cell in flat)
    assert "样稿 · 演示数据" in flat and any("用途：盖章审定" in cell for cell in flat)
    assert "'=王桂兰" in flat and "最低生活保障对象（低保对象）" in flat and not [c for c in flat if "家庭暴力" in c]
    assert {"社工站（盖章）：", "乡镇（街道）审核意见（盖章）：", "市县审定意见（盖章）："} <= set(flat)
    masked = CalamineWorkbook.from_filelike(BytesIO(county.content)).get_sheet_by_index(0).to_python()
    assert any("符**" in str(cell) for row in masked for cell in row)
    assert journal.entries(act="visiting.export_list").count() == 2
    assert sign_in(world.worker).post(reverse("visiting:table"), sent | {"purpose": "看看"}).status_code == 403


@pytest.mark.needs("soffice")
def test_the_table_opens_in_an_office_program(world, someone, approved, sign_in, tmp_path):
    approved(someone("王桂兰", "DB"))
    sent = {"station": world.here.code, "year": "2026", "purpose": "盖章审定"}
    (tmp_path / "list.xlsx").write_bytes(sign_in(world.head).post(reverse("visiting:table"), sent).content)

    to_csv = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path]
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        [means.soffice(), "--headless", *to_csv, profile, tmp_path / "list.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    told = (tmp_path / "list.csv").read_text(encoding="utf-8")
    assert "王桂兰" in told and "二级走访" in told and "每 30 天" in told


def test_capacity_is_reckoned_with_what_is_and_what_somebody_types(world, someone, workers, approved, sign_in):
    for nth in range(4):
        someone(f"王{chr(0x4E00 + nth)}", "DJLR")
    approved(someone("王桂兰", "DB"))
    browser = sign_in(world.township)

    shown = page(browser, "capacity")
    typed = {"workers": 1, "workdays": 1, "visits_per_day": "1", "share": 100, "station": world.here.code}
    tried = page(browser, "capacity", **typed)

    assert "3 人 × 21 天 × 6 户次 × 60% ＝ 227 户次" in shown and "2026 年核定服务名单" in shown
    assert "按此频次每人每月需走访 5 户次，超出能力 4 倍。" in tried
    assert "还没有专职社工" in page(browser, "capacity", **typed | {"workers": 0})


def test_a_county_makes_a_rule_and_sees_what_it_asks_before_publishing(world, someone, workers, approved, sign_in):
    for nth in range(9):
        someone(f"王{chr(0x4E00 + nth)}", "DJLR")
    browser, county = sign_in(world.county), world.areas["469030"]
    edit = reverse("visiting:rule_edit", args=[county.pk])
    form = _filled(browser.get(edit).content.decode())

    tried = text(browser.post(reverse("visiting:rule_try", args=[county.pk]), form | {"tier_key": "1", "share": "1"}))
    assert tried.count("超出能力") == 2 and not VisitRule.objects.unscoped("test").exists()
    wrong = browser.post(edit, form | {"tier_key": "0"})
    assert wrong.status_code == 422
    browser.post(edit, form | {"tier_key": "1", "share": "1", "category_GLLR": "none"})
    draft = VisitRule.objects.unscoped("test").get()
    asked = browser.post(reverse("visiting:rule_publish", args=[draft.pk]))
    assert asked.status_code == 409 and "超出能力" in asked.content.decode() and "仍然发布" in asked.content.decode()
    done = browser.post(reverse("visiting:rule_publish", args=[draft.pk]), {"confirmed": "yes"})
    assert done.status_code == 302
    shown = page(browser, "rule", draft.pk)
    assert "每 1 天一次" in shown and "高龄老年人 不设定走访频次" in shown
    assert "已发布" in page(browser, "rules")
    assert "频次按市县发布的规则" in page(sign_in(world.head), "capacity")
    for user in (world.township, world.far_county):
        assert sign_in(user).get(edit).status_code == 404


def _filled(html):
    """What the form would send as it is."""
    sent = dict(re.findall(r'<input type="(?:number|text|date)" name="(\w+)"(?: value="([^"]*)")?', html))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        sent[name] = re.search(r'value="(\w+)" selected', options)[1]
    for name, value in re.findall(r'type="checkbox" name="(\w+)" value="(\w+)"[^>]*checked', html):
        sent.setdefault(name, []).append(value)
    return sent


def test_coverage_is_of_every_station_in_order_and_opens_what_one_may_see(world, someone, approved, sign_in):
    one = someone("王桂兰", "DB")
    hold_category(
        one.pk, by=world.county, category=CategoryFields(code="GLLR", since_on=world.opened, state="on_register")
    )
    approved(one, someone("符亚妹", "DJLR", opened_on=None), from_on=date(2026, 11, 1))
    story.visit(world.worker, world.here, date(2026, 11, 3), [one])

    province = sign_in(world.province).get(reverse("visiting:coverage"))
    county = sign_in(world.county).get(reverse("visiting:coverage"))

    assert "长征镇 琼中黎 1 2 1 50% 2 1" in text(province)
    assert "coverage/rows" not in province.content.decode()
    assert f"{reverse('visiting:rows')}?station=469030104&amp;what=met" in county.content.decode()
    assert "英州镇" in text(province) and "英州镇" not in text(county)
    opened = {
        what: page(sign_in(world.county), "rows", station="469030104", what=what)
        for what in ("registered", "due", "met")
    }
    assert "王**" in opened["registered"] and "符**" not in opened["registered"]
    assert "符**" in opened["due"] and "符**" not in opened["met"]
    assert sign_in(world.county).get(reverse("visiting:rows"), {"station": "469030104", "what": "x"}).status_code == 404
    assert (
        sign_in(world.province).get(reverse("visiting:rows"), {"station": "469030104", "what": "due"}).status_code
        == 403
    )
    assert "长征镇" in page(sign_in(world.province), "coverage", area="469030")


def test_who_is_on_a_register_is_counted_once_with_a_file_or_without(world, someone, data_folder, sign_in):
    someone("王桂兰", "DB", id_number=tables.ID)
    known, new = tables.line("王桂兰", tables.ID), tables.line("符某", tables.OTHER)
    tables.brought(world, known, new, tables.line("李某"))
    tables.brought(world, new, source="TK", category="TK_FS", area="469030104", by=world.township)

    county = sign_in(world.county)
    assert "长征镇 3 0 0 — 0 0" in page(county, "coverage")
    registered = page(county, "rows", station="469030104", what="registered")
    assert "王**" in registered and "另有 2 人在底册上" in registered
    unmatched = page(county, "rows", station="469030104", what="unmatched")
    assert unmatched.count("未建档") == 2 and "符*" in unmatched and "李*" in unmatched and "王**" not in unmatched
    assert "长征镇 琼中黎 3 0 0 — 0 0" in page(sign_in(world.province), "coverage")


def test_a_station_that_does_not_work_yet_is_not_in_the_coverage(world, sign_in):
    world.near.state, world.near.operating_on = "planned", None
    world.near.save()
    respan(world.near)

    assert "红毛镇" not in page(sign_in(world.province), "coverage")


def test_whoever_reads_a_list_is_written_down(world, someone, approved, sign_in):
    approved(someone("王桂兰", "DB"), from_on=date(2026, 11, 1))
    browser = sign_in(world.county)
    before = journal.entries(act="clients.list_people").count()

    page(browser, "members")
    page(browser, "rows", station="469030104", what="due")

    assert journal.entries(act="clients.list_people").count() == before + 2


def test_a_broken_place_in_a_list_is_said_so(world, someone, approved, draft, sign_in):
    approved(someone("王桂兰", "DB"))
    made = draft()
    browser = sign_in(world.head)

    for name, args in (("due", []), ("members", []), ("choose", [made.pk])):
        for cursor in ("xx", "WzEsMiwzLDRd", "WzEsMl0", "W251bGwsbnVsbCxudWxsXQ"):
            answer = browser.get(reverse(f"visiting:{name}", args=args), {"cursor": cursor})
            assert answer.status_code in (200, 422), (name, cursor)


def test_pages_go_on_after_fifty(world, someone, draft, approved, sign_in):
    people = [someone(f"王{chr(0x4E00 + nth)}", "DJLR") for nth in range(60)]
    browser, made = sign_in(world.head), draft()
    first = browser.get(reverse("visiting:choose", args=[made.pk])).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert len(re.findall('name="person"', first)) == 50
    assert len(re.findall('name="person"', browser.get(following).content.decode())) == 10
    actions.add_people(made.pk, by=world.head, people=[person.pk for person in people])
    actions.submit_round(made.pk, by=world.head)
    actions.sign_round(made.pk, by=world.township)
    actions.approve_round(made.pk, by=world.county, from_on=FIRST)

    for name in ("due", "members"):
        first = browser.get(reverse(f"visiting:{name}"), {"whose": "all"}).content.decode()
        following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        after = browser.get(
            reverse(f"visiting:{name}") + following if following[0] == "?" else following
        ).content.decode()
        names = [set(re.findall(r"people/([0-9a-f-]{36})/\"", html)) for html in (first, after)]
        assert (len(names[0]), len(names[1]), names[0] & names[1]) == (50, 10, set())
