"""How an edition is read (阅读): its rows as a page shows them, and what differs between two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.ui.components import Column

from . import queries
from .models import Edition, Kind, State

# The document of a kind has its own page; others are read as plain lists.
PAGES = {
    Kind.SERVICES: "catalogue/services.html",
    Kind.CATEGORIES: "catalogue/categories.html",
    Kind.EVALUATION: "catalogue/evaluation.html",
    Kind.BUILDING: "catalogue/building.html",
}
PLAIN = "catalogue/plain.html"


@dataclass(frozen=True)
class Section:
    """A heading with rows under it."""

    code: str
    name: dict[str, Any]
    rows: list[dict[str, Any]]


COLUMNS = {
    Kind.SERVICES: [_("编号"), _("服务项目"), _("内容"), _("方法"), _("计量单位")],
    Kind.CATEGORIES: [_("编号"), _("类别"), _("含义"), _("走访分级"), _("依据")],
    Kind.EVALUATION: [_("编号"), _("指标"), _("权重"), _("评分方法"), _("评分标准")],
    Kind.BUILDING: [_("编号"), _("项目"), _("要求"), _("适用层级"), _("佐证")],
}
METHODS = {
    "ratio": _("比率"),
    "floor": _("有下限的比率"),
    "steps": _("分档"),
    "checklist": _("核查清单"),
    "rubric": _("等级评定"),
}


def page_for(edition: Edition) -> str:
    return PAGES.get(Kind(edition.kind), PLAIN)


# What a reader calls the fields that change most; others show their name in the file.
FIELDS = {
    "name_zh": _("名称"),
    "name_en": _("英文名称"),
    "description_zh": _("内容"),
    "definition_zh": _("含义"),
    "scoring_zh": _("评分标准"),
    "boundary_zh": _("界限"),
    "replaces": _("取代的服务"),
    "weight": _("权重"),
    "method": _("评分方法"),
    "methods": _("服务方法"),
    "target": _("目标值"),
    "target_groups": _("适用对象"),
    "counting_unit": _("计量单位"),
    "sensitivity": _("敏感级别"),
    "default_tier": _("走访分级"),
    "legal_basis": _("依据"),
    "mandatory": _("是否必备"),
    "evidence": _("佐证"),
}


def columns_for(edition: Edition) -> list[Column]:
    return [Column(label, numeric=label == _("权重")) for label in COLUMNS.get(Kind(edition.kind), [])]


def sections(edition: Edition, text: str = "") -> list[Section]:
    """The rows of an edition under their headings; only those that hold the text sought."""
    shown = [
        Section(section.code, section.name, matching(section.rows, text))
        for section in SECTIONS[edition.kind](edition.content)
    ]
    return [section for section in shown if section.rows]


def matching(rows: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    sought = text.casefold().strip()
    fields = ("code", "name_zh", "name_en", "description_zh", "definition_zh", "scoring_zh")
    return [row for row in rows if sought in " ".join(str(row.get(name, "")) for name in fields).casefold()]


def service_sections(content: dict) -> Iterator[Section]:
    methods = names(content["methods"])
    levels = names(content["sensitivity_levels"])
    for domain in content["domains"]:
        rows = [
            {
                **service,
                "method_names": [methods[code] for code in service["methods"]],
                "level": levels[service["sensitivity"]],
            }
            for service in domain["services"]
        ]
        yield Section(domain["code"], domain, rows)


def category_sections(content: dict) -> Iterator[Section]:
    tiers = names(content["tiers"])
    for group in content["groups"]:
        rows = [
            {**row, "tier": tiers[row["default_tier"]], "is_sensitive": row["pii_level"] == "S"}
            for row in content["categories"]
            if row["group"] == group["code"]
        ]
        yield Section(group["code"], group, rows)


def evaluation_sections(content: dict) -> Iterator[Section]:
    """One section a first-level indicator; its rows are all below it, in the order of the tree."""
    for root in content["tree"]:
        rows = list(queries.branch(root))[1:]
        yield Section(root["code"], root, [{**row, "method_name": METHODS.get(row.get("method", ""))} for row in rows])


def building_sections(content: dict) -> Iterator[Section]:
    evidence, levels = names(content["evidence_kinds"]), names(content["levels"])
    for group in content["groups"]:
        rows = [
            {
                **item,
                "evidence_names": [evidence[code] for code in item["evidence"]],
                "level_names": [levels[code] for code in item["levels"]],
            }
            for item in content["items"]
            if item["group"] == group["code"]
        ]
        yield Section(group["code"], group, rows)


def plain_sections(content: dict) -> Iterator[Section]:
    for name, values in content.items():
        if name != "edition":
            yield Section(name, {"name_zh": name}, [{"code": str(value)} for value in values])


def notice_sections(content: dict) -> Iterator[Section]:
    for notice in content["notices"]:
        yield Section(notice["code"], notice, [{"code": text} for text in notice["paragraphs_zh"]])


def register_sections(content: dict) -> Iterator[Section]:
    """One section a source: what everybody on its register may be, and what its tables call things."""
    for source in content["sources"]:
        words = source.get("words_zh", {})
        rows = [
            {"code": code, "name_zh": "、".join(word for word in words if words[word] == code)}
            for code in source.get("categories", [])
        ]
        yield Section(source["code"], source, rows)
    for column, headings in content["columns"].items():
        yield Section(column, {"name_zh": column}, [{"code": "、".join(headings)}])


def paper_sections(content: dict) -> Iterator[Section]:
    for kind in content["kinds"]:
        yield Section(kind["code"], kind, kind["papers"])


def term_sections(content: dict) -> Iterator[Section]:
    """One section a term: how long it is, and from when on."""
    for row in content["terms"]:
        length = _("%d 个工作日") % row["workdays"] if row.get("workdays") else _("%d 天") % row["days"]
        yield Section(row["code"], row, [{"code": text} for text in (length, row.get("note_zh")) if text])


def pack_sections(content: dict) -> Iterator[Section]:
    for pack in content["packs"]:
        yield Section(pack["code"], pack, pack["items"])


def local_mode_sections(content: dict) -> Iterator[Section]:
    """One section a 市县: what its mode is, then its local services."""
    for mode in content["modes"]:
        rows = [{"code": text} for text in (mode["summary_zh"], *mode["features_zh"])]
        yield Section(mode["county"], mode, rows + mode.get("special", []))


def plan_sections(content: dict) -> Iterator[Section]:
    """One section a mode; a row for each planned quantity."""
    for row in content["templates"]:
        rows = [
            {"code": line["domain"], "name_zh": line["measure"], "description_zh": str(line["quantity"])}
            for line in row["lines"]
        ]
        yield Section(row["code"], row, rows)


def cadence_sections(content: dict) -> Iterator[Section]:
    """Each cadence with who owes it."""
    for cadence in content["cadences"]:
        levels = "、".join(duty["level"] for duty in cadence["owed_by"])
        row = {
            "code": cadence["code"],
            "name_zh": cadence["name_zh"],
            "description_zh": f"{cadence['period']}：{levels}",
        }
        yield Section(cadence["code"], cadence, [row])


SECTIONS: dict[str, Callable[[dict[str, Any]], Iterator[Section]]] = {
    Kind.SERVICES: service_sections,
    Kind.CATEGORIES: category_sections,
    Kind.EVALUATION: evaluation_sections,
    Kind.BUILDING: building_sections,
    Kind.ASSIST: plain_sections,
    Kind.NOTICES: notice_sections,
    Kind.REGISTERS: register_sections,
    Kind.PAPERS: paper_sections,
    Kind.TERMS: term_sections,
    Kind.PACKS: pack_sections,
    Kind.LOCAL_MODES: local_mode_sections,
    Kind.PLANS: plan_sections,
    Kind.CADENCES: cadence_sections,
}


def names(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows}


@dataclass(frozen=True)
class Part:
    """One kind of difference with its rows."""

    title: Any
    rows: list[dict[str, Any]]


@dataclass
class Difference:
    """What a draft changes against the edition before it (差异)."""

    against: Edition | None
    added: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [Part(_("新增"), self.added), Part(_("删去"), self.removed), Part(_("改动"), self.changed)]

    @property
    def is_empty(self) -> bool:
        return not any(part.rows for part in self.parts)


def difference(draft: Edition) -> Difference:
    """Codes added, removed and changed against the last published edition of the kind."""
    before = published_before(draft)
    new = {row["code"]: row for row in queries.entries(draft)}
    old = {row["code"]: row for row in queries.entries(before)} if before else {}
    return Difference(
        against=before,
        added=[row for code, row in new.items() if code not in old],
        removed=[row for code, row in old.items() if code not in new],
        changed=[changes(old[code], row) for code, row in new.items() if code in old and old[code] != row],
    )


def published_before(edition: Edition) -> Edition | None:
    editions = Edition.objects.filter(kind=edition.kind, state=State.PUBLISHED).exclude(pk=edition.pk)
    return editions.order_by("-effective_from", "-published_on", "-version").first()


def changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    fields = [{"label": FIELDS.get(name, name), "old": old.get(name), "new": new.get(name)} for name in differing]
    return {**new, "fields": fields}
