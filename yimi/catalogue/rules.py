"""What each kind of edition must be (校验规则). Counts and totals come from the file, never from here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .cadence_rules import check_cadences
from .findings import (
    Fields,
    Findings,
    Path,
    fits,
    is_flag,
    is_mapping,
    is_number,
    is_rows,
    is_text,
    is_texts,
    is_whole,
    known,
    once,
    rows_of,
)
from .models import Kind

METHODS = ("ratio", "floor", "steps", "checklist", "rubric")
SENSITIVITIES = ("normal", "sensitive", "restricted")
CODED: Fields = {"code": is_text, "name_zh": is_text}


@dataclass(frozen=True)
class Known:
    """Codes of the other editions this one may name; None when there is no such edition yet."""

    categories: set[str] | None = None
    services: set[str] | None = None
    measures: set[str] | None = None
    counties: set[str] | None = None


def check_services(content: dict, edition: dict, found: Findings, others: Known) -> None:
    required: Fields = {"methods": is_rows, "sensitivity_levels": is_rows, "domains": is_rows}
    fits(found, (), content, required, {})
    for name in ("methods", "sensitivity_levels"):
        coded(found, content, name, {"access_zh": is_text})
    for path, level in rows_of(found, content, "sensitivity_levels"):
        known(found, (*path, "code"), level.get("code"), SENSITIVITIES, _("敏感级别"))
    allowed = {"methods": codes(content, "methods"), "levels": codes(content, "sensitivity_levels")}
    domains = rows_of(found, content, "domains")
    for path, domain in domains:
        fits(found, path, domain, {**CODED, "services": is_rows}, {"name_en": is_text})
    once(found, domains)
    services = [row for path, domain in domains for row in rows_of(found, domain, "services", path)]
    once(found, services)
    for path, service in services:
        check_service(path, service, found, allowed, others)
    counted(found, edition, "expected_domains", len(domains))
    counted(found, edition, "expected_services", len(services))


SERVICE: Fields = {
    **CODED, "description_zh": is_text, "target_groups": is_texts, "methods": is_texts, "counting_unit": is_text,
    "sensitivity": is_text, "record_fields": is_texts, "outputs": is_texts,
}  # fmt: skip
SERVICE_MAY: Fields = {
    "name_en": is_text, "description": is_text, "secondary_units": is_texts, "boundary": is_text,
    "boundary_zh": is_text, "replaces": is_texts, "record_fields_zh": is_texts, "outputs_zh": is_texts,
}  # fmt: skip


def check_service(path: Path, service: dict, found: Findings, allowed: dict[str, set[str]], others: Known) -> None:
    fits(found, path, service, SERVICE, SERVICE_MAY)
    known(found, (*path, "methods"), service.get("methods"), allowed["methods"], _("服务方法"))
    known(found, (*path, "sensitivity"), service.get("sensitivity"), allowed["levels"], _("敏感级别"))
    if others.categories is not None:
        known(found, (*path, "target_groups"), service.get("target_groups"), others.categories, _("对象类别"))


CATEGORY: Fields = {
    **CODED, "group": is_text, "definition_zh": is_text, "unit": is_text, "main_domain": is_text,
    "default_tier": is_text, "pii_level": is_text, "minor_only": is_flag,
}  # fmt: skip
CATEGORY_MAY: Fields = {
    "name_en": is_text, "definition": is_text, "legal_basis": is_text, "note": is_text,
    "default_visit_interval_days": is_whole, "contact_rule_zh": is_text, "risk_weight": is_whole, "min_age": is_whole,
    "enabled_by_default": is_flag, "sensitivity": is_text, "also_zh": is_texts,
}  # fmt: skip


def check_categories(content: dict, edition: dict, found: Findings, others: Known) -> None:
    required: Fields = {"tiers": is_rows, "groups": is_rows, "age_bands": is_rows, "categories": is_rows}
    optional: Fields = {"umbrellas": is_rows, "risk_thresholds": is_mapping, "visiting": is_mapping}
    fits(found, (), content, required, optional)
    coded(found, content, "tiers", {"interval_days": is_whole, "first_response_hours": is_whole})
    coded(found, content, "groups")
    categories = rows_of(found, content, "categories")
    for path, category in categories:
        fits(found, path, category, CATEGORY, CATEGORY_MAY)
        known(found, (*path, "group"), category.get("group"), codes(content, "groups"), _("类别分组"))
        known(found, (*path, "default_tier"), category.get("default_tier"), codes(content, "tiers"), _("走访分级"))
        known(found, (*path, "pii_level"), category.get("pii_level"), ("S", "N"), _("个人信息级别"))
        known(found, (*path, "sensitivity"), category.get("sensitivity", "normal"), SENSITIVITIES, _("敏感级别"))
    allowed = once(found, categories)
    for path, umbrella in rows_of(found, content, "umbrellas"):
        fits(found, path, umbrella, {**CODED, "categories": is_texts}, {"note_zh": is_text})
        known(found, (*path, "categories"), umbrella.get("categories"), allowed, _("对象类别"))
    check_names(categories, found)
    check_age_bands(content, found)
    check_visiting(content, found, allowed)
    counted(found, edition, "expected_categories", len(categories))


VISITING: Fields = {"visits_per_day": is_number, "share": is_number}
VISITING_MAY: Fields = {"remote_tiers": is_texts, "shared_categories": is_texts}


def check_visiting(content: dict, found: Findings, categories: set[str]) -> None:
    """What a worker is reckoned to visit, and which tiers and categories are visited otherwise."""
    told, path = content.get("visiting"), ("visiting",)
    if not is_mapping(told) or not fits(found, path, told, VISITING, VISITING_MAY):
        return
    if told["visits_per_day"] <= 0 or not 0 < told["share"] <= 1:
        found.add(path, _("visits_per_day 应大于 0，share 应在 0 和 1 之间。"))
    known(found, (*path, "remote_tiers"), told.get("remote_tiers"), codes(content, "tiers"), _("走访分级"))
    known(found, (*path, "shared_categories"), told.get("shared_categories"), categories, _("对象类别"))


def check_names(categories: list[tuple[Path, dict]], found: Findings) -> None:
    """No two categories are called alike, or a table could not say which is meant."""
    met: dict[str, str] = {}
    for path, category in categories:
        code = str(category.get("code", ""))
        for name in (category.get("name_zh"), *category.get("also_zh", [])):
            if met.setdefault(str(name), code) != code:
                said = {"name": name, "code": met[str(name)]}
                found.add((*path, "also_zh"), _("“%(name)s”也是“%(code)s”的叫法。") % said)


def check_age_bands(content: dict, found: Findings) -> None:
    """Bands follow one another from nought, and the last is open."""
    due: Any = 0
    bands = rows_of(found, content, "age_bands")
    for path, band in bands:
        if not fits(found, path, band, {**CODED, "from": is_whole}, {"to": is_whole}):
            return
        last = path == bands[-1][0]
        if band["from"] != due or (band.get("to") is None) != last or (not last and band["to"] < band["from"]):
            found.add(path, _("年龄段应从 0 岁起首尾相接，最后一段不设上限。"))
            return
        due = None if last else band["to"] + 1
    once(found, bands)


def check_evaluation(content: dict, edition: dict, found: Findings, others: Known) -> None:
    required: Fields = {"grades": is_rows, "tree": is_rows}
    optional: Fields = {
        "veto": is_rows,
        "veto_label_zh": is_text,
        "bonus": is_mapping,
        "parties": is_rows,
        "cycle": is_rows,
    }
    fits(found, (), content, required, optional)
    coded(found, content, "grades", {"min": is_number})
    tree = rows_of(found, content, "tree")
    nodes = [node for row in tree for node in walk(found, row)]
    once(found, nodes)
    leaves = [node for node in nodes if "children" not in node[1]]
    once(found, leaves, "seq")
    for path, node in nodes:
        check_node(path, node, found, edition.get("levels"))
    counted(found, edition, "leaf_count", len(leaves))
    weighed(found, ("tree",), [row for _path, row in tree], edition.get("total"))


NODE: Fields = {**CODED, "level": is_whole, "weight": is_number}
LEAF: Fields = {**NODE, "seq": is_whole, "method": is_text, "auto": is_text, "scoring_zh": is_text, "evidence": is_text}
LEAF_MAY: Fields = {
    "name_en": is_text, "target": is_number, "min": is_number, "bands": is_rows, "scoring": is_text, "formula": is_text
}  # fmt: skip


def check_node(path: Path, node: dict, found: Findings, levels: Any) -> None:
    depth = sum(part == "children" for part in path) + 1
    if is_whole(node.get("level")) and node["level"] != depth:
        found.add((*path, "level"), _("应为第 %(depth)d 级。") % {"depth": depth})
    if "children" in node:
        fits(found, path, node, {**NODE, "children": is_rows}, {"name_en": is_text})
        weighed(found, path, [row for _path, row in rows_of(found, node, "children", path)], node.get("weight"))
    elif fits(found, path, node, LEAF, LEAF_MAY):
        check_leaf(path, node, found)
        if is_whole(levels) and depth != levels:
            found.add(path, _("末级指标应在第 %(levels)d 级。") % {"levels": levels})


def check_leaf(path: Path, leaf: dict, found: Findings) -> None:
    """A method needs what it reckons with."""
    method = leaf["method"]
    known(found, (*path, "method"), method, METHODS, _("评分方法"))
    known(found, (*path, "auto"), leaf["auto"], ("yes", "part", "no"), _("取数方式"))
    target, low = leaf.get("target") or 0, leaf.get("min")
    if method in ("ratio", "floor") and target <= 0:
        found.add(path, _("%(method)s 方法需要大于 0 的 target。") % {"method": method})
    if method == "floor" and (low is None or low >= target):
        found.add(path, _("floor 方法需要小于 target 的 min。"))
    if method == "steps" and not leaf.get("bands"):
        found.add(path, _("steps 方法需要 bands。"))
    if leaf["auto"] == "yes" and not leaf.get("formula"):
        found.add(path, _("系统计算的指标需要 formula。"))
    for at, band in rows_of(found, leaf, "bands", path):
        fits(found, at, band, {"min": is_number, "rate": is_number}, {"max": is_number})


ITEM: Fields = {
    **CODED, "group": is_text, "mandatory": is_flag, "levels": is_texts, "modes": is_texts, "evidence": is_texts
}  # fmt: skip
ITEM_MAY: Fields = {
    "name_en": is_text, "suggested_area_m2": is_number, "shareable": is_flag, "quantity_zh": is_text, "note_zh": is_text
}  # fmt: skip


def check_building(content: dict, edition: dict, found: Findings, others: Known) -> None:
    lists: Fields = {
        "modes": is_rows,
        "levels": is_rows,
        "evidence_kinds": is_rows,
        "groups": is_rows,
        "items": is_rows,
    }
    fits(found, (), content, lists, {"parameters": is_mapping})
    coded(found, content, "modes", {"core_zh": is_text, "core_en": is_text})
    coded(found, content, "levels", {"role_zh": is_text})
    coded(found, content, "groups")
    coded(found, content, "evidence_kinds")
    items = rows_of(found, content, "items")
    for path, item in items:
        fits(found, path, item, ITEM, ITEM_MAY)
        known(found, (*path, "group"), item.get("group"), codes(content, "groups"), _("分组"))
        known(found, (*path, "levels"), item.get("levels"), codes(content, "levels"), _("站点层级"))
        known(found, (*path, "modes"), item.get("modes"), codes(content, "modes"), _("建设模式"))
        known(found, (*path, "evidence"), item.get("evidence"), codes(content, "evidence_kinds"), _("佐证种类"))
    once(found, items)
    counted(found, edition, "expected_items", len(items))


def check_assist(content: dict, edition: dict, found: Findings, others: Known) -> None:
    names = ("kinds", "services", "categories_excluded", "category_states")
    more = ("kinds_when_concluded", "group_types", "services_not_with_kinds")
    fits(found, (), content, dict.fromkeys(names, is_texts), dict.fromkeys(more, is_texts))
    if others.services is not None:
        known(found, ("services",), content.get("services"), others.services, _("服务项目"))
    if others.categories is not None:
        known(found, ("categories_excluded",), content.get("categories_excluded"), others.categories, _("对象类别"))


LAYOUTS = ("member", "household")
REGISTER_FIELDS = (
    "name", "id_number", "sex", "birth_on", "phone", "township", "village", "address", "household", "relation",
    "category", "since",
)  # fmt: skip
MEMBER_FIELDS = ("name", "id_number", "relation")


def check_registers(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """Each source names categories that exist, and no heading of a table could mean two things."""
    fits(found, (), content, {"sources": is_rows, "columns": is_mapping, "members": is_mapping}, {})
    sources = rows_of(found, content, "sources")
    for path, source in sources:
        required: Fields = {**CODED, "from_zh": is_text, "layout": is_text}
        fits(found, path, source, required, {"categories": is_texts, "words_zh": is_mapping, "name_en": is_text})
        known(found, (*path, "layout"), source.get("layout"), LAYOUTS, _("排列方式"))
        if others.categories is not None:
            known(found, (*path, "categories"), source.get("categories", []), others.categories, _("对象类别"))
        meant = list(map(str, dict(source.get("words_zh") or {}).values()))
        known(found, (*path, "words_zh"), meant, set(source.get("categories", ())), _("对象类别"))
    once(found, sources)
    for name, fields in (("columns", REGISTER_FIELDS), ("members", MEMBER_FIELDS)):
        headings = dict(content.get(name) or {})
        known(found, (name,), list(headings), fields, _("列"))
        said = [heading for each in headings.values() for heading in each]
        if len(said) != len(set(said)):
            found.add((name,), _("同一个表头只能对应一列。"))


def check_notices(content: dict, edition: dict, found: Findings, others: Known) -> None:
    fits(found, (), content, {"notices": is_rows}, {})
    notices = rows_of(found, content, "notices")
    for path, notice in notices:
        fits(found, path, notice, {**CODED, "paragraphs_zh": is_texts}, {"name_en": is_text})
    codes_here = once(found, notices)
    for code in ("FILE", "CHILD"):
        if code not in codes_here:
            found.add(("notices",), _("缺少告知书 %(code)s。") % {"code": code})


def check_papers(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """Each kind of application lists its papers, each once."""
    fits(found, (), content, {"kinds": is_rows}, {})
    kinds = rows_of(found, content, "kinds")
    for path, kind in kinds:
        fits(found, path, kind, {**CODED, "papers": is_rows}, {"name_en": is_text})
        papers = rows_of(found, kind, "papers", path)
        for place, paper in papers:
            fits(found, place, paper, CODED, {"name_en": is_text, "note_zh": is_text})
        once(found, papers)
    once(found, kinds)


TERMS = ("referral_answer", "referral_result", "programme_summary", "month_lock")
LONGEST_TERM = 366


def check_terms(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """Each term once, in workdays or in days."""
    fits(found, (), content, {"terms": is_rows}, {})
    rows = rows_of(found, content, "terms")
    for path, row in rows:
        fits(found, path, row, CODED, {"workdays": is_whole, "days": is_whole, "note_zh": is_text, "name_en": is_text})
        known(found, (*path, "code"), row.get("code"), TERMS, _("期限"))
        given = [row[name] for name in ("workdays", "days") if is_whole(row.get(name))]
        if len(given) != 1 or not 1 <= given[0] <= LONGEST_TERM:
            found.add(path, _("workdays 和 days 写一个，1 到 366。"))
    once(found, rows)


def check_packs(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """Each occasion lists its materials, each once; what the house makes itself is named by its key."""
    fits(found, (), content, {"packs": is_rows}, {})
    packs = rows_of(found, content, "packs")
    for path, pack in packs:
        fits(found, path, pack, {**CODED, "items": is_rows}, {"name_en": is_text})
        items = rows_of(found, pack, "items", path)
        for place, item in items:
            fits(found, place, item, CODED, {"name_en": is_text, "note_zh": is_text, "material": is_text})
        once(found, items)
    once(found, packs)


SPECIAL: Fields = {**CODED, "services": is_texts}
PARTNER: Fields = {"name_zh": is_text}


def check_local_modes(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """Each 市县 once; what it names of services, measures and counties must exist."""
    fits(found, (), content, {"modes": is_rows}, {})
    modes = rows_of(found, content, "modes")
    for path, mode in modes:
        required: Fields = {"county": is_text, "name_zh": is_text, "summary_zh": is_text, "features_zh": is_texts}
        more: Fields = {"name_en": is_text, "special": is_rows, "partners": is_rows, "measures": is_texts}
        fits(found, path, mode, required, more)
        for place, partner in rows_of(found, mode, "partners", path):
            fits(found, place, partner, PARTNER, {"name_en": is_text, "role_zh": is_text})
        if others.counties is not None:
            known(found, (*path, "county"), mode.get("county"), others.counties, _("市县代码"))
        if others.measures is not None:
            known(found, (*path, "measures"), mode.get("measures", []), others.measures, _("指标"))
    once(found, modes, "county")
    _check_special(found, [row for path, mode in modes for row in rows_of(found, mode, "special", path)], others)


def _check_special(found: Findings, rows: list[tuple[Path, dict]], others: Known) -> None:
    """The local services (特色服务): a code of their own, and the services of the list that they go with."""
    for path, special in rows:
        fits(found, path, special, SPECIAL, {"name_en": is_text, "note_zh": is_text})
        if is_text(special.get("code")) and not special["code"].startswith("X"):
            found.add((*path, "code"), _("特色服务的编号以 X 开头。"))
        if others.services is not None:
            known(found, (*path, "services"), special.get("services"), others.services, _("服务项目"))
    once(found, rows)


def check_plans(content: dict, edition: dict, found: Findings, others: Known) -> None:
    """A template for each mode: who signs, in which order, and what a plan of that mode usually holds."""
    fits(found, (), content, {"steps": is_rows, "templates": is_rows, "anchors": is_rows}, {})
    coded(found, content, "steps")
    coded(found, content, "anchors")
    steps, templates = codes(content, "steps"), rows_of(found, content, "templates")
    optional: Fields = {"name_en": is_text, "project_zh": is_text, "specials": is_rows}
    for path, row in templates:
        fits(found, path, row, {**CODED, "platform_zh": is_text, "ladder": is_texts, "lines": is_rows}, optional)
        for place, line in rows_of(found, row, "lines", path):
            fits(found, place, line, {"domain": is_text, "measure": is_text, "quantity": is_whole}, {})
        specials = rows_of(found, row, "specials", path) if "specials" in row else []
        for place, special in specials:
            fits(found, place, special, CODED, {"name_en": is_text})
        once(found, specials)
        if is_texts(row.get("ladder")):
            known(found, (*path, "ladder"), row["ladder"], steps, _("审核环节"))
    once(found, templates)


RULES: dict[str, Callable[[dict, dict, Findings, Known], None]] = {
    Kind.SERVICES: check_services,
    Kind.CATEGORIES: check_categories,
    Kind.EVALUATION: check_evaluation,
    Kind.BUILDING: check_building,
    Kind.ASSIST: check_assist,
    Kind.NOTICES: check_notices,
    Kind.REGISTERS: check_registers,
    Kind.PAPERS: check_papers,
    Kind.TERMS: check_terms,
    Kind.PACKS: check_packs,
    Kind.LOCAL_MODES: check_local_modes,
    Kind.PLANS: check_plans,
    Kind.CADENCES: check_cadences,
}


def coded(found: Findings, content: dict, name: str, optional: Fields | None = None) -> None:
    rows = rows_of(found, content, name)
    for path, row in rows:
        fits(found, path, row, CODED, {"name_en": is_text, **(optional or {})})
    once(found, rows)


def codes(content: dict, name: str) -> set[str]:
    rows = content.get(name)
    return {row["code"] for row in rows if is_text(row.get("code"))} if is_rows(rows) else set()


def counted(found: Findings, edition: dict, name: str, count: int) -> None:
    """The file may say how many there are; then there are that many."""
    expected = edition.get(name)
    if expected is not None and expected != count:
        found.add(
            ("edition", name), _("应有 %(expected)s 项，实有 %(count)d 项。") % {"expected": expected, "count": count}
        )


def weighed(found: Findings, path: Path, rows: list[dict], total: Any) -> None:
    weights = [row["weight"] for row in rows if is_number(row.get("weight"))]
    if is_number(total) and len(weights) == len(rows) and abs(sum(weights) - total) > 1e-9:
        said = {"sum": f"{sum(weights):g}", "total": f"{total:g}"}
        found.add(path, _("下级权重合计 %(sum)s，应为 %(total)s。") % said)


def walk(found: Findings, row: tuple[Path, dict]) -> Iterator[tuple[Path, dict]]:
    """A node of the tree and all below it."""
    yield row
    for child in rows_of(found, row[1], "children", row[0]):
        yield from walk(found, child)
