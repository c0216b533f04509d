"""The library as people of the small world open it, and as programs do."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.accounts.bearer import issue as token_of
from yimi.core.ids import new_id
from yimi.policies import actions, queries
from yimi.policies.models import Document


def said(**more):
    return {
        "id": str(new_id()), "area": "46", "kind": "pilot_plan", "title": "社工站试点方案（样稿）",
        "issuer": "省民政厅（示例）", "number": "〔示例〕1号", "is_sample": "on", "issued_on": "2026-06-01",
        "valid_from": "2026-06-01", "text": "正文",
    } | more  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_an_officer_drafts_sees_publishes_and_everybody_finds_it(world, sign_in, client):
    browser = sign_in(world.province)
    pdf = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 plan")
    shown = browser.post(reverse("policies:new"), said(file=pdf), follow=True)
    row = Document.objects.unscoped("test").get()
    assert "草稿" in text(shown) and "方案.pdf" in text(shown) and "样稿，非正式文本" in text(shown)
    browser.post(reverse("policies:publish", args=[row.pk]))

    found = text(sign_in(world.worker).get(reverse("policies:list"), {"q": "试点"}))
    assert row.title in found and "现行有效" in found
    version = queries.sheet_for(world.worker, row.pk).shown
    file = client.get(reverse("policies:file", args=[version.pk]))
    assert file.content == b"%PDF-1.7 plan" and "attachment" in file["Content-Disposition"]


def test_a_number_that_is_used_leads_to_its_document_and_nothing_is_lost(world, sign_in, library):
    there = library.draft()

    page = sign_in(world.province).post(reverse("policies:new"), said(title="别的文件"))

    assert page.status_code == 422 and reverse("policies:document", args=[there.pk]) in text(page)
    assert "别的文件" in text(page)


def test_the_one_and_the_n_stand_first(world, sign_in, library):
    library.issue(kind="pilot_plan")

    page = text(sign_in(world.worker).get(reverse("policies:list")))

    assert "制度体系" in page and page.index("试点方案") < page.index("评估体系") and "还没有" in page


def test_relations_are_made_by_a_number_and_refused_beside_the_field(world, sign_in, library):
    old = library.issue(title="旧通知", number="〔示例〕9号", issued_on=date(2026, 5, 1))
    new = library.issue()
    browser, relate = sign_in(world.province), reverse("policies:relate", args=[new.pk])

    refused = browser.post(relate, {"kind": "replaces", "target": "没有这份"})
    browser.post(relate, {"kind": "replaces", "target": "[示例]9号"})

    assert refused.status_code == 422 and "找不到" in text(refused)
    page = text(browser.get(reverse("policies:document", args=[old.pk])))
    assert "已被代替" in page and "自 2026-06-01 起被代替" in page


def test_the_head_signs_from_the_page_and_the_province_sees_it(world, sign_in, library):
    row = library.issue(stations=("469030104",), counties=("469028",))
    browser = sign_in(world.head)
    assert "等本单位签收" in text(browser.get(reverse("policies:list")))
    assert row.title in text(browser.get(reverse("policies:list"), {"mine": "on"}))
    browser.get(reverse("policies:document", args=[row.pk]))
    browser.post(reverse("policies:sign", args=[row.pk]))

    page = text(sign_in(world.province).get(reverse("policies:document", args=[row.pk])))
    assert "签收情况 1/2" in page and world.head.name in page
    table = browser.get(reverse("policies:receipts", args=[row.pk]))
    assert table["Content-Type"].endswith("sheet")


def test_a_revision_is_asked_for_on_the_same_page(world, sign_in, library):
    row = library.issue(counties=("469030",))
    browser, edit = sign_in(world.province), reverse("policies:edit", args=[row.pk])
    page = text(browser.get(edit))
    assert "已随第 1 版发布" in page and "每个社工站配备" in page

    sent = said(
        id=str(row.pk), version=row.version, kind="notice", issued_on="2026-11-20", valid_from="2026-12-01",
        text="改了", counties=["469030"], all_stations="on",
    )  # fmt: skip
    browser.post(edit, sent)

    assert "第 2 版草稿" in text(browser.get(reverse("policies:document", args=[row.pk])))
    assert queries.receivers_of(row) == (["469030"], ["469030104", "469030105"])


def test_a_repeal_that_cannot_be_keeps_what_was_typed(world, sign_in, library):
    row = library.issue()

    page = sign_in(world.province).post(
        reverse("policies:repeal", args=[row.pk]), {"repeal-on": "2026-01-01", "repeal-reason": "机构调整"}
    )

    assert page.status_code == 422 and "早于施行" in text(page) and "机构调整" in text(page)


def test_the_table_says_the_same_as_the_list(world, sign_in, library):
    library.issue()

    answer = sign_in(world.county).get(reverse("policies:table"), {"on": "2026-11-20"})

    assert answer.status_code == 200 and answer["Content-Type"].endswith("sheet")


def test_a_program_writes_reads_and_signs(world, client):
    def ask(method, path, user, body=None):
        headers = {"Authorization": f"Bearer {token_of(user)[0]}"}
        kind = {"content_type": "application/json", "data": body} if body is not None else {}
        return getattr(client, method)(f"/api/v1/documents{path}", headers=headers, **kind)

    pk, body = new_id(), {
        "area": "46", "kind": "notice", "title": "通知", "issuer": "省民政厅（示例）", "number": "〔示例〕1号",
        "issued_on": "2026-06-01", "valid_from": "2026-06-01", "text": "正文", "counties": ["469030"],
    }  # fmt: skip
    assert ask("put", f"/{pk}", world.province, body).status_code == 201
    assert ask("put", f"/{pk}", world.province, body).status_code == 200
    assert ask("put", f"/{pk}", world.province, body | {"title": "别的"}).json()["code"] == "differs"
    assert ask("put", f"/{pk}", world.province, body | {"colour": "red"}).status_code == 422
    assert ask("put", f"/{new_id()}", world.province, body).json()["code"] == "number_used"
    assert ask("get", f"/{pk}", world.worker).status_code == 404
    assert ask("post", f"/{pk}/publish", world.province, {}).json()["standing"] == "in_force"
    assert ask("post", f"/{pk}/sign", world.county, {}).status_code == 200

    other = new_id()
    ask("put", f"/{other}", world.province, body | {"number": "", "title": "细则", "counties": []})
    ask("post", f"/{other}/publish", world.province, {})
    actions.relate(other, by=world.province, kind="implements", target=pk)
    assert ask("get", f"/{pk}", world.worker).json()["relations"][0]["is"] == "target"
    assert len(ask("get", "?in_force_on=2026-11-20", world.worker).json()["items"]) == 2
