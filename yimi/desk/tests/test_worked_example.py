"""The worked example of how figures climb, read as people and as programs read it: by page and by API."""

import pytest
from django.urls import reverse

from tests import worked
from yimi.accounts.bearer import issue
from yimi.figures.fold import fold
from yimi.figures.measure import ADDS_OVER, DISTINCT, RATE, measures
from yimi.figures.queries import measure_named


@pytest.fixture(params=["dirty", "folded"])
def told(request, world):
    worked.happen(world)
    return world, fold() if request.param == "folded" else 0


def lines(answer):
    return {line.key: line.cell.number for line in answer.context["shown"].lines if line.cell.number}


@pytest.mark.parametrize("where", [{"area": "46"}, {"area": "469030"}, {"station": "469030104"}])
def test_the_page_and_the_api_tell_its_exact_numbers(told, sign_in, where):
    world, _folded = told
    browser, bearer = sign_in(world.head), {"Authorization": f"Bearer {issue(world.head)[0]}"}

    for (measure, period), number in worked.NUMBERS.items():
        asked = where | {"measure": measure, "period": period}
        shown = browser.get(reverse("desk:analysis"), asked | {"by": "none"})
        answer = browser.get("/api/v1/figures", asked, headers=bearer).json()
        unit = measure_named(measure).unit

        assert shown.context["shown"].total.cell.number == number == answer["value"], (measure, period)
        assert f">{number}</a></em> {unit}" in shown.content.decode(), (measure, period)
        assert browser.get(shown.context["shown"].total.cell.url).context["opened"].total == number


def test_its_categories_overlap_and_its_two_workers_are_told_at_the_station(told, sign_in):
    world, _folded = told
    browser, bearer = sign_in(world.head), {"Authorization": f"Bearer {issue(world.head)[0]}"}
    at = {"station": "469030104", "period": "2026-09"}

    for measure, by, expected in (
        ("SERVED_N", "category", worked.CATEGORIES), ("VISIT_FILE_PT", "worker,joint", worked.WORKLOAD)
    ):  # fmt: skip
        asked = at | {"measure": measure, "by": by}
        shown = browser.get(reverse("desk:analysis"), asked)
        answer = browser.get("/api/v1/figures", asked, headers=bearer).json()

        assert lines(shown) == expected == {part["key"]: part["value"] for part in answer["by"] if part["value"]}
        assert shown.context["shown"].total.cell.number == answer["value"] == 2
        assert not shown.context["shown"].has_shares and shown.context["shown"].remark


@pytest.mark.parametrize("kind", [DISTINCT, RATE])
def test_what_does_not_add_up_cannot_be_added_on_the_page(told, sign_in, kind):
    """Neither shares nor a sum of lines: the total is counted anew, and the page says why it is no sum."""
    world, _folded = told
    browser = sign_in(world.county)
    assert not ADDS_OVER[kind]
    for measure in [each for each in measures if each.kind == kind]:
        for by in ("area", "month"):
            asked = {"area": "469030", "measure": measure.code, "period": "2026", "by": by}
            shown = browser.get(reverse("desk:analysis"), asked).context["shown"]
            assert not shown.has_shares and "不能相加" in shown.remark, (measure.code, by)
