"""Every kind of record, from the telephone to the head's list, the person's story, the figures and the paper ledger."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import story
from yimi.clients.models import Category
from yimi.exchange import working
from yimi.services.kinds import ASKS
from yimi.services.models import Kind

from .test_recording import number

pytestmark = pytest.mark.needs("chromium")
HEADLINES = {"探访建档": 1, "帮扶": 5, "开展服务": 3, "惠及群众": 58}
PRESENT = 12


@pytest.fixture
def helped(lived_in):
    """A person on whom help counts as assistance (帮扶): her category is verified."""
    found = story.person(
        lived_in.worker, lived_in.here, "黎示例", opened_on=lived_in.opened, categories=["DB"], area="469030104201"
    )
    Category.objects.filter(person=found).update(state="verified")
    return found


def record(worker, kind, person) -> str:
    """One record of a kind as a worker makes it, with one person and what the page asks; its address."""
    worker.open(f"/app/records/new/{kind.value}?person={person.pk}")
    for name, answer in {"title": f"示例{kind.label}", "headcount": str(PRESENT)}.items():
        if worker.page.locator(f"[name={name}]").count():
            worker.page.fill(f"[name={name}]", answer)
    worker.page.fill("[name=note]", f"{kind.label}：{person.pk.hex[-8:]} 示例")
    worker.page.get_by_role("button", name="保存", exact=True).click()
    worker.page.locator(".toast").wait_for()
    assert f"{kind.label}" in worker.page.inner_text("h1") and "计入" in worker.page.inner_text("main")
    return worker.page.url.removeprefix(worker.base)


def ledger_of(head, key) -> str:
    """A ledger of the month, asked for and taken by the head."""
    head.open(f"/app/ledgers/?paper={key}")
    head.page.select_option("[name=layout]", "xlsx")
    head.page.fill("[name=purpose]", "月度存档")
    head.page.get_by_role("button", name="生成台账").click()
    head.page.wait_for_url("**/files/exports/**")
    working.work()
    head.page.reload()
    with head.page.expect_download() as taken:
        head.page.get_by_role("button", name="下载表格").click()
    sheet = CalamineWorkbook.from_filelike(BytesIO(taken.value.path().read_bytes())).get_sheet_by_index(0)
    return "\n".join(str(cell) for row in sheet.to_python() for cell in row)


def test_what_a_worker_records_is_found_by_the_head_in_the_story_in_the_figures_and_on_paper(at_desk, on_phone, helped):
    province, worker, head = at_desk("province"), on_phone("worker"), at_desk("head")
    province.open("/app/overview/")
    before = {name: number(province.page, name) for name in HEADLINES}

    made = {kind: record(worker, kind, helped) for kind in Kind if kind in ASKS}
    assert set(made) == set(Kind)

    for kind, address in made.items():
        head.open(f"/app/records/?kind={kind.value}")
        assert address in head.page.content(), kind
    province.page.reload()
    assert {name: number(province.page, name) - before[name] for name in HEADLINES} == HEADLINES
    on_paper = ledger_of(head, "ledger_services")
    assert [kind for kind in made if f"{kind.label}" not in on_paper] == []
    head.open(f"/app/people/{helped.pk}/?more=1")
    assert [kind for kind, address in made.items() if address not in head.page.content()] == []
