"""The province's policy files, and what the loader says of files that are wrong."""

import pytest
from django.conf import settings

from yimi.catalogue.loader import read_policy
from yimi.catalogue.rules import Known
from yimi.core.errors import Invalid


def text_of(kind):
    return (settings.YIMI_CATALOGUE / f"{kind}.yaml").read_text(encoding="utf-8")


def content_of(kind):
    return read_policy(text_of(kind).encode()).content


def problems(text, others=None):
    with pytest.raises(Invalid) as refused:
        read_policy(text if isinstance(text, bytes) else text.encode(), others)
    return refused.value.fields


def leaves(nodes):
    for node in nodes:
        yield from leaves(node["children"]) if "children" in node else [node]


def test_five_domains_hold_thirty_services():
    domains = content_of("services")["domains"]

    assert [domain["name_zh"] for domain in domains] == [
        "社会救助",
        "养老服务",
        "儿童关爱保护",
        "城乡社区建设",
        "社会事务",
    ]
    assert [len(domain["services"]) for domain in domains] == [6, 6, 6, 6, 6]


def test_thirty_seven_indicators_weigh_a_hundred():
    found = list(leaves(content_of("evaluation")["tree"]))

    assert [leaf["seq"] for leaf in found] == list(range(1, 38))
    assert sum(leaf["weight"] for leaf in found) == 100


def test_there_are_31_categories_and_57_building_items():
    assert len(content_of("categories")["categories"]) == 31
    assert len(content_of("building")["items"]) == 57


def test_services_and_assistance_name_only_categories_and_services_that_exist():
    categories = {row["code"] for row in content_of("categories")["categories"]}
    services = {row["code"] for domain in content_of("services")["domains"] for row in domain["services"]}

    assert read_policy(text_of("services").encode(), Known(categories=categories))
    assert read_policy(text_of("assist").encode(), Known(categories, services))


def test_half_width_punctuation_beside_chinese_becomes_full_width():
    text = text_of("services").replace("社工站服务清单（参考目录）", "社工站服务清单(参考目录)")

    assert read_policy(text.encode()).name == "社工站服务清单（参考目录）"


@pytest.mark.parametrize(
    ("kind", "old", "new", "place", "message"),
    [
        ("evaluation", "weight: 5\n", "weight: 6\n", "tree.0.children.0", "下级权重合计 10，应为 9"),
        ("evaluation", "method: ratio", "method: guess", "method", "guess 不是已知的评分方法"),
        ("evaluation", "target: 0.95", "target: 0", "tree", "需要大于 0 的 target"),
        ("evaluation", "leaf_count: 37", "leaf_count: 38", "edition.leaf_count", "应有 38 项，实有 37 项"),
        ("services", "code: SA02", "code: SA01", "domains.0.services.1.code", "SA01 重复"),
        ("services", "methods: [indirect, community]", "methods: [magic]", "methods.0", "magic 不是已知的服务方法"),
        ("services", "        counting_unit: 人次\n", "", "domains.0.services.0", "缺少字段 counting_unit"),
        (
            "services",
            "sensitivity: normal",
            "sensitivity: normal\n        colour: red",
            "colour",
            "不认识的字段 colour",
        ),
        ("services", "version: '2026.1'", "version: 2026.1", "edition.version", "version 应为文字"),
        ("services", "effective_from: '2020-01-01'", "effective_from: '2020-1-99'", "effective_from", "日期应写作"),
        ("services", "kind: services", "kind: poems", "edition.kind", "不能载入这一种目录"),
        ("categories", "default_tier: key", "default_tier: urgent", "default_tier", "urgent 不是已知的走访分级"),
        ("categories", "from: 7, to: 13", "from: 8, to: 13", "age_bands.1", "首尾相接"),
        ("building", "group: ROOM", "group: ROOF", "items.0.group", "ROOF 不是已知的分组"),
        ("building", "    mandatory: true", "    mandatory: often", "items.0.mandatory", "应为 true 或 false"),
    ],
)
def test_a_wrong_file_is_told_where_and_what(kind, old, new, place, message):
    assert old in text_of(kind)

    found = problems(text_of(kind).replace(old, new, 1))

    assert any(place in path and message in said for path, messages in found.items() for said in messages), found
    assert all(said.startswith("第 ") for messages in found.values() for said in messages)


def test_all_problems_are_told_at_once():
    text = text_of("services").replace("code: SA02", "code: SA01", 1).replace("methods: [visit]", "methods: [fly]", 1)

    assert len(problems(text)) == 2


def test_an_unknown_category_is_refused_by_its_line():
    found = problems(text_of("services"), Known(categories={"DB"}))

    assert "第 45 行：PTJM 不是已知的对象类别。" in found["domains.0.services.0.target_groups.0"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("edition:\n  kind: [services\n", "第 3 行第 1 列"),
        ("edition:\n\tkind: services\n", "第 2 行第 1 列"),
        ("", "schema_version"),
        ("- 1\n- 2\n", "schema_version"),
        ("edition: {kind: services, kind: services}\n", "写了两次"),
        ("a: &x [1]\nb: *x\n", "不支持引用"),
        ("[" * 60, "过深的嵌套"),
        ("day: 2026-13-45\n", "不存在的日期"),
        ("a: \x00\n", "控制字符"),
        ("edition: {code: .nan}\n", "不支持的值"),
        ("服务".encode("gb18030"), "第 1 行不是 UTF-8"),
        (b"a" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
        ("!!python/object/apply:os.system ['ls']", "格式有误"),
    ],
)
def test_a_file_that_is_no_policy_gets_a_plain_answer(text, message):
    found = problems(text)

    assert any(message in said for messages in found.values() for said in messages), found
