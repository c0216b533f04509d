"""A target goes from the province to the months of a station and comes back as its pace (目标一条线)."""

import pytest

from tests.story import contact

pytestmark = pytest.mark.needs("chromium")


def test_a_provincial_target_reaches_the_months_of_a_station_and_comes_back_as_pace(at_desk, on_phone, lived_in):
    province = at_desk("province")
    province.open("/app/planning/targets/new")
    province.page.select_option("[name=measure]", "PUBLICITY_N")
    province.page.fill("[name=value]", "30")
    province.page.select_option("[name=anchor]", "gov_report")
    province.page.fill("[name=anchor_title]", "2026年省政府工作报告")
    province.page.get_by_role("button", name="下一步").click()
    assert "与目标相等" in province.page.locator("main").inner_text()

    province.page.fill("[name='value-area:469028']", "1")
    province.page.get_by_role("button", name="保存并下达").click()
    assert "还差 9场次，不能下达" in province.page.locator("[role=alert]").inner_text()
    province.page.fill("[name='value-area:469028']", "10")
    province.page.get_by_role("button", name="保存并下达").click()
    province.page.get_by_role("button", name="逐级分解到月").click()
    assert "已按通常办法逐级分解" in province.page.locator("body").inner_text()

    for nth in range(8):
        contact(
            lived_in.worker, lived_in.here, "publicity", lived_in.today, title=f"第{nth}场", headcount=5,
            services=("SA01",),
        )  # fmt: skip
    head = on_phone("head")
    head.open("/app/planning/targets/")
    row = head.page.locator("tbody tr", has_text="政策宣传")
    assert "正常" in row.inner_text()
    row.get_by_role("link", name="政策宣传").click()
    assert "12月" in head.page.locator("main").inner_text()

    county = at_desk("county")
    county.open("/app/planning/targets/")
    county.page.get_by_role("link", name="政策宣传").click()
    told = county.page.locator("tbody tr", has_text="长征镇").inner_text()
    assert "8" in told and "正常" in told
    county.page.locator("tbody tr", has_text="长征镇").locator("td a").first.click()
    county.page.wait_for_url("**/figures/rows/**")
    county.page.wait_for_load_state()
    assert county.page.locator("tbody tr").count() == 8
