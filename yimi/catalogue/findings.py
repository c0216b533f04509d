"""What is wrong with a file (问题清单): everything at once, each with its place and line."""

from collections.abc import Callable, Iterable
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid

Path = tuple[str | int, ...]
Check = Callable[[Any], bool]
Fields = dict[str, Check]


class Findings:
    """The problems of one file. `lines` tells where each path stands in the text."""

    def __init__(self, lines: dict[Path, int]):
        self.lines = lines
        self.fields: dict[str, list[str]] = {}
        self.count = 0

    def add(self, path: Path, message: str) -> None:
        self.count += 1
        line = self.line(path)
        said = _("第 %(line)d 行：%(message)s") % {"line": line, "message": message} if line else message
        self.fields.setdefault(".".join(map(str, path)) or "file", []).append(said)

    def line(self, path: Path) -> int:
        """The line of the path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def report(self) -> None:
        if self.fields:
            raise Invalid(self.fields)


def is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def is_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and bool(value) and all(is_text(item) for item in value)


def is_rows(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def is_flag(value: Any) -> TypeGuard[bool]:
    return isinstance(value, bool)


def is_mapping(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def says(check: Check) -> str:
    """What a field should have been, in words."""
    words: dict[Check, str] = {
        is_text: _("应为文字"),
        is_number: _("应为数字"),
        is_whole: _("应为整数"),
        is_texts: _("应为一列文字，至少一项"),
        is_rows: _("应为一列条目，至少一条"),
        is_flag: _("应为 true 或 false"),
        is_mapping: _("应为若干字段"),
    }
    return words[check]


def fits(found: Findings, path: Path, row: dict, required: Fields, optional: Fields) -> bool:
    """Whether a row has the fields it must have, none that nobody knows, and each of its kind."""
    before = found.count
    for name, check in required.items():
        if row.get(name) is None:
            found.add(path, _("缺少字段 %(name)s。") % {"name": name})
        elif not check(row[name]):
            found.add((*path, name), _("%(name)s %(what)s。") % {"name": name, "what": says(check)})
    for name, value in row.items():
        if name not in required and name not in optional:
            found.add((*path, name), _("不认识的字段 %(name)s。") % {"name": name})
        elif name in optional and value is not None and not optional[name](value):
            found.add((*path, name), _("%(name)s %(what)s。") % {"name": name, "what": says(optional[name])})
    return found.count == before


def once(found: Findings, rows: Iterable[tuple[Path, dict]], name: str = "code") -> set[str]:
    """The codes of the rows; a code that comes twice is a finding."""
    seen: set[str] = set()
    for path, row in rows:
        code = row.get(name)
        if code is None or isinstance(code, list | dict):
            continue
        if code in seen:
            found.add((*path, name), _("%(code)s 重复。") % {"code": code})
        seen.add(code)
    return seen


def known(found: Findings, path: Path, values: Any, allowed: Iterable[str], what: str) -> None:
    """Every value must be one of the allowed."""
    allowed = set(allowed)
    each = [((*path, at), value) for at, value in enumerate(values)] if isinstance(values, list) else [(path, values)]
    for place, value in each:
        if is_text(value) and value not in allowed:
            found.add(place, _("%(value)s 不是已知的%(what)s。") % {"value": value, "what": what})


def rows_of(found: Findings, content: dict, name: str, path: Path = ()) -> list[tuple[Path, dict]]:
    """The rows under a name with their paths; nothing if they are not rows at all."""
    rows = content.get(name)
    return [((*path, name, at), row) for at, row in enumerate(rows)] if is_rows(rows) else []
