"""A document is drafted, published, revised, replaced; what is published stands, and a draft is its office's alone."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.policies import actions, queries
from yimi.policies.documents import MOST_BYTES
from yimi.policies.fields import Sent, key_of
from yimi.policies.models import Document, Relation, Version
from yimi.policies.queries import Asked
from yimi.policies.standing import Standing, in_force

TODAY = date(2026, 11, 20)


def titles(actor, **asked):
    return [row.title for row in queries.documents_for(actor, Asked(**asked)).order_by(*queries.ORDER)]


def standing(actor, row):
    return queries.sheet_for(actor, row.pk).card.standing


def test_sending_twice_writes_once_and_other_content_under_the_same_id_is_told(world, library):
    pk = new_id()
    library.draft(pk=pk)
    library.draft(pk=pk)

    assert Version.objects.unscoped("test").filter(document=pk).count() == 1
    with pytest.raises(RuleBroken, match="内容不同"):
        library.draft(pk=pk, title="另一个标题")
    with pytest.raises(RuleBroken, match="已被使用"):
        library.draft(pk=pk, by=world.county, area="469030")


def test_a_draft_is_read_by_its_own_office_alone(world, library):
    of_county = library.draft(by=world.county, area="469030", issuer="琼中（示例）")
    library.draft()

    assert titles(world.county) == [of_county.title] and titles(world.worker) == [] == titles(world.far_county)
    assert len(titles(world.province)) == 1 and titles(world.leader) == []
    with pytest.raises(Http404):
        queries.sheet_for(world.province, of_county.pk)


def test_a_provincial_document_is_for_everybody_and_a_countys_for_its_people_and_those_above(world, library):
    library.issue()
    library.issue(by=world.county, area="469030", issuer="琼中（示例）", title="琼中实施细则")

    for reader in (world.worker, world.township, world.head, world.county, world.province, world.leader):
        assert len(titles(reader)) == 2
    for reader in (world.stranger, world.far_county):
        assert titles(reader) == ["社工站试点方案（样稿）"]
    assert titles(world.worker, level="county") == ["琼中实施细则"]


@pytest.mark.both_engines
def test_what_is_published_never_changes_and_what_is_written_next_is_the_next_version(world, library):
    row = library.issue()
    with pytest.raises(Invalid, match="另建文件"):
        library.draft(pk=row.pk, version=row.version, title="改了名字")
    with transaction.atomic(), pytest.raises(DatabaseError):
        Version.objects.unscoped("test").filter(document=row).update(text="悄悄改掉")

    changed = library.draft(pk=row.pk, version=row.version, text="改为四名。", valid_from=date(2026, 12, 1))
    assert queries.sheet_for(world.worker, row.pk).shown.text.startswith("每个社工站")
    assert titles(world.worker, q="四名") == []
    actions.publish_document(row.pk, by=world.province, version=changed.version)

    sheet = queries.sheet_for(world.worker, row.pk)
    assert [version.nth for version in sheet.versions] == [1, 2] and sheet.shown.nth == 1
    assert queries.sheet_for(world.worker, row.pk, 2).shown.text == "改为四名。"
    assert titles(world.worker, q="四名") == [row.title]


def test_a_next_version_begins_after_the_one_before(world, library):
    row = library.issue()
    library.draft(pk=row.pk, version=row.version, text="早了")

    with pytest.raises(RuleBroken, match="应晚于第 1 版"):
        actions.publish_document(row.pk, by=world.province)


def test_days_that_cannot_be_are_refused_at_their_fields(world, library):
    with pytest.raises(Invalid) as refused:
        library.draft(valid_until=date(2026, 5, 1), issued_on=date(2027, 1, 1), title="")

    assert set(refused.value.fields) == {"valid_until", "issued_on", "title"}


@pytest.mark.both_engines
def test_a_number_is_used_once_by_its_issuer_however_it_is_written(world, library):
    first = library.draft()

    with pytest.raises(RuleBroken, match="相同文号") as refused:
        library.draft(number="[示例] １号", title="别的文件")
    assert refused.value.extra["current"]["id"] == str(first.pk)
    library.draft(by=world.county, area="469030", issuer="琼中（示例）")
    library.draft(number="", title="没有文号的")
    library.draft(number="", title="也没有文号的")


def test_a_draft_that_is_given_up_frees_its_number(world, library):
    row = library.draft()
    with pytest.raises(Invalid, match="原因"):
        actions.discard_draft(row.pk, by=world.province, reason=" ")

    actions.discard_draft(row.pk, by=world.province, reason="重复起草")

    assert titles(world.province) == []
    library.draft()


def test_nobody_issues_in_the_name_of_another_place(world, library):
    with pytest.raises(Invalid, match="名义"):
        library.draft(by=world.county)
    with pytest.raises(Invalid, match="名义"):
        library.draft(by=world.county, area="469028")


def test_nothing_is_published_empty(world, library):
    row = library.draft(text="")

    with pytest.raises(RuleBroken, match="没有正文"):
        actions.publish_document(row.pk, by=world.province)


def word_file(*lines):
    made, stream = docx.Document(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(stream)
    return stream.getvalue()


def archive(*names):
    stream = BytesIO()
    with ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


def test_the_text_of_a_word_file_is_read_out_and_found(world, library):
    row = library.issue(text="", file=Sent("C:\\文件\\方案.DOCX", word_file("第一条　两室两中心。")))

    version = queries.sheet_for(world.worker, row.pk).shown
    assert version.file_name == "方案.docx" and version.text == "第一条　两室两中心。"
    assert titles(world.worker, q="两室两中心") == [row.title]
    assert queries.version_for(world.worker, version.pk) == version


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"x" * (MOST_BYTES + 1), "20 MB"),
        (b"\xd0\xcf\x11\xe0 old", "旧版"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"<html>", "只收 PDF"),
        (archive("xl/workbook.xml"), "只收 PDF"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "宏"),
        (archive("[Content_Types].xml", "word/document.xml"), "损坏"),
    ],
    ids=["empty", "large", "old", "broken", "page", "workbook", "macros", "hollow"],
)
def test_a_file_is_told_by_its_content(world, library, content, said):
    with pytest.raises(Invalid, match=said):
        library.draft(file=Sent("看起来是.docx", content))


def test_a_next_version_keeps_the_file_until_another_is_sent(world, library):
    row = library.issue(file=Sent("方案.pdf", b"%PDF-1.7 one"))
    library.draft(pk=row.pk, version=row.version, text="新", valid_from=date(2026, 12, 1))

    assert [version.file_name for version in queries.sheet_for(world.province, row.pk).versions] == ["方案.pdf"] * 2


def pair(library, **later):
    old = library.issue(title="旧通知", number="〔示例〕2号", issued_on=date(2026, 5, 1), valid_from=date(2026, 5, 1))
    return old, library.issue(**{"title": "新通知"} | later)


def test_a_replaced_document_says_by_what_and_since_when(world, library):
    old, new = pair(library)
    actions.relate(new.pk, by=world.province, kind="replaces", target=old.pk)

    sheet = queries.sheet_for(world.worker, old.pk)
    assert sheet.card.standing == Standing.REPLACED and sheet.replaced_by[0].other == new
    assert sheet.replaced_by[0].relation.since_on == date(2026, 6, 1)
    assert titles(world.worker, on=date(2026, 5, 20)) == ["旧通知"] and titles(world.worker, on=TODAY) == ["新通知"]


def test_a_relation_said_by_mistake_is_taken_back_with_a_reason(world, library):
    old, new = pair(library)
    said = actions.relate(new.pk, by=world.province, kind="replaces", target=old.pk)
    assert actions.relate(new.pk, by=world.province, kind="replaces", target=old.pk) == said

    actions.withdraw_relation(said.pk, by=world.province, reason="选错了")

    assert standing(world.worker, old) == Standing.IN_FORCE
    assert Relation.objects.get(pk=said.pk).withdrawn_because == "选错了"


def test_relations_never_run_in_a_circle(world, library):
    old, new = pair(library)
    third = library.issue(title="第三份", number="〔示例〕3号", issued_on=date(2026, 7, 1))
    actions.relate(new.pk, by=world.province, kind="amends", target=old.pk)
    actions.relate(third.pk, by=world.province, kind="implements", target=new.pk)

    with pytest.raises(Invalid, match="循环"):
        actions.relate(old.pk, by=world.province, kind="implements", target=third.pk)
    with pytest.raises(Invalid, match="自己"):
        actions.relate(old.pk, by=world.province, kind="implements", target=old.pk)


def test_a_later_document_is_replaced_only_where_that_is_meant(world, library):
    old, new = pair(library)

    with pytest.raises(Invalid, match="印发在后"):
        actions.relate(old.pk, by=world.province, kind="replaces", target=new.pk, since_on=date(2026, 7, 1))
    actions.relate(
        old.pk, by=world.province, kind="replaces", target=new.pk, since_on=date(2026, 7, 1), though_later=True
    )


def test_a_county_implements_what_the_province_issues_and_replaces_only_its_own(world, library):
    of_province = library.issue()
    own = library.issue(by=world.county, area="469030", issuer="琼中（示例）", title="实施细则")
    hidden = library.issue(by=world.far_county, area="469028", issuer="陵水（示例）")

    with pytest.raises(Invalid, match="本级"):
        actions.relate(own.pk, by=world.county, kind="replaces", target=of_province.pk)
    with pytest.raises(Invalid, match="找不到"):
        actions.relate(own.pk, by=world.county, kind="implements", target=hidden.pk)
    actions.relate(own.pk, by=world.county, kind="implements", target=of_province.pk)

    assert len(queries.sheet_for(world.worker, of_province.pk).pointed_at_by) == 1
    assert queries.sheet_for(world.stranger, of_province.pk).pointed_at_by == []


def test_a_repealed_document_holds_until_its_day(world, library):
    row = library.issue()
    with pytest.raises(Invalid, match="早于施行"):
        actions.repeal_document(row.pk, by=world.province, on=date(2026, 5, 1), reason="机构调整")

    actions.repeal_document(row.pk, by=world.province, on=TODAY, reason="机构调整")

    assert standing(world.worker, row) == Standing.REPEALED
    assert titles(world.worker, on=TODAY) == [] and len(titles(world.worker, on=TODAY - timedelta(days=1))) == 1


@pytest.mark.both_engines
def test_words_are_found_in_any_width_and_case_and_marks_are_no_wildcards(world, library):
    library.issue(text="采用 ABC 模式，完成率 100%。")

    assert (
        titles(world.worker, q="ａｂｃ 模式") and titles(world.worker, q="100%") and titles(world.worker, q="示例1号")
    )
    assert not titles(world.worker, q="1_0%") and not titles(world.worker, q="模式 没有")


def test_the_same_number_has_one_key():
    assert key_of("琼民〔2026〕1 号") == key_of("琼民[２０２６]1号") == key_of("琼民（2026）1号")


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))


@pytest.mark.both_engines
@tried(10)
@given(data=st.data())
def test_one_rule_says_what_holds_on_a_day_in_python_and_in_sql(world, data):
    with transaction.atomic():
        rows = [_random_document(world, data) for _nth in range(3)]
        for source, target in ((0, 1), (0, 2), (1, 2)):
            if data.draw(st.booleans()):
                said = {"source": rows[source], "target": rows[target], "kind": "replaces", "since_on": data.draw(DAYS)}
                Relation.objects.create(**said)
        for day in (data.draw(DAYS), date(2026, 1, 12)):
            cards = queries.cards(world.province, rows, Asked(on=day))
            told = {card.row.pk for card in cards if card.standing == Standing.IN_FORCE}
            assert set(in_force(Document.objects.unscoped("test"), day).values_list("pk", flat=True)) == told
        transaction.set_rollback(True)


def _random_document(world, data):
    days = sorted(data.draw(st.sets(DAYS, max_size=3)))
    row = Document.objects.create(
        area=world.areas["46"], kind="notice", title="x", issuer="x", issued_on=date(2026, 1, 1), digest="",
        published_on=days[0] if days else None, repealed_on=data.draw(st.none() | DAYS), repealed_because="x",
    )  # fmt: skip
    state = {"state": "published", "published_by": world.province} if days else {"state": "draft"}
    for nth, day in enumerate(days or [date(2026, 1, 1)], 1):
        until = data.draw(st.none() | st.integers(0, 6).map(lambda more, day=day: day + timedelta(days=more)))
        told = state | ({"published_on": day} if days else {})
        Version.objects.create(document=row, nth=nth, issued_on=day, valid_from=day, valid_until=until, **told)
    return row
