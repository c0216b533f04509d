"""Reads a policy file (载入): YAML into the content of an edition, or every problem in it, each with its line."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

import orjson
import yaml
from django.utils.translation import gettext as _

from yimi.core.errors import invalid
from yimi.core.text import clean, widen

from .findings import Fields, Findings, Path, fits, is_flag, is_mapping, is_number, is_text, is_whole
from .models import Kind
from .rules import RULES, Known

# Written in C where the package has it: the same answers, ten times sooner.
Reader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST = 2 * 1024 * 1024
DEEPEST = 24
EDITION: Fields = {"kind": is_text, "code": is_text, "version": is_text, "name_zh": is_text, "effective_from": is_text}
EDITION_MAY: Fields = {
    "name_en": is_text, "official": is_flag, "effective_to": is_text, "levels": is_whole, "leaf_count": is_whole,
    "total": is_number, "pass_rule": is_mapping, "expected_domains": is_whole, "expected_services": is_whole,
    "expected_categories": is_whole, "expected_items": is_whole,
}  # fmt: skip


@dataclass(frozen=True)
class Policy:
    """One file, read and found right."""

    kind: str
    code: str
    version: str
    name: str
    is_official: bool
    effective_from: date
    effective_to: date | None
    content: dict[str, Any]

    @property
    def checksum(self) -> str:
        return hashlib.sha256(orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def read_policy(data: bytes, others: Known | None = None) -> Policy:
    """The policy in these bytes; raises `Invalid` with all that is wrong."""
    text = decoded(data)
    content, found = parsed(text)
    if not isinstance(content, dict) or not isinstance(content.get("edition"), dict):
        found.add((), _("文件应以 schema_version 和 edition 开头。"))
    found.report()
    if content.pop("schema_version", None) != 1:
        found.add((), _("schema_version 应为 1。"))
    edition = content["edition"]
    fits(found, ("edition",), edition, EDITION, EDITION_MAY)
    begins, ends = day(found, edition, "effective_from"), day(found, edition, "effective_to")
    check_content(content, found, others or Known())
    if begins and ends and ends < begins:
        found.add(("edition", "effective_to"), _("失效日期早于生效日期。"))
    found.report()
    return Policy(
        kind=edition["kind"],
        code=edition["code"],
        version=edition["version"],
        name=edition["name_zh"],
        is_official=edition.get("official", False),
        effective_from=begins or date.min,
        effective_to=ends,
        content=content,
    )


def check_content(content: dict, found: Findings, others: Known) -> None:
    rules = RULES.get(str(content["edition"].get("kind")))
    if rules is None:
        kinds = "、".join(f"{kind}（{Kind(kind).label}）" for kind in RULES)
        found.add(("edition", "kind"), _("不能载入这一种目录；可用：%(kinds)s。") % {"kinds": kinds})
        return
    body = {name: value for name, value in content.items() if name != "edition"}
    rules(body, content["edition"], found, others)


def decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise invalid("file", _("文件超过 2 MB。"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise invalid("file", _("第 %(line)d 行不是 UTF-8 文字，请另存为 UTF-8。") % {"line": line}) from error


def parsed(text: str) -> tuple[Any, Findings]:
    """The plain values of the text and where they stand."""
    found = Findings({})
    try:
        guard(text)
        reader = Reader(text)
        root = reader.get_single_node()
        value = reader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 1, "column": 1}
        raise invalid(
            "file", _("第 %(line)d 行第 %(column)d 列：YAML 格式有误，请检查缩进、冒号和引号。") % said
        ) from error
    except yaml.YAMLError as error:
        raise invalid("file", _("YAML 里有不能用的控制字符。")) from error
    except ValueError as error:
        raise invalid("file", _("YAML 里有不存在的日期或写错的数字。")) from error
    if root:
        place(root, (), found)
    return plain(value, (), found), found


def guard(text: str) -> None:
    """Aliases and deep nesting have no use here and could exhaust memory."""
    depth = 0
    for event in yaml.parse(text, Reader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise invalid("file", _("第 %(line)d 行：不支持引用（*）和过深的嵌套。") % {"line": line})


def place(node: yaml.Node, path: Path, found: Findings) -> None:
    """Note the line of every path; a field written twice is a finding."""
    found.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            place(item, (*path, at), found)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            if inner in found.lines:
                found.add(inner, _("字段 %(name)s 写了两次。") % {"name": key.value})
            found.lines[inner] = key.start_mark.line + 1
            place(value, inner, found)


def plain(value: Any, path: Path, found: Findings) -> Any:
    """Values as JSON has them; Chinese text NFC with full-width punctuation beside 汉字."""
    if isinstance(value, dict):
        return {str(name): plain(item, (*path, name), found) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item, (*path, at), found) for at, item in enumerate(value)]
    if isinstance(value, str):
        return widen(clean(value)) if is_chinese(path) else clean(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    whole = isinstance(value, int) and abs(value) < 2**53
    if value is None or whole or (isinstance(value, float) and isfinite(value)):
        return value
    found.add(path, _("不支持的值。"))
    return None


def is_chinese(path: Path) -> bool:
    """Fields of Chinese text; English prose keeps its own punctuation."""
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    return name.endswith("_zh") or name == "legal_basis"


def day(found: Findings, edition: dict, name: str) -> date | None:
    value: Any = edition.get(name)
    try:
        return date.fromisoformat(value) if is_text(value) else None
    except ValueError:
        found.add(("edition", name), _("日期应写作 2026-01-01。"))
        return None
