"""What the `yimi` command can bring in and give out (导入与导出); the domains declare it.

`yimi import KIND FILE` and `yimi export KIND FILE` look here, so the command knows no domain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from .actors import Actor
from .declare import Declared
from .errors import RuleBroken


@dataclass(frozen=True)
class Importer:
    """Reads one kind of file: `run(path, by)` does all of it or nothing, and says in a line what it did."""

    kind: str
    run: Callable[[Path, Actor], Any]
    personal: bool = False  # needs `--by`: the importing user's reach applies


@dataclass(frozen=True)
class Exporter:
    """Writes one kind of file: `run(path, by)` says in a line what it wrote."""

    kind: str
    run: Callable[[Path, Actor], Any]
    personal: bool = False


@dataclass(frozen=True)
class Template:
    """The empty form of a table that can be imported (模板): `write(stream)` writes it as .xlsx."""

    kind: str
    write: Callable[[IO[bytes]], Any]


@dataclass(frozen=True)
class Command:
    """A command of a domain, such as `figures verify`: `run()` gives its line; a failure raises `RuleBroken`."""

    name: str
    run: Callable[[], Any]


importers: Declared[Importer] = Declared("importer", key="kind")
exporters: Declared[Exporter] = Declared("exporter", key="kind")
templates: Declared[Template] = Declared("template", key="kind")
commands: Declared[Command] = Declared("command", key="name")


def write_template(path: Path, by: Actor) -> str:
    """`yimi export template contacts`: the template of a kind as contacts.xlsx, where the name says."""
    template = templates.get(path.stem)
    if template is None:
        known = "、".join(each.kind for each in templates)
        raise RuleBroken(
            _("没有“%(kind)s”的模板，可用：%(known)s。") % {"kind": path.stem, "known": known}, code="no_template"
        )
    with path.with_suffix(".xlsx").open("wb") as stream:
        template.write(stream)
    return _("模板已写到 %s。") % path.with_suffix(".xlsx")


exporters.add(Exporter("template", write_template))
